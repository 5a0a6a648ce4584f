"""Cutting texts at white space, and finding the values of their chunks, many at once.

A chunk of up to SHORT bytes is two 64-bit numbers: its first 8 bytes, and the others with its length. By
those it is looked up in a hash table of arrays; both are compared, so that nothing is taken for another. The
few longer chunks are looked up one by one.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from newsgrep.engine.segment.sections import Array

#: What the analysis cuts texts at; other white space is within chunks, and parts words there.
WHITE_SPACE = b" \t\n\r\x0b\x0c"
_IS_WHITE = np.array([byte in WHITE_SPACE for byte in range(256)])

#: The greatest of them, and the two that nearly all are.
_LAST_WHITE, _SPACE, _LINE_END = 0x20, 0x20, 0x0A

#: Bytes of a chunk that is looked up together with others.
SHORT = 15

_PIECE = 8
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_PIECE + 1)], np.uint64)

#: Where the length is, one greater than it is, so that no chunk is all zeros.
_LENGTH_AT = np.uint64(56)

#: Instead of it for a long chunk, which is in no slot.
_LONG = np.uint64(0xFF << 56)

#: What a text to be cut ends with, so that a piece may be read anywhere before.
END = b"\n" * _PIECE

#: The value of a chunk that is not known yet.
_UNKNOWN = np.iinfo(np.int32).min

#: The part of chunks from which on those without a byte are left out at once, and not looked up.
_MANY_EMPTY = 1 / 8

Pieces = npt.NDArray[np.uint64]

#: Is told of chunks that are new, and returns a value for each, greater than _UNKNOWN.
Learn = Callable[[list[bytes]], list[int]]


class ChunkTable:
    """The values of chunks, found with arrays: open addressing, with what is hashed drawn at random.

    So nobody can write a text whose chunks collide. A slot has the number of a chunk. What there is of chunks
    is by number, as they came: the commonest are together, and are in the caches of a processor.
    """

    def __init__(self) -> None:
        self._long: dict[bytes, int] = {}
        self._factors = [np.uint64(int.from_bytes(os.urandom(8)) | 1) for _ in range(3)]
        self._count = 0
        # By chunk number; the last entry is of no chunk, and what is not there looks like it.
        self._heads: Pieces = np.zeros(1 << 10, np.uint64)
        self._tails: Pieces = np.zeros(1 << 10, np.uint64)
        self._values: Array = np.full(1 << 10, _UNKNOWN, np.int32)
        self._slots: Array = np.full(1 << 11, -1, np.int32)

    def values(self, data: bytes, learn: Learn) -> tuple[Array, Array]:
        """Return the values of all chunks of a text that ends with END, and where each chunk begins.

        Between two bytes of white space there may be a chunk without a byte. `learn` is told of new chunks.
        The table does not keep it: with a method of the table's owner it would be a cycle, which is freed
        only when the collector comes by.
        """
        starts, lengths = _edges(data)
        heads, tails = _pieces(data, starts, lengths)
        values = self._values.take(self._find(heads, tails), mode="wrap")
        long = np.flatnonzero(lengths > SHORT)
        if len(long):
            values[long] = self._values_of_long(_cut(data, starts[long], lengths[long]), learn)
        unknown = np.flatnonzero(values == _UNKNOWN)
        if len(unknown):
            chunks = _cut(data, starts[unknown], lengths[unknown])
            values[unknown] = self._values_of_new(chunks, learn)
            first = unknown[_first_places(chunks)]
            self._insert(values.take(first), heads.take(first), tails.take(first))
        return values, starts

    def _values_of_long(self, chunks: list[bytes], learn: Learn) -> list[int]:
        known = self._long
        new = [chunk for chunk in chunks if chunk not in known]
        if new:
            known.update(zip(new, self._values_of_new(new, learn), strict=True))
        return [*map(known.__getitem__, chunks)]

    def _values_of_new(self, chunks: list[bytes], learn: Learn) -> list[int]:
        """Have new chunks learnt, of which some may be there more than once."""
        distinct = list(dict.fromkeys(chunks))
        values = dict(zip(distinct, learn(distinct), strict=True))
        return [*map(values.__getitem__, chunks)]

    def _find(self, heads: Pieces, tails: Pieces) -> Array:
        """Return the numbers of short chunks, -1 for one that is not there."""
        slots = self._hashed(heads, tails)
        numbers = self._slots.take(slots).astype(np.int64)
        others = self._others(numbers, heads, tails)
        while len(others):
            others = others[numbers.take(others) >= 0]
            slots[others] = following = (slots.take(others) + 1) & (len(self._slots) - 1)
            numbers[others] = found = self._slots.take(following).astype(np.int64)
            others = others[self._others(found, heads.take(others), tails.take(others))]
        return numbers

    def _others(self, numbers: Array, heads: Pieces, tails: Pieces) -> Array:
        """Return at which places a number is not that of the chunk which is looked for."""
        other = self._heads.take(numbers, mode="wrap") != heads
        other |= self._tails.take(numbers, mode="wrap") != tails
        return np.flatnonzero(other)

    def _hashed(self, heads: Pieces, tails: Pieces) -> Array:
        """Return the slot where the search for each chunk begins."""
        first, second, third = self._factors
        hashes = heads * first
        hashes += tails * second
        hashes ^= hashes >> np.uint64(32)
        hashes *= third
        hashes >>= np.uint64(65 - len(self._slots).bit_length())
        return hashes.view(np.int64)

    def _insert(self, values: Array, heads: Pieces, tails: Pieces) -> None:
        """Enter new short chunks, each of which is there once."""
        start, end = self._count, self._count + len(values)
        if end >= len(self._heads):
            self._grow(1 << end.bit_length())
        numbers = np.arange(start, end, dtype=np.int32)
        self._heads[start:end], self._tails[start:end] = heads, tails
        self._values[start:end] = values
        self._count = end
        self._fill(numbers)

    def _grow(self, size: int) -> None:
        """Have room for so many chunks."""
        more = size - len(self._heads)
        self._heads = np.append(self._heads, np.zeros(more, np.uint64))
        self._tails = np.append(self._tails, np.zeros(more, np.uint64))
        self._values = np.append(self._values, np.full(more, _UNKNOWN, np.int32))
        self._slots = np.full(2 * size, -1, np.int32)
        self._fill(np.arange(self._count, dtype=np.int32))

    def _fill(self, numbers: Array) -> None:
        """Take a free slot for each chunk; of several that want one, the first gets it, as it is commoner."""
        slots = self._hashed(self._heads[numbers], self._tails[numbers])
        while len(numbers):
            free = np.flatnonzero(self._slots.take(slots) < 0)[::-1]
            self._slots[slots.take(free)] = numbers.take(free)
            left = np.flatnonzero(self._slots.take(slots) != numbers)
            numbers, slots = numbers.take(left), (slots.take(left) + 1) & (len(self._slots) - 1)


def _edges(data: bytes) -> tuple[Array, Array]:
    """Return where the chunks begin, and how long they are."""
    characters = np.frombuffer(data, np.uint8, len(data) - len(END) + 1)
    ends = np.flatnonzero(characters <= _LAST_WHITE)
    at_ends = characters.take(ends)
    if not ((at_ends == _SPACE) | (at_ends == _LINE_END)).all():
        ends = ends[_IS_WHITE.take(at_ends)]
    starts = np.empty_like(ends)
    starts[0] = 0
    np.add(ends[:-1], 1, out=starts[1:])
    lengths = ends - starts
    if len(lengths) - np.count_nonzero(lengths) > len(lengths) * _MANY_EMPTY:
        filled = np.flatnonzero(lengths)
        starts, lengths = starts.take(filled), lengths.take(filled)
    return starts, lengths


def _cut(data: bytes, starts: Array, lengths: Array) -> list[bytes]:
    ends = (starts + lengths).tolist()
    return [data[start:end] for start, end in zip(starts.tolist(), ends, strict=True)]


def _first_places(chunks: list[bytes]) -> list[int]:
    """Return where each of some chunks stands first, ascending."""
    places = dict(zip(reversed(chunks), range(len(chunks) - 1, -1, -1), strict=True))
    return [*map(places.__getitem__, dict.fromkeys(chunks))]


def _pieces(data: bytes, starts: Array, lengths: Array) -> tuple[Pieces, Pieces]:
    """Return the first 8 bytes of each chunk, and its other bytes with its length; for a long one _LONG."""
    pieces = np.ndarray((len(data) - _PIECE + 1,), "<u8", data, strides=(1,))
    heads = pieces[starts]
    heads &= _MASKS.take(lengths, mode="clip")
    tails = (lengths + 1).view(np.uint64)
    tails <<= _LENGTH_AT
    longer = np.flatnonzero(lengths > _PIECE)
    rest = lengths.take(longer) - _PIECE
    tails[longer] |= pieces[starts.take(longer) + _PIECE] & _MASKS.take(rest, mode="clip")
    tails[longer[rest > SHORT - _PIECE]] = _LONG
    return heads, tails
