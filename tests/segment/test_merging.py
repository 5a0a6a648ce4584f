"""Merged segments are the segment that their articles would have made at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article, encoded_article_of
from newsgrep.engine.segment.checks import segment_faults
from newsgrep.engine.segment.inverter import Inverter
from newsgrep.engine.segment.merger import Part, merge_segments
from newsgrep.engine.segment.reader import FILES, SegmentReader
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.engine.segment.writer import write_segment

VOCABULARY = Vocabulary(Analyzer("english"))

words = st.sampled_from(
    ["city", "cities", "City’s", "run", "runs", "ran", "北", "é", "z" * 200, "the", "U.S.", "—"]
)
prose = st.lists(words, max_size=12).map(" ".join)
contents = st.tuples(
    prose, prose, st.lists(prose, max_size=2).map(tuple), st.sampled_from(["", "2020-10-30"])
)
#: Segments as lists of (what is in an article, whether it is kept).
archives = st.lists(
    st.lists(st.tuples(contents, st.booleans()), min_size=1, max_size=6), min_size=1, max_size=5
)

SAME = [suffix for suffix in FILES if suffix != ".art"]


def written(stem: Path, articles: list[Article]) -> SegmentReader:
    """Write articles as a segment."""
    inverter = Inverter(VOCABULARY)
    for one in articles:
        inverter.add(encoded_article_of(one.encode()))
    write_segment(stem, articles, *inverter.invert())
    return SegmentReader(stem)


def contents_of(stem: Path) -> dict[str, bytes]:
    """Return the files of a segment that do not depend on how articles were put into blocks."""
    return {suffix: stem.with_name(stem.name + suffix).read_bytes() for suffix in SAME}


def assert_merged(folder: Path, segments: list[list[tuple[Article, bool]]], stretch: int) -> None:
    """Check that merging gives what indexing the kept articles at once gives."""
    parts = []
    for number, segment in enumerate(segments):
        reader = written(folder / f"part{number}", [article for article, _ in segment])
        kept = np.array([keep for _, keep in segment])
        parts.append(Part(reader, None if kept.all() else kept))
    merge_segments(parts, folder / "merged", stretch)
    left = [article for segment in segments for article, keep in segment if keep]
    at_once = written(folder / "at_once", left)
    merged = SegmentReader(folder / "merged")
    assert contents_of(folder / "merged") == contents_of(folder / "at_once")
    assert [merged.article(i) for i in range(merged.document_count)] == left
    assert [merged.document_of_key(article.key) for article in left] == list(range(len(left)))
    assert merged.document_keys().tolist() == at_once.document_keys().tolist()
    assert list(segment_faults(merged)) == []


def named(drawn: list) -> list[list[tuple[Article, bool]]]:
    """Give each article a key of its own."""
    return [
        [
            (Article(f"{s}/{a}", f"{s}", body, title, "headline", authors, date), keep)
            for a, ((body, title, authors, date), keep) in enumerate(segment)
        ]
        for s, segment in enumerate(drawn)
    ]


@settings(max_examples=35, deadline=None)
@given(archives, st.integers(1, 60))
@example([[(("city", "", (), ""), True)], [(("", "", (), ""), True)]], 1)
@example([[(("city", "", (), ""), False)], [(("cities", "", (), ""), True)]], 1)
@example([[(("", "", (), ""), False), (("a", "", (), ""), True)], [(("", "", (), ""), True)]], 5)
def test_merging_is_indexing_at_once(tmp_path_factory, drawn, stretch):
    """All files but the articles' have the same bytes, and the articles are the same, whatever is deleted."""
    segments = named(drawn)
    if any(keep for segment in segments for _, keep in segment):
        assert_merged(tmp_path_factory.mktemp("merge"), segments, stretch)


@settings(max_examples=15, deadline=None)
@given(archives, st.integers(1, 60), st.integers(1, 60))
def test_merging_in_steps_is_merging_at_once(tmp_path_factory, drawn, stretch, other_stretch):
    """Segments merged two by two make what all of them make together."""
    folder = tmp_path_factory.mktemp("merge")
    segments = [[article for article, _ in segment] for segment in named(drawn)]
    readers = [written(folder / f"part{i}", segment) for i, segment in enumerate(segments)]
    merge_segments([Part(reader) for reader in readers], folder / "merged", stretch)
    stem = folder / "part0"
    for i, reader in enumerate(readers[1:]):
        merge_segments([Part(SegmentReader(stem)), Part(reader)], folder / f"step{i}", other_stretch)
        stem = folder / f"step{i}"
    assert contents_of(stem) == contents_of(folder / "merged")


@pytest.mark.parametrize("stretch", [1, 1000, 10**9])
def test_large_numbers_survive(tmp_path, stretch):
    """Counts, places and gaps that are stored aside or wide are merged right, with others deleted."""
    long = "word " * 66_000 + "end"
    segments = [
        [(Article("a", "a", long, "word"), True), (Article("b", "b", "end word " * 300), False)],
        [(Article(f"c{i}", "c", "end" if i in (0, 299) else "filler"), i != 7) for i in range(300)],
        [(Article("d", "d", long), True)],
    ]
    assert_merged(tmp_path, segments, stretch)


def test_a_hollow_segment_is_rewritten(tmp_path):
    """One segment may be merged by itself, for what is deleted in it."""
    segments = [[(Article(f"{i}", "p", f"word w{i % 50}"), i % 3 == 0) for i in range(200)]]
    assert_merged(tmp_path, segments, 10)


def test_articles_of_many_blocks(tmp_path):
    """Whole blocks are copied, those with deleted articles are made anew; every article reads as it was."""
    segments = [
        [
            (Article(f"{s}/{i}", "p", f"{s} {i} " + "text " * (i * 97 % 3000)), s != 1 or i % 4 != 0)
            for i in range(25)
        ]
        for s in range(3)
    ]
    assert_merged(tmp_path, segments, 1000)


def test_a_merge_that_fails_leaves_no_files(tmp_path, monkeypatch):
    """What a merge had written is deleted when it cannot go on."""
    reader = written(tmp_path / "part", [Article("a", "a", "text")])
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(SegmentReader, "decode_terms", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge_segments([Part(reader), Part(reader)], tmp_path / "merged")
    assert set(tmp_path.iterdir()) == before
