"""Scan: compare the files that are there with the rows of the catalog.

Both come in the order of their paths, so that one pass tells which files are new, which may have changed,
which are unchanged, and which the walk did not meet. A file is unchanged, and is not opened, if its size, its
times of change and its options are those of the catalog.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newsgrep.article import stored_path
from newsgrep.batching import Ahead
from newsgrep.extras import can_be_read_now
from newsgrep.indexing.catalog.file_groups import digest_of_files
from newsgrep.indexing.catalog.ranges import PathRange, ranges_below, split_ranges
from newsgrep.indexing.catalog.rows import (
    UNSETTLED,
    FileKeys,
    FileRow,
    decoded_name,
    decoded_path,
    name_bytes,
    path_bytes,
    unread_dates_of,
)
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.met_rows import MetRows
from newsgrep.indexing.missing_files import MissingFiles
from newsgrep.indexing.options import IndexOptions
from newsgrep.indexing.plan import Plan, Root
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.results import IndexReport, Skipped, Unreadable
from newsgrep.sources.walk import FolderFiles, Source, Walk, WalkItem
from newsgrep.spill import SortedRows
from newsgrep.tuning import DEFAULT_TUNING, Tuning

#: How many files are compared together.
_TOGETHER = 512


class FileToRead(NamedTuple):
    """A file to read.

    options: of its source
    is_new:  whether the catalog does not have it, or no article of it and no times, as after `delete --undo`
    again:   whether to parse it even if its bytes are the same
    """

    source: Source
    options: ReadOptions
    is_new: bool
    again: bool


class Scan:
    """What a run has to do, by file.

    size:        bytes of the files to read
    files:       the number of files to read
    missing:     the files of the catalog that are gone
    unread:      files, links and folders that the walk could not read, by path in each source
    other_keeping: encoded paths of unchanged files whose `keep_duplicates` changed, each with its new value
    deleted:     how many articles of a file were deleted by hand, by its encoded path
    met:         the rows of the catalog that the walk met
    new_groups:  the first and last paths of files that may be a group, and are none in the catalog
    new_mappings: the options of sources with a mapping that the source did not have before
    """

    def __init__(
        self,
        catalog: CatalogWriter,
        home: Path,
        options: IndexOptions,
        report: IndexReport,
        tuning: Tuning = DEFAULT_TUNING,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Prepare; `progress` is called with the size to read, as it grows."""
        self.new_mappings: list[ReadOptions] = []
        self.size = 0
        self.files = 0
        self.met = MetRows(catalog.last_file_id())
        self.missing = MissingFiles(
            catalog, home, self.met, report, tuning.spill, delete_excluded=options.delete_excluded
        )
        self.unread: list[Unreadable] = []
        self._catalog = catalog
        self._home = home
        self._options = options
        self._reads_all = options.again or options.checksum
        self._report = report
        self._progress = progress
        #: The different options of the sources, and the index of those of the current source.
        self._source_options: list[ReadOptions] = []
        self._options_at = 0
        self._reading = ReadOptions()
        self._to_read = SortedRows(tuning.spill)
        self.new_groups: list[tuple[bytes, bytes]] = []
        self.other_keeping = SortedRows(tuning.spill)
        self._smallest_group = tuning.indexing.smallest_group
        self.deleted = catalog.withdrawn.by_path()

    def scan(self, walk: Walk, plan: Plan, roots: Iterable[Root], listed: Iterable[Path]) -> None:
        """Scan some roots, which exist, and listed files or folders, which may be gone."""
        roots = list(roots)
        for root in roots:
            walk.expect(root.path, root.options.file_filter, root.base)
        for root in roots:
            self._scan_root(walk, root)
        for path, found in plan.each(listed):
            for root in found:
                self._scan_root(walk, root)
            if not path.exists():
                self._look_for_listed(path)
                plan.forget_gone(stored_path(path, self._home))
        self._report.outside = walk.outside

    def to_read(self) -> Iterator[FileToRead]:
        """Yield the files to read, by path."""
        for key, size, mtime_ns, ctime_ns, root, at, start, options_at, is_new, again in self._to_read:
            source = Source(
                decoded_path(key), size, mtime_ns, decoded_name(root), at, ctime_ns, decoded_name(start)
            )
            yield FileToRead(source, self._source_options[options_at], bool(is_new), bool(again))

    def _scan_root(self, walk: Walk, root: Root) -> None:
        if root.options not in self._source_options:
            self._source_options.append(root.options)
        self._reading = root.options
        self.missing.begin(walk, root)
        self._options_at = self._source_options.index(root.options)
        if root.has_new_mapping and root.options not in self.new_mappings:
            self.new_mappings.append(root.options)
        path, home = root.path, self._home
        found = walk.from_root(path, root.options.file_filter, root.base)
        stored = stored_path(path, home)
        ranges = [(path_bytes(stored), path_bytes(stored) + b"\0")]  # the folder may have been a file
        if path.is_dir():
            ranges = sorted(ranges + ranges_below(stored, home))
        self._merge(found, ranges)

    def _merge(self, found: Iterable[WalkItem | FolderFiles], ranges: list[PathRange]) -> None:
        """Compare a walk with the rows of the catalog in some ranges, both in the order of paths."""
        some: list[Source | Unreadable] = []
        for one in found:
            if isinstance(one, Skipped):
                self._note(one)
            elif isinstance(one, FolderFiles) and self._may_be_group(one):
                ranges = self._compare_next(some, ranges)
                ranges = self._compare_group(one, ranges)
                some = []
            else:
                some += one.sources() if isinstance(one, FolderFiles) else [one]
                if len(some) >= _TOGETHER:
                    ranges = self._compare_next(some, ranges)
                    some = []
        self._compare_files(some, ranges)

    def _compare_next(self, some: Sequence[Source | Unreadable], ranges: list[PathRange]) -> list[PathRange]:
        """Compare files with the rows up to the last of them; return the ranges of the other rows."""
        if not some:
            return ranges
        rows, others = split_ranges(ranges, path_bytes(some[-1].path) + b"\0")
        self._compare_files(some, rows)
        return others

    def _may_be_group(self, files: FolderFiles) -> bool:
        """Whether files may be a group of the catalog: enough of them, without options."""
        reading = self._reading
        is_usual = reading.is_usual and not (reading.keep_duplicates or self._reads_all)
        return is_usual and len(files.names) >= self._smallest_group

    def _compare_group(self, files: FolderFiles, ranges: list[PathRange]) -> list[PathRange]:
        """Compare files with the digest of a group; if they differ, or there is no such group, with the rows.

        Returns the ranges of the rows after them.
        """
        first, last = path_bytes(files.folder + files.names[0]), path_bytes(files.folder + files.names[-1])
        before, others = split_ranges(ranges, first)
        rows, after = split_ranges(others, last + b"\0")
        self._compare_files([], before)
        group = self._catalog.file_groups.find(first)
        if group and (group.last, group.digest) == (last, _digest_of(files)):
            self.met.add_group(first, last)
            self._count_unchanged(group.stored, group.duplicates)
            if self.deleted:
                self._count_deleted(path_bytes(files.folder + name) for name in files.names)
        else:
            self.new_groups.append((first, last))
            self._compare_files(files.sources(), rows)
        return after

    def _compare_files(self, some: Iterable[Source | Unreadable], ranges: list[PathRange]) -> None:
        """Compare files with all rows in some ranges.

        Compares them in batches, as most runs find most of them unchanged; and one by one only in a batch
        where any differs.
        """
        files = Ahead(some)
        for keys in self._catalog.file_keys(ranges, keep_duplicates=self._reading.keep_duplicates):
            batch = files.next(len(keys.path))
            if self._are_unchanged(batch, keys):
                files.take(len(batch))
                self.met.add(keys.id)
                self._count_unchanged(sum(keys.stored), sum(keys.duplicates))
                if self.deleted:
                    self._count_deleted(keys.path)
            else:
                self._compare_each(files, keys)
        while (one := files.first()) is not None:
            files.take()
            self._take_new(one)

    def _are_unchanged(self, some: Sequence[Source | Unreadable], keys: FileKeys) -> bool:
        """Whether all files of a batch are as the catalog has them, and none has anything to report."""
        files = [one for one in some if isinstance(one, Source)]
        if self._reads_all or not len(files) == len(some) == len(keys.path):
            return False
        paths = [one.path for one in files]
        marks = [""] * len(paths) if self._reading.is_usual else [*map(self._reading.mark, paths)]
        return (
            [one.mtime_ns for one in files] == [*keys.mtime_ns]
            and [one.size for one in files] == [*keys.size]
            and [one.ctime_ns for one in files] == [*keys.ctime_ns]
            and marks == [*keys.options]
            # No path has this character, so that equal bytes mean equal paths.
            and "\0".join(paths).encode("utf-8", "surrogatepass") == b"\0".join(keys.path)
        )

    def _count_unchanged(self, stored: int, duplicates: int) -> None:
        self._report.same += stored
        self._report.duplicates += duplicates

    def _count_deleted(self, paths: Iterable[bytes]) -> None:
        self._report.withdrawn += sum(self.deleted.get(path, 0) for path in paths)

    def _compare_each(self, files: Ahead[Source | Unreadable], keys: FileKeys) -> None:
        """Compare rows one by one with what the walk finds up to the last of them."""
        for row in zip(*keys, strict=True):
            path = row[0]
            while (one := files.first()) is not None and path_bytes(one.path) < path:
                files.take()
                self._take_new(one)
            if one is None or path_bytes(one.path) != path:
                self.missing.look_for([row])
                continue
            files.take()
            self.met.add([row[1]])
            if isinstance(one, Unreadable):
                self.unread.append(one)
            else:
                self._compare(one, row)

    def _take_new(self, one: Source | Unreadable) -> None:
        """Take what the catalog does not have."""
        if isinstance(one, Unreadable):
            self.unread.append(one)
        else:
            self._read(one, is_new=True)

    def _compare(self, one: Source, row: tuple[Any, ...]) -> None:
        """Compare a file with its row."""
        path, _, size, mtime_ns, ctime_ns, before, stored, duplicates = row
        noted = self._catalog.find_file(one.path) if before is None else None
        before, mark = before if noted is None else noted.options, self._reading.mark(one.path)
        if (
            self._reads_all
            or before != mark
            or (mtime_ns, size) != (one.mtime_ns, one.size)
            or ctime_ns != one.ctime_ns
            and (ctime_ns is not None or not mtime_ns)
        ):
            again = self._options.again or noted is not None and _lacked_library(noted)
            is_new = before == mark and mtime_ns == UNSETTLED and not (stored or duplicates or again)
            self._read(one, is_new=is_new, again=again)
        elif noted is None or self._note_unchanged(one, noted):
            self._count_unchanged(stored, duplicates)
            self._count_deleted([path])

    def _note_unchanged(self, source: Source, row: FileRow) -> bool:
        """Report what was not read of an unchanged file; return False if it is read again.

        It is read again if a library was missing then that is installed now.
        """
        if _lacked_library(row):
            self._read(source, is_new=False, again=True)
            return False
        report_file(self._report, row)
        self._report.known += len(row.problems)
        keep_duplicates = self._reading.keep_duplicates
        if row.keep_duplicates != keep_duplicates:
            self.other_keeping.add(path_bytes(source.path), keep_duplicates)
        return True

    def _note(self, found: Skipped) -> None:
        self._report.skipped[found.suffix] = self._report.skipped.get(found.suffix, 0) + 1
        self._report.examples.setdefault(found.suffix, found.path)

    def _read(self, source: Source, *, is_new: bool, again: bool = False) -> None:
        self._to_read.add(
            path_bytes(source.path),
            source.size,
            source.mtime_ns,
            source.ctime_ns,
            name_bytes(source.root),
            source.relative_at,
            name_bytes(source.start),
            self._options_at,
            is_new,
            again,
        )
        self.size += source.size
        self.files += 1
        self._progress(self.size)

    def _look_for_listed(self, path: Path) -> None:
        """Look for a listed file or folder that is gone.

        One that the index never had is reported, and not remembered as a file that cannot be read.
        """
        stored = stored_path(path, self._home)
        if not self.missing.look_for_listed(stored):
            gone = [one for one in self.unread if one.path == stored]
            self._report.unreadable += gone
            self._report.gone += gone
        self.unread = [one for one in self.unread if one.path != stored]


def report_file(report: IndexReport, row: FileRow) -> None:
    """Report the problems of a file, and the members of it that were skipped."""
    report.unreadable += row.unreadable()
    report.undated += row.undated
    report.unread_dates += unread_dates_of(row)
    for suffix, number in row.skipped.items():
        report.skipped[suffix] = report.skipped.get(suffix, 0) + number


def _digest_of(files: FolderFiles) -> bytes:
    """Return the digest that a group of the catalog has if its files are these."""
    statuses = files.statuses
    return digest_of_files(
        "\0".join(files.names).encode("utf-8", "surrogatepass"),
        [status.st_size for status in statuses],
        [status.st_mtime_ns for status in statuses],
        [status.st_ctime_ns for status in statuses],
    )


def _lacked_library(row: FileRow) -> bool:
    """Return whether a file was not read because a library was missing that is installed now."""
    return any(can_be_read_now(problem.reason) for problem in row.unreadable())
