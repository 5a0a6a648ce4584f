"""What holds for every query, whatever is typed."""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
import sys
import time
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import literal, notices, parse
from newsgrep.query.parser import MAX_DEPTH, MAX_DEPTH_ANY_WORD, MAX_TERMS
from newsgrep.query.tree import (
    And,
    Dates,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    show,
    wanted_leaves,
)

TODAY = dt.date(2020, 11, 12)

FRAGMENTS = [
    *("a", "b", "ganja", "AT&T", "F-16", "C++", "15:01", "Karabakh:", "why?", "and", "or", "—", "&", "é"),
    *("AND", "OR", "NOT", "-", "+", "--", "(", ")", "((", "))", "()", " ", " ", " ", "\n", "\0", "\ud800"),
    *('"', '"a b"', "“", "”", "„", "«", "»", "“a b”", "'", "*", "**", "?", "mis*", "m?s", "!", "–"),
    *("title:", "by:", "body:", "date:", "foo:", "https://", "url:", "words:>5", ":", "title:("),
    *("2020", "2020-10-28", "..", ">", "7d", "last week", "2020-13-45", "99999999d"),
    *("~", "~5", "^2", "W/5", "/a/", "ATLEAST3", "=", "exact:"),
]

texts = st.text() | st.lists(st.sampled_from(FRAGMENTS)).map("".join)
wordy_texts = texts.filter(lambda text: not (text == "" or text.isspace()))
spaced_texts = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8).map(" ".join)


def reads_as_itself(text: str) -> bool:
    """Return whether the language reads a text as one word."""
    try:
        return parse(text) == Word(text)
    except QuerySyntaxError:
        return False


fields = st.sampled_from(["", "title", "author", "body"])
words = st.text("abz09éßԱ北_.,&'’+/#$€…:;-", max_size=6).map("{}x".format).filter(reads_as_itself)
days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))
leaves = st.one_of(
    st.builds(Word, words, fields),
    st.builds(Prefix, st.from_regex(r"[a-z0-9][a-z0-9'-]*", fullmatch=True), fields),
    st.builds(Phrase, st.lists(words, min_size=1).map(" ".join), fields),
    st.tuples(days, days).map(lambda ends: Dates(min(ends), max(ends))),
    st.builds(Dates, days, st.none()),
    st.builds(Dates, st.none(), days),
    st.just(Everything()),
)


def joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """Join parts as the parser does: none of them is of the same kind."""
    return kind(tuple(chain.from_iterable(p.parts if isinstance(p, kind) else (p,) for p in parts)))


def larger(smaller: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Return trees one level up."""
    parts = st.lists(smaller, min_size=2, max_size=4)
    return st.one_of(
        st.builds(Not, smaller), parts.map(lambda p: joined(And, p)), parts.map(lambda p: joined(Or, p))
    )


trees = st.recursive(leaves, larger, max_leaves=12)


def parsed(text: str, *, any_word: bool = False) -> Node | None:
    """Return the tree of a query, None where it can't be read; anything but QuerySyntaxError goes through."""
    try:
        return parse(text, today=TODAY, any_word=any_word)
    except QuerySyntaxError as error:
        check(error, text)
        return None


def check(error: QuerySyntaxError, text: str) -> None:
    """Check that an error points into the text it is about and says what to do."""
    assert 0 <= error.position <= len(text)
    assert error.text == text
    assert error.hint


def strict(node: Node) -> Node:
    """Return a tree of any_word as its text reads without."""
    match node:
        case Word(text, field):
            return Word(text, field)
        case And(parts):
            return And(tuple(map(strict, parts)))
        case Or(parts):
            return Or(tuple(map(strict, parts)))
        case _:
            return node


@given(texts | spaced_texts, st.booleans())
def test_nothing_but_syntax_errors(text: str, any_word: bool) -> None:
    """Any text is a tree or a QuerySyntaxError with a position in the text and a hint."""
    parsed(text, any_word=any_word)


@given(texts | spaced_texts)
def test_shown_query_reads_back(text: str) -> None:
    """What show() writes of a query is read as the same tree."""
    tree = parsed(text)
    if tree is not None:
        assert parse(show(tree)) == tree


@given(texts | spaced_texts)
def test_shown_any_word_query_reads_back(text: str) -> None:
    """What show() writes of a query read with any_word means the same without it."""
    tree = parsed(text, any_word=True)
    if tree is not None:
        assert parse(show(tree)) == strict(tree)


@given(trees)
def test_tree_reads_back(tree: Node) -> None:
    """Every tree in the parser's form can be written and read back."""
    assert parse(show(tree)) == tree


@given(wordy_texts, st.booleans())
def test_literal_cannot_fail(text: str, any_word: bool) -> None:
    """A text with any word at all can be searched literally, and has a leaf for each word."""
    assert len(list(wanted_leaves(literal(text, any_word=any_word)))) == len(text.split())


@given(wordy_texts)
def test_literal_never_shows_another_query(text: str) -> None:
    """What show() writes of a literal text reads back the same, or is no query; it is never another one."""
    tree = literal(text)
    with contextlib.suppress(QuerySyntaxError):
        assert parse(show(tree)) == tree


@given(texts)
def test_notices_cannot_fail(text: str) -> None:
    """Notices are lines of text, whatever is typed."""
    assert all("\n" not in line for line in notices(text))


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
        "—" * 1_000_000,
        "-" * 1_000_000,
        "a" * 1_000_000,
        "a" * 1_000_000 + ":b",
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
def test_huge_text(text: str) -> None:
    """A megabyte of anything is read or refused within a second."""
    begun = time.perf_counter()
    parsed(text)
    parsed(text, any_word=True)
    notices(text)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("opening", "closing"), [("(b ", ")"), ("-(b ", ")"), ("title:(b ", ")"), ("NOT ", "")]
)
def test_depth_limit(opening: str, closing: str) -> None:
    """Brackets and NOTs nest to the limit, and such a tree can be shown; beyond, the limit is told."""
    levels = MAX_DEPTH // (2 if opening[0] == "-" else 1)
    tree = parse(opening * levels + "a" + closing * levels)
    assert parse(show(tree)) == tree
    with pytest.raises(QuerySyntaxError, match=f"deeper than {MAX_DEPTH} levels"):
        parse(opening * (levels + 1) + "a" + closing * (levels + 1))


def test_depth_limit_any_word() -> None:
    """With any_word the limit is such that the tree can still be written and read back without it."""
    tree = parse("b c AND (" * MAX_DEPTH_ANY_WORD + "a" + ") -d" * MAX_DEPTH_ANY_WORD, any_word=True)
    assert parse(show(tree)) == strict(tree)


def test_depth_of_recursion() -> None:
    """The deepest query leaves half of Python's stack to whoever asked for it."""
    code = (
        "import sys; sys.setrecursionlimit(500)\n"
        "from newsgrep.query import parse; from newsgrep.query.tree import show\n"
        f"show(parse('title:(b OR title:(b ' * {MAX_DEPTH // 2} + 'a' + ')' * {MAX_DEPTH // 2 * 2}))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_term_limit() -> None:
    """A query has so many terms and no more, and the error is at the first that is too many."""
    tree = parse("a " * MAX_TERMS)
    assert tree == And((Word("a"),) * MAX_TERMS)
    with pytest.raises(QuerySyntaxError, match=f"more than {MAX_TERMS} terms") as caught:
        parse("a " * MAX_TERMS + "b")
    assert caught.value.position == 2 * MAX_TERMS


def test_imports_are_few() -> None:
    """Reading a query loads nothing heavy: no difflib before the first unknown field, no locale."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from newsgrep.query import parse; parse('title:a date:2020')\n"
        "heavy = {'difflib', 'whoosh', 'locale', 'calendar', 'click', 'rich'} & (set(sys.modules) - before)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
