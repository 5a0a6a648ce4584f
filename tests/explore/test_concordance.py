"""A concordance has every match, with the text on both sides as it stands in the article."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep import Article
from newsgrep.explore.concordance import text_after, text_before

BODIES = {
    "a": "Oil prices rose.\n\nThe price of oil, traders said, may fall; oil is oil.",
    "b": "No crude here.",
    "c": "Heavy oil prices and light oil prices.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Three articles; one has the word in its title, too."""
    with newsgrep.open_index(tmp_path_factory.mktemp("kwic") / ".newsgrep") as index:
        with index.writer() as writer:
            for n, (key, body) in enumerate(BODIES.items()):
                title = "Oil report" if key == "c" else "Markets"
                writer.add(Article(key, title=title, body=body, date=f"2020-10-0{3 - n}"))
        yield index


def test_every_match_is_there(index):
    """In the order of dates, then as they stand in title and body."""
    found = index.concordance("oil")
    assert (found.matches, found.articles) == (7, 2)
    assert [line.key for line in found.lines] == ["c"] * 3 + ["a"] * 4
    assert [line.match for line in found.lines] == ["Oil", "oil", "oil", "Oil", "oil", "oil", "oil"]


def test_the_sides_are_the_text_around_the_match(index):
    """On one line, and cut at whole words."""
    line = index.concordance("oil", width=12).lines[4]
    assert (line.left, line.match, line.right) == ("price of ", "oil", ", traders")
    assert index.concordance("oil", width=0).lines[4].left == ""


def test_a_phrase_is_one_match(index):
    """From its first word to its last."""
    assert {line.match for line in index.concordance('"oil prices"').lines} == {"Oil prices", "oil prices"}


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("price W/3 oil", ["oil prices", "oil prices", "Oil prices", "price of oil"]),
        ("price PRE/3 oil", ["prices and light oil", "price of oil"]),
        ('"oil prices" W/2 light', ["oil prices and light"]),
        ("oil W/4 oil", ["oil prices and light oil", "oil is oil"]),
        ("price W/S oil", ["oil", "prices", "oil", "prices", "Oil", "prices", "price", "oil", "oil", "oil"]),
    ],
)
def test_words_near_one_another_are_one_match(index, query, matches):
    """All of the text from the first to the last; words of one sentence stay single words."""
    assert [line.match for line in index.concordance(query).lines] == matches


@pytest.mark.parametrize("side", ["left", "right"])
def test_lines_are_sorted_by_the_words_on_a_side(index, side):
    """The nearest word first, without regard to case."""
    lines = index.concordance("oil", order=side).lines
    words = [re.findall(r"\w+", getattr(line, side).lower()) for line in lines]
    if side == "left":
        words = [before[::-1] for before in words]
    assert words == sorted(words)


def test_a_sample_is_some_of_the_lines(index):
    """In their order, the same ones for the same seed; the number of all matches is still known."""
    every = index.concordance("oil").lines
    samples = [index.concordance("oil", sample=3, seed=seed).lines for seed in range(5)]
    assert samples[0] == index.concordance("oil", sample=3, seed=0).lines
    assert len({*samples}) > 1
    for sample in samples:
        places = [every.index(line) for line in sample]
        assert len(sample) == 3
        assert places == sorted(places)
    assert index.concordance("oil", sample=3).matches == 7


def test_streamed_lines_are_those_of_the_sequence(index):
    """In every order, and the number of matches is known after them; they are not kept, nor read again."""
    for order in ("date", "left", "right"):
        found = index.concordance("oil", order=order)
        assert tuple(found.stream()) == index.concordance("oil", order=order).lines
        assert found.matches == 7
        for again in (found.stream, lambda found=found: found.lines):
            with pytest.raises(newsgrep.UsageError, match="the lines were streamed"):
                again()


def test_lines_that_were_read_can_be_streamed_again(index):
    """As those of a search."""
    kept = index.concordance("oil")
    assert list(kept.lines) == list(kept.stream()) == list(kept.stream())


texts = st.text("ab \n.", max_size=40)


@given(texts, texts, st.integers(0, 20))
def test_a_side_is_a_piece_of_the_text_of_at_most_the_width(before, after, width):
    """It touches the match, and begins and ends with a word."""
    text = f"{before}X{after}"
    left, right = text_before(text, len(before), width), text_after(text, len(before) + 1, width)
    assert len(left) <= width
    assert len(right) <= width
    assert " ".join(before.split()).endswith(left.strip())
    assert " ".join(after.split()).startswith(right.strip())
