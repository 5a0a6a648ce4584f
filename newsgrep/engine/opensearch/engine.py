"""The engine of an index on OpenSearch, which answers from one published state of it."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article
from newsgrep.config import Address
from newsgrep.engine.base import Capabilities, Matches, Sort, StoryMatches, TermCount
from newsgrep.engine.facets import Facet
from newsgrep.engine.opensearch.catalog_blocks import fetch_catalog
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import article_in, key_value
from newsgrep.engine.opensearch.scoring import Counting, Scoring
from newsgrep.engine.opensearch.spans import Query
from newsgrep.engine.opensearch.state import State, index_of, read_state
from newsgrep.engine.opensearch.translate import Translator
from newsgrep.engine.opensearch.words import Words
from newsgrep.errors import UsageError
from newsgrep.query.nodes import And, Keys, MatchAll, Node, Pattern, Verified, map_children
from newsgrep.results import EngineStats, Expansion, Explanation
from newsgrep.textmatch.verify import Verifier
from newsgrep.tuning import DEFAULT_TUNING

#: Articles of one answer, and hits that an answer may begin behind.
_PAGE = 1_000
_DEEPEST = 10_000
#: Articles whose text is compared for one part of a query, at most.
_MOST_VERIFIED = 50_000
#: How long the server keeps a state that is gone through page by page.
_KEPT = "5m"
#: Queries that are counted with one request.
_COUNTED = 100

_NEWEST = [{"s_undated": "asc"}, {"s_instant": "desc"}, {"key": "asc"}]
_ORDERS: dict[str, list[dict[str, Any]]] = {
    "relevance": [{"_score": {"order": "desc"}}, *_NEWEST],
    "date": [{"s_undated": "asc"}, {"s_instant": "asc"}, {"key": "asc"}],
    "-date": _NEWEST,
    "title": [{"s_title": {"order": "asc", "missing": "_last"}}, *_NEWEST],
    "source": [{"s_source": {"order": "asc", "missing": "_last"}}, *_NEWEST],
    "key": [{"key": "asc"}],
}


class OpenSearchEngine:
    """Answers from the articles of one generation. An answer of a part of the shards is an error."""

    capabilities = Capabilities(explain=False, stories=False, count_terms=False)

    def __init__(self, client: Client, state: State) -> None:
        """Take the client, and the published state of the index."""
        self.generation = state.generation
        self.articles = state.articles
        self.language = state.language
        self.home = Path(state.home)
        self.client = client
        self.index = index_of(client.address, "articles", state.build)
        self.analyzer = analyzer_for(state.language)
        self._state = state
        self._catalog: Path | None = None
        self._average_length = state.length / state.articles if state.articles and state.length else 1.0
        self._words = Words(client, index_of(client.address, "words", state.build))
        self._counts: dict[str, int] = {}

    @classmethod
    def open(cls, address: Address) -> OpenSearchEngine:
        """Open what is published at an address. Raises what `open_engine` raises."""
        client = Client(address)
        return cls(client, read_state(client).state)

    # Matching and ranking

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0) -> Matches:
        """Return the number of matches, and at most `limit` of them from `offset` on, in order."""
        wanted = self._visible(self._scored(query) if sort == "relevance" else self.translated(query))
        if sort == "random":
            return self._shuffled(wanted, limit, offset, seed)
        if limit is not None and limit <= _PAGE and offset + limit <= _DEEPEST:
            answer = self.ask({"query": wanted, "from": offset, "size": limit, "sort": _ORDERS[sort]})
            hits = answer["hits"]["hits"]
            return Matches(answer["hits"]["total"]["value"], map(_scored_article, hits))
        total = self.count_of(wanted)
        found = islice(self.hits(wanted, sort), offset, None if limit is None else offset + limit)
        return Matches(total, map(_scored_article, found))

    def count(self, query: Node) -> int:
        """Return how many articles match a query."""
        return self.count_of(self._visible(self.translated(query)))

    def _shuffled(self, wanted: Query, limit: int | None, offset: int, seed: int) -> Matches:
        """Return matches in the order of a seed, which depends on the keys alone."""
        import numpy as np

        from newsgrep.engine.random_order import random_ranks
        from newsgrep.engine.segment.key_table import key_hash

        keys = [hit["_source"]["key"] for hit in self.hits(wanted, "key", fields=["key"])]
        hashes = np.array([key_hash(key.encode()) for key in keys], np.uint64)
        ranked = [keys[place] for place in np.argsort(random_ranks(hashes, seed), kind="stable").tolist()]
        chosen = ranked[offset : None if limit is None else offset + limit]
        return Matches(len(keys), ((0.0, article) for article in self._in_order(chosen)))

    def _in_order(self, keys: Sequence[str]) -> Iterator[Article]:
        for start in range(0, len(keys), _PAGE):
            page = keys[start : start + _PAGE]
            found = self.hits(self._visible({"terms": {"key": page}}), "key")
            by_key = {hit["_source"]["key"]: article_in(hit["_source"]) for hit in found}
            yield from (by_key[key] for key in page)

    # What the server is asked

    def translated(self, query: Node) -> Query:
        """Return a query of the server without scores."""
        return self._translator(Counting()).query(self._resolved(query))

    def translator(self) -> Translator:
        """Return what translates queries without scores."""
        return self._translator(Counting())

    def resolved(self, query: Node) -> Node:
        """Return a query in which what the server cannot check is replaced by the articles that match."""
        return self._resolved(query)

    def _scored(self, query: Node) -> Query:
        resolved = self._resolved(query)
        counting = Counting()
        self._translator(counting).query(resolved)
        self._count(counting.wanted)
        scoring = Scoring(self.articles, self._average_length, self._counts)
        return self._translator(scoring).query(resolved)

    def _translator(self, scores: Counting | Scoring) -> Translator:
        return Translator(self.analyzer, scores, self._words.beginning_with)

    def _count(self, wanted: dict[str, Query]) -> None:
        """Find out how many articles match each of some queries, once for each in the life of the engine."""
        unknown = [name for name in wanted if name not in self._counts]
        for start in range(0, len(unknown), _COUNTED):
            names = unknown[start : start + _COUNTED]
            totals = self.counts_of([self._visible(wanted[name]) for name in names])
            self._counts |= dict(zip(names, totals, strict=True))

    def _resolved(self, node: Node) -> Node:
        """Return a tree without a Verified: the keys of the articles that match are found out here.

        In an And only articles that match its other parts are read.
        """
        if isinstance(node, Verified):
            return self._verified(node, node.candidates)
        if not isinstance(node, And):
            return map_children(node, self._resolved)
        plain = [
            part.candidates if isinstance(part, Verified) else self._resolved(part) for part in node.parts
        ]
        among = And(tuple(plain))
        checked = [
            self._verified(part, among) if isinstance(part, Verified) else one
            for part, one in zip(node.parts, plain, strict=True)
        ]
        return And(tuple(checked))

    def _verified(self, node: Verified, among: Node) -> Node:
        wanted = self._visible(self._translator(Counting()).query(among))
        if self.count_of(wanted) > _MOST_VERIFIED:
            raise UsageError(
                f"more than {_MOST_VERIFIED:,} articles would have to be read to check capitals, accents, "
                "sentences or paragraphs",
                "add words or filters that fewer articles match",
            )
        verifier = Verifier(node.exact, self.analyzer)
        articles = (article_in(hit["_source"]) for hit in self.hits(wanted, "key"))
        keys = frozenset(article.key for article in articles if verifier.matches(article))
        return And((node.candidates, Keys(keys, "")))

    def _visible(self, query: Query) -> Query:
        """Return a query for the articles of this generation alone."""
        others = [
            {"range": {"born": {"gt": self.generation}}},
            {"range": {"died": {"lte": self.generation}}},
        ]
        return {"bool": {"must": [query], "must_not": others}}

    def visible(self, query: Query) -> Query:
        """Return a query of the server for the articles of this generation alone."""
        return self._visible(query)

    def ask(self, body: dict[str, Any]) -> Any:
        """Send a search to the server and return the answer, which is of all shards."""
        return self.client.request(
            "POST",
            f"/{self.index}/_search",
            {"track_total_hits": True, **body},
            params={"allow_partial_search_results": False},
        )

    def count_of(self, query: Query) -> int:
        """Return how many documents a query of the server finds."""
        return int(self.ask({"query": query, "size": 0})["hits"]["total"]["value"])

    def counts_of(self, queries: Sequence[Query]) -> list[int]:
        """Return how many documents each of some queries of the server finds, in one request."""
        answers = self.ask_many([{"query": query, "size": 0} for query in queries])
        return [int(answer["hits"]["total"]["value"]) for answer in answers]

    def ask_many(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """Send several searches in one request. Raises what a single one does for the first that fails."""
        import json

        head = {"index": self.index, "allow_partial_search_results": False}
        lines = [part for body in bodies for part in (head, {"track_total_hits": True, **body})]
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
        answers = self.client.request("POST", "/_msearch", data)["responses"] if lines else []
        for body, answer in zip(bodies, answers, strict=True):
            if "error" in answer:
                self.ask(body)  # alone, so that its error is told as any other is
        return list(answers)

    def hits(self, query: Query, order: str, fields: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """Yield all documents that a query of the server finds, in an order, page by page.

        fields: of the documents, None for all
        """
        body: dict[str, Any] = {"query": query, "size": _PAGE, "sort": _ORDERS[order], "track_scores": True}
        if fields is not None:
            body["_source"] = list(fields)
        point = self.client.request(
            "POST", f"/{self.index}/_search/point_in_time", params={"keep_alive": _KEPT}
        )
        try:
            while True:
                body["pit"] = {"id": point["pit_id"], "keep_alive": _KEPT}
                answer = self.client.request(
                    "POST", "/_search", body, params={"allow_partial_search_results": False}, again=True
                )
                found = answer["hits"]["hits"]
                yield from found
                if len(found) < _PAGE:
                    return
                body["search_after"] = found[-1]["sort"]
        finally:
            self.client.request("DELETE", "/_search/point_in_time", {"pit_id": [point["pit_id"]]}, ok=(404,))

    # Counting

    def tally(
        self, query: Node, facets: Sequence[Facet], *, fold: bool = False
    ) -> dict[tuple[str, ...], int]:
        """Return how many matching articles have each combination of values of some facets."""
        raise NotImplementedError

    def count_terms(self, query: Node, least: int) -> list[TermCount]:
        """Return how often each word occurs that is in at least `least` matching articles, in any field."""
        raise NotImplementedError

    def count_occurrences(self, terms: Sequence[Node], within: Node) -> list[tuple[int, int]]:
        """Return how often each term query, or Or of them, matches, and in how many articles."""
        raise NotImplementedError

    def count_words(self, query: Node) -> int:
        """Return how many words the titles and bodies of the matching articles have together."""
        raise NotImplementedError

    def search_stories(
        self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0
    ) -> StoryMatches:
        """Raise NotImplementedError: this engine knows no stories."""
        raise NotImplementedError

    def versions(self, key: str) -> list[tuple[Article, float]]:
        """Raise NotImplementedError: this engine knows no stories."""
        raise NotImplementedError

    # Words and articles

    def expand(self, pattern: Pattern) -> Expansion:
        """Return the words that a pattern matches, the most frequent ones."""
        return self._words.expand(pattern, DEFAULT_TUNING.search.expansion_limit)

    def nearest(self, word: str, count: int) -> list[str]:
        """Return the words that are spelt most like a word, nearest first."""
        return self._words.nearest(word, count)

    def days(self) -> tuple[str, str] | None:
        """Return the first and the last day that articles are dated, None where none is."""
        query = self._visible({"range": {"s_day": {"gte": 1}}})
        ends = {name: {name: {"field": "s_day"}} for name in ("min", "max")}
        found = self.ask({"query": query, "size": 0, "aggs": ends})["aggregations"]
        if found["min"]["value"] is None:
            return None
        first, last = (f"{int(found[name]['value']):08}" for name in ("min", "max"))
        return f"{first[:4]}-{first[4:6]}-{first[6:]}", f"{last[:4]}-{last[4:6]}-{last[6:]}"

    def explain(self, query: Node, key: str) -> Explanation | None:
        """Raise NotImplementedError: this engine does not explain scores yet."""
        raise NotImplementedError

    def get(self, key: str) -> Article | None:
        """Return the article with this key."""
        query = self._visible({"term": {"key": {"value": key_value(key)}}})
        hits = self.ask({"query": query, "size": 1})["hits"]["hits"]
        return article_in(hits[0]["_source"]) if hits else None

    def encoded_articles(self) -> Iterator[tuple[str, bytes]]:
        """Yield the key of each article, and the article as it is encoded."""
        for hit in self.hits(self._visible({"match_all": {}}), "key"):
            article = article_in(hit["_source"])
            yield article.key, article.encode()

    def stats(self) -> EngineStats:
        """Return the state of the index."""
        first, last = self.days() or ("", "")
        undated = self.count_of(self._visible({"term": {"s_undated": True}}))
        top = {"terms": {"field": "authors", "size": 10}}
        found = self.ask({"query": self._visible({"match_all": {}}), "size": 0, "aggs": {"authors": top}})
        authors = [(one["key"], one["doc_count"]) for one in found["aggregations"]["authors"]["buckets"]]
        sizes = self.client.request("GET", f"/{self.index}/_stats/store")
        return EngineStats(
            folder=str(self.client.address),
            format_version=self._state.format,
            engine="OpenSearch",
            language=self.language,
            articles=self.articles,
            size=sizes["_all"]["total"]["store"]["size_in_bytes"],
            first_day=first,
            last_day=last,
            undated=undated,
            top_authors=authors,
            committed_at=self._state.committed_at,
        )

    def catalog_folder(self) -> Path:
        """Fetch the catalog of this state, the first time, and return the temporary folder it is in."""
        if self._catalog is None:
            self._catalog = Path(tempfile.mkdtemp(prefix="newsgrep-"))
            # Results that were returned stay readable, so it goes when nobody has the engine any more.
            weakref.finalize(self, shutil.rmtree, self._catalog, ignore_errors=True)
            index = index_of(self.client.address, "catalog", self._state.build)
            fetch_catalog(self.client, index, self.generation, self._catalog)
        return self._catalog

    def check(self) -> Iterator[str]:
        """Yield the problems of the index: a number of articles that is not that of its state."""
        found = self.count(MatchAll())
        if found != self.articles:
            yield f"the index should have {self.articles:,} articles, and has {found:,}"

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def _scored_article(hit: dict[str, Any]) -> tuple[float, Article]:
    return float(hit["_score"] or 0.0), article_in(hit["_source"])
