"""Running heads, feet and numbers of the pages of a PDF."""

from __future__ import annotations

import pytest

from newsgrep.formats.documents.runninglines import without_running_lines
from tests.formats.pdfs import pdf

TEXTS = [
    "The ferry sank.",
    "Bolts were rusty.",
    "Nobody looked.",
    "The yard closed.",
    "Two men were charged.",
    "End.",
]


def texts(*pages: list[str]) -> list[list[str]]:
    """Pages, each of a text below some lines, or above those that begin with a `^`."""
    return [
        [*(line for line in lines if line[0] != "^"), text, *(line[1:] for line in lines if line[0] == "^")]
        for text, lines in zip(TEXTS, pages, strict=False)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [["1"], ["2"], ["3"]],
        [["^- 7 -"], ["^- 8 -"], ["^- 9 -"], ["^- 10 -"]],
        [["^Page 1 of 4"], ["^Page 2 of 4"], ["^Page 3 of 4"], ["^Page 4 of 4"]],
        [["Seite 4"], ["Seite 5"], ["Seite 6"]],
        [[], ["Pagina 2/4 "], ["Pagina 3/4 "], ["Pagina 4/4 "]],
    ],
)
def test_numbers_of_pages_are_no_text(lines):
    """With or without words of pages; the first page may have none."""
    assert without_running_lines(texts(*lines)) == [[text] for text in TEXTS[: len(lines)]]


@pytest.mark.parametrize(
    "lines",
    [
        [["The Daily Ferry"]] * 3,
        [["^L 119/1 Journal of Ships"], ["^L 119/2 Journal of Ships"], ["^L 119/3 Journal of Ships"]],
        [["12.11.2020 Ferry News 1"], ["12.11.2020 Ferry News 2"], ["12.11.2020 Ferry News 3"]],
    ],
)
def test_a_running_head_stays_on_its_first_page(lines):
    """So no word is lost, and it may be the title."""
    pages = texts(*lines)
    assert without_running_lines(pages) == [pages[0], *([text] for text in TEXTS[1:3])]


def test_left_and_right_pages_have_heads_of_their_own():
    """Each is on half of the pages."""
    pages = texts(
        *[[f"{number} Ferry News"] if number % 2 else ["Ships", str(number)] for number in range(1, 7)]
    )
    rest = [line for page in without_running_lines(pages) for line in page]
    assert rest == ["1 Ferry News", TEXTS[0], "Ships", *TEXTS[1:]]


@pytest.mark.parametrize(
    "lines",
    [
        [["1"], ["2"]],
        [["Article 1"], ["Article 2"], ["Article 3"]],
        [["Prices"], ["Prices"], [], []],
        [["^Total 7"], ["^Total 30"], ["^Total 8"]],
        [["4"], ["9"], ["2"]],
        [["1979 was a good year."], ["1985 was a good year."], ["1991 was a good year."]],
    ],
)
def test_what_may_be_text_stays(lines):
    """Few pages, headings with a number, lines of some pages, and numbers that do not go up."""
    pages = texts(*lines)
    assert without_running_lines(pages) == pages


def test_pages_of_nothing_else_stay():
    """What is left of a document is not nothing."""
    pages = [["1"], ["2"], ["3"]]
    assert without_running_lines(pages) == pages


def test_a_pdf_is_read_without_them(read):
    """And its pages begin where their texts do."""
    pages = texts(*([f"Ferry News {number}", f"^{number}"] for number in range(1, 4)))
    (article,) = read(pdf(*pages), ".pdf")
    assert article.body.split() == ["Ferry", "News", "1", *" ".join(TEXTS[:3]).split()]
    assert [article.page_at(article.body.index(text)) for text in TEXTS[:3]] == [1, 2, 3]
