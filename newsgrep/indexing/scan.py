"""Scan: compare the files that are there with the rows of the catalog.

Both come in the order of their paths, so that one pass tells which files are new, which may have changed,
which are unchanged, and which the walk did not meet. A file is unchanged, and is not opened, if its size, its
times of change and its options are those of the catalog.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newsgrep.article import stored_path
from newsgrep.batching import Ahead
from newsgrep.extras import can_be_read_now
from newsgrep.indexing.catalog.ranges import ranges_below
from newsgrep.indexing.catalog.rows import (
    FROM_FILE,
    FileKeys,
    FileRow,
    decoded_name,
    decoded_path,
    name_bytes,
    path_bytes,
    unread_dates_of,
)
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.options import IndexOptions
from newsgrep.indexing.plan import Plan, Root
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.results import IndexReport, Skipped, Unreadable
from newsgrep.sources.walk import Source, Walk, WalkItem
from newsgrep.spill import SortedRows
from newsgrep.tuning import DEFAULT_TUNING, SpillTuning

#: How many rows of files have a byte each in `Scan._met`.
_BYTES_OF_MET = 1 << 27


class FileToRead(NamedTuple):
    """A file to read.

    options: of its source
    is_new:  whether the catalog does not have it
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
    missing:     encoded paths of files of the catalog that are gone
    unread:      files, links and folders that the walk could not read, by path in each source
    other_keeping: encoded paths of unchanged files whose `keep_duplicates` changed, each with its new value
    deleted:     how many articles of a file were deleted by hand, by its encoded path
    new_mappings: the options of sources with a mapping that the source did not have before
    """

    def __init__(
        self,
        catalog: CatalogWriter,
        home: Path,
        options: IndexOptions,
        report: IndexReport,
        tuning: SpillTuning = DEFAULT_TUNING.spill,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Prepare; `progress` is called with the size to read, as it grows."""
        self.new_mappings: list[ReadOptions] = []
        self.size = 0
        self.files = 0
        self.missing = SortedRows(tuning)
        self.unread: list[Unreadable] = []
        self._times_missing = 0
        self._catalog = catalog
        self._home = os.fspath(home)
        self._options = options
        self._reads_all = options.again or options.checksum
        self._report = report
        self._progress = progress
        #: The different options of the sources, and the index of those of the current source.
        self._source_options: list[ReadOptions] = []
        self._options_at = 0
        self._root: Root | None = None
        self._reading = ReadOptions()
        self._walk: Walk | None = None
        self._to_read = SortedRows(tuning)
        self._last_id = catalog.last_file_id()
        #: Which rows of files the walk met: a byte for each id, and a set for larger ids. Usually there are
        #: none, but in the catalog of a stranger an id may be any number.
        self._met = bytearray(min(self._last_id + 1, _BYTES_OF_MET))
        self._met_beyond: set[int] = set()
        self.other_keeping = SortedRows(tuning)
        self.deleted = catalog.withdrawn.by_path()

    def scan(self, walk: Walk, plan: Plan, roots: Iterable[Root], listed: Iterable[Path]) -> None:
        """Scan some roots, which exist, and listed files or folders, which may be gone."""
        self._walk = walk
        roots = list(roots)
        for root in roots:
            walk.expect(root.path, root.options.file_filter, root.base)
        for root in roots:
            self._scan_root(walk, root)
        for path in listed:
            for root in plan.at(path):
                self._scan_root(walk, root)
            if not path.exists():
                self._missing_file(path)
                plan.forget_gone(stored_path(path, Path(self._home)))
        self._report.outside = walk.outside

    def to_read(self) -> Iterator[FileToRead]:
        """Yield the files to read, by path."""
        for key, size, mtime_ns, ctime_ns, root, at, start, options_at, is_new, again in self._to_read:
            source = Source(
                decoded_path(key), size, mtime_ns, decoded_name(root), at, ctime_ns, decoded_name(start)
            )
            yield FileToRead(source, self._source_options[options_at], bool(is_new), bool(again))

    def remove(self, path: str) -> None:
        """Note a file of the catalog as gone, whatever is on the disk."""
        self.missing.add(path_bytes(path))
        self._times_missing += 1

    def has_met(self, file: FileRow) -> bool:
        """Return whether the walk met a file of the catalog; True for a version that this run has written."""
        return file.id > self._last_id or self._is_met(file.id)

    def _meet(self, id_: int) -> None:
        if id_ < len(self._met):
            self._met[id_] = True
        else:
            self._met_beyond.add(id_)

    def _is_met(self, id_: int) -> bool:
        return bool(self._met[id_]) if id_ < len(self._met) else id_ in self._met_beyond

    def _scan_root(self, walk: Walk, root: Root) -> None:
        if root.options not in self._source_options:
            self._source_options.append(root.options)
        self._root, self._reading = root, root.options
        self._options_at = self._source_options.index(root.options)
        if root.has_new_mapping and root.options not in self.new_mappings:
            self.new_mappings.append(root.options)
        path, home = root.path, Path(self._home)
        found = walk.from_root(path, root.options.file_filter, root.base)
        stored = stored_path(path, home)
        ranges = [(path_bytes(stored), path_bytes(stored) + b"\0")]  # the folder may have been a file
        if path.is_dir():
            ranges = sorted(ranges + ranges_below(stored, home))
        self._merge(found, self._catalog.file_keys(ranges, keep_duplicates=root.options.keep_duplicates))

    def _merge(self, found: Iterable[WalkItem], known: Iterator[FileKeys]) -> None:
        """Compare a walk with the rows of the catalog, both in the order of paths.

        Compares files in batches, as most runs find most of them unchanged; and one by one only in a batch
        where any differs.
        """
        files = Ahead(self._without_skipped(found))
        for keys in known:
            some = files.next(len(keys.path))
            if self._are_unchanged(some, keys):
                files.take(len(some))
                self._count_unchanged(keys)
            else:
                self._compare_each(files, keys)
        while (one := files.first()) is not None:
            files.take()
            self._take_new(one)

    def _without_skipped(self, found: Iterable[WalkItem]) -> Iterator[Source | Unreadable]:
        """Yield what a walk finds, and report what it passes over."""
        for one in found:
            if isinstance(one, Skipped):
                self._note(one)
            else:
                yield one

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

    def _count_unchanged(self, keys: FileKeys) -> None:
        if max(keys.id) < len(self._met):
            for id_ in keys.id:
                self._met[id_] = True
        else:
            self._met_beyond.update(keys.id)
        self._report.same += sum(keys.stored)
        self._report.duplicates += sum(keys.duplicates)
        if self.deleted:
            self._report.withdrawn += sum(self.deleted.get(path, 0) for path in keys.path)

    def _compare_each(self, files: Ahead[Source | Unreadable], keys: FileKeys) -> None:
        """Compare rows one by one with what the walk finds up to the last of them."""
        for row in zip(*keys, strict=True):
            path = row[0]
            while (one := files.first()) is not None and path_bytes(one.path) < path:
                files.take()
                self._take_new(one)
            if one is None or path_bytes(one.path) != path:
                self._look_for([row])
                continue
            files.take()
            self._meet(row[1])
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
        before = before if noted is None else noted.options
        if (
            self._reads_all
            or before != self._reading.mark(one.path)
            or (mtime_ns, size) != (one.mtime_ns, one.size)
            or ctime_ns != one.ctime_ns
            and (ctime_ns is not None or not mtime_ns)
        ):
            again = self._options.again or noted is not None and _lacked_library(noted)
            self._read(one, is_new=False, again=again)
        elif noted is None or self._note_unchanged(one, noted):
            self._report.same += stored
            self._report.duplicates += duplicates
            self._report.withdrawn += self.deleted.get(path, 0)

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

    def _look_for(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Find out which files of the catalog that no walk has met are gone, or are left out now.

        Another name of a file that the walk met counts as gone: its articles would never change again.
        """
        for path, id_, *_, stored, _ in rows:
            if self._is_met(id_):
                continue
            name = decoded_path(path)
            if self._add_missing(name):
                continue
            if self._is_left_out(name):
                self._leave_out(name, stored)
            elif self._walk is not None and self._walk.knows_by_other_name(name, self._place_of(name)):
                self.remove(name)

    def _add_missing(self, path: str) -> bool:
        """Note a file of the catalog that is gone; return whether it is."""
        row = self._catalog.find_file(path) if _is_gone(self._place_of(path)) else None
        if row is None or row.origin != FROM_FILE:
            return False
        self.remove(path)
        return True

    def _is_left_out(self, path: str) -> bool:
        """Whether the walk leaves out a file that is there: by the globs, or as a link leads to it."""
        assert self._root is not None
        chosen = self._root.options.file_filter
        base = os.path.normpath(self._root.base.absolute())
        inside = os.path.relpath(self._place_of(path), base)
        if inside.startswith(".."):
            return False  # of another source
        is_named = self._root.path.name == inside and not self._root.path.is_dir()
        if chosen.excludes_path(inside) or not (is_named or chosen.reads(inside)):
            return True
        real = os.path.join(os.path.realpath(base), inside)  # noqa: PTH118
        return not chosen.follows and os.path.realpath(self._place_of(path)) != real

    def _leave_out(self, path: str, articles: int) -> None:
        """Report a file that is left out now, or delete its articles, as the options say.

        Nothing is lost by forgetting a file that has no article, as one that could not be read.
        """
        if self._options.delete_excluded or not articles:
            self.remove(path)
            return
        report = self._report
        report.excluded += 1
        report.excluded_articles += articles
        report.excluded_example = report.excluded_example or path

    def _place_of(self, path: str) -> str:
        """Return where a file of the catalog lies."""
        return os.path.normpath(os.path.join(self._home, path))  # noqa: PTH118

    def _missing_file(self, path: Path) -> None:
        """Remove a listed file that is gone, with what lies below it if it was a folder.

        One that the index never had is reported, and not remembered as a file that cannot be read.
        """
        stored = stored_path(path, Path(self._home))
        before = self._times_missing
        self._add_missing(stored)
        for keys in self._catalog.file_keys(ranges_below(stored, Path(self._home))):
            self._look_for(zip(*keys, strict=True))
        if self._times_missing == before:
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


def _lacked_library(row: FileRow) -> bool:
    """Return whether a file was not read because a library was missing that is installed now."""
    return any(can_be_read_now(problem.reason) for problem in row.unreadable())


def _is_gone(file: str) -> bool:
    """Return whether a file is gone, or a folder is in its place; False if the system does not say."""
    try:
        return stat.S_ISDIR(os.lstat(file).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
