"""Raw tokens that may have a word with a beginning: none that has one is missed, and few others are there."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from tests.test_analysis_laws import texts

ENGLISH = Analyzer()
#: Languages in which raw tokens are found by how they begin.
FOUND = [ENGLISH, *map(Analyzer, ("english,russian,german", "greek,english", "russian,greek"))]

#: Pieces of raw tokens in which a run of letters may be less than a word.
PARTS = [
    "a",
    "U",
    "us",
    "At",
    "b1",
    "20",
    "000",
    "s",
    "t",
    ".",
    ",",
    "-",
    "'",
    "&",
    "+",
    "#",
    "/",
    " ",
    "$",
    "ß",
    "_",
]


@pytest.mark.parametrize(
    "text", ["dying lying vying", "The skies, the flies and U.S. news", "oing a I by", "Πόλεις, города"]
)
@given(texts | st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
@example("Dying, (LYING) “tying” don't AT&T's Erdoğan’s 20,000s")
@example("vs.U.S.-made, R&D's a.b C++ 3.5bn 1st F-16s year-ago's rock'n'roll it's")
def test_every_raw_token_with_the_beginning_is_a_candidate(text: str, more: str) -> None:
    """Whether the beginning is a stem, a word or a prefix; each candidate is a raw token at its place."""
    whole = f"{text} {more}"
    raw_tokens = {found.start(): found.group() for found in re.finditer(r"[^ \t\n\r\x0b\x0c]+", whole)}
    for start, raw_token in raw_tokens.items():
        for token, analyzer in ((token, one) for one in FOUND for token in one.analyse(raw_token)):
            for beginning in {token.term, token.word, token.word[:1], token.word[:3]}:
                found = dict(analyzer.candidates(whole, frozenset([beginning])))
                assert found[start] == raw_token
                assert found.items() <= raw_tokens.items()


def test_most_other_raw_tokens_are_no_candidates() -> None:
    """Words that begin otherwise are skipped, with punctuation, so that highlighting is fast."""
    text = "Oil prices, up 1,200.50 (year-on-year): the company's plan. Missiles; U.S. mission 3rd"
    found = [raw_token for _, raw_token in ENGLISH.candidates(text, frozenset(["missil"]))]
    assert found == ["Missiles;", "U.S.", "mission"]


@given(
    st.from_regex(
        r"[A-Za-z']{1,12}(ing|ed|ies|s|ly|ness|ational|ization|iviti|bility|ically)?", fullmatch=True
    )
)
@example("responsibility")
@example("vying")
def test_a_stem_begins_as_its_word(word: str) -> None:
    """But for its last two letters; of a short one the first two do. dying, lying, tying, vying differ."""
    stem = ENGLISH.stem(word.lower())
    beginning = stem[: max(2, len(stem) - 2)]
    assert word.lower().startswith(beginning) or (beginning, word.lower()[:2]) in [
        *(("di", "dy"), ("li", "ly"), ("ti", "ty"), ("vi", "vy")),
    ]
