"""Sets of many numbers: of 64 bits, in 8 to 27 bytes each, where Python's own set takes 70.

>>> names = NumberSet()
>>> names.add(7), names.add(7), 7 in names
(True, False, True)
"""

from __future__ import annotations

import secrets
from array import array

_64_BITS = 2**64 - 1

#: What tells where a number goes; random, so that nobody makes numbers that all go to one place.
_FACTOR = secrets.randbits(64) | 1

#: How full the table may be; fuller, it is slow.
_FULLEST = 0.6


class NumberSet:
    """A table with open addressing."""

    def __init__(self) -> None:
        self._bits = 3
        self._table = array("Q", bytes(8 << self._bits))
        self._count = 0

    def __contains__(self, number: int) -> bool:
        return bool(self._table[self._place(number & _64_BITS or 1)])

    def add(self, number: int) -> bool:
        """Take a number in, of which the lowest 64 bits count; return whether it is new. 0 counts as 1."""
        number = number & _64_BITS or 1
        place = self._place(number)
        if self._table[place]:
            return False
        self._table[place] = number
        self._count += 1
        if self._count > _FULLEST * len(self._table):
            self._grow()
        return True

    def _place(self, number: int) -> int:
        """Return the place where a number is, or the free one where it would be."""
        table, mask = self._table, (1 << self._bits) - 1
        place = (number * _FACTOR & _64_BITS) >> (64 - self._bits)
        while table[place] not in (0, number):
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        known = self._table
        self._bits += 1
        self._table = array("Q", bytes(8 << self._bits))
        for number in known:
            if number:
                self._table[self._place(number)] = number
