"""CSV and TSV: one article a row, below a header of names that the table of aliases knows.

>>> claims("Headline;Published Date;Article Text\\n")
True

The header tells which of comma, semicolon, tab and bar is the delimiter. A table without a header is read
where its columns are those that trafilatura writes. A row that has more or fewer fields than the header is
left out alone, and a quote that is never closed ends the reading there, as no row can be told behind it.
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
from newsgrep.formats.decoding import is_broken, lines
from newsgrep.formats.origin import Origin
from newsgrep.formats.records.aliases import places_of
from newsgrep.formats.records.record import Records
from newsgrep.results import Unreadable

_DELIMITERS = ",;\t|"
#: What `trafilatura --csv` writes, with tabs and `null` and without a header.
_TRAFILATURA = (
    *("url", "id", "fingerprint", "hostname", "title", "image", "date", "text", "comments", "license"),
    "pagetype",
)
_FINGERPRINT = re.compile(r"[0-9a-f]{8,40}|null", re.I)
_LONGEST_NAME, _MOST_NAMES_SHOWN = 60, 10
_LONGEST_HEADER = 100_000


def claims(beginning: str) -> bool:
    """Whether the first line is a header: short names, of which one is of a text and another is known."""
    first = beginning.lstrip("\n").partition("\n")[0]
    names = _split(first, _delimiter_of(first, {}))
    known = {field for field, places in places_of(names).items() if places}
    return (
        len(known) > 1
        and not known.isdisjoint(("body", "title"))
        and all(len(name) <= _LONGEST_NAME for name in names)
    )


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each row; raises ArticleError for no header and for a quote without an end."""
    records = Records(origin)
    for names, row, line in _rows(lines(stream, origin.encoding), origin.mapping):
        try:
            yield records.article(_record(names, row, origin.encoding), line)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, line)


def _rows(
    source: Iterator[str], mapping: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Sequence[str], list[str], int]]:
    """Yield the rows that are articles with the names of the columns and the line where they begin."""
    blank, first = 0, ""
    for first in source:
        if not first.isspace():
            break
        blank += 1
    else:
        raise ArticleError("empty file")
    names: Sequence[str] = ()
    is_trafilatura = _is_trafilatura(_split(first, "\t"))
    delimiter = "\t" if is_trafilatura else _delimiter_of(first, mapping)
    if is_trafilatura:
        names = _TRAFILATURA
    for row, line in _Table(itertools.chain([first], source), delimiter, blank):
        if names:
            yield names, row, line
        else:
            names = _header(row, mapping)


def _record(names: Sequence[str], row: list[str], encoding: str) -> Mapping[str, object]:
    """Return a row by the names of its columns, the first of each name; raises ArticleError."""
    while len(row) > len(names) and not row[-1].strip():
        row.pop()
    if len(row) != len(names):
        raise ArticleError(f"a row of {len(row)} in a table of {len(names)} columns")
    if any(map(is_broken, row)):
        raise ArticleError(f"broken {(encoding or 'utf-8').upper()}")
    return dict(zip(reversed(names), reversed(row), strict=True))


class _Table:
    """The rows of a table that are not blank, each with the line where it begins; may raise ArticleError."""

    def __init__(self, source: Iterable[str], delimiter: str, line: int) -> None:
        self._source = source
        self._line = line
        self._is_at_end = False
        self._reader = csv.reader(self._lines(), delimiter=delimiter)

    def __iter__(self) -> Iterator[tuple[list[str], int]]:
        """Yield what is between two ends of a line that no quotes are around."""
        while True:
            line = self._line + 1
            row = self._next(line)
            if row is None:
                return
            if self._is_at_end:  # the reader asked for more: it was within quotes
                raise ArticleError("a quote in this row is never closed, and the rest is not read", line)
            if any(row):
                yield row, line

    def _next(self, line: int) -> list[str] | None:
        """Return the next row, None at the end. The limit of the csv module is one for the whole process."""
        before = csv.field_size_limit(text.LIMIT)
        try:
            return next(self._reader, None)
        except csv.Error:
            raise ArticleError(text.too_large("field"), line) from None
        finally:
            csv.field_size_limit(before)

    def _lines(self) -> Iterator[str]:
        for string in self._source:
            self._line += 1
            yield string
        self._is_at_end = True


def _header(row: list[str], mapping: Mapping[str, tuple[str, ...]]) -> Sequence[str]:
    """Return the names of the columns; raises ArticleError where none is of a text."""
    names = [text.one_line(text.clean(text.whole(name))) for name in row]
    places = places_of(names, mapping)
    if places["body"] or places["title"]:
        return names
    shown = ", ".join(name[:_LONGEST_NAME] or '""' for name in names[:_MOST_NAMES_SHOWN])
    more = ", …" if len(names) > _MOST_NAMES_SHOWN else ""
    raise ArticleError(f"no text: the columns are {shown}{more}; --map body=COLUMN names it", 1)


def _delimiter_of(first: str, mapping: Mapping[str, tuple[str, ...]]) -> str:
    """Return the delimiter that makes most names that are known of a first line, then most names."""

    def names_made(delimiter: str) -> tuple[int, int]:
        names = _split(first, delimiter)
        return sum(map(bool, places_of(names, mapping).values())), len(names)

    return max(_DELIMITERS, key=names_made)


def _split(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line, as far as they can be told."""
    with contextlib.suppress(csv.Error):
        return next(csv.reader([line[:_LONGEST_HEADER]], delimiter=delimiter), [])
    return []


def _is_trafilatura(fields: list[str]) -> bool:
    """Whether the fields of a first line are an address, an identifier, a fingerprint and so on."""
    return (
        len(fields) >= _TRAFILATURA.index("text")
        and fields[0].startswith(("http://", "https://", "null"))
        and _FINGERPRINT.fullmatch(fields[2]) is not None
    )
