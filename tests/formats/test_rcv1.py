"""Reuters RCV1: the fields of an item."""

from __future__ import annotations

from newsgrep.article import LEDE, Article
from newsgrep.results import Unreadable

ITEM = """<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="900001" id="root" date="1996-08-20" xml:lang="en">
<title>USA: Talks end.</title>
<headline>Talks end.</headline>
<byline>Jane Doe and John Roe</byline>
<dateline>BAKU 1996-08-20</dateline>
<text>
<p>Talks on caf\xe9s ended \x93well\x94.</p>
<p>They had begun in May.</p>
</text>
<metadata>
<codes class="bip:countries:1.0"><code code="AZ"/></codes>
<codes class="bip:topics:1.0"><code code="M14"/><code code="MCAT"/></codes>
<dc element="dc.date.published" value="1996-08-21"/>
<dc element="dc.publisher" value="Example Holdings"/>
<dc element="dc.source" value="Example"/>
</metadata>
</newsitem>
"""


def test_every_field(read):
    """Topics are sections; no country is before the headline; what says ISO 8859-1 is Windows-1252."""
    assert read(ITEM.encode("latin-1"), ".xml") == [
        Article(
            key="n/story.xml#900001",
            path="n/story.xml",
            title="Talks end.",
            authors=("Jane Doe", "John Roe"),
            date="1996-08-20",
            body="BAKU 1996-08-20 Talks on cafés ended “well”.\n\nThey had begun in May.",
            source="Example",
            language="en",
            section="M14; MCAT",
            line=2,
        )
    ]


def test_missing_fields(read):
    """The title, the lede, the date and the publisher of the metadata stand in."""
    for name in ("headline", "byline", "dateline"):
        start, end = ITEM.index(f"<{name}>"), ITEM.index(f"</{name}>")
        assert read((ITEM[:start] + ITEM[end + len(name) + 3 :]).encode("latin-1"), ".xml")[0].body
    bare = ITEM.replace("headline", "x").replace("title", "y").replace(' date="1996-08-20"', "")
    (article,) = read(bare.replace("dc.source", "z").encode("latin-1"), ".xml")
    assert (article.title_from, article.date, article.source) == (LEDE, "1996-08-21", "Example Holdings")
    assert read("<newsitem/>", ".xml") == [Unreadable("n/story.xml", "no text", 1)]
