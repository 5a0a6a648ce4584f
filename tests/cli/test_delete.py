"""newsgrep delete: articles that go, and stay away."""

from __future__ import annotations

import datetime as dt
import json
import os
import pty
import shlex
import shutil
from pathlib import Path

import pytest

FORMAT6 = Path(__file__).parents[1] / "engine/format6"

#: A text that is long enough to be known again in another file.
LONG = "Beans were sold at the market of Elmford, as the mayor had foretold in spring. " * 4


@pytest.fixture
def news(write, run):
    """An index of three articles, and a copy of the first."""
    write("news/a.txt", LONG)
    write("news/b.txt", "A flood in Saltmarsh.")
    write("news/c.txt", "A flood in Elmford.")
    write("news/z.txt", LONG)
    assert run("index", "-q", "news").code == 0


@pytest.fixture
def paths(run):
    """The paths of the articles that there are."""
    return lambda: sorted(run("search", "-l", "--all", "*").lines)


def test_an_article_is_deleted_by_its_key_and_not_taken_in_again(news, run, write, paths):
    """Nor is its copy, whether the file is touched, changed or copied, or the index is made anew."""
    assert run("delete", "news/a.txt").code == 0
    assert paths() == ["news/b.txt", "news/c.txt"]
    assert run("duplicates").code == 1
    write("news/a.txt", "Another text of the same file.")
    write("news/d.txt", LONG)
    ended = run("index", "news")
    assert "left out 2 articles that were deleted before (newsgrep delete --list)" in ended.err
    assert paths() == ["news/b.txt", "news/c.txt"]
    assert run("index", "--rebuild", "news").code == 0
    assert paths() == ["news/b.txt", "news/c.txt"]
    assert run("verify").code == 0


def test_a_run_over_unchanged_files_says_what_stays_deleted(news, run):
    """Each run does, not only the first after a change; one over other files does not."""
    assert run("delete", "news/a.txt").code == 0
    assert "left out 1 article that was deleted before" in run("index", "news").err
    Path("news/a.txt").touch()
    assert "left out 1 article that was deleted before" in run("index", "news").err
    assert "deleted before" not in run("index", "news/b.txt").err


def test_the_list_is_a_table_on_a_terminal(news, run, terminal):
    """And lines with tabs in a pipe."""
    assert run("delete", "news/a.txt").code == 0
    code, screen = terminal("delete", "--list", NO_COLOR="1", TERM="dumb")
    heading, line = (line.split() for line in screen.splitlines())
    assert (code, heading, line[0], "\t" in screen) == (0, ["key", "deleted"], "news/a.txt", False)


def test_a_copy_takes_the_place_of_what_was_taken_in_again(folder, write, run):
    """A copy that was not indexed, as its original was deleted, is known again after --undo."""
    text = "The council of the harbour voted on the ferry. " * 10
    for name in ("a", "b"):
        write(f"news/{name}.txt", text)
    run("index", "news")
    run("delete", "news/a.txt")
    run("index")
    assert run("delete", "--undo", "news/a.txt").err == "newsgrep: 1 article indexed again\n"
    assert run("search", "-l", "ferry").out == "news/a.txt\n"
    (folder / "news/a.txt").unlink()
    run("index")
    assert run("search", "-l", "ferry").out == "news/b.txt\n"


def test_undo_takes_an_article_in_again(news, run, paths):
    """At once, with its copies left out as before."""
    assert run("delete", "news/a.txt", "news/b.txt").code == 0
    assert [line.split("\t")[0] for line in run("delete", "--list").lines] == ["news/a.txt", "news/b.txt"]
    shown = run("show", "news/a.txt")
    assert (shown.code, "newsgrep delete --undo news/a.txt" in shown.err) == (2, True)
    ended = run("delete", "--undo", "news/a.txt", "news/b.txt")
    assert (ended.code, ended.err) == (0, "newsgrep: 2 articles indexed again\n")
    assert paths() == ["news/a.txt", "news/b.txt", "news/c.txt"]
    assert run("delete", "--list").code == 1
    assert run("delete", "--undo", "news/a.txt").err.startswith("newsgrep: news/a.txt was not deleted")


def test_articles_are_deleted_from_another_folder(news, run, folder, monkeypatch):
    """By a query and by their keys, which are printed as they open from there."""
    (folder / "news/deep").mkdir()
    monkeypatch.chdir(folder / "news/deep")
    assert sorted(run("delete", "--dry-run", "flood").lines) == ["../b.txt", "../c.txt"]
    assert run("delete", "--yes", "flood").err.startswith("newsgrep: deleted 2 articles;")
    assert run("delete", "../a.txt").code == 0
    keys = [line.split("\t")[0] for line in run("delete", "--list").lines]
    assert keys == ["../a.txt", "../b.txt", "../c.txt"]
    assert run("delete", "--undo", *keys).err == "newsgrep: 3 articles indexed again\n"


def test_keys_come_from_standard_input(news, run, paths):
    """Separated by lines or NUL. A key with a filter is refused: nothing is deleted."""
    (first, *others) = paths()
    refused = run("delete", first, "--since", "1900")
    assert (refused.code, paths()) == (2, [first, *others])
    assert run("delete", "-", stdin=f"{first}\0").code == 0
    assert paths() == others


def test_undo_takes_keys_on_standard_input(news, run, paths):
    """As they were given to delete them."""
    keys = paths()
    assert run("delete", "-", stdin="\n".join(keys)).code == 0
    assert run("delete", "--undo", "-", stdin="\n".join(keys)).err.startswith("newsgrep: 3 articles indexed")
    assert (run("delete", "--undo", "-", stdin="").code, paths()) == (2, keys)


def test_a_dry_run_prints_what_would_go(news, run, paths):
    """And deletes nothing."""
    ended = run("delete", "--dry-run", "flood")
    assert (ended.code, sorted(ended.lines)) == (0, ["news/b.txt", "news/c.txt"])
    assert ended.err == "newsgrep: would delete 2 of 3 articles\n"
    assert len(paths()) == 3


def test_what_a_query_finds_is_deleted_if_it_is_confirmed(news, run, paths):
    """Where nobody can be asked, by --yes."""
    ended = run("delete", "flood")
    assert (ended.code, ended.out) == (2, "")
    assert "--dry-run lists them, and --yes deletes them" in ended.err
    assert len(paths()) == 3
    assert run("delete", "--yes", "flood").err.startswith("newsgrep: deleted 2 articles;")
    assert paths() == ["news/a.txt"]
    assert run("delete", "--yes", "flood").code == 1


@pytest.mark.parametrize(("answer", "left"), [("n\n", 3), ("y\n", 1)])
def test_a_person_is_asked(news, start, paths, answer, left):
    """On a terminal; whatever is no yes is a no."""
    ours, theirs = pty.openpty()
    with start("delete", "flood", popen=dict.fromkeys(("stdin", "stdout", "stderr"), theirs)) as process:
        os.close(theirs)
        screen = os.read(ours, 1000).decode()
        os.write(ours, answer.encode())
        process.wait(60)
        os.close(ours)
    assert screen == "delete 2 of 3 articles? [y/N] "
    assert len(paths()) == left


def test_a_copy_that_is_kept_can_be_deleted_alone(write, run, paths):
    """The other one is not left out for its text, also after a rebuild."""
    write("news/a.txt", LONG)
    write("news/b.txt", LONG)
    assert run("index", "-q", "--keep-duplicates", "news").code == 0
    assert run("delete", "news/b.txt").code == 0
    assert run("index", "-q", "--rebuild").code == 0
    assert paths() == ["news/a.txt"]


def test_a_record_that_is_known_by_its_line_alone_is_not_taken_for_another(folder, run):
    """A record that moves into the line of a deleted one is another article."""
    (folder / "a.jsonl").write_text('{"body": "One bean."}\n{"body": "Two beans."}\n')
    assert run("index", "-q", "a.jsonl").code == 0
    assert run("delete", "a.jsonl#L1").code == 0
    (folder / "a.jsonl").write_text('{"body": "Three beans were sold."}\n{"body": "Two beans."}\n')
    assert run("index", "-q", "a.jsonl").code == 0
    assert run("search", "-c", "bean").out == "2\n"


def test_what_is_piped_in_stays_away(folder, run):
    """It is known by its id."""
    piped = '{"id": "7", "body": "Beans."}\n'
    assert run("index", "-q", "-", stdin=piped).code == 0
    assert run("delete", "stdin:#7").code == 0
    assert "left out 1 article that was deleted before" in run("index", "-", stdin=piped).err
    assert run("search", "-c", "bean").out == "0\n"


def test_an_index_of_an_earlier_newsgrep_can_forget_too(folder, run):
    """Its catalog gets the table when it is first needed."""
    shutil.copytree(FORMAT6, folder / ".newsgrep")
    before = run("search", "-c", "*").out
    key = run("search", "--fields", "key", "-n", "1", "*").out.strip()
    assert run("delete", key).code == 0
    assert int(run("search", "-c", "*").out) == int(before) - 1
    assert run("verify").code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("news/flood.txt",), "there is no article news/flood.txt in the index"),
        (("news/a.txt", "flood"), "there is no article flood in the index"),
        (("news/wire.jsonl#flood",), "there is no article news/wire.jsonl#flood in the index"),
    ],
)
def test_a_mistyped_key_is_no_query(news, run, paths, words, message):
    """What its words find is not deleted, not even with --yes; -e takes it for a query."""
    ended = run("delete", "--yes", *words)
    assert (ended.code, ended.summary) == (2, f"newsgrep: {message}")
    assert f"to search for it: -e {shlex.quote(words[-1])}\n" in ended.err
    assert len(paths()) == 3
    assert run("delete", "--dry-run", "-e", "flood").code == 0


def test_a_mistyped_key_gets_the_nearest_one(news, run):
    """As that of show does."""
    ended = run("delete", "--yes", "news/aa.txt")
    assert (ended.code, ended.err.splitlines()[1]) == (
        2,
        "hint: did you mean news/a.txt? to search for it: -e news/aa.txt",
    )


def test_the_list_takes_no_words(news, run):
    """They would be passed over."""
    ended = run("delete", "--list", "flood")
    assert (ended.code, ended.summary) == (2, "newsgrep: --list takes no words: it lists all keys")


def test_keys_are_printed_as_json_too(news, run):
    """What is deleted with the time, and what would be; not where nothing is printed."""
    would = run("delete", "--dry-run", "--jsonl", "news/a.txt")
    assert [json.loads(line)["key"] for line in would.lines] == ["news/a.txt"]
    assert json.loads(run("delete", "--list", "--json").out) == []
    assert run("delete", "news/a.txt").code == 0
    (listed,) = json.loads(run("delete", "--list", "--json").out)
    assert listed["key"] == "news/a.txt"
    assert dt.datetime.fromisoformat(listed["deleted"]).tzinfo is not None
    assert run("delete", "--json", "news/b.txt").code == 2
    assert run("show", "news/b.txt").code == 0


def test_an_article_that_is_taken_in_again_is_not_new(news, run):
    """Nor is one that is piped in again: newsgrep new has shown it before."""
    assert run("index", "-", stdin='{"id": "1", "body": "Piped text."}\n').code == 0
    assert len(run("new", "--fields", "path").lines) == 4
    assert run("delete", "news/a.txt", "stdin:#1").code == 0
    assert run("delete", "--undo", "news/a.txt", "stdin:#1").code == 0
    assert run("index", "-", stdin='{"id": "1", "body": "Piped text."}\n').code == 0
    assert run("show", "news/a.txt", "stdin:#1").code == 0
    assert run("new").code == 1
