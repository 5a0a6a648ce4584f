"""The possible spellings of a folded word, for stemmers that need accents: `premiere` is première.

>>> [sorted(stems) for stems in stems_of(["premiere", "premier"], "french")]
[['premi', 'premier'], ['premi']]

Words are folded before they are stemmed, so that each is found with and without its accents. But endings of
some languages have accents, and their stemmers do not know these endings without accents. So a word has
several stems here: its own, and the stems of its possible spellings. Two words are inflections of one another
if they share a stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.endings import stem_by_endings
from newsgrep.analysis.folding import fold
from newsgrep.analysis.languages import BY_ENDINGS

#: The letters of endings with the accents that they may have, and how many letters an ending may have.
_LETTERS = {
    "czech": {"a": "aá", "e": "eé", "i": "ií", "u": "uů", "y": "yý"},
    "hungarian": {"a": "aá", "e": "eé", "o": "oóő", "u": "uúű"},
    "lithuanian": {"a": "aą", "e": "eęė", "i": "iį", "u": "uųū"},
    "polish": {"a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zżź"},
    "turkish": {"c": "cç", "g": "gğ", "s": "sş"},
}
_LENGTHS = {"turkish": 4}
_USUAL_LENGTH = 3
#: Endings and their replacements: the ending with accents, or the ending of another inflection if the stemmer
#: does not know both: Finnish Virtasen is a form of Virtanen, and Portuguese eleições of eleição.
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
#: Finnish consonants at the end of a stem, and the consonants before an open syllable: Lahdessa, Lahti.
_GRADES = [
    ("ng", "nk"), ("nn", "nt"), ("mm", "mp"), ("ll", "lt"), ("rr", "rt"), ("lv", "lp"), ("rv", "rp"),
    ("(?<=[aeiouyh])d", "t"), ("(?<=[aeiouy])v", "p"), ("(?<=[rlh])k(?=[aeiouy])", ""),
]  # fmt: skip
#: Turkish vowels after a, ı, o or u, and after others: the vowel of an ending follows the one before it.
_AFTER_BACK, _AFTER_FRONT = str.maketrans("i", "ı"), str.maketrans("ou", "öü")
#: The Arabic article, and prefixes before it. The stemmer knows most endings only in words with the article.
_ARTICLE = "ال"
_WITH_ARTICLE = "^[وف]?(?:[بك]?ال|لل)(?=..)"
#: Hindi nasals before a consonant of the same kind, for which a dot is often written; and the mark of
#: borrowed consonants.
_NASAL = "ँ|(?<=.)(?:ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ]))"
_NUKTA = "\u093c"

#: The languages with such endings or spellings, and the languages that are stemmed by endings.
WITH_READINGS = frozenset((*_LETTERS, *_ENDINGS, *BY_ENDINGS, "arabic", "hindi"))


def stems_of(words: Sequence[str], language: str) -> list[frozenset[str]]:
    """Return the stems of each folded word: its own, and the stems of its possible spellings."""
    if language in BY_ENDINGS:
        return [stem_by_endings(word, language) for word in words]
    readings = [(word, *_readings(word, language)) for word in words]
    stems = iter(analyzer_for(language).stems([one for of_word in readings for one in of_word]))
    found = [_telling([_folded(next(stems)) for _ in of_word]) for of_word in readings]
    return [frozenset(map(_strong, of_word)) for of_word in found] if language == "finnish" else found


def _telling(stems: Sequence[str]) -> frozenset[str]:
    """Return the stems with more than one letter and no Arabic article; the first stem if there is none."""
    telling = frozenset(one for one in stems if len(one) > 1 and not one.startswith(_ARTICLE))
    return telling or frozenset(stems[:1])


def _strong(stem: str) -> str:
    """Return a Finnish stem with the consonants before an open syllable: helsink for helsing."""
    for weak, strong in _GRADES:
        if (found := re.sub(f"(?<=..){weak}(?=[aeiouy]?$)", strong, stem)) != stem:
            return found
    return re.sub("(?<=..)ks$", "s", stem)


_folded = lru_cache(maxsize=65_536)(fold)


def _readings(word: str, language: str) -> Iterator[str]:
    """Yield possible spellings of a folded word in a language, in addition to the word."""
    if language == "turkish":
        for spelt in _in_harmony(word):
            for one in _with_accents(spelt, language):
                yield from (one, one + _plural_ending(one))
    elif language == "arabic":
        yield _ARTICLE + re.sub(_WITH_ARTICLE, "", re.sub("ى$", "ي", word))
    elif language == "hindi":
        yield re.sub(_NASAL, "ं", word.replace(_NUKTA, ""))
    elif language in _LETTERS:
        yield from _with_accents(word, language)
    else:
        for ending, written in _ENDINGS.get(language, ()):
            if (found := re.sub(f"(?:{ending})$", written, word)) != word:
                yield found
                return


def _with_accents(word: str, language: str) -> Iterator[str]:
    """Yield a word with the accents that its last letters may have, in all combinations."""
    letters, length = _LETTERS[language], _LENGTHS.get(language, _USUAL_LENGTH)
    ends = product(*(letters.get(letter, letter) for letter in word[-length:]))
    yield from (word[:-length] + "".join(end) for end in ends)


def _in_harmony(word: str) -> Iterator[str]:
    """Yield a Turkish word in both vowel harmonies: a folded first vowel may be a back or a front vowel."""
    for is_back in (True, False):
        letters = []
        for letter in word:
            if letter in "ae":
                is_back = letter == "a"
            letters.append(letter.translate(_AFTER_BACK if is_back else _AFTER_FRONT))
        yield "".join(letters)


def _plural_ending(word: str) -> str:
    """Return the plural ending of a Turkish word. Without it, the stemmer takes the m of seçim for "my"."""
    vowels = [letter for letter in word if letter in "aıoueiöü"]
    return "" if not vowels else "lar" if vowels[-1] in "aıou" else "ler"
