"""The engine of an index on OpenSearch. It answers from one published state of the index."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article, iso_day
from newsgrep.batching import slices_of
from newsgrep.config import Address
from newsgrep.engine.announcing import AnnouncedEngine
from newsgrep.engine.base import IndexEngine, Matches, Sort, StoryMatches, TermCount
from newsgrep.engine.facets import Facet
from newsgrep.engine.opensearch import announced
from newsgrep.engine.opensearch.catalog_blocks import fetch_catalog
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import article_in, attached_to, key_value, scored_article
from newsgrep.engine.opensearch.filters import WITHOUT_IDS
from newsgrep.engine.opensearch.overlaps import frequencies
from newsgrep.engine.opensearch.parting import fitting, scored_keys
from newsgrep.engine.opensearch.reader import KEYS, PAGE, Reader, fits_one_page, page_of
from newsgrep.engine.opensearch.recent import Recent
from newsgrep.engine.opensearch.scoring import Contributions, Counting, Scoring, query_digest
from newsgrep.engine.opensearch.spans import Part, ServerQuery
from newsgrep.engine.opensearch.state import State, index_of, read_state
from newsgrep.engine.opensearch.surface_forms import Words
from newsgrep.engine.opensearch.translate import Translator, begun_forms
from newsgrep.errors import NewsgrepError, UsageError
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Keys,
    Near,
    Node,
    Pattern,
    Prefix,
    Verified,
    map_children,
    positive_terms,
    walk,
)
from newsgrep.query.rendering import render
from newsgrep.results import EngineStats, Expansion, Explanation
from newsgrep.textmatch.verifier import Verifier
from newsgrep.tuning import DEFAULT_TUNING

if TYPE_CHECKING:
    from newsgrep.patterns import SameStem

#: The most articles that are read to check one part of a query.
_MOST_READ = 50_000
#: For how many parts of queries the articles found are kept, with up to _MOST_READ keys each.
_REMEMBERED = 32
#: For how many queries the stories are kept: the user's, and the query for all articles, to compute shares.
_FOLDED = 2
#: How many queries are counted with one request.
_COUNTED = 100

#: A search: query, order, limit, offset and seed.
_Asked = tuple[Node, Sort, int | None, int, int]


class OpenSearchEngine(IndexEngine, AnnouncedEngine):
    """Answers from the articles of one generation. It is an error if a shard does not answer."""

    most_folded = 50_000

    def __init__(self, client: Client, state: State) -> None:
        """Take the client, and the published state of the index."""
        self.generation = state.generation
        self.articles = state.articles
        self.language = state.language
        self.home = Path(state.home)
        self.client = client
        self.place = client.address
        self.analyzer = analyzer_for(state.language)
        self.average_length = state.length / state.articles if state.articles and state.length else 1.0
        self.reader = Reader(client, index_of(client.address, "articles", state.build), state.generation)
        self._state = state
        self._catalog: Path | None = None
        self._words = Words(client, index_of(client.address, "words", state.build))
        self._counts: dict[bytes, int] = {}
        self._overlaps = Recent[Near, ServerQuery](_REMEMBERED)
        self._answers = Recent[bytes, ServerQuery](_REMEMBERED)
        self._first_versions = Recent[Node, list[Article]](_FOLDED)
        self._announced: dict[_Asked, Any] = {}

    @classmethod
    def open(cls, address: Address) -> OpenSearchEngine:
        """Open the index that is published at an address. Raises what `open_engine` raises."""
        client = Client(address)
        return cls(client, read_state(client).state)

    # Matching and ranking

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0) -> Matches:
        if answer := self._announced.pop((query, sort, limit, offset, seed), None):
            return _matches(answer)
        resolved = self.resolved(query)
        scored = self.scored(resolved)
        if sort == "random":
            keys = self._shuffled(self.translated(resolved), seed)
            chosen = keys[offset : None if limit is None else offset + limit]
            return Matches(len(keys), self._with_keys(scored, chosen))
        if fits_one_page(limit, offset):
            return _matches(self.reader.ask(page_of(scored, sort, limit, offset)))
        total = self.reader.count(self.translated(resolved))
        hits = islice(self.reader.hits(scored, sort), offset, None if limit is None else offset + limit)
        return Matches(total, map(scored_article, hits))

    def count(self, query: Node) -> int:
        wanted = self.matching(query)
        name = query_digest(wanted)
        return self.counted({name: wanted})[name]

    def announce_counts(self, queries: Sequence[Node]) -> None:
        """Count the given queries in few requests, except those that need articles to be read."""
        plain = [query for query in queries if not any(isinstance(node, Verified) for node in walk(query))]
        with suppress(NewsgrepError):  # `count` raises it again
            wanted = map(self.matching, plain)
            self.counted({query_digest(query): query for query in wanted})

    def announce_patterns(self, patterns: Sequence[Pattern | Prefix]) -> None:
        """Look up the given patterns and prefixes in few requests."""
        with suppress(NewsgrepError):  # `expand` raises it again
            prefixes = [begun_forms(one, self.analyzer) for one in patterns if isinstance(one, Prefix)]
            self._words.announce_beginnings([one for one in prefixes if one])
            others = [one for one in patterns if not isinstance(one, Prefix)]
            self._words.announce(others, DEFAULT_TUNING.search.expansion_limit)

    def announce_searches(
        self, queries: Sequence[Node], *, sort: Sort, limit: int | None, offset: int, seed: int = 0
    ) -> None:
        """Send searches of one page in few requests, and keep the answers."""
        self._announced = {}
        with suppress(NewsgrepError):  # `search` raises it again
            found = announced.answers(self, queries, sort, limit, offset, seed)
            self._announced = {(one, sort, limit, offset, seed): answer for one, answer in found.items()}

    def _shuffled(self, wanted: ServerQuery, seed: int) -> list[str]:
        """Return the keys of matches, as documents have them, in the random order of a seed."""
        hits = self.reader.hits(wanted, "key", size=KEYS, **announced.KEYS_ONLY)
        return announced.shuffled(self.reader, hits, seed)

    def _with_keys(self, scored: ServerQuery, keys: Sequence[str]) -> Iterator[tuple[float, Article]]:
        for page in slices_of(keys, PAGE):
            found = self.reader.hits(announced.with_keys(scored, page), "key")
            by_key = {hit["_source"]["key"]: hit for hit in found}
            yield from (scored_article(by_key[key]) for key in page)

    # Queries of the server

    def matching(self, query: Node) -> ServerQuery:
        """Return a query of the server with the same matches as a tree; its scores mean nothing."""
        return self.translated(self.resolved(query))

    def translator(self, scores: Contributions | None = None) -> Translator:
        """Return a translator of trees; without `scores`, its queries have no BM25F scores."""
        words_with = self._words.beginning_with
        return Translator(self.analyzer, scores or Counting(), words_with, self._overlapping)

    def counted(self, wanted: Mapping[bytes, ServerQuery]) -> dict[bytes, int]:
        """Return how many articles match each query, by its name. The engine counts each query only once."""
        unknown = [name for name in wanted if name not in self._counts]
        for names in slices_of(unknown, _COUNTED):
            totals = self.reader.counts([wanted[name] for name in names])
            self._counts |= dict(zip(names, totals, strict=True))
        return self._counts

    def translated(self, resolved: Node) -> ServerQuery:
        """Return the query of a tree without a Verified, in no more clauses than the server takes."""
        return fitting(self.translator().query(resolved), self._answered)

    def scored(self, resolved: Node) -> ServerQuery:
        counting = Counting()
        self.translator(counting).query(resolved)
        counts = self.counted(counting.wanted)
        scoring = Scoring(self.articles, self.average_length, counts)
        return fitting(self.translator(scoring).query(resolved), self._answered)

    def _answered(self, part: ServerQuery) -> ServerQuery:
        """Return the articles that a part of a query matches, by their keys, with its scores."""
        name = query_digest(part)
        if answer := self._answers.get(name):
            return answer
        count = self.reader.count(part)
        if count > _MOST_READ:
            raise UsageError(
                f"the server answers a query of so many words in parts, and {count:,} articles match one",
                "ask for fewer words at once",
            )
        hits = self.reader.hits(part, "key", size=KEYS, **announced.KEYS_ONLY | {"track_scores": True})
        return self._answers.keep(name, scored_keys({hit["sort"][0]: hit["_score"] for hit in hits}))

    def resolved(self, node: Node) -> Node:
        """Return a tree in which the keys of matching articles take the place of each Verified.

        Within an And, reads only articles that match its other parts.
        """
        if isinstance(node, Verified):
            return self._verified(node, node.candidates)
        if isinstance(node, AtLeast) and self.translator().exact_frequency(node.part) is None:
            return self._verified(Verified(node.part, node), node.part)
        if not isinstance(node, And):
            return map_children(node, self.resolved)
        plain = [
            part.candidates if isinstance(part, Verified) else self.resolved(part) for part in node.parts
        ]
        among = And(tuple(plain))
        checked = [
            self._verified(part, among) if isinstance(part, Verified) else one
            for part, one in zip(node.parts, plain, strict=True)
        ]
        return And(tuple(checked))

    def _verified(self, node: Verified, among: Node) -> Node:
        verifier = Verifier(node.exact, self.analyzer)
        articles = self._read_few(self.translated(among), node.exact)
        keys = frozenset(article.key for article in articles if verifier.matches(article))
        return And((node.candidates, Keys(keys, "")))

    def _overlapping(self, near: Near, parts: Sequence[Part], candidates: ServerQuery) -> ServerQuery:
        """Return the articles that match a Near, with its frequency in each as the score."""
        if found := self._overlaps.get(near):
            return found
        field = next(positive_terms(near)).field
        articles = self._read_few(candidates, near)
        return self._overlaps.keep(near, frequencies(near, field, parts, articles, self.analyzer))

    def _read_few(self, query: ServerQuery, node: Node) -> Iterator[Article]:
        """Read the articles that a query finds, to check a part of a tree. Raises UsageError for too many."""
        count = self.reader.count(query)
        if count > _MOST_READ:
            raise UsageError(
                f"{count:,} articles would have to be read to check {render(node)}",
                "add words or filters that fewer articles match",
            )
        return self._read(query)

    def _read(self, query: ServerQuery) -> Iterator[Article]:
        return (article_in(hit["_source"]) for hit in self.reader.hits(query, "key"))

    # Counting

    def tally(
        self, query: Node, facets: Sequence[Facet], *, fold: bool = False
    ) -> dict[tuple[str, ...], int]:
        if fold:
            from newsgrep.engine.opensearch.stories import tally_stories

            return tally_stories(self._first_versions_of(query), facets)
        from newsgrep.engine.opensearch.counting import tally

        return tally(self.reader.ask_many, self.matching(query), facets)

    def _first_versions_of(self, query: Node) -> list[Article]:
        """Return the earliest matching version of each story; keeps them, as several facets need them."""
        found = self._first_versions.get(query)
        if found is None:
            from newsgrep.engine.opensearch.stories import first_versions

            found = first_versions(self.reader, self.translated(self._foldable(query)))
            self._first_versions.keep(query, found)
        return found

    def count_terms(self, query: Node, least: int) -> list[TermCount]:
        from newsgrep.engine.opensearch.counting import count_terms

        return count_terms(self.reader.ask_many, self._read(self.matching(query)), least, self.analyzer)

    def count_occurrences(self, terms: Sequence[Node], within: Node) -> list[tuple[int, int]]:
        from newsgrep.engine.opensearch.counting import count_occurrences

        wanted = self.matching(within)
        return count_occurrences(
            self.reader.ask_many, self.translator(), terms, wanted, lambda: self._read(wanted), self.analyzer
        )

    def count_words(self, query: Node) -> int:
        from newsgrep.engine.opensearch.counting import count_words

        return count_words(self.reader.ask_many, self.matching(query))

    def search_stories(
        self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0
    ) -> StoryMatches:
        from newsgrep.engine.opensearch.stories import search_stories

        resolved = self._foldable(query)
        shuffled = self._shuffled(self.translated(resolved), seed) if sort == "random" else None
        order = sort if shuffled is None else "key"
        return search_stories(self.reader, self.scored(resolved), order, shuffled, limit=limit, offset=offset)

    def _foldable(self, query: Node) -> Node:
        """Return a resolved tree. Raises UsageError if too many articles match to fold their stories."""
        resolved = self.resolved(query)
        count, most = self.reader.count(self.translated(resolved)), self.most_folded
        if most is not None and count > most:
            raise UsageError(
                f"{count:,} articles match; a server folds the stories of {most:,} at most",
                "add words or filters that fewer articles match",
            )
        return resolved

    def versions(self, key: str) -> list[tuple[Article, float]]:
        from newsgrep.engine.opensearch.stories import versions

        return versions(self.reader, key)

    # Words and articles

    def expand(self, pattern: Pattern | SameStem) -> Expansion:
        return self._words.expand(pattern, DEFAULT_TUNING.search.expansion_limit)

    def nearest(self, word: str, count: int) -> list[str]:
        return self._words.nearest(word, count)

    def days(self) -> tuple[str, str] | None:
        query = {"range": {"s_day": {"gte": 1}}}
        ends = {name: {name: {"field": "s_day"}} for name in ("min", "max")}
        found = self.reader.ask({"query": query, "size": 0, "aggs": ends})["aggregations"]
        if found["min"]["value"] is None:
            return None
        first, last = (iso_day(int(found[name]["value"])) for name in ("min", "max"))
        return first, last

    def explain(self, query: Node, key: str) -> Explanation | None:
        from newsgrep.engine.opensearch.explain import explain

        return explain(self, self.resolved(query), key)

    def get(self, key: str) -> Article | None:
        query = {"term": {"key": {"value": key_value(key)}}}
        hits = self.reader.ask({"query": query, "size": 1})["hits"]["hits"]
        return article_in(hits[0]["_source"]) if hits else None

    def mails_with(self, ids: Collection[str]) -> list[Article]:
        return [*self._read({"terms": {"s_ids": [*ids]}})]

    def attached(self, mails: Collection[str]) -> list[Article]:
        return self.mails_with([attached_to(key) for key in mails])

    def keeps_message_ids(self) -> bool:
        return self.reader.count(WITHOUT_IDS) == 0

    def encoded_articles(self) -> Iterator[tuple[str, bytes]]:
        for article in self._read({"match_all": {}}):
            yield article.key, article.encode()

    def stats(self) -> EngineStats:
        first, last = self.days() or ("", "")
        undated = self.reader.count({"term": {"s_undated": True}})
        top = {"terms": {"field": "authors", "size": 10}}
        found = self.reader.ask({"query": {"match_all": {}}, "size": 0, "aggs": {"authors": top}})
        authors = [(one["key"], one["doc_count"]) for one in found["aggregations"]["authors"]["buckets"]]
        sizes = self.client.request("GET", f"/{self.reader.index}/_stats/store")
        return EngineStats(
            index=str(self.client.address),
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
            # Results that were returned stay readable, so the folder goes when nothing refers to the engine.
            weakref.finalize(self, shutil.rmtree, self._catalog, ignore_errors=True)
            index = index_of(self.client.address, "catalog", self._state.build)
            fetch_catalog(self.client, index, self.generation, self._catalog)
        return self._catalog

    def check(self) -> Iterator[str]:
        """Yield the problems of the index: wrong fields, a wrong number of articles, wrong words of some."""
        from newsgrep.engine.opensearch.checks import problems

        return problems(self, self._state.build)

    def close(self) -> None:
        self.client.close()


def _matches(answer: dict[str, Any]) -> Matches:
    found = answer["hits"]
    return Matches(found["total"]["value"], map(scored_article, found["hits"]))
