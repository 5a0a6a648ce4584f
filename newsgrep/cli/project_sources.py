"""The sources that the project's file names in its table `index`: `newsgrep index` without a PATH reads them.

[index]
paths = ["corpus", "dumps/*.jsonl"]     # files, folders and globs, relative to the folder of the file
exclude = ["drafts/*"]                  # flags of newsgrep index, for all of them
[[index.source]]                        # a source with flags of its own
path = "old"
encoding = "koi8-r"
filter = {pdf = "pdftotext % -"}
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.settings import checked_value, options_by_flag
from newsgrep.config.place import project_place
from newsgrep.config.settings_files import SettingsFile, check_key, project_file, texts, with_home

if TYPE_CHECKING:
    from newsgrep.indexing.read_options import ReadOptions

#: Makes the options of a source from the values of flags, by the names of their parameters.
MakeOptions = Callable[[dict[str, Any]], "ReadOptions"]


def project_sources(
    context: click.Context, index: Path | None, given: dict[str, Any], make: MakeOptions
) -> list[tuple[Path, ReadOptions]]:
    """Return the files and folders that the project's file names, with their options; none without a file.

    given: the values of the flags on the command line, by the names of their parameters
    make:  makes the options of a source from such values

    Raises UsageError for a wrong entry in the file.
    """
    file = project_file(project_place(index))
    table = {} if file is None else file.tables.get("index", {})
    if file is None or not table.keys() & {"paths", "source"}:
        return []
    found = dict.fromkeys(_paths(file, "index.paths", table.get("paths", [])), make(given))
    flags = {key: option for key, option in options_by_flag(context.command).items() if option.name in given}
    typed = {
        name for name in given if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    for number, source in enumerate(_list_of_tables(file, table.get("source", [])), 1):
        where = f"index.source {number}"
        own: dict[str, Any] = {}
        for key, value in source.items():
            check_key(file, where, key, ("path", *flags))
            if key != "path" and (name := str(flags[key].name)) not in typed:
                checked = checked_value(file, f"{where}: {key}", flags[key], value)
                own[name] = tuple(checked) if isinstance(checked, list) else checked
        options = make({**given, **own})
        found |= dict.fromkeys(_paths(file, f"{where}: path", source.get("path", [])), options)
    return list(found.items())


def _list_of_tables(file: SettingsFile, value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return value
    raise file.error("index.source", "is no list of tables", "write [[index.source]]")


def _paths(file: SettingsFile, where: str, value: Any) -> Iterator[Path]:
    """Yield the paths that a setting names; for a glob, the paths that match it."""
    home = file.path.parent
    for named in texts(file, where, value):
        path = Path(os.path.normpath(home / with_home(named)))
        if not file.is_trusted and not path.is_relative_to(home):
            raise file.untrusted(where, f"{named} is outside of the project")
        if path.exists() or not any(sign in named for sign in "*?["):
            if not os.path.lexists(path):
                raise file.error(where, f"there is no {named}", "name files and folders that exist")
            yield _from_current_folder(path)
            continue
        try:
            matching = sorted(home.glob(os.path.relpath(path, home)))
        except ValueError as error:
            raise file.error(where, f"{named} is no glob: {error}", "correct it") from error
        if not matching:
            raise file.error(where, f"nothing matches {named}", "correct it, or remove it")
        yield from map(_from_current_folder, matching)


def _from_current_folder(path: Path) -> Path:
    return Path(os.path.relpath(path))
