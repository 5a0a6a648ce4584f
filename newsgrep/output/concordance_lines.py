"""A concordance: a table for programs; on a terminal, lines with the matches one below the other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import TextIO

from newsgrep.explore.concordance import ConcordanceLine
from newsgrep.output.control_characters import printable_line
from newsgrep.output.tables import Cell
from newsgrep.output.widths import beginning, columns_of, ending

_DATE_WIDTH = len("2020-10-30")
_GAP = "  "

#: Least number of characters on each side, however narrow the terminal is.
_NARROWEST = 10

#: The left column is as wide as the widest of this number of first lines.
_MEASURED = 1000


#: The columns of a concordance for programs.
COLUMNS = ("key", "date", "left", "match", "right", "page")


def concordance_row(line: ConcordanceLine) -> tuple[Cell, ...]:
    """Return the row of a match."""
    return line.key, line.date or None, line.left, line.match, line.right, line.page or None


def side_width(columns: int) -> int:
    """Return how many characters fit on each side of a match of usual length.

    columns: of the terminal
    """
    usual_match = 12
    return max(_NARROWEST, (columns - _DATE_WIDTH - usual_match - 3 * len(_GAP)) // 2)


def print_concordance(lines: Iterable[ConcordanceLine], out: TextIO, *, color: bool, width: int) -> None:
    """Print a line for each match as it comes. All matches begin in the same column.

    width: columns of the text on the left, at most; a Chinese or Japanese character takes two
    """
    from rich.text import Text

    from newsgrep.output.terminal import MATCH, make_console

    console = make_console(out, color=color)
    lines = iter(lines)
    first = list(islice(lines, _MEASURED))
    widest = max((columns_of(printable_line(line.left).rstrip()) for line in first), default=0)
    left_width = min(widest, width)
    for line in chain(first, lines):
        left, match = printable_line(line.left).rstrip(), printable_line(line.match)
        if columns_of(left) > left_width:
            left = ending(left, left_width).lstrip()
        room = console.width - _DATE_WIDTH - left_width - columns_of(match) - 3 * len(_GAP) - 1
        right = printable_line(line.right).lstrip()
        row = Text.assemble(
            (f"{line.date[:_DATE_WIDTH]:{_DATE_WIDTH}}", "dim"),
            _GAP,
            " " * (left_width - columns_of(left)) + left,
            _GAP,
            (match, MATCH),
            _GAP,
            right if columns_of(right) <= room else beginning(right, max(0, room)),
        )
        console.print(row, soft_wrap=True)
