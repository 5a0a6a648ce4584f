"""Remarks on articles that were read all the same, in words."""

from __future__ import annotations

import pytest

from newsgrep.output.remarks import remark_lines, unread_text_lines
from newsgrep.remarks import (
    BROKEN_SEQUENCES,
    ELEMENT_PASSED_OVER,
    ENCODING_DOUBTED,
    ENCODING_GUESSED,
    FILES_NOT_READ,
    FULL_CELL,
    NO_ARTICLE,
    NO_HEADER,
    NO_TEXT,
    OWN_FILE,
    SHEET_PASSED_OVER,
    SHORT_TEXT,
    TEXT_FOUND,
    TEXT_NOT_READ,
    UNEVEN_ROW,
    UNPUBLISHED,
    WIKI_PAGE,
    Remark,
)


@pytest.mark.parametrize(
    ("remark", "line"),
    [
        (
            Remark(TEXT_FOUND, "xyz", 1_000, "a.csv", 3),
            "1,000 articles with the text from xyz, the only long field; --map body=KEY names another",
        ),
        (
            Remark(NO_TEXT, "", 1, "a.zip", 3, "b.csv"),
            "1 article with a title and no text, for example a.zip#b.csv:3",
        ),
        (
            Remark(UNEVEN_ROW, "7", 2, "a.csv", 3),
            "2 rows with more or fewer fields than the 7 columns, read anyway, for example a.csv:3",
        ),
        (
            Remark(NO_HEADER, "title=1,body=3", 1, "a.csv", 1),
            "1 table without a header, for example a.csv:1; --map title=1,body=3 names columns by number",
        ),
        (
            Remark(SHORT_TEXT, "", 1, "a.rtf", 7),
            "1 article with less than a third of the words that the export gives, for example a.rtf:7",
        ),
        (
            Remark(ENCODING_GUESSED, "cp1250", 2, "a.txt"),
            "guessed the encoding of 2 texts: cp1250, for example a.txt; --encoding names another",
        ),
        (
            Remark(BROKEN_SEQUENCES, "UTF-8", 1, "a.txt"),
            "1 text with broken UTF-8, read with U+FFFD in its place, for example a.txt",
        ),
        (
            Remark(ENCODING_DOUBTED, "koi8-r", 1, "a.txt"),
            "read 1 text as koi8-r, as --encoding says, though it is UTF-8 by its bytes: a.txt;"
            " --encoding utf-8 reads it so",
        ),
        (
            Remark(OWN_FILE, "", 2, "r.json"),
            "passed over 2 files with output of newsgrep, for example r.json",
        ),
        (Remark(NO_ARTICLE, "RSS", 2, "a.xml"), "2 files of RSS with no article, for example a.xml"),
        (
            Remark(SHEET_PASSED_OVER, "", 2, "a.xlsx"),
            "passed over 2 sheets of workbooks without articles, for example of a.xlsx",
        ),
        (
            Remark(ELEMENT_PASSED_OVER, "<note>", 2, "a.xml"),
            "passed over <note> in 2 documents in XML, where others are articles, for example in a.xml",
        ),
        (
            Remark(FULL_CELL, "", 1, "a.xlsx", 7),
            "1 row with a text that Excel cut at 32,767 characters, for example a.xlsx:7",
        ),
        (
            Remark(WIKI_PAGE, "redirects", 2, "a.xml", 7),
            "left out 2 pages of wikis: redirects, for example in a.xml:7",
        ),
        (
            Remark(FILES_NOT_READ, "", 1, "a.enex", 3),
            "1 note with files that are not read, for example a.enex:3; save the files beside the export",
        ),
        (Remark(UNPUBLISHED, "", 2, "a.json"), "left out 2 posts not published, for example in a.json"),
    ],
)
def test_each_kind_has_its_words(remark, line):
    """How many, the place of the first, and what can be done about it."""
    assert remark_lines([remark]) == [line]
    assert unread_text_lines([remark]) == []


def test_texts_that_are_not_read_are_a_problem():
    """The fields are named, and the option that reads one."""
    remark = Remark(TEXT_NOT_READ, "a\nb, c", 2, "x.json", 7)
    assert remark_lines([remark]) == []
    (line,) = unread_text_lines([remark])
    assert line.startswith("newsgrep: 2 articles without text, as several fields are long: a")
    assert line.endswith("reads the first (x.json:7)")
    assert "\n" not in line


def test_of_many_remarks_of_a_kind_the_most_frequent_are_shown():
    """So a folder of a hundred workbooks has no summary of a hundred lines."""
    remarks = [Remark(TEXT_FOUND, f"column {number}", number, "a.xlsx") for number in (2, 9, 1, 7, 8, 5, 6)]
    assert [line.partition(",")[0] for line in remark_lines(remarks)] == [
        "9 articles with the text from column 9",
        "7 articles with the text from column 7",
        "8 articles with the text from column 8",
        "5 articles with the text from column 5",
        "6 articles with the text from column 6",
        "… and 3 more articles of this kind",
    ]
