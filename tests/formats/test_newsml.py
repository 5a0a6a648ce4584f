"""NewsML-G2: items alone and in a message, and what their text is written in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.builder import ElementMaker

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits

E = ElementMaker(
    namespace="http://iptc.org/std/nar/2006-10-01/", nsmap={None: "http://iptc.org/std/nar/2006-10-01/"}
)
H = ElementMaker(namespace="http://www.w3.org/1999/xhtml")
N = ElementMaker(namespace="http://iptc.org/std/NITF/2006-10-18/")
LANGUAGE = {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"}


def item(guid: str, *meta: etree._Element, content: etree._Element | None = None) -> etree._Element:
    """A news item with what is said of its content."""
    inline = [content] if content is not None else []
    return E.newsItem(
        {"guid": guid, **LANGUAGE},
        E.itemMeta(E.provider(E.name("Example News")), E.versionCreated("2020-10-31T12:00:00Z")),
        E.contentMeta(*meta),
        E.contentSet(*inline),
    )


def message(*items: etree._Element) -> bytes:
    """A message of items, as lxml writes it."""
    root = E.newsMessage(E.header(E.sent("2020-11-01T00:00:00Z")), E.itemSet(*items))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


XHTML = E.inlineXML(
    H.html(
        H.head(H.title("No")), H.body(H.p("Talks in ", H.b("Bakı"), "."), H.script("no"), H.p("They ended."))
    )
)
NITF = E.inlineXML(
    N.nitf(N.hl1("Talks end"), N.byline("By Jane Doe"), N("body.content", N.p("Talks."), N.p("They ended.")))
)


def test_every_field(read):
    """The date, language and byline of the content come first."""
    meta = (
        E.contentCreated("2020-10-30T12:00:00+04:00"),
        E.creator(E.name("Somebody Else")),
        E.language({"tag": "az"}),
        E.slugline("TALKS-END"),
        E.headline("Talks  end"),
        E.by("By Jane Doe and John Roe"),
    )
    assert read(message(item("urn:newsml:example.org:1", *meta, content=XHTML)), ".xml") == [
        Article(
            key="n/story.xml#urn:newsml:example.org:1",
            path="n/story.xml",
            body="Talks in Bakı.\n\nThey ended.",
            title="Talks end",
            title_from=HEADLINE,
            authors=("Jane Doe", "John Roe"),
            date="2020-10-30T12:00:00+04:00",
            source="Example News",
            language="az",
            line=7,
        )
    ]


def test_fallbacks(read):
    """The date of the version, creators that are persons, the language of the item, and its guid as URL."""
    creators = E.creator(E.name("Jane Doe")), E.creator(E.name("Example News"), type="cpnat:organisation")
    lone = etree.tostring(item("https://example.org/1", *creators, content=E.inlineData("One.\n\nTwo.\n")))
    (article,) = read(lone, ".xml")
    assert (article.date, article.language) == ("2020-10-31T12:00:00Z", "en-GB")
    assert (article.authors, article.url) == (("Jane Doe",), "https://example.org/1")
    assert (article.body, article.title, article.title_from) == ("One.\n\nTwo.", "One.", LEDE)


def test_nitf_within_an_item(read):
    """It gives the text, and the headline and the byline if the item has none."""
    (article,) = read(message(item("1", content=NITF)), ".xml")
    assert (article.title, article.authors) == ("Talks end", ("Jane Doe",))
    assert article.body == "Talks.\n\nThey ended."
    (article,) = read(message(item("1", E.headline("Talks"), E.by("John Roe"), content=NITF)), ".xml")
    assert (article.title, article.authors) == ("Talks", ("John Roe",))


@pytest.mark.parametrize(("caption", "body"), [("A table in Baku.", "A table in Baku."), ("A table", "")])
def test_the_text_of_a_picture_is_its_caption(read, caption, body):
    """Unless that is the headline again."""
    (article,) = read(message(item("1", E.headline("A table"), E.description(caption))), ".xml")
    assert (article.title, article.body) == ("A table", body)


def test_html_as_character_data(read):
    """It becomes paragraphs."""
    content = E.inlineData("<p>Talks &amp; tea.</p><p>They ended.</p>", contenttype="text/html")
    (article,) = read(message(item("1", content=content)), ".xml")
    assert article.body == "Talks & tea.\n\nThey ended."


@pytest.mark.parametrize(
    ("provider", "source"),
    [
        (E.provider(literal="example.org"), "example.org"),
        (E.provider(qcode="nprov:EXN"), "EXN"),
        (E.infoSource(E.name("Example News")), "Example News"),
        (E.provider(), ""),
    ],
)
def test_sources(read, provider, source):
    """A party has its name, else a literal, else its code."""
    root = E.newsItem(E.itemMeta(provider), E.contentMeta(E.headline("Talks")))
    assert read(etree.tostring(root), ".xml")[0].source == source


def test_many_items(read):
    """Packages are no articles, an item without text is left out, and no two share a key."""
    package = E.packageItem(E.contentMeta(E.headline("No")), guid="p")
    bad = item("2", E.contentCreated("yesterday"), E.headline("Talks"))
    articles = read(
        message(item("1", content=NITF), package, item("0"), bad, item("1", content=XHTML)), ".xml"
    )
    assert [getattr(result, "key", getattr(result, "reason", "")) for result in articles] == [
        "n/story.xml#1",
        "no text",
        "n/story.xml#2",
        "n/story.xml#1~2",
    ]
    assert sorted(result.line for result in articles) == [result.line for result in articles]


def test_a_message_that_is_cut_off(read):
    """Items before the cut are read, and its line is reported."""
    whole = message(item("1", content=NITF), item("2", content=XHTML))
    first, cut = read(whole[:-200], ".xml")
    assert first.key == "n/story.xml#1"
    assert cut == Unreadable("n/story.xml", "not valid XML", whole[:-200].count(b"\n") + 1)


def test_a_message_of_many_items_is_read_item_by_item(read):
    """The limit is that of an item, not of the file."""
    limits = SourceLimits(record_bytes=2**17)
    items = [item(str(number), content=E.inlineData("word " * 2000)) for number in range(50)]
    assert len(message(*items)) > 2**18
    assert [article.key for article in read(message(*items), ".xml", limits)] == [
        f"n/story.xml#{n}" for n in range(50)
    ]


def test_a_message_without_news(read):
    """It is reported."""
    assert read(message(E.packageItem()), ".xml") == [
        Unreadable("n/story.xml", "no <newsItem> element in the file")
    ]


SAMPLE = message(item("1", E.headline("Talks"), content=NITF), item("2", content=XHTML))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(SAMPLE)), length=st.integers(0, 40), instead=st.binary(max_size=5))
def test_any_bytes_are_articles_or_reasons(read, offline, place, length, instead):
    """Wherever a message is cut off or overwritten."""
    for result in read(SAMPLE[:place] + instead + SAMPLE[place + length :], ".xml"):
        assert result.body or result.title if isinstance(result, Article) else result.reason


@pytest.mark.parametrize(
    ("creator", "authors"),
    [
        (E.creator(E.name("jane.doe"), qcode="ex:jane.doe"), ()),
        (E.creator(qcode="ex:jdoe2"), ()),
        (E.creator(E.name("Jane Doe"), qcode="ex:jane.doe"), ("Jane Doe",)),
        (E.creator(literal="Jane Doe"), ("Jane Doe",)),
    ],
)
def test_the_login_of_an_editor_is_no_name(read, creator, authors):
    """Agencies name who worked on an item as their system does."""
    root = E.newsItem(E.contentMeta(creator, E.headline("Talks")))
    assert read(etree.tostring(root), ".xml")[0].authors == authors
