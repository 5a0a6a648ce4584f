"""Words with the same stem in a language in which the index does not stem.

>>> SameStem(("haus",), "german", "english,german").beginning()
'hae?ue?s'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.readings import stems_of

if TYPE_CHECKING:
    import numpy.typing as npt

#: Languages whose stems may begin with other letters than the words: prefixes are lost, or letters replaced.
_OTHER_BEGINNINGS = frozenset(
    ["dutch", "esperanto", "indonesian", "irish", "persian", "serbian", "sesotho", "yiddish"]
)
#: The number of last letters of a stem that may differ in a word: the stem of French patiemment is patient.
_REPLACED = {
    **dict.fromkeys(["basque", "danish", "german", "lithuanian", "norwegian", "polish"], 0),
    **dict.fromkeys(["hindi", "nepali", "russian", "swedish"], 0),
    **dict.fromkeys(["catalan", "czech", "hungarian", "italian", "porter", "portuguese"], 1),
    **dict.fromkeys(["romanian", "spanish"], 1),
    **dict.fromkeys(["estonian", "finnish", "greek", "ukrainian"], 3),
    "azerbaijani": 1,
}
#: Languages in which the vowel before the last letters of a stem may change as well.
_SHORT_BEGINNING = frozenset(["bulgarian", "estonian", "finnish", "ukrainian"])
_USUALLY_REPLACED = 2
#: The prefixes that may be joined to an Arabic word.
_BEFORE_ARABIC = [
    *(joined + article for joined in ("", "ف", "و") for article in ("ال", "بال", "كال", "لل")),
    *("".join(joined) for number in range(3) for joined in product("بفكلو", repeat=number)),
]


class SameStem(Struct, frozen=True):
    """The surface forms that share a stem with one of some words in a language, but not in the index.

    words:    folded words
    language: a further language of the index, or one whose words have several stems (analysis/readings.py)
    index:    the languages of the index; forms with the same stem in the index are found without this pattern
    """

    words: tuple[str, ...]
    language: str
    index: str

    def beginning(self) -> str:
        """Return an expression for the beginning of all such forms; empty if they may begin in any way."""
        if self.language in _OTHER_BEGINNINGS:
            return ""
        beginnings = {self._beginning(stem) for stem in self._stems()}
        return "" if "" in beginnings else "|".join(sorted(beginnings))

    def beginnings(self) -> tuple[str, ...]:
        """Return texts such that every such form begins with one of them; none if it may begin in any way."""
        if self.language in _OTHER_BEGINNINGS:
            return ()
        kept = {self._kept(stem) for stem in self._stems()}
        if "" in kept:
            return ()
        if self.language == "arabic":
            return tuple(before + one for one in sorted(kept) for before in _BEFORE_ARABIC)
        if self.language == "german":
            kept = {one[: found.end()] if (found := re.search("[aou]", one)) else one for one in kept}
        if self.language == "english":
            kept = {re.sub("^(.)i$", r"\1", one) for one in kept}
        return tuple(sorted(kept))

    def _kept(self, stem: str) -> str:
        """Return the part of a stem with which its words begin: mostly at least half of it.

        Umlauts and prefixes, which may be written in other ways, are left to the callers.
        """
        if self.language == "hindi":  # the second letter may be a nasal or a mark in one of the words only
            return stem[:1]
        if self.language == "turkish" and len(stem) == 1:  # a d becomes t at the end of a word
            return ""
        kept = len(stem) - _REPLACED.get(self.language, _USUALLY_REPLACED)
        half = 1 if self.language in _SHORT_BEGINNING else (len(stem) + 1) // 2
        return stem[: max(kept, half)]

    def _beginning(self, stem: str) -> str:
        """Return an expression for the beginning of the words with a stem."""
        beginning = re.escape(self._kept(stem))
        if self.language == "german":  # umlauts may be written as ae, oe and ue
            return re.sub("[aou]", r"\g<0>e?", beginning)
        if self.language == "arabic":  # prefixes are joined to a word
            return f"((ف|و)?((ب|ك)?ال|لل)|(ب|ف|ك|ل|و){{0,2}}){beginning}"
        # dying has the stem die
        return re.sub("^(.)i$", r"\1[iy]", beginning) if self.language == "english" else beginning

    def _stems(self) -> dict[str, set[str]]:
        """Return the stems of the words in the language, each with the stems of its words in the index."""
        stems: dict[str, set[str]] = {}
        in_index = analyzer_for(self.index).stems(self.words)
        for of_word, other in zip(stems_of(self.words, self.language), in_index, strict=True):
            for stem in of_word:
                stems.setdefault(stem, set()).add(other)
        return stems

    def numbers(self, text: bytes, ends: npt.NDArray[Any]) -> list[int]:
        """Return the numbers of the forms in a text, ascending; see `matching_words`."""
        wanted, bounds = self._stems(), [0, *ends.tolist()]
        candidates = self._candidates(text, ends)
        words = [text[bounds[number] : bounds[number + 1]].decode() for number in candidates]
        in_index = analyzer_for(self.index).stem
        return [
            number
            for number, word, stems in zip(candidates, words, stems_of(words, self.language), strict=True)
            if any(wanted[stem] - {in_index(word)} for stem in stems & wanted.keys())
        ]

    def _candidates(self, text: bytes, ends: npt.NDArray[Any]) -> Iterable[int]:
        """Return the numbers of the words that begin like words with one of the stems."""
        import numpy as np

        beginning = self.beginning()
        if not beginning or not len(ends):
            return range(len(ends))
        starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
        lines = np.insert(np.frombuffer(text, np.uint8), starts, ord("\n")).tobytes()
        found = re.finditer(f"\n(?:{beginning})".encode(), lines)
        offsets = np.array([match.start() for match in found], np.int64)
        return np.searchsorted(starts + np.arange(len(starts)), offsets).tolist()  # type: ignore[no-any-return]
