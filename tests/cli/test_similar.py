"""newsgrep similar: articles like an article, a file or a text, printed as a search prints hits."""

from __future__ import annotations

import json

import pytest

KEY = "corpus/010_ganja-missile-strike.txt"


def test_like_an_article(corpus, run):
    """A line a hit; the article itself is none."""
    ended = run("similar", KEY, "-n", "3", "--fields", "key")
    assert (ended.code, ended.err, len(ended.lines)) == (0, "", 3)
    assert KEY not in ended.lines
    assert "corpus/009_ganja-overnight-october-11.txt" in ended.lines


def test_like_a_text_or_a_file(corpus, tmp_path, run):
    """Both find the same."""
    text = "Notre-Dame burned: the fire took the spire of the cathedral."
    piped = run("similar", "-", "-n", "2", "--json", stdin=text)
    assert json.loads(piped.out)[0]["path"] == "corpus/039_notre-dame-fire.txt"
    (tmp_path / "draft.md").write_text(text)
    assert run("similar", tmp_path / "draft.md", "-n", "2", "--json").out == piped.out


def test_explain_prints_the_words(corpus, run):
    """As a table in any form."""
    ended = run("similar", KEY, "--explain", "--jsonl")
    first = json.loads(ended.lines[0])
    assert (first["term"], len(ended.lines)) == ("ganja", 25)
    assert run("similar", KEY, "--explain", "--excel").lines[0].endswith("term,score,weight,articles")
    assert run("similar", KEY, "--explain").lines[0] == "term\tscore\tweight\tarticles"


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["-"], " ", "standard input is empty"),
        (["nokey"], "", "there is no article nokey in the index, and no such file\n"),
        (["/dev/null"], "", "there is no article /dev/null in the index, and it is no regular file\n"),
        ([KEY, "--explain", "-l"], "", "--explain and -l contradict each other"),
    ],
)
def test_what_cannot_be_meant_says_why(corpus, run, arguments, stdin, message):
    """With exit code 2."""
    ended = run("similar", *arguments, stdin=stdin)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_nothing_is_like_it(corpus, run):
    """With exit code 1 and the reason."""
    ended = run("similar", "-", stdin="xyzzyx")
    assert (ended.code, ended.out) == (1, "")
    assert "it has no word that few articles of the index have" in ended.err


def test_a_file_of_several_articles_is_refused(corpus, tmp_path, run):
    """It is not said which is meant."""
    (tmp_path / "two.jsonl").write_text('{"id": 1, "text": "Oil."}\n{"id": 2, "text": "Gas."}\n')
    ended = run("similar", tmp_path / "two.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert "two.jsonl holds several articles" in ended.err


def test_a_file_that_cannot_be_read_says_why(corpus, tmp_path, run):
    """With the place in it, and nothing about the methods of Python."""
    (tmp_path / "broken.jsonl").write_text('{"id": 1\n{"id": 2, "text": "Gas."}\n')
    ended = run("similar", tmp_path / "broken.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("broken.jsonl:2: not valid JSON\n")
