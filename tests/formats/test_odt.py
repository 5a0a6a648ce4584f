"""ODT: text, properties and what is no text; documents that are damaged or locked."""

from __future__ import annotations

import pytest

from newsgrep.article import FIELD, HEADLINE, LEDE, PROPERTIES
from newsgrep.formats import choose_format
from tests.formats.opendocuments import fodt, odt

STORY = "<text:p>The ferry stopped on Monday.</text:p><text:p>Its crew went home.</text:p>"
TEXT = "The ferry stopped on Monday.\n\nIts crew went home."
META = (
    "<dc:title>Ferry line closes</dc:title><meta:initial-creator>Ada Roe</meta:initial-creator>"
    "<dc:creator>Office</dc:creator><meta:creation-date>2020-10-30T08:30:00.123456789</meta:creation-date>"
)


@pytest.mark.parametrize("content", [odt(STORY, META), fodt(STORY, META)])
def test_properties_are_marked(read, content):
    """Title, first author and date of creation are those of the file, zipped or not."""
    (article,) = read(content, ".odt")
    assert (article.title, article.title_from) == ("Ferry line closes", PROPERTIES)
    assert (article.date[:16], article.date_from) == ("2020-10-30T08:30", PROPERTIES)
    assert (article.authors, article.body) == (("Ada Roe",), TEXT)


def test_what_a_document_says_goes_before_its_properties(read):
    """A byline and a date below the headline are those of the article."""
    head = "<text:h>Ferry stops</text:h><text:p>By John Roe</text:p><text:p>31 October 2020</text:p>"
    (article,) = read(odt(head + STORY, META), ".odt")
    assert (article.title, article.title_from, article.body) == ("Ferry stops", HEADLINE, TEXT)
    assert (article.authors, article.date, article.date_from) == (("John Roe",), "2020-10-31", FIELD)


@pytest.mark.parametrize("style", ["Title", "Heading_20_1", "P1"])
def test_a_title_by_its_style(read, style):
    """Or by one that is made from it."""
    styles = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    text = f'<text:p text:style-name="{style}">Ferry line closes!</text:p>{STORY}'
    (article,) = read(odt(text, META.replace("Ferry line closes", "Template 7"), styles), ".odt")
    assert (article.title, article.title_from, article.body) == ("Ferry line closes!", HEADLINE, TEXT)


def test_all_text_of_a_document_is_read(read):
    """Lists, tables, boxes, notes, links, what was inserted, and characters that are elements."""
    text = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>sank</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>The\n  <text:a xlink:href="https://a.example">ferry</text:a><text:s text:c="2"/>'
        '<text:change-start text:change-id="1"/>stopped<text:change-end text:change-id="1"/>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By law.</text:p>"
        "</text:note-body></text:note>.<office:annotation><text:p>Check!</text:p></office:annotation></text:p>"
        "<text:table-of-content><text:index-body><text:p>Contents</text:p></text:index-body>"
        "</text:table-of-content>"
        "<text:list><text:list-item><text:p>In a list</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>in a table</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box><text:p>in a box</text:p></draw:text-box>"
        "<svg:title>Map</svg:title></draw:frame>beside<text:line-break/>below</text:p>"
    )
    (article,) = read(odt(text), ".odt")
    assert article.body.split("\n\n") == [
        *("The ferry stopped.", "By law.", "In a list", "in a table", "beside", "below", "in a box")
    ]


@pytest.mark.parametrize("date", ["", "yesterday", "2020-13-45T99:00:00"])
def test_a_date_that_is_none_is_left_out(read, date):
    """The article is read."""
    (article,) = read(odt(STORY, f"<meta:creation-date>{date}</meta:creation-date>"), ".odt")
    assert (article.date, article.title_from, article.body) == ("", LEDE, TEXT)


@pytest.mark.parametrize(
    ("suffix", "content"), [("", odt(STORY)), (".doc", odt(STORY)), ("", fodt(STORY).encode())]
)
def test_a_document_is_recognised_by_its_beginning(suffix, content):
    """Without its suffix, zipped or not."""
    assert choose_format(suffix, content[:8192]).name == "odt"


ENTITY = '<!DOCTYPE a [<!ENTITY e "ferry">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not ODT, or damaged"),
        (odt(STORY)[:400], "not ODT, or damaged"),
        (odt("<text:p>"), "not ODT, or damaged"),
        (b"<html><p>Talks", "not ODT, or damaged"),
        (odt(STORY, manifest="<encryption-data/>"), "encrypted: save it without its password"),
        (odt(""), "no text"),
        (f"{ENTITY}{fodt('<text:p>&e;</text:p>').partition('?>')[2]}".encode(), "no text"),
    ],
)
def test_what_is_no_document_is_told(read, content, reason):
    """With the reason; entities are not expanded."""
    (fault,) = read(content, ".odt")
    assert fault.reason == reason
