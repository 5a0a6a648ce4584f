"""What proximity, patterns, exact spellings, weights and filters say when they can't be read."""

from __future__ import annotations

import re

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse
from newsgrep.query.nodes import render
from newsgrep.query.parser import MAX_DEPTH, MAX_TERMS

# The query, the position of the fault, and what the message and the hint say.
PROXIMITY = [
    ("a W/5", 2, "W/5 needs something after it", '"W/5"'),
    ("W/5 a", 0, "W/5 stands where a word should be", "between two terms"),
    ("a AND w/5 b", 6, "w/5 stands where", '"w/5"'),
    ("title:w/5", 6, "w/5 stands where", '"w/5"'),
    ("a NOT W/5 b", 6, "W/5 stands after NOT", "a NOT (a W/5 b)"),
    ("a W/5 -b", 6, "- stands after W/5", "a NOT (a W/5 b)"),
    ("a W/5 NOT b", 6, "NOT stands after W/5", "a NOT (a W/5 b)"),
    ("c -a W/5 b", 2, "- stands before the first word of W/5", "-(a W/5 b)"),
    ("NOT a W/5 b", 0, "NOT stands before the first word of W/5", "NOT (a W/5 b)"),
    ("+a PRE/5 b", 0, "+ stands before the first word of PRE/5", "+(a PRE/5 b)"),
    ("a W/5 b W/3 c", 8, "W/5 and W/3 stand in one chain", "a W/5 b AND b W/3 c"),
    ("a W/5 b PRE/5 c", 8, "W/5 and PRE/5 stand in one chain", "a W/5 b AND b PRE/5 c"),
    ("a W/0 b", 2, "from 1 to 500 words", "W/5"),
    ("a W/501 b", 2, "from 1 to 500 words", "W/5"),
    ("a W/" + "9" * 5000 + " b", 2, "from 1 to 500 words", "W/5"),
    (" W/5 ".join("abcdefghi"), 8 * 6 - 4, "at most 8 parts", "AND"),
    ("(a b) W/5 c", 0, "W/5 takes words, phrases and brackets of ORs", "a W/5 (b OR c)"),
    ("a W/5 (-b)", 6, "W/5 takes words", "a W/5 (b OR c)"),
    ("a W/5 *", 6, "W/5 takes words", "a W/5 (b OR c)"),
    ("a W/5 date:2020", 6, "W/5 takes words", "a W/5 (b OR c)"),
    ("a W/5 (b OR source:c)", 6, "W/5 takes words", "a W/5 (b OR c)"),
    ("(a W/5 b) W/5 c", 0, "W/5 stands beside brackets with proximity", "a W/5 b W/5 c"),
    ('"a b"~5 W/5 c', 0, "W/5 stands beside brackets with proximity", "a W/5 b W/5 c"),
    ("ATLEAST3 a W/5 b", 0, "or a number of mentions", "a W/5 b AND ATLEAST3 a"),
    ("a^2 W/5 b", 0, "a weight stands beside W/5", "(a W/5 b)^2"),
    ("a W/5 b^2", 6, "a weight stands beside W/5", "(a W/5 b)^2"),
    ("title:a W/5 b", 12, "a word of title: is near none of any field", "title:(a W/5 b)"),
    ("a W/5 title:b", 6, "a word of any field is near none of title:", "title:(a W/5 b)"),
    ("a W/5 (title:b OR body:c)", 6, "words of several fields", "title:(a W/5 b)"),
    ("a W/s b", 2, "W/s has no number", "W/15"),
    ("a w/p b", 2, "w/p has no number", "W/75"),
    ("a PRE/sent b", 2, "PRE/sent has no number", "W/15"),
    ("a W/n b", 2, "W/n has no whole number", "W/5"),
    ("a /5 b", 2, "the regular expression is not closed", "a W/5 b"),
    ("a /s b", 2, "the regular expression is not closed", "a W/15 b"),
    ('"a b"~', 5, "has no number", '"ganja missile"~5'),
    ('"a b"~x', 5, "has no number", '"ganja missile"~5'),
    ('"a b"~0', 5, "from 1 to 500 words", "W/5"),
    ('"a"~5', 3, "proximity takes two words or more", "missle~1"),
    ('"a —"~5', 5, "proximity takes two words or more", "missle~1"),
    ('"a b c d e f g h i"~5', 19, "at most 8 parts", "phrase"),
    ('a "b c" ~5', 8, "~ stands before a word", '"a b"~5'),
    ("(a OR b)~5", 8, "~ stands after a bracket", '"a b"~5'),
    ('source:"a b"~5', 12, "source: takes no proximity", "leave ~5 out"),
    ('date:"2020"~5', 11, "date: takes no proximity", "leave ~5 out"),
    ("a &&b", 2, "&& is no operator", "AND in capitals"),
]

COUNTED = [
    ("ATLEAST a", 0, "ATLEAST has no number", "ATLEAST3"),
    ("ATLEAST3", 0, "ATLEAST3 needs something after it", '"ATLEAST3"'),
    ("a ATLEAST0 b", 2, "from 1 to 1000", "ATLEAST3"),
    ("ATLEAST1001 b", 0, "from 1 to 1000", "ATLEAST3"),
    ("ATLEAST3 (a b)", 9, "ATLEAST3 takes a word", "ATLEAST3 (a OR b)"),
    ("ATLEAST3 *", 9, "ATLEAST3 takes a word", "ATLEAST3 (a OR b)"),
    ("ATLEAST3 (a OR title:b)", 9, "ATLEAST3 takes a word", "of one field"),
    ("ATLEAST3 lang:en", 9, "ATLEAST3 takes a word", "ATLEAST3 (a OR b)"),
    ('ATLEAST3 "a b"~5', 9, "ATLEAST3 takes a word", "ATLEAST3 (a OR b)"),
    ("ATLEAST3 -a", 0, "ATLEAST3 needs something after it", ""),
    ("ATLEAST3 ATLEAST2 a", 9, "ATLEAST2 stands where", "before a word"),
    ("title:ATLEAST3 a", 6, "ATLEAST3 stands where", "before a word"),
]

PATTERNS = [
    ("?*?", 0, "there is no word in '?*?'", "a letter or a digit"),
    ("a **", 2, "there is no word in '**'", "* alone is every article"),
    ("*-", 0, "there is no word", ""),
    ("nagorno-k?rabakh", 0, "a wildcard is a single word", "nagorno PRE/1 k?rabakh"),
    ("title:F-1?6", 6, "a wildcard is a single word", "title:F PRE/1 title:1?6"),
    ("U.?.S.", 0, "a wildcard is a single word", "leave the marks out"),
    ("北?京", 0, "a wildcard is a single word", ""),
    ("?" + "a" * 100, 0, "a wildcard has at most 100 characters", ""),
    ("missle~3", 6, "at most 2 letters", "missle~1"),
    ("missle~0.5", 6, "at most 2 letters", "missle~1"),
    ("a missle~0", 8, "1 or 2 letters", "=missle"),
    ("m?ssle~1", 1, "a wildcard or fuzzy, not both", "missle~1"),
    ("nagorno-karabakh~1", 0, "a fuzzy word is a single word", "nagorno PRE/1 karabakh~1"),
    ("~1", 0, "~ stands before a word", ""),
    ("—~1", 0, "there is no word in", ""),
    ('"bank of jap*"', 12, "a wildcard stands inside a phrase", '"bank of" PRE/1 jap*'),
    ('"m?ssile attack"', 2, "a wildcard stands inside a phrase", "PRE/1"),
    ('"bank of jap"*', 13, "a star stands after a phrase", "PRE/1"),
    ("/gan.a", 0, "the regular expression is not closed", '"/gan.a"'),
    ("a /usr/bin", 7, "a space is missing after the closing slash", '"/usr/bin"'),
    ("/a/i", 3, "a space is missing after the closing slash", "/gan.a/"),
    ("/a/(b)", 3, "a space is missing after the closing slash", ""),
    ("/gan a/", 4, "has no space", "/gan.a/"),
    ("//", 0, "the regular expression is empty", "/gan.a/"),
    ("a / b", 2, "there is no word in '/'", ""),
    ("/ga(/", 0, "the regular expression cannot be read", "/gan.a/"),
    ("/[a/", 0, "the regular expression cannot be read", "/gan.a/"),
    ("/(?=a)/", 0, "the regular expression cannot be read", "/gan.a/"),
]

EXACT = [
    ("=title:a", 1, "title stands after =", "title:=word"),
    ("==a", 1, "= stands after =", "=word"),
    ("=-a", 1, "a sign stands after the equals sign", "-=word"),
    ("exact:-a", 6, "a sign stands after the field", "-exact:word"),
    ("= a", 0, "there is no word in '='", "=word"),
    ("exact: a", 0, "there is nothing after exact:", '"exact"'),
    ("=missil*", 1, "one spelling and for many", '="missil"'),
    ("=m?ssile", 1, "one spelling and for many", '="mssile"'),
    ("=missle~1", 1, "one spelling and for many", ""),
    ("=/a/", 1, "a regular expression stands after =", "/gan.a/"),
    ("=*", 1, "a star alone takes no field", "=word"),
    ("=(a date:2020)", 4, "date: stands after =", "=word AND date:"),
]

WEIGHTS = [
    ("a^", 1, "a weight is a number over 0 and up to 100", "ganja^2"),
    ("a^0", 1, "a weight is a number", "ganja^2"),
    ("a^101", 1, "a weight is a number", "ganja^2"),
    ("a^1.2345", 1, "a weight is a number", "ganja^2"),
    ("a^2^3", 1, "a weight is a number", "ganja^2"),
    ("a^2,", 1, "a weight is a number", "ganja^2"),
    ('"a"^x', 3, "a weight is a number", "ganja^2"),
    ("a ^2", 2, "a weight stands right after a term", "ganja^2"),
    ("-a^2", 2, "what NOT leaves out", "leave it out"),
    ("NOT (b a^2)", 8, "what NOT leaves out", "leave it out"),
    ("(-a)^2", 4, "what does not rank", "leave it out"),
    ("*^2", 1, "what does not rank", "leave it out"),
    ("date:2020^2", 9, "date: takes no weight", "leave ^2 out"),
    ('date:"2020"^2', 11, "what does not rank", "leave it out"),
    ("source:(a OR b)^2", 15, "what does not rank", "leave it out"),
    ("words:>5^2", 8, "words: takes no weight", "leave ^2 out"),
]

FILTERS = [
    ("source:a*b", 8, "a wildcard stands inside the value of source:", "source:reut*"),
    ("source:a?b", 8, "a wildcard stands inside the value of source:", "source:reut*"),
    ('source:"a*"', 9, "a wildcard stands inside a phrase", "source:reut*"),
    ("source:a~1", 8, "source: takes no fuzziness", "leave ~1 out"),
    ("source:=a", 7, "a sign of equality stands after source:", "leave it out"),
    ("source:title:a", 7, "source: is followed by another field", 'source:"a:b"'),
    ("source:(url:a)", 8, "source: is followed by another field", ""),
    ("source:*", 7, "a star alone takes no field", "source:pre*"),
    ("source:—", 7, "there is no word in '—'", ""),
    ("source:!a", 7, "! is no operator", ""),
    ("source: a", 0, "there is nothing after source:", "space"),
    ("source:(a W/5 b)", 8, "W/5 takes words", ""),
    ("title:(source:a)", 7, "source: stands within title:", "title:word AND source:word"),
    ("url:https://x.org/a_(b)", 20, "a bracket stands inside a value", "quotes"),
    ("words:many", 6, "cannot read the number of words 'many'", "words:>500"),
    ("words:..", 6, "cannot read the number of words", "words:..500"),
    ("words:<0", 6, "no article has fewer than 0 words", "words:>500"),
    ("words:" + "9" * 5000, 6, "cannot read the number of words", "words:>500"),
    ("words:500..200", 6, "ends before it begins", "words:200..500"),
    ("words:-5", 6, "a sign stands after the field", "-words:word"),
    ("date:28 October 2020", 5, "cannot read the date '28'", 'in quotes: date:"28 October 2020"; dates that'),
    ("date:last week a", 5, "cannot read the date 'last'", 'in quotes: date:"last week"'),
    ("(date:3 months ago)", 6, "cannot read the date '3'", 'in quotes: date:"3 months ago"'),
    ("date:october 2020", 5, "has no year", 'in quotes: date:"october 2020"'),
    ("sorce:a", 0, "there is no field sorce:", "did you mean source:?"),
]

ALL = [*PROXIMITY, *COUNTED, *PATTERNS, *EXACT, *WEIGHTS, *FILTERS]


@pytest.mark.parametrize(("text", "position", "message", "hint"), ALL, ids=lambda value: ascii(value)[:30])
def test_refusal(text: str, position: int, message: str, hint: str) -> None:
    """A form that can't be read is refused where its fault is, in one line, with what to write instead."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    error = caught.value
    assert message in error.message
    assert hint in error.hint
    assert error.hint
    assert (error.position, error.text) == (position, text)
    assert "\n" not in error.message + error.hint
    assert len(error.message + error.hint) < 400


@pytest.mark.parametrize(
    "text",
    [
        text
        for text, _, _, hint in ALL
        if re.match("(title:)?[a-zF]+ PRE/1", hint) or re.search(r'^="|=missle', hint)
    ],
)
def test_a_rewritten_query_can_be_read(text: str) -> None:
    """Where the hint has the query as it should be, that can be read."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    rewritten = re.search(r"write (.+)$", caught.value.hint)
    assert rewritten
    assert parse(rewritten[1])


def test_terms_of_proximity_count() -> None:
    """Each word of a phrase that need only stand near is a term."""
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
