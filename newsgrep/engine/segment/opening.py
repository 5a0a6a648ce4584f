"""Opening the segments that a commit point names."""

from __future__ import annotations

import os
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit

from newsgrep.engine.segment.info import FILES, SegmentInfo
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array, damaged
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning

#: How many files a segment has, with its vectors by a basis and by a model.
_FILES_OF_SEGMENT = len(FILES) + 2
#: How many other files a process may open later.
_OTHER_FILES = 100


def allow_segments(count: int) -> None:
    """Raise the limit of open files so that `count` more segments can be open.

    It is raised to the limit of the system at most. The usual limit of 1,024 is enough for about 100
    segments, of one index or of several.
    """
    soft, hard = getrlimit(RLIMIT_NOFILE)
    lowest = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)  # the lowest number that no open file has
    os.close(lowest)
    wanted = lowest + count * _FILES_OF_SEGMENT + _OTHER_FILES
    if soft != RLIM_INFINITY and wanted > soft:
        setrlimit(RLIMIT_NOFILE, (wanted if hard == RLIM_INFINITY else min(wanted, hard), hard))


def open_segment(
    folder: Path, info: SegmentInfo, tuning: SegmentTuning = DEFAULT_TUNING.segment
) -> tuple[SegmentReader, Array | None]:
    """Open a segment that a commit point names, and mark its live documents; None stands for all.

    Raises IndexDamagedError if it does not agree with the commit point, FileNotFoundError if it is gone.
    """
    reader = SegmentReader(folder / info.name, tuning)
    if reader.document_count != info.doccount:
        raise damaged(folder / info.name, f"has {reader.document_count} articles, not {info.doccount}")
    try:
        return reader, info.live()
    except ValueError as error:
        raise damaged(folder / info.name, f"is damaged: {error}") from error
