"""Headlines pasted as they are: none is refused, and each finds its own article, also with -F."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

import newsgrep

#: Titles in the ways that agencies and newspapers write them.
HEADLINES = [
    "Bakers & Millers in price talks",
    "S & P 500 falls - oil & gas lead",
    "What happened ?",
    "Quarry & Sons: 5 % more … or less",
    "Miners' union says ‘no deal’ -- again",
    'Rail chief: "We will pay", unions doubt it',
    "»Wir bleiben«, sagt Kessel",
    "「塔」の再建",
    "Rock 'n' roll museum opens",
    "The issuer(s) of section 230(c)(1)",
    "Which bank | Which rate /",
    "ROSEN MILLS <RSN> 3RD QTR NET",
    "ROSEN MILLS AND PARTNERS WILL NOT PAY DIVIDEND OR BONUS",
    "TALKS ON WHEAT FAIL AGAIN --TRADE OFFICIALS",
    "U.S. TOLD US NOTHING, SAYS KESSEL",
    'MILLERS SAY PRICES RISE IN "FEW WEEKS"',
    "(RPT) W.H.O. WARNS OF I.T. FAULTS, WHO WARNED TOO",
    "NOT SO FAST, SAYS THE BANK OF NORTHMERE",
    "WHO ORDERS 5,000 TENTS",
    "Ports shut AND rails too",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[newsgrep.Index]:
    """An article for each headline."""
    with closing(newsgrep.open_index(tmp_path_factory.mktemp("headlines") / "index")) as index:
        with index.writer() as writer:
            for number, title in enumerate(HEADLINES):
                writer.add(newsgrep.Article(key=str(number), title=title, body="A short report."))
        yield index


@pytest.mark.parametrize("literal", [False, True])
@pytest.mark.parametrize("number", range(len(HEADLINES)), ids=lambda number: ascii(HEADLINES[number]))
def test_a_pasted_headline_finds_its_article(index: newsgrep.Index, number: int, literal: bool) -> None:
    """With the signs that stand in it, and in capitals throughout."""
    found = index.search(HEADLINES[number], limit=None, literal=literal)
    assert str(number) in [hit.key for hit in found]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("W.H.O.", {"16"}),
        ("WHO", {"16"}),
        ('"who"', {"16", "18"}),
        ("I.T.", {"16"}),
        ('"prices rise in few weeks"', {"15"}),
        ('"US"', {"14"}),
        ("u.s*", {"14"}),
    ],
)
def test_an_acronym_is_not_the_small_word(index: newsgrep.Index, query: str, keys: set[str]) -> None:
    """It is found in capitals or with full stops; in a headline in capitals, WHO is the small word."""
    assert {hit.key for hit in index.search(query, limit=None)} == keys


def test_small_capitals_are_a_query(index: newsgrep.Index) -> None:
    """Few words, or any other syntax, are read with their operators."""
    assert {hit.key for hit in index.search("MILLS NOT BONUS", limit=None)} == {"11"}
    assert {hit.key for hit in index.search("TITLE:MILLS NOT (BONUS OR TENTS OR RAILS)", limit=None)} == {
        "11"
    }


def test_operators_that_are_read_as_text_are_told(index: newsgrep.Index) -> None:
    """And how they are written."""
    notices = index.search(HEADLINES[12], limit=None).notices
    assert notices[0].startswith("AND, OR, NOT and signs are read as text, as everything is in capitals; ")
