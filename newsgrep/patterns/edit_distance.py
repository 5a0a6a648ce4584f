"""Edit distances between one word and many thousands of words, computed with arrays.

>>> numbers, distances = within_distance("missle", b"missilemislemissive", np.array([7, 12, 19]), 2)
>>> dict(zip(numbers.tolist(), distances.tolist()))
{0: 1, 1: 1, 2: 2}

The distance is optimal string alignment: the least number of letters to insert, delete, replace, or swap with
a neighbour, if no letter is edited twice. Letters are code points.

Words of the same length are computed together, one cell of the dynamic programming table at a time: a cell is
a vector with an entry for each word. Only cells near the diagonal can be within the limit, so the time grows
with the length of a word and not with its square.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_Array = npt.NDArray[Any]


def within_distance(word: str, text: bytes, ends: _Array, limit: int) -> tuple[_Array, _Array]:
    """Return the numbers of the words within an edit distance of a word, ascending, and their distances.

    word:  the word to compare with
    text:  the other words, one after the other, in UTF-8
    ends:  the offset in text where each word ends
    limit: the largest distance
    """
    wanted = np.array([ord(letter) for letter in word], np.uint32)
    letters, starts, lengths = _code_points(text, ends)
    found, distances = [np.zeros(0, np.int64)], [np.zeros(0, np.uint8)]
    for length in range(max(1, len(wanted) - limit), len(wanted) + limit + 1):
        numbers = np.flatnonzero(lengths == length)
        if len(numbers):
            columns = [letters[starts[numbers] + offset] for offset in range(length)]
            distance = _distances(wanted, columns, limit)
            found.append(numbers[distance <= limit])
            distances.append(distance[distance <= limit])
    order = np.argsort(np.concatenate(found), kind="stable")
    return np.concatenate(found)[order], np.concatenate(distances)[order]


def edits_of_suggestion(word: str) -> int:
    """Return the largest edit distance of a suggestion for a word: one for fewer than five letters, else two.

    A single letter, such as a Chinese character, has no suggestion, as every other letter would be one.
    """
    return 2 if len(word) >= 5 else 1 if len(word) > 1 else 0


def _code_points(text: bytes, ends: _Array) -> tuple[_Array, _Array, _Array]:
    """Return the code points of all words, and for each word its start among them and its length."""
    letters = np.frombuffer(text.decode().encode("utf-32-le"), "<u4")
    if len(letters) == len(text):
        ends = ends.astype(np.int64)
    else:
        begins_letter = (np.frombuffer(text, np.uint8) & 0xC0) != 0x80
        ends = np.concatenate(([0], np.cumsum(begins_letter)))[ends.astype(np.int64)]
    lengths = np.diff(ends, prepend=0)
    return letters, ends - lengths, lengths


def _distances(wanted: _Array, columns: list[_Array], limit: int) -> _Array:
    """Return the distances of words of the same length from the wanted one, exact up to `limit`.

    columns[j] has the letter number j of each word.
    """
    count, length = len(columns[0]), len(columns)
    beyond = np.full(count, limit + 1, np.uint8)
    # row[j] compares the first i letters wanted with the first j of each word; before it the rows i-1, i-2.
    row = [np.full(count, min(j, limit + 1), np.uint8) for j in range(length + 1)]
    before = two_before = row
    for i in range(1, len(wanted) + 1):
        two_before, before, row = before, row, [beyond] * (length + 1)
        if i <= limit:
            row[0] = np.full(count, i, np.uint8)
        for j in range(max(1, i - limit), min(length, i + limit) + 1):
            differs = columns[j - 1] != wanted[i - 1]
            cell = np.minimum(np.minimum(before[j], row[j - 1]) + np.uint8(1), before[j - 1] + differs)
            if i > 1 and j > 1 and wanted[i - 1] != wanted[i - 2]:
                swapped = (columns[j - 2] == wanted[i - 1]) & (columns[j - 1] == wanted[i - 2])
                cell = np.where(swapped, np.minimum(cell, two_before[j - 2] + np.uint8(1)), cell)
            row[j] = np.minimum(cell, beyond)
    return row[length]
