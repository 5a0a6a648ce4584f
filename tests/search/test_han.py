"""Han characters that are written in several ways."""

from __future__ import annotations

import sys

import pytest

from newsgrep import Index
from newsgrep.output.diagnosis import diagnosis_lines
from tests.multilingual import index_of_texts, keys, marked

TEXTS = {
    "taiwan": "臺灣總統宣佈週末選舉。",
    "hong kong": "台灣總統昨日宣佈結果。",
    "china": "台湾举行选举,习近平发表讲话。",
    "hair": "理髮店關門,頭髮很長。",
    "japan": "渋沢栄一の肖像。",
    "old japan": "澁澤榮一の傳記。",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of English, the default, with the articles."""
    return index_of_texts(tmp_path_factory.mktemp("index"), "english", TEXTS)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("台湾", "taiwan, hong kong, china"),
        ("臺灣", "taiwan, hong kong, china"),
        ('"台灣"', "taiwan, hong kong, china"),
        ("習近平", "china"),
        ("选举", "taiwan, china"),
        ("宣布", "taiwan, hong kong"),
        ("周末", "taiwan"),
        ("總統 W/9 选举", "taiwan"),
        ("头发", "hair"),
        ("發表", "china"),
        ("渋沢栄一", "japan, old japan"),
        ("澁澤榮一", "japan, old japan"),
        ("=台湾", "china"),
        ("湾台", ""),
    ],
)
def test_a_word_is_found_however_its_characters_are_written(index: Index, query: str, found: str) -> None:
    """Simplified or traditional, old or new; an exact spelling stands for itself."""
    pytest.importorskip("opencc")
    assert keys(index, query) == {*filter(None, found.split(", "))}


def test_what_matches_is_marked(index: Index) -> None:
    """As the article has it."""
    pytest.importorskip("opencc")
    assert marked(index, "習近平") == {"习近平"}


def test_without_opencc_a_search_that_finds_nothing_names_it(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "opencc", None)
    lines = diagnosis_lines(index.search("臺湾").diagnosis)
    assert any(
        line.startswith("臺湾: searched in these characters alone") and "opencc" in line for line in lines
    )
