"""Articles from standard input, which is gone once it is read.

Their path is `stdin:`, and a key has the article's id, else its address, else a digest: the same article
piped again is the same, and the index keeps what was piped before, until it is rebuilt. Since none can be
read again to take the place of another, an article from a file yields to the one that was piped; of two that
were piped the later yields, and is forgotten when the earlier changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from newsgrep.article import STDIN, Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.keys import KeyAllocator
from newsgrep.indexing.dedupe import Stored
from newsgrep.indexing.manifest import FileRecord
from newsgrep.indexing.manifest.records import Gathered, digests_of
from newsgrep.results import Unreadable


def keyed(items: Iterable[Article | Unreadable]) -> Iterator[Article | Unreadable]:
    """Yield articles with keys that do not depend on their place in the stream."""
    keys = KeyAllocator(ReadContext(STDIN))
    for item in items:
        if isinstance(item, Unreadable):
            yield item
        else:
            yield item._replace(key=keys.assign(_name(item)), line=1, body_line=0)


def _name(article: Article) -> str:
    given = article.key[len(article.path) + 1 :]
    if given and given != f"L{article.line}":
        return given
    if article.url:
        return article.url
    text = "\0".join((article.title, article.byline, article.date, article.body))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def joined(before: FileRecord, now: FileRecord) -> FileRecord:
    """Return the record of what was piped before and now; there may be millions of articles in each."""
    if not before.articles:
        return now
    known, gathered = digests_of(now), Gathered()
    for name, digest, prints in _each(before):
        place = known.place(name)
        if place < 0:
            gathered.append(name, digest, prints)
        else:
            gathered.append(name, known.digests(place, place + 1), now.prints_at(place))
    for name, digest, prints in _each(now):
        if name not in before.articles:
            gathered.append(name, digest, prints)
    return now._replace(
        articles=gathered.articles,
        prints=gathered.prints,
        copies=frozenset(name for name in before.copies if name not in now.articles) | now.copies,
    )


def settled(record: FileRecord, stored: Stored) -> FileRecord:
    """Take what is stored of the piped articles as stored, and return the record without lost copies."""
    for name, prints in record.printed():
        if name not in record.copies:
            stored.take(prints)
    lost = {
        name
        for name, prints in (record.printed() if record.copies else ())
        if name in record.copies and not stored.is_copy(prints)
    }
    if not lost:
        return record
    gathered = Gathered()
    for name, digest, prints in _each(record):
        if name not in lost:
            gathered.append(name, digest, prints)
    return record._replace(articles=gathered.articles, prints=gathered.prints, copies=record.copies - lost)


def _each(record: FileRecord) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the name, the digest and the prints of each article of a file."""
    for place, (name, digest) in enumerate(record.articles.items()):
        yield name, digest, record.prints_at(place)
