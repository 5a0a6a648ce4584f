"""Issues of scanned newspapers: the articles of METS and of DIDL."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import newsgrep
from newsgrep.formats.scans.issue import page_name
from newsgrep.read_context import ReadContext
from newsgrep.remarks import PAGE_OF_ISSUE
from newsgrep.sources.no_articles import articles_in, read_beside
from tests.formats.issues import ISSUE, MODS, area, mets, page
from tests.reading import read_file


def test_articles_of_an_issue(issue) -> None:
    """With the title of the page where none is described, the section, and the date and name of the issue."""
    logical = (
        '<div TYPE="TITLE_SECTION">' + area("B1") + "</div>"
        '<div TYPE="SECTION" LABEL="Foreign">'
        '<div ID="A1" TYPE="Article"><div TYPE="HEADING"><div TYPE="TITLE">' + area("B2") + "</div></div>"
        '<div TYPE="BODY">' + area("B3", "B5") + "</div></div></div>"
        '<div ID="A2" TYPE="ADVERTISEMENT">' + area("B4") + "</div>"
    )
    blocks = {
        "B1": ["The Example Post"],
        "B2": ["TALKS"],
        "B3": ["They began."],
        "B4": ["Buy tea."],
        "B5": ["They ended."],
    }
    found = issue(mets(logical), p1=page(blocks))
    assert [(one.key, one.title, one.body, one.section) for one in found] == [
        ("1824/x_mets.xml#A1", "TALKS", "They began.\n\nThey ended.", "Foreign"),
        ("1824/x_mets.xml#A2", "Buy tea.", "Buy tea.", "advertisement"),
    ]
    assert {(one.date, one.date_from, one.source) for one in found} == {
        ("1824-02-17", "field", "The Example Post")
    }


def test_a_described_article(issue) -> None:
    """Title with its article and subtitle, and who wrote; the heading of the page does not repeat them."""
    described = ISSUE + MODS.format(
        name="A",
        inner="<titleInfo><nonSort>L'</nonSort><title>accord</title><subTitle>Le texte</subTitle></titleInfo>"
        '<name type="personal"><namePart type="family">Doe</namePart><namePart type="given">Jane</namePart>'
        '<role><roleTerm>aut</roleTerm></role></name><name type="personal"><namePart>Ed Itor</namePart>'
        "<role><roleTerm>edt</roleTerm></role></name>"
        '<language><languageTerm type="code">fre</languageTerm></language>',
    )
    logical = f'<div ID="A1" TYPE="ARTICLE" DMDID="A"><div TYPE="TITLE">{area("B1")}</div>{area("B2")}</div>'
    blocks = {"B1": ["L'ACCORD:"], "B2": ["Il est signé."]}
    (article,) = issue(mets(logical, described=described), p1=page(blocks))
    assert (article.title, article.authors, article.language) == ("L'accord: Le texte", ("Jane Doe",), "fr")
    assert article.body == "Il est signé."


def test_articles_that_lead_to_areas_of_words(issue) -> None:
    """As the British Library has them: a link goes to parts of pages, which are from one word to another."""
    physical = (
        '<structMap TYPE="PHYSICAL"><div TYPE="page"><fptr FILEID="F1"/>'
        f'<div ID="pa1" TYPE="pagearea">{area("W3 W4")}</div><div ID="pa2">{area("W1 W2")}</div>'
        "</div></structMap>"
        '<structLink><smLinkGrp><smLocatorLink xlink:href="#art1"/><smLocatorLink xlink:href="#pa1"/>'
        '<smLocatorLink xlink:href="#pa2"/></smLinkGrp>'
        '<smLink xlink:from="art2" xlink:to="pa2"/></structLink>'
    )
    logical = '<div ID="art1" TYPE="ARTICLE"/><div ID="art2" TYPE="ARTICLE"/>'
    found = issue(mets(logical, physical), p1=page({"B1": ["Talks began."], "B2": ["They ended."]}))
    assert [one.body for one in found] == ["They ended.\n\nTalks began.", "Talks began."]


def test_text_of_a_section_beside_its_articles(issue) -> None:
    """Is an article of its own, after them; a section with a heading alone is none."""
    logical = (
        f'<div ID="S1" TYPE="SECTION"><div TYPE="HEADING">{area("B1")}</div>'
        f'<div ID="A1" TYPE="ARTICLE">{area("B2")}</div>'
        f'<div TYPE="BODY"><div TYPE="TEXT">{area("B3")}</div></div></div>'
        f'<div ID="S2" TYPE="SECTION"><div TYPE="HEADING">{area("B4")}</div></div>'
    )
    blocks = {"B1": ["MARKETS"], "B2": ["Tea fell."], "B3": ["Prices follow."], "B4": ["SPORT"]}
    found = issue(mets(logical), p1=page(blocks))
    assert [(one.key[-2:], one.title, one.body) for one in found] == [
        ("A1", "Tea fell.", "Tea fell."),
        ("S1", "MARKETS", "Prices follow."),
    ]


def test_an_issue_without_articles_gives_its_pages(issue) -> None:
    """Each by the name of its file, with the date of the issue."""
    found = issue(
        mets("", pages=["./p1.xml", "file://./p2.xml"]), p1=page({"B": ["One."]}), p2=page({"B": ["Two."]})
    )
    assert [(one.key, one.body, one.date) for one in found] == [
        ("1824/x_mets.xml#p1.xml", "One.", "1824-02-17"),
        ("1824/x_mets.xml#p2.xml", "Two.", "1824-02-17"),
    ]


def test_a_table_of_contents_has_the_articles_of_a_list_of_files(issue) -> None:
    """As the library of France has them: then the list gives no pages again."""
    toc = mets(f'<div ID="A1" TYPE="ARTICLE">{area("B")}</div>')
    assert issue(mets("", pages=["p1.xml", "toc.xml"]), p1=page({"B": ["One."]}), toc=toc) == []


def test_a_page_that_cannot_be_read_takes_only_its_own_text(issue) -> None:
    """It is reported; without any page the issue is, with the reason of the first."""
    logical = "".join(f'<div TYPE="ARTICLE">{area("B", file=file)}</div>' for file in ("F1", "F2"))
    content = mets(logical, pages=["p1.xml", "p2.xml", "p3.xml"])
    missing, broken, article = issue(content, p1=page({"B": ["One."]}), p3="<alto>")
    assert (missing.reason, broken.reason) == ("page p2.xml: no such file", "page p3.xml: not valid XML")
    assert article.body == "One."
    (alone,) = issue(content, folder="1825")
    assert alone.reason == "none of its pages can be read: page p1.xml: no such file"
    (alone,) = issue(content, folder="1826", p1="<alto>")
    assert alone.reason == "none of its pages can be read: page p1.xml: not valid XML"


def test_a_small_file_does_not_become_a_large_text(issue) -> None:
    """One that names the same page without end is refused."""
    words = page({"B": ["word " * 20_000]})
    logical = f'<div TYPE="ARTICLE">{area("B") * 100}</div>'
    (refused,) = issue(mets(logical), p1=words)
    assert refused.reason == "names the same parts of its pages again and again"


def test_links_are_not_followed_without_end(issue) -> None:
    """A file in which each of many divisions leads to all of many others is refused."""
    logical = "".join(f'<div TYPE="ARTICLE" ID="a{number}"/>' for number in range(1100))
    links = "".join(f'<smLink xlink:from="a{number}" xlink:to="p"/>' for number in range(1100))
    physical = f'<structMap TYPE="PHYSICAL"><div ID="p">{"<div/>" * 1000}</div></structMap>'
    rest = f"{physical}<structLink>{links}</structLink>"
    (refused,) = issue(mets(logical, rest), p1=page({"B": ["One."]}))
    assert refused.reason == "names the same parts of its pages again and again"


def test_the_day_of_an_issue_without_a_date_is_that_of_its_name(issue) -> None:
    """Where the file has none, or one in an order that is not known."""
    for date in ("", "<originInfo><dateIssued>02.01.1824</dateIssued></originInfo>"):
        described = MODS.format(name="I", inner=date)
        content = mets(f'<div TYPE="ARTICLE">{area("B")}</div>', described=described)
        (article,) = issue(content, folder="1824-01-02", p1=page({"B": ["One."]}))
        assert (article.date, article.date_from, article.date_text) == ("1824-01-02", "guess", "")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("file://./text/1.xml", "text/1.xml"),
        ("../ocr/X1.XML", "../ocr/X1.XML"),
        ("./a.xml", "a.xml"),
        *(
            (bad, "")
            for bad in ("../../a.xml", "..", "/etc/a.xml", "file:///etc/a.xml", "http://x.org/a.xml")
        ),
        *((bad, "") for bad in ("a/../../b.xml", "images/1.tif", "a//b.xml", "")),
    ],
)
def test_where_pages_may_lie(address: str, name: str) -> None:
    """In the folder of the METS file or below, or in a folder beside it, and nowhere else."""
    assert page_name(address) == name


def test_the_pages_of_an_article_are_known(issue):
    """By the order that the physical structure gives, else by that of the files."""
    logical = f'<div TYPE="ARTICLE" ID="a">{area("B")}{area("B", file="F2")}</div>'
    pages = {"p1": page({"B": ["One."]}), "p2": page({"B": ["Two."]})}
    files = ["p1.xml", "p2.xml"]
    (article,) = issue(mets(logical, pages=files), **pages)
    assert (article.body, article.pages) == ("One.\n\nTwo.", ((0, 1), (6, 2)))
    sheets = "".join(
        f'<div TYPE="page" ORDER="{order}"><fptr FILEID="{file}"/></div>'
        for order, file in ((3, "F1"), (7, "F2"))
    )
    physical = f'<structMap TYPE="PHYSICAL"><div TYPE="newspaper">{sheets}</div></structMap>'
    (article,) = issue(mets(logical, physical, pages=files), **pages)
    assert [article.page_at(article.body.index(word)) for word in ("One", "Two")] == [3, 7]


def test_a_page_without_articles_has_its_number(issue):
    """It is an article itself."""
    found = issue(mets("", pages=["p1.xml", "p2.xml"]), p1=page({"B": ["One."]}), p2=page({"B": ["Two."]}))
    assert [(article.body, article.pages) for article in found] == [("One.", ((0, 1),)), ("Two.", ((0, 2),))]


def test_members_of_a_zip_that_are_pages() -> None:
    """Those in the folder of a METS file, or one folder below it."""
    names = ["a/x-mets.xml", "a/1.xml", "a/text/1.xml", "b/2.xml", "a/x.txt", "hamets.xml"]
    assert list(filter(articles_in(names), names)) == ["a/x-mets.xml", "b/2.xml", "a/x.txt", "hamets.xml"]
    assert list(filter(articles_in(["mets.xml", "1.xml", "t/1.xml"]), ["mets.xml", "1.xml", "t/1.xml"])) == [
        "mets.xml"
    ]


DIDL = (
    '<DIDL xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcx="http://krait.kb.nl/coop/tel/handbook/telterms.html">'
    '<Item><Component dc:identifier="ddd:1:mpeg21:metadata"><dc:title>Het Voorbeeld</dc:title>'
    '<dc:date>1876-12-01</dc:date><dc:language xsi:type="x">nl</dc:language></Component>'
    "{articles}</Item></DIDL>"
)
DIDL_ARTICLE = (
    '<Item><Component dc:identifier="ddd:1:mpeg21:p001:{name}:metadata"><dc:title>No</dc:title></Component>'
    '<Component dc:identifier="ddd:1:mpeg21:{name}:ocr"><Resource dcx:filename="{file}"/></Component>'
    '<Component dc:identifier="ddd:1:mpeg21:{name}:metadata"><dc:subject>{kind}</dc:subject>'
    "<dc:title>{name}</dc:title><dc:identifier>https://example.org/{name}</dc:identifier></Component></Item>"
)


def test_an_issue_of_delpher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article has its text from the file beside; date, paper and language are those of the issue."""
    monkeypatch.chdir(tmp_path)
    rows = (("a0001", "artikel", "ddd:1:a0001.xml"), ("a0002", "advertentie", "2.xml"))
    rows += (("a0003", "familiebericht", "3.xml"), ("a0004", "artikel", "../4.xml"))
    articles = "".join(DIDL_ARTICLE.format(name=name, kind=kind, file=file) for name, kind, file in rows)
    (tmp_path / "didl.xml").write_text(DIDL.format(articles=articles))
    for name in ("ddd:1:a0001", "2"):
        (tmp_path / f"{name}.xml").write_text(f"<text><title>T</title><p>One {name}.</p><p>Two.</p></text>")
    context = ReadContext("didl.xml", beside=partial(read_beside, "didl.xml"))
    first, second, missing, refused = read_file(tmp_path / "didl.xml", context)
    assert (first.key, first.title, first.body) == ("didl.xml#a0001", "a0001", "One ddd:1:a0001.\n\nTwo.")
    assert (first.date, first.source, first.language) == ("1876-12-01", "Het Voorbeeld", "nl")
    assert (first.url, first.section, second.section) == ("https://example.org/a0001", "", "advertisement")
    assert (missing.reason, refused.reason) == ("3.xml: no such file", "../4.xml: no name of a file")
    report = newsgrep.open_index("ix").update(".")
    assert report.total == 2
    assert [(remark.kind, remark.count) for remark in report.remarks] == [(PAGE_OF_ISSUE, 2)]


def test_the_page_of_an_article_of_delpher(tmp_path, monkeypatch):
    """If all of it is on one; nothing says where in its text another begins."""
    monkeypatch.chdir(tmp_path)
    articles = "".join(
        DIDL_ARTICLE.format(name=name, kind="artikel", file=f"{name}.xml")
        + f'<Component dc:identifier="ddd:1:mpeg21:{name}:zoning"><dcx:zoning>'
        + "".join(f'<dcx:article-part pageid="ddd:1:mpeg21:{page}"/>' for page in pages)
        + "</dcx:zoning></Component>"
        for name, pages in (("a0001", ["p002", "p002"]), ("a0002", ["p002", "p003"]))
    )
    (tmp_path / "didl.xml").write_text(DIDL.format(articles=articles))
    for name in ("a0001", "a0002"):
        (tmp_path / f"{name}.xml").write_text("<text><p>One.</p></text>")
    context = ReadContext("didl.xml", beside=partial(read_beside, "didl.xml"))
    assert [article.pages for article in read_file(tmp_path / "didl.xml", context)] == [((0, 2),), ()]
