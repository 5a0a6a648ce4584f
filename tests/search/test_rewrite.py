"""How a query is rewritten for the engine, and the notices on it."""

from __future__ import annotations

import pytest

from newsgrep.engine.base import Engine
from newsgrep.query import parse, parse_literal
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Expanded,
    Fuzzy,
    Keyword,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Regex,
    Weighted,
    Wildcard,
    Word,
)
from newsgrep.query.rendering import render
from newsgrep.results import Expansion
from newsgrep.search.rewrite import expand_patterns, prepare
from newsgrep.search.stopwords import without_stopwords

TOO_COMMON = "left out as too common: {} (put a word in quotes to keep it)"


class Words(Engine):
    """An engine of a few words, which remembers the patterns it was asked for."""

    def __init__(self, words: tuple[str, ...] = (), total: int = 0, language: str = "english") -> None:
        self.language = language
        self.asked: list[Pattern] = []
        self._expansion = Expansion(words, total or len(words))

    def expand(self, pattern: Pattern) -> Expansion:
        """Return the same words for every pattern."""
        self.asked.append(pattern)
        return self._expansion


@pytest.mark.parametrize(
    ("query", "searched", "left_out"),
    [
        ("the missile", "missile", "the"),
        ("The fall of the Ganja", "fall AND Ganja", "The, of, the"),
        ("(the missile) OR ganja", "missile OR ganja", "the"),
        ("against a missile", "missile", "against, a"),
        ("the -missile ganja", "NOT missile AND ganja", "the"),
        # words in capitals throughout are a pasted headline, and capitals tell nothing
        ("WHO SELLS MISSILES IN GANJA", "SELLS AND MISSILES AND GANJA", "WHO, IN"),
        ("WHERE IS THE", "where AND is AND the", ""),
        ("UNDER THEIR NO", "under AND their AND no", ""),
        ("U.S. TOLD US NOTHING", "U.S. AND TOLD AND US AND NOTHING", ""),
        ('U.S. TO DECIDE IN "FEW DAYS"', 'U.S. AND DECIDE AND "few days"', "TO, IN"),
        ("WHO OR UNICEF OR UNESCO", "WHO OR UNICEF OR UNESCO", ""),
        # an acronym is no stopword
        ("a.m. WHO missile", "a.m. AND WHO AND missile", ""),
        ("I.T. IT it missile", "I.T. AND IT AND missile", "it"),
        # in a written OR, each word has an article of its own to find
        ("missile OR the", "missile OR the", ""),
        ("missile (of OR the)", "missile AND (of OR the)", ""),
        ("missile (of OR ganja)", "missile AND (of OR ganja)", ""),
        ("(up OR higher) title:bonds", "(up OR higher) AND title:bonds", ""),
        # the only words beside an operator are what is asked for
        ("against title:bonds", "against AND title:bonds", ""),
        ("no more -missile", "no AND more AND NOT missile", ""),
        ('up "bond prices"', 'up AND "bond prices"', ""),
        # what is asked for in another way is kept
        ('"the missile"', '"the missile"', ""),
        ('the "the missile"', 'the AND "the missile"', ""),
        ("title:the missile", "title:the AND missile", ""),
        ("the* missile", "the* AND missile", ""),
        ("missile -the", "missile AND NOT the", ""),
        ('"WHO" missile', '"WHO" AND missile', ""),
        ("U.S. US missile", "U.S. AND US AND missile", ""),
        ("over-the-counter missile", "over-the-counter AND missile", ""),
        # nothing but stopwords
        ("the", "the", ""),
        ("to be or not to be", "to AND be AND or AND not AND to AND be", ""),
        ("the OR of", "the OR of", ""),
        # without its stopword it would ask for something else
        ("the -missile", "the AND NOT missile", ""),
        ("the date:2020-10-30", "the AND date:2020-10-30..2020-10-30", ""),
        ("ganja (of OR -missile)", "ganja AND (of OR NOT missile)", ""),
        ("ganja (of OR date:2020-10-30)", "ganja AND (of OR date:2020-10-30..2020-10-30)", ""),
        ("*", "*", ""),
    ],
)
def test_stopwords_among_other_words_are_left_out_with_a_notice(
    query: str, searched: str, left_out: str
) -> None:
    """Of words that stand free, where others are left, and never so that another question is answered."""
    prepared, notices = without_stopwords(parse(query), Words())
    assert render(prepared) == searched
    assert notices == ([TOO_COMMON.format(left_out)] if left_out else [])


@pytest.mark.parametrize(
    ("language", "query", "searched", "left_out"),
    [
        ("german", "die Rakete was the", "Rakete AND the", "die, was"),
        ("french", "le missile où", "missile", "le, où"),
        ("russian", "ракета на мой", "ракета", "на, мой"),
        ("turkish", "füze ve İÇİN", "füze", "ve, İÇİN"),
        ("none", "the missile", "the AND missile", ""),
    ],
)
def test_stopwords_are_those_of_the_language(language: str, query: str, searched: str, left_out: str) -> None:
    """Of another language, they may mean something; where nothing is stemmed, the language is unknown."""
    prepared, notices = without_stopwords(parse(query), Words(language=language))
    assert render(prepared) == searched
    assert notices == ([TOO_COMMON.format(left_out)] if left_out else [])


@pytest.mark.parametrize(
    ("query", "searched"),
    [
        ("the price of oil", "price OR oil"),
        ("the of", "the OR of"),
        ("the +oil", "* AND oil"),
        ("the gas +oil", "(gas OR *) AND oil"),
        ("OIL PRICES IN TOKYO", "OIL OR PRICES OR TOKYO"),
    ],
)
def test_any_words_are_left_out_if_they_are_stopwords(query: str, searched: str) -> None:
    """With `--any`, no OR is written: the words are those of a question."""
    assert render(without_stopwords(parse(query, any_word=True), Words())[0]) == searched


THE, MISSILE, GANJA = Word("the"), Word("missile"), Word("ganja")


@pytest.mark.parametrize(
    ("query", "searched"),
    [
        (Weighted(And((THE, MISSILE)), 2), Weighted(MISSILE, 2)),
        (And((Weighted(And((THE, MISSILE)), 2), GANJA)), And((Weighted(MISSILE, 2), GANJA))),
        (And((Weighted(Or((THE, Word("of"))), 2), GANJA)), None),
        # what weighs, counts or measures a stopword means it
        (And((Weighted(THE, 2), MISSILE)), None),
        (And((AtLeast(3, THE), MISSILE)), None),
        (Near((THE, MISSILE), 5), None),
        (And((Phrase("the"), MISSILE)), None),
        (And((THE, Keyword("bbc", "source"))), None),
    ],
)
def test_stopwords_within_other_forms(query: Node, searched: Node | None) -> None:
    """Weights are looked into; where a stopword is more than a word among others, it is kept."""
    prepared, notices = without_stopwords(query, Words())
    assert prepared == (searched or query)
    assert bool(notices) == (searched is not None)


FUZZY, WILD, REGEX = Fuzzy("missle", 1), Wildcard("m?ssile"), Regex("miss.+")
FITTING = ("missile", "missiles")


def fitted(pattern: Pattern) -> Expanded:
    """A pattern with the words it matches."""
    return Expanded(FITTING, pattern)


def test_a_phrase_with_a_line_end_stays_whole() -> None:
    """A program may make one of a text; a word beside it stays what it is."""
    phrase = Phrase("MARKETS FALL\nIN GANJA")
    rest, notices = without_stopwords(And((phrase, Word("WHO"), Word("NIGHT"))), Words())
    assert rest == And((phrase, Word("NIGHT")))
    assert notices == [TOO_COMMON.format("WHO")]


@pytest.mark.parametrize("pattern", [FUZZY, WILD, REGEX, Fuzzy("missle", 2, "title")])
def test_patterns_are_replaced_wherever_they_occur(pattern: Pattern) -> None:
    """Below every node, and their neighbours stay."""
    for query, expected in (
        (pattern, fitted(pattern)),
        (And((GANJA, pattern)), And((GANJA, fitted(pattern)))),
        (Or((pattern, GANJA)), Or((fitted(pattern), GANJA))),
        (Not(pattern), Not(fitted(pattern))),
        (Near((GANJA, Or((pattern, GANJA))), 5, True), Near((GANJA, Or((fitted(pattern), GANJA))), 5, True)),
        (AtLeast(3, pattern), AtLeast(3, fitted(pattern))),
        (Weighted(And((pattern, GANJA)), 2.5), Weighted(And((fitted(pattern), GANJA)), 2.5)),
    ):
        engine = Words(FITTING)
        assert prepare(query, engine) == (expected, [f"{render(pattern)} matches: missile, missiles"])
        assert engine.asked == [pattern]


def test_a_pattern_that_occurs_several_times_is_looked_up_once() -> None:
    """In another field it is another pattern."""
    engine = Words(FITTING)
    elsewhere = Fuzzy("missle", 1, "title")
    prepared, notices = prepare(Or((FUZZY, And((FUZZY, Not(elsewhere))))), engine)
    assert prepared == Or((fitted(FUZZY), And((fitted(FUZZY), Not(fitted(elsewhere))))))
    assert engine.asked == [FUZZY, elsewhere]
    assert len(notices) == 2


def test_prefixes_and_words_are_not_looked_up() -> None:
    """They are what the engine answers as they are."""
    engine = Words(FITTING)
    query = And((Prefix("missil"), GANJA, Keyword("bbc", "source", prefix=True)))
    assert expand_patterns(query, engine) == (query, [])
    assert engine.asked == []


@pytest.mark.parametrize(
    ("words", "total", "notice"),
    [
        ((), 0, "m?ssile matches no word"),
        (("missile",), 1, "m?ssile matches: missile"),
        (("a", "b", "c", "d", "e"), 5, "m?ssile matches: a, b, c, d, e"),
        (("a", "b", "c", "d", "e", "f"), 6, "m?ssile matches 6 words: a, b, c, d, e, …"),
        (
            ("a",) * 2000,
            31204,
            "m?ssile matches 31,204 words; the 2,000 most frequent are searched: a, a, a, a, a, …",
        ),
    ],
)
def test_a_notice_says_what_a_pattern_matches(words: tuple[str, ...], total: int, notice: str) -> None:
    """How many words, the first by name, and whether some were left out."""
    assert expand_patterns(WILD, Words(words, total))[1] == [notice]


def test_a_long_pattern_is_cut_in_its_notice() -> None:
    """As far as a line has room."""
    (notice,) = expand_patterns(Regex("a" * 500), Words())[1]
    assert notice == f"/{'a' * 58}… matches no word"


def test_a_pattern_that_fits_no_word_matches_nothing() -> None:
    """It stays in the query, and has one notice."""
    assert prepare(Regex("[0-9]+"), Words()) == (
        Expanded((), Regex("[0-9]+")),
        ["/[0-9]+/ matches no word"],
    )


@pytest.mark.parametrize(
    "query",
    [parse_literal("_").tree, And((Phrase("—"), Word("ganja"))), Word("\u0640"), parse_literal("😀").tree],
)
def test_a_term_without_a_word_has_a_notice(query: Node) -> None:
    """It stays in the query, where it matches nothing."""
    prepared, notices = prepare(query, Words())
    assert prepared == query
    assert len(notices) == 1
    assert notices[0].endswith(" has no letters or digits to search for")


def test_an_excluded_term_without_a_word_has_no_notice() -> None:
    """To leave out what is nowhere changes nothing."""
    query = And((Word("ganja"), Not(Word("\u0640"))))
    assert prepare(query, Words()) == (query, [])
