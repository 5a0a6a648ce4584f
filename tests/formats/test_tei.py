"""TEI: issues of papers, debates and other documents, and their texts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.formats import choose_format
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from newsgrep.sources.no_articles import read_beside
from tests.reading import read_file

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>Letters</title>{titles}</titleStmt>"
    '<publicationStmt><date when="2021"/></publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc>'
    "{profile}</teiHeader>"
)


def tei(body: str, *, titles: str = "", source: str = "", profile: str = "", name: str = "d1") -> str:
    """A document with some text, and some more in its header."""
    header = HEADER.format(titles=titles, source=source, profile=profile)
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}" xml:lang="de">'
        f"{header}<text><body>{body}</body></text></TEI>"
    )


@pytest.fixture
def one(read):
    """Return a function that reads the one article of a document."""

    def read_one(content: str) -> Article:
        (found,) = read(content, ".xml")
        assert isinstance(found, Article), found
        return found

    return read_one


def test_an_issue_of_a_paper(read) -> None:
    """Each article; the section around it; what is beside the articles, and no masthead."""
    body = (
        '<div type="jTitle"><p>The Post</p></div>'
        '<div type="jPoliticalNews"><head>Politics</head>'
        '<div type="jArticle" xml:id="a1"><head><bibl><author>Jane Doe</author></bibl>'
        "<dateline>Berlin, 1 May</dateline></head><p>They met.</p></div>"
        '<div type="jArticle" xml:id="a2"><head>Talks</head><p>They parted.</p>'
        "<bibl><author>X</author></bibl></div><p>More follows.</p></div>"
        '<div type="jAn" xml:id="ad"><p>Buy tea.</p></div>'
    )
    source = '<bibl><title level="j">The Post</title><date when="1848-05-02">2. Mai</date></bibl>'
    found = read(tei(body, source=source), ".xml")
    assert [(one.key.partition("#")[2], one.title, one.body, one.section) for one in found] == [
        ("a1", "Berlin, 1 May", "Berlin, 1 May\n\nThey met.", "Politics"),
        ("a2", "Talks", "They parted.", "Politics"),
        ("L1", "More follows.", "More follows.", "Politics"),
        ("ad", "Buy tea.", "Buy tea.", ""),
    ]
    assert found[0].authors == ("Jane Doe",)
    assert {(one.date, one.source, one.language) for one in found} == {("1848-05-02", "The Post", "de")}


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("<persName><surname>Doe</surname>, <forename>Jane</forename></persName> of Rome", ("Jane Doe",)),
        ("<persName>Jane Doe</persName>", ("Jane Doe",)),
    ],
)
def test_who_wrote_an_article(one, byline, authors) -> None:
    """As a byline marks the names, else as it reads; it is no part of the text."""
    found = one(tei(f'<div subtype="article"><byline>{byline}</byline><p>They met.</p></div>'))
    assert (found.authors, found.body) == (authors, "They met.")


SPEECHES = (
    '<div type="debateSection"><head>Budget</head><note type="speaker">The Chair:</note>'
    '<u who="#DoeJane.1950" xml:id="d.u1"><seg>Order.</seg><note>Applause.</note><seg>Begin.</seg></u>'
    '<u who="#p2" xml:id="d.u2"><seg>Thanks.</seg></u></div>'
)


def test_a_debate(read) -> None:
    """Each speech, by whoever is described in the header, else by the words of the identifier."""
    profile = (
        '<profileDesc><settingDesc><setting><date when="2019-07-31"/></setting></settingDesc><particDesc>'
        '<listPerson><person xml:id="p2"><persName><surname>Roe</surname><forename>John</forename></persName>'
        "</person></listPerson></particDesc></profileDesc>"
    )
    first, second = read(tei(SPEECHES, profile=profile, titles="<meeting/>"), ".xml")
    assert (first.key, first.body, first.section) == ("n/story.xml#d.u1", "Order.\n\nBegin.", "Budget")
    assert (first.authors, second.authors) == (("Doe Jane",), ("John Roe",))
    assert (first.date, first.title_from) == ("2019-07-31", "lede")


@pytest.mark.parametrize("folder", ["", "2019"])
def test_the_persons_of_a_debate_in_a_list_beside(tmp_path: Path, folder: str) -> None:
    """Or above it, as ParlaMint has them; the list itself has no article."""
    described = (
        '<listPerson xmlns="http://www.tei-c.org/ns/1.0"><person xml:id="DoeJane.1950">'
        "<persName><surname>Doe</surname><forename>Jane</forename><forename>Ann</forename></persName>"
        "<persName>Old Name</persName></person></listPerson>"
    )
    file = tmp_path / folder / "ParlaMint-XX_2019.xml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(tei(SPEECHES, name="ParlaMint-XX_2019"))
    (tmp_path / "ParlaMint-XX-listPerson.xml").write_text(described)
    context = ReadContext("a.xml", beside=partial(read_beside, str(file)))
    first, _ = read_file(file, context)
    assert isinstance(first, Article)
    assert first.authors == ("Jane Ann Doe",)
    assert list(read_file(tmp_path / "ParlaMint-XX-listPerson.xml", context)) == []


def test_a_broken_list_of_persons_loses_no_speech(tmp_path: Path) -> None:
    """Speakers are the words of their identifiers; the list itself is the file that cannot be read."""
    file, listed = tmp_path / "ParlaMint-XX_2019.xml", tmp_path / "ParlaMint-XX-listPerson.xml"
    file.write_text(tei(SPEECHES, name="ParlaMint-XX_2019"))
    listed.write_text('<listPerson xmlns="http://www.tei-c.org/ns/1.0"><person>')
    context = ReadContext("a.xml", beside=partial(read_beside, str(file)))
    assert [article.authors for article in read_file(file, context)][:1] == [("Doe Jane",)]
    (fault,) = read_file(listed, ReadContext("ParlaMint-XX-listPerson.xml"))
    assert isinstance(fault, Unreadable)


def test_a_document_that_is_an_article(one) -> None:
    """With the title, the author and the day of its text, not those of the edition."""
    source = (
        '<biblStruct><analytic><title level="a">On Tea</title><author>Jane Doe</author></analytic>'
        '<monogr><title level="j">The Post</title><imprint><date>1899</date><date when="1899-03-02"/>'
        '</imprint></monogr><idno type="URI">https://example.org/1</idno></biblStruct>'
    )
    found = one(tei("<head>On Tea</head><p>Tea is dear.</p>", source=source))
    assert (found.key, found.title, found.body) == ("n/story.xml", "On Tea", "Tea is dear.")
    assert (found.authors, found.date, found.source) == (("Jane Doe",), "1899-03-02", "The Post")
    assert found.url == "https://example.org/1"


def test_the_metadata_of_a_corpus_of_the_dutch_institute(one) -> None:
    """Is a list of names and values."""
    values = {
        "titleLevel1": "Amsterdam, 1 April",
        "titleLevel2": "De Courant",
        "witnessDateLevel1_from": "1679-04-04",
        "newspaperSection": "Nederlanden",
        "sourceUrl": "https://example.org/1",
    }
    groups = "".join(
        f'<interpGrp type="{name}"><interp>{value}</interp></interpGrp>' for name, value in values.items()
    )
    found = one(tei("<p>Tea.</p>", source=f"<listBibl><bibl>{groups}</bibl></listBibl>"))
    assert (found.title, found.source, found.date, found.section, found.url) == (
        *("Amsterdam, 1 April", "De Courant", "1679-04-04", "Nederlanden", "https://example.org/1"),
    )


def test_a_corpus_in_one_file(read) -> None:
    """Has an article for each document, by its identifier; none for what it includes."""
    documents = tei("<p>One.</p>") + tei("<p>Two.</p>", name="d2")
    found = read(
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{documents}</teiCorpus>', ".xml"
    )
    assert [(one.key, one.body) for one in found] == [
        ("n/story.xml#d1", "One."),
        ("n/story.xml#d2", "Two."),
    ]
    assert read("<teiCorpus><include href='a.xml'/></teiCorpus>", ".xml") == []


def test_the_fourth_version_of_tei(one) -> None:
    """Has another root."""
    found = one("<TEI.2><teiHeader/><text><body><div1><p>Tea is dear.</p></div1></body></text></TEI.2>")
    assert found.body == "Tea is dear."


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("inter-<lb/>national", "inter-\nnational"),
        ("inter-<pb n='2'/><fw>The Post</fw><lb/>national", "inter-\nnational"),
        ("inter<lb break='no'/>national", "international"),
        ("one<lb/>line <cb/>more", "one line more"),
        ("a <choice><sic>teh</sic><corr>the</corr></choice> b", "a the b"),
        ("a <sic>teh</sic> b", "a teh b"),
        ("a <gap><desc>torn</desc></gap><figure><head>Map</head></figure>b", "a b"),
        ("tea<note place='foot'>Dear.</note> and milk", "tea and milk\n\nDear."),
        ("<s><w>Tea</w>\n<w join='right'>milk</w>\n<pc>.</pc>\n</s>", "Tea milk."),
        ("<s><w>Tea</w> <w>milk</w><pc>.</pc></s>", "Tea milk."),
        ("<table><row><cell>1</cell><cell>2</cell></row></table>", "1 2"),
    ],
)
def test_the_text_of_a_paragraph(one, text, body) -> None:
    """Words are found whole, corrected, and in their sentence."""
    assert one(tei(f"<p>{text}</p>")).body == body


def test_broken_tei_is_reported(read) -> None:
    """After the documents before the error."""
    found = read(f"<teiCorpus>{tei('<p>One.</p>')}<TEI><p></TEI>", ".xml")
    assert [type(one) for one in found] == [Article, Unreadable]


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0">', "tei"),
        ("<!DOCTYPE TEI.2 SYSTEM 'x.dtd'><TEI.2>", "tei"),
        ('<tei:TEI xmlns:tei="http://www.tei-c.org/ns/1.0">', "tei"),
        ('<listOrg xmlns="http://www.tei-c.org/ns/1.0">', "tei"),
        ("<listOrg>", "xml"),
    ],
)
def test_tei_is_detected_by_its_root(beginning, name) -> None:
    """Other formats share the suffix `.xml`."""
    assert choose_format(".xml", beginning.encode()).name == name
