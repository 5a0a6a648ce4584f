"""Words that sound like another one, such as the spellings of a name: Gaddafi, Qaddafi, Kadhafi, Khadafy.

Two words sound alike if they share a Metaphone code, of the word itself, or without the h and y of
transcriptions. These codes leave out vowels, so that County and Gandhi have the same code; therefore the
spellings have to be similar, too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from newsgrep.extras import library_needed

if TYPE_CHECKING:
    import numpy.typing as npt

#: The largest difference in length, in letters, of two words that sound alike.
_MOST_LETTERS = 3
#: The least Jaro similarity of two words that sound alike.
_LEAST_ALIKE = 0.7
_ASPIRATE = re.compile("(?<=[bdgjk])h")


def words_of_sound(wanted: str, text: bytes, ends: npt.NDArray[Any]) -> list[int]:
    """Return the numbers of the words that sound like a folded word.

    text, ends: the words, as in `matching_words`

    Raises UsageError if jellyfish is not installed.
    """
    import numpy as np

    try:
        from jellyfish import jaro_similarity
    except ImportError:
        raise library_needed("sounds:", "jellyfish", "sounds") from None

    starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
    lengths = ends.astype(np.int64) - starts
    near = np.flatnonzero(np.abs(lengths - len(wanted)) <= _MOST_LETTERS)
    codes, found = _codes(wanted), []
    for number, start, length in zip(
        near.tolist(), starts[near].tolist(), lengths[near].tolist(), strict=True
    ):
        word = text[start : start + length]
        if not (word.isalpha() and word.isascii()):
            continue
        other = word.decode().lower()
        if not codes.isdisjoint(_codes(other)) and jaro_similarity(wanted, other) >= _LEAST_ALIKE:
            found.append(number)
    return found


@cache
def _codes(word: str) -> frozenset[str]:
    """Return the Metaphone codes of a word that are not empty."""
    from jellyfish import metaphone

    plain = _ASPIRATE.sub("", word)
    return frozenset(map(metaphone, {word, plain, plain.replace("y", "i")})) - {""}
