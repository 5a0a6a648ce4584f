"""Sorting any number of rows: what does not fit the memory is on the disk, in sorted runs that are merged."""

from __future__ import annotations

import heapq
import json
import os
import zlib
from collections.abc import Iterator
from typing import IO, Any

from newsgrep.outofcore.scratch import open_scratch, write_all

#: Rows that are held, and rows of a run that are written together: so many of each run are read at once.
_HELD, _BLOCK = 100_000, 250

#: Bytes that tell the size of a block.
_SIZE = 4

Row = tuple[Any, ...]


class Sorter:
    """Takes rows in, and gives them out in their order.

    >>> rows = Sorter()
    >>> rows.add(("b", 2)), rows.add(("b", 1)), rows.add(("a", 3))
    (None, None, None)
    >>> list(rows.drain())
    [('a', 3), ('b', 1), ('b', 2)]

    A row is a tuple of texts, whole numbers and truths that can be compared with the others.
    """

    def __init__(self) -> None:
        self._held: list[Row] = []
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, int]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, row: Row) -> None:
        """Take a row in. Raises NewsgrepError where the disk has no room for it."""
        self._held.append(row)
        self._count += 1
        if len(self._held) >= _HELD:
            self._write()

    def drain(self) -> Iterator[Row]:
        """Yield all rows in their order, and forget them."""
        held, self._held, self._count = self._held, [], 0
        held.sort(reverse=True)
        yield from heapq.merge(*map(self._rows, self._runs), _popped(held)) if self._runs else _popped(held)
        if self._file:
            self._file.close()
        self._file, self._runs = None, []

    def _write(self) -> None:
        held, self._held = self._held, []
        held.sort()
        self._file = file = self._file or open_scratch()
        start = file.seek(0, os.SEEK_END)
        for first in range(0, len(held), _BLOCK):
            text = json.dumps(held[first : first + _BLOCK], separators=(",", ":"))
            block = zlib.compress(text.encode("ascii"), 1)
            write_all(file, len(block).to_bytes(_SIZE) + block)
        self._runs.append((start, file.tell()))

    def _rows(self, run: tuple[int, int]) -> Iterator[Row]:
        """Yield the rows of a run, a block in memory at a time."""
        assert self._file is not None
        place, end = run
        while place < end:
            size = int.from_bytes(os.pread(self._file.fileno(), _SIZE, place))
            block = os.pread(self._file.fileno(), size, place + _SIZE)
            yield from map(tuple, json.loads(zlib.decompress(block)))
            place += _SIZE + size


def _popped(descending: list[Row]) -> Iterator[Row]:
    """Yield rows from the last to the first, which are forgotten."""
    while descending:
        yield descending.pop()
