"""Stemming: the form that a search for a word compares, by Snowball's stemmers.

>>> Stemmer("english").stems(["cities", "16s", "US"])
['citi', '16', 'US']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgrep.analysis.acronyms import acronyms_of
from newsgrep.analysis.languages import NO_STEMMING

#: The plural of a number that names a model: F-16s, 737s. The 80s are a decade, and not the number 80.
_PLURAL_NUMBER = re.compile(r"(?!\d0s)\d{1,3}s")


class Stemmer:
    """Stems folded words of one language; with NO_STEMMING it returns them as they are.

    An acronym in capitals keeps its form, and so does a word with a digit or a sign in it, but for the plural
    of a number.
    """

    def __init__(self, language: str) -> None:
        self._is_idle = language == NO_STEMMING
        self._acronyms = acronyms_of(language)
        if not self._is_idle:
            from Stemmer import Stemmer as Snowball

            snowball = Snowball(language)
            snowball.maxCacheSize = 0  # callers remember stems, and its cache takes longer than stemming
            self._stem_word = snowball.stemWord
            self._stem_words = snowball.stemWords

    def stem(self, word: str) -> str:
        """Return the stem of a word."""
        if self._is_idle or word in self._acronyms:
            return word
        if word.isalpha():
            stem: str = self._stem_word(word)
            return stem
        return word[:-1] if _PLURAL_NUMBER.fullmatch(word) else word

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each word, which takes less time than one call for each."""
        if self._is_idle:
            return list(words)
        stems, apart = zip(words, self._stem_words(words), strict=True), self._acronyms
        return [stem if word.isalpha() and word not in apart else self.stem(word) for word, stem in stems]
