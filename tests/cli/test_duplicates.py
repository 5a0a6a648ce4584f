"""newsgrep duplicates: which articles are not stored, and which are in their place."""

from __future__ import annotations

import json
import shlex

import pytest


def test_each_copy_is_listed_with_the_article_that_is_stored(write, run, folder, monkeypatch):
    """By path, with keys that open from the current folder; records of a file too."""
    text = "The bridge of Elmford is closed for repairs until the end of the summer. " * 5
    write("news/a.txt", text)
    write("news/b.txt", text)
    write("news/c.txt", "Votes are counted.")
    (folder / "news/d.jsonl").write_text(json.dumps({"id": 1, "text": text}) + "\n")
    assert run("index", "-q", "news").code == 0
    expected = [("news/b.txt", "news/a.txt"), ("news/d.jsonl#1", "news/a.txt")]
    ended = run("duplicates")
    assert (ended.code, ended.err) == (0, "")
    assert [tuple(line.split("\t")) for line in ended.lines] == [("key", "stored_as"), *expected]
    monkeypatch.chdir(folder / "news")
    rows = json.loads(run("duplicates", "--json").out)
    assert [(row["key"], row["stored_as"]) for row in rows] == [("b.txt", "a.txt"), ("d.jsonl#1", "a.txt")]


def test_an_index_without_copies_has_none(write, run):
    """With the exit code of a search that finds nothing."""
    write("news/c.txt", "Votes are counted.")
    assert run("index", "-q", "news").code == 0
    ended = run("duplicates", "--tsv")
    assert (ended.code, ended.out) == (1, "key\tstored_as\n")
    assert ended.err == "newsgrep: no article has a copy\n"


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("is:duplicate", "newsgrep duplicates"),
        ("bridge is:duplicate", "newsgrep duplicates bridge"),
        ("is:copy AND bridge closed", "newsgrep duplicates 'bridge closed'"),
        ("bridge AND NOT is:duplicate", "newsgrep duplicates bridge"),
    ],
)
def test_the_copies_of_what_a_query_finds(write, run, typed, command):
    """`is:duplicate` is refused with the command that lists them, and that command does."""
    for name in ("a", "b"):
        write(f"{name}.txt", "The bridge of Elmford is closed for repairs until the end of the summer. " * 5)
        write(f"{name}2.txt", "Votes are counted in the town hall, and no result is known before noon. " * 5)
    assert run("index", "-q", ".").code == 0
    refused = run("search", typed)
    assert (refused.code, refused.err.rstrip().endswith(f"to list them: {command}")) == (2, True)
    ended = run(*shlex.split(command)[1:], "--tsv")
    expected = ["b.txt\ta.txt", "b2.txt\ta2.txt"]
    assert (ended.code, ended.err) == (0, "")
    assert ended.lines[1:] == (expected[:1] if "bridge" in command else expected)
    nothing = run("duplicates", "noon", "--author", "nobody")
    assert (nothing.code, nothing.err) == (1, "newsgrep: no article that matches has a copy\n")
