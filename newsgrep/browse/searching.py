"""The screen of `newsgrep browse`: it asks the index, shows the answers, and connects the panes.

The actions of the keys are in app.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from newsgrep.article import Article
from newsgrep.browse import answers
from newsgrep.browse.answers import Answer, Overview, WrappedArticle
from newsgrep.browse.asking import Asker
from newsgrep.browse.line_list import LineList
from newsgrep.browse.panes import GUTTER, ArticlePane, FacetList, HitList, TimelineList
from newsgrep.browse.query_completion import KnownNames, read_names
from newsgrep.browse.query_line import QueryLine
from newsgrep.browse.wanted import SORTS, Wanted
from newsgrep.config import IndexPlace
from newsgrep.errors import NewsgrepError
from newsgrep.output.control_characters import shown_line
from newsgrep.output.quantities import count

#: Seconds from an answer until facets and timeline are counted; seconds between two checks of the index.
_PAUSE, _WATCH = 0.5, 2.0
#: Least columns of a terminal that shows the article beside the hits; of one that starts with the facets.
_BESIDE, _WIDE = 90, 140


class Chips(Static):
    """The filters. A click on one removes it."""

    def show(self, wanted: Wanted) -> None:
        """Show the filters of a search."""
        text = Text(no_wrap=True, overflow="ellipsis")
        for number, chip in enumerate(wanted.chips()):
            style = Style(reverse=True, meta={"@click": f"app.drop_chip({number})"})
            text.append(" ").append(f" {shown_line(chip.text)} ✕ ", style)
        if text.plain:
            self.update(text, layout=False)
        if bool(text) != self.display:
            self.display = bool(text)


class SearchingApp(App[None]):
    """Searches while the user types, and shows hits, the article, facets and the timeline.

    marked:   the keys of marked articles, in the order in which they were marked
    shown:    the article that is shown, and its key; None for none
    ended_by: the number of the signal that ended the reader; None for none
    bug:      the first unexpected error, which is a bug of newsgrep; None for none
    """

    CSS = """
    Screen { layout: vertical; }
    #chips, #status { height: 1; }
    #body { height: 1fr; }
    #side { width: 36; display: none; }
    #facets { height: 3fr; } #timeline { height: 2fr; }
    #hits { width: 2fr; } #article { width: 3fr; padding: 0 1; }
    #hits, #article, #facets, #timeline { border: round ansi_bright_black; background: ansi_default; }
    #hits:focus, #article:focus, #facets:focus, #timeline:focus { border: round ansi_blue; }
    .-side #side { display: block; }
    .-narrow #article { display: none; }
    .-narrow.-side #hits { display: none; } .-narrow #side { width: 1fr; }
    .-whole #hits, .-whole #side { display: none; }
    .-whole #article { display: block; width: 1fr; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_BESIDE, "-beside")]

    def __init__(self, folders: Sequence[IndexPlace], wanted: Wanted) -> None:
        """Take the folders of the indexes, and the first search."""
        super().__init__(ansi_color=True)  # from the start: with NO_COLOR, all would be shades of black
        self.theme = _theme()
        self.folders = folders
        self.wanted = wanted
        self.answer: Answer | None = None
        self.marked: dict[str, None] = {}
        self.shown: tuple[str, Article] | None = None
        self.ended_by: int | None = None
        self.bug: Exception | None = None
        self.query_line = QueryLine(wanted.text)
        self.hits = HitList(id="hits")
        self.article = ArticlePane(id="article")
        self.facets = FacetList(id="facets")
        self.timeline = TimelineList(id="timeline")
        self.chips = Chips(id="chips")
        self.status = Static(id="status")
        self.hits.marked = self.marked
        self.facets.is_filter = lambda facet, value: self.wanted.has(facet, value)
        self._generations: list[int] = []
        self._times: list[int] = []
        self._is_changed = False
        self._keep_cursor = False

    def compose(self) -> ComposeResult:
        """Make the widgets of the screen."""
        yield self.query_line
        yield self.chips
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield self.facets
                yield self.timeline
            yield self.hits
            yield self.article
        yield self.status

    def on_mount(self) -> None:
        """Start the threads, and search."""
        loop = asyncio.get_running_loop()

        def deliver(function: Callable[[], None]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the program ends
                loop.call_soon_threadsafe(self.call_later, function)

        def asker(*kinds: str) -> Asker:
            return Asker(self.folders, deliver, kinds, self.failed)

        self.searcher = asker("search", "pages")
        self.reader = asker("article")
        self.side_asker = asker("tags", "versions", "overview", "remarks", "names", "watch")
        for number in (signal.SIGTERM, *([signal.SIGHUP] if os.name == "posix" else [])):
            with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
                loop.add_signal_handler(number, self.end_by, number)
        self.facets.border_title, self.timeline.border_title = "Facets", "Timeline"
        self.screen.set_class(self.size.width >= _WIDE, "-side")
        self.screen.set_focus(self.query_line.input)
        self.chips.show(self.wanted)
        self._pause = self.set_timer(_PAUSE, self._on_pause)
        self.read_anew()
        self.set_interval(_WATCH, self._watch)

    def on_unmount(self) -> None:
        """End the threads."""
        self.searcher.close()
        self.reader.close()
        self.side_asker.close()

    def end_by(self, number: int) -> None:
        """End the reader, restore the terminal, and then end the program by the same signal."""
        self.ended_by = number
        self.exit()

    # What is asked

    def read_anew(self) -> None:
        """Search the newest state of the index, and read the names in it again."""
        self._is_changed = False
        self._times = self._mtimes()
        self.searcher.open_anew()
        self.side_asker.open_anew()
        self.search_again()
        self._ask_generations(self._take_generations)
        self.learn_names()

    def learn_names(self) -> None:
        """Ask for the names that complete a query."""
        self.side_asker.ask("names", read_names, self._take_names)

    def search(self, wanted: Wanted) -> None:
        """Do another search."""
        if wanted.filters != self.wanted.filters:
            self.chips.show(wanted)
            self.facets.refresh()
        self.wanted = wanted
        self.search_again(keep_cursor=False)

    def search_again(self, *, keep_cursor: bool = True) -> None:
        """Do the same search again; `keep_cursor` keeps the cursor on its hit."""
        wanted, width = self.wanted, self._width
        self._keep_cursor = keep_cursor
        self.searcher.ask(
            "search",
            lambda index: answers.answer_search(index, wanted, width),
            self._take_answer,
            self._search_failed,
        )

    @property
    def _width(self) -> int:
        """The characters of a passage that fill two lines."""
        usual = self.size.width * 2 // 5 if self.size.width >= _BESIDE else self.size.width
        return 2 * ((self.hits.size.width or usual) - GUTTER - 4)

    def _take_answer(self, answer: Answer) -> None:
        self.answer = answer
        self.query_line.show_error(None)
        self.query_line.show_notices(answer.notices)
        self.searcher.drop("pages")
        self.hits.show_answer(answer, keep=self._keep_cursor)
        if not answer.size:
            self.hits.show_instead(["nothing found"])
        self.side_asker.drop("remarks")
        self.side_asker.drop("overview")
        self.shown = None
        self.show_article()
        self.show_status()
        self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._on_pause)

    def _take_remarks(self, remarks: list[str]) -> None:
        if self.answer is None or self.query_line.error is not None:  # they are about an earlier search
            return
        if not self.answer.size:
            self.hits.show_instead(["nothing found", "", *remarks])
        else:
            self.query_line.show_notices([*self.answer.notices, *remarks[:2]])

    def failed(self, error: Exception) -> None:
        """Show an error. Keep the first one that is a bug: it is printed at the end, after the keys."""
        if self.bug is None and not isinstance(error, NewsgrepError | OSError):
            self.bug = error
        self.query_line.show_error(error)

    def _search_failed(self, error: Exception) -> None:
        """Show the error of a search. Keep the last hits, but not the reasons why there were none."""
        self.failed(error)
        if self.answer is not None and not self.answer.size:
            self.hits.show_instead([])

    def on_hit_list_pages_wanted(self, event: HitList.PagesWanted) -> None:
        """Ask for the visible pages."""
        if (answer := self.answer) is not None:
            width = self._width
            self.searcher.ask(
                "pages",
                lambda index: answers.pages(index, answer, event.numbers, width),
                self.hits.show_pages,
            )

    def show_article(self) -> None:
        """Show the article of the hit with the cursor, or the version that was chosen."""
        hit, answer = self.hits.hit, self.answer
        if self.shown is None and hit is not None:
            self.shown = hit.key, hit.article._replace(path=hit.path)
        if self.shown is None or answer is None or not answer.size:
            self.reader.drop("article")
            self.article.show_reading(None)
            return
        width = self.article.width
        if width < 1:  # the pane is hidden; its first resize shows the article
            return
        shown = key, article = self.shown

        def read(text: Article) -> None:
            self.reader.ask(
                "article",
                lambda _: answers.wrap(key, text, answer.highlighter, width, lambda: self.shown is shown),
                take,
            )

        def take(reading: WrappedArticle | None) -> None:
            if reading is not None:
                self.article.show_reading(reading)
                self.show_status()
                if len(reading.article.body) < len(article.body):
                    read(article)

        read(article._replace(body=article.body[: answers.BEGINNING]))

    def on_article_pane_resized(self) -> None:
        """Wrap the article to the new width."""
        self.show_article()

    def _on_pause(self) -> None:
        """Ask the slow questions, once the user has not typed for a while."""
        self.ask_overview()
        if (answer := self.answer) is not None:
            self.side_asker.ask(
                "remarks", lambda index: answers.remarks(index, answer.request), self._take_remarks
            )

    def ask_overview(self) -> None:
        """Ask for the counts by facets and by period, if these panes are shown."""
        if (answer := self.answer) is not None and self.screen_stack and self.has_side:
            fold = answer.wanted.fold
            self.side_asker.ask(
                "overview",
                lambda index: answers.overview(index, answer.request, fold=fold),
                self._take_overview,
            )

    @property
    def has_side(self) -> bool:
        """Whether the facets and the timeline are shown."""
        return self.screen_stack[0].has_class("-side")

    def _take_overview(self, found: Overview) -> None:
        self.facets.show_facets(found.facets)
        self.timeline.show_timeline(found.timeline)
        self.timeline.border_title = f"Timeline by {found.timeline.by}"

    def _take_names(self, names: KnownNames) -> None:
        self.query_line.input.names = names
        self.query_line.show()

    # The index may change meanwhile

    def _mtimes(self) -> list[int]:
        """Return when each folder changed last; a server is not asked, as that costs a request."""
        return [_mtime(folder) for folder in self.folders if isinstance(folder, Path)]

    def _watch(self) -> None:
        """Check whether the index changed, if a file in its folder changed."""
        times = self._mtimes()
        if times != self._times and not self._is_changed:
            self._times = times
            self._ask_generations(self._compare)

    def _ask_generations(self, take: Callable[[list[int]], None]) -> None:
        def ignore(_: Exception) -> None:
            """Ignore the error: an index that is being rebuilt can be opened later."""

        self.side_asker.ask("watch", lambda _: answers.generations(self.folders), take, ignore)

    def _take_generations(self, generations: list[int]) -> None:
        self._generations = generations

    def _compare(self, generations: list[int]) -> None:
        self._is_changed = generations != self._generations
        self.show_status()

    # What is shown

    def show_status(self) -> None:
        """Show the place of the cursor, the number of hits, the order, the match, and the marks."""
        parts: list[str | tuple[str, str]] = []
        if self._is_changed:
            parts.append(("the index changed: r reads it again", "bold yellow"))
        if (answer := self.answer) is not None:
            place = f"{self.hits.cursor + 1:,} of {answer.size:,}" if answer.size else "nothing found"
            parts.append((place, "bold"))
            if not answer.wanted.fold and answer.size > answer.total:
                parts.append(f"{answer.total:,} with all words")
            if answer.wanted.fold:
                parts.append(f"stories of {count(answer.total, 'article')}")
            parts.append(SORTS.get(answer.wanted.order, answer.wanted.order))
        if self.article.display and (reading := self.article.reading) is not None and reading.matches:
            parts.append(f"match {self.article.match + 1:,} of {len(reading.matches):,}")
        if self.marked:
            parts.append((f"{len(self.marked):,} marked", "bold green"))
        if answer is not None:
            parts.append((f"{1000 * answer.seconds:.0f} ms", "dim"))
        parts.append(("F1 keys", "dim"))
        text = Text(" · ").join(Text(*part) if isinstance(part, tuple) else Text(part) for part in parts)
        text.no_wrap, text.overflow = True, "ellipsis"
        self.status.update(text, layout=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types."""
        event.stop()
        if event.input is not self.query_line.input:  # the input of a dialog
            return
        self.query_line.show()
        if event.value != self.wanted.text:
            self.search(replace(self.wanted, text=event.value))

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Show the article of another hit."""
        if event.lines is self.hits:
            hit = self.hits.hit
            if hit is None or self.shown is None or self.shown[0] != hit.key:
                self.shown = None
                self.show_article()
            self.show_status()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the focus in a visible pane."""
        self.call_after_refresh(self.focus_visible_pane)

    def focus_visible_pane(self) -> None:
        """Focus a visible pane if the pane with the focus is hidden."""
        if len(self.screen_stack) == 1 and (self.focused is None or not self.focused.is_on_screen):
            self.screen.set_focus(self.hits if self.hits.is_on_screen else self.article)


def _mtime(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:  # the folder is being replaced, or its disk is not mounted now
        return 0


def _theme() -> str:
    """Return the theme with the colours of the terminal; COLORFGBG says whether it is light or dark."""
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return "ansi-light" if background in ("7", "15") else "ansi-dark"
