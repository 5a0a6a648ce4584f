"""Worker processes, and work that some of them do ahead of the process that asks for it."""

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
from itertools import islice
from typing import Any, Generic, TypeVar

from newsgrep.errors import NewsgrepError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

#: Tasks that are done ahead, for each worker, and those that it has at once: it begins with the second while
#: the first is handed back.
_AHEAD, _GIVEN = 8, 2


class Worker:
    """One process, with what it was given to do and has not done."""

    def __init__(self, begin: Callable[..., None], *arguments: Any) -> None:
        """Make one; `begin` is called in it before all else. What that leaves behind stays in the process."""
        # A thread may be drawing progress, so that it is started afresh and not forked from this process.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, context, _begin_work, (begin, arguments))
        self._given: deque[Future[Any]] = deque()

    @property
    def pending(self) -> int:
        """How much it has to do."""
        while self._given and self._given[0].done():
            self._given.popleft()
        return sum(not future.done() for future in self._given)

    def submit(self, work: Callable[..., _Result], *arguments: Any) -> Future[_Result]:
        """Give it something to do."""
        with _deaths_translated():
            future = self._pool.submit(work, *arguments)
        self._given.append(future)
        return future

    def terminate(self) -> None:
        """End its process."""
        for process in list((self._pool._processes or {}).values()):
            process.terminate()

    def shut_down(self) -> None:
        """Wait until its process is gone."""
        self._pool.shutdown(cancel_futures=True)


def result_of(future: Future[_Result]) -> _Result:
    """Return what a worker made of its work, once it is done; raises what went wrong in it."""
    with _deaths_translated():
        return future.result()


def done_ahead(
    workers: Sequence[Worker], work: Callable[[_Task], _Result], tasks: Iterable[_Task]
) -> Iterator[_Result]:
    """Yield the results of some work in the order of its tasks, of which workers do some ahead.

    Where one is not there yet, this process does what no worker has begun, until it is.
    """
    planned: list[_Planned[_Task, _Result]] = []
    tasks = iter(tasks)
    while True:
        room = 1 + _AHEAD * len(workers) - len(planned)
        planned.extend(_Planned(work, task) for task in islice(tasks, room))
        if not planned:
            return
        _give_out(planned, workers)
        while not planned[0].is_done:
            if not any(one.do() for one in planned if not one.is_done):
                break  # workers are about all of them, and the first has to be waited for
        yield planned.pop(0).result()


def _give_out(planned: Sequence[_Planned[_Task, _Result]], workers: Iterable[Worker]) -> None:
    """Give the workers that have nothing else to do some of what comes next, but for the very next.

    Where a worker has other work, the task would have to wait for that, and to be waited for.
    """
    free = (one for one in islice(planned, 1, None) if not one.is_given)
    for worker in workers:
        there = sum(one.is_with(worker) for one in planned)
        if there == worker.pending:
            for one in islice(free, _GIVEN - there):
                one.give(worker)


class _Planned(Generic[_Task, _Result]):
    """Something to be worked out, here or by a worker."""

    def __init__(self, work: Callable[[_Task], _Result], task: _Task) -> None:
        self._work = work
        self._task = task
        self._future: Future[_Result] | None = None
        self._worker: Worker | None = None

    def is_with(self, worker: Worker) -> bool:
        """Whether a worker is to do it, or does it."""
        return self._worker is worker and not self.is_done

    @property
    def is_given(self) -> bool:
        return self._future is not None

    @property
    def is_done(self) -> bool:
        return self._future is not None and self._future.done()

    def give(self, worker: Worker) -> None:
        self._worker = worker
        self._future = worker.submit(self._work, self._task)

    def do(self) -> bool:
        """Do it here, unless a worker has begun; returns whether it was done here."""
        if self._future is not None and not self._future.cancel():
            return False
        self._future = Future()
        self._future.set_result(self._work(self._task))
        return True

    def result(self) -> _Result:
        assert self._future is not None
        return result_of(self._future)


@contextmanager
def _deaths_translated() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise NewsgrepError(
            "a worker process was killed; the index is as it was", "give it less to do with --jobs 1"
        ) from error


def _begin_work(begin: Callable[..., None], arguments: Sequence[Any]) -> None:
    """Leave Ctrl-C to the process that the person started, and end when that process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(*arguments)


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one; killed, it cannot say so itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
