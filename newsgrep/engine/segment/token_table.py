"""Splitting text at white space into raw tokens, and looking up the value of each, many at once.

A raw token of up to SHORT bytes is packed into two 64-bit numbers: its first 8 bytes, and the other bytes
with its length. A hash table made of arrays is searched for both numbers; as both are compared in full, two
different tokens are never taken for each other. The few longer tokens are looked up in a dict.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from newsgrep.engine.segment.sections import Array

#: The white space that separates raw tokens; other white space is part of a raw token, and separates words
#: within it.
WHITE_SPACE = b" \t\n\r\x0b\x0c"
_IS_WHITE = np.array([byte in WHITE_SPACE for byte in range(256)])

#: The length in bytes of the longest token that the hash table holds.
SHORT = 15

_PACKED = 8
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_PACKED + 1)], np.uint64)

#: The bit at which a tail has the length of its token plus one, so that no token is all zeros.
_LENGTH_AT = np.uint64(56)

#: The tail of all long tokens, which no token in the table has.
_LONG = np.uint64(0xFF << 56)

#: What a text must end with, so that 8 bytes can be read from the beginning of every token.
END = b"\n" * _PACKED

#: The value of a token that is not in the table.
_UNKNOWN = np.iinfo(np.int32).min

Packed = npt.NDArray[np.uint64]

#: Takes new raw tokens, each once, and returns their values, all greater than _UNKNOWN.
ValuesOf = Callable[[list[bytes]], list[int]]


class TokenTable:
    """Maps raw tokens to 32-bit values: a hash table with open addressing, made of numpy arrays.

    A slot has the number of a token, and -1 if it is free. Tokens are numbered in the order in which they
    came, so that the most frequent ones are close together, in the caches of a processor.
    """

    def __init__(self, factors: Sequence[int] | None = None) -> None:
        """Make an empty table.

        `factors` are the three multipliers of the hash function. They are random by default, so that nobody
        can write a text whose tokens collide.
        """
        if factors is None:
            factors = [int.from_bytes(os.urandom(8)) | 1 for _ in range(3)]
        self._factors = [np.uint64(factor) for factor in factors]
        self._long: dict[bytes, int] = {}
        self._count = 0
        # By token number. The last entry is never used, and number -1, "not found", leads to it.
        self._heads: Packed = np.zeros(1 << 10, np.uint64)
        self._tails: Packed = np.zeros(1 << 10, np.uint64)
        self._values: Array = np.full(1 << 10, _UNKNOWN, np.int32)
        self._slots: Array = np.full(1 << 11, -1, np.int32)

    def lookup(self, data: bytes, values_of: ValuesOf) -> tuple[Array, Array]:
        """Return the values of all raw tokens of a text that ends with END, and the offset of each token.

        `values_of` is called with the new tokens. The table keeps no reference to it: a bound method of the
        table's owner would make a reference cycle, and hundreds of megabytes would wait for the garbage
        collector.
        """
        starts, lengths = _split(data)
        heads, tails = _pack(data, starts, lengths)
        values = self._values.take(self._find(heads, tails), mode="wrap")
        long = np.flatnonzero(lengths > SHORT)
        if len(long):
            values[long] = self._values_of_long(_slices(data, starts[long], lengths[long]), values_of)
        unknown = np.flatnonzero(values == _UNKNOWN)
        if len(unknown):
            tokens = _slices(data, starts[unknown], lengths[unknown])
            values[unknown] = _values_of_new(tokens, values_of)
            first = unknown[_first_indices(tokens)]
            self._insert(values.take(first), heads.take(first), tails.take(first))
        return values, starts

    def _values_of_long(self, tokens: list[bytes], values_of: ValuesOf) -> list[int]:
        known = self._long
        new = [token for token in tokens if token not in known]
        if new:
            known.update(zip(new, _values_of_new(new, values_of), strict=True))
        return [*map(known.__getitem__, tokens)]

    def _find(self, heads: Packed, tails: Packed) -> Array:
        """Return the numbers of packed tokens, -1 for those that are not in the table."""
        slots = self._first_slots(heads, tails)
        numbers = self._slots.take(slots).astype(np.int64)
        missed = self._mismatches(numbers, heads, tails)
        while len(missed):
            missed = missed[numbers.take(missed) >= 0]
            slots[missed] = following = (slots.take(missed) + 1) & (len(self._slots) - 1)
            numbers[missed] = found = self._slots.take(following).astype(np.int64)
            missed = missed[self._mismatches(found, heads.take(missed), tails.take(missed))]
        return numbers

    def _mismatches(self, numbers: Array, heads: Packed, tails: Packed) -> Array:
        """Return the indices at which a number does not belong to the token looked for."""
        differs = self._heads.take(numbers, mode="wrap") != heads
        differs |= self._tails.take(numbers, mode="wrap") != tails
        return np.flatnonzero(differs)

    def _first_slots(self, heads: Packed, tails: Packed) -> Array:
        """Hash packed tokens to the slots at which their search begins."""
        first, second, third = self._factors
        hashes = heads * first
        hashes += tails * second
        hashes ^= hashes >> np.uint64(32)
        hashes *= third
        hashes >>= np.uint64(65 - len(self._slots).bit_length())
        return hashes.view(np.int64)

    def _insert(self, values: Array, heads: Packed, tails: Packed) -> None:
        """Add new packed tokens, all different."""
        start, end = self._count, self._count + len(values)
        if end >= len(self._heads):
            self._grow(1 << end.bit_length())
        numbers = np.arange(start, end, dtype=np.int32)
        self._heads[start:end], self._tails[start:end] = heads, tails
        self._values[start:end] = values
        self._count = end
        self._occupy_slots(numbers)

    def _grow(self, size: int) -> None:
        """Make room for `size` tokens, a power of two."""
        more = size - len(self._heads)
        self._heads = np.append(self._heads, np.zeros(more, np.uint64))
        self._tails = np.append(self._tails, np.zeros(more, np.uint64))
        self._values = np.append(self._values, np.full(more, _UNKNOWN, np.int32))
        self._slots = np.full(2 * size, -1, np.int32)
        self._occupy_slots(np.arange(self._count, dtype=np.int32))

    def _occupy_slots(self, numbers: Array) -> None:
        """Give each token a free slot; if several want the same, the first, more frequent one gets it."""
        slots = self._first_slots(self._heads[numbers], self._tails[numbers])
        while len(numbers):
            free = np.flatnonzero(self._slots.take(slots) < 0)[::-1]
            self._slots[slots.take(free)] = numbers.take(free)
            left = np.flatnonzero(self._slots.take(slots) != numbers)
            numbers, slots = numbers.take(left), (slots.take(left) + 1) & (len(self._slots) - 1)


def _values_of_new(tokens: list[bytes], values_of: ValuesOf) -> list[int]:
    """Return the values of new tokens, which may have repetitions."""
    distinct = list(dict.fromkeys(tokens))
    values = dict(zip(distinct, values_of(distinct), strict=True))
    return [*map(values.__getitem__, tokens)]


def _split(data: bytes) -> tuple[Array, Array]:
    """Return the offsets and the lengths of the raw tokens, none of which is empty."""
    ends = np.flatnonzero(_IS_WHITE.take(np.frombuffer(data, np.uint8, len(data) - len(END) + 1)))
    starts = np.append(0, ends[:-1] + 1)
    lengths = ends - starts
    filled = np.flatnonzero(lengths)
    return starts.take(filled), lengths.take(filled)


def _pack(data: bytes, starts: Array, lengths: Array) -> tuple[Packed, Packed]:
    """Return the first 8 bytes of each token, and its other bytes with its length (_LONG if it is long)."""
    at_each_byte = np.ndarray((len(data) - _PACKED + 1,), "<u8", data, strides=(1,))
    heads = at_each_byte[starts]
    heads &= _MASKS.take(lengths, mode="clip")
    tails = (lengths + 1).view(np.uint64)
    tails <<= _LENGTH_AT
    longer = np.flatnonzero(lengths > _PACKED)
    rest = lengths.take(longer) - _PACKED
    tails[longer] |= at_each_byte[starts.take(longer) + _PACKED] & _MASKS.take(rest, mode="clip")
    tails[longer[rest > SHORT - _PACKED]] = _LONG
    return heads, tails


def _slices(data: bytes, starts: Array, lengths: Array) -> list[bytes]:
    ends = (starts + lengths).tolist()
    return [data[start:end] for start, end in zip(starts.tolist(), ends, strict=True)]


def _first_indices(tokens: list[bytes]) -> list[int]:
    """Return the index at which each distinct token comes first, ascending."""
    indices = dict(zip(reversed(tokens), range(len(tokens) - 1, -1, -1), strict=True))
    return [*map(indices.__getitem__, dict.fromkeys(tokens))]
