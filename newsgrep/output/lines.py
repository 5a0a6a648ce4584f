"""Printers with one row per hit: lines, tables, tables for spreadsheets, and paths."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TextIO

from newsgrep.output.control_characters import many_lines, printable_line, shown_line
from newsgrep.output.hit_fields import field_text, with_query
from newsgrep.output.styles import Printer

if TYPE_CHECKING:
    from newsgrep.output.styles import Output
    from newsgrep.results import Hit

#: Writes the fields of one row.
RowWriter = Callable[[Sequence[str]], object]
#: Characters of a cell, at most: Excel moves the rest of a longer text into the cells below.
_LONGEST_CELL = 32_767
_CUT = " […]"

#: A text that begins so is a formula for a spreadsheet; also with the full-width forms of the signs.
_FORMULA = r"\s*[=+\-@＝＋－＠]"
_NUMBER = r"[+-]?\d+(\.\d+)?"


class RowPrinter(Printer):
    """Prints the same fields of every hit; a table has a header.

    A table without hits has the header, too, so that a program that reads it finds the columns.
    """

    def __init__(self, out: TextIO, output: Output) -> None:
        self._out = out
        self._write = row_writer(output.style, out, output.end)
        self._fields = output.columns
        self._header = output.style != "lines"
        self._columns: tuple[str, ...] = ()

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a row."""
        if not self._columns:
            self._begin(query)
        self._write([field_text(name, hit, query) for name in self._columns])

    def close(self) -> None:
        """Print the header if there were no hits, and flush."""
        if not self._columns:
            self._begin("")
        super().close()

    def _begin(self, query: str) -> None:
        self._columns = with_query(self._fields, query)
        if self._header:
            self._write(self._columns)


def row_writer(style: str, out: TextIO, end: str = "\n") -> RowWriter:
    """Return a function that writes rows to a stream: as csv, as excel, or separated by tabs."""
    writers = {"csv": _comma_separated, "excel": _spreadsheet_rows}
    return writers[style](out) if style in writers else _tab_separated(out, end)


def _tab_separated(out: TextIO, end: str) -> RowWriter:
    """Return a function that writes one line per row: tabs separate the fields, and no field has a tab.

    A row of one field that ends in NUL is not cleaned: a key is written as it is stored.
    """

    def write(row: Sequence[str]) -> None:
        is_raw = end == "\0" and len(row) == 1
        out.write((row[0].replace(end, " ") if is_raw else "\t".join(map(printable_line, row))) + end)

    return write


def _comma_separated(out: TextIO) -> RowWriter:
    """Return a function that writes rows as in RFC 4180: a field in quotes may contain line breaks.

    Rows end with LF, not with CR LF as in the RFC: every reader accepts it, and `cut`, `sort` and `diff` find
    no carriage return in the last column.
    """
    import csv

    writer = csv.writer(out, lineterminator="\n")
    return lambda row: writer.writerow(map(many_lines, row))


class PathPrinter(Printer):
    """Prints the path of each file once for each query, as the bytes of its name.

    On a terminal, control characters and undecodable bytes are replaced.
    """

    def __init__(self, out: TextIO, output: Output) -> None:
        self._out = out
        self._end = output.end
        self._is_terminal = out.isatty()
        self._query = ""
        self._seen: set[str] = set()

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print the path of a hit unless it was printed; the name of its query first, if it has one."""
        if query != self._query:
            self._query, self._seen = query, set()
        if hit.path not in self._seen:
            self._seen.add(hit.path)
            path = shown_line(hit.path) if self._is_terminal else hit.path
            self._out.write((f"{printable_line(query)}\t{path}" if query else path) + self._end)


def _spreadsheet_rows(out: TextIO) -> RowWriter:
    """Return a function that writes rows for a spreadsheet: in UTF-8 with a BOM, with one line per cell.

    A quote is put before a text that would be a formula, as a formula may send data elsewhere or start
    programs.
    """
    import csv

    out.write("\ufeff")
    writer = csv.writer(out)
    return lambda row: writer.writerow(map(_cell, row))


def _cell(text: str) -> str:
    line = shown_line(text)
    if re.match(_FORMULA, line) and not re.fullmatch(_NUMBER, line):
        line = f"'{line}"
    return line if len(line) <= _LONGEST_CELL else line[: _LONGEST_CELL - len(_CUT)] + _CUT
