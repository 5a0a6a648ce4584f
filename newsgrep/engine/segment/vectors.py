"""What articles are about, as latent semantic vectors of the archive itself.

Words that keep the same company point in the same direction, so that an article about crude is near a query
for oil (Deerwester and others, "Indexing by latent semantic analysis", JASIS 1990). A basis has a vector for
each word that sets articles apart; the vector of an article is the sum of the vectors of its words.

    basis_<name>.vec      words      "<u4", ascending: the CRC-32 of each
                          vectors    "|i1", words × 50
                          scales     "<f4": the power of two that each vector is multiplied by
                          articles   "<u8", 1: how many there were when it was made
    <segment>.<name>.vec  column.vectors   "|i1", documents × 50: vectors of the documents, by that basis

The name of a basis is the hash of its numbers, and the header of the index names the current basis. So no
vector is used with another basis than its own, even if a run is killed. With a later basis a segment gets
another file, while searches still read the first one.

Vectors of words are multiples of 2 ** -14, and weights of 1 / 8, so that sums up to 128 are exact in floats
of 32 bits: the same article has the same vector in whichever segment it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct

from newsgrep.batching import batched_by_size
from newsgrep.engine.segment.reader import SegmentReader, term_ranges
from newsgrep.engine.segment.sections import (
    Array,
    Section,
    SectionReader,
    SectionWriter,
    damaged,
    mark_changes,
)

#: Numbers of a vector.
DIMENSIONS = 50

#: How many postings are read together, and the vectors of how many fit the cache of a processor.
POSTINGS, _CACHED = 1 << 17, 1 << 11

#: Postings whose vectors are added up at a time; each takes some 40 bytes. With fewer, an article has only a
#: few of them, and most of the time goes into starting its sum.
_FOLDED = 1 << 20

_LARGEST = 127

#: Weights are whole numbers of eighths, which take this many bits.
_EIGHTHS, _WEIGHT_BITS = 8, 8
_WEIGHT = (1 << _WEIGHT_BITS) - 1

#: The finest scale is for vectors of this size: shorter ones tell nothing beside vectors of length 1.
_FINEST = 2.0**-7
_COLUMN = "column.vectors"


class MadeBasis(Struct, frozen=True):
    """A basis that is to be written.

    words:    the CRC-32 of each word, ascending
    vectors:  the vector of each word, as whole numbers
    scales:   the power of two that each vector is multiplied by
    articles: how many articles the index has
    """

    words: Array
    vectors: Array
    scales: Array
    articles: int

    @property
    def name(self) -> str:
        """The hash of the numbers."""
        import hashlib  # takes 6 ms to import, and a search needs no name

        digest = hashlib.blake2b(str(self.articles).encode(), digest_size=8)
        for numbers in (self.words, self.vectors, self.scales):
            digest.update(numbers.tobytes())
        return digest.hexdigest()

    def write(self, path: Path) -> None:
        """Write the basis to a file, durably."""
        file = SectionWriter(path)
        file.add("words", self.words, "<u4")
        file.add("vectors", self.vectors, "|i1")
        file.add("scales", self.scales, "<f4")
        file.add("articles", np.array([self.articles]), "<u8")
        file.close()


class Basis:
    """A basis, read from its file.

    file:     its sections
    articles: how many articles the index had when the basis was made
    """

    def __init__(self, path: Path) -> None:
        """Open the file. Raises IndexDamagedError if it is no basis, FileNotFoundError if it is gone."""
        self.file = SectionReader(path)
        self._words = self.file.section("words", "<u4")
        self._scales = self.file.section("scales", "<f4", count=len(self._words))
        self._vectors = self.file.section("vectors", "|i1", count=len(self._words) * DIMENSIONS)
        self.articles = self.file.section("articles", "<u8", count=1)[0]

    def rows(self, words: Array) -> Array:
        """Return the row of each word, given by its CRC-32; -1 for a word that is not in the basis."""
        known = self._words[:]
        if not len(known):
            return np.full(len(words), -1)
        rows = np.minimum(np.searchsorted(known, words), len(known) - 1)
        return np.where(known[rows] == words, rows, -1)

    def floats(self, rows: Array) -> Array:
        """Return the vectors of the words in the given rows. Raises IndexDamagedError."""
        scales = self._scales.take(rows)
        if not np.all((scales >= 0) & (scales <= 1)):
            raise damaged(self.file.path, "is damaged: it has vectors without end")
        return self._vectors.take_rows(rows, DIMENSIONS) * scales[:, None]

    def fold(self, reader: SegmentReader) -> Array:
        """Return the vector of each document of a segment, as whole numbers."""
        vectors = np.zeros((reader.document_count, DIMENSIONS))
        floats = self.floats(np.arange(len(self._words)))
        bits = len(self._words).bit_length()
        for some in batched_by_size(self._known_postings(reader, bits), len, _FOLDED):
            packed = np.concatenate(some)
            packed.sort()
            weights = (packed & _WEIGHT).astype(np.float32) / np.float32(_EIGHTHS)
            packed >>= _WEIGHT_BITS
            rows = packed & (1 << bits) - 1
            packed >>= bits
            vectors += Matrix(packed, rows, weights, len(vectors)) @ floats
        return scaled_to_bytes(vectors)[0]

    def _known_postings(self, reader: SegmentReader, bits: int) -> Iterator[Array]:
        """Yield the postings of the words that have a row, each packed into one number.

        The number has the document, the row, which takes `bits` bits, and the weight.
        """
        row_of_term = self.rows(reader.term_hashes())
        for start, end in term_ranges(reader.term_postings, POSTINGS):
            frequencies, documents, counts = reader.decode_counts(start, end)
            rows = np.repeat(row_of_term[start:end], frequencies)
            known = np.flatnonzero(rows >= 0)
            packed = documents.take(known) << bits | rows.take(known)
            yield packed << _WEIGHT_BITS | _eighths(counts.take(known))


def basis_of(words: Array, vectors: Array, articles: int) -> MadeBasis:
    """Make a basis from the vectors of ascending words, scaled together: the largest number becomes 1."""
    numbers, scales = scaled_to_bytes(vectors / max(1e-9, float(np.abs(vectors).max(initial=0))))
    return MadeBasis(words, numbers, scales, articles)


def write_vectors(path: Path, vectors: Array) -> None:
    """Write the vectors of the documents of a segment, durably."""
    file = SectionWriter(path)
    file.add(_COLUMN, vectors, "|i1")
    file.close()


class SegmentVectors:
    """The vectors of the documents of a segment, and their basis."""

    def __init__(self, path: Path, basis: Basis, documents: int) -> None:
        """Open the file. Raises IndexDamagedError, and FileNotFoundError if it is gone."""
        self.file = SectionReader(path)
        self.basis = basis
        self._vectors: Section = self.file.section(_COLUMN, "|i1", count=documents * DIMENSIONS)

    def of(self, documents: Array) -> Array:
        """Return the vector of each document, scaled to length 1; zeros for one without known words."""
        return unit(self._vectors.take_rows(documents, DIMENSIONS).astype(np.float64))

    def cosines(self, documents: Array, vector: Array) -> Array:
        """Return the cosine of each document and a vector of length 1; NaN for one without known words."""
        vectors = self._vectors.take_rows(documents, DIMENSIONS).astype(np.float64)
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        lengths[lengths == 0] = np.nan
        return np.asarray(np.einsum("ij,j->i", vectors, vector) / lengths)


def unit(vectors: Array) -> Array:
    """Return vectors scaled to length 1; a vector of length 0 stays as it is."""
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1))


class Matrix:
    """A sparse matrix of `count` rows, given as the row, the column and the value of each entry.

    The rows ascend.
    """

    def __init__(self, rows: Array, columns: Array, values: Array, count: int) -> None:
        self._columns, self._values = columns, values[:, None]
        self._begins = np.flatnonzero(mark_changes(rows))
        self._rows = rows[self._begins]
        self._count = count

    def __matmul__(self, other: Array) -> Array:
        """Return the product with a dense matrix, in pieces that fit the cache of a processor."""
        product = np.zeros((self._count, other.shape[1]))
        ends = np.append(self._begins[1:], len(self._columns))
        first = 0
        while first < len(self._begins):
            start = int(self._begins[first])
            last = max(first + 1, int(np.searchsorted(ends, start + _CACHED, "right")))
            piece = slice(start, int(ends[last - 1]))
            products = other.take(self._columns[piece], axis=0)
            products *= self._values[piece]
            begins = self._begins[first:last] - start
            product[self._rows[first:last]] = np.add.reduceat(products, begins, axis=0)
            first = last
        return product


def word_weights(counts: Array) -> Array:
    """Return the weight of words by how often an article has them: a frequent one weighs more."""
    return np.asarray(_eighths(counts) / _EIGHTHS)


def _eighths(counts: Array) -> Array:
    """Return the weights of words as whole numbers of eighths, which fit _WEIGHT_BITS."""
    return np.asarray(np.rint(_EIGHTHS + _EIGHTHS * np.log(counts)), np.int64)


def scaled_to_bytes(vectors: Array) -> tuple[Array, Array]:
    """Return vectors as whole numbers of a byte, and the power of two that each is to be multiplied by."""
    largest = np.abs(vectors).max(axis=1, initial=0)
    scales = 2.0 ** np.ceil(np.log2(np.maximum(largest, _FINEST) / _LARGEST))
    numbers = np.rint(vectors / scales[:, None])
    return numbers.astype(np.int8), scales.astype(np.float32)
