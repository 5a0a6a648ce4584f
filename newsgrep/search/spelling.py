"""Spellings that may have been meant: a word that few articles have, and one like it that far more have.

Where no article has a word, that is a finding of the diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Exact, Node, Word, positive_terms

#: A word is looked at if so few articles have it; one that so many times more have is told.
_FEW, _FAR_MORE = 5, 50
#: Shorter words are near too many others.
_SHORTEST = 5
#: Words of a query that are looked at, and similar words of each.
_MOST_WORDS, _MOST_NEAREST = 3, 5


class Spelling(Struct, frozen=True):
    """A word of a query, and a similar word that far more articles have, with the numbers of articles."""

    word: str
    articles: int
    better: str
    better_articles: int


def better_spellings(engine: Engine, query: Node) -> Iterator[Spelling]:
    """Yield the words of a query that few articles have, where far more have one that is spelt like it."""
    if not engine.capabilities.expand_terms:
        return
    words = (term.text for term in positive_terms(query) if isinstance(term, Word) and not term.field)
    candidates = (word for word in dict.fromkeys(words) if len(word) >= _SHORTEST and word.isalpha())
    for word in islice(candidates, _MOST_WORDS):
        articles = engine.count(Word(word))
        if not 0 < articles <= _FEW:
            continue
        counted = ((engine.count(Exact(other)), other) for other in engine.nearest(word, _MOST_NEAREST))
        better_articles, better = max(counted, default=(0, ""), key=lambda pair: pair[0])
        if better_articles >= _FAR_MORE * articles:
            yield Spelling(word, articles, better, better_articles)
