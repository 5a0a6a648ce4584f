"""How often a term occurs in a document, and with which weight: both in one byte, nearly always.

The low half of the byte is the number of occurrences (the count); the high half is the weight, which is the
count weighted by field, less the count. If either is 15 or more, the byte is FULL, and its index, count and
weight go to the sections `exception_at` ("<u8"), `exception_counts` and `exception_weights` ("<u4").
"""

from __future__ import annotations

import numpy as np

from newsgrep.engine.segment.patched import patch
from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter

FULL = 0xFF
_HALF = 0xF
_EXCEPTIONS = {"exception_at": "<u8", "exception_counts": "<u4", "exception_weights": "<u4"}


class FrequencyWriter:
    """Writes the section `frequencies` in several pieces."""

    def __init__(self, file: SectionWriter) -> None:
        self._file = file
        self._length = 0
        self._exceptions: list[tuple[Array, Array, Array]] = []
        file.start("frequencies", "|u1")

    def append(self, counts: Array, weights: Array) -> None:
        """Write the counts and weights of further postings."""
        counts, weights = counts.astype(np.int64), weights.astype(np.int64)
        added = weights - counts
        full = (counts >= _HALF) | (added >= _HALF) | (added < 0)
        self._file.append(np.where(full, FULL, counts | added << 4).astype(np.uint8))
        at = np.flatnonzero(full)
        self._exceptions.append((at + self._length, counts[at], weights[at]))
        self._length += len(counts)

    def finish(self) -> None:
        """Write the exceptions."""
        columns = zip(*self._exceptions, strict=True) if self._exceptions else ((np.zeros(0, np.int64),),) * 3
        for (name, dtype), pieces in zip(_EXCEPTIONS.items(), columns, strict=True):
            self._file.add(name, np.concatenate(pieces), dtype)


class FrequencyReader:
    """Reads counts and weights of postings."""

    def __init__(self, file: SectionReader) -> None:
        self._packed = file.section("frequencies", "|u1")
        self._at = file.section("exception_at", "<u8")
        count = len(self._at)
        self._counts = file.section("exception_counts", "<u4", count=count)
        self._weights = file.section("exception_weights", "<u4", count=count)

    def counts(self, start: int, end: int) -> Array:
        """Return the number of occurrences of each posting from `start` to `end`."""
        return patch(self._packed[start:end] & _HALF, start, self._at, self._counts)

    def weights(self, start: int, end: int, largest: int = FULL) -> Array:
        """Return the weight of each posting from `start` to `end`, none of which is above `largest`."""
        packed = self._packed[start:end]
        values = packed >> 4
        values += packed & _HALF
        return values if largest < _HALF else patch(values, start, self._at, self._weights)
