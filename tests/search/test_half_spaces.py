"""Persian words that a half-space joins, and the same words apart."""

from __future__ import annotations

import pytest

from newsgrep import Index
from tests.multilingual import index_of_texts, keys

TEXTS = {
    "joined": "رئیس‌جمهور آمد",
    "spaced": "رئیس جمهور آمد",
    "apart": "رئیس آمد و جمهور رفت",
    "name": "علی خامنه‌ای",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of Persian with the articles."""
    return index_of_texts(tmp_path_factory.mktemp("index"), "persian", TEXTS)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("رئیس‌جمهور", "joined spaced"),
        ("رئیس جمهور", "joined spaced apart"),
        ("رئیس جمهور آمد", "joined spaced apart"),
        ('"رئیس جمهور"', "joined spaced"),
        ('"رئیس‌جمهور آمد"', "joined spaced"),
        ("علی خامنه ای", "name"),
        ("علی OR (رئیس جمهور)", "joined spaced apart name"),
        ("رئیس OR جمهور", "spaced apart"),
    ],
)
def test_a_half_space_and_a_space_are_the_same(index: Index, query: str, found: str) -> None:
    """In a word, in a phrase, and between two words of a query."""
    assert keys(index, query) == {*found.split()}
