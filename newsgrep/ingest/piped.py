"""Articles from standard input, which is gone once it is read.

Their path is `stdin:`, and a key has the article's id, else its address, else a digest: the same article
piped again is the same, and the index keeps what was piped before, until it is rebuilt. Since none can be
read again to take the place of another, an article from a file yields to the one that was piped; of two that
were piped the later yields, and is forgotten when the earlier changes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from newsgrep.article import STDIN, Article
from newsgrep.duplicates import Stored
from newsgrep.manifest import FileRecord
from newsgrep.results import Unreadable


def keyed(items: Iterable[Article | Unreadable]) -> Iterator[Article | Unreadable]:
    """Yield articles with keys that do not depend on their place in the stream."""
    taken: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Unreadable):
            yield item
            continue
        name = _name(item)
        taken[name] += 1
        unique = name if taken[name] == 1 else f"{name}~{taken[name]}"
        yield item._replace(key=f"{STDIN}#{unique}", line=1, body_line=0)


def _name(article: Article) -> str:
    given = article.key[len(article.path) + 1 :]
    if given and given != f"L{article.line}":
        return given
    if article.url:
        return article.url
    text = "\0".join((article.title, article.byline, article.date, article.body))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def joined(before: FileRecord, now: FileRecord) -> FileRecord:
    """Return the record of what was piped before and now."""
    prints = dict(before.printed()) | dict(now.printed())
    return now._replace(
        articles=dict(before.articles) | dict(now.articles),
        prints=b"".join(prints.values()),
        copies=frozenset(name for name in before.copies if name not in now.articles) | now.copies,
    )


def settled(record: FileRecord, stored: Stored) -> FileRecord:
    """Take what is stored of the piped articles as stored, and return the record without lost copies."""
    for name, prints in record.printed():
        if name not in record.copies:
            stored.take(prints)
    kept = [
        (name, prints)
        for name, prints in record.printed()
        if name not in record.copies or stored.is_copy(prints)
    ]
    if len(kept) == len(record.articles):
        return record
    return record._replace(
        articles={name: record.articles[name] for name, _ in kept},
        prints=b"".join(prints for _, prints in kept),
        copies=record.copies.intersection(name for name, _ in kept),
    )
