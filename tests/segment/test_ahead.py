"""Work in threads: the next part made ahead, blocks compressed together, files closed side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from newsgrep.article import Article
from newsgrep.engine.segment.builder import SegmentBuilder
from newsgrep.engine.segment.checks import segment_faults
from newsgrep.engine.segment.merger import Part, merge_segments
from newsgrep.engine.segment.prefetch import prefetch
from newsgrep.engine.segment.reader import FILES, SegmentReader

ARTICLES = [Article(f"k{i}", "p", f"{i} " + "word " * (i * 53 % 1500)) for i in range(90)]


def built(stem, articles) -> SegmentReader:
    """Build a segment and open it."""
    builder = SegmentBuilder(stem, "english")
    builder.add([article.encode() for article in articles], 10**9)
    (record,) = builder.finish()
    return SegmentReader(stem.with_name(record.name))


def test_items_come_in_their_order():
    """All of them, among them those that are false."""
    assert list(prefetch(iter([0, None, 2, ""]))) == [0, None, 2, ""]
    assert list(prefetch(())) == []


def test_one_item_is_made_ahead_and_no_more():
    """While an item is used, the next is made; when nobody wants more, none is."""
    made = []

    def items() -> Iterator[int]:
        for number in range(10):
            made.append(number)
            yield number

    ahead = prefetch(items())
    assert [next(ahead), next(ahead)] == [0, 1]
    ahead.close()
    assert made == [0, 1, 2]


def test_what_goes_wrong_ahead_is_raised_in_its_place():
    """The items before it come first."""
    ahead = prefetch(1 // (2 - number) for number in range(4))
    assert [next(ahead), next(ahead)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        next(ahead)


@pytest.mark.parametrize("together", [1, 30_000, 10**9])
def test_blocks_that_are_compressed_together_keep_their_order(tmp_path, monkeypatch, together):
    """Articles read as they were, in new segments and in merged ones, however many blocks are one task."""
    monkeypatch.setattr("newsgrep.engine.segment.stored_fields._TOGETHER", together)
    readers = [built(tmp_path / f"MAIN_{n}", ARTICLES[n * 30 : n * 30 + 30]) for n in range(3)]
    parts = [Part(reader) for reader in readers]
    parts[1] = Part(readers[1], readers[1].columns["day"][:] == 0)  # all, but each by itself
    merge_segments(parts, tmp_path / "MAIN_m")
    merged = SegmentReader(tmp_path / "MAIN_m")
    assert [merged.article(i) for i in range(90)] == ARTICLES
    assert not list(segment_faults(merged))


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_file_that_does_not_reach_the_disk_is_told(tmp_path, monkeypatch, number):
    """Whichever of the files it is; nothing of the segment is left then."""
    calls = iter(range(len(FILES)))
    fsync = os.fsync

    def failing(descriptor: int) -> None:
        if next(calls) == number:
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    builder.add([article.encode() for article in ARTICLES[:9]], 10**9)
    with pytest.raises(OSError, match="No space"):
        builder.finish()
    builder.abandon()
    assert not list(tmp_path.iterdir())
