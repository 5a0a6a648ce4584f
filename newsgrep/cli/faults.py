"""An exception as a person should see it: one line of what happened and a hint, never a traceback unasked.

newsgrep: the phrase has no closing quote
  ganja "missile
        ^
hint: add " at the end of the phrase
"""

from __future__ import annotations

import traceback
import unicodedata
from collections.abc import Iterable

import click

from newsgrep.cli.streams import say
from newsgrep.errors import NewsgrepError, QuerySyntaxError

#: Columns of the query to show on each side of the caret.
_REACH = 36

_DASH_HINT = "a word to leave out goes after --: newsgrep search -- ganja -missile"


def report(error: Exception, *, debug: bool = False, where: str = "") -> None:
    """Tell of an error on standard error, with the traceback first if `debug` is on.

    `where` is the place in a file that the error is about, if it is about one.
    """
    if debug:
        say("".join(traceback.format_exception(error)).rstrip())
    message, hint = _described(error)
    say(f"newsgrep: {where}: {message}" if where else f"newsgrep: {message}")
    if isinstance(error, QuerySyntaxError):
        line, caret = pointed(error.text, error.position)
        say(f"  {line}\n  {caret}")
    if hint:
        say(f"hint: {hint}")


def _described(error: Exception) -> tuple[str, str]:
    """Return the message and the hint for an exception."""
    match error:
        case NewsgrepError():
            return error.message, error.hint
        case click.ClickException():
            return _usage(error)
        case OSError(filename=None):
            return f"cannot read or write: {error.strerror or error}", ""
        case OSError():
            return f"{error.filename}: {error.strerror}", ""
        case _:
            what = f"{type(error).__name__}: {error}".rstrip(": ")
            return (
                f"this is a bug in newsgrep: {what}",
                "run it again with --debug, and report what that shows",
            )


def _usage(error: click.ClickException) -> tuple[str, str]:
    """Return what click has to say as a line of ours, with the command whose help has more."""
    message = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "newsgrep"
    hint = f"{command} --help lists the options"
    if command.endswith(" search"):
        hint = f"{hint}; {_DASH_HINT}"
    return message[:1].lower() + message[1:], hint


def pointed(text: str, position: int) -> tuple[str, str]:
    """Return a line of text and a line with a caret under one of its characters.

    Both are free of control characters. A long text is cut to what is around the position.
    """
    before, cut_before = _within_reach(reversed(text[:position]))
    after, cut_after = _within_reach(text[position:])
    start = "…" * cut_before + "".join(reversed(before))
    line = start + "".join(after) + "…" * cut_after
    return line, " " * sum(map(_columns, start)) + "^"


def _within_reach(characters: Iterable[str]) -> tuple[list[str], bool]:
    """Return as many characters as have room, as they can be shown, and whether there are more."""
    shown: list[str] = []
    room = _REACH
    for character in map(_showable, characters):
        room -= _columns(character)
        if room < 0:
            return shown, True
        shown.append(character)
    return shown, False


def _showable(character: str) -> str:
    """Return a character, or one column that stands for it: white space, controls and lone surrogates."""
    if character.isspace():
        return " "
    return "\ufffd" if unicodedata.category(character)[0] == "C" else character


def _columns(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
