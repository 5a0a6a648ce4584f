"""One search: the query is rewritten, the engine answers it, and its articles become hits with passages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.article import Article
from newsgrep.batching import batched_by_size
from newsgrep.engine.base import DEFAULT_RERANK, Engine, Rerank
from newsgrep.query.nodes import And, DateRange, Node, Not, conjuncts
from newsgrep.results import Hit
from newsgrep.search.hit_maker import HitMaker, Shown, version_of
from newsgrep.search.options import SearchOptions
from newsgrep.search.rewrite import prepare
from newsgrep.search.search_results import OnDemand, SearchResults
from newsgrep.tuning import DEFAULT_TUNING, SearchTuning

if TYPE_CHECKING:
    from newsgrep.search.findings import Diagnosis
    from newsgrep.search.request import ParsedRequest
    from newsgrep.search.spelling import Spelling


_NO_TOPICS = "the index does not know what articles are about: they are ordered by words alone, as with bm25f"


def search(
    engine: Engine,
    request: ParsedRequest,
    options: SearchOptions,
    shown: Shown,
    *,
    rerank: Rerank = DEFAULT_RERANK,
    tuning: SearchTuning = DEFAULT_TUNING.search,
) -> SearchResults:
    """Search for a request whose filters an engine can answer; see `Searcher.resolved`.

    rerank: how the best matches are reranked, unless the options say otherwise
    """
    prepared, rewriting = prepare(request.tree, engine)
    if options.rank != "bm25f" and options.sort == "relevance":
        plain, engine = engine, engine.reranking(rerank)
        if engine is plain and options.rank == "topic":
            rewriting.append(_NO_TOPICS)
    one = _Search(engine, request, prepared, options, shown, tuning)
    found = one.find_near() if options.meaning else one.find()
    left = max(0, found.size - options.offset)
    return SearchResults(
        query=prepared,
        total=found.total,
        size=left if options.limit is None else min(left, options.limit),
        hits=found.hits,
        notices=(*request.notices, *shown.notices, *rewriting, *_undated(engine, prepared)),
        on_demand=OnDemand(one.diagnosis, lambda: one.close_hits(found.total), one.spellings),
        stories=found.stories,
        others=found.others,
    )


class _Found(Struct, frozen=True):
    """What a search found: numbers of matching articles, of folded stories and of others, and the hits."""

    total: int
    hits: Iterator[Hit]
    stories: int | None = None
    others: int = 0

    @property
    def size(self) -> int:
        """How many hits there are, whatever the limit."""
        return (self.total if self.stories is None else self.stories) + self.others


#: Articles with their scores, and the other versions of each, where stories are folded.
_Scored = Iterator[tuple[float, Article, tuple[Article, ...]]]


class _Search(Struct, frozen=True):
    """One search: the engine, the request, and what its hits contain.

    query: the request's query, prepared for the engine
    """

    engine: Engine
    request: ParsedRequest
    query: Node
    options: SearchOptions
    shown: Shown
    tuning: SearchTuning

    def find(self) -> _Found:
        """Find the articles that match, or their stories. Raises UsageError if they are too many to fold."""
        options = self.options
        if options.fold:
            folded = self.engine.search_stories(
                self.query, sort=options.sort, limit=options.limit, offset=options.offset, seed=options.seed
            )
            return _Found(folded.total, self._hits(folded.hits), folded.stories)
        matches = self.engine.search(
            self.query, sort=options.sort, limit=options.limit, offset=options.offset, seed=options.seed
        )
        return _Found(matches.total, self._hits((score, article, ()) for score, article in matches.articles))

    def find_near(self) -> _Found:
        """Find articles by the words of the query, and by the meaning of its text or of its words."""
        from newsgrep.search.meaning import find_near, sought_texts

        relax = self.request.only_words
        text = self.request.text if relax else " ".join(sought_texts(self.request.tree))
        number, hits = find_near(self.engine, self.query, text, self.options, self.shown, relax=relax)
        total = self.engine.count(self.query)
        return _Found(total, hits, others=number - total)

    def _hits(self, scored: _Scored) -> Iterator[Hit]:
        """Yield the hits. Articles are read in batches: that saves 8 to 20 % of the time of all hits."""
        engine, options = self.engine, self.options
        maker = HitMaker(self.query, engine.language, options, self.shown)

        def cost(found: tuple[float, Article, tuple[Article, ...]]) -> int:
            return self.tuning.hit_base_cost + len(found[1].body)

        articles = chain.from_iterable(batched_by_size(scored, cost, self.tuning.hit_batch_cost))
        for rank, (score, article, others) in enumerate(articles, options.offset + 1):
            hit = maker.hit(rank, score, article)
            if others:
                hit = replace(hit, versions=tuple(version_of(one, self.shown.path) for one in others))
            if options.explain:
                hit = replace(hit, explanation=engine.explain(self.query, article.key))
            yield hit

    def diagnosis(self) -> Diagnosis:
        """Find out why nothing matches."""
        from newsgrep.search.diagnosis import diagnose

        return diagnose(self.engine, self.query)

    def close_hits(self, total: int) -> Iterator[Hit]:
        """Find the articles that have some of the words, where `total` have all."""
        options = self.options
        if not self.request.only_words or options.sort != "relevance" or options.fold or options.meaning:
            return iter(())
        from newsgrep.search.close_hits import close_hits

        return close_hits(self.engine, self.query, total, options, self.shown)

    def spellings(self) -> Iterator[Spelling]:
        """Find words that may have been meant."""
        from newsgrep.search.spelling import better_spellings

        return better_spellings(self.engine, self.query)


def _undated(engine: Engine, query: Node) -> list[str]:
    """Return a notice on the articles that a date filter leaves out because they have no date, if any."""
    clauses = conjuncts(query)
    others = tuple(clause for clause in clauses if not isinstance(clause, DateRange))
    undated = Not(DateRange(None, None))
    if len(others) == len(clauses) or not engine.count(undated):
        return []
    number = engine.count(And((*others, undated)))
    return [f"left out for lack of a date: {number:,}"] if number else []
