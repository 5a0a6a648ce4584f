"""A list of any length, which makes only the visible rows."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newsgrep.browse.keys import LIST, bindings
from newsgrep.output.widths import measured

#: Renders and wraps text. textual adapts the colours to the terminal.
RENDERING = Console(color_system="truecolor", width=80)


def strip_of(text: Text, width: int) -> Strip:
    """Return a line of text as a strip of a width, cut or filled with spaces.

    It has the signs of `measurable`, by which textual counts columns. BrowseApp does not write them.
    """
    segments = measured(text).render(RENDERING)
    return Strip(segment for segment in segments if segment.text != "\n").adjust_cell_length(width)


class LineList(ScrollView, can_focus=True):
    """Rows of a fixed number of lines, one of which has the cursor.

    ROW:    lines of a row
    cursor: number of the row with the cursor, from 0
    """

    ROW = 1
    BINDINGS: list[BindingType] = bindings(LIST)  # type: ignore[misc]
    DEFAULT_CSS = "LineList { overflow-x: hidden; scrollbar-size-vertical: 1; }"

    class Moved(Message):
        """The cursor moved to another row."""

        def __init__(self, lines: LineList) -> None:
            super().__init__()
            self.lines = lines

    class Chosen(Message):
        """A row was chosen, by key or by a double click."""

        def __init__(self, lines: LineList) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.count = 0
        self.cursor = 0

    @property
    def width(self) -> int:
        """The columns without the scroll bar."""
        return self.scrollable_content_region.width

    def row(self, number: int, width: int) -> Sequence[Text]:
        """Return the lines of a row, at most ROW; the list adds blank lines."""
        raise NotImplementedError

    def can_be_chosen(self, number: int) -> bool:
        """Whether the cursor may be in a row."""
        return True

    def show_rows(self, count: int, cursor: int = 0) -> None:
        """Show a number of rows, with the cursor in one of them."""
        self.count = count
        self.cursor = max(0, min(cursor, count - 1))
        self.virtual_size = Size(self.size.width, count * self.ROW)
        self._see_cursor()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return a visible line."""
        width = self.width
        number, line = divmod(y + self.scroll_offset.y, self.ROW)
        lines = self.row(number, width) if number < self.count else ()
        strip = strip_of(lines[line], width) if line < len(lines) else Strip.blank(width)
        if number == self.cursor and self.count and self.has_focus and line == 0:
            strip = strip.apply_style(Style(reverse=True))
        return strip

    def seen(self) -> range:
        """Return the numbers of the visible rows, also of those in part."""
        first = self.scroll_offset.y // self.ROW
        return range(first, min(self.count, first + self.size.height // self.ROW + 2))

    def move_to(self, number: int) -> None:
        """Move the cursor to a row, or to the next row in that direction that may have it."""
        if not self.count:
            return
        step = 1 if number >= self.cursor else -1
        number = max(0, min(number, self.count - 1))
        while 0 <= number < self.count and not self.can_be_chosen(number):
            number += step
        if 0 <= number < self.count and number != self.cursor:
            self.cursor = number
            self.refresh()
            self.post_message(self.Moved(self))
        self._see_cursor()

    def _see_cursor(self) -> None:
        top, height = self.cursor * self.ROW, self.size.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif height and top + self.ROW > self.scroll_offset.y + height:
            self.scroll_to(y=top + self.ROW - height, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.size.width, self.count * self.ROW)
        self._see_cursor()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row under the mouse; choose the row after a double click."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        number = (offset.y + self.scroll_offset.y) // self.ROW
        if number < self.count and self.can_be_chosen(number):
            self.move_to(number)
            if event.chain == 2:
                self.action_choose()

    def action_row(self, direction: int) -> None:
        """Move by one row."""
        self.move_to(self.cursor + direction)

    def action_page(self, direction: int) -> None:
        """Move by the visible rows."""
        self.move_to(self.cursor + direction * max(1, self.size.height // self.ROW))

    def action_half_page(self, direction: int) -> None:
        """Move by half of the visible rows."""
        self.move_to(self.cursor + direction * max(1, self.size.height // self.ROW // 2))

    def action_first(self) -> None:
        """Move to the first row."""
        if not self.count:
            return
        self.cursor, start = 0, self.cursor
        if start and self.can_be_chosen(0):
            self.post_message(self.Moved(self))
        elif not self.can_be_chosen(0):
            self.move_to(1)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def action_last(self) -> None:
        """Move to the last row."""
        self.move_to(self.count - 1)

    def action_choose(self) -> None:
        """Choose the row with the cursor."""
        if self.count:
            self.post_message(self.Chosen(self))
