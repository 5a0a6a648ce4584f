"""Explains the score of one article, term by term."""

from __future__ import annotations

import numpy as np

from newsgrep.engine.base import Rerank
from newsgrep.engine.embedded.evaluator import Evaluator
from newsgrep.engine.explaining import contributions
from newsgrep.query.nodes import Near, Node, TermQuery
from newsgrep.results import Explanation


def explain(
    evaluator: Evaluator, query: Node, document: int, how: Rerank | None = None
) -> Explanation | None:
    """Return what each term of a query adds to a document's score, None if the query does not match it."""
    documents, snapshot = evaluator.match(query), evaluator.snapshot
    if document not in documents:
        return None
    score = float(evaluator.scores(query, np.array([document]))[0])
    gain = 0.0
    if how:
        ranked = evaluator.ranked(query, documents, how)
        gain = float(ranked[np.searchsorted(documents, document)]) - score

    def look_up(term: TermQuery | Near) -> tuple[int, float]:
        postings = evaluator.postings(term)
        frequency = postings.frequencies[postings.documents == document].sum()
        return len(postings.documents), float(frequency)

    length, average_length = float(snapshot.column("length")[document]), snapshot.average_length
    found = contributions(
        query,
        lambda part: document in evaluator.match(part),
        evaluator.words_of,
        look_up,
        articles=snapshot.live_count,
        length=length,
        average_length=average_length,
    )
    return Explanation(
        score=score + gain,
        topic=gain,
        length=length,
        average_length=average_length,
        contributions=tuple(found),
    )
