"""What a query of words, operators, brackets and fields says when it can't be read.

Today is Thursday 12 November 2020. The other forms are in test_query_refusals.py.
"""

from __future__ import annotations

import datetime as dt

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse

TODAY = dt.date(2020, 11, 12)

# The query, the position of the fault, and what the message and the hint say.
ERRORS = [
    # Nothing to search for.
    ("", 0, "the query is empty", "*"),
    (" \n", 0, "the query is empty", "*"),
    ("a — b", 2, "there is no word in '—'", "leave this out"),
    ("…", 0, "there is no word in '…'", ""),
    ("a & b", 2, "there is no word in '&'", "AND"),
    ("a || b", 2, "there is no word in '||'", "OR"),
    ("a - b", 2, "there is no word in '-'", "-word"),
    ("?", 0, "there is no word in '?'", ""),
    ("$*", 0, "there is no word in '$*'", ""),
    ('""', 0, "the phrase is empty", "words"),
    ('a "  "', 2, "the phrase is empty", "words"),
    ('"—"', 0, "there is no word in '—'", ""),
    ("a\0b", 1, "U+0000", "leave it out"),
    ("a \ud800", 2, "U+D800", "leave it out"),
    # Operators, brackets and quotes.
    ("AND", 0, "AND stands where a word should be", '"AND"'),
    ("OR a", 0, "OR stands where a word should be", '"OR"'),
    ("a AND OR b", 6, "OR stands where", '"OR"'),
    ("(AND a)", 1, "AND stands where", '"AND"'),
    ("title:AND", 6, "AND stands where", '"AND"'),
    ("a AND", 2, "AND needs something after it", '"AND"'),
    ("a (b OR )", 5, "OR needs something after it", '"OR"'),
    ("a NOT", 2, "NOT needs something after it", '"NOT"'),
    ("a b OR c", 4, "mixed", "(a AND b) OR c, or a AND (b OR c)"),
    ("a OR b c", 7, "mixed", "a OR (b AND c), or (a OR b) AND c"),
    ("a AND b OR c AND d", 8, "mixed", "(a AND b) OR (c AND d), or a AND (b OR c) AND d"),
    ("a OR b -c", 7, "mixed", "a OR (b AND NOT c), or (a OR b) AND NOT c"),
    ("x (a b OR c)", 7, "mixed", "(a AND b) OR c"),
    ("title:(a b OR c)", 11, "mixed", "title:a AND (title:b OR title:c)"),
    ("a " * 200 + "OR b", 400, "mixed", "(a AND b) OR c, or a AND (b OR c)"),
    ("()", 0, "nothing between the brackets", ""),
    ("a ( )", 2, "nothing between the brackets", ""),
    ("(a b", 0, "the bracket is not closed", ")"),
    ("a (", 2, "the bracket is not closed", ")"),
    ("a)", 1, "this bracket closes nothing", ""),
    (")", 0, "this bracket closes nothing", ""),
    ('a "b c', 2, "the quote is not closed", 'close the phrase with "'),
    ("a “b c", 2, "the quote is not closed", "close the phrase with ”"),
    ('“a b"', 0, "the quote is not closed", "”"),
    ("a”", 1, "a quote stands inside a word", "space"),
    ("a ”b", 2, "this quote closes nothing", "«…»"),
    ('5"', 1, "a quote stands inside a word", "space"),
    ('"a"b', 3, "a space is missing after the closing quote", ""),
    ('"a"-b', 3, "a space is missing after the closing quote", ""),
    ("(a)-b", 3, "a space is missing after the closing bracket", ""),
    ("--a", 1, "two signs in a row", "-word"),
    ("+-a", 1, "two signs in a row", "-word"),
    ("!a", 0, "! is no operator", "-a"),
    ("a –b", 2, "– is no operator", "-b"),
    # Fields.
    ("foo:a", 0, "there is no field foo:", "title:, author:, body:, lead:, date:, source:"),
    ("a autor:b", 2, "there is no field autor:", "did you mean author:?"),
    ("a (heading:b)", 3, "there is no field heading:", '"heading:b"'),
    ("https://x.org/a", 0, "there is no field https:", '"https://x.org/a"'),
    ("title:(author:a)", 7, "author: stands within title:", "title:word AND author:word"),
    ("title:(a date:2020)", 9, "date: stands within title:", ""),
    ("title:author:a", 6, "title: is followed by another field", '"a:b"'),
    ("title: a", 0, "there is nothing after title:", "space"),
    ("(a date:)", 3, "there is nothing after date:", "space"),
    ("title:-a", 6, "a sign stands after the field", "-title:word"),
    ("title:*", 6, "a star alone takes no field", "title:pre*"),
    # Dates.
    ("date:soon", 5, "cannot read the date 'soon'", '"28 October 2020"'),
    ("a date:last week", 7, "cannot read the date 'last'", '"28 October 2020"'),
    ("date:2020-13-45", 5, "there is no date '2020-13-45'", "2020-10-28"),
    ("date:2021..2020", 5, "ends before it begins", "2020-12-31..2021-01-01"),
    ("date:*", 5, "cannot read the date '*'", ""),
    ("date:99999999d", 5, "dates run from the year", ""),
    # The first fault is the one that is told of.
    ('— "a', 0, "there is no word", ""),
    ("foo:a bar:b", 0, "foo:", ""),
]


@pytest.mark.parametrize(("text", "position", "message", "hint"), ERRORS)
def test_error(text: str, position: int, message: str, hint: str) -> None:
    """A query that can't be read is refused at its first fault, in one line, with what to write instead."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, today=TODAY)
    error = caught.value
    assert (error.position, error.text) == (position, text)
    assert message in error.message
    assert hint in error.hint
    assert error.hint
    assert "\n" not in error.message + error.hint
