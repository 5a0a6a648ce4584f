"""Scanned newspapers: the pages of ALTO, and the articles of METS."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsgrep.article import Article
from newsgrep.cli.program import program
from newsgrep.formats import read_file
from newsgrep.formats.context import ReadContext
from newsgrep.formats.scans.issue import page_name
from newsgrep.results import Unreadable
from newsgrep.sources.exports import articles_in, read_beside

MODS = (
    '<dmdSec ID="{name}"><mdWrap><xmlData><mods xmlns="http://www.loc.gov/mods/v3">{inner}</mods></xmlData>'
    "</mdWrap></dmdSec>"
)
ISSUE = MODS.format(
    name="I",
    inner="<titleInfo><title>The Example Post.</title></titleInfo>"
    "<originInfo><dateIssued>1824-02-17</dateIssued></originInfo>",
)


def page(blocks: dict[str, list[str]], language: str = "") -> str:
    """A page: blocks of lines; the words of all are W1, W2 and so on. A hyphen ends a cut line."""
    number, parts = 0, []
    for name, lines in blocks.items():
        parts.append(f'<TextBlock ID="{name}" LANG="{language}">')
        for line in lines:
            parts.append("<TextLine>")
            for word in line.removesuffix("-").split():
                number += 1
                parts.append(f'<String ID="W{number}" CONTENT="{word}"/><SP/>')
            parts.append('<HYP CONTENT="-"/></TextLine>' if line.endswith("-") else "</TextLine>")
        parts.append("</TextBlock>")
    inner = "".join(parts)
    return (
        f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Layout><Page>{inner}</Page></Layout></alto>'
    )


def mets(logical: str, rest: str = "", pages: Iterable[str] = ("p1.xml",), described: str = ISSUE) -> str:
    """A METS file with a logical structure, the files of pages as F1, F2 and so on, and other parts."""
    files = "".join(
        f'<file ID="F{number}"><FLocat xlink:href="{name}"/></file>' for number, name in enumerate(pages, 1)
    )
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{described}<fileSec><fileGrp>{files}</fileGrp></fileSec>"
        f'<structMap TYPE="LOGICAL"><div TYPE="ISSUE" ID="log1" DMDID="I">{logical}</div></structMap>'
        f"{rest}</mets>"
    )


def area(*names: str, file: str = "F1") -> str:
    """Parts of a page, each from one element to the end of that, or to another: `W1 W3`."""
    found = []
    for name in names:
        begin, _, end = name.partition(" ")
        found.append(f'<area FILEID="{file}" BEGIN="{begin}" END="{end}"/>')
    return f"<fptr>{''.join(found)}</fptr>"


@pytest.fixture
def issue(tmp_path: Path) -> Callable[..., list[Article | Unreadable]]:
    """Write a METS file and pages, and return what is read of them."""

    def written(content: str, folder: str = "1824", **pages: str) -> list[Article | Unreadable]:
        (tmp_path / folder).mkdir(exist_ok=True)
        file = tmp_path / folder / "x_mets.xml"
        file.write_text(content)
        for name, text in pages.items():
            (tmp_path / folder / f"{name}.xml").write_text(text)
        context = ReadContext(f"{folder}/x_mets.xml", beside=partial(read_beside, str(file)))
        return list(read_file(file, context))

    return written


def test_a_page_is_an_article_with_the_day_of_its_name(read) -> None:
    """Blocks are paragraphs, and lines are joined; the language is that of most blocks."""
    text = page({"B1": ["The talks", "went on."], "B2": ["They ended."]}, "en")
    (article,) = read(text, "-1987-10-17.xml")
    assert (article.body, article.language) == ("The talks went on.\n\nThey ended.", "en")
    assert (article.date, article.date_from, article.title_from) == ("1987-10-17", "guess", "lede")
    assert read(page({"B1": []}), ".xml") == []


def test_words_that_are_cut() -> None:
    """The whole word where the file has it; else the line ends, so that a search finds both."""
    strings = (
        '<String CONTENT="inter" SUBS_TYPE="HypPart1" SUBS_CONTENT="{whole}"/><HYP CONTENT="\u00ac"/>'
        '</TextLine><TextLine><String CONTENT="national" SUBS_TYPE="HypPart2" SUBS_CONTENT="{whole}"/>'
    )
    for whole, expected in (
        ("international", "an international act"),
        ("inter-national", "an inter-\nnational act"),
    ):
        lines = (
            f'<TextLine><String CONTENT="an"/>{strings.format(whole=whole)}<String CONTENT="act"/></TextLine>'
        )
        text = f"<alto><TextBlock>{lines}</TextBlock></alto>"
        (article,) = read_file_of(text)
        assert article.body == expected
    (article,) = read_file_of(page({"B": ["an inter-", "national act"]}))
    assert article.body == "an inter-\nnational act"


def read_file_of(text: str) -> list[Article | Unreadable]:
    """What is read of a page that stands alone."""
    from newsgrep.formats.scans.alto import ALTO

    return list(ALTO.read(io.BufferedReader(io.BytesIO(text.encode())), ReadContext("a.xml")))


REGION = '<TextRegion id="{0}" type="{1}">{2}</TextRegion>'
LINE = "<TextLine><TextEquiv><Unicode>{0}</Unicode></TextEquiv></TextLine>"


def page_xml(*regions: str, order: str = "") -> str:
    """A page in PAGE XML."""
    references = "".join(
        f'<RegionRefIndexed index="{number}" regionRef="{name}"/>'
        for number, name in enumerate(order.split())
    )
    order = f"<ReadingOrder><OrderedGroup>{references}</OrderedGroup></ReadingOrder>" if order else ""
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Page>'
        f"{order}{''.join(regions)}</Page></PcGts>"
    )


def test_a_page_of_page_xml(read) -> None:
    """Its regions are paragraphs in reading order; the number of the page is no text."""
    lines = LINE.format("They parted inter\u00ac") + LINE.format("nationally.")
    text = page_xml(
        REGION.format("r3", "page-number", LINE.format("12")),
        REGION.format("r2", "paragraph", lines),
        REGION.format("r1", "heading", LINE.format("Talks")),
        order="r1 r2",
    )
    (article,) = read(text, "-1758-06-03.xml")
    assert article.body == "Talks\n\nThey parted inter-\nnationally."
    assert (article.date, article.title_from) == ("1758-06-03", "lede")


@pytest.mark.parametrize(
    "region",
    [
        "<TextLine><Word><TextEquiv><Unicode>They</Unicode></TextEquiv></Word>"
        "<Word><TextEquiv><Unicode>met.</Unicode></TextEquiv></Word></TextLine>",
        '<TextLine><TextEquiv index="1"><Unicode>Thy mot.</Unicode></TextEquiv>'
        '<TextEquiv index="0"><Unicode>They met.</Unicode></TextEquiv></TextLine>',
        "<TextEquiv><Unicode>They\nmet.</Unicode></TextEquiv>",
    ],
)
def test_the_best_text_of_page_xml(read, region) -> None:
    """That of the words where the line has none, the first of several readings, or that of the region."""
    (article,) = read(page_xml(REGION.format("r", "paragraph", region)), ".xml")
    assert article.body == "They met."


def test_an_issue_as_transkribus_exports_it(issue) -> None:
    """Its pages are PAGE XML; the day is in the label of the METS file."""
    content = mets("", described="", pages=["p1.xml"]).replace("<mets ", '<mets LABEL="Post 1758-06-03" ', 1)
    (article,) = issue(content, folder="x", p1=page_xml(REGION.format("r", "", LINE.format("They met."))))
    assert (article.body, article.date, article.date_from) == ("They met.", "1758-06-03", "guess")


HOCR_PAGE = (
    '<div class="ocr_page" id="{0}"><div class="ocr_carea"><p class="ocr_par" lang="eng">'
    '<span class="ocr_line"><span class="ocrx_word">They</span> <span class="ocrx_word">met</span></span>\n'
    '<span class="ocr_line"><span class="ocrx_word">inter-</span></span>\n'
    '<span class="ocr_line"><span class="ocrx_word">nationally.</span></span></p>'
    '<p class="ocr_par"><span class="ocr_header">{1}</span></p></div></div>'
)
HOCR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><meta name='ocr-system' content='tesseract'/></head><body>{0}</body></html>"
)


@pytest.mark.parametrize("suffix", [".hocr", ".html", ".xml"])
def test_a_page_of_hocr(read, suffix) -> None:
    """Its paragraphs, with lines that end behind a word that is cut; several pages are an article each."""
    (article,) = read(HOCR.format(HOCR_PAGE.format("page_1", "Talks")), f"-1905-01-02{suffix}")
    assert article.body == "They met inter-\nnationally.\n\nTalks"
    assert (article.key, article.date) == (f"n/story-1905-01-02{suffix}", "1905-01-02")
    assert article.language == "en"
    pages = (
        HOCR_PAGE.format("page_1", "One") + HOCR_PAGE.format("page_2", "Two") + HOCR_PAGE.format("", "Six")
    )
    found = read(HOCR.format(pages), suffix)
    assert [one.key.partition("#")[2] for one in found] == ["page_1", "page_2", "3"]


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


def run(*arguments: str) -> str:
    """The output of a command that succeeds."""
    result = CliRunner().invoke(program, arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an issue: a METS file, and a page in a folder below it."""
    monkeypatch.chdir(tmp_path)
    logical = f'<div ID="A1" TYPE="ARTICLE">{area("B1")}</div><div ID="A2" TYPE="ARTICLE">{area("B2")}</div>'
    (tmp_path / "in/text").mkdir(parents=True)
    (tmp_path / "in/1824-METS.xml").write_text(mets(logical, pages=["text/p1.xml"]))
    (tmp_path / "in/text/p1.xml").write_text(page({"B1": ["Tea fell."], "B2": ["Talks ended."]}))
    return tmp_path


def test_the_pages_of_an_issue_are_read_once(archive: Path) -> None:
    """As part of its articles; a page beside them that no issue names is an article."""
    (archive / "in/text/p9.xml").write_text(page({"B": ["A loose leaf."]}))
    out = run("index", "--index", "ix", "in")
    assert "left 1 file of scanned issues to the METS or DIDL file" in out
    keys = run("search", "--index", "ix", "--fields", "key", "--sort", "title", "*").split()
    assert sorted(keys) == ["in/1824-METS.xml#A1", "in/1824-METS.xml#A2", "in/text/p9.xml"]


def test_a_file_that_describes_an_issue_under_another_name(archive: Path) -> None:
    """It is known by its root: its pages are not read twice."""
    (archive / "in/1824-METS.xml").rename(archive / "in/issue.xml")
    assert "left 1 file of scanned issues to the METS or DIDL file" in run("index", "--index", "ix", "in")
    keys = run("search", "--index", "ix", "--fields", "key", "*").split()
    assert sorted(keys) == ["in/issue.xml#A1", "in/issue.xml#A2"]


def test_pages_are_articles_where_the_file_that_has_their_articles_is_broken(archive: Path) -> None:
    """Else their text would be in none."""
    file = archive / "in/1824-METS.xml"
    file.write_text(file.read_text().removesuffix("</mets>"))
    result = CliRunner().invoke(program, ["index", "--index", "ix", "in"])
    assert "in/1824-METS.xml" in result.output
    assert run("search", "--index", "ix", "--fields", "key", "*").split() == ["in/text/p1.xml"]


@pytest.mark.parametrize(
    "line",
    [
        "d41d8cd98f00b204e9800998ecf8427e  0002647_18240217_mets.xml",
        "d41d8cd98f00b204e9800998ecf8427e *a/0002647_18240217_mets.xml",
        "0002647_18240217_mets.xml, D41D8CD98F00B204E9800998ECF8427E",
        "MD5 (0002647_18240217_mets.xml) = d41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_a_list_of_checksums_has_no_article(tmp_path: Path, monkeypatch, line: str) -> None:
    """As libraries put them beside the files of an issue. A text with a checksum in it is one."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/0002647_18240217_manifest.txt").write_text(f"{line}\n" * 200)
    Path("in/tea.txt").write_text(f"Tea fell\n\n{line}\n")
    assert "1 file of checksums with no article" in run("index", "--index", "ix", "in")
    assert run("search", "--index", "ix", "--fields", "key", "*").split() == ["in/tea.txt"]


@pytest.mark.parametrize("glob", [("--exclude", "*METS*"), ("--exclude", "in/1*"), ("--include", "p*.xml")])
def test_pages_are_articles_where_the_file_that_has_their_articles_is_left_out(
    archive: Path, glob: tuple[str, str]
) -> None:
    """Else their text would be in none."""
    source = "." if "/" in glob[1] else "in"
    run("index", "--index", "ix", *glob, source)
    assert run("search", "--index", "ix", "--fields", "key", "*").split() == ["in/text/p1.xml"]
    run("index", "--index", "ix", "--forget", source)
    keys = run("search", "--index", "ix", "--fields", "key", "*").split()
    assert sorted(keys) == ["in/1824-METS.xml#A1", "in/1824-METS.xml#A2"]


def test_an_issue_in_a_zip(archive: Path) -> None:
    """Is read as in a folder."""
    with zipfile.ZipFile("a.zip", "w") as packed:
        for file in ("in/1824-METS.xml", "in/text/p1.xml"):
            packed.write(file)
    run("index", "--index", "ix", "a.zip")
    keys = run("search", "--index", "ix", "--fields", "key", "*").split()
    assert sorted(keys) == ["a.zip#in/1824-METS.xml#A1", "a.zip#in/1824-METS.xml#A2"]


@pytest.mark.parametrize("source", ["in", "a.zip"])
def test_the_originals_of_an_issue_are_its_pages_too(archive: Path, source: str) -> None:
    """The METS file has no text of its own. What it names and is no page is not exported."""
    file = archive / "in/1824-METS.xml"
    file.write_text(
        file.read_text().replace("<fileGrp>", '<fileGrp><file><FLocat xlink:href="b.xml"/></file>')
    )
    (archive / "in/b.xml").write_text("<accounts><account>Secret.</account></accounts>")
    with zipfile.ZipFile("a.zip", "w") as packed:
        for name in ("in/1824-METS.xml", "in/b.xml", "in/text/p1.xml"):
            packed.write(name)
    run("index", "--index", "ix", source)
    run("export", "--index", "ix", "out", "tea OR talks")
    folder = archive / "out" / (source if source == "a.zip" else "")
    assert (folder / "in/text/p1.xml").read_bytes() == (archive / "in/text/p1.xml").read_bytes()
    assert (folder / "in/1824-METS.xml").is_file()
    assert not (folder / "in/b.xml").exists()
    assert "in/text/p1.xml" in (archive / "out/SHA256SUMS").read_text()


def test_an_issue_in_a_tar(archive: Path) -> None:
    """Gives its pages, as nothing beside the METS file can be read there."""
    with tarfile.open("a.tar", "w") as packed:
        packed.add("in")
    assert "1 file of METS/ALTO with no article" in run("index", "--index", "ix", "a.tar")
    assert run("search", "--index", "ix", "--fields", "key", "*").split() == ["a.tar#in/text/p1.xml"]


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
    out = CliRunner().invoke(program, ["index", "--index", "ix", "."]).output
    assert "left 2 files of scanned issues to the METS or DIDL file" in out
    assert "2 articles in" in out


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


@pytest.mark.parametrize(
    ("attributes", "name", "number"),
    [
        ('PHYSICAL_IMG_NR="3"', "a.xml", 3),
        ('PHYSICAL_IMG_NR="48" PRINTED_IMG_NR="4"', "a.xml", 4),
        ('PHYSICAL_IMG_NR="3" PRINTED_IMG_NR="ggg 170"', "a.xml", 3),
        ('PHYSICAL_IMG_NR="1"', "a.xml", 0),
        ('PHYSICAL_IMG_NR="1"', "issue_0001.xml", 1),
        ('PHYSICAL_IMG_NR="1"', "issue_0017.xml", 0),
        ('PHYSICAL_IMG_NR="0"', "issue_0000.xml", 0),
        ("", "issue_0002.xml", 0),
    ],
)
def test_the_number_of_a_lone_page(read, attributes, name, number):
    """The printed one, else that of the scan; 1 only if the name has it, as many programs write it always."""
    text = page({"B": ["One."]}).replace("<Page", f"<Page {attributes} ", 1)
    (article,) = read(text, name)
    assert article.page_at(0) == number


@pytest.mark.parametrize(
    ("numbers", "pages"),
    [(("1", "6"), ((0, 1), (6, 6))), (("0", "1"), ((0, 1), (6, 2))), (("", ""), ((0, 1), (6, 2)))],
)
def test_the_pages_of_a_file_of_several(read, numbers, pages):
    """As numbered, else counted."""
    parts = (
        f'<Page PHYSICAL_IMG_NR="{number}"><TextBlock><TextLine><String CONTENT="{word}."/></TextLine>'
        "</TextBlock></Page>"
        for number, word in zip(numbers, ("One", "Two"), strict=True)
    )
    (article,) = read(f"<alto><Layout>{''.join(parts)}</Layout></alto>", ".xml")
    assert (article.body, article.pages) == ("One.\n\nTwo.", pages)


def test_the_number_of_a_page_of_transkribus(read):
    """It is in what Transkribus says of the page."""
    text = (
        '<PcGts><Metadata><TranskribusMetadata docId="9" pageNr="1"/></Metadata><Page><TextRegion id="r">'
        "<TextEquiv><Unicode>One.</Unicode></TextEquiv></TextRegion></Page></PcGts>"
    )
    (article,) = read(text, ".xml")
    assert article.pages == ((0, 1),)


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        ([("page_1", 0), ("page_2", 1)], [1, 2]),
        ([("page_1", 1), ("page_2", 2)], [1, 2]),
        ([("page_000000", 0), ("page_000001", 1)], [1, 2]),
        ([("page_4", 3), ("page_5", 4)], [4, 5]),
        ([("page_1", 7), ("page_1", 2)], [1, 2]),
        ([("page_1", 0)], [0]),
        ([("", 6)], [7]),
    ],
)
def test_the_numbers_of_pages_of_hocr(read, marks, numbers):
    """From 1, whether a program counts from 0 or not; of one page alone only if it is not the first."""
    parts = (
        f"<div class='ocr_page' id='{name}' title='image \"a.png\"; ppageno {number}'><p class='ocr_par'>"
        f"<span class='ocr_line'>Line {place}.</span></p></div>"
        for place, (name, number) in enumerate(marks)
    )
    found = read(f"<html><body>{''.join(parts)}</body></html>", ".hocr")
    assert [article.page_at(0) for article in found] == numbers


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
