"""Laws of the analysis, for whatever text there is."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from newsgrep.analysis.acronyms import COUNTRY, acronyms_of, quieten
from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.cut_words import CUT, with_cuts
from newsgrep.analysis.fast_path import SURROUNDING, hyphenated_words, plain_span, plain_words
from newsgrep.analysis.folding import fold
from newsgrep.analysis.tokenizer import (
    IDEOGRAPHS,
    LONGEST_WORD,
    MARKS,
    PAIRED,
    RAW_TOKEN,
    is_latin,
    words_with_spans,
)

ENGLISH = Analyzer()
ACRONYMS = acronyms_of("english")

#: Pieces of texts that touch every rule.
PIECES = [
    *("a", "b", "US", "us", "U", "S", "é", "e\u0301", "ß", "İ"),
    *("word", "Words", "中", "タ", "ﾞ", "ि", "ʼ", "ʿ"),
    *("1", "20", "000", "500", "½", "²", "s", "t", "re", "x" * 120),
    *(".", ",", "&", "+", "++", "#", "'", "’", "`", "-", "—", "_", "…", "\u00ad", "\u200d", "😀", "\ufe0f"),
    *(" ", " ", "\n", "\u00a0", "\t", "\u2028", "\0"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40)
ASCII_SPACE = st.text(" \t\n\r\x0b\x0c", max_size=3)


@given(texts)
def test_tokens_lie_in_the_text_one_after_the_other(text: str) -> None:
    """None has an empty span, word or term. Pairs of letters overlap, and a cut word its parts."""
    start = 0
    for token in ENGLISH.tokens(text):
        assert start <= token.start < token.end <= len(text)
        assert 0 < len(token.word) <= LONGEST_WORD
        assert token.term
        start = token.start


@given(texts, ASCII_SPACE, ASCII_SPACE)
def test_white_space_around_changes_nothing(text: str, before: str, after: str) -> None:
    """But the spans."""
    moved = [
        token._replace(start=token.start + len(before), end=token.end + len(before))
        for token in ENGLISH.tokens(text)
    ]
    assert list(ENGLISH.tokens(before + text + after)) == moved


@given(texts | st.text("ab-\u2010\n é北", max_size=20))
def test_cut_words_are_where_they_were(text: str) -> None:
    """A text keeps its length, as text and in UTF-8."""
    cut = with_cuts(text)
    assert len(cut) == len(text)
    white = str.maketrans("\n\t" + CUT, "   ")
    assert cut.translate(white) == text.translate(white)
    assert with_cuts(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass") == cut


@given(texts, texts)
def test_raw_tokens_are_analysed_independently(text: str, other: str) -> None:
    """The index relies on it: it analyses each distinct raw token once."""
    words = [token.word for token in ENGLISH.tokens(f"{text}\n\n{other}")]
    assert words == [token.word for part in (text, other) for token in ENGLISH.tokens(part)]
    raw_tokens = re.split("[ \t\n\r\x0b\x0c]+", with_cuts(text))
    assert list(ENGLISH.terms(text)) == [token for raw in raw_tokens for token in ENGLISH.analyse(raw)]


@given(texts | st.text("ab AB.,é\nUSITWHO", max_size=60))
def test_quiet_text_differs_in_small_letters_alone(text: str) -> None:
    """Its characters stand where they stood; UTF-8 is quietened as the text is, and once is enough."""
    quiet = quieten(text)
    assert (len(quiet), fold(quiet)) == (len(text), fold(text))
    assert quieten(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass") == quiet
    assert quieten(quiet) == quiet


plain = st.text("abUSsdt", max_size=6) | st.sampled_from(
    [COUNTRY, "us", "WHO", "running", "z" * LONGEST_WORD * 2]
)
surrounding = st.text(SURROUNDING + "-’s", max_size=4)
raw_tokens = st.one_of(
    st.tuples(surrounding, plain, surrounding).map("".join),
    st.text("0123,..,5S'\"()", max_size=12),
    st.text("aUS15.,'s-/$<+#&", max_size=12),
    texts,
).flatmap(lambda text: st.sampled_from(RAW_TOKEN.findall(text) or ["a"]))


@given(raw_tokens)
@example("(20,000.5)")
@example("1.2.3")
@example("'s")
@example("US's")
@example("$5.5's")
@example("(well--known's)")
@example("US/UN-1.5")
def test_the_fast_path_finds_what_the_tokenizer_finds(raw_token: str) -> None:
    """If one of its functions has an answer, it is the words and the span of the tokenizer."""
    found = list(words_with_spans(raw_token, ACRONYMS))
    if word := plain_words([raw_token], ACRONYMS)[0]:
        assert [(word, *plain_span(raw_token))] == found
    if words := hyphenated_words(raw_token, ACRONYMS):
        assert words == [word for word, _, _ in found]


def test_latin_text_has_no_marks_and_no_ideographs() -> None:
    """The shorter expression is used only for raw tokens without such a character."""
    special = re.compile(f"[{MARKS}{IDEOGRAPHS}{PAIRED}]")
    characters = [chr(code) for code in range(0x40000)]
    assert not [hex(ord(c)) for c in characters if special.match(c) and is_latin(c)]


@given(texts)
def test_a_word_is_found_by_its_own_text(text: str) -> None:
    """The characters of a token, analysed alone, give the same token."""
    for token in ENGLISH.tokens(text):
        if RAW_TOKEN.fullmatch(text[token.start : token.end]) is None:
            continue  # a word that is cut at the end of a line has its parts beside it
        alone = ENGLISH.terms(text[token.start : token.end])
        assert [(found.term, found.word) for found in alone] == [(token.term, token.word)]


@given(st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ž]{1,12}", fullmatch=True))
def test_a_plain_word_is_found_however_it_is_spelt(word: str) -> None:
    """In capitals or not, composed or not."""
    assume(word.upper() not in ACRONYMS)
    (term,) = {token.term for token in ENGLISH.tokens(word)}
    for spelling in (word.lower(), unicodedata.normalize("NFD", word), f"{word}’s", f"“{word}”,"):
        assert [token.term for token in ENGLISH.tokens(spelling)] == [term]


@given(texts)
def test_a_term_depends_on_its_word_alone(text: str) -> None:
    """The vocabulary relies on it: it knows words by their folded form."""
    for token in ENGLISH.tokens(text):
        assert token.term == ENGLISH.stem(token.word)


@pytest.mark.parametrize("language", ["english", "porter"])
@given(texts)
def test_a_language_of_another_script_leaves_ascii_words_alone(language: str, text: str) -> None:
    """An index of English and Russian has the terms of one of English, but for Russian words."""
    words = [token.word for token in Analyzer(language).terms(text) if token.word.isascii()]
    assert Analyzer(f"{language},russian").stems(words) == Analyzer(language).stems(words)
