"""Tables on a terminal: numbers and words of headings stay whole, whatever the width."""

from __future__ import annotations

import io

import pytest

from newsgrep.output.tables import Table, write_table

COLUMNS = ("year*author", "Ann Lee", "Bo Ek", "Cyrus Underwood", "Dora Fox")
ROWS = [("1987", 12_345, 3, 2, 1), ("1988", 1, 0, 4, 0)]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch):
    """Return what a terminal of a width shows of a table."""

    def draw(width: int, columns=COLUMNS, rows=ROWS, **options) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        out = io.StringIO()
        write_table(Table(columns, rows, **options), "blocks", out)
        return [line.rstrip() for line in out.getvalue().splitlines()]

    return draw


def test_columns_that_do_not_fit_are_counted(drawn) -> None:
    """The last ones are left out; none is broken letter by letter."""
    lines = drawn(33)
    assert "12,345" in lines[1]
    assert lines[-1] == "… 2 more columns: --csv has them"
    assert not any("Underwood" in line for line in lines)
    assert all(len(line) <= 33 for line in lines[:-1])


def test_headings_are_broken_between_words(drawn) -> None:
    """So that more columns fit."""
    heading = [line.split() for line in drawn(50)[:2]]
    assert "Cyrus" in heading[0]
    assert "Underwood" in heading[1]


def test_a_wide_terminal_shows_all(drawn) -> None:
    """Without a line about columns."""
    lines = drawn(100)
    assert lines[1].split() == ["1987", "12,345", "3", "2", "1"]
    assert len(lines) == 3


def test_bars_take_their_place(drawn) -> None:
    """They are no reason to break a heading."""
    columns, rows = ("term", "score", "occurrences", "articles"), [("stock", 16.1, 248, 51)]
    lines = drawn(36, columns, rows, bars=("score",))
    assert "occurrences" in lines[0]
    assert lines[-1] == "… 1 more column: --csv has them"


def test_bars_break_no_phrase(drawn) -> None:
    """Where there is room for all columns without them."""
    columns = ("term", "score", "occurrences", "articles", "other occurrences", "other articles")
    rows = [("defence ministry said", 16.1, 248, 51, 5, 3)]
    assert "defence ministry said   16.1" in drawn(80, columns, rows, bars=("score",))[2]
    assert "█" in drawn(90, columns, rows, bars=("score",))[2]
