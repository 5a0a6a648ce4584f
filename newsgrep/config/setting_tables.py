"""The tables of settings that other rooms read: equivalent words, and servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsgrep.config.address import IndexPlace
from newsgrep.config.place import project_place
from newsgrep.config.settings_files import SettingsFile, check_key, settings_files, texts, user_file

#: The keys of a server in `[servers."HOST"]` of the user's file.
SERVER_KEYS = ("user", "password", "api-key", "token", "ca", "client-certificate", "client-key")


def equivalents(folder: IndexPlace | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the equivalents of each word that is a key of the table `equivalents`.

    The project's file and the user's file may have the table; if both have a word, the project's line is
    used. A table in `equivalents`, such as `equivalents.places`, has more lines. A line of `equivalents` with
    the same word adds to such a line; an empty list removes it.

    folder: of the index, or its address; None for the default index

    Raises UsageError for a wrong table.
    """
    found: dict[str, tuple[str, ...]] = {}
    for file in reversed(settings_files(project_place(folder))):
        table = file.tables.get("equivalents", {})
        below = {name: lines for name, lines in table.items() if isinstance(lines, dict)}
        more = {
            word: others
            for name, lines in below.items()
            for word, others in _lines(file, f"equivalents.{name}", lines)
        }
        own = _lines(file, "equivalents", {word: table[word] for word in table if word not in below})
        found |= more
        found |= {word: (*others, *more.get(word, ())) if others else () for word, others in own}
    return found


def _lines(
    file: SettingsFile, where: str, lines: Mapping[str, object]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word of a table of equivalents with its equivalents. Raises UsageError."""
    return ((word, texts(file, f"{where}.{word}", others)) for word, others in lines.items())


def server_settings(host: str) -> Mapping[str, str]:
    """Return the settings of a server in the user's file, by SERVER_KEYS; empty if there are none.

    host: its name, or its name and `:PORT`; then a table with the port is used before one without

    Raises UsageError for an unknown key, and for a value that is not a text.
    """
    file = user_file()
    if file is None:
        return {}
    servers = file.tables.get("servers", {})
    name = next((one for one in (host, host.rpartition(":")[0]) if one and one in servers), None)
    if name is None:
        return {}
    table = servers[name]
    if not isinstance(table, dict):
        raise file.error(f"servers.{name}", "is no table", f'write [servers."{name}"]')
    for key, value in table.items():
        check_key(file, f'servers."{name}"', key, SERVER_KEYS)
        if not isinstance(value, str):
            raise file.error(f'servers."{name}".{key}', "is no text", f'write it in quotes: {key} = "…"')
    return dict(table)
