"""How the score of one article is composed, term by term."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from newsgrep.engine.base import Rerank
from newsgrep.engine.embedded.evaluator import Evaluator
from newsgrep.engine.explaining import scored_terms
from newsgrep.query.nodes import Near, Node, Phrase, TermQuery, Word
from newsgrep.query.rendering import render
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
        contributions=tuple(_contributions(evaluator, query, document)),
    )


def _contributions(evaluator: Evaluator, query: Node, document: int) -> Iterator[ScoreContribution]:
    """Yield what the terms of a query add to the score of a document that it matches."""
    for term, weight in scored_terms(query, lambda part: document in evaluator.match(part)):
        words = evaluator.words_of(term) if isinstance(term, Word) else []
        if not isinstance(term, Word) or len(words) <= 1:
            yield from _contribution_of_term(evaluator, term, document, weight, render(term))
            continue
        share, shown = evaluator.scorer.ranking.compound_share, render(Phrase(term.text, term.field))
        yield from _contribution_of_term(evaluator, term, document, weight * share, shown)
        for word in words:
            yield from _contribution_of_term(evaluator, word, document, weight * (1 - share), render(word))


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
        score=float(evaluator.scorer.score(postings, np.array([document]), weight)[0]),
    )
