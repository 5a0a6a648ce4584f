"""newsgrep new: what came since it was last asked for."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Ended


@pytest.fixture
def add(write, run):
    """Write an article, and bring the index up to date."""

    def add_article(path: str, text: str, *flags: str) -> None:
        write(path, text)
        assert run("index", "-q", *flags, "news").code == 0

    return add_article


@pytest.fixture
def news(add, run):
    """An index with an article on a flood, and a saved search for floods and one for fires."""
    add("news/a.txt", "The flood reached Elmford.")
    assert run("save", "floods", "flood*").code == 0
    assert run("save", "fires", "fire*").code == 0


@pytest.fixture
def new(run):
    """Run newsgrep new, and return the exit code and the paths that it prints."""

    def ask(*arguments: str) -> tuple[int, list[str]]:
        ended = run("new", *arguments, "--fields", "path")
        return ended.code, ended.lines

    return ask


def test_a_hit_is_new_once(news, add, new):
    """The first time all are; then those that came since then, for each search by itself."""
    assert new("@floods") == (0, ["news/a.txt"])
    assert new("@floods") == (1, [])
    add("news/b.txt", "A second flood, and no fire.")
    assert new("@floods") == (0, ["news/b.txt"])
    assert new("@fires") == (0, ["news/b.txt"])
    assert new("@floods") == new("@fires") == (1, [])


def test_nothing_is_printed_where_nothing_is_new(news, run):
    """Neither hits nor messages, as cron mails whatever there is."""
    assert run("new", "fire", "the") == Ended(1, "", "")


def test_a_count_of_nothing_has_the_notices_on_its_query(news, run):
    """As the number may be none because of what they tell; cron mails a count anyway."""
    ended = run("new", "-c", "fire or storm")
    assert ended.out == "0\n"
    assert "OR" in ended.err


def test_a_terminal_is_told_that_nothing_is_new(news, terminal):
    """A person waits for an answer."""
    assert terminal("new", "@fires") == (1, "newsgrep: nothing new\n")


def test_the_line_below_the_hits_names_no_flag_of_search(news, add, terminal):
    """Neither --all nor --offset, which newsgrep new does not have."""
    add("news/b.txt", "A second flood.")
    code, screen = terminal("new", "@floods", "-n", "1", NO_COLOR="1")
    assert (code, screen.splitlines()[-2:]) == (
        0,
        ["1 of 2 articles", "newsgrep: 1 of 2 new hits shown, and none remembered"],
    )


def test_several_names_are_searches_of_their_own(news, add, run):
    """With the name before each hit; in JSON, it is the query of the hit."""
    add("news/b.txt", "A fire in Saltmarsh.")
    found = run("new", "@floods", "@fires", "--jsonl")
    hits = [json.loads(line) for line in found.lines]
    assert [(hit["query"], hit["path"]) for hit in hits] == [
        ("@floods", "news/a.txt"),
        ("@fires", "news/b.txt"),
    ]
    assert run("new", "@floods", "@fires").code == 1


@pytest.mark.parametrize(("flag", "out"), [("--json", "[]\n"), ("-c", "0\n"), ("--jsonl", ""), ("--csv", "")])
def test_a_program_reads_that_nothing_is_new(news, run, flag, out):
    """As an empty array and as 0; lines and tables have none."""
    assert run("new", "@floods").code == 0
    assert run("new", "@floods", flag) == (1, out, "")


def test_without_a_query_every_article_is_asked_for(news, add, new):
    """Whatever other searches have shown."""
    assert new("@floods")[0] == 0
    add("news/b.txt", "Votes are counted.")
    assert sorted(new()[1]) == ["news/a.txt", "news/b.txt"]
    assert new() == (1, [])


@pytest.mark.parametrize("flag", ["--keep", "-c", "-q"])
def test_what_is_not_shown_or_to_be_kept_is_new_again(news, new, run, flag):
    """With --keep, with a count, and where only the exit code was asked for."""
    assert run("new", "@floods", flag).code == 0
    assert new("@floods") == (0, ["news/a.txt"])


def test_a_limit_that_leaves_hits_out_loses_none(news, add, run, new):
    """Nothing of this search is remembered, and a message says so."""
    add("news/b.txt", "A second flood.")
    limited = run("new", "@floods", "-n", "1", "--fields", "path")
    assert (len(limited.lines), limited.err) == (1, "newsgrep: 1 of 2 new hits shown, and none remembered\n")
    assert len(new("@floods", "-n", "2")[1]) == 2
    assert new("@floods") == (1, [])


def test_readers_are_told_apart(news, new):
    """Each has seen what it was shown."""
    assert new("@floods", "--reader", "ada") == (0, ["news/a.txt"])
    assert new("@floods", "--reader", "bo") == (0, ["news/a.txt"])
    assert new("@floods", "--reader", "ada") == (1, [])


def test_an_answer_that_cannot_be_written_is_not_remembered(news, start, new):
    """The next run has the hits."""
    with (
        Path("/dev/full").open("w") as full,
        start("new", "@floods", popen={"stdout": full}) as process,
    ):
        assert process.wait(60) == 2
    assert new("@floods") == (0, ["news/a.txt"])


def test_a_state_that_cannot_be_written_is_an_error(news, run, monkeypatch, folder):
    """After the hits, which are new again the next time."""
    (folder / "state").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    ended = run("new", "@floods", "-l")
    assert (ended.code, ended.out) == (2, "news/a.txt\n")
    assert "the same hits are shown the next time" in ended.err


def test_what_is_indexed_again_is_not_new(news, new, run, folder):
    """Neither a file that was touched, nor one that was renamed, nor all after a rebuild."""
    assert new("@floods")[0] == 0
    os.utime(folder / "news/a.txt")
    assert run("index", "-q", "news").code == 0
    assert new("@floods") == (1, [])
    (folder / "news/a.txt").rename(folder / "news/z.txt")
    assert run("index", "-q", "news").code == 0
    assert new("@floods") == (1, [])
    assert run("index", "-q", "--rebuild", "news").code == 0
    assert new("@floods") == (1, [])
    assert run("search", "-c", "added:today").out == "1\n"


def test_what_is_piped_again_into_a_rebuild_is_not_new(run, new):
    """It came when it was piped first, as a file came when it was first indexed."""
    piped = '{"id": "1", "text": "The flood reached Elmford."}'
    assert run("index", "-q", "-", stdin=piped).code == 0
    assert new("flood") == (0, ["stdin:"])
    assert run("index", "-q", "--rebuild", "-", stdin=piped).code == 0
    assert new("flood") == (1, [])


def test_a_rebuild_of_a_damaged_index_says_that_all_is_new(news, new, run, folder, monkeypatch):
    """When the articles came was in the part that cannot be read."""
    assert new("@floods")[0] == 0
    for file in folder.glob(".newsgrep/catalog_*.sqlite"):
        file.write_bytes(b"no database")
    later = time.time() + 10
    monkeypatch.setattr(time, "time", lambda: later)
    ended = run("index", "--rebuild", "news")
    assert ended.code == 0
    assert "the former index cannot be read: for added: and newsgrep new, all articles came now" in ended.err
    assert new("@floods") == (0, ["news/a.txt"])


def test_several_indexes_are_remembered_each(news, new, run, write):
    """Also where they are asked together: what one has shown is not new in both."""
    write("south/c.txt", "A flood in the south.")
    assert run("index", "-q", "--index", "south/.newsgrep", "south").code == 0
    assert new("flood") == (0, ["news/a.txt"])
    both = ("flood", "--index", ".newsgrep", "--index", "south/.newsgrep")
    assert new(*both) == (0, ["south/c.txt"])
    assert new(*both) == (1, [])


def test_a_terminal_heads_the_hits_of_each_search_with_its_name(news, add, terminal):
    """Once, as its text is no other."""
    add("news/b.txt", "A fire in Elmford.")
    _, screen = terminal("new", "@floods", "@fires", NO_COLOR="1")
    assert [line for line in screen.splitlines() if line.startswith("@")] == ["@floods", "@fires"]


def test_of_two_runs_at_once_one_prints_a_hit(news, start, folder, run):
    """The second waits until the first has remembered what it printed."""
    lines = (f'{{"title": "{number}", "text": "A flood in the valley."}}\n' for number in range(5000))
    (folder / "news/many.jsonl").write_text("".join(lines))
    assert run("index", "-q", "--keep-duplicates", "news").code == 0
    asked = ("new", "@floods", "--fields", "key")
    state = {"XDG_STATE_HOME": str(folder / "state")}
    with start(*asked, **state) as first:
        beginning = first.stdout.readline()  # the pipe is too small for the rest
        (lock,) = folder.glob("state/newsgrep/seen/*.lock")
        with lock.open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with start(*asked, **state) as second:
            assert (beginning + first.stdout.read()).count(b"\n") == 5001
            assert second.communicate(timeout=60)[0] == b""
            assert (first.wait(), second.returncode) == (0, 1)
