"""Close hits: articles that have some of the words, behind those that have all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep import Article, Index
from newsgrep.engine.base import Engine
from newsgrep.query import parse
from newsgrep.search.close_hits import close_hits
from newsgrep.search.hit_maker import Shown
from newsgrep.search.options import SearchOptions

WORDS = ("ganja", "missile", "cocoa", "drone")
TEXTS = (
    *("ganja missile cocoa", "ganja missile", "ganja ganja", "missile strike", "drone"),
    *("cocoa prices rose", "ganja drone drone", "nothing of the kind"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the texts, each with its number as its key."""
    with newsgrep.open_index(tmp_path_factory.mktemp("close") / ".newsgrep") as opened:
        with opened.writer() as writer:
            for number, text in enumerate(TEXTS):
                writer.add(Article(key=str(number), title=f"Story {number}", body=f"{text.capitalize()}."))
        yield opened


def test_a_full_page_asks_for_no_more() -> None:
    """Else each search for common words would read all of the articles that have them."""
    no_engine = cast("Engine", None)
    assert not list(close_hits(no_engine, parse("ganja missile"), 5_000, SearchOptions(limit=10), Shown()))


some_words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True)


@given(some_words, st.integers(1, 9), st.integers(0, 9))
def test_pages_go_on_with_any_word(index: Index, words: list[str], limit: int, offset: int) -> None:
    """Full matches, then what `any` finds without them, in its order; each lacks what its text lacks."""
    query = " ".join(words)
    full = [hit.key for hit in index.search(query, limit=None)]
    any_word = [hit.key for hit in index.search(query, limit=None, any=True)]
    expected = [*full, *(key for key in any_word if key not in full)][offset : offset + limit]
    results = index.search(query, limit=limit, offset=offset)
    shown = [*results, *results.close_hits]
    assert [hit.key for hit in shown] == expected
    assert [hit.rank for hit in shown] == list(range(offset + 1, offset + 1 + len(expected)))
    for hit in shown:
        assert hit.missing == tuple(word for word in words if word not in TEXTS[int(hit.key)].split())
    assert results.total == len(full)


@pytest.mark.parametrize(
    "query",
    [
        *(
            "ganja AND price",
            "ganja -price",
            '"ganja price"',
            "title:ganja price",
            "ganja pri*",
            "=ganja price",
        ),
        *("ganja W/3 price", "ganja^2 price", "(ganja price)", "ganja pri?e", "price~1 ganja", "nowhere"),
    ],
)
def test_a_query_that_says_more_than_words_is_not_relaxed(index: Index, query: str) -> None:
    """Nor is one of a single word."""
    assert not index.search(query).close_hits


@pytest.mark.parametrize("options", [{"sort": "date"}, {"fold": True}, {"limit": None}, {"any": True}])
def test_other_orders_and_all_hits_have_full_matches_only(index: Index, options: dict[str, object]) -> None:
    """A place among the close hits has a meaning by relevance alone."""
    assert not index.search("ganja cocoa drone", **options).close_hits  # type: ignore[arg-type]


def test_filters_hold_for_close_hits(index: Index) -> None:
    """They are never relaxed."""
    assert index.search("ganja cocoa nowhere").close_hits
    assert not index.search("ganja cocoa nowhere", source="reuters").close_hits


def test_signs_and_stopwords_are_no_words_that_are_missing(index: Index) -> None:
    """A pasted headline has both."""
    results = index.search("The cocoa - of Ganja & drone")
    assert not len(results)
    assert results.close_hits[0].missing in (("cocoa",), ("ganja",), ("Ganja",), ("drone",))
    assert {word.lower() for hit in results.close_hits for word in hit.missing} <= {"cocoa", "ganja", "drone"}


def test_a_literal_query_is_relaxed(index: Index) -> None:
    """It consists of words whatever it looks like."""
    assert index.search("ganja AND (cocoa) nowhere", literal=True).close_hits


def test_what_is_beside_a_plus_only_ranks(index: Index) -> None:
    """Every article with the word after the plus is found; those with the others come first."""
    found = [TEXTS[int(hit.key)] for hit in index.search("+ganja cocoa missile", any=True, limit=None)]
    assert sorted(found) == sorted(text for text in TEXTS if "ganja" in text)
    assert found[:2] == ["ganja missile cocoa", "ganja missile"]
