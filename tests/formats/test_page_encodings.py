"""The encoding of a web page: the one that is declared, that the server names, or that the user gives."""

from __future__ import annotations

import pytest

from newsgrep.formats.page.page import Page
from newsgrep.formats.web import webpage
from newsgrep.read_context import ReadContext
from tests.formats.pages import STORY, TEXT, page

pytestmark = pytest.mark.usefixtures("offline")


@pytest.mark.parametrize(
    "content",
    [
        page("<meta charset=windows-1251>").replace("Example", "Пример").encode("cp1251"),
        page("<meta charset=utf-8>").replace("Example", "Пример").encode("cp1251", "ignore"),
        page("<meta charset=windows-1251>").replace("Example", "Пример").encode(),
        page("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>").encode("koi8-r"),
        page("<meta charset=nonsense>").encode(),
        page("<meta charset=punycode>").encode(),
        page().encode("utf-16"),
        b"\xef\xbb\xbf" + page().encode(),
        page().replace("\n", "\r\n").encode(),
        page("<!-- \xff -->").encode("latin-1"),
    ],
    ids=["cp1251", "dropped", "wrong", "koi8-r", "nonsense", "punycode", "utf-16", "mark", "crlf", "legacy"],
)
def test_encodings(article, content):
    """The declared one, the actual one, or both in conflict."""
    assert article(content).body == TEXT


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cp1251", "Баку".encode("cp1251")),
        ("utf-8", "Баку".encode()),
        ("shift_jis", "東京".encode("shift_jis")),
    ],
)
def test_the_charset_of_the_server(name, data):
    """It goes before that of the document."""
    content = b"<meta charset=latin-1><p>" + data + b" and other words of the article.</p>"
    found = webpage.page_article(Page(content, charset=name), ReadContext("a"), "a")
    assert found.body.startswith(data.decode(name))


@pytest.mark.parametrize(
    ("label", "codec"), [("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("big5", "big5hkscs")]
)
def test_encodings_of_the_web_are_wide(article, label, codec):
    """A page that declares one may have the letters of the wider one that Windows has."""
    letters = "①髙" if codec == "cp932" else "唞"
    content = page(f"<meta charset={label}><title>{letters}</title>").encode(codec)
    assert article(content).title == letters


def test_a_broken_sequence_costs_one_character(article):
    """As in a browser."""
    data = (
        page("<meta charset=utf-8>")
        .replace("day 3", "day é\xff")
        .encode("utf-8")
        .replace("ÿ".encode(), b"\xff")
    )
    assert "day é\ufffd the" in article(data).body


def test_an_encoding_of_the_user():
    """It goes before all others."""
    data = page("<meta charset=utf-8>", f"<p>Баку</p>{STORY}").encode("koi8-r")
    found = webpage.page_article(Page(data), ReadContext("a", encoding="koi8-r"), "a")
    assert "Баку" in found.body
