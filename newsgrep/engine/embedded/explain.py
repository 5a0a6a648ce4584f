"""How the score of one article comes about, term by term."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from newsgrep.engine.bm25f import COMPOUND_SHARE, saturation
from newsgrep.engine.embedded.evaluator import Evaluator
from newsgrep.query.nodes import (
    And,
    AtLeast,
    DateRange,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    TermQuery,
    Weighted,
    Word,
    render,
)
from newsgrep.results import Explanation, ScoreContribution


def explain(evaluator: Evaluator, query: Node, document: int) -> Explanation | None:
    """Return what each term of a query earns a document, None where the query does not match it."""
    alone = np.array([document])
    if document not in evaluator.match(query):
        return None
    return Explanation(
        score=float(evaluator.scores(query, alone)[0]),
        length=float(evaluator.state.column("length")[document]),
        average_length=evaluator.state.average_length,
        contributions=tuple(_earned(evaluator, query, document, 1.0)),
    )


def _earned(evaluator: Evaluator, node: Node, document: int, weight: float) -> Iterator[ScoreContribution]:
    """Yield what the terms of a part earn a document that it matches."""
    match node:
        case And(parts):
            for part in parts:
                yield from _earned(evaluator, part, document, weight)
        case Or(parts):
            matching = [part for part in parts if document in evaluator.match(part)]
            yield from _earned(evaluator, And(tuple(matching)), document, weight)
        case Weighted(part, factor):
            yield from _earned(evaluator, part, document, weight * factor)
        case AtLeast(_, part):
            yield from _earned(evaluator, part, document, weight)
        case Not() | Keyword() | LengthRange() | DateRange() | MatchAll():
            return
        case Word(text, field) if len(words := evaluator.words_of(node)) > 1:
            yield from _term(evaluator, node, document, weight * COMPOUND_SHARE, render(Phrase(text, field)))
            yield from _earned(evaluator, Or(tuple(words)), document, weight * (1 - COMPOUND_SHARE))
        case _:
            yield from _term(evaluator, node, document, weight, render(node))


def _term(
    evaluator: Evaluator, term: TermQuery | Near, document: int, weight: float, shown: str
) -> Iterator[ScoreContribution]:
    """Yield what a BM25F term earns a document, if it has it."""
    postings = evaluator.postings(term)
    place = int(np.searchsorted(postings.documents, document))
    if place == len(postings.documents) or postings.documents[place] != document:
        return
    frequency = float(postings.frequencies[place])
    length = float(evaluator.state.column("length")[document])
    idf = evaluator.idf(len(postings.documents))
    yield ScoreContribution(
        query=shown,
        articles=len(postings.documents),
        frequency=frequency,
        idf=idf,
        weight=weight,
        score=weight * idf * saturation(frequency, length, evaluator.state.average_length),
    )
