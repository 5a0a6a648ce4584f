"""Factiva: both layouts in HTML, RTF and text, and XML."""

# ruff: noqa: E501 lines are as long as the databases write them

from __future__ import annotations

import pytest

from newsgrep.read_context import ReadContext
from newsgrep.remarks import SHORT_TEXT
from tests.reading import read_file

#: The name of a document, a length and a date, by language.
LANGUAGES = {
    "en": ("Document", "1,190 words", "30 October 2020", "English"),
    "de": ("Dokument", "1.190 Wörter", "30 Oktober 2020", "Deutsch"),
    "fr": ("Document", "1 190 mots", "30 octobre 2020", "Français"),
    "es": ("Documento", "1190 palabras", "30 octubre 2020", "Español"),
    "it": ("Documento", "1190 parole", "30 ottobre 2020", "Italiano"),
    "nl": ("Document", "1190 woorden", "30 oktober 2020", "Nederlands"),
    "pt": ("Documento", "1190 palavras", "30 outubro 2020", "Português"),
}
TEXT = ["The ferry stopped.", "Its crew went home."]


def lines(number: int, *above: str, language: str = "en", clock: str = "08:30") -> list[str]:
    """The lines of a document without codes."""
    word, length, day, name = LANGUAGES[language]
    head = above or ("News", "Ferry line closes for the winter", "By Jane Doe")
    rest = (length, day, clock, "Example Post", "EXPST", "A1", name, "Copyright 2020 Example Post")
    return [*head, *filter(None, rest), *TEXT, f"{word} EXPST00020201030egau{number:05}"]


def rich_text(*documents: list[str]) -> str:
    """Lines as paragraphs of RTF."""
    paragraphs = "\n".join(rf"\pard {line}\par" for document in documents for line in document)
    escaped = "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in paragraphs)
    return "{\\rtf1\\ansi\\ansicpg1252\\uc1 " + escaped + "}"


def coded(*rows: tuple[str, str]) -> str:
    """A document of HTML with the codes of fields."""
    cells = "".join(f"<tr><td><b>{code}</b>&nbsp;</td><td>{value}</td></tr>" for code, value in rows)
    return f'<div class="article frArticle"><table>{cells}</table></div>'


def page(*documents: str, title: str = "Factiva") -> str:
    """An export as HTML."""
    head = f"<html><head><title>{title}</title></head><body><h1>Factiva</h1>"
    return f'{head}{"".join(documents)}<div id="pageFooter">&copy; 2020 Factiva, Inc.</div></body></html>'


ROWS = (
    *(
        ("SE", "Économie"),
        ("HD", "<b class='frHeadline'>Le ferry <b>s'arrête</b></b>"),
        ("BY", "Par Jane Doe"),
    ),
    *(
        ("WC", "295 mots"),
        ("PD", "29 décembre 2011"),
        ("ET", "15:32"),
        ("SN", "Example Post"),
        ("SC", "EXPST"),
    ),
    *(("LA", "Français"), ("CY", "(c) Example Post.")),
    *(("LP", "<p>Premier.</p><p>Deuxième.</p>"), ("TD", "<p>Troisième.</p>"), ("RE", "fra : France")),
    ("AN", "Document EXPSTFR0020111229e7ct0001r"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rich_text_without_codes_is_split(read, language):
    """In the language of the export; the accession number names the article."""
    results = read(rich_text(lines(1, language=language), lines(2, language=language)), ".rtf")
    assert [article.key for article in results] == [
        f"n/story.rtf#EXPST00020201030egau0000{n}" for n in (1, 2)
    ]
    article = results[1]
    assert (article.title, article.section) == ("Ferry line closes for the winter", "News")
    assert (article.authors, article.date) == (("Jane Doe",), "2020-10-30T08:30")
    assert (article.source, article.language) == ("Example Post", language)
    assert article.body == "The ferry stopped.\n\nIts crew went home."


def test_a_table_of_contents_is_no_article(read):
    """The headlines of all documents may stand above the first."""
    contents = ["Factiva RTF Display Format", "Ferry line closes for the winter", "Docks reopen", "Page 1"]
    results = read(rich_text([*contents, *lines(1, "Ferry line closes for the winter")], lines(2)), ".rtf")
    assert [(article.title, article.section) for article in results] == [
        ("Ferry line closes for the winter", ""),
        ("Ferry line closes for the winter", "News"),
    ]


def test_an_export_in_chinese_is_split(read):
    """Its words are counted in characters."""
    chinese = [
        "渡轮停航",
        "1,190 字",
        "2026年1月25日 12:37",
        "Example Post",
        "EXPST",
        "英文",
        "Copyright 2026",
        *TEXT,
    ]
    (article,) = read(rich_text([*chinese, "文件 EXPST00020260125em1p00001"]), ".rtf")
    assert (article.title, article.date, article.language) == ("渡轮停航", "2026-01-25T12:37", "en")


@pytest.mark.parametrize(
    ("above", "title", "authors"),
    [
        (("Ferry line closes",), "Ferry line closes", ()),
        (("Ferry line closes for the winter", "Jane Doe"), "Ferry line closes for the winter", ("Jane Doe",)),
        (("Ferry line closes", "Von Jane Doe und John Roe"), "Ferry line closes", ("Jane Doe", "John Roe")),
        (("News", "Ferry line closes for the winter"), "Ferry line closes for the winter", ()),
    ],
)
def test_headline_and_byline_are_told_apart(read, above, title, authors):
    """By the words of a byline, and by names."""
    (article,) = read(rich_text(lines(1, *above)), ".rtf")
    assert (article.title, article.authors) == (title, authors)


def test_pages_with_codes_are_split(read):
    """Every field by its code; subjects and regions are no text."""
    article, other = read(
        page(coded(*ROWS), coded(*ROWS[:-1], ("AN", "Document EXPSTFR0020111229e7ct0002r"))), ".html"
    )
    assert (article.title, article.authors, article.section) == (
        "Le ferry s'arrête",
        ("Jane Doe",),
        "Économie",
    )
    assert (article.date, article.language, article.source) == ("2011-12-29T15:32", "fr", "Example Post")
    assert article.body == "Premier.\n\nDeuxième.\n\nTroisième."
    assert other.key == "n/story.html#EXPSTFR0020111229e7ct0002r"


def test_a_page_is_recognised_whatever_is_at_its_beginning(read):
    """Scripts and styles may come first."""
    style = f"<!DOCTYPE html><html><head><style>{'p{margin:0}' * 2000}</style>"
    assert len(read(style + page(coded(*ROWS)), ".html")) == 1


def test_rich_text_with_codes_is_read(read):
    """A row a field."""
    rows = [("HD", "Ferry line closes"), ("WC", "9 words"), ("PD", "30 October 2020"), ("SN", "Example Post")]
    rows += [
        ("LP", "The ferry stopped."),
        ("TD", "Its crew went home."),
        ("AN", "Document EXPST00020201030egau00001"),
    ]
    (article,) = read(rich_text([rf"{code}\cell {value}\cell\row" for code, value in rows]), ".rtf")
    assert (article.title, article.date) == ("Ferry line closes", "2020-10-30")
    assert article.body == "The ferry stopped.\n\nIts crew went home."


def test_text_is_read(read):
    """As people make it of RTF."""
    assert [article.title for article in read("\n\n".join(lines(1) + lines(2)))] == [
        "Ferry line closes for the winter"
    ] * 2


def test_what_does_not_fit_is_told(read):
    """A document of another layout, and one that is cut off."""
    broken = ["Not available", "Document EXPST00020201030egau00009"]
    results = read(rich_text(lines(1), broken, lines(2)[:-1]), ".rtf")
    assert [getattr(result, "reason", "") for result in results] == [
        "",
        "document EXPST00020201030egau00009 is no article: Not available",
        '"News" is cut off: it has no accession number',
    ]


def test_a_date_that_is_not_understood_costs_nothing(read):
    """What stood there is kept."""
    (article,) = read(rich_text([line.replace("October", "Brumaire") for line in lines(1)]), ".rtf")
    assert (article.date, article.date_text) == ("", "30 Brumaire 2020")


def test_other_pages_are_pages(read):
    """That speak of Factiva."""
    text = "<p>" + "The ferry stopped, as Factiva said, and its crew went home at night. " * 9 + "</p>"
    (article,) = read(
        f"<html><head><title>News</title></head><body><article>{text}</article></body></html>", ".html"
    )
    assert article.key == "n/story.html"


XML = """<?xml version="1.0" encoding="utf-8"?>
<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="{count}">
<ppsarticle><article><accessionNo>EXPST00020201030egau00001</accessionNo><baseLanguage>EN</baseLanguage>
<byline>By Jane Doe</byline><headline><paragraph><hlt>Ferry</hlt> line closes</paragraph></headline>
<leadParagraph><paragraph>The ferry stopped.</paragraph></leadParagraph><publicationDate><dateTime>2020-10-30T08:30:00Z
</dateTime></publicationDate><sectionName>News</sectionName><sourceName>Example Post</sourceName><tailParagraphs>
<paragraph>Its crew went home.</paragraph></tailParagraphs><wordCount>7</wordCount></article></ppsarticle>
<ppsarticle><article><accessionNo>EXPST00020201030egau00002</accessionNo><headline>Docks reopen</headline>
<leadParagraph>
The docks opened
on Monday.
    A crane was there.
</leadParagraph><publicationDate><date>2020-11-02</date></publicationDate></article></ppsarticle>
</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"""


def test_xml_is_read(read):
    """Paragraphs are elements, or indented lines."""
    first, second = read(XML.format(count=2), ".xml")
    assert first.key == "n/story.xml#EXPST00020201030egau00001"
    assert (first.title, first.authors, first.date) == (
        "Ferry line closes",
        ("Jane Doe",),
        "2020-10-30T08:30:00Z",
    )
    assert (first.source, first.section, first.language) == ("Example Post", "News", "en")
    assert first.body == "The ferry stopped.\n\nIts crew went home."
    assert (second.body, second.date) == ("The docks opened on Monday.\n\nA crane was there.", "2020-11-02")


def test_the_number_of_xml_is_checked(read):
    """Against what was found."""
    assert read(XML.format(count=3), ".xml")[-1].reason == "the export says 3 documents, 2 found"


def test_a_text_that_is_far_too_short_is_remarked(tmp_path):
    """By the number of words that the export gives."""
    file = tmp_path / "story.rtf"
    file.write_text(rich_text(lines(1), [line.replace("1,190", "9") for line in lines(2)]))
    told: list[tuple[str, str, int]] = []
    context = ReadContext("story.rtf", on_remark=lambda *remark: told.append(remark))
    assert len(list(read_file(file, context))) == 2
    assert [kind for kind, _, _ in told] == [SHORT_TEXT]


def test_the_name_of_the_publisher_is_no_text(read):
    """It stands between the text and the accession number: a company, or what several articles end with."""
    ends = (
        "Example Verlag GmbH & Co. KG",
        "Example Digital (Full Text)",
        "Example Digital (Full Text)",
        "Amen",
    )
    documents = [[*lines(at)[:-1], end, lines(at)[-1]] for at, end in enumerate(ends, 1)]
    found = read(rich_text(*documents), ".rtf")
    assert [one.body.split("\n\n")[2:] for one in found] == [[], [], [], ["Amen"]]


def test_the_number_of_a_headline_in_a_page_is_no_part_of_it(read):
    """A script puts it there."""
    head = '<div class="article deArticle"><span class="deHeadline counted">7) Die Fähre steht</span>'
    below = "".join(f"<div>{line}</div>" for line in lines(1, "Die Fähre", language="de")[1:])
    (found,) = read(page(f"{head}{below}</div>"), ".html")
    assert found.title == "Die Fähre steht"


def test_a_page_in_chinese_is_read(read):
    """With spaces in its dates, and its own names of languages."""
    head = [
        "8165 字",
        "2020 年 10 月 30 日 17:04",
        "Example Radio",
        "EXPST",
        "德文",
        "Copyright Example GmbH",
    ]
    below = "".join(f"<div>{line}</div>" for line in [*head, *TEXT, "文件 EXPST00020201030egau00001"])
    document = f'<div class="article deArticle"><span class="deHeadline">Die Fähre steht</span>{below}</div>'
    (found,) = read(page(document), ".html")
    assert (found.title, found.date, found.language) == ("Die Fähre steht", "2020-10-30T17:04", "de")
    assert found.body == "The ferry stopped.\n\nIts crew went home."
