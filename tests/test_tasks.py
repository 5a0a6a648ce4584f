"""Work that a thread does, and Ctrl-C while it does it."""

from __future__ import annotations

import gc
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

import pytest

from newsgrep.tasks import Task, uninterrupted


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    """A thread that does tasks."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


def test_the_result_is_returned_when_it_is_there(thread):
    """Of work that is done, and of work that is done meanwhile."""
    assert [Task(thread, divmod, 7, 2).result() for _ in range(100)] == [(3, 1)] * 100


def test_the_error_of_the_work_is_raised(thread):
    """As often as the result is asked for."""
    task = Task(thread, divmod, 7, 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            task.result()


def test_what_is_not_begun_can_be_cancelled(thread):
    """And what was begun is done."""
    first, second = Task(thread, time.sleep, 0.1), Task(thread, time.sleep, 600)
    assert second.cancel()
    assert first.result() is None
    assert not first.cancel()


def interrupted_before(number: int, call: Callable[[], object]) -> bool:
    """Call a function, with Ctrl-C before the nth line that it runs; return whether there are as many.

    Lines of the libraries count, too.
    """
    run = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal run
        if event == "line":
            run += 1
            if run == number:
                sys.settrace(None)
                signal.raise_signal(signal.SIGINT)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


def test_ctrl_c_is_always_keyboard_interrupt_and_leaves_no_lock_taken(thread):
    """Before whichever line it comes while a task is submitted, waited for, looked at and cancelled."""

    def use() -> None:
        task = Task(thread, time.sleep, 0.01)
        tasks.append(task)
        assert not task.is_done or task.result() is None
        task.result()
        task.cancel()

    tasks: list[Task[None]] = []
    line = 1
    while interrupted_before(line, use):
        assert all(task.result() is None for task in tasks)
        tasks.clear()
        assert Task(thread, abs, -1).result() == 1
        line += 1
    assert line > 50


def test_ctrl_c_waits_until_the_end_of_a_block():
    """All of which is run."""
    done = []

    def interrupted_block() -> None:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            done.append(True)

    with pytest.raises(KeyboardInterrupt):
        interrupted_block()
    assert done


def test_a_thread_may_enter_a_block(thread):
    """It changes nothing, as only the main thread is ever interrupted."""

    def block() -> str:
        with uninterrupted():
            return "done"

    assert Task(thread, block).result() == "done"


def test_a_result_is_freed_with_its_task() -> None:
    """At once, and not when cycles are collected: results may be arrays of hundreds of megabytes."""

    class Large:
        pass

    may_end = threading.Event()

    def work() -> Large:
        may_end.wait()
        return Large()

    gc.disable()
    try:
        with ThreadPoolExecutor(1) as threads:
            task = Task(threads, work)
            may_end.set()
        result = weakref.ref(task.result())  # which was there before anybody waited for it
        del task
        assert result() is None
    finally:
        gc.enable()
