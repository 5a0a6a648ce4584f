"""What a query is read as, and what it says when it can't be read. Today is Thursday 12 November 2020."""

from __future__ import annotations

import datetime as dt

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import literal, notices, parse
from newsgrep.query.tree import And, Dates, Everything, Node, Not, Or, Phrase, Prefix, Word, show

TODAY = dt.date(2020, 11, 12)

A, B, C, D = (Word(letter) for letter in "abcd")


def both(*parts: Node) -> And:
    """Return the articles that match every part."""
    return And(parts)


def either(*parts: Node) -> Or:
    """Return the articles that match any part."""
    return Or(parts)


def any_part(text: str) -> Word:
    """Return a word as it is read with any_word."""
    return Word(text, any_part=True)


def dated(since: str, until: str) -> Dates:
    """Return a clause from and to these ISO dates, empty for an open end."""
    return Dates(*(dt.date.fromisoformat(text) if text else None for text in (since, until)))


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
    ("a(b OR c)", both(A, either(B, C))),
    ("( -a +b )", both(Not(A), B)),
    # Phrases.
    ('"missile attack"', Phrase("missile attack")),
    ("“missile attack”", Phrase("missile attack")),
    ("„missile attack“", Phrase("missile attack")),
    ("„missile attack”", Phrase("missile attack")),
    ("«missile attack»", Phrase("missile attack")),
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
    ("*", Everything()),
    ("* -a", both(Everything(), Not(A))),
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
        "e\u0301",
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
    ("foo:a", 0, "there is no field foo:", "title:, author:, body:, date:"),
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
    # Forms of the language that are not there yet.
    ('a "b c"~5', 7, "proximity", "AND"),
    ("(a OR b)~5", 8, "proximity", "AND"),
    ('"a b" ~5', 6, "proximity", "AND"),
    ("a W/5 b", 2, "proximity", "AND"),
    ("a w/5 b", 2, "proximity", "AND"),
    ("a PRE/5 b", 2, "proximity", "AND"),
    ("a NEAR/5 b", 2, "proximity", "AND"),
    ("missle~", 6, "fuzzy", "missil*"),
    ("a missle~1", 8, "fuzzy", "missil*"),
    ("title:missle~2", 12, "fuzzy", "missil*"),
    ("/gan.a/", 0, "regular expression", "quotes"),
    ("/mi(s|z)/", 0, "regular expression", "quotes"),
    ("ATLEAST3 a", 0, "ATLEAST3", "alone"),
    ("words:>500", 0, "words:", "leave it out"),
    ("a^2", 1, "^2", "leave it out"),
    ('"a b"^2', 5, "^2", "leave it out"),
    ("(a b)^2", 5, "^2", "leave it out"),
    ("=Apple", 0, "=word", "alone"),
    ('="Apple"', 0, "=word", "alone"),
    ('exact:"missiles"', 0, "exact:", "alone"),
    ("lead:a", 0, "lead:", "title:word OR body:word"),
    ("hlead:a", 0, "lead:", "title:word OR body:word"),
    ("source:BBC", 0, "source:", "leave it out"),
    ("site:x.org", 0, "site:", "leave it out"),
    ("url:x", 0, "url:", "leave it out"),
    ("lang:en", 0, "lang:", "leave it out"),
    ("path:a/b", 0, "path:", "leave it out"),
    ("m?ssile", 1, "wildcard inside a word", "missil*"),
    ("a *b*", 2, "wildcard inside a word", "missil*"),
    ("mis*le", 3, "wildcard inside a word", "missil*"),
    ("a**", 1, "wildcard inside a word", "missil*"),
    ("why?*", 3, "wildcard inside a word", "missil*"),
    ('"bank of jap*"', 12, "wildcard inside a phrase", "AND"),
    ('"m?ssile attack"', 2, "wildcard inside a phrase", "AND"),
    ('"bank of jap"*', 13, "wildcard inside a phrase", "AND"),
    # The first fault is the one that is told of.
    ('— "a', 0, "there is no word", ""),
    ("foo:a bar:b", 0, "foo:", ""),
]

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


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_tree(text: str, tree: Node) -> None:
    """A query is read as this tree."""
    assert parse(text, today=TODAY) == tree


@pytest.mark.parametrize("word", PLAIN_WORDS)
def test_plain_word(word: str) -> None:
    """A word with signs in it stays one word, with its text untouched, alone and among others."""
    assert parse(word) == Word(word)
    assert parse(f"(a {word})") == And((A, Word(word)))
    assert parse(f"title:{word}") == Word(word, "title")


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


@pytest.mark.parametrize(("text", "shown"), ANY_WORD)
def test_any_word(text: str, shown: str) -> None:
    """With any_word, words with nothing between them are alternatives; exclusions and dates still bind."""
    assert show(parse(text, any_word=True)) == shown


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
    assert literal("F-16 a", any_word=True) == Or((any_part("F-16"), any_part("a")))


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
        ("caf\udce9", Word("caf\ufffd")),
    ],
)
def test_literal(text: str, tree: Node) -> None:
    """A literal text is its words; one that the language would read otherwise is quoted."""
    assert literal(text) == tree


@pytest.mark.parametrize("text", ["", " \n"])
def test_literal_nothing(text: str) -> None:
    """A literal text without a word is an empty query."""
    with pytest.raises(QuerySyntaxError, match="the query is empty"):
        literal(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b", []),
        ("a or b", ["or"]),
        ("bank not japan and Not x or or", ["not", "and", "Not", "or"]),
        ('"to be or not to be"', []),
        ("title:or a", []),
        ("a AND b", []),
        ("a or (b", ["or"]),
        ('a or "b', ["or"]),
    ],
)
def test_notices(text: str, words: list[str]) -> None:
    """Each word that may have been meant as an operator is told of once, whether the query is good or not."""
    expected = [
        f'"{word}" is read as a word; write {word.upper()} in capitals for the operator' for word in words
    ]
    assert notices(text) == expected
