"""The vectors of a model for the articles of an index: made after a commit, and kept by merges."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from newsgrep.article import Article
from newsgrep.engine.embedded.directory import IndexDirectory, wrong_numbers_reported
from newsgrep.engine.meaning import Meaning
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.meanings import (
    MeaningVectors,
    Rows,
    byte_rows,
    missing_rows,
    replaced,
    write_meanings,
)
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array

#: How many articles the model gets at a time.
_TOGETHER = 32

#: The most bytes to write for each second of work, as each write replaces the whole file.
_BYTES_A_SECOND = 500_000


class _Lacking(Struct, frozen=True):
    """A segment, and its documents that have no vector yet, ascending."""

    info: SegmentInfo
    reader: SegmentReader
    documents: Array


def keep_vectors(
    directory: IndexDirectory, meaning: Meaning, group: Sequence[SegmentInfo], merged: SegmentInfo
) -> None:
    """Give a merged segment the vectors that the segments of its group have."""
    files = [directory.meaning_file(info, meaning.name) for info in group]
    if not any(file.exists() for file in files):
        return

    def blocks() -> Iterator[Rows]:
        for info in group:
            live = info.live()
            kept = np.ones(info.doccount, np.bool_) if live is None else live
            start = 0
            for rows, lengths in _blocks(directory, info, meaning):
                inside = kept[start : start + len(rows)]
                yield rows[inside], lengths[inside]
                start += len(rows)

    with wrong_numbers_reported(directory.path):
        write_meanings(directory.meaning_file(merged, meaning.name), blocks())


def make_vectors(
    directory: IndexDirectory,
    segments: Sequence[SegmentInfo],
    meaning: Meaning,
    vectors_of: Callable[[Sequence[Article]], Array],
    progress: Callable[[int, int], None],
    seconds: float,
) -> int:
    """Make the vectors that articles lack, and return how many. Vectors that are written stay if this fails.

    vectors_of: returns the vector of each given article
    progress:   called with the number of vectors made, and the number to make
    seconds:    seconds of work that may be lost if the process is killed; more for a large segment
    """
    with wrong_numbers_reported(directory.path):
        lacking = list(_lacking(directory, segments, meaning))
    total, done = sum(len(one.documents) for one in lacking), 0
    for one in lacking:
        reader = one.reader
        pending = _Pending(directory, one.info, meaning, seconds)
        try:
            for start in range(0, len(one.documents), _TOGETHER):
                progress(done, total)
                documents = one.documents[start : start + _TOGETHER]
                pending.add(documents, vectors_of([reader.article(number) for number in documents.tolist()]))
                done += len(documents)
        finally:
            pending.write()
    progress(done, total)
    return done


def count_lacking(directory: IndexDirectory, segments: Sequence[SegmentInfo], meaning: Meaning) -> int:
    """Return how many articles have no vector yet."""
    with wrong_numbers_reported(directory.path):
        return sum(len(one.documents) for one in _lacking(directory, segments, meaning))


def _lacking(
    directory: IndexDirectory, segments: Sequence[SegmentInfo], meaning: Meaning
) -> Iterator[_Lacking]:
    from newsgrep.engine.segment.opening import allow_segments, open_segment

    allow_segments(len(segments))
    for info in segments:
        vectors = directory.open_meanings(info, meaning)
        lacks = np.ones(info.doccount, np.bool_) if vectors is None else vectors.lengths == 0
        live = info.live()
        documents = np.flatnonzero(lacks if live is None else lacks & live)
        if len(documents):
            yield _Lacking(info, open_segment(directory.path, info)[0], documents)


def _blocks(directory: IndexDirectory, info: SegmentInfo, meaning: Meaning) -> Iterator[Rows]:
    vectors: MeaningVectors | None = directory.open_meanings(info, meaning)
    return missing_rows(info.doccount, meaning.dimensions) if vectors is None else vectors.blocks()


class _Pending:
    """Vectors of a segment that are made and not written yet: writing them one by one would be slow."""

    def __init__(
        self, directory: IndexDirectory, info: SegmentInfo, meaning: Meaning, seconds: float
    ) -> None:
        self._directory, self._info, self._meaning = directory, info, meaning
        self._documents: list[Array] = []
        self._rows: list[Rows] = []
        self._written_at = time.monotonic()
        seconds_a_file = info.doccount * meaning.dimensions / _BYTES_A_SECOND
        self._write_interval = max(seconds, seconds_a_file if seconds else 0)

    def add(self, documents: Array, vectors: Array) -> None:
        self._documents.append(documents)
        self._rows.append(byte_rows(vectors))
        if time.monotonic() - self._written_at >= self._write_interval:
            self.write()

    def write(self) -> None:
        if self._documents:
            rows, lengths = map(np.concatenate, zip(*self._rows, strict=True))
            old = _blocks(self._directory, self._info, self._meaning)
            file = self._directory.meaning_file(self._info, self._meaning.name)
            with wrong_numbers_reported(self._directory.path):
                write_meanings(file, replaced(old, np.concatenate(self._documents), (rows, lengths)))
        self._documents, self._rows = [], []
        self._written_at = time.monotonic()
