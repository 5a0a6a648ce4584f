"""Shingles: hashes of three words in a row, by which versions of the same story are recognised.

About one in SAMPLING of the hashes of an article's body is kept. The hash itself decides, so that it is kept
in all articles or in none, and two articles share about the same part of their kept hashes as of all hashes.

    shingles.hashes   ("<u4") hashes of each document, ascending, one document after the other
    shingles.ends     ("<u8", documents) how many hashes belong to this document and all before it

The optional column digit_percent ("|u1") has how many of a hundred words of the body have a digit: it
tells tables of figures from stories.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from newsgrep.engine.segment.sections import (
    Array,
    Section,
    SectionReader,
    SectionWriter,
    damaged,
    mark_changes,
)

#: Words of a shingle.
WORDS = 3

#: One hash out of this many is kept.
SAMPLING = 4

_HASHES, _ENDS = "shingles.hashes", "shingles.ends"

#: If the wanted documents make more than one run for this many hashes of a segment, all its hashes are read.
_HASHES_A_RUN = 5_000

#: Odd 64-bit constants, a different one for each word of a shingle, so that the order of the words counts.
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)

_HALF, _MASK = np.uint64(32), np.uint64((1 << 32) - 1)

#: A hash is kept if none of these bits is set; so SAMPLING must be a power of two.
_DISCARDING_BITS = np.uint64(SAMPLING - 1) << _HALF


class Shingles(Struct, frozen=True):
    """The kept hashes of documents: document d has hashes[ends[d-1]:ends[d]], ascending."""

    hashes: Array
    ends: Array

    def of(self, document: int) -> Array:
        """Return the hashes of a document."""
        return self.hashes[int(self.ends[document - 1]) if document else 0 : int(self.ends[document])]

    def among(self, documents: Array) -> Shingles:
        """Return the shingles of some documents, given as indices."""
        return _among(self.hashes, self.ends, documents)


class StoredShingles(Struct, frozen=True):
    """The shingles of a segment. Hashes are read, and verified, when they are asked for."""

    hashes: Section
    ends: Array

    def among(self, documents: Array) -> Shingles:
        """Return the shingles of some documents, given as indices."""
        return _among(self.hashes, self.ends, documents)


def _among(hashes: Array | Section, ends: Array, documents: Array) -> Shingles:
    last = ends.astype(np.int64)[documents]
    first = np.where(documents > 0, ends.astype(np.int64)[documents - 1], 0)
    # Documents in a row are one piece.
    starts = np.flatnonzero(np.diff(documents, prepend=-2) != 1)
    ends_of = np.append(starts, len(documents))[1:] - 1
    bounds = zip(first[starts].tolist(), last[ends_of].tolist(), strict=True)
    values = hashes[:] if len(starts) > len(hashes) // _HASHES_A_RUN else hashes
    pieces = [values[start:end] for start, end in bounds]
    return Shingles(np.concatenate([np.zeros(0, np.uint32), *pieces]), np.cumsum(last - first))


class WordHashes:
    """Hashes of words, by the number that a vocabulary gives them."""

    def __init__(self) -> None:
        self._hashes: list[int] = []
        self._has_digit: list[bool] = []

    def of(self, words: Sequence[bytes]) -> tuple[Array, Array]:
        """Return the hash of each word, and whether it has a digit. Words are only ever added at the end."""
        new = words[len(self._hashes) :]
        self._hashes += map(zlib.crc32, new)
        self._has_digit += map(_has_digit, new)
        return np.array(self._hashes, np.uint64), np.array(self._has_digit, np.bool_)


class ShingleCounter:
    """Collects the shingles and the words with digits of the documents of a segment."""

    def __init__(self, documents: int) -> None:
        self._documents = documents
        self._hashes: list[Array] = []
        self._counts = np.zeros(documents, np.int64)
        self._digits = np.zeros(documents, np.int64)
        self._last_words = np.zeros(0, np.int64), np.zeros(0, np.int64)
        #: Kept hashes of the last document, which may go on, each with the document in its upper half.
        self._pending = np.zeros(0, np.uint64)

    def add(self, numbers: Array, documents: Array, hashes: Array, has_digit: Array) -> None:
        """Add the next words, as numbers into `hashes`, with the document of each; -1 outside of bodies."""
        found = documents.take(np.flatnonzero(has_digit.take(numbers)))
        self._digits += np.bincount(found[found >= 0], minlength=self._documents)
        numbers = np.concatenate([self._last_words[0], numbers])
        documents = np.concatenate([self._last_words[1], documents])
        self._last_words = numbers[1 - WORDS :], documents[1 - WORDS :]
        if len(numbers) >= WORDS:
            found = np.concatenate([self._pending, _kept_hashes(hashes.take(numbers), documents)])
            found.sort()
            self._keep(found[mark_changes(found)])

    def _keep(self, found: Array) -> None:
        """Keep ascending hashes; the hashes of the last document are pending, as it may go on."""
        last = found[-1:] >> _HALF
        end = int(np.searchsorted(found >> _HALF, last[0])) if len(found) else 0
        self._pending = found[end:]
        self._finish(found[:end])

    def _finish(self, found: Array) -> None:
        self._counts += np.bincount((found >> _HALF).astype(np.int64), minlength=self._documents)
        self._hashes.append((found & _MASK).astype(np.uint32))

    def finish(self, lengths: Array) -> tuple[Shingles, Array]:
        """Return the shingles of all documents, and how many of a hundred words of each have a digit.

        lengths: number of words of each document
        """
        self._finish(self._pending)
        percent = 100 * self._digits // np.maximum(lengths, 1)
        return Shingles(np.concatenate(self._hashes), np.cumsum(self._counts)), percent.astype(np.uint8)


def _kept_hashes(words: Array, documents: Array) -> Array:
    """Return the hashes of shingles that are kept, each with its document in the upper half."""
    count = len(words) - WORDS + 1
    mixed = words[:count] * _FACTORS[0]
    for n, factor in enumerate(_FACTORS[1:], 1):
        mixed += words[n : n + count] * factor
    mixed ^= mixed >> np.uint64(33)
    mixed *= _MIX
    # The body of a document is in one piece: if a shingle begins and ends in it, all of it does.
    kept = mixed & _DISCARDING_BITS == 0
    kept &= documents[:count] == documents[WORDS - 1 :]
    places = np.flatnonzero(kept)
    owners = documents.take(places)
    inside = np.flatnonzero(owners >= 0)
    owners, mixed = owners.take(inside).astype(np.uint64), mixed.take(places.take(inside))
    return np.asarray(owners << _HALF | mixed & _MASK)


def shingles_of(words: Sequence[str]) -> tuple[Array, int]:
    """Return the shingles of one body, ascending, and how many of a hundred of its words have a digit."""
    packed = np.array([*map(_hash_and_digit, words)], np.uint64)
    percent = 100 * int((packed & np.uint64(1)).sum()) // max(len(words), 1)
    if len(words) < WORDS:
        return np.zeros(0, np.uint32), percent
    kept = _kept_hashes(packed >> np.uint64(1), np.zeros(len(words), np.int64)) & _MASK
    kept.sort()
    return kept[mark_changes(kept)].astype(np.uint32), percent


@lru_cache(maxsize=1 << 17)  # most words of an article are in earlier articles, too
def _hash_and_digit(word: str) -> int:
    """Return the hash of a word and, in the lowest bit, whether it has a digit."""
    data = word.encode()
    return zlib.crc32(data) << 1 | _has_digit(data)


def _has_digit(word: bytes) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word.decode()))


def write_shingles(file: SectionWriter, shingles: Shingles) -> None:
    """Write the shingles of a segment as two sections of its file."""
    file.add(_HASHES, shingles.hashes, "<u4")
    file.add(_ENDS, shingles.ends, "<u8")


def read_shingles(file: SectionReader, count: int) -> StoredShingles | None:
    """Return the shingles of a segment of `count` documents, None if it has none, as it is older.

    Raises IndexDamagedError.
    """
    if _ENDS not in file.names():
        return None
    hashes, ends = file.section(_HASHES, "<u4"), file.read(_ENDS, "<u8", count=count)
    if np.any(ends[1:] < ends[:-1]) or (int(ends[-1]) if len(ends) else 0) != len(hashes):
        raise damaged(file.path, "is damaged: the shingles do not fit its documents")
    return StoredShingles(hashes, ends)


def joined_shingles(pieces: Sequence[Shingles]) -> Shingles:
    """Return the shingles of one or more segments, one segment after the other."""
    return Shingles(np.concatenate([piece.hashes for piece in pieces]), np.concatenate([*_shifted(pieces)]))


def _shifted(pieces: Sequence[Shingles]) -> Iterator[Array]:
    before = 0
    for piece in pieces:
        yield piece.ends.astype(np.int64) + before
        before += len(piece.hashes)
