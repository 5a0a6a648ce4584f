"""newsgrep duplicates: which articles are not stored, and which are in their place."""

from __future__ import annotations

import json


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
    assert ended.err == "newsgrep: no article is a duplicate\n"
