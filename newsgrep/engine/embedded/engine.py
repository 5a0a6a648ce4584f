"""The embedded engine: searches published generations of indexes in folders."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article
from newsgrep.engine.base import (
    Engine,
    IndexEngine,
    Matches,
    Rerank,
    Sort,
    StoryMatches,
    TermCount,
)
from newsgrep.engine.embedded.directory import Generation, IndexDirectory
from newsgrep.engine.embedded.evaluator import Evaluator
from newsgrep.engine.embedded.ordering import ordered
from newsgrep.engine.embedded.scoring import Scorer, Scores
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.embedded.verified import VerifiedDocuments
from newsgrep.engine.facets import Facet
from newsgrep.engine.meaning import MeaningEngine, NearMatches
from newsgrep.engine.segment.reader import Documents
from newsgrep.query.nodes import Node, Pattern
from newsgrep.results import EngineStats, Expansion, Explanation
from newsgrep.tuning import DEFAULT_TUNING, Tuning

if TYPE_CHECKING:
    from newsgrep.patterns import SameStem


class SegmentEngine(Engine, MeaningEngine):
    """Searches the segments of an index, or of several together, as they were when they were opened.

    `search`, `count` and `explain` take trees in which patterns are replaced by `Expanded` nodes; they raise
    TypeError for any other pattern.
    """

    _rerank: Rerank | None = None

    def __init__(
        self, snapshot: Snapshot, generations: Sequence[Generation], home: Path, tuning: Tuning
    ) -> None:
        """Answer from a snapshot of the segments of the given generations, one of each index."""
        headers = [generation.header for generation in generations]
        self._snapshot = snapshot
        self._scorer = Scorer(snapshot, headers[0].ranking)
        self._tuning = tuning.search
        self._last: tuple[Node, Evaluator] | None = None
        self.generation = max(generation.number for generation in generations)
        self.articles = sum(header.articles for header in headers)
        self.home = home
        self.language = headers[0].language
        self._verified = VerifiedDocuments(snapshot, analyzer_for(self.language))
        self._has_basis = any(header.basis for header in headers)
        models = {header.meaning.name: header.meaning for header in headers if header.meaning}
        #: None if the indexes have vectors of different models, which cannot be compared.
        self.meaning = next(iter(models.values())) if len(models) == 1 else None

    def reranking(self, how: Rerank) -> SegmentEngine:
        """Return an engine whose searches by relevance are reranked. It shares the open files of this one.

        Returns this engine if no index has a basis, and so no vectors of what its articles are about.
        """
        if not self._has_basis:
            return self
        engine = copy(self)
        engine._rerank = how
        return engine

    def _evaluator_for(self, query: Node) -> Evaluator:
        """Return the evaluator of a query; if the query is the same as before, the same evaluator."""
        last = self._last  # read once, as another thread may ask another query right now
        if last is None or last[0] != query:
            analyzer = analyzer_for(self.language)
            evaluator = Evaluator(self._snapshot, self._scorer, analyzer, self._verified, self._tuning)
            self._last = last = query, evaluator
        return last[1]

    def clear_cache(self) -> None:
        """Forget what earlier queries have read, so that a measurement begins without a cache."""
        self._last = None
        self._verified = VerifiedDocuments(self._snapshot, analyzer_for(self.language))

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0) -> Matches:
        if limit == 0:  # only the total is wanted: sorting may read articles
            return Matches(self.count(query), iter(()))
        evaluator = self._evaluator_for(query)
        last = self._snapshot.size if limit is None else offset + limit
        by_relevance = sort == "relevance"
        wanted = max(last, self._tuning.reranked) if self._rerank else last
        total, documents, scores = evaluator.best(
            query, wanted if by_relevance else None, self._rerank if by_relevance else None
        )
        order = ordered(self._snapshot, documents, scores, sort, min(total, last), seed, first=offset)
        return Matches(total, self._fetch(documents[order], scores[order]))

    def search_near(
        self, query: Node, within: Node, vector: Any, *, limit: int | None, offset: int
    ) -> NearMatches:
        from newsgrep.engine.embedded.near import search_near

        evaluator = self._evaluator_for(query)
        return search_near(evaluator, query, within, vector, self._rerank, limit=limit, offset=offset)

    def vectors_of(self, articles: Sequence[Article]) -> Any:
        from newsgrep.engine.embedded.near import vectors_of

        return vectors_of(self._snapshot, self.meaning.dimensions if self.meaning else 0, articles)

    def _fetch(self, documents: Documents, scores: Scores) -> Iterator[tuple[float, Article]]:
        for document, score in zip(documents.tolist(), scores.tolist(), strict=True):
            yield score, self._snapshot.article(document)

    def count(self, query: Node) -> int:
        return self._evaluator_for(query).count(query)

    def search_stories(
        self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0
    ) -> StoryMatches:
        from newsgrep.engine.embedded.story_search import search_stories

        evaluator = self._evaluator_for(query)
        how = self._rerank if sort == "relevance" else None
        return search_stories(evaluator, query, how, sort=sort, limit=limit, offset=offset, seed=seed)

    def versions(self, key: str) -> list[tuple[Article, float]]:
        from newsgrep.engine.embedded.story_search import versions

        return versions(self._snapshot, key)

    def tally(
        self, query: Node, facets: Sequence[Facet], *, fold: bool = False
    ) -> dict[tuple[str, ...], int]:
        from newsgrep.engine.embedded.story_search import first_versions
        from newsgrep.engine.embedded.tally import tally

        documents = self._evaluator_for(query).match(query)
        chosen = first_versions(self._snapshot, documents) if fold else documents
        return tally(self._snapshot, chosen, facets)

    def count_terms(self, query: Node, least: int) -> list[TermCount]:
        from newsgrep.engine.embedded.term_counts import count_terms

        return count_terms(self._snapshot, self._evaluator_for(query).match(query), least)

    def count_occurrences(self, terms: Sequence[Node], within: Node) -> list[tuple[int, int]]:
        from newsgrep.engine.embedded.intervals import IntervalFinder
        from newsgrep.engine.embedded.term_counts import count_occurrences

        finder = IntervalFinder(analyzer_for(self.language), self._tuning)
        documents = self._evaluator_for(within).match(within)
        return count_occurrences(self._snapshot, finder, terms, documents)

    def count_words(self, query: Node) -> int:
        documents = self._evaluator_for(query).match(query)
        columns = (self._snapshot.column(name)[documents] for name in ("body_length", "title_length"))
        return sum(int(column.sum(dtype="int64")) for column in columns)

    def get(self, key: str) -> Article | None:
        document = self._snapshot.document_of_key(key)
        return None if document < 0 else self._snapshot.article(document)

    def mails_with(self, ids: Collection[str]) -> list[Article]:
        found = (self._snapshot.article(document) for document in self._snapshot.documents_with_ids(ids))
        return [one for one in found if not set(ids).isdisjoint(one.relations)]

    def attached(self, mails: Collection[str]) -> list[Article]:
        found = map(self._snapshot.article, self._snapshot.documents_attached(mails))
        return [one for one in found if one.mail_key in mails]

    def keeps_message_ids(self) -> bool:
        return all(segment.reader.keeps_message_ids() for segment in self._snapshot.segments)

    def days(self) -> tuple[str, str] | None:
        return self._snapshot.days()

    def expand(self, pattern: Pattern | SameStem) -> Expansion:
        from newsgrep.engine.embedded.expansion import expand

        return expand(self._snapshot, pattern, self._tuning.expansion_limit)

    def nearest(self, word: str, count: int) -> list[str]:
        from newsgrep.engine.embedded.expansion import nearest

        return nearest(self._snapshot, word, count)

    def explain(self, query: Node, key: str) -> Explanation | None:
        from newsgrep.engine.embedded.explain import explain

        document = self._snapshot.document_of_key(key)
        return None if document < 0 else explain(self._evaluator_for(query), query, document, self._rerank)

    def encoded_articles(self) -> Iterator[tuple[str, bytes]]:
        from newsgrep.engine.embedded.maintenance import live_articles

        for article, data in live_articles(self._snapshot):
            yield article.key.decode("utf-8", "surrogatepass"), data

    def close(self) -> None:
        """Release the index's files; a memory map is closed with the last array that refers to it."""
        self._snapshot = Snapshot([])
        self._scorer = Scorer(self._snapshot)
        self.clear_cache()


class EmbeddedEngine(SegmentEngine, IndexEngine):
    """The index in a folder, as it was when it was opened."""

    def __init__(self, path: Path, tuning: Tuning = DEFAULT_TUNING) -> None:
        """Open the index. Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError."""
        self.place = path
        self._commit, segments = IndexDirectory(path).open_segments(tuning.segment)
        super().__init__(Snapshot(segments), [self._commit], path.parent, tuning)

    def stats(self) -> EngineStats:
        from newsgrep.engine.embedded.maintenance import stats

        return stats(self.place, self._commit, self._snapshot)

    def catalog_folder(self) -> Path:
        return self.place

    def check(self) -> Iterator[str]:
        from newsgrep.engine.embedded.maintenance import check

        return check(self._commit, self._snapshot)
