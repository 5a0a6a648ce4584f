"""The dialogs: a message, a choice, a line to type, and the versions of a story."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from newsgrep.article import Article
from newsgrep.browse.keys import GROUPS, shown
from newsgrep.browse.line_list import LineList
from newsgrep.errors import NewsgrepError
from newsgrep.output.control_characters import shown_line
from newsgrep.output.quantities import moment
from newsgrep.output.widths import shortened_to
from newsgrep.query.tag_names import tag_name
from newsgrep.results import Version

#: Columns of the keys in the help; the explanations are wrapped beside them.
_KEYS = 24


class Dialog(ModalScreen[object]):
    """A box over the panes. Esc closes it."""

    BINDINGS: list[BindingType] = [Binding("escape", "dismiss(None)", "close", show=False)]  # type: ignore[misc]
    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > .box {
        width: 90%; max-width: 100; height: auto; max-height: 90%; border: round ansi_blue; padding: 0 1;
    }
    Dialog > .box > Static { height: auto; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def box(self) -> VerticalScroll:
        """Return the box with its title."""
        box = VerticalScroll(classes="box")
        box.border_title = self.heading
        return box


class TextDialog(Dialog):
    """Lines to read. q, Enter, ?, F1 and Esc close them."""

    def __init__(self, title: str, text: RenderableType) -> None:
        super().__init__(title)
        self._text = text

    def compose(self) -> ComposeResult:
        """Show the lines."""
        with self.box():
            yield Static(self._text)

    def on_key(self, event: events.Key) -> None:
        """Close the message."""
        if self.is_current and event.key in ("q", "enter", "question_mark", "f1"):
            event.stop()
            self.dismiss(None)


def help_dialog() -> Dialog:
    """Return a message with all keys, grouped by the pane in which they work."""
    lines: list[RenderableType] = []
    for group, keys in GROUPS.items():
        table = Table.grid(padding=(0, 1))
        table.add_column(style="green", width=_KEYS)
        table.add_column()
        for key in keys:
            table.add_row(f"  {shown(key)}", key.help)
        lines += [Text(group, "bold"), table, Text()]
    lines.append(Text("With the mouse: click a hit, a facet or a filter; click twice to open or to choose."))
    return TextDialog("Keys (↑ ↓ scroll, Esc closes)", Group(*lines))


class Choice(Dialog):
    """Asks for one of several things, each with its key. The dialog returns the key."""

    def __init__(self, title: str, choices: Mapping[str, str]) -> None:
        """Take the text of each choice, by its key."""
        super().__init__(title)
        self._choices = choices

    def compose(self) -> ComposeResult:
        """List the choices."""
        with self.box():
            for key, text in self._choices.items():
                yield Static(Text.assemble((f"{key}  ", "bold green"), text))

    def on_key(self, event: events.Key) -> None:
        """Return the key if it is a choice."""
        if self.is_current and event.key in self._choices:
            event.stop()
            self.dismiss(event.key)


class LineDialog(Dialog):
    """Asks for a line of text. The dialog returns what the function `take` makes of it."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = "LineDialog Input { height: 1; }"

    def __init__(self, title: str, hint: str, take: Callable[[str], object]) -> None:
        """Take the title, a hint to show below the line, and a function that makes a value of the line.

        take: raises NewsgrepError or OSError for a wrong line
        """
        super().__init__(title)
        self._take = take
        self._below = Static(hint)

    def compose(self) -> ComposeResult:
        """Ask for the line."""
        with self.box():
            yield Input(compact=True)
            yield self._below

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the value of the line, or show what is wrong with it."""
        event.stop()
        try:
            self.dismiss(self._take(event.value.strip()))
        except (NewsgrepError, OSError) as error:
            problem = f"{error.message}; {error.hint}" if isinstance(error, NewsgrepError) else str(error)
            self._below.update(Text(shown_line(problem), style="red"))


def tags_in(line: str) -> tuple[list[str], list[str]] | None:
    """Return the tags to add and the tags to remove, from a line with commas; None for an empty line.

    Raises UsageError for a name that a tag cannot have.

    >>> tags_in("quote, -later")
    (['quote'], ['later'])
    """
    names = [name.strip() for name in line.split(",") if name.strip()]
    add = [tag_name(name) for name in names if not name.startswith("-")]
    remove = [tag_name(name[1:]) for name in names if name.startswith("-")]
    return (add, remove) if names else None


class _VersionList(LineList):
    def __init__(self, found: Sequence[tuple[Version, Article, float]]) -> None:
        super().__init__(id="versions")
        self.found = found

    def row(self, number: int, width: int) -> Sequence[Text]:
        version, _, share = self.found[number]
        parts = (moment(version.date) or "no date", version.source, version.title)
        text = Text.assemble(
            (f"{share:>4.0%} ", "dim"), " · ".join(shown_line(part) for part in parts if part)
        )
        return (shortened_to(width, text),)


class Versions(Dialog):
    """The versions of a story, earliest first. The dialog returns the version that the user chooses."""

    DEFAULT_CSS = "Versions LineList { height: auto; max-height: 20; min-height: 3; }"

    def __init__(self, found: Sequence[tuple[Version, Article, float]]) -> None:
        super().__init__("Versions of the story, earliest first, with the share of common text")
        self._list = _VersionList(found)

    def compose(self) -> ComposeResult:
        """List the versions."""
        with self.box():
            yield self._list

    def on_mount(self) -> None:
        """Show them."""
        self._list.styles.height = max(1, min(20, len(self._list.found)))
        self._list.show_rows(len(self._list.found))
        self._list.focus()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Return the version."""
        event.stop()
        self.dismiss(self._list.found[self._list.cursor])

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Stop the message, as it is not for the panes below."""
        event.stop()
