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
    assert ended == Ended(1, "", "newsgrep: the text of this article has not changed\n")
    assert run("diff", "--json", "news/b.txt").out == "[]\n"


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
    assert "and the former text was not kept" in ended.err
    assert run("search", "-c", "changed:today").out == "1\n"


PAGE = "<html><head><title>The flood</title><link rel=canonical href={}></head><body><article>{}</article>"


@pytest.mark.parametrize("history", ["0", "10"])
def test_a_page_of_a_later_crawl_is_a_version_by_its_address(history, folder, run):
    """All stay in the index, whatever is kept of former texts; one that is the same is none."""

    def page(path: str, text: str) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)

    addresses = ("http://www.e.org/flood/", "https://e.org/flood?utm_source=x#top", "https://e.org/flood")
    for day, (text, address) in enumerate(zip(TEXTS, addresses, strict=True), 1):
        page(f"crawl/2020-11-0{day}/flood.html", PAGE.format(address, f"<p>{text * 5}</p>"))
        assert run("index", "-q", "--history", history, "crawl").code == 0
    page("crawl/2020-11-04/flood.html", PAGE.format(addresses[0], f"<p>{TEXTS[2] * 5}</p>"))
    page("crawl/2020-11-04/other.html", PAGE.format("https://e.org/beans", "<p>Beans were sold.</p>"))
    assert run("index", "-q", "--history", history, "crawl").code == 0
    keys = [f"crawl/2020-11-0{day}/flood.html" for day in (1, 2, 3)]
    assert sorted(run("search", "-l", "mayor").lines) == keys
    for key in keys:
        assert [json.loads(line)["key"] for line in run("diff", "--jsonl", key).lines] == keys
    assert "{+nobody was+}" in run("diff", keys[2]).out
    assert sorted(run("search", "-l", "changed:today").lines) == keys[1:]
    assert run("diff", "crawl/2020-11-04/other.html").code == 1
    assert run("verify").code == 0


def test_versions_of_one_run_follow_the_order_of_their_files(folder, run):
    """As of the JSON Lines of several days that are indexed at once; a former text of each counts, too."""
    for day, text in zip((2, 1), TEXTS, strict=False):
        record = {"id": f"{day}", "url": "https://e.org/flood", "body": text}
        (folder / f"day{day}.jsonl").write_text(json.dumps(record) + "\n")
    assert run("index", "-q", ".").code == 0
    assert run("search", "-l", "changed:today").lines == ["day2.jsonl"]
    (folder / "day1.jsonl").write_text(json.dumps(record | {"body": TEXTS[2]}) + "\n")
    assert run("index", "-q", ".").code == 0
    seen = [json.loads(line) for line in run("diff", "--jsonl", "day2.jsonl#2").lines]
    assert [(one["key"], one["text"]) for one in seen] == [
        ("day1.jsonl#1", TEXTS[1]),
        ("day2.jsonl#2", TEXTS[0]),
        ("day1.jsonl#1", TEXTS[2]),
    ]


def test_of_deleted_versions_the_others_stay(folder, run):
    """One is deleted by its key and stays away, also after a rebuild; the address brings the others."""
    records = [{"id": str(i), "url": "https://e.org/flood", "body": text} for i, text in enumerate(TEXTS)]
    (folder / "days.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
    assert run("index", "-q", ".").code == 0
    assert run("delete", "--yes", "days.jsonl#1").code == 0
    assert run("index", "-q", "--rebuild", ".").code == 0
    assert sorted(run("search", "--fields", "key", "mayor").lines) == ["days.jsonl#0", "days.jsonl#2"]


def test_an_unknown_key_is_refused(come, run):
    """As by newsgrep show."""
    come(TEXTS[0])
    ended = run("diff", "news/b.txt")
    assert (ended.code, "there is no article news/b.txt" in ended.err) == (2, True)
