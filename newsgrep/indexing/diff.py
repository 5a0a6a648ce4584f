"""What changed since the index was made: files new, changed, gone, and as they were."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsgrep.article import STDIN
from newsgrep.indexing.manifest import FileRecord, Manifest
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.outofcore.numberset import NumberSet
from newsgrep.outofcore.sorter import Sorter
from newsgrep.results import IndexReport, Skipped, Unreadable
from newsgrep.sources.walk import Source, WalkItem

#: A file that changed this shortly before it was read may change again within one tick of its clock.
_TICK_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a run goes about it.

    keeps: store articles though they are copies
    again: read files though they are unchanged, in the way they were read before unless another is asked for
    """

    reading: ReadOptions = field(default_factory=ReadOptions)
    keeps: bool = False
    again: bool = False


class Extent:
    """The files and folders that a run is about, with what lies below them."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._tops = NumberSet()
        for _ in self.noted(roots):
            pass

    def noted(self, paths: Iterable[Path]) -> Iterator[Path]:
        """Yield further paths, each of which is then among them."""
        for path in paths:
            self._tops.add(hash(os.path.normpath(path.absolute())))
            yield path

    def covers(self, file: str) -> bool:
        """Whether a file, named by its normal absolute path, is one of them, or lies below one."""
        while hash(file) not in self._tops:
            above = os.path.dirname(file)  # noqa: PTH120
            if above == file:
                return False
            file = above
        return True


#: What became of a file of the manifest: the walk did not come upon it, it is as it was, or it may have
#: changed, or it is gone.
_UNSEEN, _UNCHANGED, _CHANGED, _MISSING = range(4)


class Changes:
    """What there is of files, against a manifest.

    size:    bytes of the files to read, which are new, or may have changed
    differs: whether anything is not as it was
    """

    def __init__(self, manifest: Manifest, way: Way) -> None:
        self._to_read = Sorter()
        self.size = 0
        self.differs = not manifest
        self._manifest = manifest
        self._way = way
        # A byte a file, as there may be millions of them.
        self._states = bytearray(len(manifest))

    @property
    def files(self) -> int:
        """How many files there are to read."""
        return len(self._to_read)

    def walk(self, found: Iterable[WalkItem], report: IndexReport) -> None:
        """Sort what is there; what cannot be read, or is of no kind that is, is told to the report."""
        for one in found:
            match one:
                case Source():
                    self._sort(one)
                case Unreadable():
                    report.unreadable.append(one)
                case Skipped():
                    report.skipped[one.suffix] = report.skipped.get(one.suffix, 0) + 1

    def _sort(self, source: Source) -> None:
        before = self._manifest.find(source.path)
        if before:
            row, record = before
            if _is_unchanged(source, record, self._way):
                self._states[row] = _UNCHANGED
                self.differs |= record.keeps != self._way.keeps
                return
            self._states[row] = _CHANGED
        self.differs = True
        self._to_read.add((*source, before is None))
        self.size += source.size

    def read_piped(self) -> None:
        """Have what was piped put in its place among the files."""
        self.differs = True
        if STDIN not in self._manifest:
            self._to_read.add((*Source(STDIN, 0, 0, "", 0), False))

    def in_order(self) -> Iterator[tuple[Source, bool]]:
        """Yield the files to read by path, each with whether it is new, and forget them."""
        for *source, is_new in self._to_read.drain():
            yield Source(*source), is_new

    def missing(self, home: str, extent: Extent) -> Iterator[FileRecord]:
        """Yield the records of the files that are gone and whose affair this run is."""
        for row, record in self._manifest.rows() if _UNSEEN in self._states else ():
            if self._states[row] != _UNSEEN or record.path == STDIN:  # which is never gone
                continue
            absolute = os.path.normpath(os.path.join(home, record.path))  # noqa: PTH118
            if extent.covers(absolute) and _is_gone(absolute):
                self._states[row] = _MISSING
                self.differs = True
                yield record

    def remaining(self) -> Iterator[tuple[FileRecord, bool]]:
        """Yield the records of files that are not gone, by path, each with whether the walk came upon it."""
        for row, record in self._manifest.rows():
            state = self._states[row]
            if state == _UNCHANGED and record.keeps != self._way.keeps:
                yield record._replace(keeps=self._way.keeps), True
            elif state != _MISSING:
                yield record, state != _UNSEEN


def _is_unchanged(source: Source, known: FileRecord, way: Way) -> bool:
    return (
        not way.again
        and known.size == source.size
        and known.mtime_ns == source.mtime_ns
        and known.reading == way.reading.mark(source.path)
    )


def _is_gone(file: str) -> bool:
    """Whether there is no such file, which is more than that the system does not let us see it."""
    try:
        return stat.S_ISDIR(os.lstat(file).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def settled_time(mtime_ns: int) -> int:
    """Return a time of change to compare with later; 0, which no file has, where it is too fresh to trust."""
    return mtime_ns if time.time_ns() - mtime_ns > _TICK_NS else 0
