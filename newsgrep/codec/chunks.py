"""Cutting texts at white space, and finding the numbers of their chunks, many at once.

A chunk of up to SHORT bytes is two 64-bit numbers: its first 8 bytes, and the others with its length. By
those it is looked up in a hash table of arrays; both are compared, so that nothing is taken for another. The
few longer chunks are looked up one by one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count

import numpy as np
import numpy.typing as npt

from newsgrep.codec.layout import Array

#: What the analysis cuts texts at; other white space is within chunks, and parts words there.
WHITE_SPACE = b" \t\n\r\x0b\x0c"
_IS_WHITE = bytes(byte in WHITE_SPACE for byte in range(256))

#: Bytes of a chunk that is looked up together with others.
SHORT = 15

_PIECE = 8
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_PIECE + 1)], np.uint64)
_LENGTH_AT = np.uint64(56)

#: What a text to be cut ends with, so that a piece may be read anywhere before.
END = b"\n" * _PIECE

Pieces = npt.NDArray[np.uint64]

#: Is told of chunks that are new.
Learn = Callable[[list[bytes]], None]


class ChunkTable:
    """The numbers of chunks, found with arrays: open addressing, with what is hashed drawn at random.

    So nobody can write a text whose chunks collide.
    """

    def __init__(self) -> None:
        self._long: dict[bytes, int] = {}
        self._factors = [np.uint64(int.from_bytes(os.urandom(8)) | 1) for _ in range(3)]
        self._count = 0
        # By chunk number; the last entry is of no chunk, and what is not there looks like it.
        self._heads: Pieces = np.zeros(1 << 10, np.uint64)
        self._tails: Pieces = np.zeros(1 << 10, np.uint64)
        self._slots: Array = np.full(1 << 11, -1, np.int32)

    def numbers(self, data: bytes, learn: Learn) -> tuple[Array, Array]:
        """Return the numbers of all chunks of a text that ends with END, and where each chunk begins.

        `learn` is told of new chunks, whose numbers go on from the last. The table does not keep it: with a
        method of the table's owner it would be a cycle, which is freed only when the collector comes by.
        """
        starts, ends = _edges(data)
        lengths = ends - starts
        heads, tails = _pieces(data, starts, lengths)
        numbers = self._find(heads, tails)
        long = np.flatnonzero(lengths > SHORT)
        if len(long):
            numbers[long] = self._numbers_of_long(_cut(data, starts[long], ends[long]), learn)
        unknown = np.flatnonzero(numbers < 0)
        if len(unknown):
            numbers[unknown] = self._numbers_of_new(_cut(data, starts[unknown], ends[unknown]), learn)
            self._insert(numbers[unknown], heads[unknown], tails[unknown])
        return numbers, starts

    def _numbers_of_long(self, chunks: list[bytes], learn: Learn) -> list[int]:
        known = self._long
        new = [chunk for chunk in chunks if chunk not in known]
        if new:
            known.update(zip(new, self._numbers_of_new(new, learn), strict=True))
        return [*map(known.__getitem__, chunks)]

    def _find(self, heads: Pieces, tails: Pieces) -> Array:
        """Return the numbers of short chunks, -1 for one that is not there."""
        slots = self._hashed(heads, tails)
        numbers, wrong = self._compared(slots, heads, tails)
        while len(wrong):
            slots[wrong] = following = (slots.take(wrong) + 1) & (len(self._slots) - 1)
            found, still = self._compared(following, heads.take(wrong), tails.take(wrong))
            numbers[wrong] = found
            wrong = wrong.take(still)
        return numbers

    def _compared(self, slots: Array, heads: Pieces, tails: Pieces) -> tuple[Array, Array]:
        """Return the numbers in some slots, and where one is that of another chunk."""
        numbers = self._slots.take(slots).astype(np.int64)
        others = self._heads.take(numbers, mode="wrap") != heads
        others |= self._tails.take(numbers, mode="wrap") != tails
        others &= numbers >= 0
        return numbers, np.flatnonzero(others)

    def _hashed(self, heads: Pieces, tails: Pieces) -> Array:
        """Return the slot where the search for each chunk begins."""
        first, second, third = self._factors
        hashes = heads * first
        hashes += tails * second
        hashes ^= hashes >> np.uint64(32)
        hashes *= third
        hashes >>= np.uint64(65 - len(self._slots).bit_length())
        return hashes.view(np.int64)

    def _numbers_of_new(self, chunks: list[bytes], learn: Learn) -> list[int]:
        """Number new chunks, of which some may be there more than once."""
        distinct = list(dict.fromkeys(chunks))
        learn(distinct)
        numbers = dict(zip(distinct, count(self._count), strict=False))
        self._count += len(distinct)
        return [*map(numbers.__getitem__, chunks)]

    def _insert(self, numbers: Array, heads: Pieces, tails: Pieces) -> None:
        """Enter new short chunks, of which some may be there more than once."""
        if self._count >= len(self._heads):
            size = 1 << self._count.bit_length()
            for name in ("_heads", "_tails"):
                setattr(self, name, np.append(getattr(self, name), np.zeros(size, np.uint64)))
            self._slots = np.full(4 * size, -1, np.int32)
            numbers_before = np.flatnonzero(self._tails).astype(np.int32)
            self._fill(numbers_before, self._heads[numbers_before], self._tails[numbers_before])
        self._heads[numbers], self._tails[numbers] = heads, tails
        self._fill(numbers, heads, tails)

    def _fill(self, numbers: Array, heads: Pieces, tails: Pieces) -> None:
        """Take a free slot for each chunk; of several that want one, the first gets it, as it is commoner."""
        slots = self._hashed(heads, tails)
        while len(numbers):
            free = np.flatnonzero(self._slots.take(slots) < 0)[::-1]
            self._slots[slots.take(free)] = numbers.take(free)
            left = self._slots[slots] != numbers
            numbers, slots = numbers[left], (slots[left] + 1) & (len(self._slots) - 1)


def _edges(data: bytes) -> tuple[Array, Array]:
    """Return where the chunks begin and end."""
    ends = np.flatnonzero(np.frombuffer(data.translate(_IS_WHITE), np.bool_))
    starts = np.empty_like(ends)
    starts[0] = 0
    np.add(ends[:-1], 1, out=starts[1:])
    filled = ends > starts
    return starts[filled], ends[filled]


def _cut(data: bytes, starts: Array, ends: Array) -> list[bytes]:
    return [data[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _pieces(data: bytes, starts: Array, lengths: Array) -> tuple[Pieces, Pieces]:
    """Return the first 8 bytes of each chunk, and its other bytes with its length: 0 for a long one."""
    pieces = np.ndarray((len(data) - _PIECE + 1,), "<u8", data, strides=(1,))
    heads = pieces[starts] & _MASKS.take(lengths, mode="clip")
    tails = lengths.astype(np.uint64) << _LENGTH_AT
    longer = np.flatnonzero(lengths > _PIECE)
    rest = lengths[longer] - _PIECE
    tails[longer] |= pieces[starts[longer] + _PIECE] & _MASKS.take(rest, mode="clip")
    tails[longer[rest > SHORT - _PIECE]] = 0
    return heads, tails
