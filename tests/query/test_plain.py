"""Text that is no query, words that may have been meant as operators, and queries for any of their words."""

from __future__ import annotations

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse, parse_literal, parse_query
from newsgrep.query.nodes import And, Node, Not, Or, Phrase, Word, render

A, B = Word("a"), Word("b")


def any_part(text: str) -> Word:
    """Return a word as it is read with any_word."""
    return Word(text, any_part=True)


ANY_WORD = [
    ("a b c", "a OR b OR c"),
    ("a b AND c", "a OR (b AND c)"),
    ("a AND b c AND d", "(a AND b) OR (c AND d)"),
    ("a OR b c", "a OR b OR c"),
    ("a AND b", "a AND b"),
    ("a b -c", "(a OR b) AND NOT c"),
    ("a NOT b c", "(a OR c) AND NOT b"),
    ("-a -b", "NOT a AND NOT b"),
    ("+a b c", "(b OR c) AND a"),
    ("a b date:2020-10-28", "(a OR b) AND date:2020-10-28..2020-10-28"),
    ("a OR -b", "a OR NOT b"),
    ("(a b) AND (c d)", "(a OR b) AND (c OR d)"),
    ("title:(a b)", "title:a OR title:b"),
]


@pytest.mark.parametrize(("text", "shown"), ANY_WORD)
def test_any_word(text: str, shown: str) -> None:
    """With any_word, words with nothing between them are alternatives; exclusions and dates still bind."""
    assert render(parse(text, any_word=True)) == shown


def test_any_word_mixture() -> None:
    """With any_word, only a written AND beside a written OR is a mixture."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse("a OR b AND c d", any_word=True)
    assert caught.value.position == 7
    assert caught.value.hint == "write a OR (b AND c) OR d, or (a OR b) AND (c OR d)"


def test_any_word_compounds() -> None:
    """With any_word, a wanted compound matches by any of its words; one that is left out, only as a whole."""
    assert parse("Nagorno-Karabakh", any_word=True) == any_part("Nagorno-Karabakh")
    assert parse("a -F-16", any_word=True) == And((any_part("a"), Not(Word("F-16"))))
    assert parse_literal("F-16 a", any_word=True).tree == Or((any_part("F-16"), any_part("a")))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("ganja", Word("ganja")),
        (" ganja\nmissile ", And((Word("ganja"), Word("missile")))),
        ("AT&T C++", And((Word("AT&T"), Word("C++")))),
        ("a OR b", And((A, Phrase("OR"), B))),
        ("-a", Phrase("-a")),
        ("title:a", Phrase("title:a")),
        ("(a)", Phrase("(a)")),
        ("missil*", Phrase("missil*")),
        ("https://x.org", Phrase("https://x.org")),
        ('say "no"', And((Word("say"), Phrase("no")))),
        ('"', Phrase('"')),
        ("ganja^2", Phrase("ganja^2")),
        ("missle~1", Phrase("missle~1")),
        ("m?ssile", Phrase("m?ssile")),
        ("/gan.a/ /usr", And((Phrase("/gan.a/"), Phrase("/usr")))),
        ("=a w/5 b", And((Phrase("=a"), Phrase("w/5"), B))),
        ("ATLEAST3 words:>5", And((Phrase("ATLEAST3"), Phrase("words:>5")))),
        ("caf\udce9", Word("caf\ufffd")),
    ],
)
def test_literal(text: str, tree: Node) -> None:
    """A literal text is its words; one that the language would read otherwise is quoted."""
    assert parse_literal(text).tree == tree


@pytest.mark.parametrize("text", ["", " \n"])
def test_literal_nothing(text: str) -> None:
    """A literal text without a word is an empty query."""
    with pytest.raises(QuerySyntaxError, match="the query is empty"):
        parse_literal(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b", []),
        ("a or b", ["or"]),
        ("bank not japan and Not x or or", ["not", "and", "Not", "or"]),
        ('"to be or not to be"', []),
        ("title:or a", []),
        ("a AND b", []),
    ],
)
def test_notices(text: str, words: list[str]) -> None:
    """The one parse gives a notice of each word that may have been meant as an operator, once."""
    expected = [
        f'"{word}" is read as a word; write {word.upper()} in capitals for the operator' for word in words
    ]
    assert list(parse_query(text).notices) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a NEAR b", ['"NEAR" is read as a word; write NEAR/5 for within five words']),
        ("a near b", []),
        ("a near5 b", ['"near5" is read as a word; write NEAR/5 or PRE/5 for within five words']),
        ("a ADJ b", ['"ADJ" is read as a word; write PRE/1 for the next word, in this order']),
        ("a AROUND(5) b", ['"AROUND" is read as a word; write W/5 for within five words']),
        ("missil! a", ['"missil!" is read as the word missil; missil* finds words that begin with it']),
        ("missil? a", ['"missil?" is read as the word missil; /missil./ finds it with one more character']),
        ("who fired a missile?", []),
        ("source:(a or b)", ['"or" is read as a word; write OR in capitals for the operator']),
        ("title:NEAR =or source:missil!", []),
        ('"a NEAR b" a W/5 b', []),
    ],
)
def test_remarks(text: str, told: list[str]) -> None:
    """A notice names a word that is an operator in another language, and none that cannot be meant so."""
    assert list(parse_query(text).notices) == told


def test_a_parsed_query_shows_itself() -> None:
    """Its text is the query as understood, and its repr has all that was read."""
    query = parse_query("a b w/5 c or")
    assert str(query) == "a AND (b W/5 c) AND or"
    assert repr(query).startswith("ParsedQuery(text='a b w/5 c or', tree=And(parts=(Word(text='a'")
    assert parse_query("a") == parse_query("a") != parse_query("b")
