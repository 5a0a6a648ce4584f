"""Tables of texts: one after the other, with where each ends; and finding a place among ascending values.

A search among many ascending texts begins with a sample of them, one in SAMPLED, that is small enough to be
read at once: to look at texts here and there would read a block of the table for each look.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np

from newsgrep.engine.segment.sections import Array, SectionReader

#: One text in so many is in a sample.
SAMPLED = 64

#: Texts that are read, or sorted, together; to be sorted, more where they begin with the same two bytes.
_TOGETHER = 1 << 18

#: Texts of a table that are kept decoded, and stretches from one text of a sample to the next.
_KNOWN_TEXTS, _KNOWN_STRETCHES = 4_096, 128


class Texts:
    """The texts of a table, read from the sections `<name>_text` and `<name>_ends`."""

    def __init__(self, reader: SectionReader, name: str) -> None:
        self._data = reader.section(f"{name}_text")
        self._ends = reader.section(f"{name}_ends")
        self._known: dict[int, bytes] = {}
        self._stretches: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        text = self._known.get(number)
        if text is None:
            ends = self._ends[max(0, number - 1) : number + 1].tolist()
            text = bytes(self._data.data(ends[0] if number else 0, ends[-1]))
            # Every search for a text begins with the same few.
            if len(self._known) < _KNOWN_TEXTS:
                self._known[number] = text
        return text

    def first_from(self, wanted: bytes, sample: Sample) -> int:
        """Return the number of the first text that is not less; texts ascend, and have that sample."""
        start, end = sample.bounds(wanted)
        if start not in self._stretches:
            if len(self._stretches) >= _KNOWN_STRETCHES:
                del self._stretches[next(iter(self._stretches))]
            self._stretches[start] = self._read(start, end)
        return start + bisect_left(self._stretches[start], wanted)

    def _read(self, start: int, end: int) -> list[bytes]:
        ends = [0, *self._ends[:end].tolist()] if not start else self._ends[start - 1 : end].tolist()
        data = bytes(self._data.data(ends[0], ends[-1]))
        return [data[a - ends[0] : b - ends[0]] for a, b in pairwise(ends)]

    def stretches(self) -> Iterator[tuple[int, bytes, Array]]:
        """Yield all texts, as many as may be held: the first's number, they in a row, and where each ends."""
        start = 0
        for first in range(0, len(self), _TOGETHER):
            ends = self._ends[first : first + _TOGETHER].astype(np.int64)
            end = int(ends[-1])
            yield first, bytes(self._data.data(start, end)), ends - start
            start = end


class Sample:
    """A sample of `count` ascending texts, read from the section `<name>_sample`, where NULs part them."""

    def __init__(self, reader: SectionReader, name: str, count: int) -> None:
        self._reader = reader
        self._name = f"{name}_sample"
        self._count = count

    @cached_property
    def texts(self) -> list[bytes]:
        """The texts of the sample."""
        return self._reader.whole(self._name).tobytes().split(b"\0") if self._count else []

    def bounds(self, wanted: bytes) -> tuple[int, int]:
        """Return between which places the first text that is not less is, the last of them included."""
        end = bisect_left(self.texts, wanted)
        return (end - 1) * SAMPLED + 1 if end else 0, min(end * SAMPLED, self._count)

    def first_from(self, wanted: bytes, text_at: Callable[[int], bytes]) -> int:
        """Return the place of the first text that is not less, given what tells the text at a place."""
        low, high = self.bounds(wanted)
        return low + bisect(high - low, lambda place: text_at(low + place), wanted)


def ascending(data: bytes, bounds: Array) -> Array:
    """Return the numbers of some texts, ascending; they lie one after the other, with no NUL in them.

    Text i begins at `bounds[i]` and ends at `bounds[i + 1]`. As an object for each would take much memory,
    they are parted by their first two bytes, and there are objects only of those that are sorted together.
    """
    if len(bounds) <= _TOGETHER:
        return _sorted(data, bounds, np.arange(len(bounds) - 1))
    beginnings = _beginnings(data, bounds)
    order = np.argsort(beginnings, kind="stable")
    ends = np.cumsum(np.bincount(beginnings))
    start = 0
    while start < len(order):
        end = int(ends[np.searchsorted(ends, min(start + _TOGETHER, len(order)))])
        order[start:end] = _sorted(data, bounds, order[start:end])
        start = end
    return order


def _beginnings(data: bytes, bounds: Array) -> Array:
    """Return the first two bytes of each text as a number, with zeros where it is shorter."""
    padded = np.frombuffer(b"".join((data, b"\0\0")), np.uint8)
    starts, sizes = bounds[:-1], np.diff(bounds)
    first = padded[starts].astype(np.uint16) << 8
    return np.where(sizes > 1, first | padded[starts + 1], np.where(sizes > 0, first, 0).astype(np.uint16))


def _sorted(data: bytes, bounds: Array, numbers: Array) -> Array:
    """Return some numbers of texts, ascending by text."""
    starts, ends = bounds.take(numbers).tolist(), bounds.take(numbers + 1).tolist()
    texts = [data[start:end] for start, end in zip(starts, ends, strict=True)]
    return numbers[sorted(range(len(texts)), key=texts.__getitem__)]


_Ordered = TypeVar("_Ordered", int, bytes)


def bisect(count: int, value_at: Callable[[int], _Ordered], wanted: _Ordered) -> int:
    """Return the place of the first of `count` ascending values that is not less than the wanted one."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if value_at(middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low
