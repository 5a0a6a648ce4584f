"""Print errors to standard error: what happened on one line, and a hint; a traceback only with --debug.

newsgrep: the phrase has no closing quote
  ganja "missile
        ^
hint: add " at the end of the phrase
"""

from __future__ import annotations

import errno
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from shlex import quote

import click

from newsgrep.cli import other_programs
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import write_message
from newsgrep.cli.wrapping import display_width, terminal_columns
from newsgrep.config import Address, index_place
from newsgrep.config.address import node_name
from newsgrep.config.place import setting_of_place
from newsgrep.errors import (
    IndexUnusableError,
    NewsgrepError,
    QuerySyntaxError,
    bug_message,
    nearest_name,
    nearest_path,
    reason_of,
)

#: Columns of the query on each side of the caret, at most; columns of the indent and the two ellipses.
_CONTEXT, _FRAME = 36, len("  ……")

_DASH_HINT = "to leave out a word, put -- before the query: newsgrep search -- ganja -missile"

#: A query of this many words or more, in which no operator is found, is taken for a pasted sentence.
_SENTENCE = 6
_OPERATORS = r"\b(AND|OR|NOT|ATLEAST[0-9]+)\b|\b(?i:w|near|pre)/|[*^~]|\w:\w"

#: What click writes about a wrong value, as patterns, and plainer words for it.
_PLAINER = {
    "a valid integer( range)?$": "a whole number",
    "a valid float( range)?$": "a number",
    "not in the range x>=([0-9.]+)$": r"less than \1",
}


def report_error(error: Exception, *, debug: bool = False, where: str = "") -> None:
    """Write an error and its hint to standard error.

    debug: write the traceback first
    where: file and line that the error is about, if any
    """
    if debug:
        import traceback

        write_message("".join(traceback.format_exception(error)).rstrip())
    message, hint = _message_and_hint(error)
    write_message(f"newsgrep: {where}: {message}" if where else f"newsgrep: {message}")
    if isinstance(error, QuerySyntaxError) and error.text.strip():
        line, caret = excerpt(error.text, error.position, _room())
        write_message(f"  {line}\n  {caret}")
    if hint:
        write_message(f"hint: {hint}")


def _message_and_hint(error: Exception) -> tuple[str, str]:
    """Return the message and the hint for an exception."""
    match error:
        case QuerySyntaxError() if _is_pasted(error.text):
            return error.message, f"{error.hint}; -F reads all of it as words"
        case NewsgrepError():
            return error.message, "; ".join(filter(None, [error.hint, _named_by(error)]))
        case click.ClickException():
            return _usage(error)
        case OSError(filename=None, errno=errno.EBADF):
            return "standard output is closed", "leave out >&-, or write to /dev/null"
        case OSError(filename=None, errno=errno.ENOSPC | errno.EDQUOT):
            return f"standard output cannot be written: {reason_of(error)}", "write to another disk"
        case OSError(filename=None, errno=errno.EFBIG):
            hint = "ulimit -f shows how large a file may be"
            return f"standard output cannot be written: {reason_of(error)}", hint
        case FileNotFoundError(filename=None) if not _has_current_folder():
            return "the current folder is gone", "cd to another one, and run the command again"
        case OSError(filename=None):
            return f"cannot read or write: {reason_of(error)}", ""
        case OSError():
            reason = str(error.strerror)
            return f"{error.filename}: {reason[:1].lower()}{reason[1:]}", _file_hint(error)
        case _:
            return bug_message(error), "run it again with --debug, and report what it prints"


def _named_by(error: NewsgrepError) -> str:
    """Return which setting names the index that an error is about; empty if none does."""
    if not isinstance(error, IndexUnusableError):
        return ""
    try:
        place, setting = index_place(), setting_of_place()
    except NewsgrepError:
        return ""
    names = map(node_name, place.nodes) if isinstance(place, Address) else [str(place)]
    return f"{setting} names this index" if setting and any(name in error.message for name in names) else ""


def _has_current_folder() -> bool:
    """Return whether the folder that the program was started in is still there."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True


def _is_pasted(query: str) -> bool:
    """Return whether a query is as long as a sentence and has no operators."""
    return len(query.split()) >= _SENTENCE and not re.search(_OPERATORS, query)


def plainer(message: str) -> str:
    """Return a message of click about a wrong number in plainer words."""
    for pattern, words in _PLAINER.items():
        message = re.sub(pattern, words, message)
    return message


def _file_hint(error: OSError) -> str:
    """Return a hint for a file that cannot be opened; empty where the reason says all."""
    match error:
        case FileNotFoundError():
            path = Path(os.fsdecode(error.filename))
            try:
                near = nearest_path(path)
            except OSError:
                return f"there is no folder {path.parent}" if path.parent.name else ""
            return f"did you mean {near}?" if near else f"it is looked for in {path.parent.absolute()}"
        case IsADirectoryError():
            return "name a file, not a folder"
        case OSError(errno=errno.EROFS):
            return "its disk can only be read: name a file on another one"
        case PermissionError():
            return "the permissions of the file or of its folder do not allow it: ls -l shows them"
        case _:
            return ""


def _usage(error: click.ClickException) -> tuple[str, str]:
    """Return the message of click in the style of our own, and a hint: the nearest name, or the help."""
    message = " ".join(error.format_message().split()).rstrip(".")
    message = plainer(message)
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "newsgrep"
    hint = f"{command} --help lists the options"
    near = ""
    if isinstance(error, click.MissingParameter) and context and (example := _example(context.command)):
        hint = f"for example: {example}; {hint}"
    elif context and (extra := re.fullmatch(r"Got unexpected extra argument \((\S+)\)", message)):
        if Path(extra[1]).is_dir() and any("--index" in one.opts for one in context.command.params):
            hint = f"to name the index: {command} --index {quote(extra[1])}; {hint}"
    elif isinstance(error, click.NoSuchOption):
        message = f"there is no option {error.option_name}"
        name = (context.command.name or "") if context else ""
        instead = other_programs.FLAGS_OF_COMMAND.get((name, error.option_name))
        near, hint = ("", instead) if instead else _in_place_of(error.option_name, context, hint)
    elif context and (param := _param_of(error, context)):
        wrong = re.search("'([^']*)' is not one of", message)
        if wrong and isinstance(param.type, click.Choice):
            near = _near_choice(wrong[1], list(map(str, param.type.choices)))
            if "{" in wrong[1] and any("--template" in one.opts for one in context.command.params):
                near = f"--template {quote(wrong[1])}"
        if not near and isinstance(param, click.Option):
            hint = f"{_explained(param, context)}; {hint}"
    return message[:1].lower() + message[1:], f"did you mean {near}? {hint}" if near else hint


def _param_of(error: click.ClickException, context: click.Context) -> click.Parameter | None:
    """Return the option or the argument whose value is wrong or missing, None for another error."""
    if isinstance(error, click.BadOptionUsage):
        return next((one for one in context.command.params if error.option_name in one.opts), None)
    return error.param if isinstance(error, click.BadParameter) else None


def _explained(option: click.Option, context: click.Context) -> str:
    """Return the names and the help text of an option on one line: `-n N: hits to show (10)`."""
    names, _ = option.get_help_record(context) or ("", "")
    text = (option.help or "").rstrip(".")
    return f"{names}: {text[:1].lower()}{text[1:]}"


def _near_choice(value: str, choices: list[str]) -> str:
    """Return the choice that is nearest to a wrong value, or that other programs call so; empty for none."""
    meant = other_programs.VALUES.get(value.lower(), "")
    return meant if meant in choices else nearest_name(value, choices)


def _example(command: click.Command) -> str:
    """Return the first example of a command's help, empty for none."""
    found = re.search(r"Examples:\n *(newsgrep .*?)(?=  |$)", command.epilog or "", re.M)
    return found[1] if found else ""


def _in_place_of(flag: str, context: click.Context | None, hint: str) -> tuple[str, str]:
    """Return what the user may mean by a flag that the command lacks, empty if unknown, and a hint."""
    if context is None or isinstance(context.command, click.Group):
        return "", f"options come after the command, as in newsgrep search {flag}; {hint}"
    from newsgrep.query.fields import FIELD_OF, PERSONS, example, field_of

    options, name = context.command.params, flag.removeprefix("--")
    is_query = isinstance(context.command, QueryCommand)
    if name == "format" and any("--csv" in one.opts for one in options):
        return "", f"--csv, --excel, --json, --jsonl or --tsv is the form of the output; {hint}"
    if is_query and (field := field_of(name)):
        dates = f"; for a date write --{PERSONS[field]}" if field in PERSONS else ""
        return "", f"write it in the query: {example(field)}{dates}; {hint}"
    for one in options:
        if isinstance(one.type, click.Choice) and name in one.type.choices:
            return f"{one.opts[-1]} {name}", hint
    if is_query and not flag.startswith("--"):
        hint = other_programs.SEARCH_FLAGS.get(flag, "") or f"{hint}; {_DASH_HINT}"
    elif not flag.startswith("--") and any(isinstance(one, click.Argument) for one in options):
        hint = f"{hint}; before a name that begins with a dash, write ./"
    flags = [opt.removeprefix("--") for one in options for opt in one.opts if opt.startswith("--")]
    near = nearest_name(name, [*flags, *(FIELD_OF if is_query else ())])
    if near and near not in flags:
        return example(FIELD_OF[near]), hint
    return f"--{near}" if near else "", hint


def _room() -> int:
    """Return how many columns of a query fit on each side of the caret in a line of the terminal."""
    if not sys.stderr.isatty():
        return _CONTEXT
    return max(1, min(_CONTEXT, (terminal_columns(sys.stderr) - _FRAME) // 2))


def excerpt(text: str, position: int, room: int = _CONTEXT) -> tuple[str, str]:
    """Return a line of text and a line with a caret under one of its characters.

    Both are free of control characters. A long text is shortened to the part around the position.

    room: columns on each side of the caret
    """
    before, cut_before = _fitting(reversed(text[:position]), room)
    after, cut_after = _fitting(text[position:], room)
    start = "…" * cut_before + "".join(reversed(before))
    line = start + "".join(after) + "…" * cut_after
    return line, " " * display_width(start) + "^"


def _fitting(characters: Iterable[str], room: int) -> tuple[list[str], bool]:
    """Return the first characters, as many as fit into `room` columns, and whether there are more."""
    shown: list[str] = []
    for character in map(_printable, characters):
        room -= display_width(character)
        if room < 0:
            return shown, True
        shown.append(character)
    return shown, False


def _printable(character: str) -> str:
    """Return a character; a space for white space, and U+FFFD for a control or a lone surrogate.

    The half-space of Persian and the joiner of emoji are as they are: they belong to the spelling.
    """
    if character.isspace():
        return " "
    if character in "\u200c\u200d":
        return character
    return "\ufffd" if unicodedata.category(character)[0] == "C" else character
