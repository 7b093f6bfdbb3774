#!/bin/bash

__postkeep_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__postkeep_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__postkeep_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__postkeep_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_postkeep() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __postkeep_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    audit|relay|trace|config|diff|explain|rules|queue|snapshot|restore|setup|help)
        # Offer subcommand argument completions
        "_postkeep_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'audit relay trace config diff explain rules queue snapshot restore setup help' -- "${cur}"))
        ;;
    esac
}

_postkeep_audit() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --version -h --help)
    repeating_options=(-c --config-dir --only --skip --rules)
    non_repeating_options=(--format --output --fail-on --profile --postfix-version --color)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'$'\n''sarif'$'\n''junit'$'\n''github'
        return
        ;;
    '--output')
        __postkeep_add_completions -f
        return
        ;;
    '--fail-on')
        __postkeep_add_completions -W 'critical'$'\n''high'$'\n''medium'$'\n''low'$'\n''info'$'\n''never'
        return
        ;;
    '--profile')
        __postkeep_add_completions -W 'default'$'\n''strict'$'\n''pedantic'
        return
        ;;
    '--only')
        return
        ;;
    '--skip')
        return
        ;;
    '--rules')
        __postkeep_add_completions -d
        return
        ;;
    '--postfix-version')
        return
        ;;
    '--color')
        __postkeep_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_relay() {
    repeating_flags=()
    non_repeating_flags=(--verify --quiet -q --verbose -v --version -h --help)
    repeating_options=()
    non_repeating_options=(-c --config-dir --postfix-version --service --format --color)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--postfix-version')
        return
        ;;
    '--service')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--color')
        __postkeep_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_trace() {
    repeating_flags=()
    non_repeating_flags=(--tls --quiet -q --verbose -v --version -h --help)
    repeating_options=(--explain-diff)
    non_repeating_options=(-c --config-dir --postfix-version --client --helo --sasl-user --sasl-method --ccert --sender --recipient --service --format --batch --color)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--postfix-version')
        return
        ;;
    '--client')
        return
        ;;
    '--helo')
        return
        ;;
    '--sasl-user')
        return
        ;;
    '--sasl-method')
        return
        ;;
    '--ccert')
        return
        ;;
    '--sender')
        return
        ;;
    '--recipient')
        return
        ;;
    '--service')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--batch')
        __postkeep_add_completions -f
        return
        ;;
    '--explain-diff')
        __postkeep_add_completions -d
        return
        ;;
    '--color')
        __postkeep_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_config() {
    repeating_flags=()
    non_repeating_flags=(-n --non-default -d --defaults -x --expand -f --fold -M --services -F --fields -P --overrides --version -h --help)
    repeating_options=()
    non_repeating_options=(-c --config-dir --service --for-version --format)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--service')
        return
        ;;
    '--for-version')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_diff() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--for-version --format)
    __postkeep_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--for-version')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -d
        return
        ;;
    2)
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_explain() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--rules)
    non_repeating_options=(--postfix-version)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--postfix-version')
        return
        ;;
    '--rules')
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_rules() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|test)
        # Offer subcommand argument completions
        "_postkeep_rules_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list test' -- "${cur}"))
        ;;
    esac
}

_postkeep_rules_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--rules)
    non_repeating_options=(--profile --format)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--profile')
        __postkeep_add_completions -W 'default'$'\n''strict'$'\n''pedantic'
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--rules')
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_rules_test() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options -1

    # Offer positional completions
    case "${positional_number}" in
    *)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_queue() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|shape|summary|watch|show|check|purge|undo|trash|hold|release|requeue|expire|flush)
        # Offer subcommand argument completions
        "_postkeep_queue_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list shape summary watch show check purge undo trash hold release requeue expire flush' -- "${cur}"))
        ;;
    esac
}

_postkeep_queue_list() {
    repeating_flags=()
    non_repeating_flags=(--journal --explain --version -h --help)
    repeating_options=(--where --selection --log --header)
    non_repeating_options=(-c --config-dir --queue-dir --format)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue list -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'$'\n''ids'
        return
        ;;
    '--header')
        return
        ;;
    esac
}

_postkeep_queue_shape() {
    repeating_flags=()
    non_repeating_flags=(-s -p -l --journal --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(-c --config-dir --queue-dir -m -b -t -w -n -N --by --format)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '-m')
        return
        ;;
    '-b')
        return
        ;;
    '-t')
        return
        ;;
    '-w')
        return
        ;;
    '-n')
        return
        ;;
    '-N')
        return
        ;;
    '--by')
        __postkeep_add_completions -W 'sender'$'\n''recipient'$'\n''sender-domain'$'\n''recipient-domain'$'\n''reason'$'\n''dsn'$'\n''transport'$'\n''sasl_username'
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue shape -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'$'\n''svg'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __postkeep_add_completions -W 'maildrop'$'\n''active'$'\n''incoming'$'\n''deferred'$'\n''hold'$'\n''corrupt'
        return
        ;;
    esac
}

_postkeep_queue_summary() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(-c --config-dir --queue-dir -n --format --color)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '-n')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--color')
        __postkeep_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_postkeep_queue_watch() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(-c --config-dir --queue-dir --interval --color)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--interval')
        return
        ;;
    '--color')
        __postkeep_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_postkeep_queue_show() {
    repeating_flags=()
    non_repeating_flags=(--headers --body --eml --records --version -h --help)
    repeating_options=()
    non_repeating_options=(-c --config-dir --queue-dir --format --inode)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--inode')
        return
        ;;
    esac
}

_postkeep_queue_check() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --fix --apply --version -h --help)
    repeating_options=()
    non_repeating_options=(-c --config-dir --queue-dir --state --color --format)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--color')
        __postkeep_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_queue_purge() {
    repeating_flags=()
    non_repeating_flags=(--journal --apply --same-queue --version -h --help)
    repeating_options=(--where --selection --log --include)
    non_repeating_options=(-c --config-dir --queue-dir --max --max-percent --resume --policy --format --state)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue purge -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--max')
        return
        ;;
    '--max-percent')
        return
        ;;
    '--include')
        __postkeep_add_completions -W 'active'$'\n''corrupt'
        return
        ;;
    '--resume')
        return
        ;;
    '--policy')
        __postkeep_add_completions -f
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_queue_undo() {
    repeating_flags=()
    non_repeating_flags=(--same-queue --quiet -q --version -h --help)
    repeating_options=(--where)
    non_repeating_options=(--doubtful -c --config-dir --queue-dir --state)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--where')
        return
        ;;
    '--doubtful')
        __postkeep_add_completions -W 'leave'$'\n''again'$'\n''drop'
        return
        ;;
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_queue_trash() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|expire)
        # Offer subcommand argument completions
        "_postkeep_queue_trash_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show expire' -- "${cur}"))
        ;;
    esac
}

_postkeep_queue_trash_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--state --format)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_queue_trash_show() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--state --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_queue_trash_expire() {
    repeating_flags=()
    non_repeating_flags=(--apply --version -h --help)
    repeating_options=()
    non_repeating_options=(--older-than --state)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--older-than')
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_queue_hold() {
    repeating_flags=()
    non_repeating_flags=(--journal --apply --quiet -q --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(-c --config-dir --queue-dir)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue hold -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_queue_release() {
    repeating_flags=()
    non_repeating_flags=(--journal --apply --quiet -q --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(-c --config-dir --queue-dir)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue release -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_queue_requeue() {
    repeating_flags=()
    non_repeating_flags=(--journal --apply --quiet -q --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(-c --config-dir --queue-dir)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue requeue -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_queue_expire() {
    repeating_flags=()
    non_repeating_flags=(--journal --apply --quiet -q --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(-c --config-dir --queue-dir)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue expire -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_queue_flush() {
    repeating_flags=()
    non_repeating_flags=(--journal --apply --quiet -q --all --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(-c --config-dir --queue-dir --rate)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion queue flush -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--rate')
        return
        ;;
    esac
}

_postkeep_snapshot() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    create|list|show|verify|diff|export|fold|prune)
        # Offer subcommand argument completions
        "_postkeep_snapshot_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'create list show verify diff export fold prune' -- "${cur}"))
        ;;
    esac
}

_postkeep_snapshot_create() {
    repeating_flags=()
    non_repeating_flags=(--journal --with-config --no-with-config --with-secrets --quiesce --quiet -q --version -h --help)
    repeating_options=(--where --selection --log --tag --encrypt-to)
    non_repeating_options=(-c --config-dir --queue-dir --to --output -o --since --sign --identity --level --format)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--output'|'-o')
        __postkeep_add_completions -f
        return
        ;;
    '--since')
        __postkeep_add_completions -f
        return
        ;;
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion snapshot create -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--tag')
        return
        ;;
    '--encrypt-to')
        __postkeep_add_completions -f
        return
        ;;
    '--sign')
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '--level')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_snapshot_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--to --format)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_snapshot_show() {
    repeating_flags=()
    non_repeating_flags=(--journal --brief --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(--to --identity --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion snapshot show -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_snapshot_verify() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=(--to --identity --sample --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '--sample')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_snapshot_diff() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--to --identity --format)
    __postkeep_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_snapshot_export() {
    repeating_flags=()
    non_repeating_flags=(--journal --quiet -q --version -h --help)
    repeating_options=(--where --selection --log)
    non_repeating_options=(--eml --maildir --to --identity)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--where')
        return
        ;;
    '--selection')
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion snapshot export -- --selection "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--eml')
        __postkeep_add_completions -d
        return
        ;;
    '--maildir')
        __postkeep_add_completions -d
        return
        ;;
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_snapshot_fold() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --version -h --help)
    repeating_options=(--encrypt-to)
    non_repeating_options=(--to --sign --identity --level)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--encrypt-to')
        __postkeep_add_completions -f
        return
        ;;
    '--sign')
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '--level')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_snapshot_prune() {
    repeating_flags=()
    non_repeating_flags=(--apply --dry-run --quiet -q --version -h --help)
    repeating_options=(--keep-tag)
    non_repeating_options=(--keep-last --keep-hourly --keep-daily --keep-weekly --keep-monthly --keep-yearly --keep-within --to --format)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--keep-last')
        return
        ;;
    '--keep-hourly')
        return
        ;;
    '--keep-daily')
        return
        ;;
    '--keep-weekly')
        return
        ;;
    '--keep-monthly')
        return
        ;;
    '--keep-yearly')
        return
        ;;
    '--keep-within')
        return
        ;;
    '--keep-tag')
        return
        ;;
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_restore() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|plan|run|status|resume|release|drill|transfer)
        # Offer subcommand argument completions
        "_postkeep_restore_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show plan run status resume release drill transfer' -- "${cur}"))
        ;;
    esac
}

_postkeep_restore_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--procedures)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--procedures')
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_restore_show() {
    repeating_flags=()
    non_repeating_flags=(--all --version -h --help)
    repeating_options=()
    non_repeating_options=(--procedures --format)
    __postkeep_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--procedures')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''markdown'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion restore show -- positional@0 "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_postkeep_restore_plan() {
    repeating_flags=()
    non_repeating_flags=(--journal --verbose -v --version -h --help)
    repeating_options=(--where --log)
    non_repeating_options=(--from --store --identity -c --config-dir --queue-dir --into --unknown --expired --procedures --state --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--from')
        __postkeep_add_completions -f
        return
        ;;
    '--store')
        __postkeep_add_completions -d
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--into')
        __postkeep_add_completions -W 'hold'$'\n''deferred'
        return
        ;;
    '--unknown')
        __postkeep_add_completions -W 'hold'$'\n''deliver'$'\n''skip'
        return
        ;;
    '--expired')
        __postkeep_add_completions -W 'hold'$'\n''fresh'$'\n''keep'
        return
        ;;
    '--procedures')
        __postkeep_add_completions -d
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion restore plan -- positional@0 "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_postkeep_restore_run() {
    repeating_flags=()
    non_repeating_flags=(--journal --apply --yes -y --quiet -q --version -h --help)
    repeating_options=(--where --log)
    non_repeating_options=(--from --store --identity -c --config-dir --queue-dir --into --unknown --expired --procedures --state --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--from')
        __postkeep_add_completions -f
        return
        ;;
    '--store')
        __postkeep_add_completions -d
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--into')
        __postkeep_add_completions -W 'hold'$'\n''deferred'
        return
        ;;
    '--unknown')
        __postkeep_add_completions -W 'hold'$'\n''deliver'$'\n''skip'
        return
        ;;
    '--expired')
        __postkeep_add_completions -W 'hold'$'\n''fresh'$'\n''keep'
        return
        ;;
    '--procedures')
        __postkeep_add_completions -d
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -W "$(__postkeep_custom_complete ---completion restore run -- positional@0 "${COMP_CWORD}" "$(__postkeep_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_postkeep_restore_status() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--state --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_restore_resume() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=(--procedures --state --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--procedures')
        __postkeep_add_completions -d
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_restore_release() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --version -h --help)
    repeating_options=(--also)
    non_repeating_options=(--rate --state)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--rate')
        return
        ;;
    '--also')
        __postkeep_add_completions -W 'restored'$'\n''unknown'$'\n''expired'$'\n''held'
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac
}

_postkeep_restore_drill() {
    repeating_flags=()
    non_repeating_flags=(--create --journal --keep --quiet -q --version -h --help)
    repeating_options=(--log)
    non_repeating_options=(--from --store --identity -c --config-dir --queue-dir --work --timeout --format)
    __postkeep_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--from')
        __postkeep_add_completions -f
        return
        ;;
    '--store')
        __postkeep_add_completions -d
        return
        ;;
    '--identity')
        __postkeep_add_completions -f
        return
        ;;
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--log')
        __postkeep_add_completions -f
        return
        ;;
    '--work')
        __postkeep_add_completions -d
        return
        ;;
    '--timeout')
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_restore_transfer() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    send|accept|settle|cancel|status)
        # Offer subcommand argument completions
        "_postkeep_restore_transfer_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'send accept settle cancel status' -- "${cur}"))
        ;;
    esac
}

_postkeep_restore_transfer_send() {
    repeating_flags=()
    non_repeating_flags=(--apply --yes -y --quiet -q --version -h --help)
    repeating_options=(--where)
    non_repeating_options=(-c --config-dir --queue-dir --standby --resume --state)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--where')
        return
        ;;
    '--standby')
        return
        ;;
    '--resume')
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_restore_transfer_accept() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--refuse --into --receipt -c --config-dir --queue-dir --state)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--refuse')
        return
        ;;
    '--into')
        __postkeep_add_completions -W 'hold'$'\n''deferred'
        return
        ;;
    '--receipt')
        __postkeep_add_completions -f
        return
        ;;
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_restore_transfer_settle() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=(--state)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_restore_transfer_cancel() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=(--state)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -f
        return
        ;;
    esac
}

_postkeep_restore_transfer_status() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--state --format)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--state')
        __postkeep_add_completions -d
        return
        ;;
    '--format')
        __postkeep_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_postkeep_setup() {
    repeating_flags=()
    non_repeating_flags=(--drill --remove --apply --force --version -h --help)
    repeating_options=(--keep-tag --encrypt-to)
    non_repeating_options=(--to --keep-last --keep-hourly --keep-daily --keep-weekly --keep-monthly --keep-yearly --keep-within --policy --sign -c --config-dir --queue-dir --name --program --output)
    __postkeep_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--to')
        __postkeep_add_completions -d
        return
        ;;
    '--keep-last')
        return
        ;;
    '--keep-hourly')
        return
        ;;
    '--keep-daily')
        return
        ;;
    '--keep-weekly')
        return
        ;;
    '--keep-monthly')
        return
        ;;
    '--keep-yearly')
        return
        ;;
    '--keep-within')
        return
        ;;
    '--keep-tag')
        return
        ;;
    '--policy')
        __postkeep_add_completions -f
        return
        ;;
    '--encrypt-to')
        __postkeep_add_completions -f
        return
        ;;
    '--sign')
        return
        ;;
    '-c'|'--config-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--queue-dir')
        __postkeep_add_completions -d
        return
        ;;
    '--name')
        return
        ;;
    '--program')
        __postkeep_add_completions -f
        return
        ;;
    '--output')
        __postkeep_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __postkeep_add_completions -W 'systemd'$'\n''cron'
        return
        ;;
    esac
}

_postkeep_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __postkeep_offer_flags_options -1
}

complete -o filenames -F _postkeep postkeep
