"""Tables: aligned on a terminal, with bars; else with separators, or as JSON.

A cell is a text, a pair of texts, a list of texts, a whole number, a number with decimals, or None for no
value, which is null in JSON and empty elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TextIO

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.output.control_characters import printable_line
from newsgrep.output.widths import columns_of, measurable, without_signs

Cell = str | int | float | tuple[str | None, ...] | list[str] | None

#: What a terminal shows for an empty cell.
_NOTHING = "–"

#: Bars of zero to seven eighths of a character.
_EIGHTHS = " ▏▎▍▌▋▊▉"

#: A colour that is legible on light and on dark terminals.
_BAR = "blue"
_HEADING = "bold"

_SHORTEST_BAR, _LONGEST_BAR = 8, 60
_WIDEST_TEXT = 48
#: A text of at most this many columns is not wrapped.
_SHORTEST_TEXT = 16
#: A text of at most this many columns is not wrapped if a table without bars has room for it.
_PHRASE = 30


class Table(Struct, frozen=True):
    """A table with a header.

    columns: the names of the columns in JSON and CSV
    bars:    the names of columns of numbers that a terminal also shows as bars
    title:   the title above it on a terminal; empty for none
    first:   the names of the columns that each terminal shows; the first two if they are not given
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    bars: tuple[str, ...] = ()
    title: str = ""
    first: tuple[str, ...] = ()


def write_table(table: Table, style: str, out: TextIO, *, color: bool = False, whole: str = "--csv") -> None:
    """Write a table in a style: blocks (for a terminal), tsv, csv, excel, json or jsonl.

    whole: the flag by which the columns are printed that a terminal has no room for
    """
    if style == "blocks":
        _write_blocks(table, out, color, whole)
    else:
        write_rows(table.columns, table.rows, style, out)
    out.flush()


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], style: str, out: TextIO) -> None:
    """Write rows for programs as they come, in any style but blocks."""
    from newsgrep.output.json_objects import ObjectWriter
    from newsgrep.output.lines import row_writer

    if style in ("json", "jsonl"):
        objects = ObjectWriter(out, is_array=style == "json")
        for row in rows:
            objects.write(dict(zip(columns, row, strict=True)))
        objects.close()
        return
    write = row_writer(style, out)
    write(columns)
    for row in rows:
        write([_plain(cell) for cell in row])


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return " * ".join(part or "" for part in cell)
    if isinstance(cell, list):
        return "; ".join(cell)
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _write_blocks(table: Table, out: TextIO, color: bool, whole: str) -> None:
    from rich.table import Table as Grid
    from rich.text import Text

    from newsgrep.output.terminal import make_console

    console = make_console(out, color=color)
    fitting = _fitting(_without_tight_bars(table, console.width), console.width)
    hidden, table = len(table.columns) - len(fitting.columns), fitting
    grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=_HEADING, show_edge=False)
    numeric = [_is_numeric(table, place) for place in range(len(table.columns))]
    most = {name: _largest(table, name) for name in table.bars}
    width = _bar_width(table, numeric, console.width)
    longest = _PHRASE if _table_width(table, _PHRASE) <= console.width else _SHORTEST_TEXT
    widths = _widths(table, longest, console.width - len(most) * (width + 2))
    for name, is_number, room in zip(table.columns, numeric, widths, strict=True):
        justify: Literal["right", "left"] = "right" if is_number else "left"
        grid.add_column(_heading(name), justify=justify, overflow="fold", width=room)
        if name in most:
            grid.add_column("", no_wrap=True)
    for row in table.rows:
        cells: list[Text] = []
        for name, cell in zip(table.columns, row, strict=True):
            cells.append(Text(_shown(cell)))
            if name in most:
                value = cell if isinstance(cell, int | float) else 0
                cells.append(Text(bar(value, most[name], width), style=_BAR))
        grid.add_row(*cells)
    if table.title:
        console.print(Text(printable_line(table.title), style=_HEADING))
    with console.capture() as laid_out:
        console.print(grid)
    out.write(without_signs(laid_out.get()))
    if hidden:
        columns = "1 more column" if hidden == 1 else f"{hidden:,} more columns"
        console.print(Text(f"… {columns}: {whole} has them"))


def _fitting(table: Table, width: int) -> Table:
    """Return the table without the last columns that do not fit into a width; the first ones stay."""
    first = table.first or table.columns[:2]
    taken, kept = 0, 0
    by_need = sorted(range(len(table.columns)), key=lambda place: table.columns[place] not in first)
    for place in by_need:
        name = table.columns[place]
        taken += _least_width(table, name) + 2 + (_SHORTEST_BAR + 2) * (name in table.bars)
        if taken > width + 2 and kept >= len(first):
            break
        kept += 1
    if kept == len(table.columns):
        return table
    places = sorted(by_need[:kept])
    names = tuple(table.columns[place] for place in places)
    bars = tuple(name for name in table.bars if name in names)
    return replace(
        table, columns=names, rows=[[row[place] for place in places] for row in table.rows], bars=bars
    )


def _without_tight_bars(table: Table, width: int) -> Table:
    """Return the table; without its bars if they would break phrases, or hide or break columns."""
    bare = replace(table, bars=())
    breaks = _table_width(bare, _PHRASE) <= width < _table_width(table, _PHRASE)
    shown = _fitting(table, width)
    hides = len(_fitting(bare, width).columns) > len(shown.columns)
    return bare if breaks or hides or _table_width(shown) > width else table


def _table_width(table: Table, shortest_text: int = _SHORTEST_TEXT) -> int:
    columns = sum(_least_width(table, name, shortest_text) + 2 for name in table.columns)
    return columns + len(table.bars) * (_SHORTEST_BAR + 2) - 2


def _is_numeric(table: Table, place: int) -> bool:
    return any(isinstance(row[place], int | float) for row in table.rows)


def _least_width(table: Table, name: str, shortest_text: int = _SHORTEST_TEXT) -> int:
    """Return the least width of a column that cuts no number, no word of its heading and no short text."""
    place = table.columns.index(name)
    numbers = [len(_shown(row[place])) for row in table.rows if isinstance(row[place], int | float)]
    texts = [columns_of(_shown(row[place])) for row in table.rows if not isinstance(row[place], int | float)]
    heading = max(map(columns_of, _heading(name).split()), default=1)
    return max(heading, *numbers, min(shortest_text, max(texts, default=0)), 1)


def _widths(table: Table, shortest_text: int, room: int) -> list[int]:
    """Return the width of each column: the least width, and a fair share of the rest of the room.

    rich would shrink only the widest column, and cut its numbers.
    """
    widths = [_least_width(table, name, shortest_text) for name in table.columns]
    wanted = [
        max(columns_of(_heading(name)), *(columns_of(_shown(row[place])) for row in table.rows), 1)
        for place, name in enumerate(table.columns)
    ]
    left = room - sum(widths) - 2 * (len(widths) - 1)
    texts = [place for place in range(len(widths)) if not _is_numeric(table, place)]
    while left < 0 and texts and max(widths[place] for place in texts) > 1:
        widths[max(texts, key=lambda place: widths[place])] -= 1
        left += 1
    by_need = sorted(range(len(widths)), key=lambda place: wanted[place] - widths[place])
    for done, place in enumerate(by_need):
        more = max(0, min(wanted[place] - widths[place], left // (len(widths) - done)))
        widths[place] += more
        left -= more
    return widths


def _heading(name: str) -> str:
    """Return the heading of a column. In a cross table it may be a value of an article, such as an author."""
    return measurable(printable_line(name.replace("_", " ")))


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) else measurable(printable_line(_plain(cell))) or _NOTHING


def _largest(table: Table, name: str) -> float:
    place = table.columns.index(name)
    return max((cell for row in table.rows if isinstance(cell := row[place], int | float)), default=0)


def _bar_width(table: Table, numeric: Sequence[bool], width: int) -> int:
    """Return how many characters the longest bar may have, so that each row fits on a line."""
    taken = 0
    for place, is_number in enumerate(numeric):
        longest = max((columns_of(_shown(row[place])) for row in table.rows), default=0)
        taken += 2 + max(
            columns_of(_heading(table.columns[place])), longest if is_number else min(longest, _WIDEST_TEXT)
        )
    left = (width - taken) // max(1, len(table.bars)) - 2
    return max(_SHORTEST_BAR, min(_LONGEST_BAR, left))


def bar(value: float, most: float, width: int) -> str:
    """Return a bar for a value, to an eighth of a character; the bar of `most` has the width."""
    eighths = max(1, round(value / most * width * 8)) if value and most else 0
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
