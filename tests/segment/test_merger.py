"""A merged segment equals the segment that its articles make when they are indexed at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.encoded_article import encoded_article_of
from newsgrep.engine.segment.checks import check_segment
from newsgrep.engine.segment.inverter import Inverter
from newsgrep.engine.segment.merger import MergeInput, merge_segments
from newsgrep.engine.segment.reader import FILES, SegmentReader
from newsgrep.engine.segment.vocabulary import Vocabulary

VOCABULARY = Vocabulary(Analyzer("english"))

words = st.sampled_from(
    ["city", "cities", "City’s", "run", "runs", "ran", "北", "é", "z" * 200, "the", "U.S.", "—"]
)
prose = st.lists(words, max_size=12).map(" ".join)
contents = st.tuples(
    prose, prose, st.lists(prose, max_size=2).map(tuple), st.sampled_from(["", "2020-10-30"])
)
#: Segments as lists of (contents of an article, whether it is live).
archives = st.lists(
    st.lists(st.tuples(contents, st.booleans()), min_size=1, max_size=6), min_size=1, max_size=5
)

SAME = [suffix for suffix in FILES if suffix != ".art"]


@pytest.fixture(scope="session", name="written")
def _written(write_segment) -> Callable[[Path, list[Article]], SegmentReader]:
    """Write articles as a segment, and open it."""

    def written(stem: Path, articles: list[Article]) -> SegmentReader:
        inverter = Inverter(VOCABULARY)
        for one in articles:
            inverter.add(encoded_article_of(one.encode()))
        return write_segment(stem, articles, *inverter.invert())

    return written


def contents_of(stem: Path) -> dict[str, bytes]:
    """Return the files of a segment that do not depend on the blocks of stored fields."""
    return {suffix: stem.with_name(stem.name + suffix).read_bytes() for suffix in SAME}


@pytest.fixture(scope="session", name="assert_merged")
def _assert_merged(written) -> Callable[[Path, list[list[tuple[Article, bool]]], int], None]:
    """Merge segments, and check that the result is that of indexing the live articles at once."""
    return partial(assert_merged, written)


def assert_merged(
    written: Callable[[Path, list[Article]], SegmentReader],
    folder: Path,
    segments: list[list[tuple[Article, bool]]],
    max_occurrences: int,
) -> None:
    """Do what the fixture says."""
    inputs = []
    for number, segment in enumerate(segments):
        reader = written(folder / f"input{number}", [article for article, _ in segment])
        live = np.array([is_live for _, is_live in segment])
        inputs.append(MergeInput(reader, None if live.all() else live))
    merge_segments(inputs, folder / "merged", max_occurrences)
    left = [article for segment in segments for article, is_live in segment if is_live]
    other = folder / "other"
    other.mkdir()
    at_once = written(other / "merged", left)
    merged = SegmentReader(folder / "merged")
    assert contents_of(folder / "merged") == contents_of(other / "merged")
    assert [merged.article(i) for i in range(merged.document_count)] == left
    assert [merged.document_of_key(article.key) for article in left] == list(range(len(left)))
    assert merged.keys.hashes().tolist() == at_once.keys.hashes().tolist()
    assert list(check_segment(merged)) == []


def named(drawn: list) -> list[list[tuple[Article, bool]]]:
    """Give each article a key of its own."""
    return [
        [
            (Article(f"{s}/{a}", f"{s}", body, title, "headline", authors, date), is_live)
            for a, ((body, title, authors, date), is_live) in enumerate(segment)
        ]
        for s, segment in enumerate(drawn)
    ]


@settings(max_examples=35, deadline=None)
@given(archives, st.integers(1, 60))
@example([[(("city", "", (), ""), True)], [(("", "", (), ""), True)]], 1)
@example([[(("city", "", (), ""), False)], [(("cities", "", (), ""), True)]], 1)
@example([[(("", "", (), ""), False), (("a", "", (), ""), True)], [(("", "", (), ""), True)]], 5)
def test_merging_is_indexing_at_once(tmp_path_factory, assert_merged, drawn, max_occurrences):
    """All files but the stored fields have the same bytes, whatever is deleted; so do the articles read."""
    segments = named(drawn)
    if any(is_live for segment in segments for _, is_live in segment):
        assert_merged(tmp_path_factory.mktemp("merge"), segments, max_occurrences)


@settings(max_examples=15, deadline=None)
@given(archives, st.integers(1, 60), st.integers(1, 60))
def test_merging_in_steps_is_merging_at_once(tmp_path_factory, written, drawn, max_occurrences, others):
    """Segments merged one after the other make the same segment as all of them together."""
    folder = tmp_path_factory.mktemp("merge")
    segments = [[article for article, _ in segment] for segment in named(drawn)]
    stems = [folder / "first" / "merged", *(folder / f"input{i}" for i in range(1, len(segments)))]
    stems[0].parent.mkdir()
    readers = [written(stem, segment) for stem, segment in zip(stems, segments, strict=True)]
    merge_segments([MergeInput(reader) for reader in readers], folder / "merged", max_occurrences)
    stem = stems[0]
    for i, reader in enumerate(readers[1:]):
        step = folder / f"step{i}" / "merged"
        step.parent.mkdir()
        merge_segments([MergeInput(SegmentReader(stem)), MergeInput(reader)], step, others)
        stem = step
    assert contents_of(stem) == contents_of(folder / "merged")


@pytest.mark.parametrize("max_occurrences", [1, 1000, 10**9])
def test_large_numbers_survive(tmp_path, assert_merged, max_occurrences):
    """Counts, positions and gaps that are patched or wide are merged right, next to deleted articles."""
    long = "word " * 66_000 + "end"
    segments = [
        [(Article("a", "a", long, "word"), True), (Article("b", "b", "end word " * 300), False)],
        [(Article(f"c{i}", "c", "end" if i in (0, 299) else "filler"), i != 7) for i in range(300)],
        [(Article("d", "d", long), True)],
    ]
    assert_merged(tmp_path, segments, max_occurrences)


def test_a_mostly_deleted_segment_is_rewritten(tmp_path, assert_merged):
    """One segment is merged by itself, to drop its deleted articles."""
    segments = [[(Article(f"{i}", "p", f"word w{i % 50}"), i % 3 == 0) for i in range(200)]]
    assert_merged(tmp_path, segments, 10)


def test_articles_of_many_blocks(tmp_path, assert_merged):
    """Blocks are copied, or made anew for a segment with deleted articles; every article reads as it was."""
    segments = [
        [
            (Article(f"{s}/{i}", "p", f"{s} {i} " + "text " * (i * 97 % 3000)), s != 1 or i % 4 != 0)
            for i in range(25)
        ]
        for s in range(3)
    ]
    assert_merged(tmp_path, segments, 1000)


def test_a_merge_that_fails_leaves_no_files(tmp_path, written, monkeypatch):
    """The files of a merge are deleted when it cannot go on."""
    reader = written(tmp_path / "input", [Article("a", "a", "text")])
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(SegmentReader, "decode_terms", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge_segments([MergeInput(reader), MergeInput(reader)], tmp_path / "merged")
    assert set(tmp_path.iterdir()) == before
