"""Parquet, the tables of data sets: one article per row; aliases.py lists the names of columns.

A file is read by row groups, in batches of a few rows, so that it may be of any size. Columns that hold no
text, such as embeddings, are not read. As the list of columns is at the end of a file, a file that is
compressed or in an archive is held in memory as a whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded, too_large
from newsgrep.clean_text import one_line
from newsgrep.encodings.text_streams import bytes_as_text, mend_record
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: How many rows are decoded at once.
_BATCH = 64


def claims(beginning: str) -> bool:
    """Whether a file begins with the mark of the format."""
    return beginning.startswith("PAR1")


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each row. Raises ArticleError where the file is damaged, or pyarrow is missing."""
    builder = ArticleBuilder(context)
    row = 0
    for row, record in enumerate(_records(stream, context), 1):
        if isinstance(record, ArticleError):
            yield Unreadable(context.path, record.message, row)
            continue
        try:
            yield builder.build_or_report(_mended(record, context, row), row)
        except ArticleError as error:
            yield Unreadable(context.path, error.message, row)
    if not row:
        raise ArticleError("no rows")


def _records(stream: BufferedReader, context: ReadContext) -> Iterator[Mapping[str, object] | ArticleError]:
    """Yield the record of each row, or the error why it cannot be read. Raises ArticleError."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise missing_library("pyarrow", "parquet") from None
    source: Any = stream
    if not stream.seekable():
        source = io.BytesIO(read_bounded(stream, context.limits.record_bytes, "Parquet file in another file"))
    size = source.seek(0, io.SEEK_END)
    largest = max(context.limits.expansion_floor, size * context.limits.expansion_ratio)
    try:
        with parquet.ParquetFile(source, memory_map=False, pre_buffer=False) as file:
            names = [field.name for field in file.schema_arrow if _is_readable(field.type, pyarrow.types)]
            for group in range(file.num_row_groups):
                for batch in file.iter_batches(_BATCH, [group], names, use_threads=False):
                    largest -= batch.nbytes
                    if largest < 0:
                        raise ArticleError("expands too many times: made to fill a disk, not a news archive")
                    yield from _rows(batch, context.limits.record_bytes, pyarrow)
    except (pyarrow.ArrowException, OSError, OverflowError, UnicodeDecodeError) as error:
        raise ArticleError(f"damaged, or not Parquet: {one_line(str(error))[:80]}") from None


def _is_readable(kind: Any, types: Any) -> bool:
    """Whether the values of a column may be text, numbers, dates, or lists and objects of them."""
    if types.is_list(kind) or types.is_large_list(kind):
        return _is_readable(kind.value_type, types) and not types.is_floating(kind.value_type)
    if types.is_struct(kind):
        return any(_is_readable(field.type, types) for field in kind)
    if types.is_dictionary(kind):
        return _is_readable(kind.value_type, types)
    return bool(types.is_primitive(kind) or types.is_string(kind) or types.is_large_string(kind)) or bool(
        types.is_binary(kind) or types.is_large_binary(kind)
    )


def _rows(batch: Any, largest: int, pyarrow: Any) -> Iterator[Mapping[str, object] | ArticleError]:
    """Yield the record of each row in a batch, or an error if it is larger than `largest` characters."""
    columns = {name: _values(column, pyarrow) for name, column in zip(batch.schema.names, batch, strict=True)}
    for number in range(batch.num_rows):
        try:
            record = {name: _value(column[number]) for name, column in columns.items()}
        except UnicodeDecodeError:
            record = _BrokenRow((name, _broken_value(column[number])) for name, column in columns.items())
        size = sum(len(value) for value in record.values() if isinstance(value, str))
        yield record if size <= largest else too_large("row", largest)


class _BrokenRow(dict[str, object]):
    """A row with a text that has undecodable bytes, as lone surrogates."""


def _mended(record: Mapping[str, object], context: ReadContext, row: int) -> Mapping[str, object]:
    """Return a row with U+FFFD in place of undecodable bytes. Raises ArticleError if these are many."""
    return mend_record(record, context, row) if isinstance(record, _BrokenRow) else record


def _broken_value(scalar: Any) -> object:
    """Return a value of a broken row. A text keeps undecodable bytes; a list or object with some is None."""
    try:
        return _value(scalar)
    except UnicodeDecodeError:
        is_text = hasattr(scalar, "as_buffer")
        return scalar.as_buffer().to_pybytes().decode("utf-8", "surrogateescape") if is_text else None


def _values(column: Any, pyarrow: Any) -> Any:
    """Return the values of a column, with times cut to microseconds, as Python has no finer ones."""
    kind = _without_nanoseconds(column.type, pyarrow)
    return column if kind.equals(column.type) else column.cast(kind, safe=False)


def _without_nanoseconds(kind: Any, pyarrow: Any) -> Any:
    types = pyarrow.types
    if types.is_list(kind):
        return pyarrow.list_(_without_nanoseconds(kind.value_type, pyarrow))
    if types.is_struct(kind):
        return pyarrow.struct([field.with_type(_without_nanoseconds(field.type, pyarrow)) for field in kind])
    if getattr(kind, "unit", "") != "ns":
        return kind
    if types.is_timestamp(kind):
        return pyarrow.timestamp("us", kind.tz)
    return pyarrow.time64("us") if types.is_time(kind) else pyarrow.duration("us")


def _value(scalar: Any) -> object:
    """Return a value as a Python object. Old writers do not mark texts, so bytes become text.

    A time that Python cannot hold becomes a text of its number and type, which is no date; a list or an
    object with such a time becomes None.
    """
    try:
        value = scalar.as_py()
    except UnicodeDecodeError:
        raise
    except (ValueError, OverflowError, KeyError):
        number = getattr(scalar, "value", None)
        return f"{number} {scalar.type}" if isinstance(number, int) else None
    return bytes_as_text(value)
