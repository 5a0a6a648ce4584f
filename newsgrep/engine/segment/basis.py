"""Making a basis: the directions in which the articles of a sample differ most.

The sample has the articles with the smallest hashes of their keys, so that the same articles give the same
basis, in whichever segments they are. A word weighs more the more often an article has it, and the fewer
articles do; every article weighs the same. The directions have the largest singular values, and are found as
Musco and Musco do ("Randomized block Krylov methods for stronger and faster approximate singular value
decomposition", NIPS 2015). A direction is divided by the root of its singular value. Otherwise the first few,
which tell a report from a table, would outweigh all others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsgrep.engine.segment.reader import SegmentReader, term_ranges
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.vectors import (
    DIMENSIONS,
    POSTINGS,
    MadeBasis,
    Matrix,
    basis_of,
    word_weights,
)

#: Words of the basis are in this many articles of the sample at least, and in this part of it at most.
_FEWEST, _LARGEST_PART = 3, 0.1

#: How many directions are computed and not kept, and how often the whole sample is passed through all of
#: them. With fewer rounds the order of hits depends on the random numbers; with more it does not change.
_SPARE, _ROUNDS = 10, 4

#: If less than this length is left of a vector of length 1, it is only rounding error.
_LEAST_LEFT = 1e-3

#: The square of a length is only rounding error if it is less than this part of the largest square.
_ROUNDING = 1e-12


def make_basis(segments: Sequence[tuple[SegmentReader, Array | None]], sample: int) -> MadeBasis:
    """Return a basis of the live documents of the segments, made from at most `sample` of them."""
    hashes = [reader.keys.hashes() for reader, _ in segments]
    held = [one if live is None else one[live] for one, (_, live) in zip(hashes, segments, strict=True)]
    every = np.sort(np.concatenate(held))
    chosen = every[:sample]
    pieces = []
    for one, (reader, live) in zip(hashes, segments, strict=True):
        places = np.minimum(np.searchsorted(chosen, one), len(chosen) - 1)
        is_chosen = chosen[places] == one
        is_sampled = is_chosen if live is None else is_chosen & live
        pieces.append(_sampled_postings(reader, np.where(is_sampled, places, -1)))
    words, weights = _word_vectors(
        np.concatenate([words for words, _, _ in pieces]),
        np.concatenate([places for _, places, _ in pieces]),
        np.concatenate([counts for _, _, counts in pieces]),
        len(chosen),
    )
    return basis_of(words, weights, len(every))


def _sampled_postings(reader: SegmentReader, places: Array) -> tuple[Array, Array, Array]:
    """Return the word's hash, the place and the count of each posting of a sampled document.

    places: the place of each document in the sample, -1 if it is not in it
    """
    hashes, is_sampled = reader.term_hashes(), places >= 0
    words, found, kept = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start, end in term_ranges(reader.term_postings, POSTINGS):
        frequencies, documents, counts = reader.decode_counts(start, end)
        sampled = np.flatnonzero(is_sampled.take(documents))
        words.append(np.repeat(hashes[start:end], frequencies).take(sampled))
        found.append(places.take(documents.take(sampled)))
        kept.append(counts.take(sampled))
    return np.concatenate(words), np.concatenate(found), np.concatenate(kept)


def _word_vectors(hashes: Array, places: Array, counts: Array, articles: int) -> tuple[Array, Array]:
    """Return the hashes of the words of the basis, ascending, and the vector of each."""
    words, inverse, frequencies = np.unique(hashes, return_inverse=True, return_counts=True)
    is_telling = (frequencies >= _FEWEST) & (frequencies <= _LARGEST_PART * articles)
    kept = is_telling[inverse]
    columns = (np.cumsum(is_telling) - 1)[inverse[kept]]
    words, frequencies = words[is_telling], frequencies[is_telling]
    if len(words) < DIMENSIONS + _SPARE or articles < DIMENSIONS + _SPARE:
        return np.zeros(0, np.uint32), np.zeros((0, DIMENSIONS), np.float32)
    idf = np.log(articles / frequencies).astype(np.float32)
    rows, values = places[kept], word_weights(counts[kept]) * idf[columns]
    lengths = np.sqrt(np.bincount(rows, values**2, articles))
    values = (values / lengths[rows]).astype(np.float32)
    return words, _directions(rows, columns, values, articles, len(words)) * idf[:, None]


def _directions(rows: Array, columns: Array, values: Array, articles: int, words: int) -> Array:
    """Return for each word its part in each of the strongest directions of a sparse matrix."""
    by_article = _matrix_of(rows, columns, values, articles)
    by_word = _matrix_of(columns, rows, values, words)
    random = np.random.default_rng(0)
    added = _orthonormal(by_word @ random.standard_normal((articles, DIMENSIONS + _SPARE), np.float32))
    base, passed = added, by_article @ added
    for _ in range(_ROUNDS):
        added = _orthonormal_rest(base, _orthonormal(by_word @ passed[:, -added.shape[1] :]))
        if not added.shape[1]:
            break
        base, passed = np.hstack([base, added]), np.hstack([passed, by_article @ added])
    eigenvalues, eigenvectors = np.linalg.eigh(passed.T @ passed)
    strongest = np.argsort(-eigenvalues, kind="stable")[:DIMENSIONS]
    directions = np.zeros((words, DIMENSIONS))  # there are fewer where the articles hardly differ
    scales = np.maximum(eigenvalues[strongest], 1e-9) ** 0.25
    directions[:, : len(strongest)] = base @ eigenvectors[:, strongest] / scales
    return directions


def _matrix_of(rows: Array, columns: Array, values: Array, count: int) -> Matrix:
    """Return the sparse matrix of entries in any order."""
    order = np.argsort(rows, kind="stable")
    return Matrix(rows[order], columns[order], values[order], count)


def _orthonormal(vectors: Array, shortest: float = 0) -> Array:
    """Return vectors of length 1, at right angles, that span the same space.

    Leaves out a direction in which the given vectors together are not longer than `shortest`, or no longer
    than rounding errors. The vectors are few and long: eigenvectors of their products take a sixth of the
    time of a QR decomposition.
    """
    wide = vectors.astype(np.float64)
    eigenvalues, eigenvectors = np.linalg.eigh(wide.T @ wide)
    kept = eigenvalues > max(shortest**2, _ROUNDING * eigenvalues[-1])
    return np.asarray(wide @ (eigenvectors[:, kept] / np.sqrt(eigenvalues[kept])), np.float32)


def _orthonormal_rest(base: Array, vectors: Array) -> Array:
    """Return vectors of length 1, at right angles to each other and to a base.

    Together with the base they span the given vectors, too. Two passes are needed, as part of what is left
    after the first is rounding error.
    """
    for _ in range(2):
        vectors = _orthonormal(vectors - base @ (base.T @ vectors), _LEAST_LEFT)
        if not vectors.shape[1]:
            break
    return vectors
