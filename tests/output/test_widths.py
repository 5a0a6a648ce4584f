"""How many columns of a terminal texts take, and texts that are cut to some columns."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from newsgrep.output.terminal import make_console
from newsgrep.output.widths import beginning, columns_of, ending, shortened_to, without_signs, wrapped_to

#: Letters and emoji, most of which have not as many columns as characters.
LETTERS = ["a", "é", "e\u0301", " ", "東", "नि", "हिन्दी", "ශ්‍රී", "க்‍ஷ", "من‌ها"]
PIECES = [*LETTERS, "❤", "❤️", "👍🏽", "👨‍👩‍👧", "🏳️‍🌈", "🇩🇪", "1️⃣"]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(categories=["L", "M", "So", "Cf"])).map("".join)
COLUMNS = st.integers(1, 30)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("❤", 1),
        ("❤️", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧", 2),
        ("🏳️‍🌈", 2),
        ("🇩🇪🇫🇷", 4),
        ("1️⃣", 2),
        ("हिन्दी", 5),
        ("ශ්‍රී ලංකා", 7),
        ("க்‍ஷ", 2),
        ("می‌خواهم", 7),
        ("\u1112\u1161\u11ab", 2),
        ("", 0),
    ],
)
def test_what_a_terminal_draws_is_counted(text: str, columns: int) -> None:
    """An emoji of several characters has two columns; a letter behind a joiner keeps its own."""
    assert columns_of(text) == columns


@given(TEXTS, COLUMNS)
def test_a_cut_text_has_at_most_its_columns(text: str, columns: int) -> None:
    """Whether its beginning or its end is kept, and each is as it was in the text."""
    first, last = beginning(text, columns), ending(text, columns)
    assert columns_of(first) <= columns
    assert columns_of(last) <= columns
    assert text.startswith(first.rstrip()) or columns_of(text) > columns
    assert text.endswith(last)


@given(TEXTS, COLUMNS)
def test_a_cut_styled_text_has_at_most_its_columns(text: str, columns: int) -> None:
    """With its ellipsis; a text that fits is as it was."""
    cut = shortened_to(columns, Text(text)).plain
    assert columns_of(cut) <= columns
    assert cut == text or columns_of(text) > columns


@given(TEXTS, st.integers(2, 30))
def test_wrapped_lines_have_at_most_their_columns(text: str, columns: int) -> None:
    """And together all characters of the text but spaces."""
    console = make_console(io.StringIO(), color=False)
    lines = [line.plain.rstrip() for line in wrapped_to(columns, Text(text), console)]
    assert max(map(columns_of, lines), default=0) <= columns
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXTS, TEXTS)
def test_marks_stay_at_their_letters(before: str, marked: str) -> None:
    """However wide the letters before them are."""
    text = Text.assemble(before, (marked, "bold"))
    lines = wrapped_to(10_000, text, make_console(io.StringIO(), color=False))
    found = "".join(line.plain[span.start : span.end] for line in lines for span in line.spans)
    assert without_signs(found) == marked
