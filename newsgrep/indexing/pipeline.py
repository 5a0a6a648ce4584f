"""One index run, in five steps.

1. **Scan**: walk the roots, and compare each file with the catalog by size, time of change and options. An
   unchanged file is not opened. If the walk did not meet a file of the catalog, look whether it is gone.
2. **Remove**: take the articles of files that are gone out of the index.
3. **Parse**: read the new files ahead in worker processes, in the order of their paths; a changed file is
   read when its turn comes. If its digest is the same, it was only touched, and is not parsed.
4. **Deduplicate and write**: compare each file article by article with the catalog, so that a file of many
   articles that grew by ten costs ten; leave out duplicates; give the rest to the writer, which builds
   segments beside. Between two files, decide again which articles of unchanged files are duplicates, where a
   change affects that.
5. **Commit**: write the rows of the new generation to the disk, and publish it.

A run handles all articles in one order, so that it does not matter when they came: see dedupe.py. A dry
run is the same with a writer that does nothing, and with a copy of the catalog.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import groupby
from pathlib import Path

from newsgrep.article import STDIN, Article, key_of
from newsgrep.batching import batched_by_size
from newsgrep.errors import ArticleError
from newsgrep.indexing import stdin
from newsgrep.indexing.catalog.rows import FROM_FILE, UNSETTLED, FileRow, decoded_path, path_bytes
from newsgrep.indexing.change import Change
from newsgrep.indexing.file_diff import FileDiff, stay
from newsgrep.indexing.file_reader import FileReader, check_size
from newsgrep.indexing.following import new_keys
from newsgrep.indexing.mapping_check import (
    has_field,
    is_essential,
    misfit_error,
    only_by_mapping,
    refused_early,
    was_read_otherwise,
)
from newsgrep.indexing.options import IndexOptions
from newsgrep.indexing.parse import (
    Parsed,
    ParsedFile,
    parse_files,
    parsed,
    settled_time,
)
from newsgrep.indexing.plan import Plan, Root
from newsgrep.indexing.progress import Meter, Progress
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics, report_statistics
from newsgrep.indexing.recheck import Rechecker
from newsgrep.indexing.refusals import settle_refusals
from newsgrep.indexing.renamed import RenamedFiles
from newsgrep.indexing.scan import FileToRead, Scan, report_file
from newsgrep.indexing.target import Target
from newsgrep.results import IndexReport
from newsgrep.sources.file_bytes import digest_and_data
from newsgrep.sources.walk import Source, Walk
from newsgrep.tuning import DEFAULT_TUNING, Tuning


class IndexRun:
    """The state of one run; its public methods are called in their order."""

    def __init__(
        self,
        change: Change,
        options: IndexOptions,
        progress: Progress,
        tuning: Tuning = DEFAULT_TUNING,
    ) -> None:
        self.report = IndexReport()
        self._change = change
        self._catalog, self._writer, self._pool = change.catalog, change.writer, change.pool
        self._home = home = change.home
        self._options = options
        self._meter = Meter(progress, tuning.indexing.progress_seconds)
        self._tuning = tuning.indexing
        self._target = Target.of(change, self.report, options.history, tuning.spill)
        self._dedupe = self._target.dedupe
        self._scan = Scan(change.catalog, home, options, self.report, tuning, self._meter.found)
        self._seen: list[tuple[ReadOptions, ReadStatistics]] = []
        self._rechecker = Rechecker(self._target, self._scan.met.has_file)
        self._renamed = RenamedFiles(change.catalog, self.report)
        #: Whether there is anything to publish: a new index is, without an article.
        self._differs = change.catalog.is_new

    def scan(self, walk: Walk, plan: Plan, roots: Iterable[Root], listed: Iterable[Path]) -> None:
        """Step 1: find out which files are new, changed, unchanged and gone.

        roots:  what to walk
        listed: more files and folders, which may be gone
        """
        self._scan.scan(walk, plan, roots, listed)
        self._differs |= plan.differs
        size = self._scan.size + self._tuning.open_cost * self._scan.files
        self._pool.expect(size)

    def remove_missing(self) -> None:
        """Step 2: remove the files that are gone."""
        paths = (decoded_path(path) for (path,) in self._scan.missing.paths)
        for some in batched_by_size(paths, lambda _: 1, self._tuning.catalog_batch):
            files = sorted(self._catalog.files_at(some), key=lambda file: path_bytes(file.path))
            for few in batched_by_size(files, _articles_in, self._tuning.catalog_batch):
                self._remove(few)
            self._differs = True

    def _remove(self, files: Sequence[FileRow]) -> None:
        """Remove some files: few enough that the rows of their articles fit into memory."""
        rows = [(file.path, row) for file in files for row in self._catalog.articles_of(file.file)]
        stored = [(path, row) for path, row in rows if not row.duplicate]
        self._catalog.remove_files(files)
        for path, row in stored:
            self._writer.delete(key_of(path, row.name))
        self._dedupe.queue_duplicates_of_all(stored)
        for file in files:
            self.report.removed += file.stored
            self._renamed.note_gone(file)

    def remove_files(self, paths: Iterable[str]) -> None:
        """Remove files of the catalog, whatever is on the disk, instead of steps 1 and 2."""
        for path in paths:
            self._scan.missing.add(path)
        self.remove_missing()
        self._differs = True

    def take_stdin(self, stream: io.BufferedReader, options: ReadOptions) -> None:
        """Add the articles of standard input. Articles that were piped in before stay."""
        before = self._catalog.find_file(STDIN)
        self._catalog.forget_source(STDIN)  # an earlier newsgrep remembered the options of a pipe
        statistics = self._statistics(options)
        items = FileReader(options, STDIN, "", statistics).read_piped(stream)
        items = stdin.keyed(only_by_mapping(items, STDIN, statistics, is_essential))
        found = self._meter.counted(parsed(items, self._tuning))
        row = stdin.take_piped(found, before, options.keep_duplicates, self._target)
        if statistics.lacks_records:
            raise misfit_error(statistics, "the index")
        report_file(self.report, row)
        if before or row.stored + row.duplicates:
            self._catalog.add_file(row._replace(problems=(), skipped={}, undated=0, dates=(), guessed={}))
            self._differs = True

    def read_files(self) -> None:
        """Steps 3 and 4: read the new and the changed files, and write what differs."""
        for one in self._scan.unread:
            self._differs |= self._keep_unread(one.path, self._catalog.find_file(one.path), one.reason)
        for path, keep_duplicates in self._scan.other_keeping:
            self._change_keep_duplicates(decoded_path(path), bool(keep_duplicates))
        for file, whole in self._parse_ahead():
            self._rechecker.files_before(file.source.path)
            self._differs |= self._take(file, whole)
            self._meter.end(file.source.size)
        self._differs |= self._rechecker.files_before(None)

    def check_mappings(self) -> None:
        """Raise UsageError for a new mapping of a source that names a key no record has."""
        for options, statistics in self._seen:
            if options in self._scan.new_mappings and statistics.misfits():
                raise misfit_error(statistics, "the index")

    def commit(self, *, always: bool = False) -> None:
        """Step 5: publish, if anything has changed; with `always`, in any case."""
        settle_refusals(self._target, self._scan.met.has_file)
        report_statistics(self.report, (statistics for _, statistics in self._seen))
        with self._following():
            if self._differs or always:
                self._catalog.make_groups(self._scan.new_groups)
                self._change.commit()

    def _following(self) -> AbstractContextManager[None]:
        """Return a context in which to publish, so that data kept by key, as tags, moves to the new keys."""
        follower, rebuild = self._options.follower, self._options.rebuild
        if follower is None:
            return nullcontext()
        if keys := follower.keys():
            self.report.new_keys = new_keys(self._catalog, keys, self._renamed.new_paths, rebuild=rebuild)
        if self._options.dry_run:
            return nullcontext()
        return follower.moving(self.report.new_keys, self._change.writer.generation)

    # Reading

    def _parse_ahead(self) -> Iterator[tuple[FileToRead, ParsedFile | None]]:
        """Yield each file to read with its parsed items; with None if it is read when its turn comes."""
        given: deque[FileToRead] = deque()

        def tasks() -> Iterator[tuple[ReadOptions, list[Source | None]]]:
            for options, files in groupby(self._scan.to_read(), lambda file: file.options):
                for batch in batched_by_size(map(new, files), cost, self._tuning.parse_batch):
                    yield options, batch

        def cost(source: Source | None) -> int:
            return self._tuning.open_cost + (source.size if source else 0)

        def new(file: FileToRead) -> Source | None:
            given.append(file)
            return file.source if file.is_new else None

        for files, seen in self._pool.map_ahead(partial(parse_files, self._tuning), tasks()):
            self._statistics(given[0].options).join(seen)
            for whole in files:
                yield given.popleft(), whole

    def _statistics(self, options: ReadOptions) -> ReadStatistics:
        """Return the statistics of what is read with the given options."""
        for known, statistics in self._seen:
            if known == options:
                return statistics
        self._seen.append((options, ReadStatistics(options.mapping)))
        return self._seen[-1][1]

    def _take(self, file: FileToRead, whole: ParsedFile | None) -> bool:
        """Take a file that is new or may have changed; return whether that changes anything."""
        source = file.source
        before = None if self._catalog.is_new else self._catalog.find_file(source.path)
        if whole is None:
            return self._read(file, before)
        if whole.error:
            return self._cannot_read(source.path, before, whole.error)
        self.report.read_bytes += source.size
        row = self._row(file, before, whole.digest, whole.mtime_ns)
        if before and _is_only_touched(before, row):
            return self._keep(before, row)
        self._write(row, before, whole.items)
        return True

    def _read(self, file: FileToRead, before: FileRow | None) -> bool:
        """Read a file, unless it was only touched, or cannot be opened."""
        source, options = file.source, file.options
        mtime_ns = settled_time(source.mtime_ns)
        try:
            check_size(options, source.location, source.size)
            bytes_digest, data = digest_and_data(source, options.limits)
        except ArticleError as error:
            return self._cannot_read(source.path, before, error.message)
        self.report.read_bytes += source.size
        row = self._row(file, before, bytes_digest, mtime_ns)
        if before and not file.again and _is_only_touched(before, row):
            return self._keep(before, row)
        statistics = ReadStatistics(options.mapping)
        statistics.opened = self._meter.begin
        reader = FileReader(options, source.path, source.location, statistics, may_pass=True)
        items = reader.read(source.relative, data)
        if before and was_read_otherwise(before, options):
            items = only_by_mapping(items, source.path, statistics, self._has_fields(before))
        if options in self._scan.new_mappings and self._scan.files == 1:
            items = refused_early(items, statistics)
        self._write(row, before, parsed(items, self._tuning))
        self._statistics(options).join(statistics.seen)
        return True

    def _has_fields(self, before: FileRow) -> Callable[[str], bool]:
        """Return a function that says whether any stored article of a file has a field."""

        def stored() -> Iterator[Article]:
            for row in self._catalog.articles_of(before.file):
                if article := self._change.published().get(key_of(before.path, row.name)):
                    yield article

        return lambda field: any(has_field(article, field) for article in stored())

    def _row(self, file: FileToRead, before: FileRow | None, digest: str, mtime_ns: int) -> FileRow:
        source, options = file.source, file.options
        id_, number = (before.id, before.file) if before else (0, self._catalog.new_file_number())
        mark = options.mark(source.path)
        return FileRow(
            id_, number, source.path, FROM_FILE, source.size, mtime_ns, digest, mark, options.keep_duplicates,
            ctime_ns=source.ctime_ns,
        )  # fmt: skip

    def _write(self, row: FileRow, before: FileRow | None, items: Iterable[Parsed]) -> None:
        """Write the row of a file, and of its articles those that differ from the catalog."""
        added, renamed = self.report.added, self._renamed.take_over(row) if before is None else None
        diff = FileDiff(self._target, row, before, renamed.file if renamed else 0)
        after = diff.take(self._meter.counted(items))
        self._catalog.add_file(after)
        self._report(after)
        if not after.digest:  # some of its articles stay, and cannot be read
            self._rechecker.file(after.path, can_be_read=False)
        if renamed:
            self._renamed.count(renamed, self.report.added - added)

    def _cannot_read(self, path: str, before: FileRow | None, reason: str) -> bool:
        """Handle a file that cannot be opened, or cannot be read as a whole."""
        differs = self._keep_unread(path, before, reason)
        self._rechecker.file(path, can_be_read=False)
        return differs

    def _keep_unread(self, path: str, before: FileRow | None, reason: str) -> bool:
        """Report what cannot be read now, and remember that; what the index has of it stays."""
        if before is None:
            before = FileRow(0, self._catalog.new_file_number(), path)
        problem = (0, f"{reason}{stay(before.stored)}", "")
        after = before._replace(mtime_ns=UNSETTLED, digest="", problems=(problem,))
        self.report.same += before.stored
        self._report(after)
        if after != before:
            self._catalog.add_file(after)
        else:
            self.report.known += 1
        return after != before

    def _keep(self, before: FileRow, now: FileRow) -> bool:
        """Keep a file that was touched, and has the same bytes."""
        self.report.same += before.stored
        self.report.withdrawn += self._scan.deleted.get(path_bytes(before.path), 0)
        self._report(before)
        self.report.known += len(before.problems)
        after = before._replace(
            mtime_ns=now.mtime_ns, ctime_ns=now.ctime_ns, keep_duplicates=now.keep_duplicates
        )
        if after != before:
            self._catalog.add_file(after)
        # A duplicate that could not be read when it was wanted is tried again.
        if before.keep_duplicates != now.keep_duplicates or (
            before.duplicates and before.mtime_ns == UNSETTLED
        ):
            self._dedupe.recheck(before.path, self._catalog.articles_of(before.file))
        self._rechecker.file(before.path)
        return after != before

    def _report(self, row: FileRow) -> None:
        self.report.duplicates += row.duplicates
        report_file(self.report, row)

    def _change_keep_duplicates(self, path: str, keep_duplicates: bool) -> None:
        """Set whether an unchanged file keeps its duplicates, and decide about its articles again."""
        file = self._catalog.find_file(path)
        assert file is not None
        self._catalog.add_file(file._replace(keep_duplicates=keep_duplicates))
        self._dedupe.recheck(path, self._catalog.articles_of(file.file))
        self._differs = True


def _is_only_touched(before: FileRow, now: FileRow) -> bool:
    """Return whether a file has the bytes that it had, and is read as it was."""
    return (before.digest, before.options) == (now.digest, now.options)


def _articles_in(file: FileRow) -> int:
    return file.stored + file.duplicates
