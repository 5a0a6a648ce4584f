"""Sets of many numbers: of 64 bits, in 11 to 18 bytes each, where Python's own set takes 70.

>>> names = NumberSet()
>>> names.add(7), names.add(7), 7 in names
(True, False, True)

Few are in a set of Python's own, which is faster. Of some millions the most are on the disk, and take a byte
and a half of memory each: a filter tells nearly always that a number is not among them, and else it is
looked up.
"""

from __future__ import annotations

import os
import sys
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import IO

from newsgrep.outofcore.scratch import open_scratch, write_all

_64_BITS = 2**64 - 1

#: By how many of 2**18 parts a table is larger than it has to be; random, at most a quarter.
_LARGER = int.from_bytes(os.urandom(2))

#: How full a table may be; fuller, it is slow.
_FULLEST = 0.7

#: Numbers that are in a set of Python's own, and how many tables there are of more. A table is there twice
#: while it grows.
_FEW, _TABLES = 50_000, 64

#: Places up to which a table doubles, for speed; larger, it grows by half.
_SMALL = 4096

#: Numbers of a table that are brought to the disk together.
_RUN = 50_000

#: Bits of a filter for each number, and those that are set for it: one in a hundred is taken for another.
_BITS, _SET = 12, 4


class NumberSet:
    """A set, and then tables with open addressing, among which the lowest bits of a number decide."""

    def __init__(self) -> None:
        self._few: set[int] = set()
        self._tables: list[_Table] = []
        self._runs: list[list[_Run]] = []
        self._file: IO[bytes] | None = None

    def __contains__(self, number: int) -> bool:
        number = number & _64_BITS or 1
        if not self._tables:
            return number in self._few
        part = number % _TABLES
        return number in self._tables[part] or self._is_written(part, number)

    def add(self, number: int) -> bool:
        """Take a number in, of which the lowest 64 bits count; return whether it is new. 0 counts as 1."""
        number = number & _64_BITS or 1
        if not self._tables:
            count = len(self._few)
            self._few.add(number)
            if len(self._few) > _FEW:
                self._part()
                return True
            return len(self._few) > count
        part = number % _TABLES
        table = self._tables[part]
        if self._runs and self._is_written(part, number) or not table.add(number):
            return False
        if table.count >= _RUN:
            self._write(part)
        return True

    def has_any(self, numbers: Iterable[int]) -> bool:
        """Whether any of some numbers, each from 1 to below 2**64, is in it."""
        return not self._few.isdisjoint(numbers) if not self._tables else any(map(self.__contains__, numbers))

    def _part(self) -> None:
        few, self._few = self._few, set()
        self._tables = [_Table() for _ in range(_TABLES)]
        for number in few:
            self._tables[number % _TABLES].add(number)

    def _is_written(self, part: int, number: int) -> bool:
        return bool(self._runs) and any(number in run for run in self._runs[part])

    def _write(self, part: int) -> None:
        """Bring the numbers of a table to the disk. Raises NewsgrepError where that cannot be."""
        if self._file is None:
            self._file = open_scratch()
            weakref.finalize(self, self._file.close)
            self._runs = [[] for _ in range(_TABLES)]
        self._runs[part].append(_Run(self._file, sorted(self._tables[part].numbers())))
        self._tables[part] = _Table()


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
        self._start = write_all(file, memoryview(array("Q", numbers)))
        self._count = len(numbers)
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
