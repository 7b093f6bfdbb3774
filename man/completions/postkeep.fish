function __postkeep_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __postkeep_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __postkeep_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __postkeep_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __postkeep_parse_tokens -S
    set -l unparsed_tokens (__postkeep_tokens -pc)
    switch $unparsed_tokens[1]
    case 'postkeep'
        __postkeep_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'audit'
            __postkeep_parse_subcommand -r 1 'c/config-dir=+' 'format=' 'output=' 'fail-on=' 'profile=' 'only=+' 'skip=+' 'rules=+' 'postfix-version=' 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
        case 'relay'
            __postkeep_parse_subcommand 1 'c/config-dir=' 'postfix-version=' 'service=' 'format=' 'verify' 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
        case 'trace'
            __postkeep_parse_subcommand 1 'c/config-dir=' 'postfix-version=' 'client=' 'helo=' 'sasl-user=' 'sasl-method=' 'tls' 'ccert=' 'sender=' 'recipient=' 'service=' 'format=' 'batch=' 'explain-diff=+' 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
        case 'config'
            __postkeep_parse_subcommand -r 1 'c/config-dir=' 'n/non-default' 'd/defaults' 'x/expand' 'f/fold' 'M/services' 'F/fields' 'P/overrides' 'service=' 'for-version=' 'format=' 'version' 'h/help'
        case 'diff'
            __postkeep_parse_subcommand 2 'for-version=' 'format=' 'version' 'h/help'
        case 'explain'
            __postkeep_parse_subcommand 1 'postfix-version=' 'rules=+' 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
        case 'rules'
            __postkeep_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __postkeep_parse_subcommand 0 'profile=' 'format=' 'rules=+' 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
            case 'test'
                __postkeep_parse_subcommand -r 1 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
            end
        case 'queue'
            __postkeep_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 'where=' 'selection=' 'format=' 'header=+' 'explain' 'version' 'h/help'
            case 'shape'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 's' 'p' 'm=' 'b=' 't=' 'l' 'w=' 'n=' 'N=' 'by=' 'where=' 'selection=' 'format=' 'version' 'h/help'
            case 'summary'
                __postkeep_parse_subcommand 0 'c/config-dir=' 'queue-dir=' 'n=' 'format=' 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
            case 'watch'
                __postkeep_parse_subcommand 0 'c/config-dir=' 'queue-dir=' 'interval=' 'color=' 'q/quiet' 'v/verbose' 'version' 'h/help'
            case 'show'
                __postkeep_parse_subcommand 1 'c/config-dir=' 'queue-dir=' 'format=' 'headers' 'body' 'eml' 'records' 'inode=' 'version' 'h/help'
            case 'check'
                __postkeep_parse_subcommand 0 'c/config-dir=' 'queue-dir=' 'color=' 'q/quiet' 'v/verbose' 'format=' 'fix' 'apply' 'version' 'h/help'
            case 'purge'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 'where=' 'selection=' 'apply' 'max=' 'max-percent=' 'include=+' 'resume=' 'policy=' 'format=' 'state=' 'version' 'h/help'
            case 'undo'
                __postkeep_parse_subcommand 1 'where=' 'c/config-dir=' 'queue-dir=' 'state=' 'q/quiet' 'version' 'h/help'
            case 'trash'
                __postkeep_parse_subcommand 0 'version' 'h/help'
                switch $unparsed_tokens[1]
                case 'list'
                    __postkeep_parse_subcommand 0 'state=' 'format=' 'version' 'h/help'
                case 'show'
                    __postkeep_parse_subcommand 1 'state=' 'format=' 'version' 'h/help'
                case 'expire'
                    __postkeep_parse_subcommand 0 'older-than=' 'apply' 'state=' 'version' 'h/help'
                end
            case 'hold'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 'where=' 'selection=' 'apply' 'q/quiet' 'version' 'h/help'
            case 'release'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 'where=' 'selection=' 'apply' 'q/quiet' 'version' 'h/help'
            case 'requeue'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 'where=' 'selection=' 'apply' 'q/quiet' 'version' 'h/help'
            case 'expire'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 'where=' 'selection=' 'apply' 'q/quiet' 'version' 'h/help'
            case 'flush'
                __postkeep_parse_subcommand -r 1 'c/config-dir=' 'queue-dir=' 'where=' 'selection=' 'apply' 'q/quiet' 'rate=' 'all' 'version' 'h/help'
            end
        case 'help'
            __postkeep_parse_subcommand -r 1 'version'
        end
    end
end

function __postkeep_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __postkeep_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __postkeep_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __postkeep_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__postkeep_tokens -p)
    if test -z "$(__postkeep_tokens -t)"
        set -l index (count (__postkeep_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'postkeep' -f
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'audit' -d 'Audit configuration directories.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'relay' -d 'Tell whether strangers can relay, service by service.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'trace' -d 'Show what smtpd would answer to a session, and why.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'config' -d 'Print settings exactly as postconf would, without Postfix.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'diff' -d 'Show what changes for which service between two configurations.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'explain' -d 'Explain a rule or a parameter.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'rules' -d 'List rules, and test rule files.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'queue' -d 'See and clean the mail queue.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit"' -s 'c' -l 'config-dir' -d 'One more directory, as Postfix\'s own tools take it.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" format' -l 'format' -d 'The format of the report.' -rfka 'text json sarif junit github'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" output' -l 'output' -d 'Write the report to a file.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" fail-on' -l 'fail-on' -d 'Exit with 1 for findings of this severity and above.' -rfka 'critical high medium low info never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" profile' -l 'profile' -d 'Which rules are asked.' -rfka 'default strict pedantic'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit"' -l 'only' -d 'Ask only these rules, by id or name.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit"' -l 'skip' -d 'Do not ask these rules.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit"' -l 'rules' -d 'Add the rules below a directory, after those in /etc/postkeep/rules.d.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" postfix-version' -l 'postfix-version' -d 'The Postfix version to audit for, such as 3.7.11.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep audit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" c config-dir' -s 'c' -l 'config-dir' -d 'The directory, as Postfix\'s own tools take it.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" postfix-version' -l 'postfix-version' -d 'The Postfix version, such as 3.7.11.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" service' -l 'service' -d 'Only one service, such as smtp/inet.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" verify' -l 'verify' -d 'Also ask the installed smtpd, on a private network; root only.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep relay" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" c config-dir' -s 'c' -l 'config-dir' -d 'The directory, as Postfix\'s own tools take it.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" postfix-version' -l 'postfix-version' -d 'The Postfix version, such as 3.7.11.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" client' -l 'client' -d 'The client\'s address, and its verified name if it has one.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" helo' -l 'helo' -d 'What the client says with HELO or EHLO.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" sasl-user' -l 'sasl-user' -d 'The login name of a client that has authenticated.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" sasl-method' -l 'sasl-method' -d 'The mechanism of the login.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" tls' -l 'tls' -d 'The session is encrypted.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" ccert' -l 'ccert' -d 'The fingerprint of the client\'s certificate; implies --tls.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" sender' -l 'sender' -d 'The address of MAIL FROM; \'\' for the null sender.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" recipient' -l 'recipient' -d 'The address of RCPT TO.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" service' -l 'service' -d 'The service, such as smtp/inet. Default: the first smtpd.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" batch' -l 'batch' -d 'Answer the sessions of a file; - reads standard input.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace"' -l 'explain-diff' -d 'Show which answers change from an OLD directory to a NEW one.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep trace" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration directory.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" n non-default' -s 'n' -l 'non-default' -d 'Only what is set.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" d defaults' -s 'd' -l 'defaults' -d 'Built-in defaults.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" expand x' -s 'x' -l 'expand' -d 'Replace $names.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" f fold' -s 'f' -l 'fold' -d 'Fold long lines.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" M services' -s 'M' -l 'services' -d 'master.cf entries.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" F fields' -s 'F' -l 'fields' -d 'master.cf fields.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" P overrides' -s 'P' -l 'overrides' -d '-o settings in master.cf.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" service' -l 'service' -d 'Effective values of a service, such as smtp/inet.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" for-version' -l 'for-version' -d 'The Postfix version, such as 3.7.11.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep diff" for-version' -l 'for-version' -d 'The Postfix version, such as 3.7.11.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep diff" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep diff" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep diff" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep explain" postfix-version' -l 'postfix-version' -d 'Show the default of this Postfix version, too.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep explain"' -l 'rules' -d 'Add the rules below a directory, after those in /etc/postkeep/rules.d.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep explain" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep explain" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep explain" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep explain" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep rules" -eq 1' -fa 'list' -d 'List all rules.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep rules" -eq 1' -fa 'test' -d 'Run the examples of rule files.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list" profile' -l 'profile' -d 'Only the rules of a profile.' -rfka 'default strict pedantic'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list" format' -l 'format' -d 'The format of the list.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list"' -l 'rules' -d 'Add the rules below a directory, after those in /etc/postkeep/rules.d.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules test" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules test" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules test" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules test" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep rules test" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'list' -d 'List messages, as mailq does.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'shape' -d 'Count mail by age and domain, as qshape does.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'summary' -d 'Show the whole queue on one screen.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'watch' -d 'Show the queue on a terminal and keep it up to date.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'show' -d 'Show one message.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'check' -d 'Find what is wrong in the queue directory, and repair what is safe to repair.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'purge' -d 'Remove messages after archiving them.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'undo' -d 'Put messages from the trash back into the queue.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'trash' -d 'See and empty the trash of purges.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'hold' -d 'Put messages on hold: they stay until they are released.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'release' -d 'Release messages from hold.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'requeue' -d 'Send messages through cleanup again, under new ids.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'expire' -d 'Return messages to their senders at the next attempt.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue" -eq 1' -fa 'flush' -d 'Try deferred messages now, at a pace.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" format' -l 'format' -d 'text, json or ids.' -rfka 'text json ids'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list"' -l 'header' -d 'Add a header to the JSON; may be given again.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" explain' -l 'explain' -d 'Show, for every message, which part of the condition found what.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" s' -s 's' -d 'Sender domains: --by sender-domain.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" p' -s 'p' -d 'Rows for parent domains, such as .example.com, as well.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" m' -s 'm' -d 'Parents with at least so many subdomains, with -p.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" b' -s 'b' -d 'How many columns of ages.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" t' -s 't' -d 'Where the first column ends.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" l' -s 'l' -d 'Columns of equal length; otherwise each is twice as long as the last.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" w' -s 'w' -d 'Columns of the output, at least 80.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" n' -s 'n' -d 'Rows, with the total. Default: 20 on a terminal and in a picture, all elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" N' -s 'N' -d 'Accepted for qshape\'s sake: results are not shown before they are final.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" by' -l 'by' -d 'What the rows are.' -rfka 'sender recipient sender-domain recipient-domain reason dsn transport sasl_username'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" format' -l 'format' -d 'text, json or svg.' -rfka 'text json svg'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue shape" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" n' -s 'n' -d 'How many reasons, destinations and senders.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue summary" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" interval' -l 'interval' -d 'Between two screens, 0.5 at least.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue watch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" headers' -l 'headers' -d 'Only the headers of the message.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" body' -l 'body' -d 'Only the body, from the empty line on.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" eml' -l 'eml' -d 'Headers and body, as postcat -bh prints them.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" records' -l 'records' -d 'Every record of the file, with its place; no pointer is followed.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" inode' -l 'inode' -d 'Which file is meant, if several have the id.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" color' -l 'color' -d 'Colours. NO_COLOR in the environment turns auto off.' -rfka 'auto always never'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" q quiet' -l 'quiet' -s 'q' -d 'Say less: no summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" fix' -l 'fix' -d 'Show what can be repaired.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" apply' -l 'apply' -d 'Repair it. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" apply' -l 'apply' -d 'Carry it out. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" max' -l 'max' -d 'Refuse if more messages are selected.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" max-percent' -l 'max-percent' -d 'Refuse if more of the queue is selected.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge"' -l 'include' -d 'Also remove from this queue: active or corrupt. May be given again.' -rfka 'active corrupt'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" resume' -l 'resume' -d 'Finish an interrupted run.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" policy' -l 'policy' -d 'A file of selections with actions and limits.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" state' -l 'state' -d 'Where trash and journals are kept.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue purge" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue undo" where' -l 'where' -d 'Only these messages.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue undo" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue undo" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue undo" state' -l 'state' -d 'Where trash and journals are kept.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue undo" q quiet' -l 'quiet' -s 'q' -d 'Print only the summary.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue undo" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue undo" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue trash" -eq 1' -fa 'list' -d 'List the runs whose messages can be put back.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue trash" -eq 1' -fa 'show' -d 'List the messages in the trash of a run.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_positional "postkeep queue trash" -eq 1' -fa 'expire' -d 'Delete old runs for good.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash list" state' -l 'state' -d 'Where trash and journals are kept.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash list" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash list" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash show" state' -l 'state' -d 'Where trash and journals are kept.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash show" format' -l 'format' -d 'text or json.' -rfka 'text json'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash show" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash expire" older-than' -l 'older-than' -d 'How old a run must be, such as 30d.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash expire" apply' -l 'apply' -d 'Carry it out. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash expire" state' -l 'state' -d 'Where trash and journals are kept.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash expire" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue trash expire" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" apply' -l 'apply' -d 'Carry it out. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" q quiet' -l 'quiet' -s 'q' -d 'Print nothing unless something could not be done.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue hold" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" apply' -l 'apply' -d 'Carry it out. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" q quiet' -l 'quiet' -s 'q' -d 'Print nothing unless something could not be done.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue release" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" apply' -l 'apply' -d 'Carry it out. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" q quiet' -l 'quiet' -s 'q' -d 'Print nothing unless something could not be done.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue requeue" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" apply' -l 'apply' -d 'Carry it out. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" q quiet' -l 'quiet' -s 'q' -d 'Print nothing unless something could not be done.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue expire" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" c config-dir' -s 'c' -l 'config-dir' -d 'The configuration whose queue it is. Default: this host\'s.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" queue-dir' -l 'queue-dir' -d 'The queue itself, if it lies elsewhere.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" where' -l 'where' -d 'A condition, such as \'age > 5d\'.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" selection' -l 'selection' -d 'A named selection of /etc/postkeep/selections.yaml.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" apply' -l 'apply' -d 'Carry it out. Without it, only the plan is shown.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" q quiet' -l 'quiet' -s 'q' -d 'Print nothing unless something could not be done.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" rate' -l 'rate' -d 'At most so many in a minute.' -rfka ''
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" all' -l 'all' -d 'Even if there are more than 10,000.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" version' -l 'version' -d 'Show the version.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep queue flush" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep help" version' -l 'version' -d 'Show the version.'
