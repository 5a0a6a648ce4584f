"""Laws of the query language that hold for every text."""

from __future__ import annotations

import contextlib
import datetime as dt
from itertools import chain

from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.clean_text import clean_query
from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse, parse_literal, parse_query
from newsgrep.query.fields import KEYWORDS, PRESENT, RECORDED
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    DateRange,
    Exact,
    Fuzzy,
    Has,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Recorded,
    Regex,
    Sounds,
    Tagged,
    Weighted,
    Wildcard,
    Word,
    map_children,
    positive_terms,
)
from newsgrep.query.parser import MAX_PATTERNS
from newsgrep.query.rendering import render

TODAY = dt.date(2020, 11, 12)

FRAGMENTS = [
    *("a", "b", "ganja", "AT&T", "F-16", "C++", "15:01", "Karabakh:", "why?", "and", "or", "—", "&", "é"),
    *("AND", "OR", "NOT", "-", "+", "--", "(", ")", "((", "))", "()", " ", " ", " ", "\n", "\0", "\ud800"),
    *('"', '"a b"', "“", "”", "„", "«", "»", "“a b”", "'", "*", "**", "?", "mis*", "m?s", "!", "–"),
    *("title:", "by:", "body:", "date:", "foo:", "https://", "url:", "words:>5", ":", "title:("),
    *("2020", "2020-10-28", "..", ">", "7d", "last week", "2020-13-45", "99999999d"),
    *(
        "~",
        "~5",
        "^2",
        "^0.5",
        "^",
        "W/5",
        "w/5",
        "PRE/2",
        "NEAR/5",
        "W/s",
        "W/P",
        "caps(",
        "caps:",
        "sounds:",
        "has:",
        "no:(",
        "/a/",
        "/",
        "/a(b/",
        "ATLEAST3",
        "=",
    ),
    *(
        "exact:",
        "source:",
        "path:(",
        "lang:en*",
        "words:",
        "lead:",
        "5..7",
        "b~",
        "*b*",
        "a?b",
        "'s",
        "US",
        "𝐛",
        "(c)",
        "「",
        "」",
        "›",
        " : ",
        ", ",
        "_",
        "W/",
    ),
]

texts = st.text() | st.lists(st.sampled_from(FRAGMENTS)).map("".join)
wordy_texts = texts.filter(lambda text: not (text == "" or text.isspace()))
spaced_texts = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8).map(" ".join)


def reads_as(text: str, node: Node) -> bool:
    """Return whether a text is read as this node."""
    try:
        return parse(text) == node
    except QuerySyntaxError:
        return False


fields = st.sampled_from(["", "title", "author", "body", "lead"])
words = (
    st.text("abz09éßԱ北_.,&'’+/#$€…:;-", max_size=6).map("{}x".format).filter(lambda w: reads_as(w, Word(w)))
)
days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))
ends = st.tuples(*[st.none() | st.integers(0, 999_999_999)] * 2)
plain = st.text("abzé09", min_size=1, max_size=4)
wildcards = st.builds("{}{}{}".format, st.text("abé*?", max_size=3), st.sampled_from("?*"), plain)
wildcards = wildcards.filter(lambda text: "**" not in text)
regexes = st.sampled_from(["gan.a", "[jd]+é?", "(a|b)*", r"a\/b", r"\\x", 'a"b', "x{1,9}"])
phrases = st.lists(words, min_size=1).map(" ".join)
#: Values of a keyword field; a sign at the beginning is refused.
values = st.from_regex(r"(?!-)[a-z0-9/.#&-]{0,5}[a-z0-9]", fullmatch=True)


def terms_of(field: str) -> st.SearchStrategy[Node]:
    """Return term queries of one field."""
    return st.one_of(
        st.builds(Word, words, st.just(field)),
        st.builds(Prefix, st.from_regex(r"[a-z0-9][a-z0-9'-]*", fullmatch=True), st.just(field)),
        st.builds(Phrase, phrases, st.just(field)),
        st.builds(Exact, phrases, st.just(field)),
        st.builds(Cased, phrases, st.just(field)),
        st.builds(Sounds, st.text("abz", min_size=1), st.just(field)),
        st.builds(Wildcard, wildcards, st.just(field)),
        st.builds(Fuzzy, plain, st.integers(1, 2), st.just(field)),
        st.builds(Regex, regexes, st.just(field)),
    )


def parts_of(field: str) -> st.SearchStrategy[Node]:
    """Return parts of a Near or an AtLeast, of one field."""
    some = st.lists(terms_of(field), min_size=2, max_size=3).map(lambda leaves: Or(tuple(leaves)))
    return terms_of(field) | some


near = st.builds(
    Near,
    fields.flatmap(lambda field: st.lists(parts_of(field), min_size=2, max_size=4)).map(tuple),
    st.integers(1, 500),
    st.booleans(),
) | st.builds(
    Near,
    fields.flatmap(lambda field: st.lists(parts_of(field), min_size=2, max_size=4)).map(tuple),
    st.just(0),
    unit=st.sampled_from(["sentence", "paragraph"]),
)
counted = st.builds(AtLeast, st.integers(1, 1000), fields.flatmap(parts_of))
keyword_fields = st.sampled_from([*KEYWORDS])
filters = st.one_of(
    st.builds(Keyword, values, keyword_fields, st.booleans()),
    st.builds(Keyword, phrases.filter(lambda text: "*" not in text), keyword_fields),
    st.builds(Has, st.sampled_from(PRESENT)),
    ends.filter(any).filter(lambda e: None in e or e[0] <= e[1]).map(lambda e: LengthRange(*e)),
    st.tuples(days, days).map(lambda both: DateRange(min(both), max(both))),
    st.builds(DateRange, days, st.none()),
    st.builds(Recorded, st.sampled_from(RECORDED), days, st.none()),
    st.tuples(days, days).map(lambda both: Recorded("changed", min(both), max(both))),
    st.builds(DateRange, st.none(), days),
    st.builds(Tagged, st.from_regex(r"[a-z0-9][a-z0-9./_-]{0,5}", fullmatch=True), st.booleans()),
    st.just(MatchAll()),
)
leaves = fields.flatmap(terms_of) | near | counted | filters


def joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """Combine parts as the parser does: none of them is of the same kind."""
    return kind(tuple(chain.from_iterable(p.parts if isinstance(p, kind) else (p,) for p in parts)))


def weighted(node: Node, thousandths: int) -> Node:
    """Return a node with a weight, or the node itself if it does not rank."""
    return Weighted(node, thousandths / 1000) if any(positive_terms(node)) else node


def larger(smaller: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Return trees that are one level higher."""
    parts = st.lists(smaller, min_size=2, max_size=4)
    return st.one_of(
        smaller.map(lambda node: Not(unweighted(node))),
        parts.map(lambda p: joined(And, p)),
        parts.map(lambda p: joined(Or, p)),
        st.builds(weighted, smaller, st.integers(1, 100_000)),
    )


def unweighted(node: Node) -> Node:
    """Return a tree without weights, which are not allowed below a Not."""
    match node:
        case Weighted(part):
            return unweighted(part)
        case And(parts) | Or(parts):
            return joined(type(node), [unweighted(part) for part in parts])
        case Not(part):
            return Not(unweighted(part))
        case _:
            return node


def has_room(node: Node) -> bool:
    """Return whether a tree has no more patterns than a query may have."""
    return sum(isinstance(leaf, Pattern) for leaf in positive_terms(node)) <= MAX_PATTERNS


# What is below a Not counts as well, and is never that much.
trees = st.recursive(leaves, larger, max_leaves=6).filter(has_room)


def parsed(text: str, *, any_word: bool = False) -> Node | None:
    """Return the tree of a query, or None after a QuerySyntaxError, which is checked."""
    try:
        return parse(text, today=TODAY, any_word=any_word)
    except QuerySyntaxError as error:
        check(error, text)
        return None


def check(error: QuerySyntaxError, text: str) -> None:
    """Check that an error has a position in its text, and a hint."""
    assert 0 <= error.position <= len(error.text)
    assert error.text == clean_query(text)
    assert error.hint


def strict(node: Node) -> Node:
    """Return the tree that the text of an any_word tree is read as without any_word."""
    if isinstance(node, Word):
        return Word(node.text, node.field)
    return map_children(node, strict)


@given(texts | spaced_texts, st.booleans())
@example("/\b0 0;0;0;0;0", False)
def test_any_text_is_read_or_refused(text: str, any_word: bool) -> None:
    """It gives a tree, or a QuerySyntaxError with a position in the text and a hint."""
    parsed(text, any_word=any_word)


@given(texts | spaced_texts)
def test_a_rendered_query_is_read_as_the_same_tree(text: str) -> None:
    """For every text that can be read."""
    tree = parsed(text)
    if tree is not None:
        assert parse(render(tree)) == tree


@given(texts | spaced_texts)
def test_a_rendered_any_word_query_means_the_same_without_any_word(text: str) -> None:
    """For every text that can be read with any_word."""
    tree = parsed(text, any_word=True)
    if tree is not None:
        assert parse(render(tree)) == strict(tree)


@given(trees)
def test_a_tree_can_be_rendered_and_read_back(tree: Node) -> None:
    """For every tree that the parser can make."""
    assert parse(render(tree)) == tree


@given(wordy_texts, st.booleans())
def test_every_text_with_a_word_can_be_searched_literally(text: str, any_word: bool) -> None:
    """It has a term query for each word between white space with a letter or digit, or for each of signs."""
    words = [word for word in text.split() if any(map(str.isalnum, word))] or text.split()
    assert len(list(positive_terms(parse_literal(text, any_word=any_word).tree))) == len(words)


@given(wordy_texts)
def test_a_rendered_literal_text_is_never_another_query(text: str) -> None:
    """It is read as the same tree, or refused."""
    tree = parse_literal(text).tree
    with contextlib.suppress(QuerySyntaxError):
        assert parse(render(tree)) == tree


@given(texts)
def test_a_parsed_query_has_its_text_its_tree_and_notices_of_one_line(text: str) -> None:
    """For every text that can be read."""
    with contextlib.suppress(QuerySyntaxError):
        query = parse_query(text)
        assert all(line and "\n" not in line for line in query.notices)
        assert (query.text, query.tree, str(query)) == (text, parse(text), render(query.tree))
