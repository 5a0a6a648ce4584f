"""Dictionaries of strings: the terms of a segment, and its surface forms.

The strings of a dictionary stand one after the other in the section `<name>_text`; `<name>_ends` has the
offset at which each ends. A lookup begins in the term index: every INDEX_INTERVAL-th string in ascending
order, which is small enough to read at once. A binary search over the whole dictionary would read and verify
another block of the file for each comparison.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from newsgrep.engine.segment.sections import OFFSETS, Array, SectionReader, damaged

#: The index of a dictionary has one string out of this many.
INDEX_INTERVAL = 64


class TermDictionary:
    """The strings of the sections `<name>_text` and `<name>_ends`, by number."""

    def __init__(self, reader: SectionReader, name: str) -> None:
        self._data = reader.section(f"{name}_text", "|u1")
        self._ends = reader.section(f"{name}_ends", *OFFSETS)
        self._path = reader.path

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        start = self._ends[number - 1] if number else 0
        return bytes(self._data.data(start, self._ends[number]))

    def batches(self, size: int) -> Iterator[tuple[int, bytes, Array]]:
        """Yield all strings, `size` at a time: the number of the first, their text, and where each ends.

        Raises IndexDamagedError.
        """
        start = 0
        for first in range(0, len(self), size):
            ends = self._ends[first : min(first + size, len(self))].astype(np.int64)
            end = int(ends[-1])
            if ends[0] < start or np.any(np.diff(ends) < 0):
                raise damaged(self._path, "is damaged: strings of a dictionary overlap")
            text = bytes(self._data.data(start, end))
            self._check_text(text, ends - start)
            yield first, text, ends - start
            start = end

    def take(self, numbers: Array) -> tuple[bytes, Array]:
        """Return the strings with ascending numbers: their joined text, and where each ends in it.

        Raises IndexDamagedError.
        """
        ends = self._ends.take(numbers).astype(np.int64)
        starts = np.where(numbers, self._ends.take(np.maximum(numbers - 1, 0)), 0).astype(np.int64)
        if np.any(ends < starts):
            raise damaged(self._path, "is damaged: strings of a dictionary overlap")
        apart = starts[1:] != ends[:-1]
        firsts, lasts = np.append(True, apart)[: len(starts)], np.append(apart, True)[: len(ends)]
        runs = zip(starts[firsts].tolist(), ends[lasts].tolist(), strict=True)
        text = b"".join(self._data.data(start, end) for start, end in runs)
        ends = np.cumsum(ends - starts)
        self._check_text(text, ends)
        return text, ends

    def _check_text(self, text: bytes, ends: Array) -> None:
        """Raise IndexDamagedError if strings are not in UTF-8, each by itself."""
        begins = np.frombuffer(text + b" ", np.uint8)[ends]
        try:
            text.decode()
        except UnicodeDecodeError as error:
            raise damaged(self._path, "is damaged: a string of a dictionary is no text") from error
        if np.any(begins & 0xC0 == 0x80):
            raise damaged(self._path, "is damaged: a string of a dictionary ends within a character")


class TermIndex:
    """Every INDEX_INTERVAL-th of `count` ascending strings, NUL-separated in the section `<name>_index`."""

    def __init__(self, reader: SectionReader, name: str, count: int) -> None:
        self._reader = reader
        self._name = f"{name}_index"
        self._count = count

    @cached_property
    def strings(self) -> list[bytes]:
        """The strings of the index. Raises IndexDamagedError."""
        strings = self._reader.read(self._name).tobytes().split(b"\0") if self._count else []
        if len(strings) != -(-self._count // INDEX_INTERVAL):
            raise damaged(self._reader.path, f"is damaged: {self._name} has {len(strings)} strings")
        return strings

    def lower_bound(self, wanted: bytes, text_at: Callable[[int], bytes]) -> int:
        """Return the position of the first string >= `wanted`; `text_at` returns the string at a position."""
        entry = bisect_left(self.strings, wanted)
        low, high = max(0, (entry - 1) * INDEX_INTERVAL + 1), min(entry * INDEX_INTERVAL, self._count)
        return bisect_left(range(high), wanted, low, key=text_at)


def sorted_order(data: bytes, bounds: Array, batch: int) -> Array:
    """Return the numbers of strings in ascending order of the strings. Equal strings keep their order.

    String i is data[bounds[i] : bounds[i + 1]] and has no NUL. As an object for each of millions of strings
    would take much memory, the strings are first partitioned by their first two bytes, and objects are made
    for about `batch` strings at a time.
    """
    if len(bounds) <= batch:
        return _sorted_numbers(data, bounds, np.arange(len(bounds) - 1))
    prefixes = _two_byte_prefixes(data, bounds)
    order = np.argsort(prefixes, kind="stable")
    ends = np.cumsum(np.bincount(prefixes))
    start = 0
    while start < len(order):
        end = int(ends[np.searchsorted(ends, min(start + batch, len(order)))])
        order[start:end] = _sorted_numbers(data, bounds, order[start:end])
        start = end
    return order


def _two_byte_prefixes(data: bytes, bounds: Array) -> Array:
    """Return the first two bytes of each string as a number, padded with zeros."""
    padded = np.frombuffer(b"".join((data, b"\0\0")), np.uint8)
    starts, sizes = bounds[:-1], np.diff(bounds)
    first = padded[starts].astype(np.uint16) << 8
    return np.where(sizes > 1, first | padded[starts + 1], np.where(sizes > 0, first, 0).astype(np.uint16))


def _sorted_numbers(data: bytes, bounds: Array, numbers: Array) -> Array:
    starts, ends = bounds.take(numbers).tolist(), bounds.take(numbers + 1).tolist()
    strings = [data[start:end] for start, end in zip(starts, ends, strict=True)]
    return numbers[sorted(range(len(strings)), key=strings.__getitem__)]
