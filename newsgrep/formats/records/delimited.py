"""CSV and TSV: one article a row, below a header with names that are in the table of aliases.

>>> claims("Headline;Published Date;Article Text\\n")
True

The delimiter, one of comma, semicolon, tab and bar, is detected from the header. A table without a header is
read if its columns are those that trafilatura writes. A row with more or fewer fields than the header is left
out. A quote that is never closed ends the reading, as there is no telling rows from text after it.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.context import ReadContext
from newsgrep.formats.decoding import has_undecodable, read_lines
from newsgrep.formats.records.aliases import find_key_paths
from newsgrep.formats.records.record import ArticleBuilder
from newsgrep.results import Unreadable

_DELIMITERS = ",;\t|"
#: The columns of `trafilatura --csv`, which has tabs, `null` and no header.
_TRAFILATURA = (
    *("url", "id", "fingerprint", "hostname", "title", "image", "date", "text", "comments", "license"),
    "pagetype",
)
_FINGERPRINT = re.compile(r"[0-9a-f]{8,40}|null", re.I)
_LONGEST_NAME, _MOST_NAMES_SHOWN = 60, 10
_LONGEST_HEADER = 100_000


def claims(beginning: str) -> bool:
    """Whether the first line is a header: short names, one of them for a text, and another that is known."""
    first = beginning.lstrip("\n").partition("\n")[0]
    names = _split_line(first, _delimiter_of(first, {}))
    known = {field for field, paths in find_key_paths(names).items() if paths}
    return (
        len(known) > 1
        and not known.isdisjoint(("body", "title"))
        and all(len(name) <= _LONGEST_NAME for name in names)
    )


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each row. Raises ArticleError for a missing header and an unclosed quote."""
    builder = ArticleBuilder(context)
    for names, row, line in _rows(read_lines(stream, context), context):
        try:
            yield builder.build(_record(names, row, context.encoding), line)
        except ArticleError as error:
            yield Unreadable(context.path, error.message, line)


def _rows(lines: Iterator[str], context: ReadContext) -> Iterator[tuple[Sequence[str], list[str], int]]:
    """Yield the names of the columns, the fields and the first line of each row below the header."""
    blank, first = 0, ""
    for first in lines:
        if not first.isspace():
            break
        blank += 1
    else:
        raise ArticleError("empty file")
    names: Sequence[str] = ()
    is_trafilatura = _is_trafilatura(_split_line(first, "\t"))
    delimiter = "\t" if is_trafilatura else _delimiter_of(first, context.mapping)
    if is_trafilatura:
        names = _TRAFILATURA
    for row, line in _Table(itertools.chain([first], lines), delimiter, blank, context.limits.record_bytes):
        if names:
            yield names, row, line
        else:
            names = _column_names(row, context.mapping)


def _record(names: Sequence[str], row: list[str], encoding: str) -> Mapping[str, object]:
    """Return the fields of a row by column, the first of columns of one name. Raises ArticleError."""
    while len(row) > len(names) and not row[-1].strip():
        row.pop()
    if len(row) != len(names):
        raise ArticleError(f"the header has {len(names)} columns, this row has {len(row)}")
    if any(map(has_undecodable, row)):
        raise ArticleError(f"broken {(encoding or 'utf-8').upper()}")
    return dict(zip(reversed(names), reversed(row), strict=True))


class _Table:
    """The rows of a table that are not blank, each with its first line. Iterating may raise ArticleError."""

    def __init__(self, lines: Iterable[str], delimiter: str, line: int, largest_field: int) -> None:
        self._source = lines
        self._largest_field = largest_field
        self._line = line
        self._is_at_end = False
        self._reader = csv.reader(self._counted_lines(), delimiter=delimiter)

    def __iter__(self) -> Iterator[tuple[list[str], int]]:
        """Yield the fields and the first line of each row."""
        while True:
            line = self._line + 1
            row = self._next_row(line)
            if row is None:
                return
            if self._is_at_end:  # the csv reader asked for more, so it is within quotes
                raise ArticleError(
                    "a quote in this row is never closed: the rest of the file is not read", line
                )
            if any(row):
                yield row, line

    def _next_row(self, line: int) -> list[str] | None:
        """Return the next row, None at the end. The csv module has one limit for the whole process."""
        before = csv.field_size_limit(self._largest_field)
        try:
            return next(self._reader, None)
        except csv.Error:
            raise text.too_large("field", self._largest_field, line) from None
        finally:
            csv.field_size_limit(before)

    def _counted_lines(self) -> Iterator[str]:
        for string in self._source:
            self._line += 1
            yield string
        self._is_at_end = True


def _column_names(row: list[str], mapping: Mapping[str, tuple[str, ...]]) -> Sequence[str]:
    """Return the names of the columns. Raises ArticleError if none is known to hold text."""
    names = [text.one_line(text.clean(text.replace_surrogates(name))) for name in row]
    paths = find_key_paths(names, mapping)
    if paths["body"] or paths["title"]:
        return names
    shown = ", ".join(name[:_LONGEST_NAME] or '""' for name in names[:_MOST_NAMES_SHOWN])
    more = ", …" if len(names) > _MOST_NAMES_SHOWN else ""
    raise ArticleError(f"no text: the columns are {shown}{more}; --map body=COLUMN names it", 1)


def _delimiter_of(first: str, mapping: Mapping[str, tuple[str, ...]]) -> str:
    """Return the delimiter that splits the first line into most known names, then into most names."""

    def known_names(delimiter: str) -> tuple[int, int]:
        names = _split_line(first, delimiter)
        return sum(map(bool, find_key_paths(names, mapping).values())), len(names)

    return max(_DELIMITERS, key=known_names)


def _split_line(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line, as far as it can be split."""
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
