"""The forms of a key: as it is shown from the current folder, as it is stored, as the user types it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from newsgrep.arguments import wrong
from newsgrep.article import split_key, stored_path


def key_forms(key: str, home: Path) -> Iterator[tuple[str, str]]:
    """Yield the stored paths and names of records that a key may stand for, the likeliest first.

    Takes the path as relative to the current folder first, and then to the home of the index. In a printed
    key, a `#` of the path is escaped; in a key that the user typed, each `#` may belong to the path or end
    it. Raises UsageError for a key that is no text.
    """
    if not isinstance(key, str):
        raise wrong("a key", key, "a text, such as the key of a hit")
    yield from _forms(key, home)
    for form in ("NFC", "NFD"):  # a name looks the same in both, and a disk may have either
        if (other := unicodedata.normalize(form, key)) != key:
            yield from _forms(other, home)


def _forms(key: str, home: Path) -> Iterator[tuple[str, str]]:
    path, name = split_key(key)
    yield stored_path(path, home), name
    yield stored_path(key, home), ""
    for end, character in enumerate(key):
        if character == "#":
            yield stored_path(key[:end], home), key[end + 1 :]
    yield path, name
    yield Path(os.path.normpath(Path(path).absolute())).as_posix(), name  # walked from above the home
    place, colon, line = key.rpartition(":")
    if colon and line.isdigit():
        yield stored_path(place, home), ""
        yield stored_path(place, home), f"L{line}"
