"""Edit distance of one word from very many, with arrays.

>>> found, distances = within("missle", b"missilemislemissive", np.array([7, 12, 19]), 2)
>>> dict(zip(found.tolist(), distances.tolist()))
{0: 1, 1: 1, 2: 2}

The distance is optimal string alignment: how many letters are put in, taken out, replaced, or swapped with
their neighbour, none of them touched twice. Letters are code points.

Words of one length are computed together, a cell of the usual table at a time: each cell is a vector with an
entry for each word. Only the cells near the diagonal can be within the limit, so that the time grows with
the length of a word and not with its square.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def within(word: str, text: bytes, ends: Array, most: int) -> tuple[Array, Array]:
    """Return which words are at most `most` changes away from a word, ascending, and how far each is.

    text has the words one after the other in UTF-8, and ends where each ends.
    """
    wanted = np.array([ord(letter) for letter in word], np.uint32)
    letters, starts, lengths = _code_points(text, ends)
    found, distances = [np.zeros(0, np.int64)], [np.zeros(0, np.uint8)]
    for length in range(max(1, len(wanted) - most), len(wanted) + most + 1):
        numbers = np.flatnonzero(lengths == length)
        if len(numbers):
            columns = [letters[starts[numbers] + place] for place in range(length)]
            away = _distances(wanted, columns, most)
            found.append(numbers[away <= most])
            distances.append(away[away <= most])
    order = np.argsort(np.concatenate(found), kind="stable")
    return np.concatenate(found)[order], np.concatenate(distances)[order]


def _code_points(text: bytes, ends: Array) -> tuple[Array, Array, Array]:
    """Return the code points of all words, and where each word begins among them and how long it is."""
    letters = np.frombuffer(text.decode().encode("utf-32-le"), "<u4")
    if len(letters) == len(text):
        ends = ends.astype(np.int64)
    else:
        begins_letter = (np.frombuffer(text, np.uint8) & 0xC0) != 0x80
        ends = np.concatenate(([0], np.cumsum(begins_letter)))[ends.astype(np.int64)]
    lengths = np.diff(ends, prepend=0)
    return letters, ends - lengths, lengths


def _distances(wanted: Array, columns: list[Array], most: int) -> Array:
    """Return the distance of each word from the wanted one, exact up to `most`; columns are its letters."""
    count, length = len(columns[0]), len(columns)
    far = np.full(count, most + 1, np.uint8)
    # table[j] is the cell of the first i letters wanted and the first j of each word; before: rows i-1, i-2.
    table = [np.full(count, min(j, most + 1), np.uint8) for j in range(length + 1)]
    before = two_before = table
    for i in range(1, len(wanted) + 1):
        two_before, before, table = before, table, [far] * (length + 1)
        if i <= most:
            table[0] = np.full(count, i, np.uint8)
        for j in range(max(1, i - most), min(length, i + most) + 1):
            differs = columns[j - 1] != wanted[i - 1]
            cell = np.minimum(np.minimum(before[j], table[j - 1]) + np.uint8(1), before[j - 1] + differs)
            if i > 1 and j > 1 and wanted[i - 1] != wanted[i - 2]:
                swapped = (columns[j - 2] == wanted[i - 1]) & (columns[j - 1] == wanted[i - 2])
                cell = np.where(swapped, np.minimum(cell, two_before[j - 2] + np.uint8(1)), cell)
            table[j] = np.minimum(cell, far)
    return table[length]
