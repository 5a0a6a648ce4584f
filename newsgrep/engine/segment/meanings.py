"""The vectors of the documents of a segment by a model that the user chose, in a file beside the segment.

    <segment>.<name>.sem  column.meaning   "|i1", documents × dimensions: the vectors, each as long as fits
                          column.length    "<f4": how long each is; 0 for a document that has none yet

`name` is the hash of the model. Making vectors takes hours. So newsgrep writes the whole file again whenever
there are some more, and renames it into place: a reader has the former file or the new one. A segment without
the file has no vectors yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import numpy as np

from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter
from newsgrep.index_files import sync

#: Documents whose vectors are read or written together.
_TOGETHER = 1 << 13

_LARGEST = 127

#: The length that is stored for a vector of zeros, as 0 means that there is no vector.
_NO_LENGTH = 1e-6

#: Vectors, a row for each document, and the length of each vector.
Rows = tuple[Array, Array]


class MeaningVectors:
    """The vectors of a segment by a model."""

    def __init__(self, path: Path, documents: int, dimensions: int) -> None:
        """Open the file. Raises IndexDamagedError, and FileNotFoundError if there is none."""
        self.file = SectionReader(path)
        self._dimensions = dimensions
        self._vectors = self.file.section("column.meaning", "|i1", count=documents * dimensions)
        self._lengths = self.file.section("column.length", "<f4", count=documents)

    @cached_property
    def lengths(self) -> Array:
        """The length of the vector of each document; 0 for one that has none yet."""
        return self._lengths[:]

    def blocks(self) -> Iterator[Rows]:
        """Yield the vectors of all documents, in blocks of some thousand documents."""
        for start in range(0, len(self.lengths), _TOGETHER):
            lengths = self.lengths[start : start + _TOGETHER]
            end = start + len(lengths)
            flat = self._vectors[start * self._dimensions : end * self._dimensions]
            yield flat.reshape(-1, self._dimensions), lengths

    def of(self, document: int) -> Array | None:
        """Return the vector of a document, None if it has none yet."""
        start = document * self._dimensions
        row = self._vectors[start : start + self._dimensions].astype(np.float32)
        return np.asarray(row / self.lengths[document]) if self.lengths[document] else None

    def nearness(self, vector: Array) -> Array:
        """Return the cosine of each document and a vector of length 1; NaN for a document without vector."""
        found = [np.zeros(0, np.float32)]
        for rows, lengths in self.blocks():
            products = rows.astype(np.float32) @ vector.astype(np.float32)
            found.append(np.where(lengths > 0, products / np.where(lengths > 0, lengths, 1), np.nan))
        return np.concatenate(found)


def byte_rows(vectors: Array) -> Rows:
    """Return vectors as whole numbers of a byte, each as long as fits. A row with NaN is a missing vector."""
    lacks = np.asarray(np.isnan(vectors).any(axis=1))
    vectors = np.where(lacks[:, None], 0, vectors)
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0)
    rows = np.rint(vectors * (_LARGEST / np.where(largest > 0, largest, 1))).astype(np.int8)
    lengths = np.maximum(np.linalg.norm(rows.astype(np.float32), axis=1), _NO_LENGTH)
    return rows, np.where(lacks, 0, lengths).astype(np.float32)


def missing_rows(documents: int, dimensions: int) -> Iterator[Rows]:
    """Yield the rows of `documents` documents that have no vector yet."""
    for start in range(0, documents, _TOGETHER):
        count = min(_TOGETHER, documents - start)
        yield np.zeros((count, dimensions), np.int8), np.zeros(count, np.float32)


def replaced(blocks: Iterable[Rows], documents: Array, new: Rows) -> Iterator[Rows]:
    """Yield the blocks with new vectors for the given ascending documents."""
    start = 0
    for rows, lengths in blocks:
        first, last = np.searchsorted(documents, [start, start + len(rows)])
        if first < last:
            rows, lengths = rows.copy(), lengths.copy()
            inside = documents[first:last] - start
            rows[inside], lengths[inside] = new[0][first:last], new[1][first:last]
        yield rows, lengths
        start += len(rows)


def write_meanings(path: Path, blocks: Iterable[Rows]) -> None:
    """Replace the vectors of a segment, durably."""
    file = SectionWriter(path.with_suffix(".new.sem"))
    try:
        all_lengths = [np.zeros(0, np.float32)]
        file.start("column.meaning", "|i1")
        for rows, lengths in blocks:
            file.append(rows)
            all_lengths.append(lengths)
        file.add("column.length", np.concatenate(all_lengths), "<f4")
        file.close()
    except BaseException:
        file.abandon()
        raise
    file.path.replace(path)
    sync(path.parent)
