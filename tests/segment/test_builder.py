"""Segments are built one after the other, each of as many articles as the memory allows."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.segment.builder import SegmentBuilder
from newsgrep.engine.segment.checks import check_segment
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.tuning import SegmentTuning

ARTICLES = [
    Article(f"k{i}", "p", f"words {i} of “article” {i * 37}\n\nand more é", title=f"T {i}") for i in range(40)
]
DATA = [article.encode() for article in ARTICLES]


def built(folder: Path, size: int, **tuning: int) -> list[SegmentInfo]:
    """Build segments of all articles, a few at a time."""
    builder = SegmentBuilder(folder / "MAIN_a", "english", SegmentTuning(**tuning))
    infos = [info for start in range(0, 40, 7) for info in builder.add(DATA[start : start + 7], size)]
    return infos + builder.finish()


def stored(folder: Path, infos: list[SegmentInfo]) -> list[Article]:
    """Return the articles of some segments, checking that each is whole and finds its keys and words."""
    stored = []
    for info in infos:
        reader = SegmentReader(folder / info.name)
        assert reader.document_count == info.doccount
        assert list(check_segment(reader)) == []
        assert reader.document_frequency(reader.find_term(b"word")) == info.doccount
        articles = [reader.article(i) for i in range(info.doccount)]
        assert [reader.document_of_key(one.key) for one in articles] == list(range(info.doccount))
        stored += articles
    return stored


@pytest.mark.parametrize(("size", "least", "most"), [(0, 40, 40), (1_500, 3, 20), (10**9, 1, 1)])
def test_a_segment_ends_when_it_is_large_enough(tmp_path, size, least, most):
    """The segments hold all articles in order, and each takes about the memory allowed."""
    infos = built(tmp_path, size)
    assert least <= len(infos) <= most
    assert len({info.name for info in infos}) == len(infos)
    assert stored(tmp_path, infos) == ARTICLES


def test_a_full_vocabulary_ends_a_segment(tmp_path):
    """The memory of raw tokens is bounded, too; the next segment begins with an empty vocabulary."""
    infos = built(tmp_path, 10**9, window_bytes=1, max_vocabulary_bytes=6_000)
    assert 2 < len(infos) < 30
    assert stored(tmp_path, infos) == ARTICLES


def test_a_small_segment_has_a_small_vocabulary(tmp_path):
    """The limit of the vocabulary follows that of the segment."""
    tuning = {"window_bytes": 1, "min_vocabulary_bytes": 6_000}
    assert len(built(tmp_path, 100_000, **tuning)) == 1
    (tmp_path / "small").mkdir()
    assert 2 < len(built(tmp_path / "small", 7_500, **tuning)) < 40


def test_a_cleared_vocabulary_is_freed_at_once(tmp_path):
    """Its memory does not wait for the garbage collector: it is part of no reference cycle."""

    def vocabularies() -> int:
        return sum(isinstance(one, Vocabulary) for one in gc.get_objects())

    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    builder.add(DATA, 10**9)
    builder.finish()
    before = vocabularies()
    gc.disable()
    try:
        builder.clear_vocabulary()
        assert vocabularies() == before, "the old one is gone, and there is a new one"
    finally:
        gc.enable()


def test_no_articles_make_no_segment(tmp_path):
    """A builder without articles writes no file."""
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    assert builder.add([], 100) + builder.finish() == []
    builder.abandon()
    assert not list(tmp_path.iterdir())


def test_an_abandoned_segment_is_deleted(tmp_path):
    """The segment that was begun goes; those that were finished stay."""
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    builder.add(DATA[:5], 10**9)
    builder.finish()
    before = set(tmp_path.iterdir())
    builder.add(DATA[5:], 10**9)
    assert set(tmp_path.iterdir()) > before
    builder.abandon()
    assert set(tmp_path.iterdir()) == before
