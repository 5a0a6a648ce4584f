"""Building segments of articles, in this process and in workers beside it.

Articles come to this process. It hands them to the workers in batches as long as these have room, and
otherwise builds segments itself, so that no core waits for another. A worker keeps a builder, which writes
segments to files with a given prefix. A segment does not count until a generation names it, so that a worker
that is killed cannot harm the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from newsgrep.engine.base import Worker, WorkerPool, WriterOptions
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.tasks import Task
from newsgrep.tuning import SegmentTuning

if TYPE_CHECKING:
    # with its arrays, which a process that hands everything on does without
    from newsgrep.engine.segment.builder import SegmentBuilder

#: The most bytes of a batch. Larger batches are no faster, and the wait for the last one is longer.
_LARGEST_BATCH = 1_000_000

#: Bytes of memory for each occurrence of a term range that is merged: about 100, and half as much to spare.
_BYTES_PER_OCCURRENCE = 150

#: The most batches that wait for a worker: enough work while this process sorts and writes a segment.
_QUEUE = 16

#: Batches that this process leaves to each worker in the end, as it has the catalog to write then.
_LEFT_TO_WORKER = 8


class SegmentBuilders:
    """Builds and merges segments in several processes; with one job, or few articles, in this one.

    batch:  bytes of articles that are added together
    merges: bytes that the documents and the terms of all merges at the same time may take
    """

    def __init__(self, stem: Path, language: str, options: WriterOptions, pool: WorkerPool) -> None:
        """Prepare. The names of the files of new segments begin with `stem`."""
        self.name = stem.name
        self.language = language
        memory, tuning = options.memory, options.tuning
        share = memory // (tuning.memory_shares * pool.jobs)
        self.batch = min(_LARGEST_BATCH, share)
        self.merges = memory // 2
        #: Bytes of memory that a new segment may take, at 8 for each word; inverting it takes up to 14.
        self._segment = share
        self._occurrences = min(tuning.merge_occurrences, memory // (_BYTES_PER_OCCURRENCE * pool.jobs))
        self._stem = stem
        self._tuning = tuning
        self._pool = pool
        self._started: list[Worker] = []
        self._batches: list[_Batch] = []
        self._builder: SegmentBuilder | None = None
        self._finished: list[SegmentInfo] = []

    def add(self, articles: Sequence[bytes]) -> None:
        """Add a batch of encoded articles."""
        if worker := self._idlest(_QUEUE):
            self._batches.append(_Batch(articles, worker.submit(_add, articles, self._segment)))
        else:
            self._add_here(articles)

    def add_last(self, articles: Sequence[bytes]) -> None:
        """Add the last articles, and begin to finish the segments; `finished` returns them.

        If all articles are in the last batch, they are too few to start workers for.
        """
        if not self._started and not self._pool.is_started:
            self._add_here(articles)
            return
        self.add(articles)
        self._take_over()
        self._batches += [_Batch((), worker.submit(_finish)) for worker in self._started]

    def finished(self) -> list[SegmentInfo]:
        """Return all new segments once they are written."""
        if self._builder is not None:
            self._finished += self._builder.finish()
            self._builder = None  # frees its vocabulary
        self.wait()
        return self._finished

    def merge(self, name: str, group: Sequence[SegmentInfo], size: int, *, here: bool) -> None:
        """Begin to merge a group of segments into one with the given name; `wait` waits for it.

        size: bytes of memory that their documents and terms take
        here: merge in this process, not in a worker
        """
        self.run(_merge, self._stem.with_name(name), group, self._occurrences, size=size, here=here)

    def run(self, work: Callable[..., list[SegmentInfo]], *arguments: Any, size: int, here: bool) -> None:
        """Begin work that takes `size` bytes of memory, in a worker or `here`; `wait` waits for it."""
        if size + sum(batch.merged for batch in self._batches) > self.merges:
            self.wait()
        if not here and (worker := self._idlest(1)):
            self._batches.append(_Batch((), worker.submit(work, *arguments), size))
        else:
            work(*arguments)

    def wait(self) -> None:
        """Wait until all work is done. Raises what went wrong in it."""
        while self._batches:
            self._finished += self._batches.pop(0).task.result()

    def abandon(self) -> None:
        """Close and delete the unfinished segment of this process."""
        if self._builder is not None:
            self._builder.abandon()

    def _take_over(self) -> None:
        """Add here batches that no worker has begun, so that all processes end at about the same time."""
        while len(self._batches) > _LEFT_TO_WORKER * len(self._started) and self._batches[-1].task.cancel():
            self._add_here(self._batches.pop().articles)
            self._collect()

    def _add_here(self, articles: Sequence[bytes]) -> None:
        if self._builder is None:
            from newsgrep.engine.segment.builder import SegmentBuilder

            self._builder = SegmentBuilder(self._stem, self.language, self._tuning)
        self._finished += self._builder.add(articles, self._segment)

    def _idlest(self, room: int) -> Worker | None:
        """Return the worker with the fewest pending tasks; None if each has at least `room` of them."""
        for number, worker in enumerate(self._pool.workers()[len(self._started) :], len(self._started)):
            stem = self._stem.with_name(f"{self._stem.name}{number:02x}")
            worker.submit(_begin, stem, self.language, self._tuning)
            self._started.append(worker)
        self._collect()
        idlest = min(self._started, key=lambda worker: worker.pending, default=None)
        return idlest if idlest and idlest.pending < room else None

    def _collect(self) -> None:
        """Note the segments that workers have finished."""
        batches, self._batches = self._batches, []
        for batch in batches:
            if batch.task.is_done:
                self._finished += batch.task.result()
            else:
                self._batches.append(batch)


class _Batch(Struct, frozen=True):
    """A task of a worker, which returns the segments that it finishes.

    articles: what the worker adds; empty for other work
    merged:   bytes of memory that a merge takes
    """

    articles: Sequence[bytes]
    task: Task[list[SegmentInfo]]
    merged: int = 0


#: The builder of this process, if it is a worker: its segments have articles of many tasks.
_builder: SegmentBuilder


def _begin(stem: Path, language: str, tuning: SegmentTuning) -> None:
    global _builder  # noqa: PLW0603 a worker process is there for one run
    from newsgrep.engine.segment.builder import SegmentBuilder

    _builder = SegmentBuilder(stem, language, tuning)


def _add(articles: Sequence[bytes], segment: int) -> list[SegmentInfo]:
    return _builder.add(articles, segment)


def _finish() -> list[SegmentInfo]:
    finished = _builder.finish()
    _builder.clear_vocabulary()
    return finished


def _merge(stem: Path, segments: Sequence[SegmentInfo], occurrences: int) -> list[SegmentInfo]:
    """Merge segments into one at `stem`, without their deleted documents. Returns no new segments."""
    from newsgrep.engine.embedded.directory import wrong_numbers_reported
    from newsgrep.engine.segment.memory import trim_heap
    from newsgrep.engine.segment.merger import MergeInput, merge_segments
    from newsgrep.engine.segment.opening import allow_segments, open_segment

    trim_heap()  # returns the memory that building segments took
    allow_segments(len(segments) + 1)
    with wrong_numbers_reported(stem.parent):  # in the segments to merge
        inputs = [MergeInput(*open_segment(stem.parent, one)) for one in segments]
        merge_segments(inputs, stem, occurrences)
    return []
