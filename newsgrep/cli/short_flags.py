"""A command with a query: `-hill` may be a word to leave out, and grep's flags get an answer that fits.

click would read `ganja -hill` as the flags -h, -i, -l and -l, and print the help.
"""

from __future__ import annotations

import click

from newsgrep.cli.options import ThemedCommand
from newsgrep.errors import UsageError

_EXPRESSION = "an expression for a word has a slash on each side: newsgrep search /gan.a/"
_CONTEXT = "newsgrep search -C N shows N sentences before and after a match"
_NOT = 'use NOT: newsgrep search "ganja NOT missile"'
_FOLDERS = "a search looks through the whole index; newsgrep index FOLDER adds a folder to it"

#: Flags of grep that no command here has, and what to do in their place.
_OF_GREP = {
    "-v": _NOT,
    "-L": _NOT,
    "-r": _FOLDERS,
    "-R": _FOLDERS,
    "-o": "newsgrep kwic prints each match with a few words around it",
    "-A": _CONTEXT,
    "-B": _CONTEXT,
    "-E": _EXPRESSION,
    "-G": _EXPRESSION,
    "-P": _EXPRESSION,
}


class QueryCommand(ThemedCommand):
    """A command whose arguments are a query, so that a word may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. Raises UsageError for flags in one that may be a word to leave out."""
        options = (option for option in self.get_params(ctx) if isinstance(option, click.Option))
        _check_flags(args, {name: not option.is_flag for option in options for name in option.opts})
        return super().parse_args(ctx, args)


def _check_flags(args: list[str], takes_value: dict[str, bool]) -> None:
    """Refuse grep's flags, and flags in one argument that may be a word of the query.

    takes_value: the flags of the command, and whether a value follows
    """
    words: list[str] = []
    rest = iter(args)
    for argument in rest:
        flag = argument.partition("=")[0] if argument.startswith("--") else argument[:2]
        if argument == "--":
            return
        if argument == "-" or not argument.startswith("-"):
            words.append(argument)
        elif flag not in takes_value and flag in _OF_GREP and (len(argument) == 2 or argument[2:].isdigit()):
            raise UsageError(f"{flag} is grep's, and has no meaning here", _OF_GREP[flag])
        elif argument.startswith("--") or len(argument) == 2:
            if takes_value.get(flag) and argument == flag:
                next(rest, None)
        elif not _is_unmistakable(argument, takes_value, after_word=bool(words)):
            raise _two_readings(argument, words, takes_value)


def _is_unmistakable(argument: str, takes_value: dict[str, bool], *, after_word: bool) -> bool:
    """Return whether an argument can only be short flags: -n20, or -lF before the first word."""
    if takes_value.get(argument[:2]):
        return argument[2:].isdigit()
    flags = {f"-{letter}" for letter in argument[1:]} - {"-h"}
    return (
        not after_word and len(flags) == len(argument) - 1 and all(takes_value.get(f) is False for f in flags)
    )


def _two_readings(argument: str, words: list[str], takes_value: dict[str, bool]) -> UsageError:
    import shlex

    hint = f"to leave out a word, put -- before the query: -- {shlex.quote(argument)}"
    if words:
        query = shlex.quote(" ".join([*words, argument]))
        hint = f"to leave out a word, put the query in one pair of quotes, {query}, or -- before it"
    if f"-{argument.partition('=')[0]}" in takes_value:
        return UsageError(
            f"{argument} may be a word to leave out, or -{argument}",
            f"{hint}; for the option, write -{argument}",
        )
    flag = argument[:2]
    if flag not in takes_value:
        return UsageError(f"there are no flags {argument}", hint)
    apart = (
        f"{flag} {argument[2:]}" if takes_value[flag] else " ".join(f"-{letter}" for letter in argument[1:])
    )
    return UsageError(f"{argument} may be a word to leave out, or flags", f"{hint}; for flags, write {apart}")
