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
complete -c 'postkeep' -n '__postkeep_should_offer_completions_for_flags_or_options "postkeep help" version' -l 'version' -d 'Show the version.'
