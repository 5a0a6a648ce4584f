"""Workbooks and mails of Outlook on the command line: found, shown, exported, mapped and updated."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from tests.formats.outlook import attached, compound, mail
from tests.formats.workbooks import xlsx

TABLE = [
    ["Coverage of ferries"],
    ["Date", "Headline", "Opening Text"],
    [dt.date(2021, 3, 9), "Ferry stops", "The ferry stopped on Monday."],
    [dt.date(2021, 3, 10), "Ferry runs", "The ferry runs again."],
]
BOOK = xlsx(TABLE, [["code", "name"], ["PT", "Portugal"]])


@pytest.fixture
def papers(folder: Path) -> Path:
    """A workbook in an archive, and one that is attached to a mail of Outlook."""
    (folder / "papers").mkdir()
    with zipfile.ZipFile(folder / "papers/old.zip", "w") as archive:
        archive.writestr("2021/media.xlsx", BOOK)
    tree = mail("Tolls", "See the table.", attached(0, "media.xlsx", BOOK))
    (folder / "papers/a.msg").write_bytes(compound(tree))
    return folder


def test_rows_are_found_where_they_are(papers, run):
    """By their key, with the sheets that were passed over; a second run reads nothing."""
    ended = run("index", "--keep-duplicates", "papers")
    assert (ended.code, ended.summary) == (0, "5 added")
    assert (
        "passed over 2 sheets of workbooks without articles, for example of papers/a.msg#media.xlsx"
        in ended.err
    )
    keys = sorted(run("search", "--fields", "key", "stopped").lines)
    assert keys == ["papers/a.msg#media.xlsx#Sheet1!3", "papers/old.zip#2021/media.xlsx#Sheet1!3"]
    shown = run("show", "papers/a.msg#media.xlsx#Sheet1!4")
    assert (shown.code, shown.lines[0], shown.lines[-1]) == (0, "Ferry runs", "The ferry runs again.")
    assert run("index").summary == "5 unchanged"


def test_a_workbook_is_taken_out(papers, run):
    """As a whole, of an archive and of a mail."""
    assert run("index", "-q", "--keep-duplicates", "papers").code == 0
    assert run("export", "out", "stopped").code == 0
    assert (papers / "out/papers/old.zip/2021/media.xlsx").read_bytes() == BOOK
    assert (papers / "out/papers/a.msg.attached/media.xlsx").read_bytes() == BOOK


def test_a_dry_run_shows_the_columns(papers, run):
    """And --map names others."""
    (papers / "own.xlsx").write_bytes(xlsx([["hed", "x"], ["Ferry", "The ferry sank."]]))
    lines = run("index", "--dry-run", "--map", "title=hed,body=x", "own.xlsx").lines
    assert lines[:4] == [
        "own.xlsx",
        "  format: Excel/ODS",
        "  mapping: title ← hed, body ← x",
        "  first article: own.xlsx#Sheet1!2",
    ]
