"""Hits by meaning: which engines have them, and what a vector is made of."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.engine.meaning import Meaning
from newsgrep.errors import UsageError
from newsgrep.query import parse_query
from newsgrep.search.answering import search
from newsgrep.search.hit_maker import Shown
from newsgrep.search.meaning import sought_texts
from newsgrep.search.options import SearchOptions
from newsgrep.search.request import ParsedRequest
from tests.engine.memory_engine import MemoryEngine, MemoryIndex, MemoryWriter


def test_an_engine_without_vectors_is_refused():
    """As one on a server; a search without them works."""
    engine = MemoryEngine([Article("a", "a", "a flood in Tosk")])
    query = parse_query("flood").tree
    assert search(engine, ParsedRequest("", query), SearchOptions(), Shown()).total == 1
    with pytest.raises(UsageError, match="an index on a server has no vectors"):
        search(engine, ParsedRequest("", query), SearchOptions(meaning=True), Shown())


def test_a_writer_without_vectors_refuses_a_model():
    """And makes none."""
    with MemoryWriter(MemoryIndex()) as writer:
        with pytest.raises(UsageError, match="an index on a server has no vectors"):
            writer.choose_meaning(Meaning("0" * 16, 4, "/models/tiny"))
        assert writer.count_without_vector() == 0


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("flood in Tosk", "flood in Tosk"),
        ('"flood wave" -drone =Tosk', "flood wave Tosk"),
        ("(car OR vehicle) author:lee date:2020", "car vehicle"),
        ("title:(flood W/5 road)", "flood road"),
        ("author:lee", ""),
    ],
)
def test_the_words_of_a_query_with_operators(query, words):
    """What is left out is not meant, and neither is a name in a byline."""
    assert " ".join(sought_texts(parse_query(query).tree)) == words
