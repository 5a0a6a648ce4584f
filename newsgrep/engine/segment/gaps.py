"""The documents of terms, as the differences between one and the next.

The first document of a term is in a table. Each difference after it takes one, two or four bytes, as many for
all differences of a term.
"""

from __future__ import annotations

import numpy as np

from newsgrep.engine.segment.sections import Array

#: The type of differences by the bytes of each.
GAP_TYPES = {1: "<u1", 2: "<u2", 4: "<u4"}


def encode_gaps(documents: Array, starts: Array, frequencies: Array) -> tuple[bytes, Array]:
    """Return the differences of each term's documents after the first, and how many bytes each takes.

    starts:      where the documents of each term begin
    frequencies: how many each term has
    """
    gaps: Array = np.diff(documents.astype(np.int64), prepend=0)
    gaps[starts] = 0
    largest = np.maximum.reduceat(gaps, starts)
    widths = np.where(largest < 1 << 8, 1, np.where(largest < 1 << 16, 2, 4))
    follows = np.ones(len(gaps), np.bool_)
    follows[starts] = False
    gaps, counts = gaps[follows], frequencies - 1
    data = np.empty(int((widths * counts).sum()), np.uint8)
    for width, kind in GAP_TYPES.items():
        has_width = widths == width
        narrow = gaps[np.repeat(has_width, counts)].astype(kind)
        data[np.repeat(has_width, widths * counts)] = narrow.view(np.uint8)
    return data.tobytes(), widths


def decode_gaps(data: Array, widths: Array, counts: Array) -> Array:
    """Return the differences of many terms, one term after the other.

    data:   the bytes of all of them
    widths: how many bytes each difference of a term takes
    counts: how many differences each term has
    """
    gaps = np.empty(int(counts.sum()), np.int64)
    for width, kind in GAP_TYPES.items():
        has_width = widths == width
        narrow = data[np.repeat(has_width, widths * counts)]
        gaps[np.repeat(has_width, counts)] = narrow.view(kind)
    return gaps
