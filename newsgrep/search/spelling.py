"""Spellings that may have been meant: a word that few articles have, and one like it that far more have.

A word in other letters is suggested if at least as many articles have it: Gəncə for `gence`. The diagnosis
handles words that no article has.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from os.path import commonprefix

from msgspec import Struct

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.folding import fold
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Exact, Node, Word, positive_terms
from newsgrep.search.other_letters import guesses

#: Articles that have a word for which similar words are looked up, at most; and how many times more articles
#: must have a similar word that is suggested.
_FEW, _FAR_MORE = 20, 50
#: Fewest letters of a word with two letters swapped, with a letter missing or added, and with a wrong letter.
#: Shorter words are near too many others: feast is not fast, nor planner planned.
_SHORTEST, _MEDIUM, _LONG = 5, 6, 9
#: Words of a query that are looked at, and similar words of each, at most.
_MOST_WORDS, _MOST_NEAREST = 3, 8


class Spelling(Struct, frozen=True):
    """A word of a query, and a similar word that far more articles have, with the numbers of articles."""

    word: str
    articles: int
    better: str
    better_articles: int


def better_spellings(engine: Engine, query: Node) -> Iterator[Spelling]:
    """Yield the words of a query that few articles have, each with a similar word that far more have."""
    plain = (term for term in positive_terms(query) if isinstance(term, Word) and not term.field)
    words = {term.text: term for term in plain if len(term.text) >= _SHORTEST and term.text.isalpha()}
    for word, term in islice(words.items(), _MOST_WORDS):
        articles = engine.count(term)
        if not 0 < articles <= _FEW:
            continue
        slips = (other for other in engine.nearest(word, _MOST_NEAREST) if _is_slip(fold(word), fold(other)))
        meant = guesses(word, engine, analyzer_for(engine.language))
        for others, times in ((meant, 1), (slips, _FAR_MORE)):
            counted = ((engine.count(Exact(fold(other))), other) for other in others)
            better_articles, better = max(counted, default=(0, ""), key=lambda pair: pair[0])
            if better_articles >= times * articles:
                yield Spelling(word, articles, better, better_articles)
                break


def _is_slip(word: str, other: str) -> bool:
    """Return whether a word may be a typing error for another one: with the same initial, and one error.

    >>> _is_slip("compnay", "company"), _is_slip("goverment", "government"), _is_slip("pride", "price")
    (True, True, False)
    """
    if word[:1] != other[:1]:
        return False
    start = len(commonprefix([word, other]))
    end = len(commonprefix([word[: start - 1 : -1], other[: start - 1 : -1]]))
    rest, meant = word[start : len(word) - end], other[start : len(other) - end]
    if len(rest) == len(meant):
        return rest == meant[::-1] if len(rest) == 2 else len(rest) == 1 and len(word) >= _LONG
    return max(len(rest), len(meant)) == 1 and len(word) >= _MEDIUM
