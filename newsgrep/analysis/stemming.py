"""Stemming: the form that a search for a word compares, by Snowball's stemmers.

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

#: The plural of a number that names a model: F-16s, 737s. The 80s are a decade, and not the number 80.
_PLURAL_NUMBER = re.compile(r"(?!\d0s)\d{1,3}s")
#: A word of letters and vowel signs of Devanagari or Tamil.
_WITH_VOWEL_SIGNS = "[\u0900-\u0963\u0971-\u097f]+|[\u0b80-\u0bd7]+"


class Stemmer:
    """Stems folded words of a language, or of several; with NO_STEMMING it returns them as they are.

    An acronym in capitals keeps its form, and so does a word with a digit or a sign in it, except the plural
    of a number.
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
        """Return the stem of each word, which takes less time than one call for each."""
        if self._is_idle:
            return list(words)
        is_spelt, apart = self._is_spelt, self._acronyms
        stems = zip(words, self._stem_words(words), strict=True)
        return [stem if is_spelt(word) and word not in apart else self.stem(word) for word, stem in stems]


def _is_spelt(word: str) -> bool:
    """Return whether a word consists of letters, and of vowel signs where its script has some."""
    return word.isalpha() or re.fullmatch(_WITH_VOWEL_SIGNS, word) is not None


#: Stems a word, and stems several.
_Functions = tuple[Callable[[str], str], Callable[[Sequence[str]], list[str]]]


def _snowball(language: str) -> _Functions:
    """Return what stems words of letters in a language, or in the first of several that has their script."""
    if len(names := languages_of(language)) > 1:
        return _by_script(language, names)
    if language in BY_ENDINGS:  # words stay as they are, and a query asks for their inflections
        return str, list
    from Stemmer import Stemmer as Snowball

    snowball = Snowball(language)
    snowball.maxCacheSize = 0  # callers remember stems, and its cache takes longer than stemming
    if has_vowel_signs(language):
        return _never_empty(snowball.stemWord, snowball.stemWords)
    return snowball.stemWord, snowball.stemWords


def _never_empty(stem: Callable[[str], str], stems: Callable[[Sequence[str]], list[str]]) -> _Functions:
    """Return functions that leave a word as it is where its stem would be empty, as a few of Nepali are."""
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
