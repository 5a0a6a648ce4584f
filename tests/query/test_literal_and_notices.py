"""Literal texts, notices about words that may be meant as operators, and any_word."""

from __future__ import annotations

import sys
from unittest.mock import patch

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse, parse_literal, parse_query
from newsgrep.query.nodes import And, Node, Not, Or, Phrase, Weighted, Word
from newsgrep.query.rendering import render

A, B = Word("a"), Word("b")


def any_part(text: str) -> Word:
    """Return a word as any_word reads it."""
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
    ("+a b c", "(b OR c OR *) AND a"),
    ("+a -b c date:2020", "(c OR *) AND a AND NOT b AND date:2020-01-01..2020-12-31"),
    ("+source:a b c", '(b OR c) AND source:"a"'),
    ("a b date:2020-10-28", "(a OR b) AND date:2020-10-28..2020-10-28"),
    ("a OR -b", "a OR NOT b"),
    ("(a b) AND (c d)", "(a OR b) AND (c OR d)"),
    ("title:(a b)", "title:a OR title:b"),
    ("a b W/5 c", "a OR (b W/5 c)"),
    ("a b source:x", '(a OR b) AND source:"x"'),
    ("a b source:(x OR y) words:>5", '(a OR b) AND (source:"x" OR source:"y") AND words:6..'),
    ("a^2 b", "a^2 OR b"),
    ("ATLEAST3 a b", "ATLEAST3 a OR b"),
    ("a b +(c W/5 d)", "(a OR b OR *) AND (c W/5 d)"),
]


@pytest.mark.parametrize(("text", "shown"), ANY_WORD)
def test_any_word_makes_clauses_alternatives(text: str, shown: str) -> None:
    """Those without an operator between them; filters and clauses with a sign are required still.

    Beside a plus the others only rank.
    """
    assert render(parse(text, any_word=True)) == shown


def test_any_word_refuses_a_written_and_beside_a_written_or() -> None:
    """With both readings in the hint."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse("a OR b AND c d", any_word=True)
    assert caught.value.position == 7
    assert caught.value.hint == "write a OR (b AND c) OR d, or (a OR b) AND (c OR d)"


def test_any_word_matches_a_compound_by_any_of_its_words() -> None:
    """A compound that is left out is left out only as a whole."""
    assert parse("Nagorno-Karabakh", any_word=True) == any_part("Nagorno-Karabakh")
    assert parse("+F-16^2 +title:F-16", any_word=True) == And(
        (Weighted(Word("F-16"), 2.0), Word("F-16", field="title"))
    )
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
        # signs between words are no words
        ("oil & gas", And((Word("oil"), Word("gas")))),
        ("- Kennedy … Vietnam -- ?", And((Word("Kennedy"), Word("Vietnam")))),
        ("& %", And((Phrase("&"), Phrase("%")))),
    ],
)
def test_a_literal_text_is_its_words(text: str, tree: Node) -> None:
    """A word that the language would read otherwise becomes a phrase."""
    assert parse_literal(text).tree == tree


def test_a_literal_text_with_slashes_needs_no_re2() -> None:
    """Without the library `/gan.a/` is found as text, and refused with a caret as an expression."""
    with patch.dict(sys.modules, {"re2": None}):
        assert parse_literal("/gan.a/").tree == Phrase("/gan.a/")
        with pytest.raises(QuerySyntaxError, match="needs google-re2") as refused:
            parse_query("strike /gan.a/")
    assert (refused.value.position, "google-re2" in refused.value.hint) == (7, True)


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_literal_text_needs_a_word(text: str) -> None:
    """Without one it is refused as an empty query."""
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
def test_a_small_operator_is_noticed_once(text: str, words: list[str]) -> None:
    """The notice says to write it in capitals; operators, phrases and values of fields have none."""
    expected = [
        f'"{word}" is read as a word; write {word.upper()} in capitals for the operator' for word in words
    ]
    assert list(parse_query(text).notices) == expected


@pytest.mark.parametrize(
    ("text", "notices"),
    [
        ("a NEAR b", ['"NEAR" is read as a word; write NEAR/5 for within five words']),
        ("a near b", []),
        (
            "date aft 1/10/2020",
            ['"date" is read as a word; write date:>2020-10-01, or date:2020-10-01..2020-11-01'],
        ),
        ("date of 2020", []),
        ("atl5 a", ['"atl5" is read as a word; write ATLEAST3 missile for three times or more']),
        ("invest$", ['"invest$" is read as the word invest; invest* finds words that begin with it']),
        ("US$ x=y E=mc2", []),
        ("Year: paper: a via: b", []),
        ("a near5 b", ['"near5" is read as a word; write NEAR/5 or PRE/5 for within five words']),
        ("a W5 b", ['"W5" is read as a word; write W/5 for within five words']),
        ("tea w/ milk", ['"w/" is read as a word; write W/5 for within five words']),
        ("a ADJ b", ['"ADJ" is read as a word; write PRE/1 for the next word, in this order']),
        ("caps (Apple)", ['"caps" is read as a word; write caps(Apple), without a space, for capitals']),
        (
            "plural(ferry) b",
            ['"plural" is read as a word; write =ferry or =ferries for one form alone'],
        ),
        (
            "allcaps(era) b",
            ['"allcaps" is read as a word; write caps(ERA) for capitals, caps(era) for small letters'],
        ),
        (
            "a ONEAR/3 b",
            ['"ONEAR/3" is read as a word; write W/5 for within five words, PRE/5 for in this order'],
        ),
        ("a SAME b", ['"SAME" is read as a word; write W/P for the operator']),
        ("CROP SEEN AT LEAST SAME AS LAST YEAR", []),
        ("a andnot b", ['"andnot" is read as a word; write NOT for the operator']),
        ("a BUT NOT b", ['"BUT" is read as a word; write AND for the operator']),
        ("a W / 3 b", ['"/" is passed over; write W/5, without spaces, for words near each other']),
        ("w / o", ["passed over, as they have no letter or digit: /"]),
        ("missil# C# #tag", ['"missil#" is read as the word missil; missil* finds words that begin with it']),
        ("a AROUND(5) b", ['"AROUND" is read as a word; write W/5 for within five words']),
        ("missil! a", ['"missil!" is read as the word missil; missil* finds words that begin with it']),
        ("missil? a", ['"missil?" is read as the word missil; /missil./ finds it with one more character']),
        ("who fired a missile?", []),
        ("source:(a or b)", ['"or" is read as a word; write OR in capitals for the operator']),
        ("title:NEAR =or source:missil!", []),
        ('"a NEAR b" a W/5 b', []),
        (
            "'missile attack' a",
            ["'missile attack' is read as its words; write \"missile attack\" for the phrase"],
        ),
        ("‘air raid’", ['‘air raid’ is read as its words; write "air raid" for the phrase']),
        ("rock 'n' roll", []),
        ("'tis the day of O'Brien's", []),
        ("230(c)(1)", ['"230(c)(1)" is read as its words in a row; a bracket begins after a space']),
        ("a (b)", []),
        ("oil -3%", ['"-3%" leaves out the articles with 3%; for the number itself, write "3%"']),
        ("oil -F-16 +3%", []),
        ("1987..1990", ['"1987..1990" is read as a word; write date:1987..1990 for a range of years']),
        ("a N3 b N95", ['"N3" is read as a word; write NEAR/5 or PRE/5 for within five words']),
        ("Rakete ODER Drohne", ['"ODER" is read as a word; write OR for the operator']),
        ("ракета НЕ дрон", ['"НЕ" is read as a word; write NOT for the operator']),
        ("füze VE uçak", ['"VE" is read as a word; write AND for the operator']),
        ("VE DAY ET AL", []),
        ('noft("a b")', ['"noft" is read as a word beside the bracket; a field is written title:(…)']),
        ("x （a b） c", []),
        ("a W/5b", ['"W/5b" is read as text; write W/5 b, with a space, for the operator']),
        ("ATLEAST3b", ['"ATLEAST3b" is read as text; write ATLEAST3 b, with a space, for the operator']),
        ("a NOT-b", ['"NOT-b" is read as text; write NOT b, with a space, for the operator']),
        ("a AND–b", ['"AND–b" is read as text; write AND -b, with a space, for the operator']),
        ("w/o tea 24/7 NOTORIOUS ORB AT&T and-b", []),
        (
            "a BEFORE/3 b",
            ['"BEFORE/3" is read as a word; write W/5 for within five words, PRE/5 for in this order'],
        ),
        ("a N/3 b", ['"N/3" is read as a word; write W/5 for within five words, PRE/5 for in this order']),
    ],
)
def test_an_operator_of_another_language_is_noticed(text: str, notices: list[str]) -> None:
    """Where it is read as a word; a word that cannot be meant so has no notice."""
    assert list(parse_query(text).notices) == notices


@pytest.mark.parametrize(
    ("text", "shown", "notices"),
    [
        ("Marks & Spencer", "Marks AND Spencer", ["&"]),
        ("*** URGENT *** Quake", "URGENT AND Quake", ["***"]),
        ("S & P 500", "S AND P AND 500", ["&"]),
        ("What happened ?", "What AND happened", ["?"]),
        ("% of . / … a --", "of AND a", ["% . / … --"]),
        ("a OR & b", "a OR b", ["&"]),
        ("title:(a & b)", "title:a AND title:b", ["&"]),
        ("a W/5 & b", "a W/5 b", ["&"]),
        ('"air raid", a', '"air raid" AND a', [","]),
        ("(a OR b). c", "(a OR b) AND c", ["."]),
        ('…"air raid" —(a OR b)', '"air raid" AND (a OR b)', ["… —"]),
        ('-…"air raid" a', 'NOT "air raid" AND a', ["…"]),
        ("a_b _ c", "a_b AND c", ["_"]),
        ("C++ C# AT&T 24/7", "C++ AND C# AND AT&T AND 24/7", []),
    ],
)
def test_a_sign_without_a_word_is_passed_over(text: str, shown: str, notices: list[str]) -> None:
    """With one notice on all of them, wherever they stand but after a field."""
    parsed = parse_query(text)
    assert str(parsed) == shown
    passed_over = "passed over, as they have no letter or digit: "
    assert list(parsed.notices) == [passed_over + notice for notice in notices]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Kennedy - Vietnam", "write -word, without a space, to leave out the articles with a word"),
        ("oil | gas", "write OR for either word"),
        ("title : gas", "write title:word, without spaces, for a field"),
    ],
)
def test_a_sign_that_may_be_meant_as_an_operator_has_a_notice_of_its_own(text: str, advice: str) -> None:
    """It says how the operator is written."""
    sign = text.split()[1]
    assert list(parse_query(text).notices) == [f'"{sign}" is passed over; {advice}']


@pytest.mark.parametrize(("text", "told"), [("[1987 TO 1988]", 1), ("* TO 1988", 1), ("LONDON TO PARIS", 0)])
def test_the_word_to_between_numbers_may_be_meant_as_a_range(text: str, told: int) -> None:
    """As in Lucene; between words it is a word, as in a headline."""
    notices = parse_query(text).notices
    assert sum("write a range of days as" in notice for notice in notices) == told


def test_a_parsed_query_shows_itself() -> None:
    """Its text is the query as understood, and its repr has all that was read."""
    query = parse_query("a b w/5 c or")
    assert str(query) == "a AND (b W/5 c) AND or"
    assert repr(query).startswith("ParsedQuery(text='a b w/5 c or', tree=And(parts=(Word(text='a'")
    assert parse_query("a") == parse_query("a") != parse_query("b")
