"""newsgrep terms, and the collocates of newsgrep kwic."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def articles(write, run):
    """Four articles on oil, four on wheat, and an index of them."""
    for n in range(4):
        write(f"oil{n}.txt", f"Crude oil of OPEC rose again in week {n}.", date="2020-10-30")
        write(f"wheat{n}.txt", f"Farmers sold wheat again in week {n}.", date="2020-10-31")
    assert run("index", ".").code == 0


def test_terms_are_a_table_in_a_pipe(articles, run):
    """With the counts on both sides; what is compared is on standard error."""
    ended = run("terms", "oil", "--jsonl", "--top", "3")
    rows = [json.loads(line) for line in ended.lines]
    assert {row["term"] for row in rows} == {"Crude", "OPEC", "OPEC rose"}
    assert all((row["occurrences"], row["articles"], row["other_articles"]) == (4, 4, 0) for row in rows)
    assert ended.code == 0
    assert ended.err == "newsgrep: 4 articles compared with 4 others\n"


def test_terms_may_be_compared_with_other_articles(articles, run):
    """Those of a query."""
    ended = run("terms", "week", "--until", "2020-10-30", "--against", "wheat", "--tsv")
    assert "OPEC" in ended.out
    assert ended.err == "newsgrep: 4 articles compared with 4 others\n"


@pytest.mark.parametrize(
    ("other", "compared"),
    [("nosuchword", "no other\nnewsgrep: --against finds no article"), ('"week 1" wheat', "1 other")],
)
def test_other_articles_may_be_few_or_none(articles, write, run, other, compared):
    """Also where a word stands in the rest of the index more often than they have words."""
    for n in range(3):
        write(f"many{n}.txt", "OPEC met again. " * 60 + str(n), date="2020-11-01")
    assert run("index", ".").code == 0
    ended = run("terms", "week", "--until", "2020-10-30", "--against", other, "--json")
    assert ended.err == f"newsgrep: 4 articles compared with {compared}\n"


def test_a_table_without_words_says_why(articles, run):
    """There is nothing to compare with, or no word is more frequent here; exit code 1."""
    alone = run("terms", "*")
    assert (alone.code, len(alone.lines)) == (1, 1)
    assert alone.err.endswith("compared with no other\nnewsgrep: name others with --against QUERY\n")
    same = run("terms", "oil", "--against", "oil")
    assert (same.code, same.err.splitlines()[-1]) == (1, "newsgrep: no word stands out")


def test_nothing_found_says_why(articles, run):
    """With exit code 1."""
    ended = run("terms", "oill", "--json")
    assert (ended.code, ended.out) == (1, "[]\n")
    assert "oill: no such word; nearest: oil" in ended.err


def test_collocates_are_a_table(articles, run):
    """Words near the matches, with the sides and the measures."""
    ended = run("kwic", "oil", "--collocates", "2")
    assert ended.lines[0] == "word\tleft\tright\ttogether\toccurrences\tlog_likelihood\tmi"
    assert {tuple(line.split("\t")[:5]) for line in ended.lines[1:]} == {
        ("Crude", "4", "0", "4", "4"),
        ("OPEC", "0", "4", "4", "4"),
    }
    assert ended.err == "newsgrep: near 4 matches in 4 articles\n"
