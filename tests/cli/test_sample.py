"""newsgrep sample: CSV with whole articles, and what was drawn from where."""

from __future__ import annotations

import csv
import io
import json

import pytest


@pytest.fixture
def articles(folder, run):
    """Nine articles of two sources, and an index of them."""
    records = [
        {"id": n, "text": f"Oil rose.\n\nDay {n}.", "source": "Post" if n % 3 else "Times"} for n in range(9)
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    assert run("index", "a.jsonl").code == 0


def test_a_sample_is_csv_with_the_whole_text(articles, run):
    """In a pipe; how many were drawn is on standard error."""
    ended = run("sample", "oil", "-n", "4", "--seed", "3")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert len(rows) == 4
    assert all(row["body"].startswith("Oil rose.\n\nDay") and row["words"] == "4" for row in rows)
    assert (ended.code, ended.err) == (0, "newsgrep: 4 of 9 articles drawn\n")
    assert run("sample", "oil", "-n", "4", "--seed", "3").out == ended.out


def test_a_terminal_shows_what_was_drawn_as_hits(articles, terminal):
    """CSV only where it or its fields are named."""
    assert terminal("sample", "oil", "-n", "1", NO_COLOR="1") == (
        0,
        "Oil rose. Day 5.\nPost · a.jsonl#5\nnewsgrep: 1 of 9 articles drawn\n",
    )
    assert terminal("sample", "oil", "-n", "1", "--csv")[1].startswith("key,path,date")
    assert terminal("sample", "oil", "-n", "1", "--fields", "key")[1].startswith("key\n")


def test_a_stratified_sample_says_how_much_each_stratum_gave(articles, run):
    """And its fields may be chosen."""
    ended = run("sample", "oil", "-n", "3", "--by", "source", "--fields", "source", "--tsv")
    assert sorted(ended.lines) == ["Post", "Post", "Times", "source"]
    assert ended.err == "newsgrep: 3 of 9 articles drawn\nnewsgrep: Post: 2 of 6\nnewsgrep: Times: 1 of 3\n"


def test_a_terminal_is_spared_the_numbers_of_very_many_strata(folder, run, terminal):
    """It says how many there are; a file of standard error has all."""
    days = [{"date": f"{1990 + n // 12}-{n % 12 + 1:02}-03", "text": f"Oil rose. {n}"} for n in range(41)]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, days)))
    run("index", "a.jsonl")
    drawn = ("sample", "oil", "-n", "2", "--by", "month")
    assert terminal(*drawn)[1].endswith(
        "newsgrep: 2 of 41 articles drawn\n"
        "newsgrep: 41 strata, 2 of them with an article of the sample; 2> FILE has the numbers of each\n"
    )
    assert len(run(*drawn).err.splitlines()) == 42


def test_nothing_to_draw_from_says_why(articles, run):
    """With exit code 1 and an empty table."""
    ended = run("sample", "oill", "-n", "3", "--jsonl")
    assert (ended.code, ended.out) == (1, "")
    assert "oill: no such word; nearest: oil" in ended.err
