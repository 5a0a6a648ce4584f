"""The interface between newsgrep and whatever stores and matches articles.

An engine takes articles in and answers query trees with ranked articles. Parsing, incremental
indexing, passages and printing stand outside and are the same for every engine. The embedded engine
needs no server and is the default; `open_engine` and `update_index` are the only places to name it.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypeVar

from newsgrep.article import Article, article_of
from newsgrep.errors import IndexIncompatibleError
from newsgrep.results import Expansion, Explanation, IndexStats

if TYPE_CHECKING:
    from concurrent.futures import Future  # takes 25 ms to import

    # a search reads no manifest, and indexing knows of no queries
    from newsgrep.indexing.manifest import Draft, FileRecord, Manifest
    from newsgrep.query.nodes import Node, Pattern

# numpy would start a thread a core for linear algebra, of which there is none here; that costs start-up.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

Sort = Literal["relevance", "date", "-date", "title", "source"]
SORTS: tuple[Sort, ...] = ("relevance", "date", "-date", "title", "source")


@dataclass(frozen=True, slots=True)
class Matches:
    """What matched: the number of articles in all, and the asked-for ones with their scores, in order.

    `articles` fetches each article when it is reached.
    """

    total: int
    articles: Iterator[tuple[float, Article]]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do beyond matching, ranking and fetching; callers do without what it lacks.

    expand_terms: `expand` and `nearest` work, so that patterns and suggestions have words of the index
    explain:      `explain` works
    check:        `check` works
    """

    expand_terms: bool = True
    explain: bool = True
    check: bool = True


class Writer(ABC):
    """One change of an index: `commit` publishes all of it at once, durably; without it nothing changes.

    A writer is a context manager. Leaving the block without a commit discards the change. There is one
    writer at a time. Searches see the index as it was until the commit.
    """

    #: The generation that `commit` is going to publish.
    generation: int

    @abstractmethod
    def add(self, article: Article) -> None:
        """Add an article, whose key no article of the index has, unless it is deleted in this change."""

    def add_encoded(self, data: bytes) -> None:
        """Add an article as `article.encode()` has it. An engine that stores it so need not decode it."""
        self.add(article_of(data))

    @abstractmethod
    def delete(self, key: str) -> None:
        """Delete the article with this key as it was before this change; nothing where there is none."""

    @abstractmethod
    def commit(self, *, optimize: bool = False) -> None:
        """Publish the change, with `optimize` in the form that is fastest to search."""

    @abstractmethod
    def close(self) -> None:
        """Discard what is not committed, and let another writer begin."""

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the writer."""
        self.close()


class Worker(Protocol):
    """A worker process: it does one task after another, in the order in which they are submitted."""

    @property
    def pending(self) -> int:
        """The number of tasks that are submitted and not done."""

    def submit(self, work: Callable[..., _Result], *arguments: Any) -> Future[_Result]:
        """Submit a task; function, arguments and result are pickled."""


class WorkerPool(Protocol):
    """The worker processes that parsing and an engine's writer share.

    jobs: how many processes work, the calling one among them
    """

    jobs: int

    def workers(self) -> Sequence[Worker]:
        """Return the `jobs` - 1 workers; they are started when they are first asked for."""


class Update(Protocol):
    """One change of an index: all of it is published by `commit`, or none of it."""

    manifest: Manifest

    def draft(self) -> Draft:
        """Return a manifest in the making, to be committed."""

    def expect(self, size: int) -> None:
        """Get ready for about so many bytes of text in all, as far as is known by now."""

    def hold(self, size: int) -> None:
        """Leave so many bytes of memory, of those that the change may take, to what asks for it."""

    def map(self, work: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Yield the results of some work in the order of its tasks.

        Some of it may be done ahead in other processes, so that all three have to be fit to be pickled.
        """

    def add(self, article: bytes) -> None:
        """Take an article in, as `Article.data` has it.

        Its key must not be in the index, or be removed in this update.
        """

    def remove(self, keys: Iterable[str]) -> None:
        """Take out the articles with these keys, as they were when the update began."""

    def commit(self, records: Manifest | Draft | Iterable[FileRecord], *, optimize: bool = False) -> None:
        """Publish the change with its manifest, durably and at once; optimized for searching, if asked."""


class Engine(Protocol):
    """A searchable store of articles, in the state it had when it was opened.

    home is the folder that relative paths of articles start from; language the one words are stemmed in.
    """

    home: Path
    language: str

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int) -> Matches:
        """Return the matches of a query from `offset` on, at most `limit` of them."""

    def count(self, query: Node) -> int:
        """Return how many articles match a query."""

    def expand(self, pattern: Pattern) -> Expansion:
        """Return the words that a pattern fits, as far as a search looks them up."""

    def nearest(self, word: str, count: int) -> list[str]:
        """Return the words of the index that are spelt most like a word, at most `count`, nearest first."""

    def days(self) -> tuple[str, str] | None:
        """Return the first and the last day that articles are dated, None where none is."""

    def explain(self, query: Node, key: str) -> Explanation | None:
        """Return how the score of an article comes about, None where the query does not match it."""

    def get(self, key: str) -> Article | None:
        """Return the article with this key."""

    def manifest(self) -> Manifest:
        """Return the files the index was made from, by path."""

    def copies(self, key: str) -> list[str]:
        """Return the keys of the articles that are left out as copies of the one with this key."""

    def stats(self) -> IndexStats:
        """Return statistics of the index."""

    def check(self) -> Iterator[str]:
        """Yield a line for each problem in the index; reads all of it."""

    def close(self) -> None:
        """Let go of the index's files."""


def open_engine(folder: Path) -> Engine:
    """Open the index in a folder.

    Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
    """
    from newsgrep.engine.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(folder)


def check_same_language(held: str, wanted: str) -> None:
    """Raise IndexIncompatibleError where an index has its words in another language than the wanted one."""
    if wanted and wanted != held:
        raise IndexIncompatibleError(
            f"the language of the index is {held}, and not {wanted}",
            "it is chosen when an index is made; make it anew with --rebuild, or another with --index",
        )


#: Bytes of memory that a change may take, where nothing else is asked for.
MEMORY = 900_000_000

#: Bytes that a process takes at least, about, to work well: a third are libraries.
_MEMORY_A_JOB = 100_000_000


def update_index(
    folder: Path,
    *,
    wait: float = 0.0,
    rebuild: bool = False,
    jobs: int = 0,
    memory: int = MEMORY,
    language: str = "",
) -> AbstractContextManager[Update]:
    """Begin a change of the index in a folder; leaving the block without `commit` discards it.

    A folder without an index gets one at the commit; with `rebuild` the commit replaces what is there,
    readable or not. `jobs` is the number of processes, this one among them, 0 for one a core as far as memory
    allows, and `memory` the bytes they may take in all, about. `language` is the one to stem words in; where
    it is empty, that of the index, or English for a new one. Raises IndexLockedError when another process is
    still writing after `wait` seconds, and IndexIncompatibleError for an index of another language.
    """
    from newsgrep.engine.embedded.builders import Effort
    from newsgrep.engine.embedded.writer import update_index as update_whoosh_index

    effort = Effort(jobs or usual_jobs(memory), memory)
    return update_whoosh_index(folder, wait=wait, rebuild=rebuild, effort=effort, language=language)


def usual_jobs(memory: int) -> int:
    """Return how many processes work with so much memory: one a core, where it is enough for them."""
    return max(1, min(_cores(), memory // _MEMORY_A_JOB))


def _cores() -> int:
    """Return how many cores this process may use; not every system tells more than how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
