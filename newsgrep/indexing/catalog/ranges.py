"""Ranges of encoded paths: in the order of the catalog, the paths below a folder follow one another."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from newsgrep.indexing.catalog.rows import path_bytes

#: The first path of a range, and the one that ends it.
PathRange = tuple[bytes, bytes]

#: Larger than every byte of a path in UTF-8.
_END = b"\xff"

#: All paths, the empty one of standard input among them.
EVERY_PATH: PathRange = (b"", _END)

#: The relative paths, which lie below the home: all but those that begin with a slash. `0` comes after it.
_RELATIVE: tuple[PathRange, ...] = ((b"\0", b"/"), (b"0", _END))


def _folder_prefix(path: str) -> str:
    """Return what the stored paths below a folder begin with; empty for the folder of the index, `.`."""
    return "" if path == "." else path.rstrip("/") + "/"


def split_ranges(ranges: Iterable[PathRange], end: bytes) -> tuple[list[PathRange], list[PathRange]]:
    """Return the parts of some ranges before a path, and the parts from there on.

    >>> split_ranges([(b"a", b"c"), (b"e", b"g")], b"f")
    ([(b'a', b'c'), (b'e', b'f')], [(b'f', b'g')])
    """
    ranges = list(ranges)
    before = [(start, min(stop, end)) for start, stop in ranges if start < end]
    after = [(max(start, end), stop) for start, stop in ranges if stop > end]
    return before, after


def ranges_below(path: str, home: Path) -> list[PathRange]:
    """Return the ranges of the encoded paths that lie below a folder, in their order.

    path: of the folder, as the index stores it
    home: the folder that relative paths start from; below a folder above it, paths are relative or absolute
    """
    ranges = []
    if prefix := path_bytes(_folder_prefix(path)):
        ranges.append((prefix, prefix[:-1] + b"0"))
    above = os.path.normpath(home.absolute() / path)
    if Path(os.path.normpath(home.absolute())).is_relative_to(above):
        ranges += _RELATIVE
    return sorted(ranges)
