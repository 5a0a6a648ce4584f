"""One index run, in five steps.

1. **Scan**: walk the roots, and compare each file with the catalog by size, time of change and options. An
   unchanged file is not opened. A file of the catalog that the walk did not meet is looked for.
2. **Remove**: take the articles of files that are gone out of the index.
3. **Parse**: read the new files ahead in worker processes, in the order of their paths; a changed file is
   read when its turn comes. One that was only touched, as its digest shows, is not parsed.
4. **Deduplicate and write**: compare each file article by article with the catalog, so that a file of many
   articles that grew by ten costs ten; leave out duplicates; give the rest to the writer, which builds
   segments beside. Between two files, decide again which articles of unchanged files are duplicates, where a
   change affects that.
5. **Commit**: write the rows of the catalog with the new generation, have them on the disk, publish.

All articles are gone through in one order, so that it does not matter when they came: see dedupe.py. A dry
run is the same with a writer that does nothing, and with a copy of the catalog.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from newsgrep.article import STDIN
from newsgrep.errors import ArticleError
from newsgrep.indexing import stdin
from newsgrep.indexing.catalog import FROM_FILE, FileRow, key_of
from newsgrep.indexing.change import Change
from newsgrep.indexing.dedupe import Deduplicator
from newsgrep.indexing.diff import FileDiff, Target
from newsgrep.indexing.parse import (
    Parsed,
    ParsedArticle,
    ParsedFile,
    parse_batches,
    parse_files,
    parsed,
    settled_time,
)
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.indexing.recheck import Rechecker, options_before
from newsgrep.indexing.scan import RunOptions, Scan, report_file
from newsgrep.results import IndexReport, Unreadable
from newsgrep.sources.file_bytes import digest_and_data
from newsgrep.sources.walk import Source, Walk
from newsgrep.tuning import DEFAULT_TUNING, Tuning

#: Is called with the articles read, the bytes read, and the bytes to read in all.
Progress = Callable[[int, int, int], None]

#: Articles after which progress is reported.
_PROGRESS_STEP = 100


class IndexRun:
    """The state of one run; its public methods are called in their order."""

    def __init__(
        self,
        change: Change,
        home: Path,
        options: RunOptions,
        progress: Progress,
        tuning: Tuning = DEFAULT_TUNING,
    ) -> None:
        self.report = IndexReport()
        self._change = change
        self._catalog, self._writer, self._pool = change.catalog, change.writer, change.pool
        self._home = home
        self._options = options
        self._progress = progress
        self._tuning = tuning.indexing
        self._dedupe = Deduplicator(change.catalog, tuning.spill)
        self._target = Target(change.catalog, change.writer, self._dedupe, self.report, tuning.spill)
        self._scan = Scan(change.catalog, home, options, self.report, tuning.spill)
        self._statistics = ReadStatistics(options.reading.mapping)
        self._rechecker = Rechecker(self._target, home, self._statistics, self._scan.has_met)
        self._gone_by_digest: dict[str, list[tuple[int, int]]] = {}
        self._articles_read = 0
        #: Whether there is anything to publish: a new index is, without an article.
        self._differs = change.catalog.is_new

    def scan(self, walk: Walk, roots: Iterable[Path], listed: Iterable[Path]) -> None:
        """Step 1: find out which files are new, changed, unchanged and gone."""
        self._scan.scan(walk, roots, listed)
        size = self._scan.size + self._tuning.open_cost * self._scan.files
        self._pool.expect(size)

    def remove_missing(self) -> None:
        """Step 2: remove the files that are gone."""
        for (path,) in self._scan.missing:
            file = self._catalog.find_file(path.decode("utf-8", "surrogatepass"))
            assert file is not None
            rows = list(self._catalog.articles_of(file.file))
            self._catalog.remove_file(file)
            for row in rows:
                if not row.duplicate:
                    self._writer.delete(key_of(file.path, row.name))
                    self._dedupe.released(row, file.path)
            self.report.removed += file.stored
            self._gone_by_digest.setdefault(file.digest, []).append((file.stored, file.file))
            self._differs = True

    def take_stdin(self, stream: io.BufferedReader) -> None:
        """Add what comes through standard input, until it ends."""
        before = self._catalog.find_file(STDIN)
        items = stdin.keyed(self._options.reading.read_piped(stream, STDIN, self._statistics))
        row = stdin.take(
            self._counted(parsed(items, self._tuning)), before, self._options.keeps, self._target
        )
        self.report.unreadable += row.unreadable()
        self._catalog.add_file(row._replace(problems=()))
        self._differs = True

    def read_files(self) -> None:
        """Steps 3 and 4: read the new and the changed files, and write what differs."""
        for (path,) in self._scan.other_keeps:
            self._change_keeps(path.decode("utf-8", "surrogatepass"))
        for source, whole in self._parse_ahead():
            self._rechecker.files_before(source.path)
            self._differs = True
            self._take(source, whole)
            self.report.read_bytes += source.size
            self._progress(self._articles_read, self.report.read_bytes, self._scan.size)
        self._differs |= self._rechecker.files_before(None)

    def commit(self) -> None:
        """Step 5: publish, unless everything is as it was."""
        self.report.formats = dict(self._statistics.formats)
        self.report.unmet, self.report.keys = self._statistics.unmet(), self._statistics.keys
        if self._differs:
            self._change.commit()

    # Reading

    def _parse_ahead(self) -> Iterator[tuple[Source, ParsedFile | None]]:
        """Yield each file to read with what it gives; None if it is to be read when its turn comes."""
        given: deque[Source] = deque()

        def new() -> Iterator[Source | None]:
            for source, is_new in self._scan.to_read():
                given.append(source)
                yield source if is_new else None

        work = partial(parse_files, self._options.reading, self._tuning)
        for files, seen in self._pool.map_ahead(work, parse_batches(new(), self._tuning)):
            self._statistics.join(seen)
            for whole in files:
                yield given.popleft(), whole

    def _take(self, source: Source, whole: ParsedFile | None) -> None:
        """Take a file that is new or may have changed."""
        before = None if self._catalog.is_new else self._catalog.find_file(source.path)
        if whole is None:
            self._read(source, before)
        elif whole.error:
            self._keep_unread(source.path, before, whole.error)
        else:
            mark = self._options.reading.mark(source.path)
            self._write(self._row(source, before, whole.digest, whole.mtime_ns, mark), before, whole.items)

    def _read(self, source: Source, before: FileRow | None) -> None:
        """Read a file, unless it was only touched, or cannot be opened."""
        mtime_ns = settled_time(source.mtime_ns)
        try:
            reading, mark = self._reading_of(source.path, before)
            bytes_digest, data = digest_and_data(source, reading.limits)
        except ArticleError as error:
            self._keep_unread(source.path, before, error.message)
            return
        row = self._row(source, before, bytes_digest, mtime_ns, mark)
        is_same = before and (before.digest, before.options) == (row.digest, row.options)
        if before and is_same and not self._options.again:
            self._keep(before, mtime_ns)
            return
        items = reading.read(source.location, source.path, source.relative, self._statistics, data)
        self._write(row, before, parsed(items, self._tuning))

    def _row(self, source: Source, before: FileRow | None, digest: str, mtime_ns: int, mark: str) -> FileRow:
        id_, file = (before.id, before.file) if before else (0, self._catalog.new_file_number())
        keeps = self._options.keeps
        return FileRow(id_, file, source.path, FROM_FILE, source.size, mtime_ns, digest, mark, keeps)

    def _reading_of(self, path: str, before: FileRow | None) -> tuple[ReadOptions, str]:
        """Return how to read a file, and the mark of that. Raises ArticleError where it is not known."""
        reading = self._options.reading
        if before is None or not self._options.again or not reading.is_usual:
            return reading, reading.mark(path)
        return options_before(before), before.options

    def _write(self, row: FileRow, before: FileRow | None, items: Iterable[Parsed]) -> None:
        """Write what a file gives, where it differs from what the catalog has of it."""
        self._dedupe.take(row.path)  # they are decided as they are parsed
        added, renamed = self.report.added, self._renamed_from(row) if before is None else 0
        after = FileDiff(self._target, row, before, renamed).take(self._counted(items))
        self._catalog.add_file(after)
        self._report(after)
        if renamed:
            self._count_renamed(row.digest, renamed, self.report.added - added)

    def _keep_unread(self, path: str, before: FileRow | None, reason: str) -> None:
        """Report a file that cannot be read now; what the index has of it stays."""
        self.report.unreadable.append(Unreadable(path, reason))
        if before:
            self._catalog.add_file(before._replace(mtime_ns=0))
            self._rechecker.file(path, can_be_read=False)

    def _keep(self, before: FileRow, mtime_ns: int) -> None:
        """Keep a file that was touched and has the bytes it had."""
        self.report.same += before.stored
        self._report(before)
        self._catalog.add_file(before._replace(mtime_ns=mtime_ns, keeps=self._options.keeps))
        # A duplicate that could not be read when it was wanted is tried again.
        if before.keeps != self._options.keeps or (before.duplicates and not before.mtime_ns):
            self._dedupe.recheck(before.path, self._catalog.articles_of(before.file))
        self._rechecker.file(before.path)

    def _report(self, row: FileRow) -> None:
        self.report.duplicates += row.duplicates
        report_file(self.report, row)

    def _counted(self, items: Iterable[Parsed]) -> Iterator[Parsed]:
        """Yield what is parsed, and report progress."""
        for item in items:
            yield item
            if isinstance(item, ParsedArticle):
                self._articles_read += 1
                if self._articles_read % _PROGRESS_STEP == 0:
                    self._progress(self._articles_read, self.report.read_bytes, self._scan.size)

    # Renamed files

    def _renamed_from(self, row: FileRow) -> int:
        """Return the number of a file that is gone and had the bytes of a new one, 0 where there is none."""
        files = self._gone_by_digest.get(row.digest)
        return files[0][1] if files else 0

    def _count_renamed(self, digest: str, file: int, added: int) -> None:
        """Count the articles of a renamed file as renamed, if the new one gives as many."""
        stored, _ = self._gone_by_digest[digest][0]
        if added and added == stored:
            self._gone_by_digest[digest].pop(0)
            self.report.renamed += added
            self.report.added -= added
            self.report.removed -= added

    def _change_keeps(self, path: str) -> None:
        """Have an unchanged file keep its duplicates, or no longer, as this run does."""
        file = self._catalog.find_file(path)
        assert file is not None
        self._catalog.add_file(file._replace(keeps=self._options.keeps))
        self._dedupe.recheck(path, self._catalog.articles_of(file.file))
        self._differs = True
