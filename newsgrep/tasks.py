"""Work in a thread or another process, and Ctrl-C during this work."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:  # takes 25 ms to import
    from concurrent.futures import Executor, Future

_Result = TypeVar("_Result")

#: Seconds until a Ctrl-C is noticed that came just before a wait began.
_LOOK_UP = 1.0


class Task(Generic[_Result]):
    """Some work that an executor does.

    It is used in place of the `Future` of the standard library, whose locks are written in Python. A
    KeyboardInterrupt between two lines of such code leaves a lock taken, so that the executor waits forever,
    or becomes a RuntimeError.

    future: the Future that the executor returned, for callers that cannot be interrupted by Ctrl-C
    """

    def __init__(self, executor: Executor, work: Callable[..., _Result], *arguments: object) -> None:
        """Submit the work. Raises what the executor raises."""
        from queue import SimpleQueue

        self._done: SimpleQueue[None] = SimpleQueue()
        put = self._done.put
        with uninterrupted():
            self.future: Future[_Result] = executor.submit(work, *arguments)
            # The queue must not refer to the future: in a cycle, the result would stay in memory for long.
            self.future.add_done_callback(lambda _: put(None))

    @property
    def is_done(self) -> bool:
        """Whether `result` returns at once."""
        with uninterrupted():
            return self.future.done()

    def cancel(self) -> bool:
        """Cancel the work unless it has begun; return whether it is cancelled."""
        with uninterrupted():
            return self.future.cancel()

    def result(self) -> _Result:
        """Wait for the result. Raises the error of the work, and KeyboardInterrupt after Ctrl-C."""
        from queue import Empty

        while not self.is_done:
            try:
                self._done.get(timeout=_LOOK_UP)
            except Empty:
                continue
        with uninterrupted():
            return self.future.result()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C until the end of the block, which has to be short."""
    before = signal.getsignal(signal.SIGINT)
    # Other threads are never interrupted, and a handler that was not set from Python raises nothing.
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    came = False

    def remember(*_: object) -> None:
        nonlocal came
        came = True

    signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
