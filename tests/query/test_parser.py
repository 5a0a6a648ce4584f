"""The trees of words, operators, brackets, phrases, fields and dates.

Today is Thursday 12 November 2020. The other forms are in test_forms.py.
"""

from __future__ import annotations

import datetime as dt

import pytest

from newsgrep.query import parse
from newsgrep.query.nodes import And, DateRange, Exact, MatchAll, Node, Not, Or, Phrase, Prefix, Word

TODAY = dt.date(2020, 11, 12)

A, B, C, D = (Word(letter) for letter in "abcd")


def both(*parts: Node) -> And:
    """Return the articles that match every part."""
    return And(parts)


def either(*parts: Node) -> Or:
    """Return the articles that match any part."""
    return Or(parts)


def dated(since: str, until: str) -> DateRange:
    """Return a clause from and to these ISO dates, empty for an open end."""
    return DateRange(*(dt.date.fromisoformat(text) if text else None for text in (since, until)))


TREES = [
    # Words and operators.
    ("ganja", Word("ganja")),
    ("  ganja\t", Word("ganja")),
    ("ganja missile", both(Word("ganja"), Word("missile"))),
    ("a b c", both(A, B, C)),
    ("a AND b c", both(A, B, C)),
    ("a OR b OR c", either(A, B, C)),
    ("a\u3000b\nc", both(A, B, C)),
    ("NOT a", Not(A)),
    ("-a", Not(A)),
    ("+a", A),
    ("+a b", both(A, B)),
    ("a -b", both(A, Not(B))),
    ("a NOT b", both(A, Not(B))),
    ("a AND NOT b", both(A, Not(B))),
    ("a OR NOT b", either(A, Not(B))),
    ("a OR -b", either(A, Not(B))),
    ("NOT NOT a", Not(Not(A))),
    ("NOT -a", Not(Not(A))),
    ("-NOT a", Not(Not(A))),
    ("a and b or not c", And(tuple(map(Word, ["a", "and", "b", "or", "not", "c"])))),
    ("a Or b", both(A, Word("Or"), B)),
    # Brackets.
    ("(a)", A),
    ("((a))", A),
    ("(a b) c", both(A, B, C)),
    ("a (b (c d))", both(A, B, C, D)),
    ("(a OR b) c", both(either(A, B), C)),
    ("a OR (b c)", either(A, both(B, C))),
    ("a OR (b OR c)", either(A, B, C)),
    ("(a b) OR (c d)", either(both(A, B), both(C, D))),
    ("-(a b)", Not(both(A, B))),
    ("NOT(a OR b)", Not(either(A, B))),
    ("(a)(b)", both(A, B)),
    # A bracket within a word is a part of it.
    ("230(c)(1)", Word("230(c)(1)")),
    ("word(s) a", both(Word("word(s)"), A)),
    ("=word(s)", Exact("word(s)")),
    ("NOT(a)", Not(A)),
    ("a(b OR c)", both(A, either(B, C))),
    ("( -a +b )", both(Not(A), B)),
    # Phrases.
    ('"missile attack"', Phrase("missile attack")),
    ("“missile attack”", Phrase("missile attack")),
    ("„missile attack“", Phrase("missile attack")),
    ("„missile attack”", Phrase("missile attack")),
    ("«missile attack»", Phrase("missile attack")),
    ("»missile attack«", Phrase("missile attack")),
    ("”missile attack”", Phrase("missile attack")),
    ("‹missile attack› ›a b‹", both(Phrase("missile attack"), Phrase("a b"))),
    ("「東京」『大阪』 《北京》", both(Phrase("東京"), Phrase("大阪"), Phrase("北京"))),
    ("東京「タワー」だ", both(Word("東京"), Phrase("タワー"), Word("だ"))),
    ('"missile"', Phrase("missile")),
    ('"  missile \n attack "', Phrase("missile attack")),
    ('"bank of japan" a', both(Phrase("bank of japan"), A)),
    ('"a AND (b OR -c)"', Phrase("a AND (b OR -c)")),
    ('"title:x"', Phrase("title:x")),
    ('"why? who?"', Phrase("why? who?")),
    ('«he said "no" twice»', Phrase("he said no twice")),
    ('-"a b"', Not(Phrase("a b"))),
    ('NOT"a b"', Not(Phrase("a b"))),
    # Fields.
    ("title:a", Word("a", "title")),
    ("headline:a", Word("a", "title")),
    ("intitle:a", Word("a", "title")),
    ("TITLE:a", Word("a", "title")),
    ("by:a", Word("a", "author")),
    ("byline:a", Word("a", "author")),
    ("text:a", Word("a", "body")),
    ('author:"Vafa Ismayilova"', Phrase("Vafa Ismayilova", "author")),
    ("author:“Vafa Ismayilova”", Phrase("Vafa Ismayilova", "author")),
    ("-title:a", Not(Word("a", "title"))),
    ("title:miss*", Prefix("miss", "title")),
    ("title:15:01", Word("15:01", "title")),
    ("title:(a OR b)", either(Word("a", "title"), Word("b", "title"))),
    ('title:(a -"b c")', both(Word("a", "title"), Not(Phrase("b c", "title")))),
    ("title:(title:a b)", both(Word("a", "title"), Word("b", "title"))),
    ("title:(headline:a) b", both(Word("a", "title"), B)),
    ("title:a b", both(Word("a", "title"), B)),
    # Prefixes and everything.
    ("missil*", Prefix("missil")),
    ("m*", Prefix("m")),
    ("F-1*", Prefix("F-1")),
    ("*", MatchAll()),
    ("* -a", both(MatchAll(), Not(A))),
    # Dates.
    ("date:2020", dated("2020-01-01", "2020-12-31")),
    ("date:2020-10-28", dated("2020-10-28", "2020-10-28")),
    ("date:2020-10-01..2020-11-01", dated("2020-10-01", "2020-11-01")),
    ("date:..2020-10", dated("", "2020-10-31")),
    ("date:2020..", dated("2020-01-01", "")),
    ("date:>2020-10-01", dated("2020-10-02", "")),
    ("date:<=2020-10", dated("", "2020-10-31")),
    ("date:7d", dated("2020-11-06", "2020-11-12")),
    ("date:yesterday", dated("2020-11-11", "2020-11-11")),
    ('date:"28 October 2020"', dated("2020-10-28", "2020-10-28")),
    ("date:“last week”", dated("2020-11-02", "2020-11-08")),
    ('date:>="3 months ago"', dated("2020-08-12", "")),
    ('date:< "last week"', dated("", "2020-11-01")),
    ('date:"May 2020".."July 2020"', dated("2020-05-01", "2020-07-31")),
    ("date:2020-05..“July 2020”", dated("2020-05-01", "2020-07-31")),
    ('date:"May 2020"..2020-07', dated("2020-05-01", "2020-07-31")),
    ('date:.."May 2020"', dated("", "2020-05-31")),
    ('date:"May 2020"..', dated("2020-05-01", "")),
    ('date:(>="May 2020" OR 1987)', either(dated("2020-05-01", ""), dated("1987-01-01", "1987-12-31"))),
    ("after:2020-10", dated("2020-11-01", "")),
    ('After:"28 October 2020"', dated("2020-10-29", "")),
    ("before:2020-10", dated("", "2020-09-30")),
    ("since:2020-10", dated("2020-10-01", "")),
    ("until:2020-10", dated("", "2020-10-31")),
    ('since:"3 months ago" until:yesterday', both(dated("2020-08-12", ""), dated("", "2020-11-11"))),
    ("date:28/10/2020", dated("2020-10-28", "2020-10-28")),
    ("date:2020-W44", dated("2020-10-26", "2020-11-01")),
    ("date:1980s", dated("1980-01-01", "1989-12-31")),
    ("date:2020年10月28日", dated("2020-10-28", "2020-10-28")),
    ("a -date:2020", both(A, Not(dated("2020-01-01", "2020-12-31")))),
    ("date:(2019 OR 2020)", either(dated("2019-01-01", "2019-12-31"), dated("2020-01-01", "2020-12-31"))),
]

PLAIN_WORDS = [
    *("AT&T", "C++", "F-16", "G-7", "U.S.", "20,000", "O'Brien", "Azerbaijan’s", "Nagorno-Karabakh", "R&D"),
    *(
        "and/or",
        "24/7",
        "km/h",
        "w/o",
        "w/5th",
        "me@x.org",
        "#hashtag",
        "$20",
        "50%",
        "15:01",
        "a:",
        "Karabakh:",
    ),
    *(
        "Erdoğan",
        "Բաքու",
        "北京",
        "why?",
        "really?!",
        "stop!",
        "ganja,",
        "…and",
        "'quoted",
        "a~b",
        "a^b",
    ),
    *(
        "and",
        "or",
        "not",
        "AND,",
        "ORB",
        "a+b",
        "a-",
        "x=y",
        "[a]",
        "a|b",
        "é:a",
        "www.x.org/a",
        "Near",
        "near/by",
    ),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_a_query_is_read_as_a_tree(text: str, tree: Node) -> None:
    """One row for each form."""
    assert parse(text, today=TODAY) == tree


@pytest.mark.parametrize("word", PLAIN_WORDS)
def test_a_word_with_signs_stays_one_word(word: str) -> None:
    """With its text unchanged, alone, among others and in a field."""
    assert parse(word) == Word(word)
    assert parse(f"(a {word})") == And((A, Word(word)))
    assert parse(f"title:{word}") == Word(word, "title")
