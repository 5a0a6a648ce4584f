"""How the score of one article is composed, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import numpy as np

from newsgrep.engine.base import Rerank
from newsgrep.engine.embedded.evaluator import Evaluator
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
    render,
)
from newsgrep.results import Explanation, ScoreContribution


def explain(
    evaluator: Evaluator, query: Node, document: int, how: Rerank | None = None
) -> Explanation | None:
    """Return what each term of a query adds to a document's score, None if the query does not match it."""
    documents = evaluator.match(query)
    if document not in documents:
        return None
    score = float(evaluator.scores(query, np.array([document]))[0])
    gain = 0.0
    if how:
        ranked = evaluator.ranked(query, documents, how)
        gain = float(ranked[np.searchsorted(documents, document)]) - score
    return Explanation(
        score=score + gain,
        topic=gain,
        length=float(evaluator.snapshot.column("length")[document]),
        average_length=evaluator.snapshot.average_length,
        contributions=tuple(_contributions(evaluator, query, document, 1.0)),
    )


def _contributions(
    evaluator: Evaluator, node: Node, document: int, weight: float
) -> Iterator[ScoreContribution]:
    """Yield what the terms of a part of a query add to the score of a document that it matches."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                if document in evaluator.match(part):
                    yield from _contributions(evaluator, part, document, weight)
        case Weighted(part, factor):
            yield from _contributions(evaluator, part, document, weight * factor)
        case AtLeast(_, part) | Verified(part):
            yield from _contributions(evaluator, part, document, weight)
        case Not() | FilterNode():
            return
        case Word(text, field) if len(words := evaluator.words_of(node)) > 1:
            share = evaluator.scorer.ranking.compound_share
            yield from _contribution_of_term(
                evaluator, node, document, weight * share, render(Phrase(text, field))
            )
            yield from _contributions(evaluator, Or(tuple(words)), document, weight * (1 - share))
        case Near() | TermNode():
            yield from _contribution_of_term(evaluator, node, document, weight, render(node))
        case _:
            assert_never(node)


def _contribution_of_term(
    evaluator: Evaluator, term: TermQuery | Near, document: int, weight: float, shown: str
) -> Iterator[ScoreContribution]:
    """Yield what a term adds to a document's score, if the document has it."""
    postings = evaluator.postings(term)
    frequencies = postings.frequencies[postings.documents == document]
    if not len(frequencies):
        return
    matching = len(postings.documents)
    yield ScoreContribution(
        query=shown,
        articles=matching,
        frequency=float(frequencies[0]),
        idf=evaluator.scorer.idf(matching),
        weight=weight,
        score=float(evaluator.scorer.score([(postings, weight)], np.array([document]))[0]),
    )
