"""Inverting batches of articles, here or in worker processes.

A worker is given articles and a name, writes the segment of that name, and says that it has. Nothing it
writes counts until a generation names it, so that a worker that dies takes nothing with it.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from newsgrep.analysis import Analyzer
from newsgrep.article import Article
from newsgrep.codec.inversion import Inverter, Vocabulary
from newsgrep.codec.merging import Part, merge_segments
from newsgrep.codec.segment import SegmentReader, SegmentRecord
from newsgrep.codec.writing import write_segment
from newsgrep.errors import NewsgrepError


class Workers:
    """Does work in up to `jobs` processes; with one job, or little work, in this one."""

    def __init__(self, language: str, jobs: int) -> None:
        self.language = language
        self._jobs = jobs
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
            self._pool = ProcessPoolExecutor(self._jobs, context, _ignore_interrupts)
        while len(self._pending) > self._jobs:
            self._wait()
        self._pending.append(self._pool.submit(work, self.language, *arguments))

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
            raise NewsgrepError(
                "a worker process was killed; the index is as it was", "give it less to do with --jobs 1"
            ) from error

    def close(self) -> None:
        """Let the workers go, whatever they are doing."""
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
            self._pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that the person started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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


def merge_records(_: str, stem: Path, records: Sequence[SegmentRecord]) -> None:
    """Write some segments beside `stem` as one, without their deleted documents."""
    parts = [Part(SegmentReader(stem.with_name(record.name)), record.live()) for record in records]
    merge_segments(parts, stem)
