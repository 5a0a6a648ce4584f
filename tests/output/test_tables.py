"""Tables on a terminal: numbers and words of headings stay whole, whatever the width."""

from __future__ import annotations

import io
import unicodedata

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


@pytest.mark.parametrize("width", [33, 36, 44])
def test_bars_hide_no_column(drawn, width: int) -> None:
    """They are left out first, and are no reason to break a heading."""
    columns, rows = ("term", "score", "occurrences", "articles"), [("stock", 16.1, 248, 51)]
    lines = drawn(width, columns, rows, bars=("score",))
    assert "occurrences" in lines[0]
    assert (lines[-1] == "… 1 more column: --csv has them") == (width == 33)
    assert not any("█" in line for line in lines)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_first_columns_are_always_shown(drawn, width: int) -> None:
    """Their texts are wrapped if need be, and the others are left out from the last one on."""
    columns = ("date", "source", "share", "key", "title")
    rows = [("2020-03-01", "The Very Long Name Of A Gazette", 1.0, "stories.jsonl#L1", "Talks on gas resume")]
    lines = drawn(width, columns, rows, first=("date", "key", "title"))
    assert {"date", "key", "title"} <= {*lines[0].split()}
    assert lines[1].startswith("2020-03-01  ")
    assert ("share" in lines[0], "source" in lines[0]) == (width == 80, width == 80)
    assert max(map(len, lines[:-1])) <= width


def test_a_narrow_terminal_shows_names_and_no_bars(drawn) -> None:
    """Where bars leave a name one character a line."""
    columns, rows = ("author", "articles"), [("Mehmet Newsgrep", 3)]
    assert drawn(20, columns, rows, bars=("articles",)) == [
        "author      articles",
        "Mehmet             3",
        "Newsgrep",
    ]


def test_bars_break_no_phrase(drawn) -> None:
    """Where there is room for all columns without them."""
    columns = ("term", "score", "occurrences", "articles", "other occurrences", "other articles")
    rows = [("defence ministry said", 16.1, 248, 51, 5, 3)]
    assert "defence ministry said   16.1" in drawn(80, columns, rows, bars=("score",))[2]
    assert "█" in drawn(90, columns, rows, bars=("score",))[2]


@pytest.mark.parametrize("width", range(24, 60))
def test_no_number_is_cut_at_any_width(drawn, width: int) -> None:
    """Each row has the whole number of each column that is there; the others are counted."""
    columns, rows = ("source*author", "Bo Ek", "Cyrus Underwood", "Ann Lee"), [("wire", 77, 12_345, 678)]
    lines = drawn(width, columns, rows)
    row = next(line.split() for line in lines if line.startswith("wire"))
    assert row == ["wire", "77", "12,345", "678"][: len(row)]
    assert len(row) == 4 or f"… {4 - len(row)} more column" in "\n".join(lines)


def test_a_heading_of_an_article_has_no_control_characters(drawn) -> None:
    """An author in a cross table may hold an escape sequence, which would change the terminal's title."""
    heading = " ".join(drawn(60, ("source*author", "Mallory\x1b]0;x\x07"), [("wire", 1)])[0].split())
    assert heading == "source*author Mallory ]0;x"


def test_wide_characters_take_two_columns(drawn) -> None:
    """So that a heading in Chinese is not broken within its word."""
    lines = drawn(50, ("source*author", "王小明欧阳", "Ann"), [("新华社", 1, 2)])
    assert lines[0].split() == ["source*author", "王小明欧阳", "Ann"]


def columns_taken(line: str) -> int:
    """Return how many columns a line takes in a terminal that gives a vowel sign such as ी one."""
    return sum(unicodedata.category(one) not in ("Mn", "Me", "Cf") for one in line)


@pytest.mark.parametrize("name", ["हिन्दी समाचार", "தமிழ்", "বাংলা", "မြန်မာ", "ข่าวน้ำ", "العَرَبِيَّة"])
def test_vowel_signs_with_a_column_of_their_own_are_counted(drawn, name: str) -> None:
    """The numbers behind them stand below one another, and no row is wider than the terminal."""
    lines = drawn(40, ("term", "articles"), [(name, 5), ("port", 12), (" ".join([name] * 20), 3)])
    ends = {columns_taken(line) for line in lines if line[-1].isdigit()}
    assert len(ends) == 1
    assert max(map(columns_taken, lines)) <= 40
    assert sum(line.count(name[-2:]) for line in lines) == 21
