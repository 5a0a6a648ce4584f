"""Invisible characters, which come with pasted text: marks of direction, joiners, soft hyphens, a BOM."""

from __future__ import annotations

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse_literal, parse_query


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\ufeffgan\u00adja mis\u2060sile", "ganja AND missile"),
        ("ganja AND\u200b missile", "ganja AND missile"),
        ("ganja \u200fOR\u200f missile", "ganja OR missile"),
        ("\u2066ganja\u2069 \u200e-missile", "ganja AND NOT missile"),
        ("\u202atitle:\u200bganja\u202c", "title:ganja"),
        ("ganja \u200b missile", "ganja AND missile"),
        ('"\u202aair raid\u202c"', '"air raid"'),
    ],
)
def test_an_invisible_character_hides_no_operator(text: str, shown: str) -> None:
    """It is left out, and the query keeps the text that was typed."""
    parsed = parse_query(text)
    assert (str(parsed), parsed.text, parsed.notices) == (shown, text, ())


@pytest.mark.parametrize("text", ["می\u200cروم", "نقشه\u200fراه", "क्\u200dष", "ภาษา\u200bไทย"])
def test_an_invisible_character_that_spells_a_word_stays(text: str) -> None:
    """A joiner of Persian and Hindi, a mark of direction and a space without width between two letters."""
    assert str(parse_query(text)) == str(parse_literal(text)) == text


def test_letters_are_composed_as_in_articles() -> None:
    """In the query language and in plain words."""
    assert str(parse_query("cafe\u0301")) == str(parse_literal("cafe\u0301")) == "caf\xe9"


def test_plain_words_have_no_invisible_characters() -> None:
    """As in the query language."""
    assert str(parse_literal("\ufeffgan\u00adja \u200emissile")) == "ganja AND missile"


def test_an_error_points_into_the_query_that_was_read() -> None:
    """The caret would be beside its place with the characters that a terminal does not show."""
    with pytest.raises(QuerySyntaxError) as refused:
        parse_query("\u2066ganja\u2069 AND\u200b )")
    assert (refused.value.text, refused.value.position) == ("ganja AND )", 6)


def test_a_byte_that_is_no_text_is_named_as_a_byte() -> None:
    """Python reads a byte of an argument that is not UTF-8 as half a surrogate pair."""
    with pytest.raises(QuerySyntaxError, match="contains the byte FC, which is not UTF-8") as refused:
        parse_query("M\udcfcnchen")
    assert (refused.value.position, refused.value.hint) == (1, "write it anew, in UTF-8")
