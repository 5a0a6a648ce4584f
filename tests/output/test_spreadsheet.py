"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from newsgrep.output.lines import row_writer
from newsgrep.output.tables import Table, write_table


def written(*cells: str) -> list[str]:
    """Return the cells of one row as a reader of CSV has them."""
    out = io.StringIO(newline="")
    row_writer("excel", out)(cells)
    text = out.getvalue()
    assert text[0] == "\ufeff"
    (row,) = csv.reader(io.StringIO(text[1:], newline=""))
    return row


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])  # noqa: RUF001  the wide forms
def test_what_would_be_a_formula_is_a_text(sign):
    """With a quote before it, also behind spaces and tabs; a sign within a text is no matter."""
    assert written(f"{sign}1+cmd", f" \t{sign}A1", f"A{sign}1") == [
        f"'{sign}1+cmd",
        f"' {sign}A1",
        f"A{sign}1",
    ]


def test_numbers_stay_numbers():
    """With a sign, too."""
    assert written("-0.531", "+3", "12", "-1-2") == ["-0.531", "+3", "12", "'-1-2"]


def test_a_cell_is_one_line():
    """Line breaks, tabs and control characters are spaces."""
    assert written("one\n\ntwo\tthree\r\x00four\u2028five") == ["one two three four five"]


def test_a_cell_is_no_longer_than_a_spreadsheet_has_room_for():
    """A text that is cut ends in a sign of that; one that fits is whole."""
    cut, whole = written("a" * 40_000, "b" * 32_767)
    assert len(cut) == len(whole) == 32_767
    assert cut.endswith("a […]")
    assert whole == "b" * 32_767


def test_tables_of_figures_have_the_same_form():
    """With their header below the mark."""
    out = io.StringIO(newline="")
    write_table(Table(("term", "score"), [("=oil", -2.5)]), "excel", out)
    assert out.getvalue() == "\ufeffterm,score\r\n'=oil,-2.500\r\n"
