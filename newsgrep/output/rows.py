"""Printers of one row a hit: lines, tables and paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TextIO

from newsgrep.output.control_characters import many_lines, one_line, without_surrogates
from newsgrep.output.fields import text_of, with_query
from newsgrep.results import Hit

LINE_FIELDS = ("path", "date", "author", "title", "passage")
TABLE_FIELDS = ("rank", "score", "path", "line", "date", "author", "title", "passage")

#: Writes the texts of one row.
RowWriter = Callable[[Sequence[str]], object]


class RowPrinter:
    """Prints the same fields of every hit, below a header if there is to be one.

    A table without hits has its header too: whoever reads it finds the columns, if no rows.
    """

    def __init__(self, out: TextIO, write: RowWriter, fields: Sequence[str], *, header: bool) -> None:
        self._out = out
        self._write = write
        self._fields = fields
        self._header = header
        self._columns: tuple[str, ...] = ()

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a row."""
        if not self._columns:
            self._begin(query)
        self._write([text_of(name, hit, query) for name in self._columns])

    def close(self) -> None:
        """Print the header, if no hit came to need one."""
        if not self._columns:
            self._begin("")
        self._out.flush()

    def _begin(self, query: str) -> None:
        self._columns = with_query(self._fields, query)
        if self._header:
            self._write(self._columns)


def tabbed(out: TextIO, end: str) -> RowWriter:
    """Return the writer of rows that are one line each, with a tab between two fields and none in them."""

    def write(row: Sequence[str]) -> None:
        out.write("\t".join(map(one_line, row)) + end)

    return write


def comma_separated(out: TextIO) -> RowWriter:
    """Return the writer of rows as RFC 4180 has them, where a quoted field may hold line breaks.

    Rows end with a line feed alone, not with the RFC's CR LF: every reader takes it, and `cut`,
    `sort` and `diff` do not find a carriage return in the last column.
    """
    import csv

    writer = csv.writer(out, lineterminator="\n")
    return lambda row: writer.writerow(map(many_lines, row))


class PathPrinter:
    """Prints the path of each file once for each query, as the bytes that it is named by.

    A terminal gets what it can show instead: nobody but a person reads it there.
    """

    def __init__(self, out: TextIO, end: str) -> None:
        self._out = out
        self._end = end
        self._for_person = out.isatty()
        self._query = ""
        self._seen: set[str] = set()

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print the path of a hit, unless it has been; after the query, where there are several."""
        if query != self._query:
            self._query, self._seen = query, set()
        if hit.path not in self._seen:
            self._seen.add(hit.path)
            path = without_surrogates(one_line(hit.path)) if self._for_person else hit.path
            self._out.write((f"{one_line(query)}\t{path}" if query else path) + self._end)

    def close(self) -> None:
        """Let go of what is still held back."""
        self._out.flush()
