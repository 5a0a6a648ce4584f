"""The writer of the engine in memory keeps the contract of the boundary."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.errors import IndexLockedError
from newsgrep.query.nodes import MatchAll, Word
from tests.engine.memory_engine import MemoryIndex


@pytest.fixture
def index() -> MemoryIndex:
    """An index of one article."""
    index = MemoryIndex()
    with index.writer() as writer:
        writer.add(Article("k", "p", "a city"))
        writer.commit()
    return index


def test_a_change_that_is_not_committed_is_discarded(index):
    """Nothing is added or deleted, and the generation stays."""
    with index.writer() as writer:
        writer.delete("k")
        writer.add(Article("l", "p", "a town"))
    engine = index.engine()
    assert (engine.generation, engine.count(MatchAll()), engine.count(Word("city"))) == (0, 1, 1)


def test_an_engine_shows_the_index_as_it_was_when_it_was_opened(index):
    """A later commit is seen by engines that are opened later."""
    before = index.engine()
    with index.writer() as writer:
        writer.delete("k")
        writer.add(Article("k", "p", "a town"))
        writer.commit()
    assert writer.generation == index.engine().generation == 1
    assert (before.count(Word("city")), before.count(Word("town"))) == (1, 0)
    assert (index.engine().count(Word("city")), index.engine().count(Word("town"))) == (0, 1)


def test_an_encoded_article_is_added_as_the_article(index):
    """An engine that stores articles otherwise decodes it."""
    with index.writer() as writer:
        writer.add_encoded(Article("l", "p", "a town").data)
        writer.commit()
    assert index.engine().get("l") == Article("l", "p", "a town")


def test_a_key_is_used_once(index):
    """A second article with the key of another is an error, unless the other is deleted first."""
    with index.writer() as writer, pytest.raises(ValueError, match="an article k already"):
        writer.add(Article("k", "p", "a town"))


def test_there_is_one_writer_at_a_time(index):
    """Until it is closed."""
    with index.writer(), pytest.raises(IndexLockedError):
        index.writer()
    with index.writer():
        pass
