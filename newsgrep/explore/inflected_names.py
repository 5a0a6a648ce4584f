"""Names in languages that inflect them: Россия, России and Россию are one, and so are Łódź and Łodzi.

>>> inflected_key("russian", "Владимира Путина") == inflected_key("russian", "Владимиром Путиным")
True
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsgrep.analysis.folding import fold
from newsgrep.analysis.languages import language_of_script, languages_of, script_of
from newsgrep.analysis.readings import stems_of

#: Languages whose names have case endings. In Turkish an apostrophe separates them.
_INFLECTING = frozenset(
    ["czech", "finnish", "greek", "lithuanian", "polish", "russian", "serbian", "turkish", "ukrainian"]
)
#: Russian names that the stemmer takes for plurals, such as Иванов: they are the stem of their other forms.
_IN_OV = re.compile(".+[ое]в")


def inflects_names(language: str) -> bool:
    """Return whether names are inflected in a language, or in one of several."""
    return not _INFLECTING.isdisjoint(languages_of(language))


def inflected_key(language: str, name: str) -> str:
    """Return the stems of a name, which its inflections have in common, in one language or in several."""
    return " ".join(_stem(language, word) for word in fold(name).split())


@lru_cache(maxsize=65_536)
def _stem(language: str, word: str) -> str:
    own = language_of_script(language, script_of(word))
    if own not in _INFLECTING or own == "russian" and _IN_OV.fullmatch(word):
        return word
    if own == "turkish":
        return word.partition("'")[0]
    return max(stems_of([word], own)[0], key=lambda stem: (-len(stem), stem))
