"""Cutting texts at white space and numbering the chunks, all of them at once.

A chunk of up to LONG bytes is hashed from its 8-byte pieces, a longer one by Python. Sorting 40 bits of the
hash together with the running number brings equal chunks together; where two chunks share those bits and are
not equal, which whole hashes and first pieces tell, all chunks of the batch are compared byte by byte.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsgrep.codec.layout import Array

#: What the analysis cuts texts at; other white space is within chunks, and parts words there.
_WHITE_SPACE = np.zeros(256, np.bool_)
_WHITE_SPACE[list(b" \t\n\r\x0b\x0c")] = True

#: Chunks are counted in this many bits of a sort key, so that there may be so many in a batch.
RUNNING_BITS = 24
RUNNING = (1 << RUNNING_BITS) - 1

LONG = 128

_PIECE = 8
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_PIECE + 1)], np.uint64)
_FACTORS = (np.uint64(0x9E37_79B9_7F4A_7C15), np.uint64(0xC2B2_AE3D_27D4_EB4F))

Hashes = npt.NDArray[np.uint64]


def numbered_chunks(texts: Sequence[bytes], numbers: dict[bytes, int]) -> tuple[Array, Array]:
    """Return the numbers of all chunks of some texts in order, and how many chunks each text has."""
    data = b"\n".join(texts) + b"\n"
    starts, ends = _edges(data)
    text_ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
    counts = np.diff(np.searchsorted(starts, text_ends), prepend=0)
    if not len(starts):
        return np.zeros(0, np.int32), counts
    group_of, first = _grouped(data, starts, ends)
    distinct = [
        data[start:end] for start, end in zip(starts[first].tolist(), ends[first].tolist(), strict=True)
    ]
    return np.array([numbers[chunk] for chunk in distinct], np.int32)[group_of], counts


def _edges(data: bytes) -> tuple[Array, Array]:
    """Return where the chunks begin and end."""
    is_space = _WHITE_SPACE[np.frombuffer(data, np.uint8)]
    changes = np.flatnonzero(is_space[1:] != is_space[:-1]) + 1
    if not is_space[0]:
        changes = np.concatenate(([0], changes))
    return changes[::2], changes[1::2]


def _grouped(data: bytes, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return the group of equal chunks that each belongs to, and the first chunk of each group."""
    if len(starts) > RUNNING:
        return _grouped_by_bytes(data, starts, ends)
    hashes, first_pieces = _hashes(data, starts, ends - starts)
    keys = hashes & ~np.uint64(RUNNING)
    keys |= np.arange(len(starts), dtype=np.uint64)
    keys.sort()
    order = (keys & np.uint64(RUNNING)).astype(np.int64)
    new = np.ones(len(order), np.bool_)
    np.not_equal(keys[1:] >> np.uint64(RUNNING_BITS), keys[:-1] >> np.uint64(RUNNING_BITS), out=new[1:])
    groups = np.empty(len(order), np.int32)
    groups[order] = np.cumsum(new, dtype=np.int32) - 1
    first = order[new]
    if any(np.any(values[first][groups] != values) for values in (hashes, first_pieces)):
        return _grouped_by_bytes(data, starts, ends)
    return groups, first


def _hashes(data: bytes, starts: Array, lengths: Array) -> tuple[Hashes, Hashes]:
    """Return the hash of each chunk, and its first 8 bytes."""
    padded = data + bytes(_PIECE)
    pieces = np.ndarray((len(data),), "<u8", padded, strides=(1,))
    first_pieces = pieces[starts] & _MASKS[np.minimum(lengths, _PIECE)]
    hashes = _mixed(first_pieces ^ (lengths.astype(np.uint64) << np.uint64(56)))
    for offset in range(_PIECE, LONG, _PIECE):
        longer = np.flatnonzero(lengths > offset)
        if not len(longer):
            break
        piece = pieces[starts[longer] + offset] & _MASKS[np.minimum(lengths[longer] - offset, _PIECE)]
        hashes[longer] = _mixed(hashes[longer] * _FACTORS[1] ^ piece)
    for number in np.flatnonzero(lengths > LONG).tolist():
        chunk = data[starts[number] : starts[number] + lengths[number]]
        hashes[number] = hash(chunk) & 0xFFFF_FFFF_FFFF_FFFF
    return hashes, first_pieces


def _mixed(values: Hashes) -> Hashes:
    """Spread every bit over all bits."""
    values = values ^ (values >> np.uint64(32))
    values *= _FACTORS[0]
    values ^= values >> np.uint64(29)
    values *= _FACTORS[1]
    values ^= values >> np.uint64(32)
    return values


def _grouped_by_bytes(data: bytes, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Do what _grouped does, without hashes."""
    number_of: dict[bytes, int] = {}
    groups = np.empty(len(starts), np.int32)
    first: list[int] = []
    for place, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        groups[place] = number = number_of.setdefault(data[start:end], len(number_of))
        if number == len(first):
            first.append(place)
    return groups, np.array(first, np.int64)
