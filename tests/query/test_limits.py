"""Limits of a query: what is large is read or refused quickly, and reading loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse
from newsgrep.query.nodes import (
    And,
    Word,
)
from newsgrep.query.parser import MAX_DEPTH, MAX_DEPTH_ANY_WORD, MAX_PATTERNS, MAX_TERMS
from newsgrep.query.rendering import render
from tests.query.test_laws import parsed, strict


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "NOT " * 100_000 + "a",
        "+NOT " * 100_000 + "a",
        "-(" * 10_000,
        "title:(" * 10_000,
        "title:" * 100_000,
        "a " * 500_000,
        "a OR " * 200_000,
        "a OR b c " * 100_000,
        '"a" ' * 250_000,
        "„a“ " * 250_000,
        '"' + "a " * 500_000,
        ")" * 1_000_000,
        " " * 1_000_000,
        "*" * 1_000_000,
        "?" * 1_000_000,
        "a?" * 500_000,
        "~" * 1_000_000,
        "~1" * 500_000,
        "a^1" * 300_000,
        "^1" * 500_000 + "x",
        "a~" + "9" * 1_000_000,
        "a^" + "9" * 1_000_000,
        "a W/5 " * 200_000,
        "a W/5 (b OR " * 100_000,
        "ATLEAST3 " * 100_000,
        "title:ATLEAST3 " * 70_000,
        "title:=" * 150_000,
        "=" * 1_000_000,
        "exact:" * 170_000,
        "/a/ " * 250_000,
        "/(a{100}){9}[b-z]*/ " * 50_000,
        "/" + "a" * 1_000_000 + "/",
        "/" * 1_000_000,
        "/" + "(" * 1_000_000,
        "?" + "a" * 1_000_000,
        "*a" * 500_000,
        '"a b"~5 ' * 130_000,
        '"' + "a " * 500_000 + '"~5',
        "(a)^2" * 200_000,
        "source:(" * 130_000,
        "url:" + ":/" * 500_000,
        "words:" + "9" * 1_000_000,
        "words:" + "1," * 500_000,
        "—" * 1_000_000,
        "-" * 1_000_000,
        "a" * 1_000_000,
        "a" * 1_000_000 + ":b",
        "_a" * 500_000 + ":b",
        "（a AND " * 200_000,
        "НЕ " * 300_000,
        "date:" + "1" * 1_000_000 + "d",
        "date:" + ">" * 1_000_000,
        "date:" + "." * 1_000_000,
        'date:"' + "last " * 200_000 + '"',
        "or " * 300_000,
        "\0" * 1_000_000,
        "\ud800" * 1_000_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_a_megabyte_is_read_or_refused_quickly(text: str) -> None:
    """In a second or so; the limit is for slow machines. What grows with the square takes hours."""
    begun = time.process_time()
    parsed(text)
    parsed(text, any_word=True)
    assert time.process_time() - begun < 30


@pytest.mark.parametrize(
    ("opening", "closing"), [("(b ", ")"), ("-(b ", ")"), ("title:(b ", ")"), ("NOT ", "")]
)
def test_brackets_nest_to_a_limit(opening: str, closing: str) -> None:
    """A tree at the limit can be rendered and read back; a deeper one is refused with the limit."""
    levels = MAX_DEPTH // (2 if opening[0] == "-" else 1)
    tree = parse(opening * levels + "a" + closing * levels)
    assert parse(render(tree)) == tree
    with pytest.raises(QuerySyntaxError, match=f"deeper than {MAX_DEPTH} levels"):
        parse(opening * (levels + 1) + "a" + closing * (levels + 1))


def test_the_limit_of_brackets_with_any_word() -> None:
    """It is lower, so that the tree can be rendered and read back without any_word."""
    tree = parse("b c AND (" * MAX_DEPTH_ANY_WORD + "a" + ") -d" * MAX_DEPTH_ANY_WORD, any_word=True)
    assert parse(render(tree)) == strict(tree)


def test_the_deepest_query_needs_half_of_the_stack() -> None:
    """It leaves the other half of Python's recursion limit to the caller."""
    code = (
        "import sys; sys.setrecursionlimit(500)\n"
        "from newsgrep.query import parse; from newsgrep.query.rendering import render\n"
        f"render(parse('title:(b OR title:(b ' * {MAX_DEPTH // 2} + 'a' + ')' * {MAX_DEPTH // 2 * 2}))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_query_has_a_limit_of_terms() -> None:
    """The error is at the first term beyond it."""
    tree = parse("a " * MAX_TERMS)
    assert tree == And((Word("a"),) * MAX_TERMS)
    with pytest.raises(QuerySyntaxError, match=f"more than {MAX_TERMS} terms") as caught:
        parse("a " * MAX_TERMS + "b")
    assert caught.value.position == 2 * MAX_TERMS


def test_a_query_has_a_lower_limit_of_patterns() -> None:
    """The error is at the first pattern beyond it."""
    tree = parse("?a b*c /d/ " * 16 + "e~ f* " * 2)
    assert parse(render(tree)) == tree
    with pytest.raises(QuerySyntaxError, match=f"more than {MAX_PATTERNS} wildcards") as caught:
        parse("/a/ " * MAX_PATTERNS + "b~")
    assert caught.value.position == 4 * MAX_PATTERNS


def test_reading_a_query_loads_nothing_heavy() -> None:
    """No difflib before the first unknown field, no locale, no dataclasses."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from newsgrep.query import parse; parse('title:a date:2020')\n"
        "heavy = {'difflib', 'whoosh', 'dataclasses', 'numpy', 'locale', 'calendar', 'click', 'rich'}\n"
        "sys.exit(str(heavy & set(sys.modules) - before or '') or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_terms_of_proximity_count() -> None:
    """Each word of a phrase with a proximity is a term."""
    full = '"a b c d e f g h"~5 ' * (MAX_TERMS // 8)
    tree = parse(full)
    assert parse(render(tree)) == tree
    with pytest.raises(QuerySyntaxError, match="terms"):
        parse(full + "a")


@pytest.mark.parametrize(("near", "brackets"), [("a W/5 b", 1), ("a W/5 (b OR c)", 2)])
def test_depth_of_proximity(near: str, brackets: int) -> None:
    """What show() brackets counts as brackets, so that the deepest tree can be read back."""
    levels = MAX_DEPTH - brackets
    tree = parse("(x OR (x " * (levels // 2) + f"y {near}" + "))" * (levels // 2))
    assert parse(render(tree)) == tree
    levels += 2
    with pytest.raises(QuerySyntaxError, match="deeper than"):
        parse("(x OR (x " * (levels // 2) + f"y {near}" + "))" * (levels // 2))


def test_depth_of_weights() -> None:
    """Weights within one another need no brackets of their own."""
    tree = parse("(x " * MAX_DEPTH + "a" + ")^2" * MAX_DEPTH)
    assert parse(render(tree)) == tree
