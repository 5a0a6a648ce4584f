"""Indexes of both engines for tests, and the oracle that says what a search must answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.engine.base import Engine, WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.query.nodes import (
    And,
    AtLeast,
    DateRange,
    Has,
    Keys,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Weighted,
)
from newsgrep.search.rewrite import expand_patterns
from newsgrep.textmatch.verifier import with_checks
from tests.engine.brute_force import BruteForce, Interval
from tests.engine.memory_engine import MemoryIndex
from tests.opensearch.publish import published

#: Commits: the keys of articles to delete, and articles to add or to change, by key.
History = Sequence[tuple[Set[str], Mapping[str, Article]]]

#: Makes an index of a history, given a folder that it may use, and yields its engine and the live articles.
OpenIndex = Callable[[Path, History], AbstractContextManager[tuple[Engine, list[Article]]]]


class Oracle(BruteForce):
    """Answers queries by brute force, and says what is to be marked in each article."""

    def __init__(self, articles: Sequence[Article]) -> None:
        super().__init__(articles, Analyzer("english"))

    def answer(self, query: Node) -> dict[str, float]:
        """Return the score of each matching article by its key."""
        scores = self.scores(with_checks(query, self.analyzer))
        return {a.key: scores[i] for i, a in enumerate(self.articles) if self.matches(query, i)}

    def marks(self, query: Node, number: int) -> dict[str, list[set[tuple[int, int]]]]:
        """Return what is to be marked, as (start, end) in code points, of each text of each field."""
        marks: dict[str, list[set[tuple[int, int]]]] = {"body": [], "title": [], "author": []}
        in_text: list[set[tuple[int, int]]] = []
        for field, _ in self.texts[number]:
            in_text.append(set())
            marks[field].append(in_text[-1])
        for text, start, end in self._marked(query, number):
            tokens = self.texts[number][text][1]
            in_text[text].add((tokens[start].start, tokens[end - 1].end))
        return marks

    def _marked(self, node: Node, number: int) -> set[Interval]:
        match node:
            case And(parts) | Or(parts):
                return set().union(*(self._marked(part, number) for part in parts))
            case Weighted(part, _) | AtLeast(_, part):
                return self._marked(part, number)
            case Near():
                return set().union(*self.chains(node, number))
            case Not() | Keyword() | Has() | Keys() | LengthRange() | DateRange() | MatchAll():
                return set()
            case _:
                return self.intervals(node, number)


def committed(folder: Path, history: History) -> list[Article]:
    """Make an index in a folder, commit by commit, and return its live articles."""
    live: dict[str, Article] = {}
    for deleted, new in history:
        with open_writer(folder, WriterOptions()) as writer:
            for key in (deleted | new.keys()) & live.keys():
                writer.delete(key)
            live = {key: article for key, article in live.items() if key not in deleted}
            for article in new.values():
                live[article.key] = article
                writer.add(article)
            writer.commit()
    return list(live.values())


@contextmanager
def embedded(folder: Path, history: History) -> Iterator[tuple[Engine, list[Article]]]:
    """Make an index in a folder and open it."""
    live = committed(folder, history)
    with closing(open_engine(folder)) as engine:
        yield engine, live


@contextmanager
def in_memory(_: Path, history: History) -> Iterator[tuple[Engine, list[Article]]]:
    """Make an index in memory and open it."""
    index = MemoryIndex()
    for deleted, new in history:
        with index.writer() as writer:
            for key in deleted | new.keys():
                writer.delete(key)
            for article in new.values():
                writer.add(article)
            writer.commit()
    with closing(index.engine()) as engine:
        yield engine, list(index.articles.values())


def prepared(query: Node, engine: Engine) -> Node:
    """Return a query as an engine gets it: with patterns expanded, and with checks of the text."""
    return with_checks(expand_patterns(query, engine)[0], Analyzer("english"))


def found(
    engine: Engine, query: Node, sort: str = "relevance", limit: int | None = None, offset: int = 0
) -> list[tuple[float, Article]]:
    """Return (score, article) of the hits of a query, its patterns expanded; checks the total."""
    expanded = prepared(query, engine)
    matches = engine.search(expanded, sort=sort, limit=limit, offset=offset)
    assert matches.total == engine.count(expanded)
    return list(matches.articles)


@pytest.fixture(scope="session", name="committed")
def _committed() -> Callable[[Path, History], list[Article]]:
    return committed


@pytest.fixture(scope="session", name="open_embedded")
def _open_embedded() -> OpenIndex:
    return embedded


@pytest.fixture(scope="session", name="open_in_memory")
def _open_in_memory() -> OpenIndex:
    return in_memory


@pytest.fixture(scope="session", name="open_on_server")
def _open_on_server(cluster_url: str) -> OpenIndex:
    @contextmanager
    def on_server(_: Path, history: History) -> Iterator[tuple[Engine, list[Article]]]:
        """Make an index on a server and open it."""
        live: dict[str, Article] = {}
        for deleted, new in history:
            live = {key: article for key, article in live.items() if key not in deleted}
            live |= {article.key: article for article in new.values()}
        with published(cluster_url, list(live.values())) as engine:
            yield engine, list(live.values())

    return on_server


@pytest.fixture(
    scope="session",
    params=["open_embedded", "open_in_memory", "open_on_server"],
    ids=["embedded", "memory", "server"],
)
def open_index(request: pytest.FixtureRequest) -> OpenIndex:
    """Each engine in turn."""
    opened: OpenIndex = request.getfixturevalue(request.param)
    return opened


@pytest.fixture(scope="session", params=["open_embedded", "open_on_server"], ids=["embedded", "server"])
def open_explaining(request: pytest.FixtureRequest) -> OpenIndex:
    """Each engine that explains scores."""
    opened: OpenIndex = request.getfixturevalue(request.param)
    return opened


@pytest.fixture(scope="session", name="found")
def _found() -> Callable[..., list[tuple[float, Article]]]:
    return found


@pytest.fixture(scope="session", name="oracle_of")
def _oracle() -> type[Oracle]:
    return Oracle
