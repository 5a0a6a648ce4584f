"""The program as a process: closed pipes, signals, a second writer, the locale."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_writer

ARTICLES = 300

#: Coverage stays out of processes that are hit at any moment: a signal within its tracer can lock it up.
UNMEASURED = {"COVERAGE_PROCESS_START": "", "COVERAGE_PROCESS_CONFIG": ""}


@pytest.fixture
def archive(folder):
    """Write an archive of a few hundred articles, each with a word for its version."""

    def write_archive(version: str):
        lines = (
            json.dumps(
                {"id": f"{n}", "title": f"Story {n}", "body": f"{version} story. " * 40 + f"Number {n}."}
            )
            for n in range(ARTICLES)
        )
        (folder / "archive.jsonl").write_text("\n".join(lines) + "\n")

    return write_archive


def wait_for_lock(folder) -> None:
    """Wait until a process holds the index's lock and says so."""
    lock = folder / ".newsgrep/MAIN_WRITELOCK"
    deadline = time.monotonic() + 20
    while not (lock.exists() and lock.stat().st_size):
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_closed_pipe_ends_the_program_silently(archive, run, start):
    """As `head` closes it, with exit code 0."""
    archive("first")
    run("index", ".")
    with start("search", "--all", "story") as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


def test_a_pipe_that_is_closed_before_the_first_line_is_silent_too(corpus, start):
    """There is nobody to read an error."""
    reading, writing = os.pipe()
    os.close(reading)
    with start("search", "ganja", popen={"stdout": writing}) as process:
        os.close(writing)
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")  # noqa: PTH110
def test_a_full_disk_is_an_error(corpus, start):
    """Output that is lost is exit code 2."""
    with open("/dev/full", "wb") as full, start("search", "ganja", popen={"stdout": full}) as process:  # noqa: PTH123
        assert process.wait(30) == 2
        assert process.stderr.read() == (
            b"newsgrep: standard output cannot be written: no space left on device\n"
            b"hint: write to another disk\n"
        )


@pytest.fixture
def of_many_segments(folder, run):
    """Make an index of as many segments as there are between two merges."""
    for number in range(9):
        (folder / f"{number}.txt").write_text(f"Story {number}.")
        run("index", ".", "--jobs", "1")
    return folder


def test_more_files_are_opened_than_the_system_usually_allows(of_many_segments, start):
    """The soft limit is raised."""
    with start("search", "-c", "story", popen={"preexec_fn": lambda: limit_open_files(50, 500)}) as process:
        assert process.wait(30) == 0
        assert process.stdout.read() == b"9\n"


def test_more_files_than_the_system_allows_are_no_damage(of_many_segments, start):
    """The error says so, with a hint on ulimit."""
    with start("search", "-c", "story", popen={"preexec_fn": lambda: limit_open_files(50, 50)}) as process:
        assert process.wait(30) == 2
        error, hint = process.stderr.read().splitlines()
        assert error.endswith(b".newsgrep cannot be read: too many open files")
        assert hint.startswith(b"hint: allow more open files with ulimit -n")


def limit_open_files(soft: int, hard: int) -> None:
    """Allow a process that begins so many open files, and that it asks for so many."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_output_that_is_closed_is_an_error(corpus, start):
    """As with `>&-`; but where nothing is written to it."""
    closing = {"preexec_fn": lambda: os.close(1)}
    with start("search", "ganja", popen=closing) as process:
        assert process.wait(30) == 2
        assert process.stderr.read().startswith(b"newsgrep: standard output is closed\nhint: ")
    with start("search", "-q", "ganja", popen=closing) as process:
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


def test_a_file_name_that_is_no_text_is_no_bug_where_output_is_closed(folder, run, start):
    """Its bytes go to whatever standard output is."""
    Path(os.fsdecode(b"ganja\xff.txt")).write_text("Ganja.\n\nA missile.")
    run("index", ".")
    with start("search", "-l", "ganja", popen={"preexec_fn": lambda: os.close(1)}) as process:
        assert process.wait(30) == 2
        assert process.stderr.read().startswith(b"newsgrep: standard output is closed\nhint: ")


@pytest.mark.parametrize(
    "command",
    [
        "search -",
        "search -f -",
        "similar -",
        "show -",
        "tag quote -",
        "index -",
        "index --files-from -",
        "timeline -f -",
    ],
)
def test_input_that_is_closed_is_an_error_where_it_is_read(corpus, start, command):
    """As with `<&-`: the message names it, and it is neither a bug nor an empty input."""
    with start(*command.split(), popen={"preexec_fn": lambda: os.close(0)}) as process:
        assert process.wait(30) == 2
        assert process.stderr.read().startswith(b"newsgrep: standard input is closed\nhint: ")


def test_nobody_is_asked_where_input_is_closed(corpus, start):
    """A deletion is refused as in any script."""
    with start("delete", "ganja missile", popen={"preexec_fn": lambda: os.close(0)}) as process:
        assert process.wait(30) == 2
        assert process.stderr.read().startswith(b"newsgrep: there is no terminal to ask whether to delete ")


@pytest.mark.parametrize("closed", [(0,), (2,), (0, 1, 2)], ids=repr)
def test_streams_that_are_closed_do_not_matter(folder, run, start, closed):
    """Neither here nor to worker processes, which so much text starts."""
    lines = (json.dumps({"id": f"{n}", "body": f"story {n} " * 100}) for n in range(4_000))
    (folder / "archive.jsonl").write_text("\n".join(lines) + "\n")
    closing = {"preexec_fn": lambda: [os.close(descriptor) for descriptor in closed]}
    with start("index", "--jobs", "2", ".", popen=closing) as process:
        assert process.wait(60) == 0
    assert json.loads(run("status", "--json").out)["articles"] == 4_000


def test_interrupting_an_index_run_is_130_and_leaves_the_index(archive, folder, run, start):
    """However far it is: here it has read the files, and waits for more on standard input."""
    archive("first")
    run("index", ".")
    archive("second")
    (folder / ".newsgrep/MAIN_WRITELOCK").unlink()
    with start("index", ".", "-", popen={"stdin": subprocess.PIPE}, **UNMEASURED) as process:
        wait_for_lock(folder)
        process.send_signal(signal.SIGINT)
        process.wait(30)
        err = process.stderr.read()
    assert (process.returncode, err) == (130, b"newsgrep: interrupted; nothing was changed\n")
    assert run("search", "-c", "first").out == f"{ARTICLES}\n"
    assert run("index", ".").code == 0
    assert run("search", "-c", "second").out == f"{ARTICLES}\n"


def children_of(process) -> list[str]:
    """The processes that a process has begun."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes of Linux")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM, signal.SIGKILL])
def test_workers_of_a_run_that_is_ended_end_in_silence(folder, start, number):
    """As when a terminal is closed: there is no traceback of a pipe that broke."""
    lines = (json.dumps({"id": f"{n}", "body": f"story {n} " * 100}) for n in range(100_000))
    (folder / "archive.jsonl").write_text("\n".join(lines) + "\n")

    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # These tests may be run by nohup, or by a shell in the background, which have programs ignore these.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)

    with start("index", "-q", "--jobs", "3", ".", popen={"preexec_fn": prepare}, **UNMEASURED) as process:
        deadline = time.monotonic() + 20
        while len(children_of(process)) < 2 or not list((folder / ".newsgrep").glob("MAIN_*.*")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(number)
        assert process.stderr.read() == b""  # which ends when the workers have
        assert process.wait(30) == -number


def test_killing_an_index_run_at_any_moment_loses_nothing(archive, run, start):
    """After each kill the index holds the old version or the new one, whole, and the next run works."""
    archive("version0")
    started = time.monotonic()
    with start("index", "-q", ".", **UNMEASURED) as process:
        assert process.wait(60) == 0
    duration = time.monotonic() - started
    moments = random.Random(2020)
    held = 0
    for version in range(1, 21):
        archive(f"version{version}")
        with start("index", "-q", ".", popen={"stderr": subprocess.DEVNULL}, **UNMEASURED) as process:
            time.sleep(moments.uniform(0.1, 1.1) * duration)
            process.kill()
        counts = {v: run("search", "-c", f"version{v}").out for v in (held, version)}
        assert sorted(counts.values()) == ["0\n", f"{ARTICLES}\n"]
        assert run("search", "-c", "*").out == f"{ARTICLES}\n"
        held = max(counts, key=lambda v: int(counts[v]))
    archive("last")
    assert run("index", ".").code == 0
    assert run("search", "-c", "last").out == f"{ARTICLES}\n"


@pytest.fixture
def other_writer(write, folder, run):
    """Another writer, which holds the lock of an index until its stack is closed."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    run("index", "news")
    write("news/barda.txt", "Rockets fell on Barda.")
    with ExitStack() as stack:
        stack.enter_context(open_writer(folder / ".newsgrep", WriterOptions()))
        yield stack


def test_a_second_writer_gets_an_error_at_once(other_writer, folder, spawn):
    """It names the process that writes."""
    assert spawn("index", "news") == (
        2,
        "",
        f"newsgrep: process {os.getpid()} is writing to the index: "
        f"{folder / '.newsgrep/MAIN_WRITELOCK'} is locked\nhint: wait for it with --wait SECONDS\n",
    )


def test_a_second_writer_may_wait(other_writer, run):
    """For so many seconds, and no longer."""
    assert run("index", "--wait", "0.2", "news").code == 2
    timer = threading.Timer(0.3, other_writer.close)
    timer.start()
    assert run("index", "--wait", "30", "news").code == 0
    timer.join()
    assert run("search", "-c", "*").out == "2\n"


def test_searches_do_not_wait_for_a_writer(other_writer, run):
    """They see the index as it was."""
    assert run("search", "-c", "ganja").out == "1\n"


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}]
)
def test_output_is_utf_8_in_any_locale(corpus, spawn, locale):
    """Also in one of ASCII."""
    ended = spawn("search", "erdogan", **locale)
    assert ended.code == 0
    assert "Erdoğan" in ended.out


def test_a_query_is_found_as_typed_in_any_locale(corpus, spawn):
    """Arguments are read as UTF-8, too."""
    assert spawn("search", "-c", "Erdoğan", LC_ALL="C").out == spawn("search", "-c", "erdogan").out != "0\n"
