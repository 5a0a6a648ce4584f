"""Defaults of flags, and aliases of commands, from the files of settings.

    [search]
    limit = 20                  # newsgrep search -n 20
    sort = "-date"
    [alias]
    recent = "search --sort=-date --last 7d"
    pick = "!newsgrep search -l \"$@\" | fzf"

The key of a flag is its long name without the dashes. A flag on the command line overrides its default, and
the defaults of flags that contradict it; `--no-NAME` overrides the default of a flag.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click

from newsgrep.config.place import VARIABLE, project_place
from newsgrep.config.settings_files import PROJECT, SettingsFile, check_key, settings_files
from newsgrep.errors import IndexUnusableError

#: The tables that are not named after a command.
TABLES = ("alias", "equivalents", "project", "safe", "servers")
#: Keys of the table `index` that are not flags: they name what `newsgrep index` without a PATH reads.
INDEX_KEYS = ("paths", "source")

#: Flags that choose the form of the output; only one of them can be in force.
_FORMS = (
    *("files-with-matches", "count", "parse", "json", "jsonl", "csv", "excel", "tsv", "format", "template"),
    *("explain-query", "quiet"),
)
#: The defaults that a typed flag overrides, apart from its own.
_OVERRIDES = {
    **dict.fromkeys(_FORMS, (*_FORMS, "fields", "null", "explain", "receipt")),
    **dict.fromkeys(("fields", "null", "explain"), ("format", "template", "count", "files-with-matches")),
    "limit": ("all",),
    "all": ("limit",),
    "width": ("context",),
    "context": ("width",),
    "last": ("since", "until"),
    "since": ("last",),
    "until": ("last",),
}


def settings_of(arguments: Sequence[str], commands: Sequence[str]) -> list[SettingsFile]:
    """Return the files of settings for a command line; a file overrides the files after it.

    commands: the names of all commands

    Raises UsageError for an unknown table, and for an alias with the name of a command.
    """
    try:
        place = project_place(next(named_indexes(arguments), None))
    except IndexUnusableError:  # it belongs to another user: a command that uses the index says so
        place = None
    files = settings_files(place)
    for file in files:
        for name in file.tables:
            check_key(file, "", name, (*commands, *TABLES))
        for name in file.tables.get("alias", ()):
            if name in commands:
                raise file.error(f"alias.{name}", "is the name of a command", "choose another name")
    return files


def named_indexes(arguments: Sequence[str]) -> Iterator[Path]:
    """Yield the indexes that --index names among the arguments."""
    for argument, following in zip_longest(arguments, arguments[1:]):
        if argument == "--":
            return
        flag, _, name = argument.partition("=")
        if flag == "--index" and (named := name or following):
            yield Path(named)


# Defaults of flags


def options_by_flag(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command that a setting may set, by their long names without dashes."""
    options = (one for one in command.params if isinstance(one, click.Option) and not one.hidden)
    return {
        name.removeprefix("--"): option for option in options for name in option.opts if name.startswith("--")
    }


def defaults_of(
    command: click.Command, context: click.Context, arguments: list[str], files: Sequence[SettingsFile]
) -> dict[str, Any]:
    """Return the defaults of the options of a command, by the names of their parameters.

    Remove each `--no-NAME` from the arguments.

    Raises UsageError for a key that is not a flag, and for a value that the flag cannot have.
    """
    flags = options_by_flag(command)
    overridden = set(_negated(arguments, flags))
    found = {key: value for _, key, value in settings_for(command, files)}
    if not found:
        return {}
    with click.Context(command, parent=context, info_name=command.name) as inner:
        try:
            typed = command.make_parser(inner).parse_args(list(arguments))[0]
        except click.UsageError:  # the command reports it
            typed = {}
    for name, option in flags.items():
        if option.name in typed:
            overridden |= {name, *_OVERRIDES.get(name, ())}
    if os.environ.get("NO_COLOR") or os.environ.get("FORCE_COLOR"):
        overridden.add("color")
    if os.environ.get(VARIABLE):
        overridden.add("index")
    return {str(flags[key].name): value for key, value in found.items() if key not in overridden}


def settings_for(
    command: click.Command, files: Sequence[SettingsFile]
) -> Iterator[tuple[SettingsFile, str, Any]]:
    """Yield file, flag and value of each setting for a command; a setting overrides those before it.

    Raises UsageError for a key that is not a flag, and for a value that the flag cannot have.
    """
    flags = options_by_flag(command)
    further = INDEX_KEYS if command.name == "index" else ()
    for file in reversed(files):
        for key, value in file.tables.get(str(command.name), {}).items():
            check_key(file, str(command.name), key, (*flags, *further))
            if key in further and not file.is_project:
                raise file.error(f"index.{key}", f"is for a project's {PROJECT}", "move it there")
            if key not in further:
                yield file, key, checked_value(file, f"{command.name}.{key}", flags[key], value)


def _negated(arguments: list[str], flags: Mapping[str, click.Option]) -> Iterator[str]:
    """Remove each `--no-NAME` from the arguments, and yield NAME, the name of a flag of the command."""
    for argument in list(arguments):
        if argument == "--":
            return
        name = argument.removeprefix("--no-")
        if name != argument and name in flags and argument not in flags[name].secondary_opts:
            arguments.remove(argument)
            yield name


def checked_value(file: SettingsFile, where: str, option: click.Option, value: Any) -> Any:
    """Return the value of a setting in the form that the option takes.

    where: names the setting in errors

    Raises UsageError for a wrong value, and for one that the file of another user may not set.
    """
    metavar = option.metavar or ""
    if "COMMAND" in metavar and not file.is_trusted:
        raise file.untrusted(where, "names a command to run")
    if isinstance(option.type, click.Path) and not file.is_trusted:
        raise file.untrusted(where, "names a file or folder")
    if option.is_flag:
        if not isinstance(value, bool):
            name = option.opts[-1].removeprefix("--")
            raise file.error(where, "is neither true nor false", f"write {name} = true")
        return value
    values = _values(value, metavar, is_list=option.multiple)
    help_line = f"{option.opts[-1]}: {option.help}"
    if any(isinstance(one, bool | dict | list) for one in values):
        raise file.error(where, "is not a value of this flag", help_line)
    if not all(str(one).isprintable() for one in values):
        raise file.error(where, "has control characters", "leave them out")
    try:
        for one in values:
            option.type.convert(str(one), option, None)
    except click.BadParameter as error:
        from newsgrep.cli.error_report import plainer

        raise file.error(where, plainer(error.message.rstrip(".")), help_line) from None
    values = [one if isinstance(one, int | float) else str(one) for one in values]
    return values if option.multiple else values[0]


def _values(value: Any, metavar: str, *, is_list: bool) -> list[Any]:
    """Return the values of a flag: map = {title = "hed"} is --map title=hed; a list for A,B is joined."""
    if isinstance(value, dict) and is_list and (sign := re.search("[=:]", metavar)):
        return [f"{name}{sign[0]}{one}" for name, one in value.items()]
    if isinstance(value, list) and not is_list and "," in metavar:
        return [",".join(map(str, value))]
    return value if isinstance(value, list) and is_list else [value]


# Aliases


def expanded(arguments: Sequence[str], files: Sequence[SettingsFile], commands: Sequence[str]) -> list[str]:
    """Return the arguments with the alias at their beginning expanded, until they begin with a command.

    An alias that begins with `!` is a line for the shell; it is not expanded further.

    Raises UsageError for aliases that name one another in a circle, and for an alias that cannot be parsed.
    """
    aliases: dict[str, tuple[SettingsFile, Any]] = {}
    for file in reversed(files):  # the user's own first: a file of another user does not override it
        for name, text in file.tables.get("alias", {}).items():
            if file.is_trusted or name not in aliases:
                aliases[name] = (file, text)
    words, seen = list(arguments), list[str]()
    while words and words[0] not in commands and words[0] in aliases:
        name = words[0]
        file, text = aliases[name]
        if name in seen:
            chain = " -> ".join([*seen[seen.index(name) :], name])
            raise file.error(f"alias.{name}", f"leads back to itself: {chain}", "remove one of them")
        seen.append(name)
        if not isinstance(text, str) or not text.strip():
            raise file.error(f"alias.{name}", "is no text", f'write {name} = "search --sort=-date"')
        if not file.is_trusted:
            raise file.untrusted(f"alias.{name}", "says what to run")
        if text.startswith("!"):
            return [text, *words[1:]]
        words = [*_words(file, name, text), *words[1:]]
    return words


def _words(file: SettingsFile, name: str, text: str) -> list[str]:
    import shlex

    try:
        return shlex.split(text)
    except ValueError as error:
        raise file.error(
            f"alias.{name}", f"cannot be read: {str(error).lower()}", "close each quote"
        ) from None


def run_in_shell(line: str, arguments: Sequence[str]) -> int:
    """Run an alias that begins with `!` in the shell, with the arguments; return the exit code."""
    import subprocess

    script = line if "$@" in line else f'{line} "$@"'
    return subprocess.run(["/bin/sh", "-c", script.removeprefix("!"), line, *arguments]).returncode
