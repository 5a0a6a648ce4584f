"""newsgrep config: every setting, its value and where it comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
from msgspec import to_builtins

from newsgrep.cli.error_report import report_error
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import index_option
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import ListOutput, object_flags
from newsgrep.config import SAFE, VARIABLE, equivalents, project_place, server_settings
from newsgrep.config.settings_files import PROJECT, SettingsFile, is_safe, settings_files, user_path
from newsgrep.config.settings_files import VARIABLE as CONFIG_VARIABLE
from newsgrep.errors import IndexUnusableError, UsageError, nearest_name
from newsgrep.output.tables import Table

#: The environment variables that are settings, and what each sets.
VARIABLES = {
    VARIABLE: "the index, as --index",
    SAFE: "folders whose indexes are used although another user owns them, separated by :; * for all",
    CONFIG_VARIABLE: "your file of settings; /dev/null for none",
    "XDG_CONFIG_HOME": "the folder that holds newsgrep/config.toml, your settings",
    "XDG_STATE_HOME": "the folder for what newsgrep remembers, such as what newsgrep new has shown",
    "XDG_CACHE_HOME": "the folder for copies of catalogs on servers; you may delete them",
    "NEWSGREP_PAGER": "the pager, before PAGER; empty for none",
    "NO_COLOR": "no colours",
    "FORCE_COLOR": "colours also where the output is not a terminal",
}


class Setting(NamedTuple):
    """A setting: its name, such as `search.limit`, its value, and where it comes from."""

    name: str
    value: Any
    origin: str


@click.command(
    "config",
    epilog="""\b
Examples:
  newsgrep config                   what is set, and where
  newsgrep config search.limit      one setting
  newsgrep config search            all settings of a command
  newsgrep config --all search      also the defaults of its flags
  newsgrep config --path            where the files are""",
)
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True, help="Also print the flags that no file sets.")
@click.option(
    "--path", "paths", is_flag=True, help="Print the paths of the two files, even if there is none."
)
@object_flags
@index_option
@click.pass_context
def command(
    context: click.Context,
    name: str | None,
    everything: bool,
    paths: bool,
    json: bool,
    jsonl: bool,
    index: Path | None,
) -> Outcome:
    """Print the settings in force: one per line, with name, value and origin, separated by tabs.

    Settings are in your config.toml and in newsgrep.toml beside the index, the project's file. The project's
    file overrides yours; flags and environment variables override both. docs/configuration.md describes all
    settings. Passwords are not shown. On a terminal the list is a table. The file of a project that belongs
    to another user is reported, and not used.
    """
    output = ListOutput(json=json, jsonl=jsonl)
    place = _place(index)
    files = settings_files(place)
    outcome = Outcome.FOUND if place else Outcome.ERROR
    if paths:
        both = [*([place.parent / PROJECT] if place else []), user_path()]
        found = ({"path": os.fspath(path), "exists": path.exists()} for path in both)
        output.lines("path", map(str, both), found)
        return outcome
    program = context.find_root()
    assert isinstance(program.command, click.Group)
    commands = [
        command for one in program.command.list_commands(program)
        if (command := program.command.get_command(program, one)) is not None
    ]  # fmt: skip
    if place:
        equivalents(index)  # raises the errors of the table
    known = [*_defaults(commands), *_settings(commands, files)] if everything else _settings(commands, files)
    settings = {one.name: one for one in known}
    shown = [one for key, one in settings.items() if name is None or f"{key}.".startswith(f"{name}.")]
    rows = [(one.name, _text(one.value), one.origin) for one in shown]
    objects = ({**one._asdict(), "value": to_builtins(one.value)} for one in shown)
    output.table(Table(Setting._fields, rows), objects)
    if not shown and name is not None:
        _check_name(name, commands)
    if not shown:
        notify(f"nothing is set; {user_path()} is the file for it")
    return outcome if shown or not place else Outcome.NOTHING


def _place(index: Path | None) -> Path | None:
    """Return the folder beside which the project's file lies; None, with a report, if it cannot be used."""
    try:
        return project_place(index)
    except IndexUnusableError as error:
        report_error(error)
        return None


def _defaults(commands: Sequence[click.Command]) -> Iterator[Setting]:
    """Yield the defaults of all flags; null for a flag that has none."""
    from newsgrep.cli.settings import options_by_flag

    for command in commands:
        for flag, option in options_by_flag(command).items():
            default = option.get_default(click.Context(command), call=False)
            value: Any = (
                [] if option.multiple else default if isinstance(default, str | int | float) else None
            )
            yield Setting(f"{command.name}.{flag}", value, "default")


def _settings(commands: Sequence[click.Command], files: Sequence[SettingsFile]) -> Iterator[Setting]:
    """Yield all settings; one that overrides another comes after it. Raises UsageError for a wrong one."""
    from newsgrep.cli.settings import INDEX_KEYS, settings_for

    for command in commands:
        for file, key, value in settings_for(command, files):
            yield Setting(f"{command.name}.{key}", value, os.fspath(file.path))
    for file in reversed(files):
        for key in INDEX_KEYS:
            if key in file.tables.get("index", {}):
                yield Setting(f"index.{key}", file.tables["index"][key], os.fspath(file.path))
        yield from _table_settings(file, [str(command.name) for command in commands])
    for variable in VARIABLES:
        if value := os.environ.get(variable):
            yield Setting(variable, value, "environment")


def _table_settings(file: SettingsFile, commands: Sequence[str]) -> Iterator[Setting]:
    """Yield the settings of the tables that are not named after a command."""
    from newsgrep.cli.settings import TABLES, expanded

    for table in TABLES:
        for key, value in _lines(table, file.tables.get(table, {})):
            shown = value
            if table == "alias" and file.is_trusted:
                expanded([key], [file], commands)
            if table == "servers":
                shown = dict.fromkeys(server_settings(key), "***")
            yield Setting(f"{table}.{key}", shown, os.fspath(file.path))
    is_safe(file.path.parent, "indexes")  # raises the errors of the table


def _lines(table: str, lines: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a table with their values; the equivalents of a nested table one by one."""
    for key, value in lines.items():
        if table == "equivalents" and isinstance(value, dict):
            yield from ((f"{key}.{word}", others) for word, others in value.items())
        else:
            yield key, value


def _text(value: Any) -> str:
    """Return a value as TOML writes it, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_text(one)}" for key, one in value.items()) + "}"
    import json

    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _check_name(name: str, commands: Sequence[click.Command]) -> None:
    """Raise UsageError for a name that no setting has, with the nearest name of a setting."""
    from newsgrep.cli.settings import INDEX_KEYS, TABLES, options_by_flag

    possible = [*TABLES, *VARIABLES, *(f"index.{key}" for key in INDEX_KEYS)]
    for command in commands:
        possible += [str(command.name), *(f"{command.name}.{flag}" for flag in options_by_flag(command))]
    if name not in possible and name.partition(".")[0] not in TABLES:
        near = nearest_name(name, possible)
        raise UsageError(
            f"there is no setting {name}",
            f"did you mean {near}?" if near else "newsgrep config --all lists them",
        )
