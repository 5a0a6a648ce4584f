"""How often a term occurs in an article, and how much that weighs: both in one byte, nearly always.

The low half of a byte is the number of occurrences, the high half what the fields' weights add to it. Where
either is 15 or more the byte is FULL, and the place and both true values go to three more sections.
"""

from __future__ import annotations

import numpy as np

from newsgrep.engine.segment.patched import with_exceptions
from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter

FULL = 0xFF
_HALF = 0xF


class FrequencyWriter:
    """Writes frequencies piece by piece."""

    def __init__(self, file: SectionWriter) -> None:
        self._file = file
        self._length = 0
        self._full: list[tuple[Array, Array, Array]] = []
        file.start("frequencies", "|u1")

    def append(self, counts: Array, weights: Array) -> None:
        """Write further occurrences with their weights."""
        counts, weights = counts.astype(np.int64), weights.astype(np.int64)
        added = weights - counts
        full = (counts >= _HALF) | (added >= _HALF) | (added < 0)
        self._file.append(np.where(full, FULL, counts | added << 4).astype(np.uint8))
        places = np.flatnonzero(full)
        self._full.append((places + self._length, counts[places], weights[places]))
        self._length += len(counts)

    def finish(self) -> None:
        """Write those that did not fit."""
        columns = zip(*self._full, strict=True) if self._full else ((np.zeros(0, np.int64),),) * 3
        for (name, dtype), parts in zip(_ASIDE.items(), columns, strict=True):
            self._file.add(name, np.concatenate(parts), dtype)


_ASIDE = {"full_at": "<u8", "full_counts": "<u4", "full_weights": "<u4"}


class FrequencyReader:
    """Reads them."""

    def __init__(self, file: SectionReader) -> None:
        self._packed = file.section("frequencies")
        self._at, self._counts, self._weights = (file.section(name) for name in _ASIDE)

    def counts(self, start: int, end: int) -> Array:
        """Return the occurrences of a stretch of postings."""
        return with_exceptions(self._packed[start:end] & _HALF, start, self._at, self._counts)

    def weights(self, start: int, end: int, most: int = FULL) -> Array:
        """Return the weighted frequencies of a stretch of postings, none of which is more than `most`."""
        packed = self._packed[start:end]
        values = packed >> 4
        values += packed & _HALF
        return values if most < _HALF else with_exceptions(values, start, self._at, self._weights)
