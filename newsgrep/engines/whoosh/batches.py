"""Making segments of articles, here or in worker processes.

A worker builds segments of the articles that it is given, in files whose names begin as it was told, and says
which it has finished. Nothing it writes counts until a generation names it, so that a worker that dies takes
nothing with it.
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
from functools import cached_property
from pathlib import Path
from typing import Any

from newsgrep.article import Article, article_of
from newsgrep.codec.building import SegmentBuilder
from newsgrep.codec.merging import STRETCH, Part, merge_segments
from newsgrep.codec.segment import SegmentReader, SegmentRecord
from newsgrep.errors import NewsgrepError


@dataclass(frozen=True)
class Effort:
    """How many processes may work, and with how many bytes of memory in all."""

    jobs: int
    memory: int

    @property
    def segment(self) -> int:
        """Bytes of memory that the words of a new segment may take; inverting them takes as much again."""
        return self.memory // (_SHARES * self.jobs)

    @cached_property
    def parcel(self) -> int:
        """Bytes of text that are handed to a worker at once."""
        return min(_LARGEST_PARCEL, self.segment)

    @property
    def stretch(self) -> int:
        """Occurrences that are merged together."""
        return min(STRETCH, self.memory // (_BYTES_AN_OCCURRENCE * self.jobs))


#: Larger parcels are no faster.
_LARGEST_PARCEL = 2_000_000

#: The part of the memory that the words of new segments take; the rest is for the vocabulary, for sorting …
_SHARES = 6

#: Memory that is taken for each occurrence to merge.
_BYTES_AN_OCCURRENCE = 150

#: Parcels that a worker may have before it.
_QUEUE = 2


class Workers:
    """Makes segments in several processes; with one job, or few articles, in this one."""

    def __init__(self, stem: Path, language: str, effort: Effort) -> None:
        """Begin. The files of new segments are named `stem` with something behind."""
        self.language = language
        self.effort = effort
        self.name = stem.name
        self._stem = stem
        self._pools: list[ProcessPoolExecutor] = []
        self._next = 0
        self._pending: deque[Future[list[SegmentRecord]]] = deque()
        self._builder: SegmentBuilder | None = None
        self._finished: list[SegmentRecord] = []

    def add(self, articles: Sequence[Article]) -> None:
        """Take a parcel of articles in; waits while the workers have enough to do."""
        if self.effort.jobs == 1:
            self._finished += self._here().add(articles)
            return
        while len(self._pending) >= _QUEUE * self.effort.jobs:
            self._wait()
        self._submit(_add, [article.data for article in articles])

    def finish(self, articles: Sequence[Article]) -> list[SegmentRecord]:
        """Take the last articles in, and return all new segments once they are written.

        Where all articles are in the last parcel, they are too few to start workers for.
        """
        if self._pools:
            self.add(articles)
            for _ in self._pools:
                self._submit(_finish)
        else:
            builder = self._here()
            self._finished += builder.add(articles) + builder.finish()
        return self._all_finished()

    def merge(self, name: str, group: Sequence[SegmentRecord], *, here: bool) -> None:
        """Begin to merge some segments as one of this name; `wait` waits for it."""
        arguments = (self._stem.with_name(name), group, self.effort.stretch)
        if here or self.effort.jobs == 1:
            _merge(*arguments)
        else:
            self._submit(_merge, *arguments)

    def wait(self) -> None:
        """Wait until all work is done. Raises what went wrong in it."""
        self._all_finished()

    def _here(self) -> SegmentBuilder:
        if self._builder is None:
            self._builder = SegmentBuilder(self._stem, self.language, self.effort.segment)
        return self._builder

    def _submit(self, work: Callable[..., list[SegmentRecord]], *arguments: Any) -> None:
        """Have the next worker do some work."""
        if len(self._pools) < self.effort.jobs:
            self._pools += [self._pool(number) for number in range(self.effort.jobs)]
        pool = self._pools[self._next]
        self._next = (self._next + 1) % len(self._pools)
        try:
            self._pending.append(pool.submit(work, *arguments))
        except BrokenProcessPool as error:
            raise _killed() from error

    def _pool(self, number: int) -> ProcessPoolExecutor:
        """Return a pool of one process, as what a worker builds stays with it from parcel to parcel."""
        stem = self._stem.with_name(f"{self._stem.name}{number:02x}")
        # A thread may be drawing progress: workers are started afresh, not forked from this process.
        return ProcessPoolExecutor(
            1,
            multiprocessing.get_context("spawn"),
            _begin_work,
            (stem, self.language, self.effort.segment),
        )

    def _all_finished(self) -> list[SegmentRecord]:
        while self._pending:
            self._wait()
        return self._finished

    def _wait(self) -> None:
        try:
            self._finished += self._pending.popleft().result()
        except BrokenProcessPool as error:
            raise _killed() from error

    def close(self) -> None:
        """Let the workers go, whatever they are doing."""
        if self._builder is not None:
            self._builder.abandon()
        for pool in self._pools:
            for process in list((pool._processes or {}).values()):
                process.terminate()
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)


def _killed() -> NewsgrepError:
    return NewsgrepError(
        "a worker process was killed; the index is as it was", "give it less to do with --jobs 1"
    )


#: What this process builds, if it is a worker.
_builder: SegmentBuilder


def _begin_work(stem: Path, language: str, size: int) -> None:
    """Leave Ctrl-C to the process that the person started, and end when that process does."""
    global _builder  # noqa: PLW0603 the state of a process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _builder = SegmentBuilder(stem, language, size)


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one; killed, it cannot say so itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _add(articles: Sequence[bytes]) -> list[SegmentRecord]:
    return _builder.add(map(article_of, articles))


def _finish() -> list[SegmentRecord]:
    return _builder.finish()


def _merge(stem: Path, records: Sequence[SegmentRecord], stretch: int) -> list[SegmentRecord]:
    """Write some segments beside `stem` as one, without their deleted documents; it is no new segment."""
    parts = [Part(SegmentReader(stem.with_name(record.name)), record.live()) for record in records]
    merge_segments(parts, stem, stretch)
    return []
