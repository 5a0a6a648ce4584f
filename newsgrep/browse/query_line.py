"""The line with the query, its completions and its errors."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from newsgrep.browse.keys import QUERY, bindings
from newsgrep.browse.query_completion import Completion, KnownNames, complete
from newsgrep.errors import NewsgrepError, QuerySyntaxError, bug_message
from newsgrep.output.control_characters import shown_line
from newsgrep.output.widths import columns_of

PROMPT = "> "


class QueryInput(Input):
    """The text of the query. Tab puts one candidate after another into it."""

    BINDINGS: list[BindingType] = bindings(QUERY)  # type: ignore[misc]

    def __init__(self) -> None:
        hint = "search as you type; F1 lists the keys"
        super().__init__(placeholder=hint, compact=True, id="query", select_on_focus=False)
        self.names = KnownNames()
        self._offered = Completion(0, ())
        self._next = 0
        self._completed = ""

    def on_paste(self, event: events.Paste) -> None:
        """Join the lines of a pasted text, as the input would take only the first one."""
        event.text = " ".join(line.strip() for line in event.text.splitlines())

    def completion(self) -> Completion:
        """Return the candidates for the word at the cursor; after a completion, the same ones again."""
        if self.value != self._completed:
            self._offered = complete(self.value, self.cursor_position, self.names)
            self._next = 0
        return self._offered

    def action_complete(self) -> None:
        """Replace the word by the next candidate; if there is none, focus the next pane."""
        offered = self.completion()
        if not offered.candidates:
            self.app.action_focus_next()
            return
        candidate = offered.candidates[self._next % len(offered.candidates)]
        self._next += 1
        rest = self.value[self.cursor_position :]
        self.value = self.value[: offered.start] + candidate + rest
        # After a single candidate, such as a field, the next Tab completes what follows it, such as a value.
        # Of several candidates, the next Tab takes the next one.
        self._completed = self.value if len(offered.candidates) > 1 else ""
        self.cursor_position = offered.start + len(candidate)


class QueryLine(Vertical):
    """The query, and below it an error with a caret, candidates for the word, or notices."""

    DEFAULT_CSS = """
    QueryLine { height: auto; }
    QueryLine Horizontal { height: 1; }
    QueryLine #prompt { width: 2; }
    QueryLine #query { width: 1fr; }
    QueryLine #message { height: auto; max-height: 5; }
    """

    def __init__(self, value: str) -> None:
        super().__init__()
        self.input = QueryInput()
        self._first = value
        self._message = Static(id="message")
        self.error: Exception | None = None
        self._notices: Sequence[str] = ()
        self._lines: list[Text] | None = None

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with Horizontal():
            yield Static(Text(PROMPT, style="bold"), id="prompt")
            yield self.input
        yield self._message

    def on_mount(self) -> None:
        """Show the first query: textual accepts it only once the program runs."""
        self.input.value = self._first
        self.input.cursor_position = len(self._first)
        self.show()

    def show_error(self, error: Exception | None) -> None:
        """Show an error below the query; None removes it."""
        self.error = error
        self.show()

    def show_notices(self, notices: Sequence[str]) -> None:
        """Show notices on how the query was read."""
        self._notices = notices
        self.show()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show candidates while the query has the focus."""
        self.show()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Hide the candidates."""
        self.show()

    def show(self) -> None:
        """Show the error, the candidates and the notices below the query."""
        lines: list[Text] = []
        if self.error is not None:
            lines += self._error_lines(self.error)
        if self.input.has_focus and (offered := self.input.completion()).candidates:
            lines.append(Text(f"Tab: {'  '.join(map(shown_line, offered.candidates))}", style="dim"))
        lines += [Text(shown_line(notice), style="dim") for notice in self._notices if self.error is None]
        for line in lines:
            line.no_wrap, line.overflow = True, "ellipsis"
        if lines != self._lines:  # a message of another height moves the panes
            self._lines = lines
            self._message.display = bool(lines)
            self._message.update(Text("\n", no_wrap=True, overflow="ellipsis").join(lines))

    def _error_lines(self, error: Exception) -> list[Text]:
        """Return lines with a caret below the wrong character, the error, and a hint."""
        match error:
            case NewsgrepError():
                message, hint = error.message, error.hint
            case OSError():
                message, hint = str(error), ""
            case _:
                message, hint = bug_message(error), "report it; browse prints it again when it ends"
        lines = [Text(shown_line(message), style="red")]
        if isinstance(error, QuerySyntaxError) and error.text == self.input.value:
            before = columns_of(shown_line(error.text[: error.position]))
            width = max(1, self.input.size.width)
            column = min(max(0, before - int(self.input.scroll_offset.x)), width - 1)
            caret = Text(" " * (len(PROMPT) + column) + "^", style="bold red")
            lines.insert(0, caret)
        return [*lines, Text(f"hint: {shown_line(hint)}", style="dim")] if hint else lines
