"""One index run: what is there is compared with what the index holds, and the difference is taken in.

A file whose size and time of change are those of the manifest is not opened. One that was touched is
compared by its digest, and one that changed is compared article by article, so that a file of many
articles that grew by ten costs ten. A file that is gone is taken out, if it lay below the paths of this
run; where a new file has its digest, it is the same file renamed.

All files are gone through in the order of their paths, those that are unchanged among them: an article may
have become a copy of one that comes before it, or has to take the place of one that is gone.
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from newsgrep.article import STDIN
from newsgrep.engine.base import Update
from newsgrep.errors import ArticleError
from newsgrep.indexing import stdin as piped
from newsgrep.indexing.dedupe import Stored
from newsgrep.indexing.diff import Changes, Extent, Way, settled_time
from newsgrep.indexing.intake import Intake, IsCopy
from newsgrep.indexing.manifest import FileRecord
from newsgrep.indexing.parse import Arrival, ReadFile, Ready, arrivals, parcels, read_files
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.outofcore.numberset import NumberSet
from newsgrep.results import IndexReport, Unreadable
from newsgrep.sources.reading import digest_and_data, file_digest
from newsgrep.sources.walk import Source, WalkItem

#: Told of articles read, bytes read, and bytes to read in all.
Progress = Callable[[int, int, int], None]

#: Files that are compared at once, and bytes of text that take as long to index as it takes to open a file.
_AT_ONCE, _BYTES_A_FILE = 1_000, 1_000

#: Bytes of memory that a run holds for each file until it is read, and for each article: the number of its
#: name, and those of its address and its text. What there is of more than so many is on the disk. Of the file
#: that is read names, digests and prints are held. It is told each time that so many articles were read.
_HELD_A_FILE, _HELD_FILES = 300, 100_000
_HELD_AN_ARTICLE, _HELD_ARTICLES = 50, 3_000_000
_HELD_A_RECORD = 60
_HELD_EACH = 10_000


class Run:
    """The state of one index run; its public methods are called in their order."""

    def __init__(self, update: Update, home: Path, way: Way, progress: Progress) -> None:
        self.report = IndexReport()
        self._update = update
        self._home = home
        self._way = way
        self._progress = progress
        self._intake = Intake(update, self.report)
        self._stored = Stored()
        self._changes = Changes(update.manifest, way)
        self._draft = update.draft()
        self._piped: FileRecord | None = None
        self._gone, self._renamed = NumberSet(), NumberSet()
        self._put_off: set[str] = set()
        self._watch = ReadStatistics(way.reading.mapping)
        self._articles_read = 0
        self._bytes_to_read = 0

    def compare(self, found: Iterable[WalkItem], extent: Extent) -> None:
        """Find out which files are new or changed, and take out those that are gone within the extent."""
        changes = self._changes
        found = iter(found)
        while some := list(islice(found, _AT_ONCE)):
            changes.walk(some, self.report)
            self._update.expect(changes.size + _BYTES_A_FILE * changes.files)
        told = {one.path for one in self.report.unreadable}
        gone = set()
        for record in changes.missing(str(self._home), extent):
            self._gone.add(_mark(record, record.stored))
            self._intake.remove(record, record.articles)
            if record.path in told:  # by a list of files
                gone.add(record.path)
        self.report.unreadable = [one for one in self.report.unreadable if one.path not in gone]
        self._bytes_to_read = changes.size
        self._hold()

    def take_piped(self, stream: io.BufferedReader) -> None:
        """Take in what comes through standard input, until it ends."""
        before = self._update.manifest.get(STDIN, FileRecord(STDIN, 0, 0, ""))
        piped.settled(before, stored := Stored())

        def is_copy(name: str, prints: bytes) -> bool:
            known = name in before.articles and name not in before.copies
            copy = not known and not self._way.keeps and stored.is_copy(prints)
            if not copy:
                stored.take(prints)
            return copy

        items = self._counted(arrivals(piped.keyed(self._way.reading.read_piped(stream, STDIN, self._watch))))
        now = self._intake.take_file(items, FileRecord(STDIN, 0, 0, ""), before, is_copy)
        self.report.unreadable += now.problems()
        self.report.duplicates += len(now.copies)
        self._piped = piped.joined(before, now._replace(unreadable=()))
        if self._piped != before:
            self._changes.read_piped()

    def read_changed(self) -> None:
        """Read the new and the changed files, take their articles in, and see what became of the copies."""
        if not self._changes.differs:
            for record, found in self._changes.remaining():
                self.report.total += record.stored
                self._count(record, found)
            return
        if known := self._piped or self._update.manifest.get(STDIN):
            self._piped = piped.settled(known, self._stored)
        ahead = self._read_ahead()
        following = next(ahead, None)
        for before, found in self._changes.remaining():
            while following and following[0].path < before.path:
                self._take(*following, None)
                following = next(ahead, None)
            if following and following[0].path == before.path:
                self._take(*following, before)
                following = next(ahead, None)
            elif before.path == STDIN and self._piped:
                self._keep(self._piped)
            else:
                self._settle(before, found=found)
        while following:
            self._take(*following, None)
            following = next(ahead, None)

    def finish(self) -> None:
        """Commit, unless everything is as it was."""
        self.report.formats = dict(self._watch.formats)
        self.report.unmet, self.report.keys = self._watch.unmet(), self._watch.keys
        if not self._changes.differs:
            return
        self._stored = Stored()  # which takes memory, and is not needed any more
        self._intake.take_out()
        self._update.commit(self._draft)

    def _keep(self, record: FileRecord) -> None:
        """Put a file into the manifest that is to come."""
        self._draft.add(record)
        self.report.total += record.stored

    def _keep_part(self, record: FileRecord, *, found: bool) -> None:
        """Put some articles of a file that has very many into it."""
        self._draft.add_part(record)
        self.report.total += record.stored
        if found:
            self._tell(record)

    def _hold(self) -> None:
        """Tell what this takes of the memory."""
        of_files = _HELD_A_FILE * min(self._changes.files, _HELD_FILES)
        of_articles = _HELD_AN_ARTICLE * min(self._articles_read, _HELD_ARTICLES)
        self._update.hold(of_files + of_articles + _HELD_A_RECORD * self._intake.held)

    def _read_ahead(self) -> Iterator[tuple[Source, ReadFile | None]]:
        """Yield each file to read with what it gives, or None if it is to be read when it is its turn."""
        given: deque[Source] = deque()

        def new() -> Iterator[Source | None]:
            for source, is_new in self._changes.in_order():
                given.append(source)
                yield source if is_new else None

        for files, seen in self._update.map(partial(read_files, self._way.reading), parcels(new())):
            self._watch.join(seen)
            for whole in files:
                yield given.popleft(), whole

    def _take(self, source: Source, whole: ReadFile | None, before: FileRecord | None) -> None:
        """Take in a file that is new or may have changed."""
        if source.path == STDIN and self._piped:
            self._keep(self._piped)
            return
        if whole:
            self._take_whole(source, whole)
        else:
            self._look_at(source, before)
        self.report.read_bytes += source.size
        self._progress(self._articles_read, self.report.read_bytes, self._bytes_to_read)

    def _take_whole(self, source: Source, whole: ReadFile) -> None:
        """Take in a new file that was read ahead, unless it could not be opened."""
        if whole.trouble:
            self._keep_unread(source.path, None, whole.trouble)
            return
        keeps, mark = self._way.keeps, self._way.reading.mark(source.path)
        record = FileRecord(source.path, source.size, whole.mtime_ns, whole.digest, keeps=keeps, reading=mark)
        self._read(whole.items, record, None, self._is_copy)

    def _look_at(self, source: Source, before: FileRecord | None) -> None:
        """Read a file, unless it is only that it was touched, or that it cannot be opened."""
        try:
            reading, mark = self._reading_of(source.path, before)
            bytes_digest, data = digest_and_data(source)
        except ArticleError as error:
            self._keep_unread(source.path, before, error.message)
            return
        time = settled_time(source.mtime_ns)
        record = FileRecord(source.path, source.size, time, bytes_digest, keeps=self._way.keeps, reading=mark)
        if before and not self._way.again and _is_the_same(record, before):
            self._settle(before._replace(mtime_ns=record.mtime_ns, keeps=record.keeps), found=True)
            return
        items = reading.read(source.location, source.path, source.relative, self._watch, data)
        self._read(arrivals(items), record, before, self._is_copy)

    def _reading_of(self, path: str, before: FileRecord | None) -> tuple[ReadOptions, str]:
        """Return how to read a file, and the mark of that. Raises ArticleError where nobody knows."""
        reading = self._way.reading
        if before is None or not self._way.again or not reading.is_usual:
            return reading, reading.mark(path)
        return _reading_before(before), before.reading

    def _keep_unread(self, path: str, before: FileRecord | None, trouble: str) -> None:
        """List a file that cannot be read now; what the index has of it stays."""
        self.report.unreadable.append(Unreadable(path, trouble))
        if before:
            self._settle(before._replace(mtime_ns=0), found=True, can_be_read=False)

    def _read(
        self,
        items: Iterable[Ready],
        record: FileRecord,
        before: FileRecord | None,
        is_copy: IsCopy,
        *,
        found: bool = True,
    ) -> None:
        added = self.report.added
        keep_part = partial(self._keep_part, found=found)
        after = self._intake.take_file(self._counted(items), record, before, is_copy, keep_part)
        self._intake.remove_gone()
        if before is None:
            self._note_renamed(record, self.report.added - added)
        self._keep(after)
        if found:
            self._tell(after)

    def _note_renamed(self, record: FileRecord, added: int) -> None:
        """See whether a new file is one that is gone: by its bytes, and as many articles of them."""
        mark = _mark(record, added)
        if added and mark in self._gone and self._renamed.add(mark):
            self.report.renamed += added
            self.report.added -= added
            self.report.removed -= added

    def _is_copy(self, _: str, prints: bytes) -> bool:
        """Whether an article that is read is a copy; if it is not, it is remembered."""
        if self._way.keeps:
            self._stored.take(prints)
            return False
        return not self._stored.take_new(prints)

    def _settle(self, record: FileRecord, *, found: bool, can_be_read: bool = True) -> None:
        """See which articles of an unchanged file are copies now, and read those that are no longer."""
        copies, reading = self._copies_now(record, can_be_read)
        if reading:
            items = reading.read(os.fspath(self._home / record.path), record.path, record.path, self._watch)
            same = self.report.same
            self._read(arrivals(items), record, record, lambda name, _: name in copies, found=found)
            if not found:
                self.report.same = same
            return
        self._intake.remove(record, copies)
        record = record._replace(
            copies=copies, mtime_ns=0 if record.path in self._put_off else record.mtime_ns
        )
        self._keep(record)
        if can_be_read:
            self._count(record, found)

    def _copies_now(self, record: FileRecord, can_be_read: bool) -> tuple[frozenset[str], ReadOptions | None]:
        """Return the names of a file's copies, and how to read it if one of them is a copy no longer.

        What is to be stored is remembered. A copy that should be, and cannot be read, stays one.
        """
        copies: list[str] = []
        reading: ReadOptions | None = None
        for name, prints in record.printed():
            is_copy = not record.keeps and self._stored.is_copy(prints)
            if not is_copy and name in record.copies:
                if reading is None and can_be_read:
                    reading = self._reading_again(record)
                    can_be_read = reading is not None
                is_copy = not can_be_read
            if is_copy:
                copies.append(name)
            else:
                self._stored.take(prints)
        return frozenset(copies), reading

    def _reading_again(self, record: FileRecord) -> ReadOptions | None:
        """Return how to read a file that has not changed; None, and a word of why, where that cannot be."""
        try:
            reading = _reading_before(record)
            if file_digest(self._home / record.path) != record.digest:
                raise ArticleError("it changes while it is read")
        except ArticleError as error:
            self.report.unreadable.append(Unreadable(record.path, error.message))
            self._put_off.add(record.path)
            return None
        return reading

    def _count(self, record: FileRecord, found: bool) -> None:
        """Tell of a file that was left as it is, if it is this run's affair, as the walk came upon it."""
        if found:
            self.report.same += record.stored
            self._tell(record)

    def _tell(self, record: FileRecord) -> None:
        if record.copies:
            self.report.duplicates += len(record.copies)
        if record.unreadable:
            self.report.unreadable += record.problems()
        for suffix, number in record.skipped.items():
            self.report.skipped[suffix] = self.report.skipped.get(suffix, 0) + number

    def _counted(self, items: Iterable[Ready]) -> Iterator[Ready]:
        """Yield what is read, and tell of the progress."""
        for item in items:
            yield item
            if isinstance(item, Arrival):
                self._articles_read += 1
                if self._articles_read % 100:
                    continue
                if self._articles_read % _HELD_EACH == 0:
                    self._hold()
                self._progress(self._articles_read, self.report.read_bytes, self._bytes_to_read)


def _mark(record: FileRecord, stored: int) -> int:
    """Return a number that a file and one that is renamed have in common."""
    return int(record.digest or "0", 16) + stored


def _is_the_same(record: FileRecord, before: FileRecord) -> bool:
    """Whether a file has the bytes it had, and is read as it was."""
    return (before.digest, before.reading) == (record.digest, record.reading)


def _reading_before(record: FileRecord) -> ReadOptions:
    """Return how a file was read. Raises ArticleError where that is not to be known."""
    reading = ReadOptions.as_marked(record.reading)
    if reading is None:
        raise ArticleError("read by a filter before, which has to be named again with --filter")
    return reading
