"""What is read, ready to be taken in: articles as bytes, with what tells them from others.

It is all that is handed from a process that reads to the one that decides what is stored, which it does in
the order of paths.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.batching import batched_by_size
from newsgrep.errors import ArticleError
from newsgrep.indexing.dedupe import prints_of
from newsgrep.indexing.diff import settled_time
from newsgrep.indexing.manifest.records import DIGEST
from newsgrep.indexing.read_options import Item, ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics, Seen
from newsgrep.results import Skipped, Unreadable
from newsgrep.sources.names import kind_of
from newsgrep.sources.walk import FEW, Source, digest_and_data


class Arrival(NamedTuple):
    """An article that was read.

    name:   of its record in the file, empty for a file that is one article
    line:   1-based, where it begins
    digest: of all that is known of it, its place in the file included; DIGEST bytes
    prints: what it is known again by, as `prints_of` gives them
    data:   as `Article.data` has it
    """

    name: str
    line: int
    digest: bytes
    prints: bytes
    data: bytes


#: What a file gives, when its articles have been made ready.
Ready = Arrival | Unreadable | Skipped


class ReadFile(NamedTuple):
    """A file that was read whole.

    digest:   of its bytes
    mtime_ns: its last change, as it is to be remembered
    items:    what it gives
    trouble:  why it could not be opened; the rest is empty then
    """

    digest: str
    mtime_ns: int
    items: Sequence[Ready]
    trouble: str = ""


def arrivals(items: Iterable[Item]) -> Iterator[Ready]:
    """Yield what a file gives, with its articles made ready; what is no text is not read."""
    for some in batched_by_size(items, _length, _TOGETHER):
        yield from [*map(_ready, some)]


#: Code points of articles that are made ready together, and those that any takes as long as.
_TOGETHER, _AN_ARTICLE = 100_000, 1_000


def _length(item: Item) -> int:
    return _AN_ARTICLE + (len(item.body) if isinstance(item, Article) else 0)


def _ready(item: Item) -> Ready:
    if not isinstance(item, Article):
        return item
    if len(item.body) > _LARGE and not _is_text(item.body):
        reason = f"data and not text: more than {_MOST_WORDS:,} different words"
        return Unreadable(item.path, reason, item.line)
    return arrival(item)


#: Code points from which on the words of an article are counted, and how many different ones no text has.
#: Each takes some 400 bytes while it is indexed.
_LARGE, _MOST_WORDS = 4_000_000, 1_000_000


def _is_text(body: str) -> bool:
    """Whether words come again, as they do in every language, and not in lists of numbers or sums."""
    different = set()
    for word in re.finditer(r"\S+", body):
        different.add(hash(word[0]))
        if len(different) > _MOST_WORDS:
            return False
    return True


def arrival(article: Article) -> Arrival:
    """Return an article made ready."""
    data = article.encode()
    digest = hashlib.sha256(data).digest()[:DIGEST]
    return Arrival(article.key[len(article.path) + 1 :], article.line, digest, prints_of(article), data)


def parcels(sources: Iterable[Source | None]) -> Iterator[list[Source | None]]:
    """Yield what is to be given to `read_files` at once."""
    return batched_by_size(sources, lambda source: _BYTES_A_FILE + (source.size if source else 0), _PARCEL)


#: Bytes that are read at once, and bytes that take as long to read as it takes to open a file.
_PARCEL, _BYTES_A_FILE = 1_000_000, 4_000


def read_files(reading: ReadOptions, sources: Iterable[Source | None]) -> tuple[list[ReadFile | None], Seen]:
    """Read those of some files that may be read whole, and tell what was noted.

    The others, large or not files as they are, are left to be read when it is their turn: None stands for
    them.
    """
    watch = ReadStatistics(reading.mapping)
    # Each step is done for all of them, for the reason that together.py gives.
    opened = [_opened(reading, source) if source else None for source in sources]
    items = [_items(reading, file, watch) if file else [] for file in opened]
    return [_read(file, some) if file else None for file, some in zip(opened, items, strict=True)], watch.seen


class _Opened(NamedTuple):
    """A file with what is in it, or why it could not be opened."""

    path: str
    suffix: str
    mtime_ns: int
    digest: str = ""
    data: bytes = b""
    trouble: str = ""


def _opened(reading: ReadOptions, source: Source) -> _Opened | None:
    """Open a file and get its bytes; None where it is not to be read whole."""
    kind = kind_of(source.path)
    if source.size > FEW or not kind.is_plain or kind.suffix in reading.filters:
        return None
    time = settled_time(source.mtime_ns)
    try:
        digest, data = digest_and_data(source)
    except ArticleError as error:
        return _Opened(source.path, kind.suffix, 0, trouble=error.message)
    if data is None:
        return None  # it has grown, perhaps beyond what may be held in memory
    return _Opened(source.path, kind.suffix, time, digest, data)


def _items(reading: ReadOptions, file: _Opened, watch: ReadStatistics) -> list[Item]:
    return [] if file.trouble else [*reading.read_plain(file.data, file.suffix, file.path, watch)]


def _read(file: _Opened, items: Iterable[Item]) -> ReadFile:
    return ReadFile(file.digest, file.mtime_ns, tuple(arrivals(items)), file.trouble)
