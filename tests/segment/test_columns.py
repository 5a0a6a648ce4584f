"""Columns are named; required ones are in every segment, and optional ones wherever they are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.encoded_article import encoded_article_of
from newsgrep.engine.segment.checks import check_segment
from newsgrep.engine.segment.columns import OPTIONAL, REQUIRED
from newsgrep.engine.segment.inverter import Inverter
from newsgrep.engine.segment.merger import MergeInput, merge_segments
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.engine.segment.writer import SegmentWriter
from newsgrep.errors import IndexDamagedError

VOCABULARY = Vocabulary(Analyzer("english"))
ARTICLES = [Article(f"k{i}", "p", f"word w{i}", date="2020-10-30") for i in range(5)]

MINUTES = np.array([0, 59, 720, 1439, 600], np.uint16)
VECTORS = np.arange(15, dtype=np.float32).reshape(5, 3) / 4


@pytest.fixture(scope="session", name="written")
def _written(write_segment) -> Callable[..., SegmentReader]:
    """Write the articles as a segment with optional columns, and open it."""

    def written(
        stem: Path, columns: Mapping[str, Array], articles: list[Article] = ARTICLES
    ) -> SegmentReader:
        inverter = Inverter(VOCABULARY)
        for one in articles:
            inverter.add(encoded_article_of(one.encode()))
        return write_segment(stem, articles, *inverter.invert(), columns)

    return written


def merged(folder: Path, *inputs: MergeInput) -> SegmentReader:
    """Merge segments, check the result, and open it."""
    merge_segments(inputs, folder / "merged")
    reader = SegmentReader(folder / "merged")
    assert list(check_segment(reader)) == []
    return reader


def test_an_optional_column_reads_as_it_was_written(tmp_path, written):
    """With its own type, one or several values for each document; nothing else of the segment changes."""
    reader = written(tmp_path / "MAIN_a", {"minute": MINUTES, "vector": VECTORS})
    assert {*reader.columns} == {*REQUIRED, *OPTIONAL, "minute", "vector"}
    assert reader.columns["minute"].dtype == np.uint16
    assert reader.columns.rows("minute").tolist() == MINUTES.tolist()
    assert reader.columns.rows("vector").tolist() == VECTORS.tolist()
    assert reader.columns["vector"][3:6].tolist() == VECTORS[1].tolist()
    assert reader.columns["day"][:].tolist() == [20201030] * 5
    assert reader.find_term(b"word") >= 0
    assert list(check_segment(reader)) == []


def test_a_segment_that_lacks_an_optional_column_answers_the_rest(tmp_path, written):
    """The column is None; asking for it by index is a KeyError."""
    reader = written(tmp_path / "MAIN_a", {})
    assert {*reader.columns} == {*REQUIRED, *OPTIONAL}
    assert reader.columns.get("minute") is None
    assert "minute" not in reader.columns
    with pytest.raises(KeyError):
        reader.columns["minute"]
    assert reader.documents(reader.find_term(b"word")).tolist() == [0, 1, 2, 3, 4]


def test_a_column_of_a_later_version_is_kept(tmp_path, written):
    """A merge carries over a column that it knows nothing about, without the deleted documents."""
    columns = {"minute": MINUTES, "vector": VECTORS}
    one, two = (written(tmp_path / name, columns) for name in "ab")
    live = np.array([True, False, True, True, False])
    reader = merged(tmp_path, MergeInput(one), MergeInput(two, live))
    assert reader.columns.rows("minute").tolist() == [*MINUTES.tolist(), *MINUTES[live].tolist()]
    assert reader.columns.rows("vector").tolist() == [*VECTORS.tolist(), *VECTORS[live].tolist()]


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"minute": MINUTES.astype(np.uint32), "vector": VECTORS},
        {"minute": np.stack([MINUTES] * 2, axis=1), "vector": VECTORS},
    ],
    ids=["lacks it", "another type", "another width"],
)
def test_a_column_that_not_all_inputs_have_is_dropped(tmp_path, written, other):
    """In either order; the required columns stay, and so does an optional one that all inputs have."""
    one = written(tmp_path / "a", {"minute": MINUTES, "vector": VECTORS})
    two = written(tmp_path / "b", other)
    for inputs in ([one, two], [two, one]):
        reader = merged(tmp_path, *map(MergeInput, inputs))
        assert {*reader.columns} == {*REQUIRED, *OPTIONAL, *other} - {"minute"}
        assert reader.document_count == 10
        assert reader.columns["day"][:].tolist() == [20201030] * 10


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=4))
def test_merging_keeps_a_column_if_and_only_if_all_inputs_have_it(tmp_path_factory, written, drawn):
    """Whatever number of segments there is."""
    folder = tmp_path_factory.mktemp("columns")
    readers = [
        written(folder / f"input{i}", {"minute": MINUTES[:count]} if has_it else {}, ARTICLES[:count])
        for i, (count, has_it) in enumerate(drawn)
    ]
    column = merged(folder, *map(MergeInput, readers)).columns.get("minute")
    if all(has_it for _, has_it in drawn):
        assert column is not None
        assert column[:].tolist() == [value for count, _ in drawn for value in MINUTES[:count].tolist()]
    else:
        assert column is None


@pytest.mark.parametrize("name", REQUIRED)
def test_a_segment_without_a_required_column_is_damaged(tmp_path, written, replace_section, name):
    """It is not opened."""
    written(tmp_path / "MAIN_a", {})
    replace_section(tmp_path / "MAIN_a.col", f"column.{name}", None, "")
    with pytest.raises(IndexDamagedError, match=f"has no column {name}"):
        SegmentReader(tmp_path / "MAIN_a")


def test_a_column_of_another_number_of_documents_is_not_written(tmp_path, written):
    """The segment is not completed."""
    with pytest.raises(ValueError, match="different numbers of documents"):
        written(tmp_path / "MAIN_a", {"minute": MINUTES[:4]})
    assert not list(tmp_path.iterdir())


def test_a_segment_is_not_written_without_a_required_column(tmp_path):
    """Whatever else there is."""
    writer = SegmentWriter(tmp_path / "MAIN_a")
    with pytest.raises(ValueError, match="the column body_length is missing"):
        writer.write_columns({"minute": MINUTES}, np.zeros(5, np.uint64))
    writer.abandon()


def test_a_column_of_the_wrong_length_is_reported(tmp_path, written, replace_section):
    """By a check of the segment."""
    written(tmp_path / "MAIN_a", {"minute": MINUTES})
    replace_section(tmp_path / "MAIN_a.col", "column.minute", MINUTES[:4], "<u2")
    (problem,) = check_segment(SegmentReader(tmp_path / "MAIN_a"))
    assert problem.endswith("MAIN_a.col has a column minute of 4 values for 5 documents")


def test_sections_of_a_later_version_are_ignored(tmp_path, written, replace_section):
    """In any file: the rest of the segment reads as it was written."""
    written(tmp_path / "MAIN_a", {})
    for file in list(tmp_path.iterdir()):
        replace_section(file, "of a later version", np.arange(9), "<u4")
    reader = SegmentReader(tmp_path / "MAIN_a")
    assert list(check_segment(reader)) == []
    assert [reader.article(i) for i in range(5)] == ARTICLES
