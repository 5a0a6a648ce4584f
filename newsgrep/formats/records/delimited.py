"""CSV and TSV: one article per row, below a header with names that aliases.py lists.

>>> claims("Headline;Published Date;Article Text\\n")
True

The delimiter, one of comma, semicolon, tab and bar, is detected from the header, or named in a line `sep=;`
before it. Without a header, it is the one that gives all rows the same columns. A table without a header may
have the columns that trafilatura writes. A row with fewer fields than the header lacks the last columns; the
surplus fields of a longer row are part of its text. csvrows.py splits the rows, and table_columns.py finds
out what the columns hold.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.encodings.text_streams import mend, read_lines
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.fields.table_columns import (
    LONGEST_NAME,
    Records,
    TableColumns,
    known_fields,
    read_columns,
    table_articles,
)
from newsgrep.formats.records.csvrows import CsvRows, even_columns, peek
from newsgrep.read_context import ReadContext
from newsgrep.remarks import UNEVEN_ROW
from newsgrep.results import Unreadable

_DELIMITERS = ",;\t|"
#: The columns of `trafilatura --csv`, which has tabs, `null` and no header.
_TRAFILATURA = (
    *("url", "id", "fingerprint", "hostname", "title", "image", "date", "text", "comments", "license"),
    "pagetype",
)
_FINGERPRINT = re.compile(r"[0-9a-f]{8,40}|null", re.I)
_LONGEST_HEADER = 100_000
#: The line that tells Excel the delimiter.
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?[,;\s]*", re.I)


def claims(beginning: str) -> bool:
    """Whether the first line is a header: short names, of which two are known, one for a text or a title."""
    first, _, rest = beginning.lstrip("\n").partition("\n")
    if _named_delimiter(first):
        return True
    names = _split_line(first, _delimiter_of(first, {}))
    if len(names) < 2 or any(len(name) > LONGEST_NAME for name in names):
        return False
    known = known_fields(names)
    return len(known) > 1 and not known.isdisjoint(("body", "title"))


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each row. Raises ArticleError for a table without text, and an unclosed quote."""
    table = _Table(read_lines(stream, context), context)
    yield from table_articles(iter(table), table.columns, ArticleBuilder(context), context)


class _Table:
    """The rows of a table below its header, each with its first line. Iterating may raise ArticleError."""

    def __init__(self, lines: Iterator[str], context: ReadContext) -> None:
        """Read the header. Raises ArticleError if there is none."""
        self._context = context
        before, first, delimiter = 0, "", ""
        for first in lines:
            if named := _named_delimiter(first):
                delimiter = named
            elif not first.isspace():
                break
            before += 1
        else:
            raise ArticleError("empty file")
        is_trafilatura = _is_trafilatura(_split_line(first, "\t"))
        sample, lines = peek(itertools.chain([first], lines))
        self._delimiter = "\t" if is_trafilatura else delimiter or _delimiter(sample, context.mapping)
        self._rows = iter(CsvRows(lines, self._delimiter, before, context.limits.record_bytes))
        if is_trafilatura:
            self.columns = TableColumns(_TRAFILATURA, before + 1, context.mapping)
            return
        header, line = next(self._rows, ([], before + 1))
        self.columns, has_header = read_columns(header, line, context)
        if not has_header:
            self._rows = itertools.chain([(header, line)], self._rows)

    def __iter__(self) -> Records:
        """Yield the record of each row, or the error why it cannot be read, and its first line."""
        for row, line in self._rows:
            yield self._record(row, line), line

    def _record(self, row: list[str], line: int) -> Mapping[str, object] | ArticleError:
        """Return the record of a row, or the error why it cannot be read."""
        width = len(self.columns.names)
        while len(row) > width and not row[-1].strip():
            row.pop()
        try:
            row = list(mend(row, self._context, line))
        except ArticleError as error:
            return error
        extra = len(row) - width
        if extra:
            self._context.remark(UNEVEN_ROW, str(width), line)
        if extra > 0:  # a delimiter that is not quoted is most likely in the text
            start = self.columns.text
            row[start : start + extra + 1] = [self._delimiter.join(row[start : start + extra + 1])]
        return self.columns.record(row)


def _named_delimiter(line: str) -> str:
    """Return the delimiter that a line such as `sep=;` names, '' for another line."""
    match = _SEPARATOR_LINE.fullmatch(line)
    return match[1] if match else ""


def _delimiter(sample: list[str], mapping: Mapping[str, tuple[str, ...]]) -> str:
    """Return the delimiter of a table by its first lines: that of its header, or of rows of one length."""
    delimiter = _delimiter_of(sample[0], mapping)
    if known_fields(_split_line(sample[0], delimiter), mapping):
        return delimiter
    columns = {
        other: even_columns(sample, other) or even_columns(sample, other, "'") for other in _DELIMITERS
    }
    best = max(columns, key=columns.__getitem__)
    return best if columns[best] > 1 and not columns[delimiter] else delimiter


def _delimiter_of(first: str, mapping: Mapping[str, tuple[str, ...]]) -> str:
    """Return the delimiter that splits the first line into the most known names, else into the most names."""

    def known_names(delimiter: str) -> tuple[int, int]:
        names = _split_line(first, delimiter)
        return len(known_fields(names, mapping)), len(names)

    used = [delimiter for delimiter in _DELIMITERS if delimiter in first]
    return max(used, key=known_names) if len(used) > 1 else next(iter(used), _DELIMITERS[0])


def _split_line(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line; none if the csv module cannot split it."""
    with contextlib.suppress(csv.Error):
        return next(csv.reader([line[:_LONGEST_HEADER]], delimiter=delimiter), [])
    return []


def _is_trafilatura(fields: list[str]) -> bool:
    """Whether the fields of a first line are a URL, an identifier, a fingerprint and so on."""
    return (
        len(fields) >= _TRAFILATURA.index("text")
        and fields[0].startswith(("http://", "https://", "null"))
        and _FINGERPRINT.fullmatch(fields[2]) is not None
    )
