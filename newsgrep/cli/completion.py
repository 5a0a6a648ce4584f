"""newsgrep completion: the script with which a shell completes the words after `newsgrep`.

The scripts hold no list of commands or flags. They run newsgrep with the name of the shell in the variable
_NEWSGREP_COMPLETE, and with the line up to the cursor as its argument; `cli/complete.py` answers.
"""

from __future__ import annotations

import sys

import click

from newsgrep.cli.outcome import Outcome

_BASH = """\
_newsgrep() {
    local kind value help
    COMPREPLY=()
    while IFS=$'\\t' read -r kind value help; do
        case $kind in
            files) compopt -o default ;;
            folders) compopt -o dirnames ;;
            part) compopt -o nospace; COMPREPLY+=("$value") ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <(_NEWSGREP_COMPLETE=bash _NEWSGREP_BREAKS=$COMP_WORDBREAKS \\
        "${COMP_WORDS[0]}" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o nosort -F _newsgrep newsgrep
"""

_ZSH = """\
#compdef newsgrep
_newsgrep() {
    local kind value help
    local -a words_ shown parts shown_parts
    while IFS=$'\\t' read -r kind value help; do
        case $kind in
            files) _files ;;
            folders) _files -/ ;;
            part) parts+=("$value"); shown_parts+=("${${:-$value${help:+  -- $help}}[1,COLUMNS-1]}") ;;
            *) words_+=("$value"); shown+=("${${:-$value${help:+  -- $help}}[1,COLUMNS-1]}") ;;
        esac
    done < <(_NEWSGREP_COMPLETE=zsh "${words[1]}" "${(j: :)words[1,CURRENT]}" 2>/dev/null)
    (( $#words_ )) && compadd -U -V newsgrep -l -d shown -a words_
    (( $#parts )) && compadd -U -V newsgrep -S '' -l -d shown_parts -a parts
}
if [[ $funcstack[1] == _newsgrep ]]; then
    _newsgrep "$@"
else
    compdef _newsgrep newsgrep
fi
"""

_FISH = """\
function __newsgrep_complete
    env _NEWSGREP_COMPLETE=fish newsgrep (commandline -cp | string collect) 2>/dev/null | while read -l line
        set -l parts (string split \\t -- $line)
        switch $parts[1]
            case files
                __fish_complete_path (commandline -ct)
            case folders
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\\t%s\\n' $parts[2] "$parts[3]"
        end
    end
end
complete -c newsgrep -f -k -a '(__newsgrep_complete)'
"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


@click.command(
    "completion",
    epilog="""\b
Examples:
  eval "$(newsgrep completion bash)"     in ~/.bashrc
  eval "$(newsgrep completion zsh)"      in ~/.zshrc, below compinit
  newsgrep completion fish > ~/.config/fish/completions/newsgrep.fish""",
)
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(list(SCRIPTS)))
def command(shell: str) -> Outcome:
    """Print a script for bash, zsh or fish that completes commands, flags and their values.

    Values come from the index: sources, languages, authors and tags. Saved searches and fields are completed,
    too.
    """
    sys.stdout.write(SCRIPTS[shell])
    return Outcome.FOUND
