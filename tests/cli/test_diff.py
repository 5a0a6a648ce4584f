"""newsgrep diff: the former texts of articles."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Ended

TEXTS = (
    "The mayor said two people were hurt in the flood.",
    "The mayor said nobody was hurt in the flood.",
    "The mayor said nobody was hurt in Elmford.",
)


@pytest.fixture
def come(write, run):
    """Write an article with a text, and bring the index up to date."""

    def with_text(text: str, *flags: str) -> None:
        write("news/a.txt", text)
        assert run("index", "-q", *flags, "news").code == 0

    return with_text


def test_each_change_is_shown_with_what_it_took_out_and_put_in(come, run):
    """The first text whole, then what each changed, with the times."""
    for text in TEXTS:
        come(text)
    ended = run("diff", "news/a.txt")
    assert ended.code == 0
    assert ended.lines[2::4] == [
        TEXTS[0],
        "The mayor said [-two people were-] {+nobody was+} hurt in the flood.",
        "The mayor said nobody was hurt in [-the flood.-]{+Elmford.+}",
    ]
    assert all(line.startswith("2020-10-30  news/a.txt  seen 20") for line in ended.lines[::4])
    texts = [json.loads(line) for line in run("diff", "--jsonl", "news/a.txt").lines]
    assert [one["text"] for one in texts] == [*TEXTS]


def test_changed_finds_the_articles(come, write, run):
    """Of a file that came with another text, and not of one whose white space alone is another."""
    come(TEXTS[0])
    write("news/b.txt", "Beans were sold.")
    come(TEXTS[1])
    write("news/b.txt", "Beans  were\nsold.")
    come(TEXTS[1])
    assert run("search", "-l", "changed:today").lines == ["news/a.txt"]
    assert run("search", "-c", "changed:..2020").out == "0\n"
    ended = run("diff", "news/b.txt")
    assert ended == Ended(1, "", "newsgrep: this article has had no other text\n")


def test_to_read_the_same_bytes_in_another_way_is_no_change(folder, run):
    """Other options are not the doing of the publisher."""
    (folder / "a.jsonl").write_text('{"id": "1", "hed": "One", "dek": "Two", "body": "Beans."}\n')
    assert run("index", "-q", "--map", "title=hed", "a.jsonl").code == 0
    assert run("index", "-q", "--map", "title=dek", "a.jsonl").code == 0
    assert run("search", "--fields", "title", "bean").lines == ["Two"]
    assert run("diff", "a.jsonl#1").code == 1


def test_a_record_that_is_piped_in_again_is_known_by_its_address(run, folder):
    """As where a feed is fetched every hour."""
    for text in TEXTS[:2]:
        record = json.dumps({"url": "https://example.org/flood", "body": text})
        assert run("index", "-q", "-", stdin=record).code == 0
    (key,) = run("search", "--fields", "key", "mayor").lines
    assert "{+nobody was+}" in run("diff", key).out


def test_a_rebuild_keeps_the_former_texts(come, run):
    """And so the articles that were changed."""
    for text in TEXTS[:2]:
        come(text)
    before = run("diff", "news/a.txt")
    assert run("index", "-q", "--rebuild", "news").code == 0
    assert run("diff", "news/a.txt") == before
    assert run("search", "-c", "changed:today").out == "1\n"
    assert run("verify").code == 0


def test_no_more_texts_are_kept_than_asked_for(come, run):
    """With 0 none, but when the text was changed."""
    for text in TEXTS:
        come(text, "--history", "1")
    assert run("diff", "news/a.txt").lines[2] == TEXTS[1]
    come(TEXTS[0], "--history", "0")
    ended = run("diff", "news/a.txt")
    assert (ended.code, ended.out) == (1, "")
    assert "and the former one not kept" in ended.err
    assert run("search", "-c", "changed:today").out == "1\n"


def test_an_unknown_key_is_refused(come, run):
    """As by newsgrep show."""
    come(TEXTS[0])
    ended = run("diff", "news/b.txt")
    assert (ended.code, "there is no article news/b.txt" in ended.err) == (2, True)
