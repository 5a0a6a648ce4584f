"""NewsML 1: its fields, the forms of its text, and several items."""

from __future__ import annotations

import pytest

from newsgrep.article import LEDE, Article
from newsgrep.results import Unreadable

HEAD = """<Identification><NewsIdentifier><ProviderId>example.org</ProviderId><DateId>20201029</DateId>
<NewsItemId>7</NewsItemId><PublicIdentifier>urn:newsml:example.org:7</PublicIdentifier></NewsIdentifier>
</Identification><NewsManagement><FirstCreated>20201029T110000Z</FirstCreated>
<ThisRevisionCreated>20201030T120000+0400</ThisRevisionCreated></NewsManagement>"""
LINES = """<NewsLines><HeadLine>Talks  on tea &amp; oil</HeadLine><ByLine>By Jane Doe and John Roe</ByLine>
<DateLine>BAKU, Oct 30 (EX) -</DateLine></NewsLines>"""
PARTY = '<AdministrativeMetadata><Provider><Party FormalName="Example"/></Provider></AdministrativeMetadata>'
LANGUAGE = '<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>'


def document(content: str, lines: str = LINES, head: str = HEAD) -> str:
    """A document of one item."""
    return (
        f"<NewsML><NewsItem>{head}<NewsComponent>{lines}{PARTY}{LANGUAGE}"
        f"<NewsComponent><ContentItem>{content}</ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"
    )


PARAGRAPHS = "<DataContent><p>Talks resumed.</p><p>They ended.</p></DataContent>"


def test_every_field(read):
    """The time is that of this revision; the dateline begins the text."""
    assert read(document(PARAGRAPHS), ".xml") == [
        Article(
            key="n/story.xml#urn:newsml:example.org:7",
            path="n/story.xml",
            title="Talks on tea & oil",
            authors=("Jane Doe", "John Roe"),
            date="2020-10-30T12:00:00+04:00",
            body="BAKU, Oct 30 (EX) - Talks resumed.\n\nThey ended.",
            source="Example",
            language="en",
        )
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<DataContent><nitf><body><body.content><p>Talks resumed.</p><p>They ended.</p>"
        "</body.content></body></nitf></DataContent>",
        '<DataContent><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
        "<p>Talks resumed.</p><p>They ended.</p></body></html></DataContent>",
        "<DataContent><![CDATA[<p>Talks resumed.</p><p>They ended.</p>]]></DataContent>",
        "<DataContent>\nTalks resumed.\n\nThey ended.\n</DataContent>",
        f"<DataContent>A table.</DataContent></ContentItem><ContentItem>{PARAGRAPHS}",
    ],
    ids=["NITF", "XHTML", "escaped HTML", "plain text", "with a caption"],
)
def test_forms_of_the_text(read, content):
    """They give the same paragraphs; the longest text is that of the story."""
    (article,) = read(document(content), ".xml")
    assert article.body == "BAKU, Oct 30 (EX) - Talks resumed.\n\nThey ended."


@pytest.mark.parametrize("dateline", ["30/10/2020", "TALKS, Oct 30 -", ""])
def test_a_dateline_that_is_not_put_before_the_text(read, dateline):
    """A day alone, and one that the text begins with itself."""
    lines = LINES.replace("BAKU, Oct 30 (EX) -", dateline)
    assert read(document(PARAGRAPHS, lines), ".xml")[0].body == "Talks resumed.\n\nThey ended."


def test_what_stands_in_for_missing_fields(read):
    """The headline and the byline of the NITF, the day and the name of the provider, the lede."""
    nitf = (
        "<DataContent><nitf><body><body.head><hedline><hl1>Talks</hl1></hedline><byline>By Jane Doe</byline>"
        "</body.head><body.content><p>Talks resumed.</p></body.content></body></nitf></DataContent>"
    )
    head = HEAD.partition("<NewsManagement>")[0]
    content = document(nitf, "", head).replace(PARTY, "")
    (article,) = read(content, ".xml")
    assert (article.title, article.authors, article.date) == ("Talks", ("Jane Doe",), "2020-10-29")
    assert article.source == "example.org"
    (article,) = read(document(PARAGRAPHS, ""), ".xml")
    assert (article.title, article.title_from) == ("Talks resumed.", LEDE)


def test_items_without_text(read):
    """A picture has a headline; an item with neither is reported, and so is a document without items."""
    picture = document("<DataContent/>").replace("</NewsML>", "<NewsItem/></NewsML>")
    article, bad = read(picture, ".xml")
    assert (article.title, article.body) == ("Talks on tea & oil", "")
    assert bad == Unreadable("n/story.xml", "no text", 5)
    assert read("<NewsML/>", ".xml") == [Unreadable("n/story.xml", "no <NewsItem> element in the file")]


def test_the_usual_prologue_names_a_file_that_is_not_opened(read, offline):
    """Agencies name the DTD of NITF by an entity that is no part of the text."""
    prologue = (
        '<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20031010:NewsMLv1.2.dtd:1" "NewsML-1.2.dtd" '
        '[<!ENTITY % nitf SYSTEM "https://example.org/nitf-3-0.dtd"> %nitf; ]>'
    )
    (article,) = read(prologue + document(PARAGRAPHS), ".xml")
    assert article.body.endswith("Talks resumed.\n\nThey ended.")


def test_a_text_that_is_indented_with_the_document(read):
    """The lines begin where the text begins; what one is indented by beside the others stays."""
    text = "Prices\n            oil   43\n              Brent\n\n            tea    2\n    "
    (article,) = read(document(f"<DataContent>{text}</DataContent>"), ".xml")
    assert article.body.endswith("Prices\noil   43\n  Brent\n\ntea    2")
