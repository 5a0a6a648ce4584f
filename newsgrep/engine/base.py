"""The interface between newsgrep and whatever stores and matches articles.

An engine takes articles in and answers query trees with ranked articles. Parsing, incremental
indexing, passages and printing stand outside and are the same for every engine. The embedded engine
needs no server and is the default; `engine/registry.py` is the only place to name it.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypeVar

from msgspec import Struct

from newsgrep.article import Article
from newsgrep.config.address import IndexPlace, index_at, rebuild_hint
from newsgrep.engine.facets import Facet
from newsgrep.engine.meaning import Meaning, MeaningWriter
from newsgrep.errors import IndexDamagedError, IndexIncompatibleError
from newsgrep.results import EngineStats, Expansion, Explanation
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning

if TYPE_CHECKING:
    # only for types, as indexing does without the modules of queries
    from newsgrep.patterns import SameStem
    from newsgrep.query.nodes import Node, Pattern
    from newsgrep.tasks import Task

# When numpy is imported, its linear algebra starts a thread for each core, which takes time. No search uses
# linear algebra. Every engine imports this module before numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_Result = TypeVar("_Result")

Sort = Literal["relevance", "date", "-date", "title", "source", "key", "random"]
SORTS: tuple[Sort, ...] = ("relevance", "date", "-date", "title", "source", "key", "random")


class Matches(Struct, frozen=True):
    """The matches of a search: how many there are, and the requested articles with their scores, in order.

    `articles` fetches each article when it is reached.
    """

    total: int
    articles: Iterator[tuple[float, Article]]


class StoryMatches(Struct, frozen=True):
    """The matches of a search, grouped by story: the articles of a story are versions of one text.

    total:   how many articles match
    stories: how many stories they belong to
    hits:    for each requested story the score of its best version, that version, and its other matching
             versions, earliest first
    """

    total: int
    stories: int
    hits: Iterator[tuple[float, Article, tuple[Article, ...]]]


class Rerank(Struct, frozen=True):
    """How to rerank the best matches by BM25F, by what they are about.

    weight: how much the nearest one gains, as a part of the best score
    like:   the key of an article: those near it gain; empty if those near the query are to gain
    """

    weight: float = 0.3
    like: str = ""


#: A weight that makes no collection worse. A weight that is tuned to one collection does not suit another.
DEFAULT_RERANK = Rerank()


class TermCount(Struct, frozen=True):
    """How often a word occurs in the articles that match a query, and in all articles.

    word: one of the spellings that are indexed as the same term
    """

    word: str
    occurrences: int
    articles: int
    all_occurrences: int
    all_articles: int


class Refused(Struct, frozen=True):
    """An article that a writer refused to store, and the reason in a few words.

    line: the line of its file where it begins, 0 if unknown
    """

    key: str
    line: int
    reason: str


class Writer(MeaningWriter, ABC):
    """One change of an index: `commit` publishes all of it at once, durably; without it nothing changes.

    A writer is a context manager. Leaving the block without a commit discards the change. There is one
    writer at a time. Searches see the index as it was until the commit.
    """

    #: The generation that `commit` is going to publish.
    generation: int
    #: How many articles the index has before this change.
    articles: int = 0
    #: The folder that relative paths of articles start from.
    home: Path
    #: The folder in which the catalog of the index is, or is to be.
    catalog_folder: Path

    def add(self, article: Article) -> None:
        """Add an article. Its key must be new in the index, unless this change deletes its former article.

        Raises ValueError for an article without a key.
        """
        if not article.key:
            raise ValueError("an article needs a key")
        self.add_encoded(article.encode())

    @abstractmethod
    def add_encoded(self, data: bytes) -> None:
        """Add an article as `article.encode()` has it."""

    def prepare(self) -> None:  # noqa: B027  most engines have nothing to prepare
        """Begin to finish what was added, in the background. Nothing may be added after it."""

    def refused(self) -> Sequence[Refused]:
        """Return the articles added since the last call that are refused; all others are stored.

        More articles may be added after it. `commit` raises if it finds refused articles not yet returned.
        """
        return ()

    @abstractmethod
    def delete(self, key: str) -> None:
        """Delete the article that had this key before this change, if there is one."""

    def sweep(self) -> None:  # noqa: B027  most engines leave nothing
        """Delete what killed runs left. Call it once you know that your own records fit the index."""

    def keep_catalog(self, file: Path) -> None:  # noqa: B027  it stays in the folder of the index
        """Keep the catalog that the change has written to `catalog_folder`; the commit makes it valid."""

    @abstractmethod
    def commit(self, *, articles: int | None = None, optimize: bool = False) -> None:
        """Publish the change, with `optimize` in the form that is fastest to search.

        articles: how many articles the index has after the change, None if the caller does not know

        Raises IndexDamagedError, and publishes nothing, if the index would have another number of articles,
        or if two articles share a key.
        """

    @abstractmethod
    def close(self) -> None:
        """Discard uncommitted changes, and let another writer begin."""

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

    def submit(self, work: Callable[..., _Result], *arguments: Any) -> Task[_Result]:
        """Submit a task; function, arguments and result are pickled.

        The result of the task raises the exception of the work, or NewsgrepError if the process was killed.
        """


class WorkerPool(Protocol):
    """The worker processes that parsing and an engine's writer share.

    jobs: how many processes work, the calling one among them
    """

    jobs: int

    @property
    def is_started(self) -> bool:
        """Whether there are workers."""

    def workers(self) -> Sequence[Worker]:
        """Return the `jobs` - 1 workers. The first call starts them."""


class WriterOptions(Struct, frozen=True):
    """How to open a writer.

    wait:     seconds to wait for another writer
    rebuild:  replace the contents of the index, readable or not
    language: the language to stem words in, or several with commas between; empty for the one of the index
    share:    let other users read the index, as far as umask allows
    memory:   bytes of memory that writing may take, approximately
    tuning:   sizes of batches, segments and merges
    """

    wait: float = 0.0
    rebuild: bool = False
    language: str = ""
    share: bool = False
    memory: int = 900_000_000
    tuning: SegmentTuning = DEFAULT_TUNING.segment


class NoWorkers:
    """A pool without workers: everything is done in the calling process."""

    jobs = 1
    is_started = False

    def workers(self) -> Sequence[Worker]:
        """Return none."""
        return ()


class Engine(Protocol):
    """A searchable store of articles, in the state it had when it was opened.

    An engine that does more is also an IndexEngine, an AnnouncedEngine (engine/announcing.py) or a
    MeaningEngine (engine/meaning.py).

    articles:    how many articles it has
    home:        the folder that relative paths of articles start from
    language:    the language in which words are stemmed
    meaning:     the model that articles have vectors of, if there is one
    most_folded: the most matches that it can group by story; None for any number
    """

    generation: int
    articles: int
    home: Path
    language: str
    meaning: Meaning | None = None
    most_folded: int | None = None

    def search(self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0) -> Matches:
        """Return the matches of a query from `offset` on, at most `limit` of them.

        Articles without a value to sort by come last, and ties go to the newer article, then to the smaller
        key. `seed` chooses the order of the sort `random`; see random_order.py.
        """

    def reranking(self, how: Rerank) -> Engine:
        """Return an engine like this one that reranks searches by relevance and their explanations.

        The scores of the best matches grow, and no other score changes. An engine that does not know what
        articles are about returns itself.
        """
        return self

    def count(self, query: Node) -> int:
        """Return how many articles match a query."""

    def search_stories(
        self, query: Node, *, sort: Sort, limit: int | None, offset: int, seed: int = 0
    ) -> StoryMatches:
        """Return the stories of the matches from `offset` on, at most `limit` of them.

        A story has the place of its best version.
        """

    def versions(self, key: str) -> list[tuple[Article, float]]:
        """Return all versions of the story of an article, earliest first.

        The number is the share of the shorter text that a version has in common with the article, from 0 to
        1. There are none for an unknown key.
        """

    def tally(
        self, query: Node, facets: Sequence[Facet], *, fold: bool = False
    ) -> dict[tuple[str, ...], int]:
        """Return how many matching articles have each combination of values of the facets.

        An article with several authors counts for each of them; `facet_values` says what the values are. With
        `fold` the earliest matching version of each story counts alone.
        """

    def index_of(self, article: Article) -> int:
        """Return which index an article is in, by number, of several that are searched as one."""
        return 0

    def count_terms(self, query: Node, least: int) -> list[TermCount]:
        """Return how often each word occurs that is in at least `least` matching articles, in any field."""

    def count_occurrences(self, terms: Sequence[Node], within: Node) -> list[tuple[int, int]]:
        """Return how often each term query, or Or of them, matches in the articles that match `within`.

        The second number says in how many articles.
        """

    def count_words(self, query: Node) -> int:
        """Return how many words the titles and bodies of the matching articles have together."""

    def expand(self, pattern: Pattern | SameStem) -> Expansion:
        """Return the words that match a pattern, or that have the given stem, up to the limit of a search.

        The most frequent come first. Raises QuerySyntaxError for a regular expression with an error.
        """

    def nearest(self, word: str, count: int) -> list[str]:
        """Return the words of the index that are spelt most like a word, at most `count`, nearest first."""

    def days(self) -> tuple[str, str] | None:
        """Return the first and the last day of the dates of articles, None if no article has a date."""

    def explain(self, query: Node, key: str) -> Explanation | None:
        """Return how the score of an article comes about, None where the query does not match it."""

    def get(self, key: str) -> Article | None:
        """Return the article with this key."""

    def mails_with(self, ids: Collection[str]) -> list[Article]:
        """Return the mails that have any of the given IDs among their relations.

        ids: Message-IDs, of mails or of those that they answer, and other IDs: see `Article.relations`
        """

    def attached(self, mails: Collection[str]) -> list[Article]:
        """Return the attachments of the mails with the given keys."""

    def keeps_message_ids(self) -> bool:
        """Return whether the Message-IDs of all mails are known; an older index does not have them."""

    def encoded_articles(self) -> Iterator[tuple[str, bytes]]:
        """Yield the key of each article, and the article as it is encoded; reads all of them."""

    def close(self) -> None:
        """Let go of the index's files."""


class IndexEngine(Engine, Protocol):
    """The engine of one index, and not of several together: it knows its state and its catalog.

    place: the folder or the address of the index
    """

    place: IndexPlace

    def stats(self) -> EngineStats:
        """Return the state of the index; may read every article once."""

    def catalog_folder(self) -> Path:
        """Return the folder in which the catalog of this state lies, at least until the engine is closed."""

    def check(self) -> Iterator[str]:
        """Yield the problems of the index, a line each; reads all of it."""


def refuse_disagreement(place: IndexPlace, shared_key: str | None, held: int, expected: int | None) -> None:
    """Raise IndexDamagedError if a change does not fit the catalog of its caller. Call it before publishing.

    shared_key: a key that two articles would share, None if there is none
    held:       how many articles the index would have
    expected:   how many articles the catalog has, None if that is not known
    """
    if shared_key is not None:
        reason = f"the article {shared_key} would be in the {index_at(place)} twice"
    elif expected is not None and held != expected:
        reason = f"the {index_at(place)} would hold {held:,} articles, and its catalog {expected:,}"
    else:
        return
    raise IndexDamagedError(reason, rebuild_hint(place))


def check_same_language(place: IndexPlace, held: str, wanted: str) -> None:
    """Raise IndexIncompatibleError if the language of an index is not the wanted one; empty wants any."""
    if wanted and wanted != held:
        raise IndexIncompatibleError(
            f"the language of the {index_at(place)} is {held}, and not {wanted}",
            "it is chosen when an index is made; to make it anew: "
            f"newsgrep index --rebuild --language {wanted} PATH",
        )
