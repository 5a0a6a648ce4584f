"""The files of settings: `newsgrep.toml` beside an index, and `config.toml` of the user.

    [search]                # defaults of the flags of a command
    limit = 20
    [alias]
    recent = "search --sort=-date --last 7d"
    [equivalents]
    gaddafi = ["qaddafi", "kadhafi"]

Settings of the project override settings of the user. A project may be from a stranger: its file may not name
a command to run or a file to write, unless the user's file trusts its folder. Only the user's file may have
the tables `safe` and `servers`.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from newsgrep.errors import UsageError, nearest_name, reason_of
from newsgrep.whole_files import read_named, whole_file

#: The name of a project's file, which lies beside its index.
PROJECT = "newsgrep.toml"
#: The name of the user's file.
USER = "config.toml"

#: The environment variable that names another file of the user; /dev/null for none.
VARIABLE = "NEWSGREP_CONFIG"

#: The keys of the table `safe`: folders of indexes that others own, and folders whose file is trusted.
_SAFE_KEYS = ("indexes", "projects")
#: Tables that only the user's file may have.
PRIVATE = ("safe", "servers")

#: The error of tomllib for a table that is in a file twice, as after a second `places >> newsgrep.toml`.
_TWICE = r"cannot declare (\(.*\)) twice(.*)"


class SettingsFile(Struct, frozen=True):
    """A file of settings.

    path:       of the file
    tables:     its tables, by name
    is_trusted: whether it may name commands to run and files to write
    is_project: whether it is the file of a project
    """

    path: Path
    tables: Mapping[str, Mapping[str, Any]]
    is_trusted: bool
    is_project: bool = False

    def error(self, where: str, reason: str, hint: str = "") -> UsageError:
        """Return the error for a wrong setting.

        where: the setting, as `table.key`
        """
        return UsageError(f"{self.path}: {where}: {reason}", hint)

    def untrusted(self, where: str, reason: str) -> UsageError:
        """Return the error for a setting that only the file of a trusted project may have."""
        return self.error(
            where,
            f"{reason}, and this file is not trusted",
            f'if you trust it, write projects = ["{self.path.parent}"] below [safe] in {user_path()}',
        )


def with_home(path: str | os.PathLike[str]) -> Path:
    """Return a path with the home folder for `~`. As in a shell, `~name` stays if there is no such user."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 -- expanduser of Path raises for such a name


def user_path() -> Path:
    """Return the path of the user's file, which need not exist.

    NEWSGREP_CONFIG names it; else it is `$XDG_CONFIG_HOME/newsgrep/config.toml`.
    """
    if named := os.environ.get(VARIABLE):
        return with_home(named).absolute()
    return _folder("XDG_CONFIG_HOME", "~/.config", "user_config_path") / USER


def state_folder() -> Path:
    """Return the folder for what newsgrep remembers for the user; it need not exist."""
    return _folder("XDG_STATE_HOME", "~/.local/state", "user_state_path")


def cache_folder() -> Path:
    """Return the folder for copies that may be deleted at any time; it need not exist."""
    return _folder("XDG_CACHE_HOME", "~/.cache", "user_cache_path")


def _folder(variable: str, usual: str, of_system: str) -> Path:
    """Return a folder of newsgrep within the folder that an XDG variable names, or within the default one.

    usual:     the default on Linux
    of_system: the function of platformdirs that returns the folder on other systems
    """
    named = os.environ.get(variable, "")
    if Path(named).is_absolute():
        return Path(named) / "newsgrep"
    if sys.platform.startswith("linux"):  # so that a search need not import platformdirs
        return with_home(usual) / "newsgrep"
    import platformdirs

    return Path(getattr(platformdirs, of_system)("newsgrep", appauthor=False))


def user_file() -> SettingsFile | None:
    """Return the user's file; None if there is none.

    Raises UsageError if it cannot be read, and if NEWSGREP_CONFIG names a file that is missing.
    """
    path = user_path()
    tables = _tables(path)
    if tables is None and os.environ.get(VARIABLE):
        raise UsageError(
            f"there is no file {path}, which {VARIABLE} names",
            f"name your file of settings, or /dev/null for none; to use the usual file: unset {VARIABLE}",
        )
    return None if tables is None else SettingsFile(path, tables, is_trusted=True)


def project_file(folder: Path) -> SettingsFile | None:
    """Return the file of the project whose index is in a folder; None if there is none.

    Raises UsageError if it cannot be read.
    """
    path = folder.parent / PROJECT
    tables = _tables(path)
    if tables is None:
        return None
    file = SettingsFile(path, tables, is_safe(path.parent, "projects"), is_project=True)
    for name in PRIVATE:
        if name in tables:
            raise file.error(name, "belongs in your own file of settings", f"write it in {user_path()}")
    return file


def settings_files(folder: Path | None = None) -> list[SettingsFile]:
    """Return the existing files of settings; a file overrides the files after it.

    folder: of the index, which has the project's file beside it; None for the user's file only
    """
    files = (project_file(folder) if folder is not None else None, user_file())
    return [file for file in files if file is not None]


def is_safe(folder: Path, kind: str) -> bool:
    """Return whether the user's file lists a folder, or `*`, in its table `safe`.

    kind: `indexes`, which may be used although others own them, or `projects`, whose file may name commands
    """
    file = user_file()
    if file is None or "safe" not in file.tables:
        return False
    table = file.tables["safe"]
    for key in table:
        check_key(file, "safe", key, _SAFE_KEYS)
    listed = texts(file, f"safe.{kind}", table.get(kind, []))
    return "*" in listed or any(with_home(one).resolve() == folder.resolve() for one in listed)


def check_key(file: SettingsFile, table: str, key: str, keys: Iterable[str]) -> None:
    """Raise UsageError, with the nearest name, for a key that a table may not have."""
    keys = list(keys)
    if key not in keys:
        near = nearest_name(key.replace("_", "-"), keys)
        where = f"[{table}] has no" if table else "there is no table"
        listed = f"there are {', '.join(keys)}" if len(keys) < 12 else "newsgrep config --all lists them"
        hint = f"did you mean {near}?" if near else listed
        raise UsageError(f"{file.path}: {where} {key}", hint)


def read_file(path: Path) -> str:
    """Return the text of a file that people write; empty if it is missing. Raises UsageError.

    A named pipe in a folder is refused: it may be from a stranger, and reading it may never end. A pipe of
    the shell, such as /dev/fd/63, is read.
    """
    try:
        if path.is_fifo() and not path.is_relative_to("/dev"):
            raise OSError(errno.EINVAL, "it is a pipe")
        return read_named(path).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not in UTF-8", "save it in UTF-8") from error
    except OSError as error:
        hints = {errno.EFBIG: "is it a file of text?", errno.EISDIR: "name a file in it"}
        hint = hints.get(error.errno or 0, "look at its permissions")
        raise UsageError(f"{path} cannot be read: {reason_of(error)}", hint) from error


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Parse the text of a file as TOML. Raises UsageError."""
    import tomllib

    hint = "correct that place"
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        reason = f"{reason[:1].lower()}{reason[1:]}"
        if twice := re.fullmatch(_TWICE, reason):
            from ast import literal_eval

            table = ".".join(literal_eval(twice[1]))
            reason, hint = f"it has the table [{table}] twice{twice[2]}", "delete one of the two"
    except RecursionError:
        reason = "lists or tables are nested too deeply"
    except ValueError:  # Python refuses to convert such a number
        reason = "a number has thousands of digits"
    raise UsageError(f"{path} is not TOML: {reason}", hint)


def remembered_value(name: str) -> Any:
    """Return the value that is remembered for the user under a name; None for none, and for bad JSON."""
    import json

    try:
        return json.loads((state_folder() / name).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def remember_value(name: str, value: object) -> None:
    """Remember a value for the user under a name, in place of an older one. Raises OSError."""
    import json

    file = state_folder() / name
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole_file(file) as out:
        json.dump(value, out)


def texts(file: SettingsFile, where: str, value: Any) -> tuple[str, ...]:
    """Return the texts of a setting that has to be a text or a list of texts. Raises UsageError."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise file.error(where, "is neither a text nor a list of texts", 'write "…", or ["…", "…"]')
    return tuple(values)


def _tables(path: Path) -> Mapping[str, Mapping[str, Any]] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return _parsed(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _parsed(path: Path, _changed: int, _size: int) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of a file. A process parses a file again only if its time or size changed."""
    tables = parse_toml(path, read_file(path))
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise UsageError(
                f"{path}: {name} is in no table", f"write it below a line such as [search]: {name} = …"
            )
    return tables
