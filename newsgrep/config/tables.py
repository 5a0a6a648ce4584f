"""What other rooms read in the files of settings: equivalent words, and servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsgrep.config.address import Place
from newsgrep.config.files import SettingsFile, check_key, settings_files, texts, user_file
from newsgrep.config.place import project_place

#: The keys of a server in `[servers."HOST"]` of the user's file.
SERVER_KEYS = ("user", "password", "api-key", "token", "ca", "client-certificate", "client-key")


def equivalents(folder: Place | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the words that stand for one another, by the word that heads them in the table `equivalents`.

    They are in the settings of the project and of the user; where both have a word, the line of the project
    is used. A table below `equivalents`, such as `equivalents.places`, has more lines. A line above it that
    begins with the same word adds to its line, or takes it out if it is empty.

    folder: of the index, or its address; None for the usual one

    Raises UsageError for a table that is not as it has to be.
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
    """Yield the words of a table of equivalents, each with those that stand for it. Raises UsageError."""
    return ((word, texts(file, f"{where}.{word}", others)) for word, others in lines.items())


def server_settings(host: str) -> Mapping[str, str]:
    """Return how to sign in at a server, by SERVER_KEYS; empty where the user's file does not say.

    host: its name, with `:PORT` where the table has that; the table with the port comes first

    Raises UsageError for a key that is unknown, and for a value that is no text.
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
