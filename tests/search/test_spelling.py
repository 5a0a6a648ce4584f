"""A word that few articles have, and one like it that far more have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import newsgrep
from newsgrep import Article, Index
from newsgrep.search.spelling import Spelling


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """A hundred articles on a government, one on a govermnent, and some on the same number of words."""
    with newsgrep.open_index(tmp_path_factory.mktemp("spelling") / ".newsgrep") as opened:
        with opened.writer() as writer:
            for number in range(100):
                writer.add(Article(key=str(number), title=f"Day {number}", body="The government in London."))
            writer.add(Article(key="slip", title="Slip", body="The govermnent met a harbor and a harbour."))
            writer.add(
                Article(key="bird", title="Bird", body="Lodnon saw a condor, Londres a lemon. Londen, Lodon.")
            )
        yield opened


def test_a_slip_is_told_with_the_word_that_is_meant(index: Index) -> None:
    """With the number of articles of both; also where no article has all the words."""
    assert index.search("govermnent").spellings == [Spelling("govermnent", 1, "government", 100)]
    assert index.search("govermnent lodnon").spellings == [
        Spelling("govermnent", 1, "government", 100),
        Spelling("lodnon", 1, "london", 100),
    ]


@pytest.mark.parametrize(
    "query",
    [
        *("government", "harbor", "=govermnent", "title:govermnent", "nowhere", "-govermnent met"),
        *("condor", "londres", "londen", "lodon"),
    ],
)
def test_a_word_that_is_meant_is_not_questioned(index: Index, query: str) -> None:
    """One that is frequent, as frequent as its neighbours, spelt on purpose, in a field, left out,
    two letters from a short word, or one that is another there, or missing in a shorter one.
    """
    assert index.search(query).spellings == []
