"""Russian names and nouns in -ов and -ев: Медведев and Киев are no plurals, as the stemmer takes them to be.

It cuts Медведев to the stem of медведь, a bear, and Медведева to another one. Only an index can tell that
городов is a plural: it has no городова and городову beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.languages import CYRILLIC, languages_of, script_of
from newsgrep.engine.base import Engine
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import Exact, Or, Wildcard

_LANGUAGE = "russian"
#: Endings, folded. An adjective, such as торговый, has none of those of nouns alone.
_OF_NOUNS = ("а", "у", "е")
_OF_ADJECTIVES = ("ая", "ого", "ое", "ому", "ую", "ые", "ыи")
_OF_BOTH = ("", "ам", "ами", "ах", "ои", "ом", "ы", "ым", "ыми", "ых")
_NAME = re.compile(f"(..+[ое]в)(?:{'|'.join((*_OF_NOUNS, *_OF_BOTH))})")
#: A word is a name or a noun if so many times the articles with its other forms are as many as those with it.
_ENOUGH = 20


def own_forms(word: str, engine: Engine, analyzer: Analyzer) -> tuple[str, ...]:
    """Return the forms in an index of a folded Russian name or noun in -ов or -ев; none for any other word.

    The first is the one without an ending, also if the word has one.
    """
    found = _NAME.fullmatch(word) if script_of(word) == CYRILLIC else None
    if found is None or _LANGUAGE not in languages_of(analyzer.language):
        return ()
    base = found[1]
    if analyzer_for(_LANGUAGE).stem(base) == base:
        return ()

    def articles(endings: Iterable[str]) -> int:
        return engine.count(combine(Or, [Exact(base + ending) for ending in endings]))

    as_noun = articles(_OF_NOUNS)
    if not as_noun or as_noun * _ENOUGH < articles([""]) or as_noun <= articles(_OF_ADJECTIVES):
        return ()
    in_index = engine.expand(Wildcard(f"{base}*")).words
    own = [base + ending for ending in (*_OF_BOTH, *_OF_NOUNS)]
    return (base, *(form for form in in_index if form in own and form != base))
