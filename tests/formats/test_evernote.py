"""Exports of Evernote: notes, pages that were clipped from the web, and what is attached to them."""

from __future__ import annotations

import pytest

from newsgrep.article import CRAWL, FIELD, URL, Article
from newsgrep.remarks import FILES_NOT_READ, NO_TEXT
from newsgrep.results import Unreadable

CLIP = "<source>web.clip7</source><source-url>https://news.example/{path}</source-url>"


def export(*notes: str) -> str:
    """An export of some notes."""
    kind = '<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{kind}\n<en-export>{"".join(notes)}</en-export>'


def note(text: str = "<p>Talks.</p><p>They ended.</p>", attributes: str = "", more: str = "") -> str:
    """A note of a day."""
    page = f"<?xml version='1.0'?><!DOCTYPE en-note SYSTEM 'http://e.example/enml2.dtd'><en-note>{text}</en-note>"
    return (
        "<note><title>Talks &amp; tea</title><created>20201030T080000Z</created><tag>War</tag><tag>Tea</tag>"
        f"<note-attributes><author>Jane Doe</author>{attributes}</note-attributes>"
        f"<content><![CDATA[{page}]]></content>{more}</note>"
    )


def resource(data: str) -> str:
    """A file in a note."""
    return f'<resource><data encoding="base64">{data}</data><mime>application/pdf</mime></resource>'


def test_every_field_of_a_note(read):
    """The program that wrote it is no source."""
    (article,) = read(export(note(attributes="<source>desktop.mac</source>")), ".enex")
    assert article == Article(
        key="n/story.enex#20201030T080000Z",
        path="n/story.enex",
        title="Talks & tea",
        authors=("Jane Doe",),
        date="2020-10-30T08:00:00Z",
        body="Talks.\n\nThey ended.",
        section="War; Tea",
        line=3,
    )


@pytest.mark.parametrize(
    ("path", "date", "date_from"),
    [("2020/10/28/talks", "2020-10-28", URL), ("talks", "2020-10-30T08:00:00Z", CRAWL)],
)
def test_a_page_that_was_clipped(read, path, date, date_from):
    """Its day is that of its address, else of the clip; who clipped it did not write it."""
    (article,) = read(export(note(attributes=CLIP.format(path=path))), ".enex")
    assert (article.date, article.date_from, article.authors) == (date, date_from, ())
    assert (article.url, article.source) == (f"https://news.example/{path}", "news.example")


def test_what_is_in_a_note_and_no_text(with_remarks):
    """Files of any size, pictures and what is encrypted are left out, files with a remark."""
    picture = '<resource><data encoding="base64"/><mime>image/png</mime></resource>'
    large = resource("QUJD\n" * 3_000_000)
    secret = '<p>Seen.</p><en-crypt cipher="AES">UkM1DA==</en-crypt>'
    articles, remarks = with_remarks(
        export(note(more=large), note(secret, more=picture), note("")).encode(), ".enex"
    )
    assert [article.body for article in articles] == ["Talks.\n\nThey ended.", "Seen.", ""]
    assert [kind for kind, _, _ in remarks] == [FILES_NOT_READ, NO_TEXT]
    assert articles[0].date_from == FIELD


def test_an_export_without_notes_says_so(read):
    """Nothing is lost in silence."""
    assert read(export(), ".enex") == [Unreadable("n/story.enex", "no note in the export", 0)]
