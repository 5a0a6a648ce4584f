"""What searching and indexing give back: plain data that printers consume."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgrep.article import Article

if TYPE_CHECKING:  # indexing knows of no queries
    from newsgrep.query.nodes import Node

#: A match as (start, end), in code points of the text it stands in.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article's body worth showing.

    text:   the body's own characters from `start` on, cut at word boundaries
    start:  offset of `text` in the body, in code points
    spans:  the matches, relative to `text`, sorted and apart
    starts_inside, ends_inside: whether the body goes on before and after
    """

    text: str
    start: int
    spans: tuple[Span, ...] = ()
    starts_inside: bool = False
    ends_inside: bool = False


@dataclass(frozen=True, slots=True)
class ScoreContribution:
    """What one term of a query adds to an article's score: score = weight · idf · saturated frequency.

    query:     the term, in the query language
    articles:  number of articles that have it
    frequency: how often this one has it, weighted by field
    """

    query: str
    articles: int
    idf: float
    frequency: float
    weight: float
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the score of one article is composed; lengths are in words, weighted by field."""

    score: float
    length: float
    average_length: float
    contributions: tuple[ScoreContribution, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: where it ranks, why, and what to show of it.

    line is the 1-based line in the file of the first passage's first match.
    title_spans and byline_spans are matches in `article.title` and `article.byline`.
    explanation says how the score came about, where that was asked for.
    """

    rank: int
    score: float
    article: Article
    path: str
    line: int
    passages: tuple[Passage, ...] = ()
    title_spans: tuple[Span, ...] = ()
    byline_spans: tuple[Span, ...] = ()
    explanation: Explanation | None = None

    @property
    def key(self) -> str:
        """The article's key with its path as shown: what `newsgrep show` takes."""
        return self.path + self.article.key[len(self.article.path) :]


@dataclass(frozen=True, slots=True)
class Expansion:
    """The words of an index that fit a pattern: the most frequent ones, of `total` in all."""

    words: tuple[str, ...]
    total: int


@dataclass(slots=True)
class SearchResults:
    """An answer: how many articles match in all, and those asked for, made as they are read.

    query is the tree as it was searched, patterns replaced by words; notices are lines for the person on
    what that changed: words left out, words that a pattern stands for.
    """

    query: Node
    total: int
    hits: Iterator[Hit]
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or a record that was left out: its place, and the reason in a few words.

    member is the name of the stream where the file is an archive, and line that in the stream.
    """

    path: str
    reason: str
    line: int = 0
    member: str = ""


#: Stands in place of a suffix for pipes, sockets, links and devices.
SPECIAL = "special file"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a member of an archive, of a kind that is not read: by its suffix in lower case."""

    path: str
    suffix: str


@dataclass(slots=True)
class IndexReport:
    """What an index run did, in articles (files where it says so).

    seconds is wall time and read_bytes the size of the files that were read; skipped counts files
    of kinds that newsgrep does not read, by suffix.
    formats counts the streams that were read by the label of their format, and
    duplicates are articles that were left out, as another that is in the index is the same.
    unmet has keys that were named for fields, and that no record had, by field; keys are those of a record.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    renamed: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    read_bytes: int = 0
    seconds: float = 0.0
    total: int = 0
    dry_run: bool = False
    duplicates: int = 0
    formats: dict[str, int] = field(default_factory=dict)
    unmet: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineStats:
    """What an engine says of its index; size in bytes, days as ISO text or the empty string.

    language is the one that words are stemmed in, `none` where they are not.
    """

    folder: str
    format_version: int
    engine: str
    language: str
    articles: int
    size: int
    first_day: str
    last_day: str
    undated: int
    top_authors: list[tuple[str, int]]
    committed_at: str


@dataclass(frozen=True, slots=True)
class IndexStats(EngineStats):
    """The state of an index: what the engine says of it, and the catalog.

    files is the number of files it was made from, and duplicates that of articles which are left out.
    """

    files: int
    unreadable: list[Unreadable]
    duplicates: int
