"""Patterns match the words that their plain definitions match, and in time linear in the words."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.analysis.folding import fold
from newsgrep.analysis.languages import LATIN, NO_STEMMING, known_languages, scripts_of
from newsgrep.analysis.readings import stems_of
from newsgrep.analysis.tokenizer import LONGEST_WORD
from newsgrep.errors import QuerySyntaxError, UsageError
from newsgrep.patterns import SameStem, concatenate, matches, matching_words
from newsgrep.patterns.edit_distance import within_distance
from newsgrep.query.nodes import Fuzzy, Pattern, Regex, Wildcard
from newsgrep.query.regex import LONGEST_REGEX, regex_error

LETTERS = "abcé北-9"
words_of = st.lists(st.text(LETTERS, min_size=1, max_size=7).map(fold), max_size=12)


def matched(pattern: Pattern, words: list[str]) -> list[str]:
    """Return the words that a pattern matches."""
    return [words[number] for number in matching_words(pattern, *concatenate(words)).tolist()]


def wildcard_matches(word: str, shape: str) -> bool:
    """Return whether a wildcard matches a word, by its definition."""
    if not shape:
        return not word
    if shape[0] == "*":
        return wildcard_matches(word, shape[1:]) or (bool(word) and wildcard_matches(word[1:], shape))
    return bool(word) and shape[0] in ("?", word[0]) and wildcard_matches(word[1:], shape[1:])


@lru_cache(maxsize=100_000)
def distance_of(one: str, other: str) -> int:
    """Return the optimal string alignment distance of two words, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    distances = [
        distance_of(one[1:], other) + 1,
        distance_of(one, other[1:]) + 1,
        distance_of(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        distances.append(distance_of(one[2:], other[2:]) + 1)
    return min(distances)


@given(words_of, st.text("abé北-9?*.[\\+", max_size=7))
def test_a_wildcard_matches_by_its_definition(words, shape):
    """`?` is one letter, `*` any number of them, and every other character itself."""
    assert matched(Wildcard(shape), words) == [word for word in words if wildcard_matches(word, fold(shape))]


@given(words_of, st.text("abé北-9?*.[\\+", max_size=7))
def test_a_wildcard_needs_no_re2(words, shape):
    """The same words are matched where RE2 is not installed."""
    with patch.dict(sys.modules, {"re2": None}):
        found = matched(Wildcard(shape), words)
    assert found == [word for word in words if wildcard_matches(word, fold(shape))]


def test_a_wildcard_without_re2_takes_linear_time():
    """Many stars do not multiply: this would not end if each were tried at each place."""
    with patch.dict(sys.modules, {"re2": None}):
        assert matched(Wildcard("*a" * 100 + "*b"), ["a" * LONGEST_WORD]) == []


def test_a_regular_expression_needs_re2():
    """The error names what installs it."""
    with patch.dict(sys.modules, {"re2": None}), pytest.raises(UsageError, match="google-re2") as error:
        regex_error("gan.a")
    assert "google-re2" in error.value.hint


@given(words_of, st.text("abcé北9", min_size=1, max_size=7), st.sampled_from([1, 2]))
def test_a_fuzzy_word_matches_within_its_edit_distance(words, wanted, limit):
    """The distance is that of the definition, and only words within the limit are returned."""
    distances = [distance_of(word, fold(wanted)) for word in words]
    near = {number: distance for number, distance in enumerate(distances) if distance <= limit}
    found, away = within_distance(fold(wanted), *concatenate(words), limit)
    assert dict(zip(found.tolist(), away.tolist(), strict=True)) == near
    assert matched(Fuzzy(wanted, limit), words) == [words[number] for number in near]


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
def test_a_regular_expression_matches_whole_words(words, expression):
    """From the beginning to the end of a word, whatever other words stand around it."""
    plain = re.compile(expression.replace("é", "e"), re.IGNORECASE)
    assert matched(Regex(expression), words) == [word for word in words if plain.fullmatch(word)]


@given(words_of, st.sampled_from([Wildcard("*a?*"), Fuzzy("abc", 2), Regex("a.*|b+")]))
def test_a_word_matches_alone_as_among_others(words, pattern):
    """The two functions agree."""
    assert [word for word in words if matches(pattern, word)] == matched(pattern, words)


@pytest.mark.parametrize(
    ("pattern", "expected"),
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
def test_letters_of_a_pattern_are_folded_and_signs_are_not(pattern, expected):
    """Letters are folded as the words of an index are; None stands for an expression that is refused."""
    words = ["erdogan", "us", "US", "москва", "xao", "aero", "f16"]
    if expected is None:
        with pytest.raises(QuerySyntaxError):
            matched(pattern, words)
    else:
        assert matched(pattern, words) == expected


@pytest.mark.parametrize(
    ("text", "error"),
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
        (r"\C", r"\C matches a byte, which may be a part of a letter"),
        ("[(?m)]", ""),
        ("\udc80", "it has half of a surrogate pair"),
        ("", "it is empty"),
    ],
)
def test_a_regular_expression_is_refused_in_a_few_words(text, error):
    """An expression that can be read has no error."""
    assert regex_error(text) == error


@given(st.text(max_size=40) | st.text("ab()[]{}|?*+\\^$.-,12:pQECAzPé<>!=", max_size=25))
def test_every_text_is_refused_or_can_be_matched(text):
    """The strangest expression gives an error in words or matches words, and raises nothing else."""
    if regex_error(text):
        with pytest.raises(QuerySyntaxError):
            matched(Regex(text), ["a"])
    else:
        assert set(matched(Regex(text), ["a", "ab", "é9"])) <= {"a", "ab", "é9"}


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
def test_no_pattern_takes_exponential_time(pattern):
    """Expressions that never end in a backtracking engine find nothing here at once."""
    assert matched(pattern, ["a" * (LONGEST_WORD - 1)] * 2_000) == []


def test_a_pattern_longer_than_any_word_matches_none():
    """A wildcard or fuzzy word with more letters than a word can have; stars have no letters."""
    assert matched(Wildcard("a" * 1_000_000), ["a"]) == matched(Fuzzy("a" * 1_000_000, 2), ["a"]) == []
    assert matched(Wildcard("*" * 1_000_000), ["a"]) == ["a"]


#: Endings that the stemmers of several languages take off or replace.
_ENDINGS = """
    s es en er ern in innen ung heit lich tion ation iveness ational ies ed ing emment amment logie ique ence
    aux euse ación ución mente idad istas lar leri dan den kitab ssa ista teja isi mme eux ów ami ach ost ova
    emi nak nek val minen mine laste de ni ta ti to nen sen eho ymi emu coes cao ere oje ems coes ais ns
"""
_inflected = st.tuples(
    st.text("aeioubdglnrstkpz", min_size=1, max_size=6),
    st.lists(st.sampled_from(_ENDINGS.split()), max_size=2),
).map(lambda pair: fold("".join((pair[0], *pair[1]))))


@pytest.mark.parametrize(
    "language", [name for name in known_languages() if LATIN in scripts_of(name) and name != NO_STEMMING]
)
@given(_inflected, st.lists(_inflected, max_size=8))
@example("haus", ["haeuser", "hauses", "hausern", "house", "zuerkannt"])
@example("violent", ["violemment", "violente", "violon"])
@example("kitap", ["kitabi", "kitaplar", "kit"])
@example("loen", ["loeb", "lugema", "luge"])
@example("gewerkt", ["werk", "werken", "opgewerkt"])
@example("eleicao", ["eleicoes", "eleito"])
@example("nacional", ["nacionais", "nacion"])
@example("novy", ["novych", "noveho", "nova", "novak"])
def test_the_words_of_a_stem_are_all_those_with_it(language: str, word: str, others: list[str]) -> None:
    """Though only words that begin alike are stemmed; the word itself has the stem in the index."""
    words = list(dict.fromkeys([word, *others]))
    pattern = SameStem((word,), language, "none")
    numbers = matching_words(pattern, *concatenate(words)).tolist()
    wanted, *stems = stems_of(words, language)
    alike = [one for one, of_word in zip(words[1:], stems, strict=True) if wanted & of_word]
    assert [words[number] for number in numbers] == alike
    assert all(one.startswith(pattern.beginnings() or "") for one in alike)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ukrainian", "київ києва; ніч ночі; кінець кінця; чинність чинності; рука руці; стрілок стрілка"),
        ("bulgarian", "министър министри; бял бели; лято лета; певец певци; орел орли"),
        ("russian", "новый нового; сергей сергея"),
    ],
)
def test_words_whose_stem_changes_begin_as_they_are_looked_for(language: str, forms: str) -> None:
    """Each form of a word is among those that another one finds."""
    for pair in forms.split(";"):
        one, other = map(fold, pair.split())
        for word, found in ((one, other), (other, one)):
            pattern = SameStem((word,), language, "none")
            assert found.startswith(pattern.beginnings())
            if language != "russian":
                assert matches(pattern, found)


def test_the_words_of_several_stems_are_found_at_once() -> None:
    """In the order of the dictionary."""
    words = ["Haus", "haus", "haused", "hauser", "hauses", "journal", "stadt", "stadten"]
    pattern = SameStem(("haus", "stadt"), "german", "english,german")
    matching = [words[number] for number in matching_words(pattern, *concatenate(words)).tolist()]
    assert matching == ["hauser", "stadten"]
    assert matching_words(pattern, *concatenate([])).tolist() == []
