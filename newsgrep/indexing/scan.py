"""Scan: compare the files that are there with those of the catalog.

Both come in the order of their paths, so that one pass tells which files are new, which may have changed,
which are unchanged, and which the walk did not meet. A file is unchanged, and is not opened, if its size,
time of change and options are those of the catalog.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from newsgrep.indexing.catalog import FROM_FILE, CatalogWriter, FileRow, path_range
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.results import IndexReport, Skipped, Unreadable
from newsgrep.sources.walk import Source, Walk, WalkItem, stored_path
from newsgrep.spill import SortedRows
from newsgrep.tuning import DEFAULT_TUNING, SpillTuning


class RunOptions(Struct, frozen=True):
    """How a run treats files.

    reading: how they are read
    keeps:   store articles though they are duplicates
    again:   read files though they are unchanged, as they were read before unless other options are given
    """

    reading: ReadOptions = field(default_factory=ReadOptions)
    keeps: bool = False
    again: bool = False


class Scan:
    """What a run has to do, by file.

    size:        bytes of the files to read
    files:       the number of files to read
    missing:     encoded paths of files of the catalog that are gone
    other_keeps: encoded paths of unchanged files whose duplicates were treated in another way
    """

    def __init__(
        self,
        catalog: CatalogWriter,
        home: Path,
        options: RunOptions,
        report: IndexReport,
        tuning: SpillTuning = DEFAULT_TUNING.spill,
    ) -> None:
        self.size = 0
        self.files = 0
        self.missing = SortedRows(tuning)
        self.missing_count = 0
        self._catalog = catalog
        self._home = os.fspath(home)
        self._options = options
        self._report = report
        self._to_read = SortedRows(tuning)
        #: A byte for each row of a file: whether the walk met it.
        self._met = bytearray(catalog.last_file_id() + 1)
        self.other_keeps = SortedRows(tuning)

    def scan(self, walk: Walk, roots: Iterable[Path], listed: Iterable[Path]) -> None:
        """Scan some roots, which exist, and listed files or folders, which may be gone."""
        for root in roots:
            self._scan_root(walk, root)
        for path in listed:
            self._scan_root(walk, path)
            if not path.exists():
                self._missing_file(path)

    def to_read(self) -> Iterator[tuple[Source, bool]]:
        """Yield the files to read, by path, each with whether it is new."""
        for key, size, mtime_ns, root, inside_at, is_new in self._to_read:
            yield Source(_decoded(key), size, mtime_ns, _decoded(root), inside_at), bool(is_new)

    def has_met(self, file: FileRow) -> bool:
        """Return whether the walk met a file of the catalog; a version that this run has written is one."""
        return file.id >= len(self._met) or bool(self._met[file.id])

    def _scan_root(self, walk: Walk, root: Path) -> None:
        stored = stored_path(root, Path(self._home))
        if not root.is_dir():
            for found in walk.from_root(root):
                self._meet_file(found)
            return
        prefix = "" if stored == "." else stored.rstrip("/") + "/"
        known = self._catalog.file_keys(*path_range(prefix))
        self._merge(walk.from_root(root), known)
        if prefix and self._lies_below(root):  # paths below the home are stored as relative ones
            self._look_for(self._catalog.file_keys(*path_range("")))

    def _merge(self, found: Iterable[WalkItem], known: Iterator[tuple[Any, ...]]) -> None:
        """Compare a walk with the rows of the catalog, both in the order of paths."""
        reading, again, keeps = self._options.reading, self._options.again, self._options.keeps
        is_usual, met = reading.is_usual, self._met
        same = duplicates = 0
        row = next(known, None)
        for one in found:
            if not isinstance(one, Source):
                self._note(one)
                continue
            key = _encoded(one.path)
            while row is not None and row[0] < key:
                self._look_for([row])
                row = next(known, None)
            if row is None or row[0] != key:
                self._read(one, is_new=True)
                continue
            _, id_, size, mtime_ns, options, kept, stored, left_out, has_notes = row
            met[id_] = True
            row = next(known, None)
            mark = "" if is_usual else reading.mark(one.path)
            if again or size != one.size or mtime_ns != one.mtime_ns or options != mark:
                self._read(one, is_new=False)
                continue
            same += stored
            duplicates += left_out
            if has_notes or kept != keeps:
                self._note_unchanged(one.path, other_keeps=kept != keeps)
        while row is not None:
            self._look_for([row])
            row = next(known, None)
        self._report.same += same
        self._report.duplicates += duplicates

    def _meet_file(self, found: WalkItem) -> None:
        """Compare a single file with its row."""
        if not isinstance(found, Source):
            self._note(found)
            return
        since = _encoded(found.path)
        self._merge([found], self._catalog.file_keys(since, since + b"\0"))

    def _note_unchanged(self, path: str, *, other_keeps: bool) -> None:
        """Report what was not read of an unchanged file."""
        row = self._catalog.find_file(path)
        assert row is not None
        report_file(self._report, row)
        if other_keeps:
            self.other_keeps.add(_encoded(path))

    def _note(self, found: Unreadable | Skipped) -> None:
        if isinstance(found, Unreadable):
            self._report.unreadable.append(found)
        else:
            self._report.skipped[found.suffix] = self._report.skipped.get(found.suffix, 0) + 1

    def _read(self, source: Source, *, is_new: bool) -> None:
        path, size, mtime_ns, root, inside_at = source
        self._to_read.add(_encoded(path), size, mtime_ns, _encoded(root), inside_at, is_new)
        self.size += source.size
        self.files += 1

    def _look_for(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """See which files of the catalog are gone, of those that a walk did not meet."""
        for path, *_ in rows:
            self._add_missing(_decoded(path))

    def _add_missing(self, path: str) -> None:
        file = os.path.normpath(os.path.join(self._home, path))  # noqa: PTH118
        row = self._catalog.find_file(path) if _is_gone(file) else None
        if row is not None and row.origin == FROM_FILE:
            self.missing.add(_encoded(path))
            self.missing_count += 1

    def _missing_file(self, path: Path) -> None:
        """Remove a listed file that is gone, with what lies below it if it was a folder."""
        stored = stored_path(path, Path(self._home))
        before = self.missing_count
        self._add_missing(stored)
        self._look_for(self._catalog.file_keys(*path_range(stored.rstrip("/") + "/")))
        if self.missing_count > before:
            self._report.unreadable = [one for one in self._report.unreadable if one.path != stored]

    def _lies_below(self, root: Path) -> bool:
        return Path(self._home).is_relative_to(os.path.normpath(root.absolute()))


def report_file(report: IndexReport, row: FileRow) -> None:
    """Report the problems of a file, and the members of it that were skipped."""
    report.unreadable += row.unreadable()
    for suffix, number in row.skipped.items():
        report.skipped[suffix] = report.skipped.get(suffix, 0) + number


def _is_gone(file: str) -> bool:
    """Return whether there is no such file. One that the system does not show is not gone."""
    try:
        return stat.S_ISDIR(os.lstat(file).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def _encoded(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")


def _decoded(path: bytes) -> str:
    return path.decode("utf-8", "surrogatepass")
