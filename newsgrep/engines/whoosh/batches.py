"""Inverting batches of articles, here or in worker processes.

A worker is given articles and a name, writes the segment of that name, and says that it has. Nothing it
writes counts until a generation names it, so that a worker that dies takes nothing with it.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from newsgrep.analysis import Analyzer
from newsgrep.article import Article
from newsgrep.codec.inversion import Inverter, Vocabulary
from newsgrep.codec.merging import STRETCH, Part, merge_segments
from newsgrep.codec.segment import SegmentReader, SegmentRecord
from newsgrep.codec.writing import write_segment
from newsgrep.errors import NewsgrepError


@dataclass(frozen=True, slots=True)
class Effort:
    """How many processes may work, and with how many bytes of memory in all."""

    jobs: int
    memory: int

    @property
    def batch(self) -> int:
        """Bytes of text that are inverted together: one process collects them while the others invert."""
        return min(_LARGEST_BATCH, self.memory // (_BYTES_A_BYTE * (self.jobs + 1)))

    @property
    def stretch(self) -> int:
        """Occurrences that are merged together."""
        return min(STRETCH, self.memory // (_BYTES_AN_OCCURRENCE * self.jobs))


#: Larger batches are no faster.
_LARGEST_BATCH = 24_000_000

#: Memory that is taken for each byte of text to invert, and for each occurrence to merge.
_BYTES_A_BYTE = 24
_BYTES_AN_OCCURRENCE = 150


class Workers:
    """Does work in several processes; with one job, or little work, in this one."""

    def __init__(self, language: str, effort: Effort) -> None:
        self.language = language
        self.effort = effort
        self._jobs = effort.jobs
        self._pool: ProcessPoolExecutor | None = None
        self._pending: deque[Future[None]] = deque()

    def submit(self, work: Callable[..., None], *arguments: object) -> None:
        """Have work done by a worker; waits while more is under way than there are workers."""
        if self._jobs == 1:
            self.here(work, *arguments)
            return
        if self._pool is None:
            # A thread may be drawing progress: workers are started afresh, not forked from this process.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, _begin_work)
        while len(self._pending) > self._jobs:
            self._wait()
        try:
            self._pending.append(self._pool.submit(work, self.language, *arguments))
        except BrokenProcessPool as error:
            raise _killed() from error

    def here(self, work: Callable[..., None], *arguments: object) -> None:
        """Do work in this process."""
        work(self.language, *arguments)

    def finish(self) -> None:
        """Wait until all work is done. Raises what went wrong in it."""
        while self._pending:
            self._wait()

    def _wait(self) -> None:
        try:
            self._pending.popleft().result()
        except BrokenProcessPool as error:
            raise _killed() from error

    def close(self) -> None:
        """Let the workers go, whatever they are doing."""
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
            self._pool.shutdown(cancel_futures=True)


def _killed() -> NewsgrepError:
    return NewsgrepError(
        "a worker process was killed; the index is as it was", "give it less to do with --jobs 1"
    )


def _begin_work() -> None:
    """Leave Ctrl-C to the process that the person started, and end when that process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one; killed, it cannot say so itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


_vocabularies: dict[str, Vocabulary] = {}


def invert_batch(language: str, stem: Path, articles: Sequence[Article]) -> None:
    """Write the segment of some articles. The vocabulary is kept for the batches to come."""
    vocabulary = _vocabularies.get(language)
    if vocabulary is None or vocabulary.is_full:
        vocabulary = _vocabularies[language] = Vocabulary(Analyzer(language))
    inverter = Inverter(vocabulary)
    for article in articles:
        inverter.add(article)
    postings, lengths = inverter.invert()
    write_segment(stem, articles, postings, lengths)


def merge_records(_: str, stem: Path, records: Sequence[SegmentRecord], stretch: int) -> None:
    """Write some segments beside `stem` as one, without their deleted documents."""
    parts = [Part(SegmentReader(stem.with_name(record.name)), record.live()) for record in records]
    merge_segments(parts, stem, stretch)
