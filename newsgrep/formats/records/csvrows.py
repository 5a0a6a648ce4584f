"""The rows of a table in CSV or a similar form, by the csv module, with any way of writing quotes.

>>> list(CsvRows(iter(['a,"b\\n', 'c"\\n']), ",", 0, 100))
[(['a', 'b\\nc'], 1)]

A field may be within double quotes, or within single ones, if only those give every row the same columns.
Quotes within a field are doubled, or have a backslash before them. Tables with tabs are often written without
quoting: there a quote is part of the text. Any other quote that is never closed ends the reading, as after it
a new row looks like text.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator
from typing import TypeVar

from newsgrep.bounded_bytes import too_large
from newsgrep.errors import ArticleError

_Item = TypeVar("_Item")

#: How many lines are sampled to see how quotes are written, and how many rows to find the column of texts.
_SAMPLE = 100
#: A quote within a field: behind a backslash, or doubled.
_ESCAPED, _DOUBLED = re.compile(r'\w\W{0,3}\\"\W{0,3}\w'), re.compile(r'\w\W{0,3}""\W{0,3}\w')


class CsvRows:
    """The rows of a file that are not blank, each with its first line. Iterating may raise ArticleError."""

    def __init__(self, lines: Iterator[str], delimiter: str, line: int, largest_field: int) -> None:
        """Begin below a line; `largest_field` is a number of characters."""
        sample, self._source = peek(lines)
        self._delimiter = delimiter
        self._largest_field = largest_field
        self._line = line
        self._is_at_end = False
        # The lines of the row that is being read; in a table with tabs they may be rows of their own.
        self._lines: list[str] = []
        escape = "\\" if _has_escapes("".join(sample)) else None
        quote = "'" if not escape and _has_single_quotes(sample, delimiter) else '"'
        self._reader = csv.reader(
            self._counted_lines(), delimiter=delimiter, quotechar=quote, escapechar=escape
        )

    def __iter__(self) -> Iterator[tuple[list[str], int]]:
        """Yield the fields and the first line of each row."""
        columns = 0
        while True:
            line = self._line + 1
            self._lines.clear()
            row = self._next_row(line)
            if row is None:
                return
            if (len(self._lines) > 1 or self._is_at_end) and self._are_rows(columns):
                for number, string in enumerate(self._lines, line):
                    yield string.rstrip("\n").split(self._delimiter), number
                continue
            if self._is_at_end:  # the csv reader asked for more, so it is within quotes
                raise ArticleError(
                    "a quote in this row is never closed: the rest of the file is not read", line
                )
            if any(row):
                columns = columns or len(row)
                yield row, line

    def _are_rows(self, columns: int) -> bool:
        """Whether the lines of one row are rows of their own, as each has all the tabs of a row.

        Tables with tabs are often written without quoting, so that a quote is a part of the text.
        """
        return (
            self._delimiter == "\t"
            and columns > 1
            and all(string.count("\t") == columns - 1 for string in self._lines)
        )

    def _next_row(self, line: int) -> list[str] | None:
        """Return the next row, None at the end. The csv module has one limit for the whole process."""
        before = csv.field_size_limit(self._largest_field)
        try:
            return next(self._reader, None)
        except csv.Error:
            raise too_large("field", self._largest_field, line) from None
        finally:
            csv.field_size_limit(before)

    def _counted_lines(self) -> Iterator[str]:
        has_tabs = self._delimiter == "\t"
        for string in self._source:
            self._line += 1
            if has_tabs:
                self._lines.append(string)
            yield string
        self._is_at_end = True


def _has_escapes(sample: str) -> bool:
    """Whether quotes within fields have a backslash before them, and are not doubled."""
    return _ESCAPED.search(sample) is not None and _DOUBLED.search(sample) is None


def _has_single_quotes(sample: list[str], delimiter: str) -> bool:
    """Whether all rows have the same columns if single quotes are quotes, and only then."""
    return (
        any("'" + delimiter in line or delimiter + "'" in line for line in sample)
        and not even_columns(sample, delimiter)
        and not even_columns(sample, delimiter, "")
        and even_columns(sample, delimiter, "'") > 1
    )


def even_columns(sample: list[str], delimiter: str, quote: str = '"') -> int:
    """Return how many columns all rows of a sample have; 0 if the rows differ, or if there is one row alone.

    Without a quote none is read. A last row that may go on below a full sample does not count.
    """
    try:
        if quote:
            rows = list(csv.reader(sample, delimiter=delimiter, quotechar=quote))
        else:
            rows = list(csv.reader(sample, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error:
        return 0
    if len(sample) == _SAMPLE:
        del rows[-1:]
    rows = [row for row in rows if any(row)]
    widths = {len(row) for row in rows}
    return widths.pop() if len(widths) == 1 and len(rows) > 1 else 0


def peek(items: Iterator[_Item]) -> tuple[list[_Item], Iterator[_Item]]:
    """Return the first items, and an iterator of all items, which raises an ArticleError of `items` later."""
    first: list[_Item] = []
    try:
        first.extend(itertools.islice(items, _SAMPLE))
    except ArticleError as error:
        return first, itertools.chain(first, _raise(error))
    return first, itertools.chain(first, items)


def _raise(error: ArticleError) -> Iterator[_Item]:
    """Yield nothing, and raise an error."""
    raise error
    yield
