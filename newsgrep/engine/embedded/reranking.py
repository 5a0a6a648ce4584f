"""Reranking the best matches by BM25F: articles about the same topic as the query gain most.

    score = BM25F + weight · best BM25F of the query · max(0, cosine of the vectors of query and article)

for the best matches alone. No score falls, so that these stay before all other matches, and no article is on
two pages of a search. An article without a vector, such as one in an index that is too small for a basis,
gains as much as the others do on average.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import assert_never
from zlib import crc32

import numpy as np

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.base import Rerank
from newsgrep.engine.embedded.scoring import Scores
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.vectors import Basis, unit, word_weights
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    Exact,
    Expanded,
    FilterNode,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Sounds,
    Verified,
    Weighted,
    Wildcard,
    Word,
    children,
)


def gains(
    snapshot: Snapshot, analyzer: Analyzer, query: Node, documents: Documents, scores: Scores, how: Rerank
) -> Scores:
    """Return what to add to the scores of the best matches of a query, given as ascending documents."""
    near = _nearness(snapshot, analyzer, query, documents, how.like)
    known = ~np.isnan(near)
    if not known.any():
        return np.zeros(len(documents))
    return np.asarray(how.weight * scores.max() * np.where(known, near, near[known].mean()))


def _nearness(snapshot: Snapshot, analyzer: Analyzer, query: Node, documents: Documents, like: str) -> Array:
    """Return the cosine of query and documents, at least 0; NaN where one of them has no vector."""
    found = []
    wanted: dict[Basis, Array] = {}
    for segment, inside in snapshot.by_segment(documents):
        near = np.full(len(inside), np.nan)
        vectors = segment.reader.vectors
        if vectors is not None and len(inside):
            if vectors.basis not in wanted:
                article = _vector_of_article(snapshot, vectors.basis, like)
                wanted[vectors.basis] = (
                    _vector_of_query(analyzer, vectors.basis, query) if article is None else article
                )
            vector = wanted[vectors.basis]
            if vector.any():
                near = np.maximum(0, vectors.cosines(inside, vector))
        found.append(near)
    return np.concatenate(found)


def _vector_of_article(snapshot: Snapshot, basis: Basis, key: str) -> Array | None:
    """Return the vector of an article by a basis, None if it has none."""
    document = snapshot.document_of_key(key) if key else -1
    if document < 0:
        return None
    segment, number = snapshot.place_of(document)
    vectors = segment.reader.vectors
    if vectors is None or vectors.basis is not basis:
        return None
    return np.asarray(vectors.of(np.array([number]))[0])


def _vector_of_query(analyzer: Analyzer, basis: Basis, query: Node) -> Array:
    """Return the vector of the words of a query by a basis; zeros where it knows none of them."""
    counts: dict[int, float] = defaultdict(float)
    for text, weight in _texts(query, 1.0):
        for token in analyzer.tokens(text):
            counts[crc32(token.term.encode())] += weight
    rows = basis.rows(np.fromiter(counts, np.uint32, len(counts)))
    weights = np.fromiter(counts.values(), np.float64, len(counts))
    known = (rows >= 0) & (weights > 0)
    vectors = basis.floats(rows[known]) * word_weights(np.maximum(weights[known], 1))[:, None]
    return unit(vectors.sum(axis=0))


def _texts(query: Node, weight: float) -> Iterator[tuple[str, float]]:
    """Yield the words and phrases that a query looks for, each with its weight."""
    match query:
        case Word(text) | Phrase(text) | Exact(text) | Cased(text):
            yield text, weight
        case Weighted(part, factor):
            yield from _texts(part, weight * factor)
        case Near() | AtLeast() | And() | Or() | Verified():
            for child in children(query):
                yield from _texts(child, weight)
        case Prefix() | Wildcard() | Fuzzy() | Regex() | Sounds() | Expanded() | FilterNode() | Not():
            pass  # a word that a pattern matches may be about anything
        case _:
            assert_never(query)
