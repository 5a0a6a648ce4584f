"""Worker processes, and work done ahead in them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from newsgrep.engine.processes import Worker, done_ahead

from newsgrep.engine.embedded import builders as batches
from newsgrep.errors import NewsgrepError


def nothing() -> None:
    """Begin with nothing."""


def whose(number: int) -> tuple[int, int]:
    """Return a number, and the process that did so."""
    time.sleep(0.01)
    return number, os.getpid()


def fail(number: int) -> int:
    """Raise an error for 7."""
    if number == 7:
        raise ValueError("seven")
    return number


def die(number: int) -> int:
    """End the worker, as a system without memory does."""
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture
def workers() -> Iterator[Callable[[int], list[Worker]]]:
    """Return a function that makes workers, which have begun."""
    made: list[Worker] = []

    def make(count: int) -> list[Worker]:
        made.extend(Worker(nothing) for _ in range(count))
        for worker in made:
            worker.submit(nothing).result()
        return made

    yield make
    for worker in made:
        worker.shut_down()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_results_come_in_the_order_of_the_tasks(workers, count):
    """Whoever does the work, none is lost and none comes twice."""
    results = list(done_ahead(workers(count), whose, range(40)))
    assert [number for number, _ in results] == list(range(40))


def test_workers_and_this_process_share_the_work(workers):
    """Both have done some of it."""
    doers = {process for _, process in done_ahead(workers(1), whose, range(40))}
    assert os.getpid() in doers
    assert len(doers) == 2


def test_nothing_waits_for_a_worker_that_is_about_something_else(workers):
    """What it was sent is done here, though it may do it, too, in the end."""
    (worker,) = workers(1)
    worker.submit(time.sleep, 600)
    results = list(done_ahead([worker], whose, range(40)))
    assert results == [(number, os.getpid()) for number in range(40)]
    assert worker.pending > 1


def test_tasks_are_not_taken_far_ahead(workers):
    """Of endless tasks only so many are taken as results are asked for, and a few more."""
    taken = []
    tasks = (taken.append(number) or number for number in iter(int, 1))
    results = done_ahead(workers(1), whose, tasks)
    for _ in range(5):
        next(results)
    assert 5 <= len(taken) < 20


def test_what_goes_wrong_in_the_work_is_raised(workers):
    """Wherever it went wrong, and before any result that comes after it."""
    given = []
    with pytest.raises(ValueError, match="seven"):
        given.extend(done_ahead(workers(1), fail, range(20)))
    assert given == list(range(len(given)))
    assert len(given) <= 7


def test_a_worker_that_dies_is_an_error(workers):
    """It says that the index is as it was."""
    (worker,) = workers(1)
    with pytest.raises(NewsgrepError, match="worker process was killed"):
        worker.submit(die, 7).result()
    with pytest.raises(NewsgrepError, match="worker process was killed"):
        worker.submit(die, 1)


class OddError(Exception):
    """An error that is not made again from what it says."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


def say(what: str) -> str:
    """Print something, and read what nobody has typed."""
    sys.stdout.write(what)
    sys.stdout.flush()
    return what + sys.stdin.read()


def odd() -> None:
    """Raise an error that cannot be handed over."""
    raise OddError(1, 2)


def test_what_is_printed_in_a_worker_is_no_result(workers, capfd):
    """It goes where errors go; and there is nothing to read."""
    (worker,) = workers(1)
    assert worker.submit(say, "printed").result() == "printed"
    worker.shut_down()
    assert capfd.readouterr().out == ""


def test_an_error_says_where_it_was_raised(workers):
    """Its traceback of the other process is with it."""
    (worker,) = workers(1)
    with pytest.raises(ValueError, match="seven") as caught:
        worker.submit(fail, 7).result()
    assert "in fail" in caught.value.__notes__[0]


def test_what_cannot_be_handed_over_is_an_error_of_that_task_alone(workers):
    """The task, its result or its error: the worker goes on."""
    (worker,) = workers(1)
    with pytest.raises(Exception, match="pickle"):
        worker.submit(lambda: 1).result()
    with pytest.raises(Exception, match="pickle"):
        worker.submit(threading.Lock).result()
    with pytest.raises(RuntimeError, match="OddError: 1 and 2"):
        worker.submit(odd).result()
    assert worker.submit(fail, 1).result() == 1


def test_a_worker_that_cannot_begin_says_why():
    """Whatever it is given gets the reason, and not that it was killed."""
    worker = Worker(fail, 7)
    with pytest.raises(ValueError, match="seven"):
        worker.submit(fail, 1).result()
    worker.shut_down()


def test_what_a_worker_has_not_begun_can_be_taken_back(workers):
    """Of many tasks all but the first few; what was begun is done."""
    (worker,) = workers(1)
    given = [worker.submit(whose, number) for number in range(20)]
    while not given[0].running() and not given[0].done():
        time.sleep(0.001)
    taken = [future.cancel() for future in given]
    assert taken.index(True) in range(1, 5)
    assert all(taken[taken.index(True) :])
    done = [future.result()[0] for future, back in zip(given, taken, strict=True) if not back]
    assert done == list(range(taken.index(True)))
    assert worker.pending == 0


def test_work_that_takes_long_is_shared_without_being_expected(tmp_path, monkeypatch):
    """A change that nobody told how much there is to do starts its workers when it has taken a while."""
    monkeypatch.setattr(batches, "_LONG", 0.05)
    doers: set[int] = set()
    with update_index(tmp_path / "index", jobs=2) as update:
        for expected, (number, process) in enumerate(update.map(whose, range(6_000))):
            assert number == expected
            doers.add(process)
            if len(doers) == 2:  # which is soon, unless the machine has much else to do
                break
    assert len(doers) == 2


def test_one_job_does_all_work_itself(tmp_path, monkeypatch):
    """However long it takes."""
    monkeypatch.setattr(batches, "_LONG", 0.0)
    with update_index(tmp_path / "index", jobs=1) as update:
        assert {process for _, process in update.map(whose, range(5))} == {os.getpid()}
