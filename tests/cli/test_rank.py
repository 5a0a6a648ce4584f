"""--rank: by words and what articles are about, or by words alone."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

#: So many that an index has vectors.
ARTICLES = 1_000


@pytest.fixture
def archive(tmp_path, monkeypatch, run):
    """An index of notes about forty topics, the first of which is shipping."""
    monkeypatch.chdir(tmp_path)
    topics = [
        [f"{'shipping' if topic == 0 else f'topic{topic}'}word{n}" for n in range(12)] for topic in range(40)
    ]
    with Path("notes.jsonl").open("w", encoding="utf-8") as file:
        for number in range(ARTICLES):
            words = random.Random(number).choices(topics[number % 40], k=8)
            file.write(json.dumps({"id": number, "title": f"Note {number}", "body": " ".join(words)}) + "\n")
        for name, topic in (("far", topics[7]), ("near", topics[0])):
            file.write(
                json.dumps({"id": name, "title": name, "body": " ".join(["spill", *topic[:6]])}) + "\n"
            )
    assert run("index", "notes.jsonl").code == 0


QUESTION = ("search", "--any", "spill shippingword8 shippingword9 shippingword10 shippingword11")


def titles(ended):
    """Return the titles of the two notes with a spill, in their order."""
    return [one for one in ended.lines if one in ("near", "far")]


def test_what_an_article_is_about_decides_between_equal_words(archive, run):
    """Which --rank bm25f does not know; it leaves the order to the keys."""
    shown = ("--all", "--fields", "title")
    assert titles(run(*QUESTION, *shown)) == ["near", "far"]
    assert titles(run(*QUESTION, *shown, "--rank", "bm25f")) == ["far", "near"]


def test_explain_shows_what_it_adds(archive, run):
    """Beside the terms, so that all add up to the score; nothing with --rank bm25f."""
    for hit in json.loads(run(*QUESTION, "--explain", "--json").out):
        explained = hit["explanation"]
        added = sum(term["score"] for term in explained["terms"]) + explained.get("topic", 0)
        assert explained["score"] == hit["score"] == pytest.approx(added, abs=1e-5)
    assert "about the same" in run(*QUESTION, "--explain").out
    assert "about the same" not in run(*QUESTION, "--explain", "--rank", "bm25f").out


def test_a_receipt_keeps_the_ranking(archive, run):
    """Asked again, the question gives the same order, whichever it was."""
    for rank in ("bm25f", "topic"):
        assert run(*QUESTION, "--rank", rank, "--receipt", "r.json").code == 0
        assert run("receipt", "r.json").code == 0


def test_similar_articles_share_a_topic(archive, run):
    """The article that is like another is of its topic."""
    ended = run("similar", "notes.jsonl#near", "-n", "5", "--fields", "title")
    assert [int(line.split()[1]) % 40 for line in ended.lines if line.startswith("Note")] == [0] * 5


def test_no_other_ranking(archive, run):
    """The error names those that there are."""
    ended = run("search", "--rank", "best", "spill")
    assert (ended.code, "bm25f" in ended.err) == (2, True)


def test_where_no_topics_are_known_it_says_so(run, write):
    """To whoever asks for them: in an index of few articles, as on a server; the default needs none."""
    write("a.txt", "A spill.")
    assert run("index", "a.txt").code == 0
    asked = run("search", "--rank", "topic", "spill")
    assert (asked.code, "does not know what articles are about" in asked.err) == (0, True)
    assert run("search", "spill").err == ""
    assert run("search", "--rank", "topic", "--sort", "date", "spill").err == ""
