"""An index in memory, searched by brute force: a second engine, as small as the boundary allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

import numpy as np

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.folding import fold
from newsgrep.article import Article, decode_article, instant
from newsgrep.engine.base import Engine, Matches, Sort, StoryMatches, TermCount, Writer
from newsgrep.engine.facets import Facet, facet_values
from newsgrep.engine.random_order import random_ranks
from newsgrep.engine.segment.hash_table import key_hash
from newsgrep.errors import IndexLockedError
from newsgrep.patterns import SameStem, concatenate, matches
from newsgrep.patterns.edit_distance import within_distance
from newsgrep.query.nodes import Node, Or, Pattern
from newsgrep.results import EngineStats, Expansion
from tests.engine.brute_force import BruteForce


class MemoryEngine(Engine):
    """The articles of an index in memory, as they were when it was opened."""

    home = Path()

    def __init__(self, articles: Iterable[Article], generation: int = 0, language: str = "english") -> None:
        self.generation = generation
        self.language = language
        self._brute_force = BruteForce(articles, analyzer_for(language))
        self._articles = self._brute_force.articles
        self.articles = len(self._articles)

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0) -> Matches:
        """Return the number of matches, and at most `limit` of them from `offset` on, in order."""
        scores = self._brute_force.scores(query)
        hits = [(scores[number], self._articles[number]) for number in self._matching(query)]
        hits.sort(key=lambda hit: order(sort, *hit, seed))
        return Matches(len(hits), iter(hits[offset : None if limit is None else offset + limit]))

    def _matching(self, query: Node) -> list[int]:
        return [number for number in range(len(self._articles)) if self._brute_force.matches(query, number)]

    def count(self, query: Node) -> int:
        """Return how many articles match a query."""
        return len(self._matching(query))

    def search_stories(
        self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0
    ) -> StoryMatches:
        """Raise NotImplementedError: this engine knows no stories."""
        raise NotImplementedError

    def versions(self, key: str) -> list[tuple[Article, float]]:
        """Raise NotImplementedError: this engine knows no stories."""
        raise NotImplementedError

    def tally(
        self, query: Node, facets: Sequence[Facet], *, fold: bool = False
    ) -> dict[tuple[str, ...], int]:
        """Return how many matching articles have each combination of values of some facets."""
        return Counter(
            combination
            for number in self._matching(query)
            for combination in product(*(facet_values(self._articles[number], facet) for facet in facets))
        )

    def count_terms(self, query: Node, least: int) -> list[TermCount]:
        """Return how often each word occurs that is in at least `least` matching articles, in any field."""
        matching = {*self._matching(query)}
        counts: dict[str, list[int]] = {}
        words: dict[str, str] = {}
        for number, texts in enumerate(self._brute_force.texts):
            for term, found in Counter(token.term for _, tokens in texts for token in tokens).items():
                one = counts.setdefault(term, [0, 0, 0, 0])
                inside = number in matching
                for place, amount in enumerate((found * inside, inside, found, 1)):
                    one[place] += amount
            words |= {token.term: token.word for _, tokens in texts for token in tokens}
        return [TermCount(words[term], *one) for term, one in counts.items() if one[1] >= max(1, least)]

    def count_occurrences(self, terms: Sequence[Node], within: Node) -> list[tuple[int, int]]:
        """Return how often each term query, or Or of them, matches in articles, and in how many of them."""
        return [self._count_occurrences(term, within) for term in terms]

    def _count_occurrences(self, term: Node, within: Node) -> tuple[int, int]:
        parts = term.parts if isinstance(term, Or) else (term,)
        found = [
            len(set().union(*(self._brute_force.intervals(part, number) for part in parts)))
            for number in self._matching(within)
        ]
        return sum(found), sum(map(bool, found))

    def count_words(self, query: Node) -> int:
        """Return how many words the titles and bodies of the matching articles have together."""
        texts = [text for number in self._matching(query) for text in self._brute_force.texts[number]]
        return sum(len(tokens) for field, tokens in texts if field != "author")

    def get(self, key: str) -> Article | None:
        """Return the article with this key."""
        return next((article for article in self._articles if article.key == key), None)

    def mails_with(self, ids: Collection[str]) -> list[Article]:
        """Return the mails that have one of some Message-IDs, or name one as answered."""
        return [one for one in self._articles if {*one.relations}.intersection(ids)]

    def attached(self, mails: Collection[str]) -> list[Article]:
        """Return what is attached to the mails with some keys."""
        return [one for one in self._articles if one.mail_key in mails]

    def keeps_message_ids(self) -> bool:
        """Return that the Message-IDs of all mails are known."""
        return True

    def encoded_articles(self) -> Iterator[tuple[str, bytes]]:
        """Yield the key of each article, and the article as it is encoded."""
        return ((one.key, one.encode()) for one in self._articles)

    def days(self) -> tuple[str, str] | None:
        """Return the first and the last day that articles are dated, None if none is dated."""
        days = [f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}" for day in self._days()]
        return (min(days), max(days)) if days else None

    def _days(self) -> list[int]:
        return [article.day for article in self._articles if article.day]

    def _articles_with_words(self) -> dict[str, int]:
        """Return every surface form of the index, with the number of articles that have it."""
        counts: dict[str, int] = {}
        for texts in self._brute_force.texts:
            for word in {token.word for _, tokens in texts for token in tokens}:
                counts[word] = counts.get(word, 0) + 1
        return counts

    def expand(self, pattern: Pattern | SameStem) -> Expansion:
        """Return the words that a pattern matches, the most frequent first."""
        fitting = [pair for pair in self._articles_with_words().items() if matches(pattern, pair[0])]
        words = tuple(word for word, _ in sorted(fitting, key=lambda pair: (-pair[1], pair[0])))
        return Expansion(words, len(words))

    def nearest(self, word: str, count: int) -> list[str]:
        """Return at most `count` words that are spelt most like a word, nearest first."""
        known = self._articles_with_words()
        words, wanted = list(known), fold(word)
        lowered = [word.lower() for word in words]
        numbers, distances = within_distance(wanted, *concatenate(lowered), 2 if len(wanted) >= 5 else 1)
        pairs = zip(distances.tolist(), (words[number] for number in numbers.tolist()), strict=True)
        ranked = sorted((away, -known[found], found) for away, found in pairs if away)
        return [found for _, _, found in ranked[:count]]

    def stats(self) -> EngineStats:
        """Return statistics of the index."""
        first, last = self.days() or ("", "")
        size, undated = len(self._articles), len(self._articles) - len(self._days())
        return EngineStats("", 0, "memory", self.language, size, 0, first, last, undated, [], "")

    def check(self) -> Iterator[str]:
        """Yield nothing: there are no files."""
        return iter(())

    def close(self) -> None:
        """Do nothing: there are no files."""


def order(sort: Sort, score: float, article: Article, seed: int = 0) -> Sequence[object]:
    """Return what hits are sorted by: ties go to the newer article, then to the smaller key."""
    newest = (not article.date, -instant(article.date), article.key)
    match sort:
        case "relevance":
            return -score, *newest
        case "date":
            return not article.date, instant(article.date), article.key
        case "-date":
            return newest
        case "title" | "source":
            text = getattr(article, sort)
            return not fold(text), fold(text), *newest
        case "key":
            return article.key, *newest
        case "random":
            hashed = np.array([key_hash(article.key.encode("utf-8", "surrogatepass"))], np.uint64)
            return int(random_ranks(hashed, seed)[0]), *newest


class MemoryIndex:
    """Articles by key. `engine` returns a snapshot; `writer` begins a change."""

    def __init__(self, language: str = "english") -> None:
        self.language = language
        self.articles: dict[str, Article] = {}
        self.generation = -1
        self.is_locked = False

    def engine(self) -> MemoryEngine:
        """Return an engine over the articles of the last commit."""
        return MemoryEngine(self.articles.values(), self.generation, self.language)

    def writer(self) -> MemoryWriter:
        """Begin a change. Raises IndexLockedError while there is another writer."""
        if self.is_locked:
            raise IndexLockedError("another writer is open")
        self.is_locked = True
        return MemoryWriter(self)


class MemoryWriter(Writer):
    """A change of an index in memory."""

    def __init__(self, index: MemoryIndex) -> None:
        self.generation = index.generation + 1
        self.articles = len(index.articles)
        self._index = index
        self._added: dict[str, Article] = {}
        self._deleted: set[str] = set()

    def add_encoded(self, data: bytes) -> None:
        """Add an article. Raises ValueError if its key is in use."""
        article = decode_article(data)
        if article.key in self._added or article.key in self._index.articles.keys() - self._deleted:
            raise ValueError(f"there is an article {article.key} already")
        self._added[article.key] = article

    def delete(self, key: str) -> None:
        """Delete the article that had this key before this change, if there was one."""
        self._deleted.add(key)

    def commit(self, *, articles: int | None = None, optimize: bool = False) -> None:
        """Publish the change."""
        kept = {key: one for key, one in self._index.articles.items() if key not in self._deleted}
        self._index.articles = kept | self._added
        self._index.generation = self.generation

    def close(self) -> None:
        """Let another writer begin."""
        self._index.is_locked = False
