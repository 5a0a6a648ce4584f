"""Workbooks: headers below other rows, several sheets, typed cells, and files that are damaged or locked."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from newsgrep.article import Article
from newsgrep.formats import choose_format
from newsgrep.read_context import ReadContext
from newsgrep.remarks import FULL_CELL, SHEET_PASSED_OVER, TEXT_FOUND
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits
from tests.formats.workbooks import ods, xlsx, zipped
from tests.reading import read_file

TEXT = "The ferry stopped on Monday."
HEADER = ["Title", "Date", "Text"]
TALKS = ["Talks", dt.date(2020, 10, 30), "They met."]
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def remarks(
    content: bytes, tmp_path, mapping=None
) -> tuple[list[Article | Unreadable], list[tuple[str, str]]]:
    """What is read of a workbook, and what is remarked."""
    found: list[tuple[str, str]] = []
    (tmp_path / "a.xlsx").write_bytes(content)
    context = ReadContext(
        "a.xlsx", mapping=mapping or {}, on_remark=lambda kind, detail, _: found.append((kind, detail))
    )
    return list(read_file(tmp_path / "a.xlsx", context)), found


def test_an_export_with_rows_above_the_header(read):
    """The header is found, empty rows are none, and the rows keep their numbers."""
    table = [
        ["Coverage of ferries"],
        [],
        ["Period", "October"],
        ["Date", "Headline", "Outlet", "Opening Text", "Hit Sentence", "URL", "Influencer"],
        [dt.datetime(2020, 10, 30, 14, 5), "Ferry stops", "Post", TEXT, "", "https://a.example", "Ada Roe"],
        [],
        [dt.date(2020, 10, 31), "Ferry\nruns", "Post", "Two\nlines.", "", "", "By Ada Roe"],
    ]  # fmt: skip
    first, second = read(xlsx(table), ".xlsx")
    assert first == Article(
        key="n/story.xlsx#Sheet1!5",
        path="n/story.xlsx",
        title="Ferry stops",
        authors=("Ada Roe",),
        date="2020-10-30T14:05:00",
        body=TEXT,
        url="https://a.example",
        source="Post",
        line=5,
    )
    assert (second.key, second.title, second.date) == ("n/story.xlsx#Sheet1!7", "Ferry runs", "2020-10-31")
    assert second.body == "Two\nlines."


def test_sheets_without_articles_are_remarked(tmp_path):
    """Others are read, a hidden one too; an empty sheet is none."""
    about = [["Title", "Coverage of ferries"], ["Made for Ada Roe, who reads what the papers write."]]
    book = xlsx(
        about, [HEADER, TALKS], [], [["code", "name"], ["PT", "Portugal"]], [HEADER, TALKS], hidden=True
    )
    articles, told = remarks(book, tmp_path)
    assert [article.key for article in articles] == ["a.xlsx#Sheet2!2", "a.xlsx#Sheet5!2"]
    assert told == [(SHEET_PASSED_OVER, "")] * 2


def test_an_identifier_names_an_article(read):
    """A number too, which is whole."""
    (article,) = read(xlsx([["ID", *HEADER], [1024, *TALKS]]), ".xlsx")
    assert article.key == "n/story.xlsx#1024"


def test_the_only_long_column_is_the_text(tmp_path):
    """As in CSV, with the same remark."""
    story = f"{TEXT} Its crew of nine went home, and the town waited for a boat on the quay until dark."
    (article,), told = remarks(xlsx([["x1", "x2"], [story, "a"]]), tmp_path)
    assert article.body == story
    assert told == [(TEXT_FOUND, "x1")]


def test_columns_are_named(tmp_path):
    """By --map: a header that is not known, a column without a name, and one of a table without a header."""
    for mapping, rows in (
        ({"body": ("Stuff",)}, [["Export"], ["n", "Stuff"], [1, TEXT]]),
        ({"body": ("B",)}, [["Title", None, "Date"], ["Ferry", TEXT, "2020"]]),
        ({"body": ("2",)}, [["2020-10-30", TEXT], ["2020-10-31", TEXT]]),
    ):
        articles, _ = remarks(xlsx(rows), tmp_path, mapping)
        assert {article.body for article in articles} == {TEXT}


def test_a_table_without_a_text(read):
    """The reason has the columns."""
    assert read(xlsx([["a", "b"], [1, 2]]), ".xlsx") == [
        Unreadable("n/story.xlsx", "no text: the columns are a, b; --map body=COLUMN names it", 1)
    ]


def test_a_row_without_a_text_is_told_with_its_sheet(read):
    """Such as a total."""
    *_, fault = read(xlsx([HEADER, TALKS, [None, 1, None]], [["code"]]), ".xlsx")
    assert fault == Unreadable("n/story.xlsx", "sheet Sheet1: no text", 3)


def test_merged_cells_count_for_each_row(read):
    """But for none below the last of them, and not from the header down."""
    rows = [["Outlet", *HEADER], ["Post", *TALKS], [None, *TALKS], [None, *TALKS]]
    articles = read(xlsx(rows, merged=["A2:A3", "B1:B2"]), ".xlsx")
    assert [article.source for article in articles] == ["Post", "Post", ""]


@pytest.mark.parametrize("text", ["a" * 32_767, "\U0001f600" * 16_383 + "a"])
def test_a_text_that_excel_cut_is_remarked(tmp_path, text):
    """By its length, in units of UTF-16; a shorter one is whole."""
    articles, told = remarks(xlsx([HEADER, TALKS, ["Ferry", "2020", text]]), tmp_path)
    assert told == [(FULL_CELL, "")]
    assert articles[1].body == text


def test_an_open_document(read):
    """With a day."""
    (article,) = read(ods([HEADER, TALKS]), ".ods")
    assert (article.key, article.title, article.date, article.body) == (
        "n/story.ods#Ferries!2",
        "Talks",
        "2020-10-30",
        "They met.",
    )


@pytest.mark.parametrize("suffix", ["", ".pdf", ".txt", ".csv", ".xls"])
@pytest.mark.parametrize("content", [xlsx([HEADER, TALKS]), ods([HEADER, TALKS])])
def test_a_workbook_is_recognised_by_its_beginning(suffix, content):
    """Whatever its suffix."""
    assert choose_format(suffix, content[:8192]).name == "spreadsheet"


def test_a_table_of_text_under_the_suffix_of_a_workbook(read):
    """As programs of the web write it, in UTF-16 too."""
    for encoding in ("utf-8", "utf-16"):
        (article,) = read(f"Title\tText\nFerry\t{TEXT}\n".encode(encoding), ".xls")
        assert (article.key, article.body) == ("n/story.xls#L2", TEXT)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a workbook, or damaged"),
        (xlsx([HEADER, TALKS])[:300], "not a workbook, or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a workbook, or damaged: "),
        (ods([HEADER, TALKS], locked=True), "encrypted: save it without its password"),
        (LOCKED, "encrypted: save it without its password"),
        (
            b"<html><table><td>x",
            "a web page or XML, and no workbook: save it as .xlsx in a spreadsheet program",
        ),
        (b"Talks resume", "a text, and no workbook: --format csv reads a table"),
        (xlsx([]), "no rows"),
    ],
)
def test_what_is_no_workbook_is_told(read, content, reason):
    """With the reason, and what to do."""
    (fault,) = read(content, ".xls")
    assert fault.reason.startswith(reason)


def test_a_workbook_made_to_fill_the_memory(read):
    """It costs the process that opens it, and no other workbook; one of many bytes is not opened."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(xlsx([HEADER, TALKS]))) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace("</sheetData>", far)
    (fault,) = read(zipped(members), ".xlsx")
    assert "memory" in fault.reason
    assert len(read(xlsx([HEADER, TALKS]), ".xlsx")) == 1
    assert read(xlsx([HEADER, TALKS]), ".xlsx", SourceLimits(record_bytes=100)) == [
        Unreadable("n/story.xlsx", "workbook larger than 0 MB")
    ]
