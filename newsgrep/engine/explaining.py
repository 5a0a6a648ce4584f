"""What each term of a query adds to the score of an article: the same for every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from newsgrep.engine.bm25f import DEFAULT_RANKING, idf
from newsgrep.query.nodes import (
    And,
    AtLeast,
    FilterNode,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    TermNode,
    TermQuery,
    Verified,
    Weighted,
    Word,
)
from newsgrep.query.rendering import render
from newsgrep.results import ScoreContribution

#: Returns the words of a compound.
WordsOf = Callable[[Word], Sequence[Word]]


def contributions(
    query: Node,
    matches: Callable[[Node], bool],
    words_of: WordsOf,
    look_up: Callable[[TermQuery | Near], tuple[int, float]],
    *,
    articles: int,
    length: float,
    average_length: float,
) -> Iterator[ScoreContribution]:
    """Yield what the terms of a query add to the score of an article that it matches.

    matches: returns whether a part of the query matches the article
    look_up: returns how many articles have a term, and its frequency in this one, weighted by field
    articles, average_length: how many articles there are, and how long they are on average
    length:  the length of the article, in words weighted by field
    """
    penalty = DEFAULT_RANKING.length_penalty(length, average_length)
    for term, weight in _scored_terms(query, matches, words_of, 1.0):
        matching, frequency = look_up(term)
        if frequency:
            rarity = idf(articles, matching)
            score = DEFAULT_RANKING.contribution(frequency, penalty, weight * rarity)
            yield ScoreContribution(
                query=render(term),
                articles=matching,
                idf=rarity,
                frequency=frequency,
                weight=weight,
                score=score,
            )


def _scored_terms(
    node: Node, matches: Callable[[Node], bool], words_of: WordsOf, weight: float
) -> Iterator[tuple[TermQuery | Near, float]]:
    """Yield the nodes that are ranked as one term, in the parts of a query that match, with their weights.

    A compound is ranked as a phrase, and as its words.
    """
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                if matches(part):
                    yield from _scored_terms(part, matches, words_of, weight)
        case Weighted(part, factor):
            yield from _scored_terms(part, matches, words_of, weight * factor)
        case AtLeast(_, part) | Verified(part):
            yield from _scored_terms(part, matches, words_of, weight)
        case Not() | FilterNode():
            return
        case Word() if len(words := words_of(node)) > 1:
            share = DEFAULT_RANKING.compound_share
            yield Phrase(node.text, node.field, node.forms), weight * share
            yield from ((word, weight * (1 - share)) for word in words)
        case Near() | TermNode():
            yield node, weight
        case _:
            assert_never(node)
