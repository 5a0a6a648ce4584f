"""Patterns fit the words that their plain definitions fit, whatever the pattern, and in no time."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.analysis.folding import fold
from newsgrep.analysis.tokenizer import LONGEST_WORD
from newsgrep.errors import QuerySyntaxError
from newsgrep.patterns import fits, fitting, joined
from newsgrep.patterns.edits import within
from newsgrep.query.nodes import Fuzzy, Pattern, Regex, Wildcard
from newsgrep.query.regex import LONGEST_REGEX, regex_fault

LETTERS = "abcé北-9"
words_of = st.lists(st.text(LETTERS, min_size=1, max_size=7).map(fold), max_size=12)


def fitted(pattern: Pattern, words: list[str]) -> list[str]:
    """The words that a pattern fits."""
    return [words[number] for number in fitting(pattern, *joined(words)).tolist()]


def has_shape(word: str, shape: str) -> bool:
    """Whether a wildcard fits a word, as it is defined."""
    if not shape:
        return not word
    if shape[0] == "*":
        return has_shape(word, shape[1:]) or (bool(word) and has_shape(word[1:], shape))
    return bool(word) and shape[0] in ("?", word[0]) and has_shape(word[1:], shape[1:])


@lru_cache(maxsize=100_000)
def edits(one: str, other: str) -> int:
    """The optimal string alignment distance, as it is defined."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        edits(one[1:], other) + 1,
        edits(one, other[1:]) + 1,
        edits(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        ways.append(edits(one[2:], other[2:]) + 1)
    return min(ways)


@given(words_of, st.text("abé北-9?*.[\\+", max_size=7))
def test_wildcards(words, shape):
    """`?` is one letter, `*` any number; every other sign is itself."""
    assert fitted(Wildcard(shape), words) == [word for word in words if has_shape(word, fold(shape))]


@given(words_of, st.text("abcé北9", min_size=1, max_size=7), st.sampled_from([1, 2]))
def test_fuzzy_words(words, wanted, most):
    """Within so many changes: letters put in, taken out, replaced, or swapped with a neighbour."""
    distances = [edits(word, fold(wanted)) for word in words]
    near = {number: distance for number, distance in enumerate(distances) if distance <= most}
    found, away = within(fold(wanted), *joined(words), most)
    assert dict(zip(found.tolist(), away.tolist(), strict=True)) == near
    assert fitted(Fuzzy(wanted, most), words) == [words[number] for number in near]


#: Regular expressions that mean the same to RE2 and to Python.
expressions = st.recursive(
    st.sampled_from(["a", "b", "c", "é", "北", ".", "[ab]", "[^a]", r"\d", "[^b9]", "^", "$", "-", "A"]),
    lambda smaller: st.one_of(
        st.tuples(smaller, smaller).map("".join),
        st.tuples(smaller, smaller).map("|".join).map("(?:{})".format),
        st.builds("(?:{}){}".format, smaller, st.sampled_from(["*", "+", "?", "{2}"])),
    ),
    max_leaves=6,
)


@given(words_of, expressions)
@example(["a", "b"], "a|b")
@example(["ab", "a", "b"], "[^a]*")
def test_regular_expressions(words, expression):
    """A word fits from its beginning to its end, no matter what other words stand around it."""
    plain = re.compile(expression.replace("é", "e"), re.IGNORECASE)
    assert fitted(Regex(expression), words) == [word for word in words if plain.fullmatch(word)]


@given(words_of, st.sampled_from([Wildcard("*a?*"), Fuzzy("abc", 2), Regex("a.*|b+")]))
def test_a_word_by_itself_fits_as_among_others(words, pattern):
    """One by one or all together."""
    assert [word for word in words if fits(pattern, word)] == fitted(pattern, words)


@pytest.mark.parametrize(
    ("pattern", "fitting_words"),
    [
        (Wildcard("ERDOĞ?N*"), ["erdogan"]),
        (Wildcard("u?"), ["us", "US"]),
        (Wildcard("？s"), []),
        (Fuzzy("Erdoğna", 1), ["erdogan"]),
        (Fuzzy("su", 1), ["us", "US"]),
        (Regex("Erdoğan"), ["erdogan"]),
        (Regex(r"erdo[ğq]an"), ["erdogan"]),
        (Regex(r"\Aus\z"), ["us", "US"]),
        (Regex(r"\QErdoğan\E"), ["erdogan"]),
        (Regex("[я-а]|[а-я]+"), None),
        (Regex("[а-я]+"), ["москва"]),
        (Regex("x[æ]r?o"), ["xao"]),
        (Regex("(?:æ)ro"), ["aero"]),
        (Regex("æro"), ["aero"]),
        (Regex(r"f.?16"), ["f16"]),
        (Regex(r"[^\d]{2}"), ["us", "US"]),
    ],
)
def test_letters_are_folded_and_signs_are_not(pattern, fitting_words):
    """As the words of an index are; None where the expression has a fault."""
    words = ["erdogan", "us", "US", "москва", "xao", "aero", "f16"]
    if fitting_words is None:
        with pytest.raises(QuerySyntaxError):
            fitted(pattern, words)
    else:
        assert fitted(pattern, words) == fitting_words


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("gan.a", ""),
        ("(?i)gan[[:alpha:]]a{2,3}?", ""),
        (r"\p{Greek}+", ""),
        ("gan(ja", "missing ): gan(ja"),
        ("a)(b", "unexpected ): a)(b"),
        ("[z-a]", "invalid character class range: z-a"),
        (r"(a)\1", r"invalid escape sequence: \1"),
        ("a(?=b)", "invalid perl operator: (?="),
        ("a{1001}", "invalid repetition size: {1001}"),
        (r"(\pL?){100}", "it is too large"),
        ("x" * (LONGEST_REGEX + 1), "it is longer than 1,000 characters"),
        ("(?m)a", "the flag m has no use within a word"),
        (r"\C", r"\C is half of a letter"),
        ("[(?m)]", ""),
        ("\udc80", "it has half of a character"),
        ("", "it is empty"),
    ],
)
def test_what_is_wrong_with_a_regular_expression(text, fault):
    """In a few words; nothing where nothing is."""
    assert regex_fault(text) == fault


@given(st.text(max_size=40) | st.text("ab()[]{}|?*+\\^$.-,12:pQECAzPé<>!=", max_size=25))
def test_every_text_has_a_fault_or_can_be_looked_for(text):
    """Nothing but a fault in words comes of the strangest expression, and never output of RE2's own."""
    if regex_fault(text):
        with pytest.raises(QuerySyntaxError):
            fitted(Regex(text), ["a"])
    else:
        assert set(fitted(Regex(text), ["a", "ab", "é9"])) <= {"a", "ab", "é9"}


@pytest.mark.parametrize(
    "pattern",
    [
        Wildcard("*a" * 50 + "*b"),
        Wildcard("?" * LONGEST_WORD),
        Regex("(a*)*b"),
        Regex("(a|aa)+b"),
        Regex("(a?){30}a{30}b"),
        Regex("(.*a){20}b"),
    ],
)
def test_no_pattern_goes_back_and_forth(pattern):
    """What takes other engines longer than the world has stood finds nothing here, at once."""
    assert fitted(pattern, ["a" * (LONGEST_WORD - 1)] * 2_000) == []


def test_nothing_is_longer_than_the_longest_word():
    """A wildcard of more letters than any word has fits none, of any length."""
    assert fitted(Wildcard("a" * 1_000_000), ["a"]) == fitted(Fuzzy("a" * 1_000_000, 2), ["a"]) == []
    assert fitted(Wildcard("*" * 1_000_000), ["a"]) == ["a"]
