"""The progress of a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from newsgrep.indexing.parse import Parsed, ParsedArticle

#: Is called with the articles read, the bytes read, and the bytes to read in all.
Progress = Callable[[int, int, int], None]


class Meter:
    """Counts what a run reads, and reports it after each file, and at intervals while it reads one."""

    def __init__(self, progress: Progress, seconds: float) -> None:
        self._progress = progress
        self._seconds = seconds
        self._size = self._articles = 0
        #: Bytes of the files that are done, whether they could be read or not.
        self._done = 0
        #: Returns how many bytes of the current file were read.
        self._position: Callable[[], int] | None = None
        self._reported_at = 0.0

    def found(self, size: int) -> None:
        """Note how many bytes there are to read, as far as the scan knows."""
        self._size = size
        self._report(self._seconds)

    def counted(self, items: Iterable[Parsed]) -> Iterator[Parsed]:
        """Yield what is parsed, and count its articles."""
        for item in items:
            yield item
            if isinstance(item, ParsedArticle):
                self._articles += 1
                self._report(self._seconds)

    def begin(self, position: Callable[[], int]) -> None:
        """Measure the progress within a file by the bytes that are read of it."""
        self._position = position

    def end(self, size: int) -> None:
        """Note that a file of this size is done."""
        self._done += size
        self._position = None
        self._report(0.0)

    def _report(self, after: float) -> None:
        """Report how far the run is, unless it did so a moment ago."""
        now = time.monotonic()
        if now - self._reported_at >= after:
            self._reported_at = now
            done = self._done + (self._position() if self._position else 0)
            self._progress(self._articles, min(done, self._size), self._size)
