"""Pages of scanned newspapers: ALTO, PAGE XML, hOCR, and the XML of ABBYY FineReader and of Olive."""

from __future__ import annotations

import io

import pytest

from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits
from tests.formats.issues import mets, page


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


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-2"])
def test_a_file_of_hocr_may_be_of_any_size(read, encoding):
    """If no page is too large; each is read in the encoding that the head of the file names."""
    line = "<span class='ocr_line'>Mość i źródło.</span>"
    pages = "".join(f"<div class='ocr_page' id='page_{number}'>{line * 20}</div>" for number in range(1, 41))
    head = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html;charset={encoding}"/></head><body>'
    )
    text = f"{head}{pages}</body></html>".encode(encoding)
    limits = SourceLimits(page_bytes=2000)
    found = read(text, ".hocr", limits)
    assert [article.key for article in found[:2]] == ["n/story.hocr#page_1", "n/story.hocr#page_2"]
    assert (len(found), {article.body for article in found}) == (40, {" ".join(["Mość i źródło."] * 20)})
    (problem,) = read(text, ".hocr", SourceLimits(page_bytes=500))
    assert problem.reason.startswith("page larger than")


def abbyy(*pages: list[list[str]]) -> str:
    """A document of FineReader: pages of paragraphs of lines, each letter of which is an element."""
    text = ""
    for paragraphs in pages:
        text += '<page width="9"><block blockType="Picture"/><block blockType="Text"><text>'
        for lines in paragraphs:
            text += "<par>"
            for line in lines:
                letters = "\n".join(f"<charParams>{letter}</charParams>" for letter in line)
                text += f'<line><formatting lang="GermanStandard">\n{letters}\n</formatting></line>'
            text += "</par>"
        text += "</text></block></page>"
    return (
        f'<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">{text}</document>'
    )


def test_a_page_of_abbyy(read) -> None:
    """Its lines are joined, and a word that is cut ends one; blocks of pictures have no text."""
    (article,) = read(abbyy([["Der Hafen", "ist ge-", "schlossen."], ["Amen."]]), "-1987-10-17.xml")
    assert (article.body, article.language) == ("Der Hafen ist ge-\nschlossen.\n\nAmen.", "de")
    assert (article.date, article.pages) == ("1987-10-17", ())


def test_the_pages_of_a_file_of_abbyy(read) -> None:
    """Are articles with the numbers of the pages; an empty one is none."""
    found = read(abbyy([["Eins"]], [], [["Drei"]]), ".xml")
    assert [(one.key, one.pages) for one in found] == [
        ("n/story.xml#1", ((0, 1),)),
        ("n/story.xml#3", ((0, 3),)),
    ]


def olive(content: str, kind: str = "Article", name: str = "Untitled", headline: str = "") -> str:
    """An article of Olive."""
    meta = f'<Meta NAME="{name}" BASE_HREF="EXP/1987/10/17" PUBLICATION="EXP" SECTION="Sport"/>'
    return (
        f'<XMD-entity ENTITY_TYPE="{kind}" PAGE_NO="3" LANGUAGE="French">{meta}{headline}'
        f"<Content><Primitive>{content}</Primitive></Content></XMD-entity>"
    )


def test_an_article_of_olive(read) -> None:
    """Words in several parts are whole, and a mark says where no space follows."""
    headline = '<HedLine_hl1><Primitive><L P="S"/><W NS="y">Fin</W><W>.</W></Primitive></HedLine_hl1>'
    words = (
        '<L P="S"/><Q>n</Q><Q>\'</Q><q NS="y">a</q><QW>n\'a</QW><W>,</W><L/><W>rien</W>'
        + '<L P="SA"/><W>Oui</W>'
    )
    (article,) = read(olive(words, headline=headline), ".xml")
    assert (article.title, article.body) == ("Fin.", "n'a, rien\n\nOui")
    assert (article.date, article.source, article.section) == ("1987-10-17", "EXP", "Sport")
    assert (article.language, article.pages) == ("fr", ((0, 3),))


def test_the_day_of_an_issue_of_olive_without_a_folder(read) -> None:
    """It is that of the issue, as it is written there."""
    markup = olive("<W>Oui</W>").replace(
        'BASE_HREF="EXP/1987/10/17"', 'BASE_HREF="EXP" ISSUE_DATE="17/10/1987"'
    )
    (article,) = read(markup, ".xml")
    assert article.date == "1987-10-17"


def test_other_files_of_olive(read) -> None:
    """An empty advertisement, pages and contents hold no article; another advertisement is marked as one."""
    assert read(olive("", "Ad"), ".xml") == []
    assert read("<XMD-PAGE/>", ".xml") == []
    assert read("<Xmd_toc/>", ".xml") == []
    (article,) = read(olive("<W>Soie</W>", "Ad", "Untitled Ad"), ".xml")
    assert (article.section, article.title_from) == ("advertisement", "lede")
