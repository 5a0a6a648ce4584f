"""Making segments of articles, in this process and in worker processes beside it.

Of so many jobs one is this process, to which the articles come. It hands them on to the workers as long as
they have room, and else builds segments of them itself, so that no core waits for another. A worker builds
segments of the articles that it is given, in files whose names begin as it was told, and says which it has
finished. Nothing it writes counts until a generation names it, so that a worker that dies takes nothing with
it. Workers do other work, too, that this process would else have to do before there are articles: reading
files ahead.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newsgrep.engine.processes import Worker, done_ahead
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.tuning import DEFAULT_TUNING

if TYPE_CHECKING:  # with its arrays, which a process that hands everything on does without
    from newsgrep.engine.segment.builder import SegmentBuilder

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Effort:
    """How many processes may work, and with how many bytes of memory in all."""

    jobs: int
    memory: int

    @cached_property
    def parcel(self) -> int:
        """Bytes of text that are handed to a worker at once."""
        return min(_LARGEST_PARCEL, self.memory // (_SHARES * self.jobs))

    @property
    def merging(self) -> int:
        """Bytes that the documents and the terms of all merges at the same time may take."""
        return self.memory // 2

    @property
    def stretch(self) -> int:
        """Occurrences that are merged together."""
        return min(
            DEFAULT_TUNING.segment.merge_occurrences, self.memory // (_BYTES_AN_OCCURRENCE * self.jobs)
        )


#: Larger parcels are no faster, and the last one is waited for longer.
_LARGEST_PARCEL = 1_000_000

#: The part of the memory that the words of new segments take; the rest is for the vocabulary, for sorting …
_SHARES = 3

#: The part of the memory that is for segments, whatever others hold.
_LEAST = 4

#: Memory of which a merge may take as much for each occurrence of a stretch of terms: two thirds of it.
_BYTES_AN_OCCURRENCE = 150

#: Parcels of text that are worth starting workers for.
_WORTH_A_START = 3

#: Seconds after which work is worth starting workers for, which takes a fraction of them.
_LONG = 0.5

#: Parcels that a worker may have before it: what it does while this process sorts and writes a segment.
_QUEUE = 16

#: Parcels that are left to a worker in the end; this process has a manifest to write then.
_LEFT = 8


class Workers:
    """Makes segments in several processes; with one job, or few articles, in this one."""

    def __init__(self, stem: Path, language: str, effort: Effort) -> None:
        """Begin. The files of new segments are named `stem` with something behind."""
        self.language = language
        self.effort = effort
        self._memory = effort.memory
        self.name = stem.name
        self._stem = stem
        self._workers: list[Worker] = []
        self._parcels: list[_Parcel] = []
        self._builder: SegmentBuilder | None = None
        self._finished: list[SegmentInfo] = []

    def expect(self, size: int) -> None:
        """Have the workers started, if so many bytes of text to come are worth it."""
        if not self._workers and size > _WORTH_A_START * self.effort.parcel:
            self._start()

    def hold(self, size: int) -> None:
        """Leave so many bytes of memory to others, of which a part remains in any case."""
        self._memory = max(self.effort.memory - size, self.effort.memory // _LEAST)

    @property
    def _segment(self) -> int:
        """Bytes that a new segment may have, at eight a word; to invert it takes up to fourteen."""
        return self._memory // (_SHARES * self.effort.jobs)

    def map(self, work: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Yield the results of some work in the order of its tasks; workers do some of it.

        They are started, if they are not, when it turns out that it takes long.
        """
        started = time.monotonic()
        for result in done_ahead(self._workers, work, tasks):
            yield result
            if not self._workers and time.monotonic() - started > _LONG:
                self._start()

    def add(self, articles: Sequence[bytes]) -> None:
        """Take a parcel of articles in."""
        if worker := self._idlest(_QUEUE):
            self._parcels.append(_Parcel(articles, worker.submit(_add, articles, self._segment)))
        else:
            self._add_here(articles)

    def last(self, articles: Sequence[bytes]) -> None:
        """Take the last articles in, and begin to finish the segments; `finished` returns them.

        Where all articles are in the last parcel, they are too few to start workers for.
        """
        if self._workers:
            self.add(articles)
            self._take_over()
            self._parcels += [_Parcel((), worker.submit(_finish)) for worker in self._workers]
        else:
            self._add_here(articles)

    def finished(self) -> list[SegmentInfo]:
        """Return all new segments once they are written."""
        if self._builder is not None:
            self._finished += self._builder.finish()
            self._builder = None  # with all it knows of words
        self.wait()
        return self._finished

    def merge(self, name: str, group: Sequence[SegmentInfo], size: int, *, here: bool) -> None:
        """Begin to merge some segments as one of this name; `wait` waits for it.

        `size` is what their documents and terms take of the memory.
        """
        if size + sum(parcel.merged for parcel in self._parcels) > self.effort.merging:
            self.wait()
        arguments = (self._stem.with_name(name), group, self.effort.stretch)
        if not here and (worker := self._idlest(1)):
            self._parcels.append(_Parcel((), worker.submit(_merge, *arguments), size))
        else:
            _merge(*arguments)

    def wait(self) -> None:
        """Wait until all work is done. Raises what went wrong in it."""
        while self._parcels:
            self._finished += self._parcels.pop(0).segments()

    def _take_over(self) -> None:
        """Do some of what workers have not begun, so that all come to an end at about the same time."""
        while len(self._parcels) > _LEFT * len(self._workers) and self._parcels[-1].future.cancel():
            self._add_here(self._parcels.pop().articles)
            self._collect()

    def _add_here(self, articles: Sequence[bytes]) -> None:
        self._finished += self._here().add(articles, self._segment)

    def _here(self) -> SegmentBuilder:
        if self._builder is None:
            from newsgrep.engine.segment.builder import SegmentBuilder

            self._builder = SegmentBuilder(self._stem, self.language)
        return self._builder

    def _idlest(self, room: int) -> Worker | None:
        """Return the worker with the least before it, None where all have as much as `room` allows."""
        self._start()
        self._collect()
        idlest = min(self._workers, key=lambda worker: worker.pending, default=None)
        return idlest if idlest and idlest.pending < room else None

    def _collect(self) -> None:
        """Note the segments that workers have finished."""
        parcels, self._parcels = self._parcels, []
        for parcel in parcels:
            if parcel.future.done():
                self._finished += parcel.segments()
            else:
                self._parcels.append(parcel)

    def _start(self) -> None:
        while len(self._workers) < self.effort.jobs - 1:
            stem = self._stem.with_name(f"{self._stem.name}{len(self._workers):02x}")
            self._workers.append(Worker(_begin_work, stem, self.language))

    def close(self) -> None:
        """Let the workers go, whatever they are doing."""
        if self._builder is not None:
            self._builder.abandon()
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.shut_down()


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Articles that a worker was given, or so many bytes to merge, and what is going to come of it."""

    articles: Sequence[bytes]
    future: Future[list[SegmentInfo]]
    merged: int = 0

    def segments(self) -> list[SegmentInfo]:
        """Return the segments that are finished by it, once it is done. Raises what went wrong in it."""
        return self.future.result()


#: What this process builds, if it is a worker.
_builder: SegmentBuilder


def _begin_work(stem: Path, language: str) -> None:
    global _builder  # noqa: PLW0603 the state of a process
    from newsgrep.engine.segment.builder import SegmentBuilder

    _builder = SegmentBuilder(stem, language)


def _add(articles: Sequence[bytes], segment: int) -> list[SegmentInfo]:
    return _builder.add(articles, segment)


def _finish() -> list[SegmentInfo]:
    finished = _builder.finish()
    _builder.clear_vocabulary()
    return finished


def _merge(stem: Path, records: Sequence[SegmentInfo], stretch: int) -> list[SegmentInfo]:
    """Write some segments beside `stem` as one, without their deleted documents; it is no new segment."""
    from newsgrep.engine.segment.memory import trim_heap
    from newsgrep.engine.segment.merger import MergeInput, merge_segments
    from newsgrep.engine.segment.reader import SegmentReader, allow_segments

    trim_heap()  # what was taken to make segments
    allow_segments(len(records) + 1)
    parts = [MergeInput(SegmentReader(stem.with_name(record.name)), record.live()) for record in records]
    merge_segments(parts, stem, stretch)
    return []
