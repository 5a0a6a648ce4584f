"""One state of an index: its segments as one space of documents, those of the first segment first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from newsgrep.engine.bm25f import K1, B
from newsgrep.engine.segment.memory import raise_mmap_threshold
from newsgrep.engine.segment.reader import Documents, SegmentReader
from newsgrep.engine.segment.sections import Array


@dataclass(frozen=True, slots=True)
class Part:
    """A segment in the space of all documents: from `base` on, those marked in `live` (None: all)."""

    reader: SegmentReader
    base: int
    live: npt.NDArray[np.bool_] | None

    def marks(self, documents: Documents) -> npt.NDArray[np.bool_]:
        """Return an entry for each document of the segment, true for these."""
        marks = np.zeros(self.reader.document_count, np.bool_)
        marks[documents] = True
        return marks

    def kept(self, documents: Documents) -> Documents:
        """Return those of some documents of the segment that are not deleted."""
        return documents if self.live is None else documents[self.live[documents]]


class State:
    """The segments of one state of an index."""

    def __init__(self, readers: Sequence[tuple[SegmentReader, npt.NDArray[np.bool_] | None]]) -> None:
        self.parts: list[Part] = []
        self.size = 0
        self._blanks: list[Array] = []
        self._lent = self._penalties_asked = 0
        raise_mmap_threshold()
        for reader, live in readers:
            self.parts.append(Part(reader, self.size, live))
            self.size += reader.document_count

    @cached_property
    def live(self) -> npt.NDArray[np.bool_]:
        """Mark the documents that are not deleted."""
        marks = [np.ones(p.reader.document_count, np.bool_) if p.live is None else p.live for p in self.parts]
        return np.concatenate(marks) if marks else np.zeros(0, np.bool_)

    @cached_property
    def live_count(self) -> int:
        """The number of documents that are not deleted."""
        return sum(
            p.reader.document_count if p.live is None else int(np.count_nonzero(p.live)) for p in self.parts
        )

    @cached_property
    def average_length(self) -> float:
        """The mean weighted length of the live documents."""
        total = 0
        for part in self.parts:
            lengths = part.reader.columns["length"][:]
            total += int((lengths if part.live is None else lengths[part.live]).sum(dtype=np.int64))
        return total / max(1, self.live_count) or 1.0

    def length_penalty(self, documents: Documents) -> npt.NDArray[np.float64]:
        """Return k1 · (1 − b + b · length / average length) of some documents, which ascend."""
        self._penalties_asked += len(documents)
        if self._penalties_asked < self.size:
            return self._penalty(self.numbers("length", documents))
        return self._penalties.take(documents)

    @cached_property
    def _penalties(self) -> npt.NDArray[np.float64]:
        """Those of all documents, which take longer to come by than the few that one search asks for."""
        return self._penalty(self.column("length"))

    def _penalty(self, lengths: Array) -> npt.NDArray[np.float64]:
        penalties = lengths.astype(np.float64)
        penalties *= K1 * B / self.average_length
        penalties += K1 * (1 - B)
        return penalties

    def blank(self, kind: np.dtype[Any]) -> Array:
        """Return an array with a zero for each document, which whoever asks has until `reuse` is called."""
        if kind != np.uint8:
            return np.zeros(self.size, kind)
        if self._lent == len(self._blanks):
            self._blanks.append(np.zeros(self.size, np.uint8))
        else:
            self._blanks[self._lent].fill(0)
        self._lent += 1
        return self._blanks[self._lent - 1]

    def reuse(self) -> None:
        """Have `blank` return the same arrays again: new memory takes longer to come by than to fill."""
        self._lent = 0

    def column(self, name: str) -> Array:
        """Return a number of every document."""
        columns = [part.reader.columns[name][:] for part in self.parts]
        return columns[0] if len(columns) == 1 else np.concatenate(columns or [np.zeros(0, np.uint32)])

    def numbers(self, name: str, documents: Documents) -> Array:
        """Return a number of each of some documents, which ascend."""
        bounds = np.searchsorted(documents, [*(part.base for part in self.parts), self.size]).tolist()
        found = [np.zeros(0, np.uint32)]
        for part, start, end in zip(self.parts, bounds[:-1], bounds[1:], strict=True):
            found.append(part.reader.columns[name].take(documents[start:end] - part.base))
        return np.concatenate(found)

    def locate(self, document: int) -> tuple[SegmentReader, int]:
        """Return the segment that has a document, and its number there."""
        part = next(part for part in reversed(self.parts) if part.base <= document)
        return part.reader, document - part.base

    def find(self, key: str) -> int:
        """Return the document with a key, -1 where there is none that is not deleted."""
        for part in self.parts:
            document = part.reader.document_of_key(key)
            if document >= 0 and (part.live is None or part.live[document]):
                return part.base + document
        return -1
