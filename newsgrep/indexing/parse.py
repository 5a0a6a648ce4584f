"""Parse files into articles ready for indexing: encoded record, content digest, fingerprints.

A worker process hands only these to the main process, which decides in the order of paths what is stored.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from newsgrep.article import LARGEST_ARTICLE, Article, split_key
from newsgrep.batching import batched_by_size
from newsgrep.errors import ArticleError
from newsgrep.indexing.catalog.rows import UNSETTLED
from newsgrep.indexing.file_reader import FileReader, Item
from newsgrep.indexing.fingerprints import Fingerprints, fingerprints_of
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics, Seen
from newsgrep.results import GuessedEncoding, Skipped, Unreadable, UnreadDate
from newsgrep.sources.file_bytes import digest_and_data
from newsgrep.sources.file_names import kind_of
from newsgrep.sources.streams import GZIP_MARK
from newsgrep.sources.walk import Source
from newsgrep.tuning import DEFAULT_TUNING, IndexingTuning

#: Bytes of the digest of an article.
DIGEST_SIZE = 8

#: How many code points the other fields of an article count as, besides its body.
_BESIDE_BODY = 1_000

#: A file that changed this shortly before it was read may change again without a new time of change.
_TICK_NS = 2_000_000_000


#: Why an article is not indexed: readers of the index would refuse it.
TOO_LARGE = f"an article of more than {LARGEST_ARTICLE >> 20} MB"


class ParsedArticle(NamedTuple):
    """An article that was parsed.

    name:         of its record in the file, empty for a file that is one article
    line:         1-based, where it begins
    digest:       of the encoded article, its place in the file included; DIGEST_SIZE bytes
    fingerprints: of its address and of its text
    data:         the encoded article
    """

    name: str
    line: int
    digest: bytes
    fingerprints: Fingerprints
    data: bytes


#: What a file gives when its articles are parsed.
Parsed = ParsedArticle | GuessedEncoding | UnreadDate | Unreadable | Skipped


class ParsedFile(NamedTuple):
    """A file that was read whole.

    digest:   of its bytes, in hexadecimal
    mtime_ns: its last change, UNSETTLED where it may change again unseen
    items:    what it gives
    error:    why it could not be opened; the rest is empty then
    """

    digest: str
    mtime_ns: int
    items: Sequence[Parsed]
    error: str = ""


def parsed(items: Iterable[Item], tuning: IndexingTuning = DEFAULT_TUNING.indexing) -> Iterator[Parsed]:
    """Yield what a file gives, its articles parsed; an article that is data and no text is unreadable."""
    for batch in batched_by_size(items, _size, tuning.parsed_together):
        yield from [_parsed(item, tuning) for item in batch]


def _size(item: Item) -> int:
    """Return about how many code points an item has."""
    return _BESIDE_BODY + (len(item.body) if isinstance(item, Article) else 0)


def _parsed(item: Item, tuning: IndexingTuning) -> Parsed:
    """Return what a file gives, an article parsed; an article that is data and no text is unreadable."""
    if not isinstance(item, Article):
        return item
    if len(item.body) > tuning.large_text and not _has_repeated_words(item.body, tuning.most_words):
        reason = f"data and not text: more than {tuning.most_words:,} different words"
        return Unreadable(item.path, reason, item.line)
    article = parsed_article(item)
    is_small = len(article.data) <= LARGEST_ARTICLE
    return article if is_small else Unreadable(item.path, TOO_LARGE, item.line)


def _has_repeated_words(body: str, most: int) -> bool:
    """Return whether words repeat, as in every language and not in lists of numbers or checksums."""
    different = set()
    for word in re.finditer(r"\S+", body):
        different.add(hash(word[0]))
        if len(different) > most:
            return False
    return True


def parsed_article(article: Article) -> ParsedArticle:
    """Return an article ready for indexing."""
    data = article.encode()
    digest = hashlib.sha256(data).digest()[:DIGEST_SIZE]
    _, name = split_key(article.key)
    return ParsedArticle(name, article.line, digest, fingerprints_of(article), data)


def parse_files(
    tuning: IndexingTuning, task: tuple[ReadOptions, list[Source | None]]
) -> tuple[list[ParsedFile | None], Seen]:
    """Parse the files that may be read whole, and return what was noted of them.

    None stands for the others, which are large or need a filter: they are read when their turn comes.
    """
    options, sources = task
    statistics = ReadStatistics(options.mapping)
    files = [_parse_file(options, tuning, statistics, source) if source else None for source in sources]
    return files, statistics.seen


def _parse_file(
    options: ReadOptions, tuning: IndexingTuning, statistics: ReadStatistics, source: Source
) -> ParsedFile | None:
    """Parse a file; return None where it is not to be read whole."""
    kind = kind_of(source.path)
    if source.size > options.limits.small_file_bytes or not kind.is_plain or kind.suffix in options.filters:
        return None
    if kind.has_members and options.filters:
        return None
    mtime_ns = settled_time(source.mtime_ns)
    try:
        digest, data = digest_and_data(source, options.limits)
    except ArticleError as error:
        return ParsedFile("", 0, (), error.message)
    if data is None or data.startswith(GZIP_MARK):
        return None  # it has grown, perhaps beyond what may be held in memory, or it is compressed
    reader = FileReader(options, source.path, source.location, statistics, may_pass=True)
    items = reader.read(source.relative, data)
    return ParsedFile(digest, mtime_ns, tuple(parsed(items, tuning)))


def settled_time(mtime_ns: int) -> int:
    """Return mtime_ns; UNSETTLED if the file changed less than two seconds ago, and may change again."""
    return mtime_ns if time.time_ns() - mtime_ns > _TICK_NS else UNSETTLED
