"""Which spans of a text a query of any form matches, and in which field."""

from __future__ import annotations

import pytest

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    Exact,
    Expanded,
    Fuzzy,
    Keyword,
    LengthRange,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Weighted,
    Wildcard,
    Word,
)
from newsgrep.textmatch.finder import Finder

ENGLISH = Analyzer()


def found(query: Node, text: str, field: str = "body") -> list[str]:
    """The text of every match, in order."""
    return [text[start:end] for start, end, _ in Finder(query, ENGLISH).matches(text, field)]


ganja, missile = Word("ganja"), Word("missile")


@pytest.mark.parametrize(
    ("query", "text", "matches"),
    [
        (Exact("missiles"), "Missile, MISSILES, missile’s", ["MISSILES"]),
        (Exact("Erdoğan’s cities"), "ERDOĞAN cities, Erdogan cities, Erdoğan city", ["ERDOĞAN cities"]),
        (Exact("Kral"), "Král and Kral", ["Král", "Kral"]),
        (Cased("Apple"), "Apple’s apple, APPLE; Apples", ["Apple’s"]),
        (Cased("bank of Japan"), "Bank of Japan, bank of Japan", ["bank of Japan"]),
        (Cased("WHO"), "Who is the WHO, W.H.O. or who", ["WHO", "W.H.O."]),
        (Cased("IT"), "STOCKS FALL IN TOKYO AS IT SPENDING DROPS, it says", ["IT"]),
        (Near((ganja, missile), 0, unit="sentence"), "Ganja fell. A missile at Ganja. A missile.",
         ["missile", "Ganja"]),
        (Near((Word("北京"), Word("東京")), 0, unit="sentence"), "北京。東京！「北京と東京。」東京",
         ["北京", "東京"]),
        (Near((ganja, missile), 0, unit="sentence"), "Ganja गया। Missile। Missile Ganja؟ Ganja",
         ["Missile", "Ganja"]),
        (Near((ganja, Phrase("missile fell")), 0, unit="sentence"), "Ganja: a missile. Fell Ganja", []),
        (Near((ganja, missile), 0, unit="paragraph"), "Ganja. Missile.\n\nMissile.\n \nGanja",
         ["Ganja", "Missile"]),
        (Near((ganja, Word("ganja")), 0, unit="sentence"), "Ganja. In Ganja, ganja. Ganja",
         ["Ganja", "Ganja", "ganja", "ganja"]),
        (Near((missile, Phrase("missile fell")), 0, unit="paragraph"),
         "A missile fell.\n\nMissile: missile fell", ["Missile", "missile fell"]),
        (Near((ganja, missile), 0, unit="sentence"), "Ganja, AT&T. Missile. Ganja, В. Missile",
         ["Ganja", "Missile"]),
        (Exact("US"), "us, U.S., US", ["U.S.", "US"]),
        (Expanded(("missiles", "missive"), Wildcard("miss*s")), "missile missiles", ["missiles"]),
        (Wildcard("m?ssil*"), "missile, a Mössile, missive", ["missile", "Mössile"]),
        (Fuzzy("missle", 1), "missile missiles mussle", ["missile", "mussle"]),
        (Regex("gan.a"), "Ganja, ganjas, ganda", ["Ganja", "ganda"]),
        (Weighted(missile, 2.0), "A missile", ["missile"]),
        (AtLeast(3, Or((ganja, missile))), "Ganja missile", ["Ganja", "missile"]),
        (And((missile, Not(ganja), Keyword("a", "url"), LengthRange(1, 2))), "Ganja missile", ["missile"]),
        (Near((ganja, missile), 2), "Ganja a missile x y ganja x y missile", ["Ganja", "missile"]),
        (Near((ganja, missile), 1), "missile ganja", ["missile", "ganja"]),
        (Near((ganja, missile), 1, True), "missile ganja missile", ["ganja", "missile"]),
        (Near((ganja, ganja), 2), "ganja x x x ganja x ganja", ["ganja"] * 4),
        (Near((ganja, Phrase("missile attack")), 1, True), "ganja missile, ganja missile attack",
         ["ganja", "missile attack"]),
        (Near((Prefix("gan"), Or((missile, Phrase("air raid")))), 1), "air raid ganja; air ganja x missile",
         ["air raid", "ganja"]),
        (Near((ganja, missile, Word("baku")), 2), "ganja missile x x ganja missile x baku",
         ["ganja", "missile", "baku"]),
        (Or((Near((ganja, missile), 1), Word("baku"))), "baku ganja x missile", ["baku"]),
        (And((Near((ganja, missile), 1), missile)), "missile x ganja", ["missile"]),
    ],
)  # fmt: skip
def test_what_a_query_finds(query, text, matches):
    """Of a proximity clause only the words that are near enough."""
    assert found(query, text) == matches


BODY = "Ganja in the lede.\n\nGanja below; a lede."


@pytest.mark.parametrize(
    ("query", "field", "count"),
    [
        (Word("ganja", "lead"), "body", 1),
        (Word("ganja", "lead"), "title", 2),
        (Word("ganja", "lead"), "author", 0),
        (Phrase("lede ganja", "lead"), "body", 0),  # it ends below the first paragraph
        (Phrase("lede ganja"), "body", 1),
        (Exact("ganja", "title"), "title", 2),
        (Exact("ganja", "title"), "body", 0),
        (Regex("gan.a", "body"), "body", 2),
        (Near((Word("ganja", "lead"), Word("lede", "lead")), 9), "body", 2),
        (Near((Word("ganja", "author"), Word("lede", "author")), 9), "body", 0),
    ],
)
def test_fields(query, field, count):
    """A match lies in its field; the lead is the title and the first paragraph of the body."""
    assert len(found(query, BODY, field)) == count


def test_many_occurrences_far_and_near():
    """Tens of thousands of words near one another are gone through in a moment."""
    text = "ganja missile baku " * 20_000
    parts = (ganja, missile, Word("baku"))
    assert len(found(Near(parts, 500), text)) == 60_000
    assert len(found(Near(parts, 1, True), text)) == 60_000
    assert found(Near((missile, ganja), 1, True), text) == []
    assert len(found(Near((*parts, Phrase("missile baku"), Prefix("gan")), 500), text)) == 100_000
