"""The interface between newsgrep and whatever stores and matches articles.

An engine takes articles in and answers query trees with ranked articles. Parsing, incremental
indexing, passages and printing stand outside and are the same for every engine. The embedded engine
needs no server and is the default; `open_engine` and `update_index` are the only places to name it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from newsgrep.article import Article
from newsgrep.errors import IndexIncompatibleError
from newsgrep.results import Expansion, Explanation, IndexStats

if TYPE_CHECKING:  # a search reads no manifest, and indexing knows of no queries
    from newsgrep.indexing.manifest import Draft, FileRecord, Manifest
    from newsgrep.query.nodes import Node, Pattern

# numpy would start a thread a core for linear algebra, of which there is none here; that costs start-up.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

Sort = Literal["relevance", "date", "-date", "title", "source"]
SORTS: tuple[Sort, ...] = ("relevance", "date", "-date", "title", "source")


@dataclass(frozen=True, slots=True)
class Found:
    """What matched: the number of articles in all, and the asked-for ones with their scores, in order.

    `articles` fetches each article when it is reached.
    """

    total: int
    articles: Iterator[tuple[float, Article]]


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

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int) -> Found:
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

    def status(self) -> IndexStats:
        """Return the state of the index."""

    def faults(self) -> Iterator[str]:
        """Yield what is broken in the index, in a line each; reads all of it."""

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
