"""Sets of many numbers: of 64 bits, in 11 to 18 bytes each, where Python's own set takes 70.

>>> names = NumberSet()
>>> names.add(7), names.add(7), 7 in names
(True, False, True)

Of some millions the most are on the disk, and take a byte and a half of memory each: a filter tells nearly
always that a number is not among them, and else it is looked up.
"""

from __future__ import annotations

import os
import sys
import tempfile
import weakref
from array import array
from bisect import bisect_left
from pathlib import Path
from typing import IO

from newsgrep.errors import NewsgrepError

_64_BITS = 2**64 - 1

#: By how many of 2**18 parts a table is larger than it has to be; random, at most a quarter.
_LARGER = int.from_bytes(os.urandom(2))

#: How full a table may be; fuller, it is slow.
_FULLEST = 0.7

#: How many tables there are of more numbers than this. A table is there twice while it grows.
_TABLES, _ONE_TABLE = 64, 100_000

#: Places up to which a table doubles, for speed; larger, it grows by half.
_SMALL = 4096

#: Numbers of one of many tables that are brought to the disk together.
_RUN = 50_000

#: Bits of a filter for each number, and those that are set for it: one in a hundred is taken for another.
_BITS, _SET = 12, 4


class NumberSet:
    """A table with open addressing, or many, among which the lowest bits of a number decide."""

    def __init__(self) -> None:
        self._tables = [_Table()]
        self._mask = 0
        self._runs: list[list[_Run]] = []
        self._file: IO[bytes] | None = None

    def __contains__(self, number: int) -> bool:
        number = number & _64_BITS or 1
        part = number & self._mask
        return number in self._tables[part] or self._is_written(part, number)

    def add(self, number: int) -> bool:
        """Take a number in, of which the lowest 64 bits count; return whether it is new. 0 counts as 1."""
        number = number & _64_BITS or 1
        part = number & self._mask
        table = self._tables[part]
        if self._runs and self._is_written(part, number) or not table.add(number):
            return False
        if self._mask:
            if table.count >= _RUN:
                self._write(part)
        elif table.count > _ONE_TABLE:
            self._part()
        return True

    def _part(self) -> None:
        (whole,) = self._tables
        self._tables, self._mask = [_Table() for _ in range(_TABLES)], _TABLES - 1
        for number in whole.numbers():
            self._tables[number & self._mask].add(number)

    def _is_written(self, part: int, number: int) -> bool:
        return bool(self._runs) and any(number in run for run in self._runs[part])

    def _write(self, part: int) -> None:
        """Bring the numbers of a table to the disk. Raises NewsgrepError where that cannot be."""
        try:
            file = self._file or self._open()
            self._runs[part].append(_Run(file, sorted(self._tables[part].numbers())))
        except OSError as error:  # of no file that is being read
            where = _folder() or tempfile.gettempdir()
            raise NewsgrepError(
                f"a temporary file in {where} cannot be written: {error.strerror}",
                "make room there, or name another folder with TMPDIR; the index is as it was",
            ) from error
        self._tables[part] = _Table()

    def _open(self) -> IO[bytes]:
        self._file = tempfile.TemporaryFile(buffering=0, dir=_folder())  # noqa: SIM115 it is there as long as the set
        weakref.finalize(self, self._file.close)
        self._runs = [[] for _ in range(_TABLES)]
        return self._file


def _folder() -> str | None:
    """Return where there is room for what does not fit the memory, of which /tmp may be a part."""
    return None if os.environ.get("TMPDIR") or not Path("/var/tmp").is_dir() else "/var/tmp"  # noqa: S108


class _Table:
    """A table with open addressing, of numbers that are not 0."""

    def __init__(self) -> None:
        self.count = 0
        self._make(8)

    def _make(self, least: int) -> None:
        """Make an empty table of so many places at least.

        A number goes to the place that is left when it is divided by their number, which is drawn at random,
        so that nobody makes numbers that all go to one place.
        """
        self._size = (least + (least * _LARGER >> 18)) | 1
        self._most = int(_FULLEST * self._size)
        self._table = array("Q", bytes(8 * self._size))

    def numbers(self) -> filter[int]:
        """Return the numbers, in no order."""
        return filter(None, self._table)

    def __contains__(self, number: int) -> bool:
        return self._table[self._place(number)] == number

    def add(self, number: int) -> bool:
        """Take a number in; return whether it is new."""
        place = self._place(number)
        if self._table[place]:
            return False
        self._table[place] = number
        self.count += 1
        if self.count > self._most:
            self._grow()
        return True

    def _place(self, number: int) -> int:
        """Return the place where a number is, or the free one where it would be."""
        place = number % self._size
        table = self._table
        while (held := table[place]) and held != number:
            place = (place or self._size) - 1
        return place

    def _grow(self) -> None:
        known, size = self.numbers(), len(self._table)
        self._make(2 * size if size < _SMALL else size + size // 2)
        table, place_of = self._table, self._place
        for number in known:
            table[place_of(number)] = number


class _Run:
    """Numbers in a file, ascending, with a filter."""

    def __init__(self, file: IO[bytes], numbers: list[int]) -> None:
        self._descriptor = file.fileno()
        self._start = file.seek(0, os.SEEK_END)
        self._count = len(numbers)
        data = memoryview(array("Q", numbers)).cast("B")
        while data:
            data = data[file.write(data) :]
        self._size = _BITS * len(numbers)
        self._filter = bytearray(self._size // 8 + 1)
        for number in numbers:
            for bit in self._bits(number):
                self._filter[bit >> 3] |= 1 << (bit & 7)

    def _bits(self, number: int) -> range:
        """Return the bits that stand for a number, some way apart; below 0 they are counted from the end."""
        first = number % self._size
        step = (number >> 40) % (self._size // _SET - 1) + 1
        return range(first, first - _SET * step, -step)

    def __contains__(self, number: int) -> bool:
        bits = self._filter
        for bit in self._bits(number):
            if not bits[bit >> 3] >> (bit & 7) & 1:
                return False
        place = bisect_left(self, number)
        return place < self._count and self[place] == number

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> int:
        data = os.pread(self._descriptor, 8, self._start + 8 * place)
        return int.from_bytes(data, sys.byteorder)
