"""What makes two articles the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import LEDE, Article
from newsgrep.indexing.dedupe import NO_PRINTS, PRINTS, SHORTEST, Stored, fold_url, prints_of

LONG = "Missiles fell on Ganja. " * 10


@pytest.mark.parametrize(
    ("url", "folded"),
    [
        ("https://example.com/a/b", "example.com/a/b"),
        ("http://www.Example.COM/a/b/", "example.com/a/b"),
        ("//www2.example.com/a#top", "example.com/a"),
        ("https://example.com/a?utm_source=x&UTM_medium=y", "example.com/a"),
        ("https://example.com/a?id=7&utm_source=x&p=2#c", "example.com/a?id=7&p=2"),
        ("https://example.com/?id=7", "example.com?id=7"),
        ("https://example.com/A", "example.com/A"),
        ("https://example.com/", ""),
        ("https://example.com", ""),
        ("https://example.com/?utm_source=x", ""),
        ("example.com/a", ""),
        ("mailto:ada@example.com", ""),
        ("", ""),
    ],
)
def test_addresses_are_folded(url, folded):
    """To where they lead; that of a whole site is no article's."""
    assert fold_url(url) == folded


def test_texts_are_folded():
    """White space does not count, a headline does, and a lede in its place does not."""
    plain = prints_of(Article("a", "a", LONG))
    assert prints_of(Article("b", "b", LONG.replace(" ", "\n\n"), title="Missiles", title_from=LEDE)) == plain
    assert prints_of(Article("b", "b", LONG, title="Missiles")) != plain
    assert prints_of(Article("b", "b", LONG + "More.")) != plain


def test_stubs_are_not_known_again():
    """A text that is shorter than 200 characters, white space aside, has no print."""
    assert prints_of(Article("a", "a", "x" * (SHORTEST - 1))) == NO_PRINTS
    assert prints_of(Article("a", "a", "x" * SHORTEST)) != NO_PRINTS


def test_an_address_and_a_text_are_two_things():
    """The same characters as one and as the other do not make a copy."""
    path = "a" * SHORTEST
    address = prints_of(Article("a", "a", "", url=f"https://e.org/{path}"))
    text = prints_of(Article("a", "a", f"e.org/{path}"))
    assert set(PRINTS.unpack(address)) & set(PRINTS.unpack(text)) == {0}


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=200))
def test_a_copy_shares_an_address_or_a_text_with_what_is_stored(pairs):
    """As a set of them tells it; 0 is nothing to share."""
    stored, known = Stored(), set()
    for pair in pairs:
        prints = PRINTS.pack(*pair)
        assert stored.is_copy(prints) == bool(known & {*pair} - {0})
        stored.take(prints)
        known |= {*pair}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30))
def test_what_is_new_is_taken_in_one_step(pairs: list[tuple[int, int]]) -> None:
    """It is the same as to ask whether it is a copy first, and to take what is none."""
    at_once, apart = Stored(), Stored()
    for prints in [PRINTS.pack(*pair) for pair in pairs]:
        is_new = not apart.is_copy(prints)
        if is_new:
            apart.take(prints)
        assert at_once.take_new(prints) == is_new


def test_many_prints_are_held():
    """More than the table begins with, and those that meet in one place."""
    stored = Stored()
    for number in range(1, 5000):
        stored.take(PRINTS.pack(number << 20, number))
    assert all(stored.is_copy(PRINTS.pack(0, number)) for number in range(1, 5000))
    assert not stored.is_copy(PRINTS.pack(5000 << 20, 5000))
