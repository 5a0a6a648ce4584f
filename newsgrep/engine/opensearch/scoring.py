"""BM25F on OpenSearch: a script computes a term's contribution from its frequency and the article's length.

The idf needs the exact number of articles that have the term, so the server counts them first. A query is
translated twice: first `Counting` notes the queries to count, then `Scoring` uses their numbers.
Weights are parameters of the script and never a `boost`, which would reach the filters in a query, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Protocol

from newsgrep.engine.bm25f import DEFAULT_RANKING, idf
from newsgrep.engine.opensearch.spans import NOTHING, ServerQuery

#: A frequency is a whole number, and may come with traces of terms; see spans.occurrences.
_CONTRIBUTION = (
    "double f = Math.floor(_score);"
    "return f * params.weight / (f + params.base + params.slope * doc['s_length'].value)"
)


class Contributions(Protocol):
    """Turns a query whose score is a frequency into one whose score is the contribution of a term."""

    def contribution(self, query: ServerQuery, weight: float) -> ServerQuery:
        """Return the query of a term, with its contribution, multiplied by a weight, as the score."""


class Counting:
    """Notes the queries that must be counted, and leaves their scores as they are.

    wanted: the queries, by their `query_digest`
    """

    def __init__(self) -> None:
        self.wanted: dict[bytes, ServerQuery] = {}

    def contribution(self, query: ServerQuery, weight: float) -> ServerQuery:
        """Note the query, and return it."""
        if query != NOTHING:
            self.wanted[query_digest(query)] = query
        return query


class Scoring:
    """Scores by BM25F.

    articles:       how many articles the index has
    average_length: the average length of an article, in words weighted by field
    counts:         how many articles match each query, by its name
    """

    def __init__(self, articles: int, average_length: float, counts: Mapping[bytes, int]) -> None:
        self._articles = articles
        self._average_length = average_length
        self._counts = counts

    def contribution(self, query: ServerQuery, weight: float) -> ServerQuery:
        """Return the query with the contribution of a term as its score."""
        if query == NOTHING:
            return query
        k1, b = DEFAULT_RANKING.k1, DEFAULT_RANKING.b
        term_weight = weight * idf(self._articles, self._counts[query_digest(query)]) * (k1 + 1)
        parameters = {
            "weight": term_weight,
            "base": k1 * (1 - b),
            "slope": k1 * b / self._average_length,
        }
        return {"script_score": {"query": query, "script": {"source": _CONTRIBUTION, "params": parameters}}}


def query_digest(query: ServerQuery) -> bytes:
    """Return a hash of a query, which may have a million keys."""
    return hashlib.sha256(json.dumps(query, sort_keys=True).encode()).digest()
