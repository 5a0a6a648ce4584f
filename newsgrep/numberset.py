"""Sets of many numbers: of 64 bits, in 8 to 27 bytes each, where Python's own set takes 70.

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

#: How full the table may be; fuller, it is slow.
_FULLEST = 0.6


class NumberSet:
    """A table with open addressing."""

    def __init__(self) -> None:
        self._count = 0
        self._make(8)

    def _make(self, least: int) -> None:
        """Make an empty table of so many places at least.

        A number goes to the place that is left when it is divided by their number, which is drawn at random,
        so that nobody makes numbers that all go to one place.
        """
        self._size = (least + (least * _LARGER >> 18)) | 1
        self._most = int(_FULLEST * self._size)
        self._table = array("Q", bytes(8 * self._size))

    def __contains__(self, number: int) -> bool:
        number = number & _64_BITS or 1
        return self._table[self._place(number)] == number

    def add(self, number: int) -> bool:
        """Take a number in, of which the lowest 64 bits count; return whether it is new. 0 counts as 1."""
        number = number & _64_BITS or 1
        place = self._place(number)
        if self._table[place]:
            return False
        self._table[place] = number
        self._count += 1
        if self._count > self._most:
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
        known = self._table
        self._make(2 * len(known))
        table, place_of = self._table, self._place
        for number in filter(None, known):
            table[place_of(number)] = number
