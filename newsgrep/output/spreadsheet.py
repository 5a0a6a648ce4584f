"""Tables for spreadsheets: CSV that Excel and LibreOffice open as it is, and that runs nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from newsgrep.output.control_characters import printable_line, without_surrogates

if TYPE_CHECKING:
    from newsgrep.output.lines import RowWriter

#: Characters of a cell at most: of a longer one Excel puts the rest into the cells below.
_LONGEST = 32_767
_CUT = " […]"

#: A spreadsheet takes what begins so for a formula; also with the wide forms of the signs.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def spreadsheet_rows(out: TextIO) -> RowWriter:
    """Return a writer of rows for a spreadsheet: in UTF-8 with its mark, and one line a cell.

    A quote comes before a text that would be taken for a formula, which may send data elsewhere or start
    programs.
    """
    import csv

    out.write("\ufeff")
    writer = csv.writer(out)
    return lambda row: writer.writerow(map(_cell, row))


def _cell(text: str) -> str:
    line = without_surrogates(printable_line(text))
    if _FORMULA.match(line) and not _NUMBER.fullmatch(line):
        line = f"'{line}"
    return line if len(line) <= _LONGEST else line[: _LONGEST - len(_CUT)] + _CUT
