"""Check the flags of a command with a query before click parses them.

`-hill` may be a word to exclude: click would read `ganja -hill` as the flags -h, -i, -l and -l, and print the
help. Flags of other programs get a hint.
"""

from __future__ import annotations

import click

from newsgrep.cli.shared_options import ThemedCommand
from newsgrep.errors import UsageError


class QueryCommand(ThemedCommand):
    """A command whose arguments are a query, in which a word may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. Raises UsageError for flags that may be a word, or are of another program."""
        options = (option for option in self.get_params(ctx) if isinstance(option, click.Option))
        _check_flags(args, {name: not option.is_flag for option in options for name in option.opts})
        return super().parse_args(ctx, args)


def _check_flags(args: list[str], takes_value: dict[str, bool]) -> None:
    """Raise UsageError for a flag of another program, and for an argument that may be flags or a word.

    takes_value: whether a value follows, for each flag of the command
    """
    words: list[str] = []
    rest = iter(args)
    for argument in rest:
        flag = argument.partition("=")[0] if argument.startswith("--") else argument[:2]
        if argument == "--":
            return
        if argument == "-" or not argument.startswith("-"):
            words.append(argument)
        elif flag not in takes_value and _is_whole(argument) and (hint := _hint_for(flag)):
            raise UsageError(f"there is no option {flag}", hint)
        elif argument.startswith("--") or len(argument) == 2:
            if takes_value.get(flag) and argument == flag:
                next(rest, None)
        elif not _is_unmistakable(argument, takes_value, after_word=bool(words)):
            raise _two_readings(argument, words, takes_value)


def _hint_for(flag: str) -> str:
    """Return a hint for a flag of another program, empty for any other."""
    from newsgrep.cli.other_programs import QUERY_FLAGS

    return QUERY_FLAGS.get(flag, "")


def _is_whole(argument: str) -> bool:
    """Return whether an argument is a single flag, which a number may follow, and not several letters."""
    return argument.startswith("--") or len(argument) == 2 or argument[2:].isdigit()


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
