"""Making segments of articles, in this process and in worker processes beside it.

Of so many jobs one is this process, which reads the articles. It hands them on to the workers as long as they
have room, and else builds segments of them itself, so that no core waits for another. A worker builds
segments of the articles that it is given, in files whose names begin as it was told, and says which it has
finished. Nothing it writes counts until a generation names it, so that a worker that dies takes nothing with
it.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from newsgrep.article import Article
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
        """Bytes that a new segment may have, at eight a word; to invert it takes up to fourteen."""
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
_SHARES = 3

#: Memory that is taken for each occurrence to merge.
_BYTES_AN_OCCURRENCE = 150

#: Parcels of text that are worth starting workers for.
_WORTH_A_START = 3

#: Parcels that a worker may have before it: what it does while this process sorts and writes a segment.
_QUEUE = 8

#: Parcels that are left to a worker in the end; this process has a manifest to write then.
_LEFT = 4


class Workers:
    """Makes segments in several processes; with one job, or few articles, in this one."""

    def __init__(self, stem: Path, language: str, effort: Effort) -> None:
        """Begin. The files of new segments are named `stem` with something behind."""
        self.language = language
        self.effort = effort
        self.name = stem.name
        self._stem = stem
        self._workers: list[_Worker] = []
        self._builder: SegmentBuilder | None = None
        self._finished: list[SegmentRecord] = []

    def expect(self, size: int) -> None:
        """Have the workers started, if so many bytes of text to come are worth it."""
        if size > _WORTH_A_START * self.effort.parcel:
            self._start()
            for worker in self._workers:
                worker.submit(_finish)  # nothing, which takes a process

    def add(self, articles: Sequence[Article]) -> None:
        """Take a parcel of articles in."""
        if worker := self._idlest(_QUEUE):
            worker.submit(_add, [article.data for article in articles])
        else:
            self._add_here(article.data for article in articles)

    def last(self, articles: Sequence[Article]) -> None:
        """Take the last articles in, and begin to finish the segments; `finished` returns them.

        Where all articles are in the last parcel, they are too few to start workers for.
        """
        if self._workers:
            self.add(articles)
            self._take_over()
            for worker in self._workers:
                worker.submit(_finish)
        else:
            self._add_here(article.data for article in articles)

    def finished(self) -> list[SegmentRecord]:
        """Return all new segments once they are written."""
        self._finished += self._here().finish()
        self._builder = None  # with all it knows of words
        self.wait()
        return self._finished

    def merge(self, name: str, group: Sequence[SegmentRecord], *, here: bool) -> None:
        """Begin to merge some segments as one of this name; `wait` waits for it."""
        arguments = (self._stem.with_name(name), group, self.effort.stretch)
        if not here and (worker := self._idlest(1)):
            worker.submit(_merge, *arguments)
        else:
            _merge(*arguments)

    def wait(self) -> None:
        """Wait until all work is done. Raises what went wrong in it."""
        for worker in self._workers:
            self._finished += worker.results(wait=True)

    def _take_over(self) -> None:
        """Do some of what workers have not begun, so that all come to an end at about the same time."""
        for worker in self._workers:
            while worker.pending > _LEFT and (articles := worker.take_back()):
                self._add_here(articles)
                self._finished += worker.results(wait=False)

    def _add_here(self, articles: Iterable[bytes]) -> None:
        self._finished += self._here().add(articles)

    def _here(self) -> SegmentBuilder:
        if self._builder is None:
            self._builder = SegmentBuilder(self._stem, self.language, self.effort.segment)
        return self._builder

    def _idlest(self, room: int) -> _Worker | None:
        """Return the worker with the least before it, None where all have as much as `room` allows."""
        self._start()
        for worker in self._workers:
            self._finished += worker.results(wait=False)
        idlest = min(self._workers, key=lambda worker: worker.pending, default=None)
        return idlest if idlest and idlest.pending < room else None

    def _start(self) -> None:
        while len(self._workers) < self.effort.jobs - 1:
            stem = self._stem.with_name(f"{self._stem.name}{len(self._workers):02x}")
            self._workers.append(_Worker(stem, self.language, self.effort.segment))

    def close(self) -> None:
        """Let the workers go, whatever they are doing."""
        if self._builder is not None:
            self._builder.abandon()
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.shut_down()


class _Worker:
    """One process, with what it was given to do and has not done."""

    def __init__(self, stem: Path, language: str, size: int) -> None:
        # What a worker builds stays with it from parcel to parcel: each is a pool of its own. A thread may be
        # drawing progress, so that it is started afresh and not forked from this process.
        self._pool = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), _begin_work, (stem, language, size)
        )
        self._futures: deque[Future[list[SegmentRecord]]] = deque()
        self._arguments: deque[tuple[Any, ...]] = deque()

    @property
    def pending(self) -> int:
        """How much it has to do."""
        return len(self._futures)

    def submit(self, work: Callable[..., list[SegmentRecord]], *arguments: Any) -> None:
        """Give it something to do."""
        with _deaths_translated():
            self._futures.append(self._pool.submit(work, *arguments))
            self._arguments.append(arguments)

    def take_back(self) -> Any:
        """Return what it was given last, if it has not begun with that; None where it is about to."""
        if not self._futures or not self._futures[-1].cancel():
            return None
        self._futures.pop()
        return self._arguments.pop()[0]

    def results(self, *, wait: bool) -> list[SegmentRecord]:
        """Return the segments that it finished: all, or those there are. Raises what went wrong."""
        finished: list[SegmentRecord] = []
        while self._futures and (wait or self._futures[0].done()):
            with _deaths_translated():
                self._arguments.popleft()
                finished += self._futures.popleft().result()
        return finished

    def terminate(self) -> None:
        """End its process."""
        for process in list((self._pool._processes or {}).values()):
            process.terminate()

    def shut_down(self) -> None:
        """Wait until its process is gone."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _deaths_translated() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise NewsgrepError(
            "a worker process was killed; the index is as it was", "give it less to do with --jobs 1"
        ) from error


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
    return _builder.add(articles)


def _finish() -> list[SegmentRecord]:
    finished = _builder.finish()
    _builder.forget()
    return finished


def _merge(stem: Path, records: Sequence[SegmentRecord], stretch: int) -> list[SegmentRecord]:
    """Write some segments beside `stem` as one, without their deleted documents; it is no new segment."""
    parts = [Part(SegmentReader(stem.with_name(record.name)), record.live()) for record in records]
    merge_segments(parts, stem, stretch)
    return []
