"""EPUB: chapters, their names, and what is no chapter; books that are damaged, locked or made to harm."""

from __future__ import annotations

import pytest

from newsgrep.article import FIELD, HEADLINE
from newsgrep.article import PROPERTIES as OF_FILE
from newsgrep.formats import choose_format
from newsgrep.tuning import SourceLimits
from tests.formats.books import PROPERTIES, epub, nav, ncx, page, point
from tests.formats.workbooks import zipped

ENDS = "<p>Harbour pilots in Lisbon went back to work.</p><p>They met for two days.</p>"
BODY = "Harbour pilots in Lisbon went back to work.\n\nThey met for two days."
OTHER = "<p>The ferry stopped on Monday.</p>"
PAGES = {"a.xhtml": page(f"<h1>1</h1>{ENDS}"), "b.xhtml": page(f"<h2>Ferry line closes</h2>{OTHER}")}
WORLD = "<li><span>World</span><ol><li><a href='a.xhtml#top'>Pilots end strike</a></li></ol></li>"


def test_a_chapter_is_an_article(read):
    """With the name that the table of contents gives it, and its part; the book is the source."""
    first, second = read(epub(PAGES, nav(WORLD)), ".epub")
    assert (first.key, first.title, first.title_from) == (
        "n/story.epub#OEBPS/a.xhtml",
        "Pilots end strike",
        HEADLINE,
    )
    assert (first.section, first.source, first.language, first.body) == (
        "World",
        "Harbour Watch",
        "en",
        f"1\n\n{BODY}",
    )
    assert (first.date, first.date_from, first.authors) == ("2020-10-17", OF_FILE, ())
    assert (second.title, second.section) == ("Ferry line closes", "")
    assert second.body == "The ferry stopped on Monday."


def test_the_contents_of_version_2(read):
    """Say the same."""
    points = point("World", "z.xhtml", point("Pilots end strike", "a.xhtml"))
    first, second = read(epub(PAGES, ncx(points)), ".epub")
    assert [(one.title, one.section) for one in (first, second)] == [
        ("Pilots end strike", "World"),
        ("Ferry line closes", ""),
    ]


def test_a_book_without_contents(read):
    """Has chapters all the same, by their headings; the book is found without its container."""
    data = epub(PAGES, others={"META-INF/container.xml": "<container/>"})
    assert [article.title for article in read(data, ".epub")] == ["1", "Ferry line closes"]


def test_declarations_of_a_document_type_are_no_text(read):
    """As some tools write them for entities and attributes."""
    declared = '<!DOCTYPE html PUBLIC "-//W3C" "x.dtd" [<!ATTLIST svg xmlns CDATA #FIXED "svg">]>'
    pages = {"a.xhtml": f"{declared}\n{page(OTHER)}"}
    assert [one.body for one in read(epub(pages), ".epub")] == ["The ferry stopped on Monday."]


def test_what_a_chapter_says_goes_before_the_book(read):
    """A byline and a date are those of the article."""
    text = f"<h1>Pilots end strike</h1><p>By Jane Sample</p><p>18 October 2020</p>{ENDS}"
    properties = f"{PROPERTIES}<dc:creator>John Roe</dc:creator>"
    first, second = read(
        epub({"a.xhtml": page(text), "b.xhtml": page(OTHER)}, properties=properties), ".epub"
    )
    assert (first.title, first.authors, first.body) == ("Pilots end strike", ("Jane Sample",), BODY)
    assert (first.date, first.date_from) == ("2020-10-18", FIELD)
    assert (second.authors, second.date_from) == (("John Roe",), OF_FILE)


@pytest.mark.parametrize(
    ("properties", "authors"),
    [
        (
            "<dc:creator>Jane Sample</dc:creator><dc:creator>John Roe</dc:creator>",
            ("Jane Sample", "John Roe"),
        ),
        ('<dc:creator opf:role="ill">Jane Sample</dc:creator>', ()),
        ('<dc:creator opf:role="aut">Jane Sample</dc:creator>', ("Jane Sample",)),
        ("<dc:creator>calibre</dc:creator>", ()),
        ("<dc:creator>Harbour Watch</dc:creator>", ()),
    ],
)
def test_the_authors_of_a_book(read, properties, authors):
    """Are no illustrators, programs or publications."""
    (article,) = read(epub({"a.xhtml": page(ENDS)}, properties=PROPERTIES + properties), ".epub")
    assert article.authors == authors


def test_the_date_of_publication(read):
    """Is not that of a change."""
    dates = {"modification": "2021-01-01", "publication": "2020-10"}
    properties = "".join(f'<dc:date opf:event="{event}">{date}</dc:date>' for event, date in dates.items())
    (article,) = read(epub({"a.xhtml": page(ENDS)}, properties=properties), ".epub")
    assert (article.date, article.date_from, article.source) == ("2020-10", OF_FILE, "")


def test_a_magazine_of_calibre(read):
    """Its lists of articles are left out, and so are the links around an article, which name its address."""
    around = '<div class="calibre_navbar1"><a href="b.xhtml">Next</a> | Downloaded by calibre from '
    around += '<a rel="calibre-downloaded-from" href="https://news.example/pilots">there</a></div>'
    pages = {
        "list.html": page(
            "<h2>World</h2><ul><li><a href='a.html'>A</a> Talks.</li><li><a href='b.html'>B</a></li></ul>"
        ),
        "a.html": page(f"{around}<h1>Pilots end strike</h1>{ENDS}{around}"),
        "b.html": page(OTHER),
    }
    points = point("World", "list.html", point("A", "a.html") + point("B", "b.html"))
    first, second = read(epub(pages, ncx(points)), ".epub")
    assert (first.url, first.section, first.body) == (
        "https://news.example/pilots",
        "World",
        f"Pilots end strike\n\n{BODY}",
    )
    assert second.body == "The ferry stopped on Monday."


def test_a_chapter_in_several_files(read):
    """Is one article, where a program has split it."""
    pages = {"a_split_000.html": page(ENDS), "a_split_001.html": page(OTHER), "b_split_000.html": page(OTHER)}
    first, second = read(epub(pages), ".epub")
    assert first.body == f"{BODY}\n\nThe ferry stopped on Monday."
    assert second.key.endswith("#OEBPS/b_split_000.html")


def test_pages_without_text(read):
    """Covers, and titles of parts, are no articles; a book of pictures says so."""
    cover = page('<img src="cover.jpg"/><nav><a href="a.xhtml">Next</a></nav>')
    pages = {"cover.xhtml": cover, "part.xhtml": page("<h1>Part One</h1>"), "a.xhtml": page(ENDS)}
    assert [article.key.rpartition("/")[2] for article in read(epub(pages), ".epub")] == ["a.xhtml"]
    assert [bad.reason for bad in read(epub({"cover.xhtml": cover}), ".epub")] == ["no text"]


def test_what_of_a_book_is_missing(read):
    """Is named, and the rest is read."""
    data = epub({**PAGES, "b.xhtml": ""}).replace(b"OEBPS/b.xhtml", b"OEBPS/c.xhtml")
    article, bad = read(data, ".epub")
    assert article.body.endswith(BODY)
    assert bad.reason == "OEBPS/b.xhtml: missing"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (epub(PAGES)[:-30], "not EPUB, or damaged"),
        (zipped({"mimetype": "application/epub+zip"}), "not EPUB, or damaged"),
        (epub(PAGES, others={"OEBPS/content.opf": "<package"}), "not EPUB, or damaged"),
        (epub(PAGES, others={"OEBPS/content.opf": "<package/>"}), "no text"),
    ],
    ids=["cut off", "empty", "no XML", "no pages"],
)
def test_a_book_that_is_damaged(read, data, reason):
    """Says so."""
    assert [bad.reason for bad in read(data, ".epub")] == [reason]


def test_a_book_that_is_locked(read):
    """Is told from one whose fonts alone are."""
    space = 'xmlns="http://www.w3.org/2001/04/xmlenc#"'
    listed = f'<encryption {space}><CipherReference URI="OEBPS/{{}}"/></encryption>'
    (bad,) = read(epub(PAGES, others={"META-INF/encryption.xml": listed.format("a.xhtml")}), ".epub")
    assert bad.reason == "encrypted: its shop lets no other program read it (DRM)"
    assert len(read(epub(PAGES, others={"META-INF/encryption.xml": listed.format("a.otf")}), ".epub")) == 2


def test_a_book_that_is_made_to_harm(read):
    """It expands to no more than other documents may, and entities in it are not expanded."""
    (bad,) = read(epub({f"{number}.xhtml": "x" * 2**22 for number in range(17)}), ".epub")
    assert bad.reason == "text larger than 64 MB"
    (bad,) = read(epub(PAGES), ".epub", SourceLimits(record_bytes=100))
    assert bad.reason == "document larger than 0 MB"
    entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><package>&a;</package>'
    assert [one.reason for one in read(epub(PAGES, others={"OEBPS/content.opf": entity}), ".epub")] == [
        "no text"
    ]
    deep = page("<div>" * 100_000 + "Talks.")
    bad, article = read(epub({"a.xhtml": deep, "b.xhtml": page(OTHER)}), ".epub")
    assert bad.reason == "OEBPS/a.xhtml: elements nested too deeply"
    assert article.body == "The ferry stopped on Monday."
    again = epub({"a.xhtml": page(ENDS), "../OEBPS/./a.xhtml": page(ENDS)})
    assert len(read(again, ".epub")) == 1


@pytest.mark.parametrize("suffix", ["", ".doc"])
def test_a_book_is_recognised_by_its_beginning(suffix):
    """Under any suffix."""
    assert choose_format(suffix, epub(PAGES)[:8192]).name == "epub"
