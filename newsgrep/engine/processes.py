"""Worker processes, and work that some of them do ahead of the process that asks for it.

A worker is started afresh and not forked, as a thread may be drawing progress. It is none of the standard
library's: those take twice as long until they can work, as they import more, start another process to watch
over semaphores, and run the main module of the program once again.
"""

from __future__ import annotations

import fcntl
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import islice
from typing import IO, Any, Generic, NamedTuple, TypeVar

from newsgrep.engine.serving import receive, send
from newsgrep.errors import NewsgrepError

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

#: Tasks that are done ahead, for each worker, and those that it has at once, other work counted: it begins
#: with the second while the first is handed back.
_AHEAD, _GIVEN = 8, 2

#: Tasks that its process has: one it does, and one it does next, without waiting for it. All others can still
#: be done elsewhere.
_SENT = 2

#: Bytes that a pipe holds, where the system lets it: so much holds nobody up until it is taken.
_PIPE = 1 << 20

_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from newsgrep.engine.serving import serve; serve()"


class _Task(NamedTuple):
    """Something to do, and what comes of it."""

    future: Future[Any]
    work: Callable[..., Any]
    arguments: tuple[Any, ...]


class Worker:
    """One process, with what it was given to do and has not done."""

    def __init__(self, begin: Callable[..., None], *arguments: Any) -> None:
        """Start it; `begin` is called in it before all else. What that leaves behind stays in the process."""
        self._changed = threading.Condition()
        self._waiting: deque[_Task] = deque()
        self._sent: deque[Future[Any]] = deque()
        self._fault: Exception | None = None
        self._begun = self.submit(begin, *arguments)
        command = [sys.executable, "-c", _PROGRAM, *sys.path]
        # In a group of its own, as Ctrl-C is for the process that the person started.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
        )
        self._threads = [
            threading.Thread(target=self._send, args=[self._process.stdin], daemon=True),
            threading.Thread(target=self._receive, args=[self._process.stdout], daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pending(self) -> int:
        """How much it has to do."""
        with self._changed:
            given = [*self._sent, *(task.future for task in self._waiting)]
        return sum(not future.done() for future in given)

    def is_about(self, future: Future[Any]) -> bool:
        """Whether it has begun what leads to a result, or has done it."""
        with self._changed:
            return future not in islice(self._sent, 1, None)

    def submit(self, work: Callable[..., _Result], *arguments: Any) -> Future[_Result]:
        """Give it something to do. Raises NewsgrepError where its process was killed."""
        future: Future[_Result] = Future()
        with self._changed:
            if self._fault:
                raise self._fault
            self._waiting.append(_Task(future, work, arguments))
            self._changed.notify_all()
        return future

    def terminate(self) -> None:
        """End its process, whatever that does."""
        self._process.kill()

    def shut_down(self) -> None:
        """End its process, and wait until it is gone."""
        self.terminate()
        self._process.wait()
        for thread in self._threads:
            thread.join()

    def _send(self, pipe: IO[bytes]) -> None:
        """Hand tasks to the process, as long as there is one."""
        _widen(pipe)
        try:
            with suppress(BrokenPipeError), pipe:
                while task := self._next():
                    self._send_task(pipe, task)
        finally:
            self.terminate()  # whatever went wrong, nobody waits for it in vain

    def _send_task(self, pipe: IO[bytes], task: _Task) -> None:
        try:
            data = pickle.dumps((task.work, task.arguments), pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # which whoever asks for the result gets
            self._end_task(task.future, error=error)
        else:
            send(pipe, data)

    def _next(self) -> _Task | None:
        """Wait until the process may have another task, and return it; None when there is no process."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._fault or (self._waiting and len(self._sent) < _SENT))
                if self._fault:
                    return None
                task = self._waiting.popleft()
                if task.future.set_running_or_notify_cancel():
                    self._sent.append(task.future)
                    return task

    def _receive(self, pipe: IO[bytes]) -> None:
        """Take what comes of the tasks, which is in their order, until the process ends."""
        _widen(pipe)
        fault: Exception = NewsgrepError(
            "a worker process was killed; the index is as it was", "give it less to do with --jobs 1"
        )
        try:
            with suppress(EOFError), pipe:
                while True:
                    result, error = pickle.loads(receive(pipe))
                    future = self._sent[0]
                    self._end_task(future, result, error)
                    if error and future is self._begun:
                        raise error
        except Exception as error:
            fault = error
        finally:
            self._end(fault)

    def _end_task(self, future: Future[Any], result: Any = None, error: Exception | None = None) -> None:
        if error:
            future.set_exception(error)
        else:
            future.set_result(result)
        with self._changed:
            self._sent.remove(future)
            self._changed.notify_all()

    def _end(self, fault: Exception) -> None:
        """Say of everything that was not done why it is not."""
        with self._changed:
            self._fault = fault
            left = [*self._sent, *(task.future for task in self._waiting)]
            self._changed.notify_all()
        for future in left:
            if not future.done() and (future.running() or future.set_running_or_notify_cancel()):
                future.set_exception(fault)


def _widen(pipe: IO[bytes]) -> None:
    if hasattr(fcntl, "F_SETPIPE_SZ"):  # on Linux
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def done_ahead(
    workers: Sequence[Worker], work: Callable[[_Item], _Result], tasks: Iterable[_Item]
) -> Iterator[_Result]:
    """Yield the results of some work in the order of its tasks, of which workers do some ahead.

    Where one is not there yet, this process does what no worker has begun, until it is; in the end that one
    itself, if a worker that has it is about something else.
    """
    planned: list[_Planned[_Item, _Result]] = []
    tasks = iter(tasks)
    while True:
        room = 1 + _AHEAD * len(workers) - len(planned)
        planned.extend(_Planned(work, task) for task in islice(tasks, room))
        if not planned:
            return
        _give_out(planned, workers)
        while not planned[0].is_done:
            if not any(one.do() for one in planned if not one.is_done) and not planned[0].do_again():
                break  # workers are about all of them, and the first has to be waited for
        yield planned.pop(0).result()


def _give_out(planned: Sequence[_Planned[_Item, _Result]], workers: Iterable[Worker]) -> None:
    """Give the workers that have little to do some of what comes next, but for the very next."""
    free = (one for one in islice(planned, 1, None) if not one.is_given)
    for worker in workers:
        for one in islice(free, max(0, _GIVEN - worker.pending)):
            one.give(worker)


class _Planned(Generic[_Item, _Result]):
    """Something to be worked out, here or by a worker."""

    def __init__(self, work: Callable[[_Item], _Result], task: _Item) -> None:
        self._work = work
        self._task = task
        self._future: Future[_Result] | None = None
        self._worker: Worker | None = None

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
        self._do()
        return True

    def do_again(self) -> bool:
        """Do it here though a worker was sent it, unless it has begun; returns whether it was done here."""
        if self._future is None or self._worker is None or self._worker.is_about(self._future):
            return False
        self._do()
        return True

    def _do(self) -> None:
        self._future = Future()
        self._future.set_result(self._work(self._task))

    def result(self) -> _Result:
        assert self._future is not None
        return self._future.result()
