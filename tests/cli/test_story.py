"""newsgrep search --fold and newsgrep story."""

from __future__ import annotations

import json

import pytest

FIRST = """The port of Poti was closed on Monday after a storm sank two ships off the coast, officials said.
Nobody was hurt, and the harbour master expects the first vessels to leave again by the end of the week.
Farmers who wait to ship their wheat fear that prices will have fallen by then, as other ports stay open."""
CORRECTED = FIRST.replace("two ships", "three ships")


@pytest.fixture
def articles(write, run):
    """A story in two versions, and another one."""
    write("a.txt", FIRST, date="2020-10-30")
    write("b.txt", CORRECTED, date="2020-10-31")
    write("c.txt", "A storm in the mountains closed the road to the pass.", date="2020-10-31")
    assert run("index", ".").code == 0


def test_fold_shows_each_story_once(articles, run):
    """With the other versions in JSON, their number in a table, and both numbers in the totals."""
    hits = json.loads(run("search", "--fold", "--json", "--sort", "date", "storm").out)
    assert [hit["path"] for hit in hits] == ["a.txt", "c.txt"]
    assert [version["key"] for version in hits[0]["versions"]] == ["b.txt"]
    assert hits[1]["versions"] == []
    ended = run("search", "--fold", "-n", "1", "--fields", "path,versions", "--sort", "date", "storm")
    assert ended.out == "a.txt\t1\n"
    assert run("search", "--fold", "-c", "storm").out == "2\n"


def test_a_terminal_says_how_many_versions_there_are(articles, terminal):
    """Below the passages, and below all hits."""
    code, screen = terminal("search", "--fold", "storm", NO_COLOR="1")
    assert code == 0
    assert "+ 1 other version" in screen
    assert "2 stories (3 articles)" in screen


@pytest.mark.parametrize("command", ["timeline", "facets"])
def test_counts_can_be_of_stories(articles, run, command):
    """Each in its first version."""
    by = "day" if command == "timeline" else "date"
    assert [line.split("\t")[-2:] for line in run(command, "storm", "--fold", "--by", by).lines[1:]] == [
        ["2020-10-30", "1"],
        ["2020-10-31", "1"],
    ]


def test_a_story_lists_its_versions(articles, run):
    """The earliest first, with the share in common."""
    ended = run("story", "b.txt", "--jsonl")
    rows = [json.loads(line) for line in ended.lines]
    assert [(row["key"], row["date"]) for row in rows] == [("a.txt", "2020-10-30"), ("b.txt", "2020-10-31")]
    assert rows[1]["share"] == 1.0
    assert ended.code == 0


def test_a_story_of_one_is_told(articles, run):
    """On standard error; it is listed alone."""
    ended = run("story", "c.txt")
    assert (ended.code, len(ended.lines)) == (0, 2)
    assert ended.err == "newsgrep: there is no other version of it in the index\n"


def test_a_diff_shows_what_was_changed(articles, run):
    """As wdiff marks it, where there are no colours."""
    assert "sank [-two-] {+three+} ships" in " ".join(run("story", "b.txt", "--diff").out.split())


def test_a_terminal_wraps_a_diff_at_words(articles, run, terminal):
    """In a pipe a paragraph is a line."""
    _, screen = terminal("story", "--diff", "a.txt", NO_COLOR="1", COLUMNS="60")
    assert max(map(len, screen.splitlines())) <= 60
    assert "The port of Poti was closed on Monday after a storm sank two" in screen.splitlines()[2]
    assert FIRST.splitlines()[0][-60:] in run("story", "--diff", "a.txt").out


def test_a_terminal_shows_times_to_the_minute(folder, run, terminal):
    """So that the column of dates does not break; a pipe has what the file has."""
    for second in ("07.31", "52.90"):
        record = {"id": second, "text": FIRST + second, "date": f"2020-10-30T16:33:{second}"}
        (folder / f"{second}.jsonl").write_text(json.dumps(record))
    run("index", ".")
    key = "07.31.jsonl#07.31"
    code, screen = terminal("story", key, NO_COLOR="1", COLUMNS="80")
    assert code == 0
    assert screen.count("2020-10-30 16:33  ") == 2
    assert [line.split("\t")[0] for line in run("story", key).lines[1:]] == [
        "2020-10-30T16:33:07.31",
        "2020-10-30T16:33:52.90",
    ]


def test_a_narrow_terminal_shows_the_title(articles, terminal):
    """And the key by which a version is shown; the other columns are left out first."""
    code, screen = terminal("story", "a.txt", NO_COLOR="1", COLUMNS="40")
    assert code == 0
    lines = screen.splitlines()
    assert lines[0].split() == ["date", "key", "title"]
    assert lines[1].startswith("2020-10-30  a.txt  The port of Poti")
    assert "… 2 more columns: --csv has them" in [line.rstrip() for line in lines]


def test_a_terminal_shows_no_whole_lede(articles, terminal):
    """Where there is no headline: 100 characters, as the hits of a search have."""
    code, screen = terminal("story", "a.txt", NO_COLOR="1", COLUMNS="200")
    assert code == 0
    assert "after a storm sank two ships off the coast, officials said. …" in screen
    assert "Nobody was hurt" not in screen


def test_an_unknown_key_is_an_error(articles, run):
    """With the nearest one."""
    ended = run("story", "d.txt")
    assert ended[:2] == (2, "")
    assert "d.txt" in ended.err
