"""Articles and statuses in a pipe."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import IO

import pytest

from newsgrep.article import Article
from newsgrep.output.pipe import article_as_object, write_article_text, write_stats, write_stats_json
from newsgrep.results import Hit, IndexStats, Unreadable

ARTICLE = Article(
    key="news/a.jsonl#7",
    path="news/a.jsonl",
    body="A missile fell.\n\nNobody slept.",
    title="Missile hits Ganja",
    authors=("Ann Lee", "Bo Ek"),
    date="2020-10-17",
    line=7,
)
STATUS = IndexStats(
    index="/n\udcff/.newsgrep",
    format_version=1,
    engine="whoosh 2.7.4",
    language="english",
    articles=70,
    files=69,
    size=123456,
    first_day="2016-02-11",
    last_day="",
    undated=3,
    top_authors=[("Ann\tLee", 40)],
    unreadable=[Unreadable("b.txt", "empty file"), Unreadable("c.jsonl", "not JSON", 9)],
    committed_at="2020-11-12T10:00:00Z",
    duplicates=0,
)


def shown(article: Article) -> str:
    """Return an article as it is written into a pipe."""
    out = io.StringIO()
    write_article_text(article, out)
    return out.getvalue()


def test_article_has_headline_byline_and_body() -> None:
    """Headline, byline with date, a blank line, and the body as it is."""
    assert shown(ARTICLE) == (
        "Missile hits Ganja\nAnn Lee, Bo Ek · 2020-10-17\n\nA missile fell.\n\nNobody slept.\n"
    )


def test_article_names_its_source() -> None:
    """After the date, as on a terminal."""
    head = shown(ARTICLE._replace(source="The Post")).splitlines()[1]
    assert head == "Ann Lee, Bo Ek · 2020-10-17 · The Post"


def test_lede_in_place_of_a_headline_is_not_repeated() -> None:
    """What begins the body anyway is not printed above it."""
    assert shown(ARTICLE._replace(title="A missile fell.", title_from="lede", authors=())) == (
        "2020-10-17\n\nA missile fell.\n\nNobody slept.\n"
    )


def test_article_of_which_nothing_is_known_is_its_body() -> None:
    """Without title, byline and date there is no empty head."""
    assert shown(Article(key="a", path="a", body="Text.")) == "Text.\n"


def test_control_characters_of_an_article_are_folded() -> None:
    """Lines and tabs of the body stay; nothing else that a terminal would obey does."""
    article = ARTICLE._replace(title="a\nb", authors=("c\x1bd",), date="", body="1\t2\x1b[2J\n3\u202e4")
    assert shown(article) == "a b\nc d\n\n1\t2 [2J\n3 4\n"


def test_article_as_json() -> None:
    """All of an article as one object, with the path as it can be opened from here."""
    shown_article = Hit(0, 0.0, ARTICLE, "../news/a.jsonl", 7, tags=("quote",))
    assert article_as_object(shown_article, ["b.txt"]) == {
        **{"key": "../news/a.jsonl#7", "path": "../news/a.jsonl", "line": 7},
        **{"title": "Missile hits Ganja", "title_from": "headline", "authors": ["Ann Lee", "Bo Ek"]},
        **{
            "date": "2020-10-17",
            "date_from": "field",
            "date_text": None,
            "url": None,
            "source": None,
            "language": None,
        },
        **{"message_id": None, "answers": [], "attachments": [], "attached_to": None},
        **{"senders": [], "recipients": [], "section": None, "format": None, "tags": ["quote"]},
        **{"body": "A missile fell.\n\nNobody slept.", "copies": ["b.txt"]},
    }


def test_status_is_keys_and_values() -> None:
    """A line a value, numbers without decoration, bytes of file names as they are."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape")
    write_stats(STATUS, out)
    assert raw.getvalue() == (
        b"index\t/n\xff/.newsgrep\n"
        b"format_version\t1\n"
        b"engine\twhoosh 2.7.4\n"
        b"language\tenglish\n"
        b"articles\t70\n"
        b"files\t69\n"
        b"size\t123456\n"
        b"first_day\t2016-02-11\n"
        b"last_day\t\n"
        b"undated\t3\n"
        b"duplicates\t0\n"
        b"committed_at\t2020-11-12T10:00:00Z\n"
        b"top_author\tAnn Lee\t40\n"
        b"unreadable\tb.txt: empty file\n"
        b"unreadable\tc.jsonl:9: not JSON\n"
    )


def test_status_as_json() -> None:
    """The same as an object, with null for what is not known."""
    out = io.StringIO()
    write_stats_json(STATUS, out)
    assert json.loads(out.getvalue()) == {
        **{"schema_version": 1, "index": "/n\udcff/.newsgrep", "format_version": 1},
        **{"engine": "whoosh 2.7.4", "language": "english", "articles": 70, "files": 69, "size": 123456},
        **{"first_day": "2016-02-11", "last_day": None, "undated": 3, "duplicates": 0},
        "top_authors": [{"author": "Ann\tLee", "articles": 40}],
        "unreadable": [
            {"path": "b.txt", "member": None, "line": None, "reason": "empty file"},
            {"path": "c.jsonl", "member": None, "line": 9, "reason": "not JSON"},
        ],
        "guessed_encodings": [],
        "committed_at": "2020-11-12T10:00:00Z",
        "model": None,
        "vectors": 0,
    }


@pytest.mark.parametrize("write", [write_stats, write_stats_json])
def test_status_of_an_empty_index(write: Callable[[IndexStats, IO[str]], None]) -> None:
    """An index without articles has a status too, with their number."""
    out = io.StringIO()
    empty = IndexStats("i", 1, "whoosh", "none", 0, 0, "", "", 0, [], "", files=0, unreadable=[])
    write(empty, out)
    assert re.search(r'articles(\t|": )0\b', out.getvalue())
