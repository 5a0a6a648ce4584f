"""Recheck: decide again which articles of unchanged files are duplicates, where a change affects that.

An article that has become a duplicate leaves the index. One that is no longer a duplicate is read again from
its file, if that still has the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from newsgrep.article import key_of
from newsgrep.errors import ArticleError
from newsgrep.indexing.catalog.rows import FROM_STDIN, UNSETTLED, ArticleRow, FileRow
from newsgrep.indexing.dedupe import order_key
from newsgrep.indexing.file_reader import FileReader
from newsgrep.indexing.parse import ParsedArticle, parsed
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.indexing.target import Target
from newsgrep.results import Unreadable
from newsgrep.sources.file_bytes import file_digest


class Rechecker:
    """Rechecks the articles that a Deduplicator has queued, file by file, in the order of all articles."""

    def __init__(self, target: Target, has_met: Callable[[FileRow], bool] = lambda _: False) -> None:
        """Prepare. `has_met` says whether the walk of this run met a file, so that the report counts it."""
        self._target = target
        self._has_met = has_met
        self._statistics = ReadStatistics()

    def files_before(self, path: str | None) -> bool:
        """Recheck the files before another one, or all; return whether anything was rechecked."""
        before = path
        rechecked = False
        while (path := self._target.dedupe.next_file(before)) is not None:
            self.file(path)
            rechecked = True
        return rechecked

    def file(self, path: str, *, can_be_read: bool = True) -> None:
        """Recheck the queued articles of a file; those before it have been rechecked."""
        catalog, dedupe = self._target.catalog, self._target.dedupe
        rows = dedupe.take(path)
        file = catalog.find_file(path)
        if file is None or not rows:
            return
        reading: ReadOptions | None = None
        wanted: set[str] = set()
        for row in rows:
            if catalog.withdrawn.has(path, row.name, row.digest, row.fingerprints):
                file = self._forget(file, row)
                continue
            place = order_key(path, row.ordinal)
            is_duplicate = not file.keep_duplicates and dedupe.is_duplicate_now(row, place)
            if is_duplicate == row.duplicate:
                continue
            if file.origin == FROM_STDIN:
                file = self._forget(file, row)
                continue
            if not is_duplicate:
                reading = reading or (self._reading_again(file) if can_be_read else None)
                can_be_read = reading is not None
                if not can_be_read:  # it stays a duplicate; the next run tries again
                    file = file._replace(mtime_ns=UNSETTLED)
                    continue
                wanted.add(row.name)
            else:
                self._target.writer.delete(key_of(path, row.name))
                self._target.report.removed += 1
            dedupe.set_duplicate(row, place, is_duplicate)
            file = self._count(file, -1 if is_duplicate else 1)
        catalog.add_file(file)
        if reading is not None and wanted:
            self._read_again(file, reading, wanted)

    def _forget(self, file: FileRow, row: ArticleRow) -> FileRow:
        """Forget an article that was deleted, or one of standard input.

        Standard input cannot be read again: a stored article gives way, and a duplicate has no text to store.
        """
        self._target.remove(file.path, row)
        return file.without(row)

    def _count(self, file: FileRow, stored: int) -> FileRow:
        """Count an article of an unchanged file that is stored now, 1, or no longer, -1."""
        if self._has_met(file):
            self._target.report.duplicates -= stored
            self._target.report.same -= stored < 0
        return file._replace(stored=file.stored + stored, duplicates=file.duplicates - stored)

    def _reading_again(self, file: FileRow) -> ReadOptions | None:
        """Return how to read a file that has not changed; if it cannot be read, report it and return None."""
        try:
            reading = options_before(file)
            if not file.digest:
                raise ArticleError("it could not be read when it was last indexed")
            if file_digest(self._target.home / file.path) != file.digest:
                raise ArticleError("it changes while it is read")
        except ArticleError as error:
            self._target.report.unreadable.append(Unreadable(file.path, error.message))
            return None
        return reading

    def _read_again(self, file: FileRow, reading: ReadOptions, names: set[str]) -> None:
        """Add the named articles of a file that has not changed."""
        location = os.fspath(self._target.home / file.path)
        for item in parsed(FileReader(reading, file.path, location, self._statistics).read(file.path)):
            if isinstance(item, ParsedArticle) and item.name in names:
                self._target.writer.add_encoded(item.data)
                self._target.report.added += 1


def options_before(file: FileRow) -> ReadOptions:
    """Return how a file was read. Raises ArticleError where that is not known here, as it took a filter."""
    reading = ReadOptions.as_marked(file.options)
    if reading is None:
        raise ArticleError("read by a filter before, which has to be named again with --filter")
    return reading
