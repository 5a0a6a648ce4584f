"""How the tests run the program: mostly in this process, as that is fast, else as a process of its own."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsgrep.cli import main

ROOT = Path(__file__).parents[2]

#: Runs the program with these arguments in the current folder.
Run = Callable[..., "Ended"]
#: Starts it as a process, for as long as a block lasts.
Start = Callable[..., AbstractContextManager[Any]]


class Ended(NamedTuple):
    """What a run of the program left: its exit code and its two streams."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    @property
    def summary(self) -> str:
        """The first line of standard error: what a run of `index` did, or what is wrong."""
        return self.err.splitlines()[0]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the current folder: it is a checkout, which may have an index of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in this process."""

    def run_main(*arguments: str | Path, stdin: str = "") -> Ended:
        streams = {name: io.TextIOWrapper(io.BytesIO(), "ascii") for name in ("stdout", "stderr")}
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            code = main([str(argument) for argument in arguments])
        texts = []
        for stream in streams.values():
            stream.flush()
            texts.append(stream.buffer.getvalue().decode("utf-8", "surrogateescape"))
        return Ended(code, *texts)

    return run_main


@pytest.fixture
def start() -> Start:
    """Start the program as a process, which the block's end ends at the latest.

    Keywords are variables of its environment, `popen` more arguments of Popen.
    """

    @contextmanager
    def started(*arguments: str | Path, popen: Mapping[str, Any] = {}, **variables: str) -> Iterator[Any]:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **popen}
        command = [sys.executable, "-m", "newsgrep", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
        with subprocess.Popen(command, env=environment, **options) as process:
            try:
                yield process
            finally:
                process.kill()

    return started


@pytest.fixture
def spawn(start: Start) -> Run:
    """Run the program in a process of its own, to its end."""

    def run_process(*arguments: str | Path, **variables: str) -> Ended:
        with start(*arguments, **variables) as process:
            out, err = process.communicate(timeout=60)
        return Ended(process.returncode, out.decode("utf-8", "surrogateescape"), err.decode())

    return run_process


@pytest.fixture
def terminal(start: Start) -> Callable[..., tuple[int, str]]:
    """Run the program on a terminal, and return its exit code and what was on the screen."""

    def run_on_terminal(*arguments: str, columns: int = 100, **variables: str) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
        with start(*arguments, popen=streams, **{"TERM": "xterm", "PAGER": "", **variables}) as process:
            os.close(theirs)
            screen = b"".join(iter(lambda: _read_some(ours), b""))
            os.close(ours)
            return process.wait(30), screen.decode().replace("\r\n", "\n")

    return run_on_terminal


def _read_some(descriptor: int) -> bytes:
    """Read from a terminal, whose end is an error on Linux."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Write an article in the dateline format, long enough ago that its time of change can be trusted."""

    def write_article(path: str, text: str, *, date: str = "2020-10-30", author: str = "Ada News") -> Path:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f" date {date} By {author}\n\n{text}\n", "utf-8")
        ages_ago = file.stat().st_mtime - 1000 - len(text)
        os.utime(file, (ages_ago, ages_ago))
        return file

    return write_article


@pytest.fixture(scope="session")
def indexed_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project's corpus, its index, and files of queries; not to be written to."""
    home = tmp_path_factory.mktemp("archive")
    shutil.copytree(ROOT / "corpus", home / "corpus")
    assert main(["index", "-q", "--index", str(home / ".newsgrep"), str(home / "corpus")]) == 0
    (home / "queries.txt").write_text("ganja missile\n", "utf-8")
    (home / "topics.tsv").write_text("q1\tmissile strike\nq2\tnotre-dame fire\n", "utf-8")
    return home


@pytest.fixture
def corpus(indexed_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the folder that holds the indexed corpus."""
    monkeypatch.chdir(indexed_corpus)
    return indexed_corpus
