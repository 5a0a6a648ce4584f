"""Stemming with the stemmers of Snowball: a search for a word compares stems.

>>> Stemmer("english").stems(["cities", "16s", "US"])
['citi', '16', 'US']
>>> Stemmer("hindi").stems(["किसान", "किसानों"])
['किसान', 'किसान']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsgrep.analysis.acronyms import acronyms_of
from newsgrep.analysis.languages import (
    BY_ENDINGS,
    LATIN,
    NO_STEMMING,
    has_vowel_signs,
    language_of_script,
    languages_of,
    script_of,
    scripts_of,
)

#: The plural of a number that names a model: F-16s, 737s. The 80s are a decade, not the number 80.
_PLURAL_NUMBER = re.compile(r"(?!\d0s)\d{1,3}s")
#: A word of letters and vowel signs of Devanagari or Tamil.
_WITH_VOWEL_SIGNS = "[\u0900-\u0963\u0971-\u097f]+|[\u0b80-\u0bd7]+"


class Stemmer:
    """Stems folded words of one or several languages; with NO_STEMMING, it returns them unchanged.

    An acronym in capitals is not stemmed, nor a word with a digit or a sign, except the plural of a number.
    """

    def __init__(self, language: str) -> None:
        self._is_idle = language == NO_STEMMING
        self._acronyms = acronyms_of(language)
        self._is_spelt = _is_spelt if has_vowel_signs(language) else str.isalpha
        if not self._is_idle:
            self._stem_word, self._stem_words = _snowball(language)

    def stem(self, word: str) -> str:
        """Return the stem of a word."""
        if self._is_idle or word in self._acronyms:
            return word
        if self._is_spelt(word):
            stem: str = self._stem_word(word)
            return stem
        return word[:-1] if _PLURAL_NUMBER.fullmatch(word) else word

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each word, faster than with one call for each."""
        if self._is_idle:
            return list(words)
        is_spelt, apart = self._is_spelt, self._acronyms
        stems = zip(words, self._stem_words(words), strict=True)
        return [stem if is_spelt(word) and word not in apart else self.stem(word) for word, stem in stems]


def _is_spelt(word: str) -> bool:
    """Return whether a word consists of letters, and of vowel signs if its script has such signs."""
    return word.isalpha() or re.fullmatch(_WITH_VOWEL_SIGNS, word) is not None


#: A function that stems one word, and a function that stems several.
_Functions = tuple[Callable[[str], str], Callable[[Sequence[str]], list[str]]]


def _snowball(language: str) -> _Functions:
    """Return functions that stem words of letters, by the first of several languages with their script."""
    if len(names := languages_of(language)) > 1:
        return _by_script(language, names)
    if language in BY_ENDINGS:  # words are not stemmed; a query asks for their inflections
        return str, list
    from Stemmer import Stemmer as Snowball

    snowball = Snowball(language)
    snowball.maxCacheSize = 0  # callers cache stems, and the cache of Snowball is slower than stemming
    if has_vowel_signs(language):
        return _never_empty(snowball.stemWord, snowball.stemWords)
    return snowball.stemWord, snowball.stemWords


def _never_empty(stem: Callable[[str], str], stems: Callable[[Sequence[str]], list[str]]) -> _Functions:
    """Return functions that do not stem a word if its stem would be empty, as for a few Nepali words."""
    return (
        lambda word: stem(word) or word,
        lambda words: [found or word for word, found in zip(words, stems(words), strict=True)],
    )


def _by_script(language: str, names: Sequence[str]) -> _Functions:
    stemmers = {name: _snowball(name) for name in names}
    scripts = dict.fromkeys(script for name in names for script in scripts_of(name))
    of_script = {script: stemmers[language_of_script(language, script)][0] for script in scripts}

    def stem(word: str) -> str:
        stem_word = of_script.get(script_of(word))
        return stem_word(word) if stem_word else word

    def stems(words: Sequence[str]) -> list[str]:
        latin = stemmers.get(language_of_script(language, LATIN))
        if latin is None:
            return [*map(stem, words)]
        pairs = zip(words, latin[1](words), strict=True)
        return [found if word.isascii() else stem(word) for word, found in pairs]

    return stem, stems
