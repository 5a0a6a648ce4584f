"""Reading: searches over one published state of an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article
from newsgrep.engine.base import Matches, Sort
from newsgrep.engine.embedded.directory import Folder
from newsgrep.engine.embedded.evaluator import Evaluator, Scores
from newsgrep.engine.embedded.filters import source_ranks
from newsgrep.engine.embedded.snapshot import State
from newsgrep.engine.segment.reader import Documents
from newsgrep.query.nodes import Node, Pattern
from newsgrep.results import Expansion, Explanation, IndexStats
from newsgrep.tuning import DEFAULT_TUNING, Tuning

if TYPE_CHECKING:
    from newsgrep.indexing.manifest import Manifest


class EmbeddedEngine:
    """The index in a folder, as it was when it was opened."""

    def __init__(self, path: Path, tuning: Tuning = DEFAULT_TUNING) -> None:
        """Open the index. Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError."""
        self._folder = Folder(path)
        self._generation, readers = self._folder.open_segments(tuning.segment)
        live = [record.live() for record in self._generation.segments]
        self._state = State(list(zip(readers, live, strict=True)))
        self.home = path.parent
        self.language = self._generation.header.language
        self._last: tuple[Node, Evaluator] | None = None

    def _evaluator_of(self, query: Node) -> Evaluator:
        """Return what answers a query; it is kept, with what it looked up, until there is another query."""
        if self._last is None or self._last[0] != query:
            self._state.reuse()
            self._last = query, Evaluator(self._state, analyzer_for(self.language))
        return self._last[1]

    def forget(self) -> None:
        """Forget what was looked up for the last query."""
        self._last = None
        for part in self._state.parts:
            part.reader.clear_cache()

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int) -> Matches:
        """Return the matches of a query from `offset` on, at most `limit` of them."""
        evaluator = self._evaluator_of(query)
        last = self._state.size if limit is None else offset + limit
        total, candidates = evaluator.find(query, last if sort == "relevance" else self._state.size)
        wanted = min(total, last)
        scores = evaluator.scores(query, candidates)
        order = self._ordered(candidates, scores, sort, wanted)[offset:wanted]
        return Matches(total, self._fetch(candidates[order], scores[order]))

    def count(self, query: Node) -> int:
        """Return how many articles match a query."""
        return len(self._evaluator_of(query).match(query))

    def expand(self, pattern: Pattern) -> Expansion:
        """Return the words that a pattern fits, as far as a search looks them up, the most frequent first."""
        from newsgrep.engine.embedded.expansion import expand

        return expand(self._state, pattern)

    def nearest(self, word: str, count: int) -> list[str]:
        """Return the words of the index that are spelt most like a word, at most `count`, nearest first."""
        from newsgrep.engine.embedded.expansion import nearest

        return nearest(self._state, word, count)

    def days(self) -> tuple[str, str] | None:
        """Return the first and the last day that articles are dated, None where none is."""
        days = self._state.column("day")[self._state.live]
        days = days[days > 0]
        return (_iso(int(days.min())), _iso(int(days.max()))) if len(days) else None

    def explain(self, query: Node, key: str) -> Explanation | None:
        """Return how the score of an article comes about, None where the query does not match it."""
        from newsgrep.engine.embedded.explain import explain

        document = self._state.find(key)
        return None if document < 0 else explain(self._evaluator_of(query), query, document)

    def get(self, key: str) -> Article | None:
        """Return the article with this key."""
        document = self._state.find(key)
        return None if document < 0 else self._article(document)

    def manifest(self) -> Manifest:
        """Return the files the index was made from, by path."""
        return self._folder.read_manifest(self._generation.number)

    def copies(self, key: str) -> list[str]:
        """Return the keys of the articles that are left out as copies of the one with this key."""
        return self._folder.read_copies(self._generation.number, key)

    def status(self) -> IndexStats:
        """Return the state of the index; reads every article once."""
        from newsgrep.engine.embedded.maintenance import status_of

        return status_of(self._folder.path, self._generation, self._state, self.days(), self.manifest())

    def faults(self) -> Iterator[str]:
        """Yield what is broken in the index, in a line each; reads all of it."""
        from newsgrep.engine.embedded.maintenance import faults_of

        return faults_of(self._generation, self._state, self.manifest)

    def close(self) -> None:
        """Let go of the index's files; a map goes with the last array into it."""
        self._state = State([])
        self._last = None

    def _ordered(self, documents: Documents, scores: Scores, sort: Sort, wanted: int) -> list[int]:
        """Return the first `wanted` places in order; ties go to the newer, then to the smaller key."""
        days = self._state.numbers("day", documents).astype(np.int64)
        first: Scores
        match sort:
            case "relevance":
                first = -scores
            case "date":
                first, days = days, np.zeros(len(documents), np.int64)
            case "-date":
                first = -days
            case "title":
                first = self._title_ranks(documents)
            case "source":
                first = source_ranks(self._state)[documents]
        chosen = np.arange(len(documents))
        if 0 < wanted < len(documents) // 4:
            # All that tie with the last one wanted stay in, for the ties to be broken below.
            chosen = np.flatnonzero(first <= np.partition(first, wanted - 1)[wanted - 1])
        order = chosen[np.lexsort((-days[chosen], first[chosen]))]
        return self._ties_by_key(
            documents,
            order.tolist(),
            list(zip(first[order].tolist(), days[order].tolist(), strict=True)),
            wanted,
        )

    def _title_ranks(self, documents: Documents) -> Scores:
        """Return the rank of each document in the order of titles, the same for the same title."""
        titles = [self._article(document).title.casefold() for document in documents.tolist()]
        rank_of = {title: float(rank) for rank, title in enumerate(sorted(set(titles)))}
        return np.array([rank_of[title] for title in titles])

    def _ties_by_key(
        self, documents: Documents, order: list[int], values: list[tuple[float, int]], wanted: int
    ) -> list[int]:
        """Put the places that tie in the order of their keys, as far as they are wanted."""
        start = 0
        while start < min(wanted, len(order)):
            end = start + 1
            while end < len(order) and values[end] == values[start]:
                end += 1
            if end - start > 1:
                order[start:end] = sorted(
                    order[start:end], key=lambda place: self._article(int(documents[place])).key
                )
            start = end
        return order

    def _article(self, document: int) -> Article:
        reader, number = self._state.locate(document)
        return reader.article(number)

    def _fetch(self, documents: Iterable[int], scores: Scores) -> Iterator[tuple[float, Article]]:
        for document, score in zip(documents, scores.tolist(), strict=True):
            yield score, self._article(int(document))


def _iso(day: int) -> str:
    """Return the day yyyymmdd as ISO text."""
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"
