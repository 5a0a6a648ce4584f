"""Segments are built one after the other, of as many articles as memory allows."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.segment.builder import SegmentBuilder
from newsgrep.engine.segment.checks import segment_faults
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.reader import SegmentReader

ARTICLES = [
    Article(f"k{i}", "p", f"words {i} of “article” {i * 37}\n\nand more é", title=f"T {i}") for i in range(40)
]
DATA = [article.encode() for article in ARTICLES]


def built(folder: Path, size: int) -> list[SegmentInfo]:
    """Build segments of all articles, a few at a time."""
    builder = SegmentBuilder(folder / "MAIN_a", "english")
    records = [record for start in range(0, 40, 7) for record in builder.add(DATA[start : start + 7], size)]
    return records + builder.finish()


def stored(folder: Path, records: list[SegmentInfo]) -> list[Article]:
    """Return the articles of some segments, checking that each is whole and finds its keys and words."""
    found = []
    for record in records:
        reader = SegmentReader(folder / record.name)
        assert reader.document_count == record.doccount
        assert list(segment_faults(reader)) == []
        assert reader.document_frequency(reader.find_term(b"word")) == record.doccount
        articles = [reader.article(i) for i in range(record.doccount)]
        assert [reader.document_of_key(one.key) for one in articles] == list(range(record.doccount))
        found += articles
    return found


@pytest.mark.parametrize(("size", "least", "most"), [(0, 40, 40), (1_500, 3, 20), (10**9, 1, 1)])
def test_a_segment_ends_when_it_is_large_enough(tmp_path, size, least, most):
    """The segments hold all articles in their order, each in so much memory at most."""
    records = built(tmp_path, size)
    assert least <= len(records) <= most
    assert len({record.name for record in records}) == len(records)
    assert stored(tmp_path, records) == ARTICLES


def test_a_full_vocabulary_ends_a_segment(tmp_path, monkeypatch):
    """What is remembered of chunks is bounded too; the next segment begins with a new vocabulary."""
    monkeypatch.setattr("newsgrep.engine.segment.inverter._WINDOW", 1)
    monkeypatch.setattr("newsgrep.engine.segment.builder._LARGEST_VOCABULARY", 6_000)
    records = built(tmp_path, 10**9)
    assert 2 < len(records) < 30
    assert stored(tmp_path, records) == ARTICLES


def test_a_small_segment_has_a_small_vocabulary(tmp_path, monkeypatch):
    """Both take their part of the same memory."""
    monkeypatch.setattr("newsgrep.engine.segment.inverter._WINDOW", 1)
    monkeypatch.setattr("newsgrep.engine.segment.builder._SMALLEST_VOCABULARY", 6_000)
    assert len(built(tmp_path, 100_000)) == 1
    (tmp_path / "small").mkdir()
    assert 2 < len(built(tmp_path / "small", 7_500)) < 40


def test_a_forgotten_vocabulary_is_freed_at_once(tmp_path):
    """Its memory does not wait for the garbage collector, which seldom comes by."""
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    builder.add(DATA, 10**9)
    builder.finish()
    forgotten = weakref.ref(builder._vocabulary)
    gc.disable()
    try:
        builder.forget()
        assert forgotten() is None
    finally:
        gc.enable()


def test_nothing_makes_no_segment(tmp_path):
    """A builder that was given no articles writes no file."""
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    assert builder.add([], 100) + builder.finish() == []
    builder.abandon()
    assert not list(tmp_path.iterdir())


def test_what_is_abandoned_is_deleted(tmp_path):
    """The segment that was begun goes; those that were finished stay."""
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    builder.add(DATA[:5], 10**9)
    builder.finish()
    before = set(tmp_path.iterdir())
    builder.add(DATA[5:], 10**9)
    assert set(tmp_path.iterdir()) > before
    builder.abandon()
    assert set(tmp_path.iterdir()) == before
