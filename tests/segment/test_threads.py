"""Work in threads: the next item made ahead, files closed at the same time."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from newsgrep.article import Article
from newsgrep.engine.segment.builder import SegmentBuilder
from newsgrep.engine.segment.prefetch import prefetch
from newsgrep.engine.segment.reader import FILES

ARTICLES = [Article(f"k{i}", "p", f"{i} " + "word " * (i * 53 % 1500)) for i in range(9)]


def test_items_come_in_order():
    """All of them, also those that are false."""
    assert list(prefetch(iter([0, None, 2, ""]))) == [0, None, 2, ""]
    assert list(prefetch(())) == []


def test_one_item_is_made_ahead_and_no_more():
    """While an item is used, the next is made; after the consumer stops, none is."""
    made = []

    def items() -> Iterator[int]:
        for number in range(10):
            made.append(number)
            yield number

    ahead = prefetch(items())
    assert [next(ahead), next(ahead)] == [0, 1]
    ahead.close()
    assert made == [0, 1, 2]


def test_an_error_in_making_an_item_is_raised_in_its_place():
    """After the items before it."""
    ahead = prefetch(1 // (2 - number) for number in range(4))
    assert [next(ahead), next(ahead)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        next(ahead)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_file_that_does_not_reach_the_disk_is_reported(tmp_path, monkeypatch, number):
    """Whichever of the files it is; no file of the segment is left then."""
    calls = iter(range(len(FILES)))
    fsync = os.fsync

    def failing(descriptor: int) -> None:
        if next(calls) == number:
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    builder.add([article.encode() for article in ARTICLES], 10**9)
    with pytest.raises(OSError, match="No space"):
        builder.finish()
    builder.abandon()
    assert not list(tmp_path.iterdir())
