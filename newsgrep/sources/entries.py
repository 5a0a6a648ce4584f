"""The entries of a folder in the order of a walk, however many there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

from newsgrep.spill import SortedRows

#: An entry of a folder. A very large folder has paths instead, which have the same methods.
FolderEntry = os.DirEntry[str] | Path

#: The entries of a folder with their sort keys: the name, with a slash behind the name of a folder.
Entries = Iterator[tuple[str, FolderEntry]]


def entries_of(folder: str, most: int) -> Entries:
    """Return the entries of a folder in their order. Raises OSError.

    most: if there are more entries, only their names are kept in memory or on the disk
    """
    with os.scandir(folder) as entries:
        few = {_sort_key(entry): entry for entry in islice(entries, most)}
        more = next(entries, None)
        if more is None:
            return iter(sorted(few.items(), key=itemgetter(0)))
        keys = SortedRows()  # keeps a name once, though the system lists it twice
        for key in chain(few, map(_sort_key, chain([more], entries))):
            keys.add(key.encode("utf-8", "surrogatepass"))
    names = (key.decode("utf-8", "surrogatepass") for (key,) in keys)
    return ((key, Path(folder, key.rstrip("/"))) for key in names)


def _sort_key(entry: os.DirEntry[str]) -> str:
    """Return the name of an entry, with a slash behind a folder's: whole paths sort by it."""
    try:
        is_folder = entry.is_dir()
    except OSError:  # such as a link to itself, which is reported when the walk comes to it
        is_folder = False
    return f"{entry.name}/" if is_folder else entry.name
