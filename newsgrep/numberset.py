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
        self._count = 0
        self._make(3)

    def _make(self, bits: int) -> None:
        """Make an empty table of 2 ** bits places."""
        self._bits = bits
        self._mask = (1 << bits) - 1
        self._shift = 64 - bits
        self._most = int(_FULLEST * (1 << bits))
        self._table = array("Q", bytes(8 << bits))

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
        place = (number * _FACTOR & _64_BITS) >> self._shift
        table = self._table
        while held := table[place]:
            if held == number:
                break
            place = place + 1 & self._mask
        return place

    def _grow(self) -> None:
        known = self._table
        self._make(self._bits + 1)
        for number in known:
            if number:
                self._table[self._place(number)] = number
