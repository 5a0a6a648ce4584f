"""Parquet: types of columns, row groups, files in archives, and files that are damaged or hostile."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import sys

import pytest

from newsgrep.article import Article
from newsgrep.remarks import BROKEN_SEQUENCES
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def table(columns: dict[str, object], **how: object) -> bytes:
    """A file of some columns."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, **how)
    return stream.getvalue()


FULL = table(
    {
        "title": ["Talks", "Tea", "Oil"],
        "text": pa.array(["<p>Talks.</p><p>They ended.</p>", "Tea.", "Oil."], pa.large_string()),
        "authors": [["Jane Doe", "John Roe"], [], None],
        "date": pa.array([dt.datetime(2020, 10, 30, 12), None, None], pa.timestamp("ns", tz="UTC")),
        "source": pa.array(["Example", "Example", None]).dictionary_encode(),
        "meta": [{"url": "https://example.org/1"}, None, None],
        "embedding": [[0.5], [0.5], [0.5]],
        "picture": [b"\xff\xd8", b"", None],
    },
    row_group_size=2,
)


def test_rows_of_all_types(read):
    """Texts, lists, times and categories; rows are numbered through all row groups."""
    first, *others = read(FULL, ".parquet")
    assert first == Article(
        key="n/story.parquet#L1",
        path="n/story.parquet",
        title="Talks",
        authors=("Jane Doe", "John Roe"),
        date="2020-10-30T12:00:00Z",
        body="Talks.\n\nThey ended.",
        source="Example",
    )
    assert [(article.title, article.line) for article in others] == [("Tea", 2), ("Oil", 3)]


@pytest.mark.parametrize("kind", [pa.date32(), pa.timestamp("us"), pa.timestamp("ms", tz="Europe/Lisbon")])
def test_dates(read, kind):
    """Days, and times with and without a zone."""
    content = table(
        {"text": ["Talks."], "date": pa.array([dt.datetime(2020, 10, 30)], pa.timestamp("s")).cast(kind)}
    )
    assert read(content, ".parquet")[0].date.startswith("2020-10-30")


def _times(*values: int, kind: object) -> object:
    return pa.array(values, pa.int64()).cast(kind)


@pytest.mark.parametrize(
    ("column", "date_text"),
    [
        (_times(5, kind=pa.time64("ns")), ""),
        (_times(5, kind=pa.duration("ns")), ""),
        ([[{"at": 5}]], ""),
        (_times(2**62, kind=pa.timestamp("us", "UTC")), f"{2**62} timestamp[us, tz=UTC]"),
        (_times(5, kind=pa.timestamp("us", "Nowhere/Town")), "5 timestamp[us, tz=Nowhere/Town]"),
        (_times(2**31 - 1, kind=pa.int32()).cast(pa.date32()), "2147483647 date32[day]"),
    ],
    ids=["time", "duration", "nested", "too late", "unknown zone", "date"],
)
def test_times_that_python_cannot_hold(read, column, date_text):
    """The article is there all the same, and so are those after it."""
    if isinstance(column, list):
        column = pa.array(column).cast(pa.list_(pa.struct([("at", pa.timestamp("ns"))])))
    other = pa.nulls(1, column.type)
    dates = pa.chunked_array([column, other])
    first, second = read(table({"text": ["Talks.", "Tea."], "date": dates}), ".parquet")
    assert (first.body, first.date, first.date_text) == ("Talks.", "", date_text)
    assert second.body == "Tea."


def test_texts_that_are_not_marked_as_such(read):
    """Old writers have bytes; those that are no UTF-8 are no text."""
    good, bad = read(table({"title": [b"Talks", b"Talks"], "text": [b"caf\xc3\xa9", b"\xff"]}), ".parquet")
    assert (good.body, bad.body) == ("café", "")


def test_a_text_with_a_stray_byte_is_kept(with_remarks):
    """With U+FFFD in its place, where a writer marked bytes as text; many of them cost the row."""
    texts = pa.array([b"The dam \xff fell.", b"\xe9t\xe9 \xe0 l'\xe9t\xe9", b"Caf\xc3\xa9."])
    unchecked = pa.StringArray.from_buffers(3, texts.buffers()[1], texts.buffers()[2])
    (first, second, third), remarks = with_remarks(table({"text": unchecked}), ".parquet")
    assert (first.body, second.reason, third.body) == ("The dam \ufffd fell.", "broken UTF-8", "Café.")
    assert remarks == [(BROKEN_SEQUENCES, "UTF-8", 1)]


def test_a_column_whose_name_is_no_text(read):
    """The file is reported as damaged."""
    (bad,) = read(FULL.replace(b"picture", b"p\xefcture"), ".parquet")
    assert bad.reason.startswith("damaged, or not Parquet: ")


def test_a_row_without_text(read):
    """It is reported with its number, and the others are read."""
    results = read(table({"title": ["Talks", None, "Tea"]}), ".parquet")
    assert results[1] == Unreadable("n/story.parquet", "no text", 2)
    assert [results[0].title, results[2].title] == ["Talks", "Tea"]


def test_a_compressed_file(tmp_path, read):
    """It is held in memory, within the limit."""
    from newsgrep.formats.records import parquet
    from newsgrep.read_context import ReadContext

    with gzip.open(io.BytesIO(gzip.compress(FULL))) as stream:
        unseekable = io.BufferedReader(_Unseekable(stream.read()))
        assert len(list(parquet.read(unseekable, ReadContext("a.parquet.gz")))) == 3
    limits = SourceLimits(record_bytes=100)
    with pytest.raises(Exception, match="Parquet file in another file larger than"):
        list(parquet.read(io.BufferedReader(_Unseekable(FULL)), ReadContext("a", limits=limits)))


class _Unseekable(io.RawIOBase):
    """A stream that can only be read forwards."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray) -> int:
        """Fill a buffer."""
        return self._stream.readinto(buffer)


def test_a_file_that_expands_without_end_is_refused(read):
    """Many rows of one value take no space."""
    limits = SourceLimits(expansion_floor=2**20, expansion_ratio=10)
    *articles, bad = read(table({"text": ["x" * 10_000] * 1000}), ".parquet", limits)
    assert bad.reason == "expands too many times: made to fill a disk, not a news archive"
    assert len(articles) < 200


@pytest.mark.parametrize(
    "content", [b"PAR1", b"PAR1" + bytes(100) + b"PAR1", FULL[:-20], FULL[20:], b"x" * 50]
)
def test_a_damaged_file(read, content):
    """It is reported once, with what pyarrow says."""
    (bad,) = read(content, ".parquet")
    assert bad.reason.startswith("damaged, or not Parquet")


def test_an_empty_table(read):
    """It says that it has no rows."""
    assert read(table({"text": []}), ".parquet") == [Unreadable("n/story.parquet", "no rows")]


def test_without_pyarrow(read, monkeypatch):
    """The message names it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (bad,) = read(FULL, ".parquet")
    assert "pyarrow" in bad.reason
