"""Segments of articles, written and opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.segment.inverter import Lengths, PostingsBatch
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter
from newsgrep.engine.segment.writer import SegmentWriter

#: Writes a segment of articles with their postings and lengths, and perhaps optional columns, and opens it.
WriteSegment = Callable[..., SegmentReader]


def write_segment(
    stem: Path,
    articles: Iterable[Article],
    postings: Iterable[PostingsBatch],
    lengths: Lengths,
    columns: Mapping[str, Array] | None = None,
) -> SegmentReader:
    """Write a segment of some articles, and open it."""
    writer = SegmentWriter(stem)
    try:
        writer.add([article.encode() for article in articles])
        writer.finish(postings, lengths, columns)
    except BaseException:
        writer.abandon()
        raise
    return SegmentReader(stem)


def replace_section(file: Path, name: str, values: Array | None, dtype: str) -> None:
    """Write the sections of a file anew, with one of them replaced, added, or left out (None)."""
    reader = SectionReader(file)
    sections = {one: reader.read(one) for one in reader.names()}
    writer = SectionWriter(file.with_suffix(".new"))
    for one, known in sections.items():
        if one != name:
            writer.add(one, known, known.dtype.str)
    if values is not None:
        writer.add(name, values, dtype)
    writer.close()
    writer.path.rename(file)


@pytest.fixture(scope="session", name="write_segment")
def _write_segment() -> WriteSegment:
    return write_segment


@pytest.fixture(scope="session", name="replace_section")
def _replace_section() -> Callable[..., None]:
    return replace_section
