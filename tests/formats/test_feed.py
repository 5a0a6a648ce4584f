"""RSS and Atom: the fields of entries, feeds that are no XML, and feeds that mean harm."""

from __future__ import annotations

import sys
from xml.etree import ElementTree

import feedparser
import pytest

from newsgrep.article import LEDE, Article
from newsgrep.extras import missing_library
from newsgrep.formats.web import feed
from newsgrep.results import Unreadable

pytestmark = pytest.mark.usefixtures("offline")

DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
ATOM = "http://www.w3.org/2005/Atom"
RSS = f'<?xml version="1.0"?>\n<rss version="2.0" xmlns:dc="{DC}" xmlns:content="{CONTENT}"><channel>\n'
RSS += "<title>Example News</title><language>en-gb</language>\n"
ITEM = "<item><guid>{0}</guid><title>Talks {0}</title><description>Text {0}.</description></item>\n"
END = "</channel></rss>"
PREFIXES = {
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "yandex": "http://news.yandex.ru",
    "turbo": "http://turbo.yandex.ru",
}
FULL = Article(
    key="n/story.rss#tag:1",
    path="n/story.rss",
    body="They met.\n\nThey parted.",
    title="Talks & more",
    authors=("Jane Doe", "John Roe"),
    date="2020-10-30T12:00:00+04:00",
    url="https://example.org/1",
    source="Example News",
    language="en-GB",
    section="World",
)


def rss() -> str:
    """A feed of one entry with every field, as the standard library writes it."""
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    for name, text in [("title", "Example News"), ("language", "en-gb")]:
        ElementTree.SubElement(channel, name).text = text
    item = ElementTree.SubElement(channel, "item")
    for name, text in [
        ("title", "Talks & more"),
        ("link", "https://example.org/1"),
        ("guid", "tag:1"),
        (f"{{{DC}}}creator", "Jane Doe"),
        (f"{{{DC}}}creator", "By John Roe"),
        ("pubDate", "Fri, 30 Oct 2020 12:00:00 +0400"),
        ("category", "World"),
        ("category", "Talks"),
        ("description", "They <b>met</b>."),
        (f"{{{CONTENT}}}encoded", "<p>They <b>met</b>.</p><script>x()</script><p>They parted.</p>"),
    ]:
        ElementTree.SubElement(item, name).text = text
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def entry(fields: str) -> str:
    """An RSS feed of one item with a text and some other fields."""
    return f"{RSS}<item><guid>1</guid><description>Text.</description>{fields}</item>{END}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rss(read, end):
    """Every field; the full content goes before the description."""
    assert read(rss().replace("\n", end), ".rss") == [FULL]


def test_atom(read):
    """The same, with authors as objects and content as XHTML."""
    content = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="{ATOM}" xml:lang="en-gb"><title>Example News</title><entry><id>tag:1</id>
<title type="html">Talks &amp;amp; more</title><link rel="alternate" href="https://example.org/1"/>
<author><name>Jane Doe</name></author>
<author><name>John Roe</name><uri>https://example.org/john</uri></author>
<published>2020-10-30T12:00:00+04:00</published><updated>2020-11-01T00:00:00Z</updated>
<category term="World"/>
<summary>They met.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p>
<p>They parted.</p></div></content>
</entry></feed>"""
    assert read(content, ".rss") == [FULL]


def test_rss_1(read):
    """RDF, with items beside the channel, and in an older encoding."""
    content = f"""<?xml version="1.0" encoding="windows-1251"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="{DC}"><channel rdf:about="https://example.org/"><title>Новости</title><items><rdf:Seq/></items></channel>
<item rdf:about="https://example.org/1"><title>Баку</title><link>https://example.org/1</link>
<description>Встреча.</description><dc:date>2020-10-30</dc:date></item></rdf:RDF>"""
    (found,) = read(content.encode("cp1251"), ".xml")
    assert found == Article(
        key="n/story.xml#https://example.org/1",
        path="n/story.xml",
        body="Встреча.",
        title="Баку",
        date="2020-10-30",
        url="https://example.org/1",
        source="Новости",
    )


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ("<author>jane@example.org (Jane Doe)</author>", "authors", ("Jane Doe",)),
        ("<author>jane@example.org</author>", "authors", ()),
        ("<author>Jane Doe and John Roe</author>", "authors", ("Jane Doe", "John Roe")),
        ("<dc:creator>None</dc:creator>", "authors", ()),
        ("<pubDate>None</pubDate>", "date", ""),
        ("<pubDate>yesterday</pubDate><dc:date>2020-10</dc:date>", "date", "2020-10"),
        ("<dc:date>2020-10-30</dc:date>", "date", "2020-10-30"),
        ("<link>/1</link>", "url", ""),
        ("<source url='https://example.com/rss'>The Wire</source>", "source", "The Wire"),
        ("<title>AT&amp;amp;T &lt;b&gt;grows&lt;/b&gt;</title>", "title", "AT&T grows"),
        ("<title>5 &lt; 6</title>", "title", "5 < 6"),
        ("<title/>", "title_from", LEDE),
    ],
)
def test_fields_as_feeds_have_them(read, fields, name, expected):
    """Mail addresses are no names, and placeholders such as `null` are empty."""
    (found,) = read(entry(fields), ".rss")
    assert getattr(found, name) == expected


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ('<media:description type="html">A tug.</media:description>', "body", "Text."),
        (
            "<media:content url='a.jpg'><media:description>A tug, seen from far off.</media:description>"
            "</media:content>",
            "body",
            "Text.",
        ),
        ("<itunes:summary>Tex</itunes:summary>", "body", "Text."),
        (
            "<yandex:full-text>They met.\n\nThey parted.</yandex:full-text>",
            "body",
            "They met.\n\nThey parted.",
        ),
        ("<turbo:content>&lt;p&gt;They met.&lt;/p&gt;</turbo:content>", "body", "They met."),
        ("<title>Text</title>", "body", ""),
        (
            "<source url='https://example.com'>The Wire</source><title>Talks - The Wire</title>",
            "title",
            "Talks",
        ),
        ("<source url='https://example.com'>Wire</source><title>Text - Wire</title>", "body", ""),
        (
            "<link>https://feeds.example.org/~r/1</link>"
            "<feedburner:origLink>https://example.org/1</feedburner:origLink>",
            "url",
            "https://example.org/1",
        ),
        ("<dc:creator>&lt;a href='/jane'&gt;Jane Doe&lt;/a&gt;</dc:creator>", "authors", ("Jane Doe",)),
        ("<dc:creator>Jane Doe (mailto:jane@example.org)</dc:creator>", "authors", ("Jane Doe",)),
    ],
)
def test_fields_of_other_programs(read, fields, name, expected):
    """Of aggregators, podcasts and FeedBurner. A caption is no text where there is one, nor is the title."""
    declared = "".join(f" xmlns:{prefix}='{uri}'" for prefix, uri in PREFIXES.items())
    (found,) = read(entry(fields).replace("<rss", f"<rss{declared}"), ".rss")
    assert getattr(found, name) == expected


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ("<media:description type='plain'>A tug.\n\nIt sank.</media:description>", "A tug.\n\nIt sank."),
        ("<itunes:subtitle>Of a tug.</itunes:subtitle>", "Of a tug."),
    ],
)
def test_a_caption_where_there_is_no_other_text(read, fields, body):
    """As of videos, whose description it is."""
    declared = "".join(f" xmlns:{prefix}='{uri}'" for prefix, uri in PREFIXES.items())
    item = f"<item><title>Tug</title>{fields}</item>"
    (found,) = read(RSS.replace("<rss", f"<rss{declared}") + item + END, ".rss")
    assert found.body == body


@pytest.mark.parametrize(
    ("head", "link", "url"),
    [
        ("<link>https://example.org/news</link>", "/1", "https://example.org/1"),
        (
            f"<a:link xmlns:a='{ATOM}' rel='self' href='https://example.org/a/rss'/>",
            "1",
            "https://example.org/a/1",
        ),
        (
            f"<a:link xmlns:a='{ATOM}' rel='self' href='https://example.org/a/rss'/><link>/b/</link>",
            "1",
            "https://example.org/b/1",
        ),
        ("<link>https://example.org/news</link>", "", ""),
        ("<link>https://example.org/news</link>", "http://[", ""),
    ],
)
def test_relative_links(read, head, link, url):
    """They are relative to the site, else to the feed."""
    (found,) = read(
        RSS + head + ITEM.format(1).replace("<guid>1</guid>", f"<link>{link}</link>") + END, ".rss"
    )
    assert found.url == url


def test_the_author_of_an_atom_feed(read):
    """Wrote the entries that name none; who edits an RSS feed or runs it did not."""
    author = "<author><name>{}</name></author>"
    item = "<entry><id>{0}</id><title>Talks</title><summary>Text {0}.</summary>{1}</entry>"
    source = f"<source><title>Post</title>{author.format('Ann Bee')}</source>"
    entries = item.format(1, "") + item.format(2, author.format("John Roe")) + item.format(3, source)
    found = read(
        f'<feed xmlns="{ATOM}"><title>News</title>{author.format("Jane Doe")}{entries}</feed>', ".atom"
    )
    assert [one.authors for one in found] == [("Jane Doe",), ("John Roe",), ("Ann Bee",)]
    editor = "<managingEditor>jane@example.org (Jane Doe)</managingEditor>"
    (found,) = read(RSS + editor + ITEM.format(1) + END, ".rss")
    assert found.authors == ()


def test_keys(read):
    """The id, else the URL, else the number; all different."""
    one, two = "<item><title>x</title><description>Text.</description>", "</item>"
    items = f"{ITEM.format(1)}{ITEM.format(1)}{one}<link>https://example.org/2</link>{two}{one}{two}"
    keys = [found.key.partition("#")[2] for found in read(RSS + items + END, ".rss")]
    assert keys == ["1", "1~2", "https://example.org/2", "4"]


@pytest.mark.parametrize("comment", ["<!DOCTYPE", "<script> <!- x", "<rss>", "-- - > <!ENTITY"])
def test_what_is_in_a_comment_before_the_feed(read, comment):
    """It is neither a document type nor the root."""
    (article,) = read(
        f"<?xml version='1.0'?><!-- {comment} -->\n{RSS.partition('?>')[2]}{ITEM.format(1)}{END}", ".rss"
    )
    assert article.title


def test_an_entry_that_is_a_headline(read):
    """It is an article, as in any other format."""
    (article,) = read(RSS + "<item><guid>a</guid><title>Talks end</title></item>" + END, ".rss")
    assert (article.title, article.body) == ("Talks end", "")


def test_an_entry_without_text_is_reported(read):
    """The others are read."""
    found = read(RSS + "<item><guid>a</guid></item>" + ITEM.format(2) + END, ".rss")
    assert found[0] == Unreadable("n/story.rss", "no text: entry a")
    assert found[1].body == "Text 2."


@pytest.mark.parametrize("fault", [" & ", "&nbsp;", "<br>", " < ", "\x0b", "<b>x</i>"])
def test_a_malformed_feed_is_read(read, fault):
    """Nothing is reported if no entry is lost."""
    content = RSS + ITEM.format(1) + ITEM.format(2).replace("Talks", f"Talks{fault}") + ITEM.format(3) + END
    assert [found.body for found in read(content, ".rss")] == ["Text 1.", "Text 2.", "Text 3."]


@pytest.mark.parametrize("cut", ["Text 3", "</description></item>\n</channel>", "<item><guid>3", "guid>3"])
def test_a_feed_that_is_cut_off(read, cut):
    """Its complete entries are read, and the line of the cut is reported."""
    content = RSS + "".join(ITEM.format(number) for number in (1, 2, 3)) + END
    found = read(content[: content.index(cut)], ".rss")
    assert [article.body for article in found[:-1]] == ["Text 1.", "Text 2."]
    assert (found[-1].reason, found[-1].line) == ("feed cut off", 6 if cut != "<item><guid>3" else 5)


def test_entries_that_feedparser_loses_are_counted(read, monkeypatch):
    """With the line of the XML error."""
    parse = feedparser.parse

    def lose_one(*arguments, **options):
        result = parse(*arguments, **options)
        del result["entries"][1]
        return result

    monkeypatch.setattr("feedparser.parse", lose_one)
    content = RSS + ITEM.format(1) + ITEM.format("& 2") + ITEM.format(3) + END
    found = read(content, ".rss")
    assert [article.body for article in found[:-1]] == ["Text 1.", "Text 3."]
    reason = "broken XML: not well-formed (invalid token); entries lost: 1"
    assert found[-1] == Unreadable("n/story.rss", reason, 5)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "https://example.org/x.dtd"> %a;]>',
        '<!-- x -->\n<!doctype rss SYSTEM "x.dtd" [\n<!entity a "b">\n]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(read, doctype, encoding):
    """Whatever they stand for."""
    content = RSS.replace("<rss", doctype + "<rss") + ITEM.format("&b;") + END
    assert read(content.encode(encoding), ".rss") == [
        Unreadable("n/story.rss", "declares entities, which are not expanded")
    ]


def test_a_document_type_without_entities(read):
    """RSS 0.91 has one; it is not fetched."""
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"\n "https://example.org/rss.dtd">'
    )
    (found,) = read(RSS.replace("<rss", doctype + "<rss") + ITEM.format(1) + END, ".rss")
    assert found.body == "Text 1."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty file"),
        ("<html></html>", "not a feed"),
        ("https://example.org/feed.rss", "not a feed"),
        ("/etc/passwd", "not a feed"),
        (b"\0\1\2\3" * 99, "binary file"),
        (b"<rss>" + b" " * (16 * 2**20), "feed larger than 16 MB"),
    ],
    ids=["empty", "html", "address", "path", "binary", "large"],
)
def test_a_file_that_is_not_a_feed(read, content, reason):
    """The reason says why; a URL or a path in it is not opened."""
    assert read(content, ".rss") == [Unreadable("n/story.rss", reason)]


@pytest.mark.parametrize(
    "harm",
    [
        "<a>" * 20_000,
        "<" * 20_000,
        "<!--" * 20_000,
        "<![CDATA[" * 20_000,
        "<a b='" * 5000,
        "&lt;div&gt;" * 20_000,
    ],
    ids=lambda harm: harm[:9],
)
def test_malicious_feeds_take_no_time(read, harm):
    """Whether they are read or refused."""
    found = read(f"{RSS}{ITEM.format(1)}<item><description>{harm}", ".rss")
    assert found[-1] == Unreadable("n/story.rss", "feed cut off", 5)


def test_a_missing_library(read, monkeypatch):
    """The message has the command that installs it."""
    monkeypatch.setitem(sys.modules, "feedparser", None)
    assert read(rss(), ".rss") == [Unreadable("n/story.rss", missing_library("feedparser", "feeds").message)]


def test_exceptions_of_feedparser_are_translated(read, monkeypatch):
    """Whatever they are."""

    def fail(*arguments, **options):
        raise KeyError("x")

    monkeypatch.setattr("feedparser.parse", fail)
    assert read(rss(), ".rss") == [Unreadable("n/story.rss", "feedparser failed: KeyError")]


@pytest.mark.parametrize(
    ("beginning", "is_feed"),
    [
        ('<?xml version="1.0"?>\n<!-- made by hand --><rss version="2.0">', True),
        (f'<feed xmlns="{ATOM}">', True),
        ('<rdf:RDF xmlns:rdf="x" xmlns="http://purl.org/rss/1.0/">', True),
        ('<rdf:RDF xmlns:rdf="x" xmlns="http://example.org/">', False),
        ("<nitf>", False),
        ("<html><rss>", False),
        ("rss", False),
    ],
)
def test_a_feed_is_detected_by_its_root(beginning, is_feed):
    """Other formats share the suffix `.xml`."""
    assert feed.claims(beginning) is is_feed
