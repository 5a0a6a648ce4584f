"""What is streamed is not kept, and is never taken for what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import newsgrep


@pytest.fixture
def index(tmp_path: Path) -> Iterator[newsgrep.Index]:
    """Three articles, each with a quotation."""
    with newsgrep.open_index(tmp_path / ".newsgrep") as opened:
        with opened.writer() as writer:
            for day in (1, 2, 3):
                body = "“Ganja is quiet today again,” they said."
                writer.add(newsgrep.Article(f"{day}", body=f"{body} {day}", date=f"2020-10-0{day}"))
        yield opened


def test_hits_behind_those_that_were_streamed_keep_their_places(index: newsgrep.Index) -> None:
    """What one stream has left is not taken for the first hits, nor for those of another stream."""
    results = index.search("ganja", sort="date", limit=None)
    stream = results.stream()
    assert next(stream).rank == 1
    for again in (lambda: results[0], lambda: results[2], lambda: next(results.stream())):
        with pytest.raises(newsgrep.UsageError, match="the hits were streamed"):
            again()
    assert [hit.rank for hit in stream] == [2, 3]


@pytest.mark.parametrize("method", ["concordance", "quotations"])
def test_lines_of_which_some_were_streamed_are_not_read_again(index: newsgrep.Index, method: str) -> None:
    """The rest of a stream would pass for all lines."""
    found = getattr(index, method)("ganja")
    stream = found.stream()
    assert next(stream).key == "1"
    for again in (lambda: found.lines, lambda: next(found.stream())):
        with pytest.raises(newsgrep.UsageError, match="the lines were streamed"):
            again()
    assert [line.key for line in stream] == ["2", "3"]
