"""How the score of one article on OpenSearch is composed, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsgrep.engine.bm25f import DEFAULT_RANKING, idf
from newsgrep.engine.explaining import scored_terms
from newsgrep.engine.opensearch.documents import key_value
from newsgrep.engine.opensearch.scoring import name_of
from newsgrep.engine.opensearch.spans import NOTHING, Query
from newsgrep.query.nodes import Node, Phrase, Word
from newsgrep.query.rendering import render
from newsgrep.results import Explanation, ScoreContribution

if TYPE_CHECKING:
    from newsgrep.engine.opensearch.engine import OpenSearchEngine


def explain(engine: OpenSearchEngine, query: Node, key: str) -> Explanation | None:
    """Return what each term of a query adds to an article's score, None if the query does not match it."""
    explainer = _Explainer(engine, key)
    if not explainer.matches(query):
        return None
    contributions = tuple(explainer.contributions(query))
    return Explanation(
        score=sum((one.score for one in contributions), 0.0),
        length=explainer.length,
        average_length=engine.average_length,
        contributions=contributions,
    )


class _Explainer:
    """Asks about one article. As `Scores` it takes what is ranked as one term, with its weight."""

    def __init__(self, engine: OpenSearchEngine, key: str) -> None:
        self._engine = engine
        self._only = {"term": {"key": {"value": key_value(key)}}}
        self._terms: list[tuple[Query, float]] = []
        self.length = 0.0

    def contribution(self, query: Query, weight: float) -> Query:
        """Note a term and return its query."""
        if query != NOTHING:
            self._terms.append((query, weight))
        return query

    def matches(self, node: Node) -> bool:
        """Return whether a query matches the article."""
        return self._score(self._engine.translated(node)) is not None

    def _score(self, query: Query) -> float | None:
        """Return the score that the article has, None where the query does not match it."""
        wanted = {"bool": {"must": [query], "filter": [self._only]}}
        body = {"query": wanted, "size": 1, "_source": False, "docvalue_fields": ["s_length"]}
        for hit in self._engine.reader.ask(body)["hits"]["hits"]:
            self.length = float(hit["fields"]["s_length"][0])
            return float(hit["_score"])
        return None

    def contributions(self, query: Node) -> Iterator[ScoreContribution]:
        """Yield what the terms of a query add to the score of the article, which it matches."""
        for term, weight in scored_terms(query, self.matches):
            yield from self._of_term(term, weight)

    def _of_term(self, node: Node, weight: float) -> Iterator[ScoreContribution]:
        self._terms.clear()
        self._engine.translator(self).query(node, weight)
        shown = [render(node)]
        if len(self._terms) > 1 and isinstance(node, Word):  # a compound, and the words of it
            words = self._engine.analyzer.terms(node.text)
            shown = [
                render(Phrase(node.text, node.field)),
                *(render(Word(word.word, node.field)) for word in words),
            ]
        for (query, of_term), name in zip(list(self._terms), shown, strict=True):
            score = self._score(query)
            if score is None:
                continue
            frequency = float(int(score))
            matching = self._engine.counted({name_of(query): query})[name_of(query)]
            rarity = idf(self._engine.articles, matching)
            penalty = DEFAULT_RANKING.length_penalty(self.length, self._engine.average_length)
            yield ScoreContribution(
                query=name,
                articles=matching,
                frequency=frequency,
                idf=rarity,
                weight=of_term,
                score=DEFAULT_RANKING.contribution(frequency, penalty, rarity * of_term),
            )
