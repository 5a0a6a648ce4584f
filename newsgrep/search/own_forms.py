"""Names and nouns that the stemmer takes for plurals, by their end: Russian Медведев and Киев, Polish Kraków.

It cuts Медведев to the stem of медведь, a bear, and Медведева to another one. Only an index can tell that
городов is a plural: it has no городова and городову beside it.

It also cuts Сергей shorter than Сергея, so that the nominative has a stem of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.languages import languages_of, script_of, scripts_of
from newsgrep.engine.base import Engine
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import Exact, Or, Wildcard


class OwnForms(Struct, frozen=True):
    """The forms of a name or noun in an index, folded; none where a word is neither.

    is_alone: whether the word, if it begins with a capital, matches only these forms, and not its stem
    """

    forms: tuple[str, ...] = ()
    is_alone: bool = False


class _Endings(Struct, frozen=True):
    """Endings of a language, folded: of nouns only, of adjectives only, and of both.

    end: regular expression for the end of such a name that has no ending
    """

    end: str
    of_nouns: tuple[str, ...]
    of_adjectives: tuple[str, ...]
    of_both: tuple[str, ...]


_ENDINGS: Mapping[str, _Endings] = {
    "russian": _Endings(
        "[ое]в",
        ("а", "у", "е"),
        ("ая", "ого", "ое", "ому", "ую", "ые", "ыи"),
        ("ам", "ами", "ах", "ои", "ом", "ы", "ым", "ыми", "ых"),
    ),
    "polish": _Endings(
        "ow", ("em", "ie", "owi"), ("e", "ego", "ej", "emu", "y", "ych", "ym", "ymi"), ("a", "u")
    ),
}
#: Сергей and Корея, folded: the stemmer cuts more from Сергей and Кореи than from their other forms.
_RUSSIAN_SOFT = "(..+е)(?:и|я|ю|ем|е)"
#: A word is a name or a noun if the articles with its other forms, times this number, are at least as many as
#: the articles with the word.
_ENOUGH = 20


def own_forms(word: str, engine: Engine, analyzer: Analyzer) -> OwnForms:
    """Return the forms that an index has of a name or noun; `word` is any of its forms, folded."""
    for language in languages_of(analyzer.language):
        if language in _ENDINGS and script_of(word) in scripts_of(language):
            if language == "russian" and (found := re.fullmatch(_RUSSIAN_SOFT, word)):
                return OwnForms(_soft_forms(found[1], engine))
            return _own_forms(word, engine, language)
    return OwnForms()


def base_of(word: str, language: str) -> str:
    """Return the beginning that the forms of a word share, if it ends like such a name or noun; else ""."""
    if language == "russian" and (found := re.fullmatch(_RUSSIAN_SOFT, word)):
        return found[1]
    found = _named(word, _ENDINGS[language]) if language in _ENDINGS else None
    return found[1] if found else ""


def _named(word: str, endings: _Endings) -> re.Match[str] | None:
    """Return the match of a word that may be a name, whose first group is the name without an ending."""
    return re.fullmatch(f"(..+{endings.end})(?:{'|'.join((*endings.of_nouns, *endings.of_both))})?", word)


def _soft_forms(base: str, engine: Engine) -> tuple[str, ...]:
    """Return the forms in an index of a Russian noun whose stem ends in a vowel: Серге-й, Серге-я."""
    in_index = engine.expand(Wildcard(f"{base}*")).words
    return tuple(
        form for form in in_index if (found := re.fullmatch(_RUSSIAN_SOFT, form)) and found[1] == base
    )


def _own_forms(word: str, engine: Engine, language: str) -> OwnForms:
    endings = _ENDINGS[language]
    other_endings = (*endings.of_nouns, *endings.of_both)
    found = _named(word, endings)
    if found is None or analyzer_for(language).stem(base := found[1]) == base:
        return OwnForms()

    def articles(some: Iterable[str]) -> int:
        return engine.count(combine(Or, [Exact(base + ending) for ending in some]))

    alone = articles([""])
    # If no article has the word, it is no plural. Then any other form proves a name: Лавровым of Лавров.
    as_noun = articles(endings.of_nouns if alone else other_endings)
    if not as_noun or as_noun * _ENOUGH < alone or as_noun <= articles(endings.of_adjectives):
        return OwnForms()
    in_index = engine.expand(Wildcard(f"{base}*")).words
    others = [base + ending for ending in other_endings]
    forms = (base, *(form for form in in_index if form in others))
    # A Polish plural has forms of its own, which are right: posłów, posłowie.
    return OwnForms(forms, is_alone=language == "russian" and word == base)
