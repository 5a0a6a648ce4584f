"""How the score of one article on OpenSearch is composed, term by term."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsgrep.engine.explaining import contributions
from newsgrep.engine.opensearch.documents import key_value
from newsgrep.engine.opensearch.scoring import query_digest
from newsgrep.engine.opensearch.spans import NOTHING, ServerQuery
from newsgrep.query.nodes import Near, Node, TermQuery
from newsgrep.query.words import words_of
from newsgrep.results import Explanation

if TYPE_CHECKING:
    from newsgrep.engine.opensearch.engine import OpenSearchEngine


def explain(engine: OpenSearchEngine, query: Node, key: str) -> Explanation | None:
    """Return what each term of a query adds to an article's score, None if the query does not match it."""
    one = _OneArticle(engine, key)
    if not one.matches(query):
        return None
    length, average_length = one.length, engine.average_length
    found = tuple(
        contributions(
            query,
            one.matches,
            partial(words_of, analyzer=engine.analyzer),
            one.look_up,
            articles=engine.articles,
            length=length,
            average_length=average_length,
        )
    )
    score = sum((each.score for each in found), 0.0)
    return Explanation(score=score, length=length, average_length=average_length, contributions=found)


class _OneArticle:
    """Asks about one article. It is a `Contributions`: a translator hands it the query of each term.

    length: of the article, in words weighted by field; known once a query has matched
    """

    def __init__(self, engine: OpenSearchEngine, key: str) -> None:
        self._engine = engine
        self._only = {"term": {"key": {"value": key_value(key)}}}
        self._term = NOTHING
        self.length = 0.0

    def contribution(self, query: ServerQuery, weight: float) -> ServerQuery:
        """Note the query of a term and return it."""
        self._term = query
        return query

    def matches(self, node: Node) -> bool:
        """Return whether a query matches the article."""
        return self._score(self._engine.translated(node)) is not None

    def look_up(self, term: TermQuery | Near) -> tuple[int, float]:
        """Return how many articles have a term, and its frequency in this one."""
        self._term = NOTHING
        self._engine.translator(self).query(term)
        query = self._term
        frequency = 0 if query == NOTHING else int(self._score(query) or 0)
        matching = self._engine.counted({query_digest(query): query})[query_digest(query)] if frequency else 0
        return matching, float(frequency)

    def _score(self, query: ServerQuery) -> float | None:
        """Return the score that the article has, None where the query does not match it."""
        wanted = {"bool": {"must": [query], "filter": [self._only]}}
        body = {"query": wanted, "size": 1, "_source": False, "docvalue_fields": ["s_length"]}
        for hit in self._engine.reader.ask(body)["hits"]["hits"]:
            self.length = float(hit["fields"]["s_length"][0])
            return float(hit["_score"])
        return None
