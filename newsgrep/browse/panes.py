"""The panes: the hits, the article, the facets and the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newsgrep.browse.answers import PAGE, Answer, WrappedArticle
from newsgrep.browse.keys import ARTICLE, HITS, TIMELINE, bindings
from newsgrep.browse.line_list import RENDERING, LineList, strip_of
from newsgrep.explore.facets import FacetCounts
from newsgrep.explore.periods import dates_of_periods
from newsgrep.explore.timeline import Timeline
from newsgrep.output.control_characters import shown_line
from newsgrep.output.tables import bar
from newsgrep.output.terminal import hit_text, origin_line
from newsgrep.output.widths import shortened_to, wrapped_to
from newsgrep.results import Hit

#: Pages of hits to keep in memory.
_MOST_PAGES = 40
#: Columns before a hit, for the cursor and the mark.
GUTTER = 2

_TITLES = {"source": "Source", "author": "Author", "year": "Year", "section": "Section"}
_TITLES |= {"lang": "Language", "from": "From", "to": "To", "tag": "Tag"}


class HitList(LineList):
    """The hits of an answer. A page of them is asked for when it becomes visible."""

    ROW = 4
    BINDINGS: list[BindingType] = bindings(HITS)  # type: ignore[misc]

    class PagesWanted(Message):
        """Pages are visible that are not there yet."""

        def __init__(self, numbers: list[int]) -> None:
            super().__init__()
            self.numbers = numbers

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.marked: Mapping[str, None] = {}
        self._pages: dict[int, list[Hit]] = {}
        self._wanted: list[int] = []
        self._rows: dict[tuple[int, int], list[Text]] = {}
        self._instead = Text()

    def show_answer(self, answer: Answer, *, keep: bool) -> None:
        """Show the hits of an answer, with the cursor on the first one.

        keep: keep the cursor on its article if that is among the first hits, else in its place
        """
        cursor, before = (self.cursor, self.hit) if keep else (0, None)
        if before is not None:
            cursor = next((n for n, hit in enumerate(answer.hits) if hit.key == before.key), cursor)
        self._pages = {0: answer.hits}
        self._wanted = []
        self._instead = Text()
        self._rows.clear()
        self.show_rows(answer.size, cursor)

    def show_instead(self, lines: Sequence[str]) -> None:
        """Show lines of text in place of hits, if there are no hits."""
        self._instead = Text("\n".join(map(shown_line, lines)))
        self._rows.clear()
        self.refresh()

    def show_pages(self, pages: Mapping[int, list[Hit]]) -> None:
        """Show pages that were asked for, and forget the pages that came first."""
        self._pages |= pages
        self._wanted = [number for number in self._wanted if number not in pages]
        for number in list(self._pages)[: max(0, len(self._pages) - _MOST_PAGES)]:
            del self._pages[number]
        self._rows.clear()
        self.refresh()
        self.post_message(self.Moved(self))

    @property
    def hit(self) -> Hit | None:
        """The hit with the cursor; None if there are no hits, or its page is not there yet."""
        return self._hit(self.cursor) if self.count else None

    def _hit(self, number: int) -> Hit | None:
        page = self._pages.get(number // PAGE, ())
        return page[number % PAGE] if number % PAGE < len(page) else None

    def render_line(self, y: int) -> Strip:
        """Return a visible line, and ask for the visible pages that are missing."""
        if not self.count and self._instead:
            lines = self._rows.get((-1, self.width))
            if lines is None:
                lines = self._rows[-1, self.width] = wrapped_to(max(1, self.width), self._instead, RENDERING)
            return strip_of(lines[y] if y < len(lines) else Text(), self.width)
        if y == 0 and self.count:
            self._ask_for_pages()
        return super().render_line(y)

    def _ask_for_pages(self) -> None:
        seen = {row // PAGE for row in self.seen()} | {self.cursor // PAGE}
        missing = sorted(seen - self._pages.keys())
        if missing and missing != self._wanted:
            self._wanted = missing
            self.call_later(self._want, missing)  # not now: while drawing, the app would be the sender

    def _want(self, numbers: list[int]) -> None:
        self.post_message(self.PagesWanted(numbers))

    def row(self, number: int, width: int) -> Sequence[Text]:
        """Return title, origin and the beginning of the passages of a hit."""
        lines = self._rows.get((number, width))
        if lines is None:
            hit = self._hit(number)
            if hit is None:
                return (Text(f"   {number + 1:,} …", style="dim"),)
            lines = self._rows[number, width] = _hit_lines(hit, width - GUTTER, self.ROW)
        hit = self._hit(number)
        bar = ("▌" if number == self.cursor else " ", "bold blue")
        mark = ("●" if hit and hit.key in self.marked else " ", "bold green")
        return [Text.assemble(bar, " " if line else mark, text) for line, text in enumerate(lines)]

    def on_resize(self) -> None:
        """Wrap the hits to the new width."""
        self._rows.clear()
        super().on_resize()


def _hit_lines(hit: Hit, width: int, most: int) -> list[Text]:
    """Return a hit as lines of a width: title, origin, passages, and notes such as what a close hit lacks."""
    head, (byline, date, source, page, where), texts, remarks = hit_text(hit)
    origin = shortened_to(width, origin_line((date, source, byline, page, where)))
    notes = [shortened_to(width, Text(" · ").join(remarks))] if remarks else []
    passages = _wrapped(Text(" ").join(texts), width, most - 2 - len(notes))
    lines = _wrapped(head or Text("(no title)", style="dim"), width, most - 1 - len(notes) - len(passages))
    return [*lines, origin, *passages, *notes]


def _wrapped(text: Text, width: int, most: int) -> list[Text]:
    """Return the first lines of a text, at most `most`, with an ellipsis if there are more."""
    if not text or most < 1:
        return []
    lines = wrapped_to(max(1, width), text, RENDERING)
    for line in lines:
        line.rstrip()
    if len(lines) > most and most:
        lines[most - 1] = shortened_to(width, lines[most - 1].append(" …"))
    return lines[:most]


class ArticlePane(ScrollView, can_focus=True):
    """An article with all matches marked, one of which is the current one."""

    BINDINGS: list[BindingType] = bindings(ARTICLE)  # type: ignore[misc]
    DEFAULT_CSS = "ArticlePane { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    class Resized(Message):
        """The width or the height changed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.reading: WrappedArticle | None = None
        self._match = 0

    @property
    def width(self) -> int:
        """The columns without the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def match(self) -> int:
        """The number of the current match, from 0."""
        matches = self.reading.matches if self.reading else ()
        return max(0, min(self._match, len(matches) - 1))

    def show_reading(self, reading: WrappedArticle | None) -> None:
        """Show an article from its beginning; keep the place if it is the same article in another width."""
        is_same = reading and self.reading and reading.key == self.reading.key
        self.reading = reading
        self.virtual_size = Size(self.size.width, len(reading.lines) if reading else 0)
        if not is_same:
            self._match = 0
            self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def step(self, direction: int) -> bool:
        """Go to the next (1) or the previous (-1) match, around the ends; return whether there is a match."""
        if self.reading is None or not self.reading.matches:
            return False
        matches = self.reading.matches
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        if not top <= matches[self.match] < bottom:
            # After scrolling, the next match is the first one below the top of the visible text.
            below = [number for number, line in enumerate(matches) if line >= top]
            above = [number for number, line in enumerate(matches) if line < bottom]
            following = (below[0] if below else 0) if direction > 0 else (above[-1] if above else -1)
        else:
            following = self.match + direction
        self._match = following % len(matches)
        line = matches[self.match]
        if not top <= line < bottom:
            self.scroll_to(y=max(0, line - self.size.height // 3), animate=False, immediate=True)
        self.refresh()
        return True

    def render_line(self, y: int) -> Strip:
        """Return a visible line."""
        number, width = y + self.scroll_offset.y, self.width
        if self.reading is None or number >= len(self.reading.lines):
            return Strip.blank(width)
        strip = strip_of(self.reading.lines[number], width)
        if self.reading.matches:
            segments = (
                segment._replace(style=segment.style + Style(reverse=True))
                if segment.style and segment.style.meta.get("match") == self.match
                else segment
                for segment in strip
            )
            strip = Strip(segments)
        return strip

    def on_resize(self) -> None:
        """Ask to wrap the article to the new width."""
        self.post_message(self.Resized())

    def action_half_page(self, direction: int) -> None:
        """Scroll by half of the visible lines."""
        self.scroll_relative(y=direction * max(1, self.size.height // 2), animate=False)


class FacetList(LineList):
    """The most frequent values of the facets, with their numbers of articles."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.is_filter: Callable[[str, str], bool] = lambda _facet, _value: False
        self._lines: list[tuple[str, str, int]] = []

    def show_facets(self, tables: Sequence[FacetCounts]) -> None:
        """Show the facets, each as a heading with its values."""
        chosen = self.value
        self._lines = []
        for table in tables:
            rows = [row for row in table.rows if row.values[0]]
            if rows:
                more = table.distinct - len(rows)
                self._lines.append((table.facets[0], "", more))
                self._lines += [(table.facets[0], row.values[0], row.count) for row in rows]
        places = [number for number, line in enumerate(self._lines) if line[:2] == chosen]
        self.show_rows(len(self._lines), places[0] if places else 1)

    @property
    def value(self) -> tuple[str, str] | None:
        """The facet and the value with the cursor."""
        if not self.cursor < len(self._lines):
            return None
        facet, value, _ = self._lines[self.cursor]
        return (facet, value) if value else None

    def can_be_chosen(self, number: int) -> bool:
        """Whether a row is a value, not a heading."""
        return bool(self._lines[number][1])

    def row(self, number: int, width: int) -> Sequence[Text]:
        """Return a heading, or a value with its number of articles."""
        facet, value, count = self._lines[number]
        if not value:
            more = f" (and {count:,} more)" if count > 0 else ""
            return (Text.assemble((_TITLES[facet], "bold"), (more, "dim")),)
        figure = f" {count:,}"
        is_on = self.is_filter(facet, value)
        text = Text(f"{'✓' if is_on else ' '} {shown_line(value)}", style="bold green" if is_on else "")
        room = max(1, width - len(figure) - 1)
        return (Text.assemble(shortened_to(room, text, pad=True), (figure, "dim")),)


class TimelineList(LineList):
    """The periods in which articles match, each with a bar. The user can choose one, or a range of them."""

    BINDINGS: list[BindingType] = bindings(TIMELINE)  # type: ignore[misc]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.timeline: Timeline | None = None
        self.begin: int | None = None

    def show_timeline(self, timeline: Timeline) -> None:
        """Show a timeline; keep the cursor if its rows are the same as before."""
        if self.timeline is None or timeline.rows != self.timeline.rows:
            self.timeline = timeline
            self.begin = None
            self.show_rows(len(timeline.rows))

    @property
    def period(self) -> tuple[str, str] | None:
        """The first and the last day of the chosen periods."""
        if self.timeline is None or not self.timeline.rows:
            return None
        first, last = self._range()
        rows = self.timeline.rows
        return dates_of_periods(rows[first].period, rows[last].period, self.timeline.by)

    def _range(self) -> tuple[int, int]:
        begin = self.cursor if self.begin is None else self.begin
        return min(begin, self.cursor), max(begin, self.cursor)

    def row(self, number: int, width: int) -> Sequence[Text]:
        """Return a period, its bar and its number of articles."""
        assert self.timeline is not None
        row = self.timeline.rows[number]
        most = max(sum(one.counts) for one in self.timeline.rows) or 1
        figure = f" {row.counts[0]:,}"
        room = max(1, width - len(row.period) - len(f" {most:,}") - 3)
        first, last = self._range()
        is_chosen = self.begin is not None and first <= number <= last
        text = Text(f"{'┃' if is_chosen else ' '}{row.period} ", style="bold" if is_chosen else "")
        return (text.append(bar(row.counts[0], most, room), "blue").append(figure, "dim"),)

    def action_begin_range(self) -> None:
        """Begin a range at the cursor, or cancel the range."""
        self.begin = self.cursor if self.begin is None else None
        self.refresh()

    def action_extend(self, direction: int) -> None:
        """Move the end of the range by one period."""
        if self.begin is None:
            self.begin = self.cursor
        self.move_to(self.cursor + direction)
        self.refresh()
