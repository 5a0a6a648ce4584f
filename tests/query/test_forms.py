"""The trees of proximity, patterns, exact spellings, weights and filters, and how they are rendered."""

from __future__ import annotations

import pytest

from newsgrep.query import parse
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    Exact,
    Fuzzy,
    Has,
    Keyword,
    LengthRange,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Sounds,
    Weighted,
    Wildcard,
    Word,
)
from newsgrep.query.rendering import render

A, B, C = (Word(letter) for letter in "abc")


def near(*parts: Node, distance: int = 5, ordered: bool = False) -> Near:
    """Return a Near of parts."""
    return Near(parts, distance, ordered)


#: The query, its tree, and how it is shown.
PROXIMITY = [
    ("a W/5 b", near(A, B), "a W/5 b"),
    ("a w/5 b", near(A, B), "a W/5 b"),
    ("a NEAR/5 b", near(A, B), "a W/5 b"),
    ("a near/05 b", near(A, B), "a W/5 b"),
    ("a PRE/1 b", near(A, B, distance=1, ordered=True), "a PRE/1 b"),
    ("a pre/500 b", near(A, B, distance=500, ordered=True), "a PRE/500 b"),
    ("a W/5 b W/5 c", near(A, B, C), "a W/5 b W/5 c"),
    ("a W/5 b NEAR/5 c", near(A, B, C), "a W/5 b W/5 c"),
    ("a b W/5 c", And((A, near(B, C))), "a AND (b W/5 c)"),
    ("a W/5 b c", And((near(A, B), C)), "(a W/5 b) AND c"),
    ("a W/5 b OR c", Or((near(A, B), C)), "(a W/5 b) OR c"),
    (
        "a W/5 b c PRE/2 a",
        And((near(A, B), near(C, A, distance=2, ordered=True))),
        "(a W/5 b) AND (c PRE/2 a)",
    ),
    ("(a W/5 b)", near(A, B), "a W/5 b"),
    ("-(a W/5 b)", Not(near(A, B)), "NOT (a W/5 b)"),
    ("a W/5 (b OR c)", near(A, Or((B, C))), "a W/5 (b OR c)"),
    ("(a) W/5 ((b))", near(A, B), "a W/5 b"),
    ('"a b" W/5 =c', near(Phrase("a b"), Exact("c")), '"a b" W/5 ="c"'),
    ("a* W/5 ?b", near(Prefix("a"), Wildcard("?b")), "a* W/5 ?b"),
    ("/a/ W/5 (b~1 OR c)", near(Regex("a"), Or((Fuzzy("b", 1), C))), "/a/ W/5 (b~1 OR c)"),
    ("title:(a W/5 b)", near(Word("a", "title"), Word("b", "title")), "title:a W/5 title:b"),
    ("title:a W/5 headline:b", near(Word("a", "title"), Word("b", "title")), "title:a W/5 title:b"),
    ('"a b"~5', near(A, B), "a W/5 b"),
    ("«a — b»~5", near(A, B), "a W/5 b"),
    ('by:"a b"~2', near(Word("a", "author"), Word("b", "author"), distance=2), "author:a W/2 author:b"),
    ('"a OR -b"~5', near(A, Phrase("OR"), Phrase("-b")), 'a W/5 "OR" W/5 "-b"'),
    ('="a b"~5', near(Exact("a"), Exact("b")), '="a" W/5 ="b"'),
    ("w/o W/5 24/7", near(Word("w/o"), Word("24/7")), "w/o W/5 24/7"),
    (" W/5 ".join("abcabcab"), near(A, B, C, A, B, C, A, B), " W/5 ".join("abcabcab")),
]

COUNTED = [
    ("ATLEAST3 a", AtLeast(3, A), "ATLEAST3 a"),
    ("atleast3 a", AtLeast(3, A), "ATLEAST3 a"),
    ("ATLEAST/3 a", AtLeast(3, A), "ATLEAST3 a"),
    ("ATLEAST1000 a", AtLeast(1000, A), "ATLEAST1000 a"),
    ("ATLEAST3 (a OR b)", AtLeast(3, Or((A, B))), "ATLEAST3 (a OR b)"),
    ("ATLEAST3(a)", AtLeast(3, A), "ATLEAST3 a"),
    ('ATLEAST3 "a b"', AtLeast(3, Phrase("a b")), 'ATLEAST3 "a b"'),
    ("ATLEAST3 title:a*", AtLeast(3, Prefix("a", "title")), "ATLEAST3 title:a*"),
    (
        "title:(ATLEAST3 a b)",
        And((AtLeast(3, Word("a", "title")), Word("b", "title"))),
        "ATLEAST3 title:a AND title:b",
    ),
    ("-ATLEAST3 a", Not(AtLeast(3, A)), "NOT ATLEAST3 a"),
    ("atleast a", And((Word("atleast"), A)), "atleast AND a"),
]

PATTERNS = [
    ("m?ssile", Wildcard("m?ssile"), "m?ssile"),
    ("*a*", Wildcard("*a*"), "*a*"),
    ("m*e", Wildcard("m*e"), "m*e"),
    ("*stan", Wildcard("*stan"), "*stan"),
    ("m**e", Wildcard("m*e"), "m*e"),
    ("?a", Wildcard("?a"), "?a"),
    ("m?ssil?", Wildcard("m?ssil?"), "m?ssil?"),
    ("why?*", Wildcard("why?*"), "why?*"),
    ("“quoted” 'm?ssile',", And((Phrase("quoted"), Wildcard("m?ssile"))), '"quoted" AND m?ssile'),
    ("title:m?e", Wildcard("m?e", "title"), "title:m?e"),
    ("don?t", Wildcard("don?t"), "don?t"),
    ("Erdo?an", Wildcard("Erdo?an"), "Erdo?an"),
    ("missil**", Prefix("missil"), "missil*"),
    ("missil*,", Prefix("missil"), "missil*"),
    ("missil*\U000b813a\u05b4", Prefix("missil"), "missil*"),
    ("nagorno-kar*", Prefix("nagorno-kar"), "nagorno-kar*"),
    ("ganja?", Word("ganja?"), "ganja?"),
    ("really??", Word("really??"), "really??"),
    ("missl~", Fuzzy("missl", 1), "missl~1"),
    ("missle~", Fuzzy("missle", 2), "missle~2"),
    ("missle~1", Fuzzy("missle", 1), "missle~1"),
    ("missle~2.", Fuzzy("missle", 2), "missle~2"),
    ("AT&T~", Fuzzy("AT&T", 1), "AT&T~1"),
    ("US~1", Fuzzy("US", 1), "US~1"),
    ("by:ismailova~", Fuzzy("ismailova", 2, "author"), "author:ismailova~2"),
    ("/gan.a/", Regex("gan.a"), "/gan.a/"),
    ('/g(a|"b)"c/', Regex('g(a|"b)"c'), '/g(a|"b)"c/'),
    (r"/a\/b\\/", Regex(r"a\/b\\"), r"/a\/b\\/"),
    ("-title:/a/", Not(Regex("a", "title")), "NOT title:/a/"),
    ("(/a/)", Regex("a"), "/a/"),
    ("and/or", Word("and/or"), "and/or"),
]

EXACT = [
    ("=Apple", Exact("Apple"), '="Apple"'),
    ('="cluster bombs"', Exact("cluster bombs"), '="cluster bombs"'),
    ("exact:missiles", Exact("missiles"), '="missiles"'),
    ("EXACT:“a b”", Exact("a b"), '="a b"'),
    ("title:=a", Exact("a", "title"), 'title:="a"'),
    ("title:exact:a", Exact("a", "title"), 'title:="a"'),
    ("exact:(a OR b)", Or((Exact("a"), Exact("b"))), '="a" OR ="b"'),
    (
        '=(a "b c" -title:a)',
        And((Exact("a"), Exact("b c"), Not(Exact("a", "title")))),
        '="a" AND ="b c" AND NOT title:="a"',
    ),
    ("title:(=a b)", And((Exact("a", "title"), Word("b", "title"))), 'title:="a" AND title:b'),
    ("-=a", Not(Exact("a")), 'NOT ="a"'),
    ("x=y", Word("x=y"), "x=y"),
]

WEIGHTS = [
    ("a^2", Weighted(A, 2.0), "a^2"),
    ('"a b"^0.5', Weighted(Phrase("a b"), 0.5), '"a b"^0.5'),
    ("a^.125", Weighted(A, 0.125), "a^0.125"),
    ("a^99.999", Weighted(A, 99.999), "a^99.999"),
    ("a^100", Weighted(A, 100.0), "a^100"),
    ("(a OR b)^3", Weighted(Or((A, B)), 3.0), "(a OR b)^3"),
    ("(a b)^3 c", And((Weighted(And((A, B)), 3.0), C)), "(a AND b)^3 AND c"),
    ("title:a^2", Weighted(Word("a", "title"), 2.0), "title:a^2"),
    ("title:(a OR b^2)", Or((Word("a", "title"), Weighted(Word("b", "title"), 2.0))), "title:a OR title:b^2"),
    ("(a^2)^3", Weighted(Weighted(A, 2.0), 3.0), "(a^2)^3"),
    ("(a W/5 b)^2", Weighted(near(A, B), 2.0), "(a W/5 b)^2"),
    ('"a b"~5^2', Weighted(near(A, B), 2.0), "(a W/5 b)^2"),
    ("ATLEAST3 a^2", Weighted(AtLeast(3, A), 2.0), "ATLEAST3 a^2"),
    ("=a^2 /b/^2", And((Weighted(Exact("a"), 2.0), Weighted(Regex("b"), 2.0))), '="a"^2 AND /b/^2'),
    ("(a source:b)^2", Weighted(And((A, Keyword("b", "source"))), 2.0), '(a AND source:"b")^2'),
    ("a^b", Word("a^b"), "a^b"),
]

FILTERS = [
    ("source:reuters", Keyword("reuters", "source"), 'source:"reuters"'),
    ("path:news/*", Keyword("news/", "path"), 'path:"news/"'),
    ("SITE:reut*", Keyword("reut", "site", prefix=True), "site:reut*"),
    ('source:"Associated  Press"', Keyword("Associated Press", "source"), 'source:"Associated Press"'),
    (
        "source:(bbc OR ap*)",
        Or((Keyword("bbc", "source"), Keyword("ap", "source", True))),
        'source:"bbc" OR source:ap*',
    ),
    (
        "source:(a OR (b OR c)) title:x",
        And((Or(tuple(Keyword(t, "source") for t in "abc")), Word("x", "title"))),
        '(source:"a" OR source:"b" OR source:"c") AND title:x',
    ),
    (
        "url:https://www.x.az/a/1?b=2#c",
        Keyword("https://www.x.az/a/1?b=2#c", "url"),
        'url:"https://www.x.az/a/1?b=2#c"',
    ),
    (
        "url:(http://a OR http://b)",
        Or((Keyword("http://a", "url"), Keyword("http://b", "url"))),
        'url:"http://a" OR url:"http://b"',
    ),
    ("(url:http://a)", Keyword("http://a", "url"), 'url:"http://a"'),
    ("path:/corpus/w/5", Keyword("/corpus/w/5", "path"), 'path:"/corpus/w/5"'),
    ("path:w/5", Keyword("w/5", "path"), 'path:"w/5"'),
    ("path:corpus/0*", Keyword("corpus/0", "path", True), "path:corpus/0*"),
    ("-lang:en-GB", Not(Keyword("en-GB", "lang")), 'NOT lang:"en-GB"'),
    ("language:az", Keyword("az", "lang"), 'lang:"az"'),
    ("words:>500", LengthRange(501, None), "words:501.."),
    ("words:>=500", LengthRange(500, None), "words:500.."),
    ("words:<500", LengthRange(None, 499), "words:..499"),
    ("words:<=500", LengthRange(None, 500), "words:..500"),
    ("words:200..500", LengthRange(200, 500), "words:200..500"),
    ("words:..500", LengthRange(None, 500), "words:..500"),
    ("words:200..", LengthRange(200, None), "words:200.."),
    ("words:300", LengthRange(300, 300), "words:300..300"),
    ("words:>20,000", LengthRange(20_001, None), "words:20001.."),
    ('words:"> 500"', LengthRange(501, None), "words:501.."),
    (
        "words:(<100 OR >500)",
        Or((LengthRange(None, 99), LengthRange(501, None))),
        "words:..99 OR words:501..",
    ),
    ("lead:a hlead:b*", And((Word("a", "lead"), Prefix("b", "lead"))), "lead:a AND lead:b*"),
]

SPELT = [
    ("caps(Apple)", Cased("Apple"), 'caps:"Apple"'),
    ('CAPS("Bank of Japan")', Cased("Bank of Japan"), 'caps:"Bank of Japan"'),
    ("title:caps(Apple OR Orange)", Or((Cased("Apple", "title"), Cased("Orange", "title"))),
     'title:caps:"Apple" OR title:caps:"Orange"'),
    ("caps(Apple) W/s juice", Near((Cased("Apple"), Word("juice")), 0, unit="sentence"),
     'caps:"Apple" W/S juice'),
    ("a near/para b", Near((Word("a"), Word("b")), 0, unit="paragraph"), "a W/P b"),
    ('caps:"Oil Price"~5', Near((Cased("Oil"), Cased("Price")), 5), 'caps:"Oil" W/5 caps:"Price"'),
    ("caps", Word("caps"), "caps"),
    ("author:sounds:Król", Sounds("krol", "author"), "author:sounds:krol"),
    ("has:byline", Has("author"), "has:author"),
    ("no:(date OR url)", Or((Not(Has("date")), Not(Has("url")))), "NOT has:date OR NOT has:url"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tree", "shown"),
    [*PROXIMITY, *COUNTED, *PATTERNS, *EXACT, *WEIGHTS, *FILTERS, *SPELT],
)
def test_a_form_is_read_and_rendered(text: str, tree: Node, shown: str) -> None:
    """A form is read as this tree, which is rendered so, and read back as the same tree."""
    assert parse(text) == tree
    assert render(tree) == shown
    assert parse(shown) == tree


def test_any_word_and_compounds() -> None:
    """With any_word, a compound with a weight matches by any part; one counted or near, as a whole."""
    assert parse("F-16^2", any_word=True) == Weighted(Word("F-16", any_part=True), 2.0)
    assert parse("F-16 W/5 a", any_word=True) == near(Word("F-16"), A)
    assert parse("ATLEAST2 F-16", any_word=True) == AtLeast(2, Word("F-16"))
