"""newsgrep watch: an index that is kept up to date."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import BinaryIO

import pytest

from newsgrep.cli import main


@pytest.fixture
def news(write, run):
    """An index of a folder, and a saved search."""
    write("news/a.txt", "The flood reached Elmford.")
    assert run("index", "-q", "news").code == 0
    assert run("save", "floods", "flood*").code == 0


def soon(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds, a minute at most."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def line_of(stream: BinaryIO) -> bytes:
    """Read a line that comes soon, a byte at a time, so that none is left in a buffer."""
    line = b""
    while not line.endswith(b"\n"):
        assert select.select([stream], [], [], 30)[0], line
        byte = os.read(stream.fileno(), 1)
        assert byte, line
        line += byte
    return line


@pytest.mark.parametrize("flags", [(), ("--poll", "0.2")])
def test_new_files_are_indexed_and_their_hits_printed(news, write, run, start, folder, flags):
    """Those of saved searches, an object a line; what was there before is not new."""
    with start("watch", "news", "--jsonl", *flags) as process:
        soon(lambda: run("search", "-c", "*").out == "1\n")
        write("news/b.txt", "Votes are counted.")
        write("news/c.txt", "A second flood.")
        hit = json.loads(line_of(process.stdout))
        assert (hit["query"], hit["path"]) == ("@floods", "news/c.txt")
        write("news/d.txt", "A third flood.")
        assert json.loads(line_of(process.stdout))["path"] == "news/d.txt"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert b"1 added" in process.stderr.read()
    assert run("verify").code == 0


def test_a_folder_that_is_moved_is_waited_for(news, write, run, start, folder):
    """Its articles stay, and what comes when it is back is indexed."""
    with start("watch", "news") as process:
        assert b"1 unchanged" in line_of(process.stderr)
        (folder / "news").rename(folder / "elsewhere")
        assert b"news is gone; its articles stay" in line_of(process.stderr)
        assert run("search", "-c", "*").out == "1\n"
        (folder / "elsewhere").rename(folder / "news")
        assert b"news is back" in line_of(process.stderr)
        write("news/b.txt", "A second flood.")
        assert line_of(process.stdout).startswith(b"@floods\tnews/b.txt\t")
        process.terminate()
        assert process.wait(30) == 128 + signal.SIGTERM


def test_a_burst_of_files_is_few_runs(news, run, start, folder):
    """And every file is indexed."""
    with start("watch", "news") as process:
        assert b"1 unchanged" in line_of(process.stderr)
        for number in range(500):
            (folder / f"news/{number:03}.txt").write_text(f"Bean number {number}.")
        soon(lambda: run("search", "-c", "bean").out == "500\n")
        process.terminate()
        process.wait(30)
        assert len(process.stderr.read().splitlines()) < 10


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing",), "missing does not exist"),
        (("news", "--search", "@none"), "there is no saved search @none"),
        (("news", "--search", "(a"), "the bracket is not closed"),
    ],
)
def test_what_cannot_be_watched_or_searched_is_refused(news, run, arguments, message):
    """Before anything is indexed."""
    ended = run("watch", *arguments)
    assert (ended.code, message in ended.err) == (2, True)


def test_without_the_library_the_command_that_installs_it_is_named(news, monkeypatch, capsys):
    """At once; to look every so often needs none."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["watch", "news"]) == 2
    assert capsys.readouterr().err.startswith("newsgrep: newsgrep watch without --poll needs watchfiles")


def test_what_cannot_be_read_is_named_once(news, write, run, start):
    """With the reason, in the run that meets it first, and not again by those that follow."""
    write("news/b.json", "[{")
    with start("watch", "news", "--poll", "0.2") as process:
        assert line_of(process.stderr).endswith(b" 1 unchanged, 1 unreadable; 1 article\n")
        assert line_of(process.stderr) == b"news/b.json:1: not valid JSON\n"
        write("c.txt", "A second flood.").rename("news/c.txt")  # as a whole, not while a run reads it
        assert line_of(process.stderr).endswith(b" 1 added, 1 unchanged, 1 unreadable; 2 articles\n")
        write("d.json", "[{").rename("news/d.json")
        assert line_of(process.stderr).endswith(b" 2 unchanged, 2 unreadable; 2 articles\n")
        assert line_of(process.stderr) == b"news/d.json:1: not valid JSON\n"


def test_an_index_that_cannot_be_written_ends_it(news, run):
    """At the first run, with the reason."""
    ended = run("watch", "--index", "/dev/null/index", "news")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("newsgrep: ")
