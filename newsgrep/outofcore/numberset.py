"""Sets of many numbers: of 64 bits, in 11 to 18 bytes each, where Python's own set takes 70.

>>> names = NumberSet()
>>> names.add(7), names.add(7), 7 in names
(True, False, True)

Few are in a set of Python's own, which is faster. Of some millions the most are on the disk, in sorted runs
with a filter each, which tells nearly always that a number is not among them; else it is looked up. Some
small runs make a larger one, whose filter is on the disk, too, so that in memory there are never more than
some millions, and never many runs to ask.
"""

from __future__ import annotations

import heapq
import os
import sys
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import IO

from newsgrep.outofcore.scratch import open_scratch, write_all

_64_BITS = 2**64 - 1

#: By how many of 2**18 parts a table is larger than it has to be; random, at most a quarter.
_LARGER = int.from_bytes(os.urandom(2))

#: How full a table may be; fuller, it is slow.
_FULLEST = 0.7

#: Numbers that are in a set of Python's own, and how many tables there are of more. A table is there twice
#: while it grows.
_FEW, _TABLES = 300_000, 64

#: Places up to which a table doubles, for speed; larger, it grows by half.
_SMALL = 4096

#: Numbers of a table that are brought to the disk together, and runs of one size that are merged.
_RUN, _MERGED = 50_000, 8

#: Numbers of a run that are read or written together.
_CHUNK = 4_096

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
        """Whether any of some numbers, each below 2**64, is in it; 0 may count as 1, or as none."""
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
        runs, table = self._runs[part], self._tables[part]
        runs.append(_Run(self._file, sorted(table.numbers()), table.count, level=0))
        self._tables[part] = _Table()
        while len(alike := [run for run in runs if run.level == runs[-1].level]) == _MERGED:
            count = sum(run.count for run in alike)
            merged = _Run(self._file, heapq.merge(*alike), count, level=alike[0].level + 1)
            runs[:] = [run for run in runs if run.level != alike[0].level] + [merged]


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

    def __init__(self, file: IO[bytes], numbers: Iterable[int], count: int, level: int) -> None:
        """Write numbers, as many as `count`. Only at level 0 the filter is in memory.

        Raises NewsgrepError where there is no room for them.
        """
        self.count = count
        self.level = level
        self._descriptor = file.fileno()
        self._size = _BITS * count
        bits = bytearray(self._size // 8 + 1)
        self._byte: Callable[[int], int] = bits.__getitem__
        self._start = file.seek(0, os.SEEK_END)
        numbers = iter(numbers)
        while some := array("Q", islice(numbers, _CHUNK)):
            write_all(file, memoryview(some))
            for number in some:
                for bit in self._bits(number):
                    bits[bit >> 3] |= 1 << (bit & 7)
        if level:
            start = write_all(file, memoryview(bits))
            self._byte = partial(_byte_at, self._descriptor, range(start, start + len(bits)))

    def _bits(self, number: int) -> range:
        """Return the bits that stand for a number, some way apart; below 0 they are counted from the end."""
        first = number % self._size
        step = (number >> 40) % (self._size // _SET - 1) + 1
        return range(first, first - _SET * step, -step)

    def __contains__(self, number: int) -> bool:
        byte = self._byte
        for bit in self._bits(number):
            if not byte(bit >> 3) >> (bit & 7) & 1:
                return False
        place = bisect_left(self, number)
        return place < self.count and self[place] == number

    def __iter__(self) -> Iterator[int]:
        for start in range(0, self.count, _CHUNK):
            size = 8 * min(_CHUNK, self.count - start)
            yield from array("Q", os.pread(self._descriptor, size, self._start + 8 * start))

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: int) -> int:
        data = os.pread(self._descriptor, 8, self._start + 8 * place)
        return int.from_bytes(data, sys.byteorder)


def _byte_at(descriptor: int, places: range, place: int) -> int:
    """Return one of some bytes of a file."""
    return os.pread(descriptor, 1, places[place])[0]
