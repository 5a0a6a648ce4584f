"""What a run writes to, and how an article is written: its row in the catalog, and its text in the index."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from newsgrep.article import key_of
from newsgrep.engine.base import Writer
from newsgrep.indexing.catalog.history import is_line
from newsgrep.indexing.catalog.rows import FROM_FILE, FROM_PROGRAM, ArticleRow, FileRow
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.change import Change
from newsgrep.indexing.dedupe import Deduplicator
from newsgrep.indexing.former_texts import TextKeeper
from newsgrep.indexing.parse import ParsedArticle
from newsgrep.results import IndexReport
from newsgrep.tuning import SpillTuning


class Target(NamedTuple):
    """What a run writes to.

    home: the folder that relative paths of articles start from
    """

    catalog: CatalogWriter
    writer: Writer
    dedupe: Deduplicator
    report: IndexReport
    tuning: SpillTuning
    keeper: TextKeeper
    home: Path

    @classmethod
    def of(cls, change: Change, report: IndexReport, history: int, tuning: SpillTuning) -> Target:
        """Return what a change writes to.

        history: how many former texts of an article to keep
        """
        keeper = TextKeeper(change.catalog, lambda key: change.published().get(key), history)
        dedupe = Deduplicator(change.catalog, tuning)
        return cls(change.catalog, change.writer, dedupe, report, tuning, keeper, change.home)

    def is_withdrawn(self, path: str, article: ParsedArticle) -> bool:
        """Return whether an article was deleted for good, so that it is left out; and count it."""
        is_withdrawn = self.catalog.withdrawn.has(path, article.name, article.digest, article.fingerprints)
        self.report.withdrawn += is_withdrawn
        return is_withdrawn

    def row_of(
        self,
        file: FileRow,
        ordinal: int,
        article: ParsedArticle,
        old: ArticleRow | None,
        *,
        is_duplicate: bool = False,
        is_moved: bool = False,
        renamed: int = 0,
    ) -> ArticleRow:
        """Return the row of an article, which will replace the old one in the catalog.

        is_moved: whether only its line differs from the old one
        renamed:  number of a file that is gone and had the same bytes, 0 where there is none
        """
        is_same = old is not None and (is_moved or old.digest == article.digest)
        return ArticleRow(
            old.id if old else 0, file.file, ordinal, article.name, article.digest, *article.fingerprints,
            is_duplicate, self._first_added(file, article, old, renamed),
            old.changed if old and is_same else self.catalog.now,
        )  # fmt: skip

    def _first_added(
        self, file: FileRow, article: ParsedArticle, old: ArticleRow | None, renamed: int
    ) -> int:
        """Return when an article was first indexed: when the earlier article with its name was.

        The earlier one may be in the file that this one was renamed from, or in the index that is rebuilt. If
        the name is only a line number, it may be another article: then it is when the index first had the
        text, or now.
        """
        catalog, path, name, text = self.catalog, file.path, article.name, article.fingerprints[1]
        if renamed:
            old = old or catalog.find_article_that_left(renamed, name)
        old = old or catalog.former.article(path, name)
        if old and (old.text == text or file.origin != FROM_FILE or not is_line(name)):
            return old.added
        return catalog.first_added(path, name, text, file=file.file, keep_duplicates=file.keep_duplicates)

    def write(self, path: str, article: ParsedArticle, old: ArticleRow | None, *, is_duplicate: bool) -> None:
        """Add, replace or delete an article in the index, where it differs from its old row; count that."""
        was_stored = old is not None and not old.duplicate
        if is_duplicate:
            if was_stored:
                self.writer.delete(key_of(path, article.name))
                self.report.removed += 1
        elif not was_stored:
            self.writer.add_encoded(article.data)
            self.report.added += 1
        elif old is not None and old.digest == article.digest:
            self.report.same += 1
        else:
            self.writer.delete(key_of(path, article.name))
            self.writer.add_encoded(article.data)
            self.report.changed += 1

    def remove(self, path: str, row: ArticleRow, *, except_file: int = 0) -> None:
        """Remove an article from the catalog, and from the index if it is stored.

        Then its duplicates are decided again, except those in the file with the number `except_file`.
        """
        self.catalog.remove_article(row)
        if not row.duplicate:
            self.writer.delete(key_of(path, row.name))
            self.report.removed += 1
            self.dedupe.queue_duplicates_of(row, path, except_file=except_file)

    def count_without(self, file: FileRow, *rows: ArticleRow) -> None:
        """Count some articles of a file less. The file of a program is removed with its last article."""
        after = file
        for row in rows:
            after = after.without(row)
        if file.origin == FROM_PROGRAM and after.stored == 0:
            self.catalog.remove_file(file)
        else:
            self.catalog.add_file(after)
