"""The sentences for the reasons why a search found nothing; tests/cli/test_nothing.py searches for each."""

from __future__ import annotations

import pytest

from newsgrep.output.diagnosis import diagnosis_lines
from newsgrep.search.findings import (
    ClauseCounts,
    DateRangeMissed,
    Diagnosis,
    EmptyIndex,
    FewerMentions,
    Finding,
    MoreUnknownWords,
    NoSuchKeyword,
    NoSuchName,
    TooFarApart,
    UnknownWord,
    WeakerForm,
    WithoutClause,
)


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (EmptyIndex(), "the index holds no articles; newsgrep index PATH adds some"),
        (UnknownWord("missle", ("missile", "missal")), "missle: no such word; nearest: missile, missal"),
        (UnknownWord("xyzzy", ()), "xyzzy: no such word"),
        (
            UnknownWord("kanzler", ("kessler",), (), ("Vizekanzler", "Bundeskanzler")),
            "kanzler: no such word; *kanzler* finds Vizekanzler, Bundeskanzler; nearest: kessler",
        ),
        (
            UnknownWord("roe", ("row",), (("to:roe", 2), ("from:roe", 1))),
            "roe: no such word; to:roe finds 2 articles; from:roe finds 1 article",
        ),
        (
            NoSuchName("author:smit", "smit", ("smith", "smits")),
            "author:smit: no author is called smit; nearest: smith, smits",
        ),
        (MoreUnknownWords(("2027", "qqq")), "no article has these words either: 2027, qqq"),
        (DateRangeMissed("1987-02-26", "1987-10-19"), "articles are dated 1987-02-26 to 1987-10-19"),
        (DateRangeMissed("", ""), "no article has a date"),
        (NoSuchKeyword('url:"x"', "url", "x", None), 'url:"x": no article has this address'),
        (
            NoSuchKeyword('lang:"fr"', "lang", "fr", ()),
            'lang:"fr": no article has this language; no article names a language',
        ),
        (
            NoSuchKeyword("source:b*", "source", "b", ("Daily Post", "Tagblatt")),
            "source:b*: no article has this source; the newest articles have: Daily Post, Tagblatt",
        ),
        (TooFarApart("a W/2 b", 1200), "a W/2 b: 1,200 articles have all of it, but farther apart"),
        (FewerMentions("ATLEAST3 a", 1), "ATLEAST3 a: 1 article mentions it less often"),
        (
            WeakerForm("author:smit", "any field", "smit", 7),
            "author:smit: not in this field; smit finds 7 articles",
        ),
        (WithoutClause("(a OR b)", 2), "without (a OR b): 2 articles"),
        (ClauseCounts((("a", 0), ("b", 1234)), True), "articles with each alone: a in 0, b in 1,234"),
        (ClauseCounts((("a", 0),), True), "no article matches a"),
        (ClauseCounts((("a", 0),), False), "articles with each alone: a in 0, …"),
        (
            TooFarApart(f"{'a' * 40} W/2 {'b' * 40}", 2),
            f"{'a' * 40} W/2 {'b' * 14}…: 2 articles have all of it, but farther apart",
        ),
    ],
)
def test_a_finding_is_one_line(finding: Finding, line: str) -> None:
    """In plain words; a long clause is cut."""
    assert diagnosis_lines(Diagnosis((finding,))) == [line]


def test_clauses_to_leave_out_share_a_line() -> None:
    """In their order, before what follows them."""
    findings = (WithoutClause("a", 1), WithoutClause("b", 2), ClauseCounts((("a", 0), ("b", 0)), True))
    assert diagnosis_lines(Diagnosis(findings)) == [
        "without a: 1 article; without b: 2 articles",
        "articles with each alone: a in 0, b in 0",
    ]


def test_no_more_than_eight_lines() -> None:
    """However many findings there are."""
    assert len(diagnosis_lines(Diagnosis((EmptyIndex(),) * 20))) == 8


def test_the_marks_of_a_pasted_sentence_are_left_out() -> None:
    """Those at the end of a word."""
    counts = ClauseCounts((("Ganja,", 7), ("next?", 6), ("C++", 1), ("U.S.", 2)), complete=True)
    assert diagnosis_lines(Diagnosis((counts,))) == [
        "articles with each alone: Ganja in 7, next in 6, C++ in 1, U.S. in 2"
    ]
