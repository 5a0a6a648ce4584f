"""Articles from standard input, which is gone once it is read.

Their path is `stdin:`, and a key has the article's id, else its address, else a digest, so that an article
that is piped in again has the same key. The index keeps what was piped in before, until it is rebuilt. In the
order of dedupe.py, these articles come before all files, as they cannot be read again to replace another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from newsgrep.article import STDIN, Article, split_key
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.indexing.catalog.rows import FROM_STDIN, FileRow
from newsgrep.indexing.dedupe import order_key
from newsgrep.indexing.file_diff import FileNotes
from newsgrep.indexing.file_reader import Item
from newsgrep.indexing.parse import Parsed, ParsedArticle
from newsgrep.indexing.target import Target
from newsgrep.read_context import ReadContext


def keyed(items: Iterable[Item]) -> Iterator[Item]:
    """Yield articles with keys that do not depend on their place in the stream."""
    make = ArticleMaker(ReadContext(STDIN))
    for item in items:
        if not isinstance(item, Article):
            yield item
        else:
            yield item._replace(key=make.key(_name(item)), line=1, body_line=0)


def _name(article: Article) -> str:
    _, given = split_key(article.key)
    if given and given != f"L{article.line}":
        return given
    if article.url:
        return article.url
    text = "\0".join((article.title, article.byline, article.date, article.body))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def take_piped(
    items: Iterable[Parsed], before: FileRow | None, keep_duplicates: bool, target: Target
) -> FileRow:
    """Write the articles that are piped in, and return the row of standard input.

    An article that is stored stays stored. A new one is a duplicate of those that were piped before it.
    """
    catalog, dedupe = target.catalog, target.dedupe
    row = before or FileRow(0, catalog.new_file_number(), STDIN, FROM_STDIN, keep_duplicates=keep_duplicates)
    as_piped = row._replace(keep_duplicates=keep_duplicates)
    ordinal = catalog.last_ordinal(row.file) if before else 0
    stored, duplicates = row.stored, row.duplicates
    notes = FileNotes()
    for item in items:
        if not isinstance(item, ParsedArticle):
            notes.take(item)
            continue
        if target.is_withdrawn(STDIN, item):
            continue
        old = catalog.find_article(row.file, item.name) if before else None
        was_stored = old is not None and not old.duplicate
        ordinal += old is None
        place = order_key(STDIN, old.ordinal if old else ordinal)
        is_duplicate = dedupe.is_duplicate(
            item.fingerprints, place, keep_duplicates=keep_duplicates or was_stored, row=old.id if old else 0
        )
        target.write(STDIN, item, old, is_duplicate=is_duplicate)
        if old is None or (old.digest, old.duplicate) != (item.digest, is_duplicate):
            catalog.add_article(target.row_of(as_piped, place[1], item, old, is_duplicate=is_duplicate))
            if old:
                dedupe.settled(old)
            if old and old.digest != item.digest:
                target.keeper.keep(STDIN, old, item)
                if was_stored:
                    dedupe.queue_duplicates_of(old, STDIN)
        stored += (not is_duplicate) - was_stored
        target.report.duplicates += is_duplicate
        duplicates += is_duplicate - (old is not None and old.duplicate)
    catalog.flush()
    return notes.of(row._replace(stored=stored, duplicates=duplicates))
