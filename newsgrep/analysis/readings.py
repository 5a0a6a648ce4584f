"""How a folded word may have been written, for stemmers that need its accents: `novych` is Czech nových.

>>> [sorted(stems) for stems in stems_of(["novych", "noveho"], "czech")]
[['nov', 'novych'], ['nov', 'noveh']]

Words are folded before they are stemmed, so that each is found with and without its accents. But the endings
of some languages have accents, and their stemmers do not know them without. So a word has several stems here:
its own, and those of the words that it may be. Two words are inflections of one another if they share a stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.folding import fold

#: The letters of endings with the accents that they may have there, and how many letters may be an ending.
_LETTERS = {
    "czech": {"a": "aá", "e": "eé", "i": "ií", "u": "uů", "y": "yý"},
    "hungarian": {"a": "aá", "e": "eé", "o": "oóő", "u": "uúű"},
    "lithuanian": {"a": "aą", "e": "eęė", "i": "iį", "u": "uųū"},
    "polish": {"a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zżź"},
    "turkish": {"c": "cç", "g": "gğ", "s": "sş"},
}
_LENGTHS = {"turkish": 4}
_USUAL_LENGTH = 3
#: Endings, and others in their place: as they are written, or those of another inflection, where a stemmer
#: does not know both: Finnish Virtasen is of Virtanen, and Portuguese eleições of eleição.
_ENDINGS = {
    "catalan": [("([cs])io", r"\1ió")],
    "finnish": [("nen", "sen")],
    "french": [("ere(s?)", r"ère\1"), ("ee(s?)", r"ée\1")],
    "portuguese": [
        ("(?:oe|ae|ao)s|ao", "ão"), ("ave(?:l|is)", "ável"), ("ive(?:l|is)", "ível"), ("ais", "al"),
        ("eis", "el"), ("ns", "m"),
    ],
    "russian": [("([аеиоуыюя])и(ся)?", r"\1й\2")],
}  # fmt: skip
#: Turkish vowels after a, ı, o or u, and after the others: an ending sounds as the vowel before it.
_AFTER_BACK, _AFTER_FRONT = str.maketrans("i", "ı"), str.maketrans("ou", "öü")

#: The languages with such endings.
WITH_READINGS = frozenset(_LETTERS) | frozenset(_ENDINGS)


def stems_of(words: Sequence[str], language: str) -> list[frozenset[str]]:
    """Return the stems of each folded word: its own, and those of what it may be in a language."""
    readings = [(word, *_readings(word, language)) for word in words]
    stems = iter(analyzer_for(language).stems([one for of_word in readings for one in of_word]))
    return [frozenset(_folded(next(stems)) for _ in of_word) for of_word in readings]


_folded = lru_cache(maxsize=65_536)(fold)


def _readings(word: str, language: str) -> Iterator[str]:
    """Yield how a folded word may have been written in a language, mostly beside the word itself."""
    for ending, written in _ENDINGS.get(language, ()):
        if (found := re.sub(f"(?:{ending})$", written, word)) != word:
            yield found
            return
    if letters := _LETTERS.get(language):
        length = _LENGTHS.get(language, _USUAL_LENGTH)
        for spelt in _in_harmony(word) if language == "turkish" else (word,):
            ends = product(*(letters.get(letter, letter) for letter in spelt[-length:]))
            yield from (spelt[:-length] + "".join(end) for end in ends)


def _in_harmony(word: str) -> Iterator[str]:
    """Yield a Turkish word with the vowels that its first one asks for, whichever of two that is."""
    for is_back in (True, False):
        letters = []
        for letter in word:
            if letter in "ae":
                is_back = letter == "a"
            letters.append(letter.translate(_AFTER_BACK if is_back else _AFTER_FRONT))
        yield "".join(letters)
