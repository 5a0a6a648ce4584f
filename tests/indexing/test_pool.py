"""Worker processes, and work done ahead in them."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsgrep.errors import NewsgrepError
from newsgrep.indexing.pool import Pool
from newsgrep.tuning import IndexingTuning

ROOT = Path(__file__).parents[2]


def whose(number: int) -> tuple[int, int]:
    """Return a number, and the process that did so."""
    time.sleep(0.01)
    return number, os.getpid()


def wait_for(file: str) -> bool:
    """Return once there is a file."""
    while not Path(file).exists():
        time.sleep(0.001)
    return True


def fail(number: int) -> int:
    """Raise an error for 7."""
    if number == 7:
        raise ValueError("seven")
    return number


def fail_with_a_hint(_: int) -> None:
    """Raise an error as the program's user sees it."""
    raise NewsgrepError("it does not work", "do something else")


def die(number: int) -> int:
    """End the process, as a system without memory does."""
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def say(what: str) -> str:
    """Print something, and read what nobody has typed."""
    sys.stdout.write(what)
    sys.stdout.flush()
    return what + sys.stdin.read()


@pytest.fixture
def pool_of() -> Iterator[Callable[[int], Pool]]:
    """Return a function that makes a pool whose workers have begun."""
    pools: list[Pool] = []

    def make(jobs: int) -> Pool:
        pool = Pool(jobs)
        pools.append(pool)
        for worker in pool.workers():
            worker.submit(os.getpid).result()
        return pool

    yield make
    for pool in pools:
        pool.close()


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_results_come_in_the_order_of_the_tasks(pool_of, jobs):
    """Whoever does the work, none is lost and none comes twice."""
    results = list(pool_of(jobs).map_ahead(whose, range(40)))
    assert [number for number, _ in results] == list(range(40))


def test_workers_and_this_process_share_the_work(pool_of):
    """Both have done some of it."""
    doers = {process for _, process in pool_of(2).map_ahead(whose, range(40))}
    assert os.getpid() in doers
    assert len(doers) == 2


def test_a_busy_worker_gets_no_tasks(pool_of):
    """What it would have to do later is done here at once."""
    pool = pool_of(2)
    (worker,) = pool.workers()
    for _ in range(2):
        worker.submit(time.sleep, 600)
    results = list(pool.map_ahead(whose, range(40)))
    assert results == [(number, os.getpid()) for number in range(40)]
    assert worker.pending == 2


def test_tasks_are_not_taken_far_ahead(pool_of):
    """Of endless tasks only so many are taken as results are asked for, and a few more."""
    taken = []
    tasks = (taken.append(number) or number for number in iter(int, 1))
    results = pool_of(2).map_ahead(whose, tasks)
    for _ in range(5):
        next(results)
    assert 5 <= len(taken) < 20


def test_an_error_of_the_work_is_raised(pool_of):
    """Wherever it was raised, and before any result that comes after it."""
    results = []
    with pytest.raises(ValueError, match="seven"):
        results.extend(pool_of(2).map_ahead(fail, range(20)))
    assert results == list(range(len(results)))
    assert len(results) <= 7


def test_an_error_of_a_worker_says_where_it_was_raised(pool_of):
    """The traceback of the other process is its cause; the worker goes on."""
    pool = pool_of(2)
    (worker,) = pool.workers()
    with pytest.raises(ValueError, match="seven") as caught:
        worker.submit(fail, 7).result()
    assert "in fail" in str(caught.value.__cause__)
    assert worker.submit(fail, 1).result() == 1


def test_the_hint_of_an_error_comes_with_it(pool_of):
    """An error for the user is whole when it comes from a worker."""
    pool = pool_of(2)
    with pytest.raises(NewsgrepError) as caught:
        pool.workers()[0].submit(fail_with_a_hint, 0).result()
    assert (caught.value.message, caught.value.hint) == ("it does not work", "do something else")


def test_what_cannot_be_pickled_is_an_error_of_that_task_alone(pool_of):
    """The task or its result: the worker goes on."""
    pool = pool_of(2)
    (worker,) = pool.workers()
    for work in (lambda: 1, threading.Lock):
        with pytest.raises((AttributeError, TypeError), match="pickle"):
            worker.submit(work).result()
    assert worker.submit(fail, 1).result() == 1


def test_a_killed_worker_is_an_error(pool_of):
    """Its task raises it, and whatever it is given afterwards; it says that nothing was changed."""
    pool = pool_of(2)
    (worker,) = pool.workers()
    future = worker.submit(die, 7)
    for again in (lambda: future.result(), lambda: worker.submit(die, 1).result()):
        with pytest.raises(NewsgrepError, match="a worker process was killed; nothing was changed"):
            again()
    with pytest.raises(NewsgrepError, match="killed"):
        list(pool.map_ahead(whose, range(40)))


def test_tasks_that_were_cancelled_do_not_hide_that_the_worker_was_killed(pool_of):
    """Whatever waits for it gets the error, and the pool can be closed."""
    pool = pool_of(2)
    (worker,) = pool.workers()
    futures = [worker.submit(die, number) for number in (7, *range(20))]
    for future in futures[5::2]:
        future.cancel()
    for future in futures:
        if not future.future.cancelled():
            with pytest.raises(NewsgrepError, match="killed"):
                future.result()
    pool.close()


def test_what_is_printed_in_a_worker_is_no_output(pool_of, capfd):
    """It goes where errors go; and there is nothing to read."""
    pool = pool_of(2)
    assert pool.workers()[0].submit(say, "printed").result() == "printed"
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "printed" in captured.err


def test_what_a_worker_has_not_begun_can_be_cancelled(pool_of, tmp_path):
    """Of many tasks all but the first few; what was begun is done."""
    (worker,) = pool_of(2).workers()
    begun = worker.submit(wait_for, str(tmp_path / "go"))
    while not begun.future.running():
        time.sleep(0.001)
    futures = [worker.submit(whose, number) for number in range(20)]
    cancelled = [future.cancel() for future in futures]
    begun_too = [number for number, is_cancelled in enumerate(cancelled) if not is_cancelled]
    assert len(begun_too) < 4
    (tmp_path / "go").touch()
    assert begun.result()
    assert [futures[number].result()[0] for number in begun_too] == begun_too
    assert worker.pending == 0


def test_work_that_takes_long_starts_workers():
    """Though nobody said how much there is to do."""
    pool = Pool(2, IndexingTuning(worth_workers_after=0.05))
    doers: set[int] = set()
    for expected, (number, process) in enumerate(pool.map_ahead(whose, range(6_000))):
        assert number == expected
        doers.add(process)
        if len(doers) == 2:  # which is soon, unless the machine has much else to do
            break
    pool.close()
    assert len(doers) == 2


def test_much_text_starts_workers_and_little_does_not():
    """What is expected decides before the work begins."""
    pool = Pool(2, IndexingTuning(worth_workers=1000))
    pool.expect(1000)
    assert not pool.is_started
    pool.expect(1001)
    assert pool.is_started
    pool.close()
    assert not pool.is_started


def test_one_job_does_all_work_itself():
    """However long it takes and however much it is."""
    pool = Pool(1, IndexingTuning(worth_workers=0, worth_workers_after=0.0))
    pool.expect(10**9)
    assert {process for _, process in pool.map_ahead(whose, range(5))} == {os.getpid()}
    assert not pool.is_started


def test_closing_ends_busy_workers(pool_of):
    """At once, whatever they do."""
    pool = pool_of(3)
    processes = [worker.submit(os.getpid).result() for worker in pool.workers()]
    for worker in pool.workers():
        worker.submit(time.sleep, 600)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 60
    assert not any(map(is_running, processes))


#: A program without a guard of its main module, which starts two workers, and waits for them or ends.
PROGRAM = """
import os, sys, time
from newsgrep.indexing.pool import Pool

pool = Pool(3)
processes = [worker.submit(os.getpid).result() for worker in pool.workers()]
try:
    futures = [worker.submit(time.sleep, float(sys.argv[1])) for worker in pool.workers()]
    print(*processes, flush=True)
    for future in futures:
        future.result()
except KeyboardInterrupt:
    print("interrupted", flush=True)
pool.close()
print("end", flush=True)
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[[float], subprocess.Popen[str]]]:
    """Return what starts the program in a process group of its own, with workers that take some seconds."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    begun: list[subprocess.Popen[str]] = []

    def start(seconds: float) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, script, str(seconds)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def is_running(process: int) -> bool:
    """Whether there is a process of this number, and it has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_script_without_a_guard_uses_workers(program):
    """They do not run it again."""
    out, err = program(0).communicate(timeout=60)
    assert out.splitlines()[1:] == ["end"]
    assert err == ""


def test_ctrl_c_is_for_the_program_and_not_for_its_workers(program):
    """The terminal sends it to all of them; only the program notices, and no traceback is written."""
    process = program(600)
    assert process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert out.splitlines() == ["interrupted", "end"]
    assert err == ""


def test_no_worker_ever_gets_ctrl_c(tmp_path):
    """Not even the first, or one that waits for its next task."""
    script = tmp_path / "program.py"
    script.write_text(
        "import signal\n"
        "from newsgrep.indexing.pool import Pool\n"
        "pool = Pool(3)\n"
        "for worker in pool.workers():\n"
        "    mask = worker.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()\n"
        "    print(signal.SIGINT in mask)\n"
        "pool.close()\n"
        "print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True)
    assert result.stdout.splitlines() == ["True", "True", "False"], result.stderr


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_when_the_program_is_killed(program):
    """Nothing of it is left behind, though it could not end them itself."""
    process = program(600)
    workers = [int(number) for number in process.stdout.readline().split()]
    assert len(workers) == 2
    assert all(map(is_running, workers))
    process.kill()
    deadline = time.monotonic() + 30
    while any(map(is_running, workers)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def send_half_a_result(started: str) -> None:
    """Write the beginning of a long result to the pipe, and go no further."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1_000) + b"x")
    Path(started).touch()
    time.sleep(60)


#: Has a worker send half a result, and ends it as its first argument says.
HALF = """
import sys, time
from pathlib import Path
from newsgrep.indexing.pool import Pool
from tests.indexing.test_pool import send_half_a_result
pool = Pool(2)
(worker,) = pool.workers()
future = worker.submit(send_half_a_result, sys.argv[2])
while not Path(sys.argv[2]).exists():
    time.sleep(0.01)
if sys.argv[1] == "kill":
    import multiprocessing
    multiprocessing.active_children()[0].kill()
    try:
        future.result()
    except Exception as error:
        print(error)
pool.close()
print("closed")
"""


@pytest.mark.parametrize(("how", "expected"), [("close", "closed"), ("kill", "a worker process was killed")])
def test_a_worker_that_ends_in_the_middle_of_a_result_is_not_waited_for(tmp_path, how, expected):
    """Neither by Ctrl-C, which closes the pool, nor where the worker is killed."""
    command = [sys.executable, "-c", HALF, how, str(tmp_path / "started")]
    ended = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=20, check=True
    )
    assert expected in ended.stdout
    assert ended.stdout.endswith("closed\n")
