"""Whether two words are inflections of one word in the languages of an index, judged by their endings.

>>> are_forms("германии", "германия", "english,russian"), are_forms("germane", "germany", "english,russian")
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from newsgrep.analysis.languages import languages_of, script_of, scripts_of
from newsgrep.analysis.readings import stems_of
from newsgrep.search.own_forms import base_of


def are_forms(one: str, other: str, language: str) -> bool:
    """Return whether two folded words are forms of one word in a language, or in one of several."""
    return one == other or not _roots(one, language).isdisjoint(_roots(other, language))


@lru_cache(maxsize=1024)
def _roots(word: str, language: str) -> frozenset[tuple[str, str]]:
    return frozenset(_roots_of(word, language))


def _roots_of(word: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what the forms of a word have in common, each with its language."""
    for name in languages_of(language):
        if script_of(word) in scripts_of(name):
            (stems,) = stems_of([word], name)
            yield from ((name, stem) for stem in stems)
            if base := base_of(word, name):
                yield f"{name} name", base
