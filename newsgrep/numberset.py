"""Sets of many numbers: of 64 bits, in 11 to 18 bytes each, where Python's own set takes 70.

>>> names = NumberSet()
>>> names.add(7), names.add(7), 7 in names
(True, False, True)
"""

from __future__ import annotations

import os
from array import array

_64_BITS = 2**64 - 1

#: By how many of 2**18 parts a table is larger than it has to be; random, at most a quarter.
_LARGER = int.from_bytes(os.urandom(2))

#: How full a table may be; fuller, it is slow.
_FULLEST = 0.7

#: How many tables there are of more numbers than this. A table is there twice while it grows.
_TABLES, _ONE_TABLE = 64, 100_000


#: Places up to which a table doubles, for speed; larger, it grows by half.
_SMALL = 4096


class NumberSet:
    """A table with open addressing, or many, among which the lowest bits of a number decide."""

    def __init__(self) -> None:
        self._tables = [_Table()]
        self._mask = 0

    def __contains__(self, number: int) -> bool:
        number = number & _64_BITS or 1
        return number in self._tables[number & self._mask]

    def add(self, number: int) -> bool:
        """Take a number in, of which the lowest 64 bits count; return whether it is new. 0 counts as 1."""
        number = number & _64_BITS or 1
        table = self._tables[number & self._mask]
        if not table.add(number):
            return False
        if not self._mask and table.count > _ONE_TABLE:
            self._part()
        return True

    def _part(self) -> None:
        (whole,) = self._tables
        self._tables, self._mask = [_Table() for _ in range(_TABLES)], _TABLES - 1
        for number in whole.numbers():
            self._tables[number & self._mask].add(number)


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
