"""What changed since the index was made: files new, changed, gone, and as they were."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsgrep.article import STDIN
from newsgrep.corpus import Found, Source
from newsgrep.ingest.reading import Reading
from newsgrep.manifest import FileRecord, Manifest
from newsgrep.results import IndexReport, Skipped, Unreadable

#: A file that changed this shortly before it was read may change again within one tick of its clock.
_TICK_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a run goes about it.

    keeps: store articles though they are copies
    again: read files though they are unchanged, in the way they were read before unless another is asked for
    """

    reading: Reading = field(default_factory=Reading)
    keeps: bool = False
    again: bool = False


@dataclass(slots=True)
class Changes:
    """What there is of files, against a manifest.

    found:   the paths of all files that the walk came upon
    to_read: those that are new, or may have changed; size is their bytes
    records: the files that are as they were, or not this run's affair
    missing: those that are gone
    """

    found: set[str] = field(default_factory=set)
    to_read: dict[str, Source] = field(default_factory=dict)
    size: int = 0
    records: Manifest = field(default_factory=dict)
    missing: Manifest = field(default_factory=dict)

    def walk(self, known: Manifest, found: Iterable[Found], way: Way, report: IndexReport) -> None:
        """Sort what is there; what cannot be read, or is of no kind that is, is told to the report."""
        for one in found:
            match one:
                case Source():
                    self.found.add(one.path)
                    record = known.get(one.path)
                    if record and _is_unchanged(one, record, way):
                        same = record.keeps == way.keeps
                        self.records[one.path] = record if same else record._replace(keeps=way.keeps)
                    else:
                        self.to_read[one.path] = one
                        self.size += one.size
                case Unreadable():
                    report.unreadable.append(one)
                case Skipped():
                    report.skipped[one.suffix] = report.skipped.get(one.suffix, 0) + 1

    def forget_missing(self, known: Manifest, home: str, roots: Sequence[Path]) -> None:
        """Set apart the files that are gone below the roots; the others are not this run's affair."""
        tops = {os.path.normpath(root.absolute()) for root in roots}
        for path, record in known.items():
            if path in self.found:
                continue
            if path == STDIN:  # which is never gone
                self.records[path] = record
                continue
            absolute = os.path.normpath(os.path.join(home, path))  # noqa: PTH118
            if _is_below(absolute, tops) and _is_gone(absolute):
                self.missing[path] = record
            else:
                self.records[path] = record


def _is_unchanged(source: Source, known: FileRecord, way: Way) -> bool:
    return (
        not way.again
        and known.size == source.size
        and known.mtime_ns == source.mtime_ns
        and known.reading == way.reading.mark(source.path)
    )


def _is_below(file: str, tops: set[str]) -> bool:
    """Whether a file is one of some files and folders, or lies below one."""
    while file not in tops:
        above = os.path.dirname(file)  # noqa: PTH120
        if above == file:
            return False
        file = above
    return True


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
