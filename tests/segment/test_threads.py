"""Work in threads: files are closed at the same time."""

from __future__ import annotations

import os

import pytest

from newsgrep.article import Article
from newsgrep.engine.segment.builder import SegmentBuilder
from newsgrep.engine.segment.reader import FILES

ARTICLES = [Article(f"k{i}", "p", f"{i} " + "word " * (i * 53 % 1500)) for i in range(9)]


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
