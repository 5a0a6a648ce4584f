"""Worker processes, which parsing and building segments share.

Each is a `ProcessPoolExecutor` of one process, so that a caller that keeps state in a worker finds it there.
They are spawned, not forked, as a thread may be drawing progress. They end with this process, and ignore
Ctrl-C.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TextIO, TypeVar

from newsgrep.errors import NewsgrepError
from newsgrep.tasks import Task, uninterrupted
from newsgrep.tuning import DEFAULT_TUNING, IndexingTuning

if TYPE_CHECKING:  # takes 25 ms to import, and multiprocessing another 30
    from concurrent.futures import Executor, Future

#: A filter of warnings, as -W takes it.
_QUIET = "ignore:resource_tracker:UserWarning"

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class PoolWorker:
    """One worker process."""

    def __init__(self) -> None:
        """Start it."""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self._pending: set[Future[Any]] = set()
        with _spawning():
            self._executor = ProcessPoolExecutor(1, get_context("spawn"), _begin)
            self.submit(_begun)
        # Only the worker writes results. With this end open too, the executor would wait for ever for the
        # rest of a result that a killed worker had begun to write.
        self._executor._result_queue._writer.close()  # type: ignore[attr-defined]

    @property
    def pending(self) -> int:
        """The number of tasks that are submitted and not done."""
        return len(self._pending)

    def submit(self, work: Callable[..., _Result], *arguments: Any) -> Task[_Result]:
        """Submit a task; function, arguments and result are pickled.

        Raises NewsgrepError where the process was killed, as the result of the task does.
        """
        with _killed_is_an_error():
            task = _WorkerTask(self._executor, work, *arguments)
        with uninterrupted():
            self._pending.add(task.future)
            task.future.add_done_callback(self._pending.discard)
        return task

    def kill(self) -> None:
        """End the process, whatever it does."""
        for process in (self._executor._processes or {}).values():
            process.kill()
        with uninterrupted():
            self._executor.shutdown(wait=True, cancel_futures=True)


class _WorkerTask(Task[_Result]):
    """A task of a worker process."""

    def __init__(self, executor: Executor, work: Callable[..., _Result], *arguments: object) -> None:
        super().__init__(executor, work, *arguments)
        _ignore_error_if_cancelled(self.future)

    def result(self) -> _Result:
        with _killed_is_an_error():
            return super().result()


def _ignore_error_if_cancelled(future: Future[Any]) -> None:
    """Make a future ignore an error that the executor sets after the future was cancelled.

    The executor sets an error for all its futures when a worker is killed. In Python 3.11 it stops at a
    cancelled future, so that waiting for the others never ends.
    """
    from concurrent.futures import InvalidStateError

    set_exception = future.set_exception

    def set_unless_cancelled(error: BaseException | None) -> None:
        with suppress(InvalidStateError):
            set_exception(error)

    future.set_exception = set_unless_cancelled  # type: ignore[method-assign, assignment]


@contextmanager
def _killed_is_an_error() -> Iterator[None]:
    """Raise NewsgrepError where the worker was killed."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except BrokenProcessPool as error:
        raise NewsgrepError(
            "a worker process was killed; nothing was changed", "use less memory with --jobs 1"
        ) from error


class Pool:
    """The workers of a run; there are none until the work is worth starting them.

    jobs: processes that work, this one among them
    """

    def __init__(self, jobs: int, tuning: IndexingTuning = DEFAULT_TUNING.indexing) -> None:
        self.jobs = jobs
        self._tuning = tuning
        self._workers: list[PoolWorker] = []

    @property
    def is_started(self) -> bool:
        """Whether there are workers."""
        return bool(self._workers)

    def expect(self, size: int) -> None:
        """Start the workers if the bytes of text to come are worth it."""
        if size > self._tuning.worth_workers:
            self.workers()

    def workers(self) -> Sequence[PoolWorker]:
        """Return the `jobs` - 1 workers; they are started when they are first asked for."""
        while len(self._workers) < self.jobs - 1:
            self._workers.append(PoolWorker())
        return self._workers

    def map_ahead(self, work: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Yield the results of tasks in their order, while workers do some of the tasks ahead.

        If the next result is not there yet, this process does a task that no worker has begun. Workers are
        started when the work takes long.
        """
        planned: list[_Planned[_Task, _Result]] = []
        tasks = iter(tasks)
        started = time.monotonic()
        while True:
            room = 1 + self._tuning.tasks_ahead * len(self._workers) - len(planned)
            planned.extend(_Planned(work, task) for task in islice(tasks, max(0, room)))
            if not planned:
                return
            self._submit(planned)
            while not planned[0].is_done:
                if not any(one.do_here() for one in planned if not one.is_done):
                    break  # the workers have begun all of them: wait for the first
            yield planned.pop(0).result()
            if not self._workers and time.monotonic() - started > self._tuning.worth_workers_after:
                self.workers()

    def _submit(self, planned: Sequence[_Planned[_Task, _Result]]) -> None:
        """Submit tasks to workers that have little to do; the very next task is done here."""
        free = (one for one in islice(planned, 1, None) if one.submitted is None)
        for worker in self._workers:
            for one in islice(free, max(0, 2 - worker.pending)):
                one.submit(worker)

    def close(self) -> None:
        """End the workers, whatever they do."""
        for worker in self._workers:
            worker.kill()
        self._workers = []


class _Planned(Generic[_Task, _Result]):
    """A task, to be done by a worker or by this process."""

    def __init__(self, work: Callable[[_Task], _Result], task: _Task) -> None:
        self._work = work
        self._task = task
        self._result: list[_Result] = []
        self.submitted: Task[_Result] | None = None

    @property
    def is_done(self) -> bool:
        return bool(self._result) or (self.submitted is not None and self.submitted.is_done)

    def submit(self, worker: PoolWorker) -> None:
        self.submitted = worker.submit(self._work, self._task)

    def do_here(self) -> bool:
        """Do the task in this process, unless a worker has begun it; return whether it is done."""
        if self.submitted is not None and not self.submitted.cancel():
            return False
        self._result.append(self._work(self._task))
        return True

    def result(self) -> _Result:
        if self._result:
            return self._result[0]
        assert self.submitted is not None
        return self.submitted.result()


@contextmanager
def _spawning() -> Iterator[None]:
    """Make processes that are spawned in this block ignore Ctrl-C, and not run the main module again.

    A script without a guard would start its work once more in each of them, and no task is in the main
    module. They inherit the mask of signals; a Ctrl-C in this block reaches this process afterwards. The
    resource tracker, which cleans up semaphores, prints no warning when this process is killed. It is started
    first, as its start unblocks Ctrl-C.
    """
    from multiprocessing.resource_tracker import ensure_running

    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    sys.warnoptions.append(_QUIET)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        sys.warnoptions.remove(_QUIET)
        sys.modules["__main__"] = main


def _begin() -> None:
    """Prepare a worker process: it ends with its parent, and what a library prints goes to stderr."""
    from multiprocessing import parent_process

    os.dup2(2, 1)
    parent = parent_process()
    assert parent is not None
    sys.stderr = _WhileParentLives(sys.stderr, os.getppid())

    def end_with_parent() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


class _WhileParentLives(io.TextIOBase):
    """The error output of a worker. It drops all once the parent is gone: only broken pipes are reported."""

    def __init__(self, stream: TextIO, parent: int) -> None:
        super().__init__()
        self._stream = stream
        self._parent = parent

    def write(self, text: str) -> int:
        """Write a text, unless the parent is gone."""
        return self._stream.write(text) if os.getppid() == self._parent else len(text)

    def flush(self) -> None:
        """Flush the stream."""
        self._stream.flush()

    def fileno(self) -> int:
        """Return the descriptor of the stream."""
        return self._stream.fileno()


def _begun() -> None:
    """Do nothing: the first task starts the process."""
