"""The actions of the keys on an article and the search: mark, filter, copy, save, open, write a command."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from rich.text import Text
from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.driver import Driver
from textual.widgets import Input

from newsgrep.article import Article
from newsgrep.browse import answers
from newsgrep.browse.dialogs import Choice, LineDialog, TextDialog, Versions, help_dialog, tags_in
from newsgrep.browse.keys import EVERYWHERE, bindings
from newsgrep.browse.line_list import LineList
from newsgrep.browse.searching import SearchingApp
from newsgrep.browse.wanted import SORTS, Wanted
from newsgrep.config import IndexPlace
from newsgrep.errors import NewsgrepError, UsageError
from newsgrep.output.citations import BibtexPrinter
from newsgrep.output.control_characters import shown_line
from newsgrep.output.quantities import count
from newsgrep.output.widths import without_signs
from newsgrep.results import Hit, joined_passages
from newsgrep.search.saved import SavedSearches, save_search, saved_files
from newsgrep.viewers import file_command, is_web_address

#: What the user can copy, by key.
COPIES = {"k": "key", "c": "citation (BibTeX)", "p": "passage", "u": "address"}


_EVERYWHERE = {key.action.partition("(")[0] for key in EVERYWHERE}
_ALWAYS = {"interrupt", "suspend_process"}


class BrowseApp(SearchingApp):
    """The reader, with the actions of the keys that work everywhere; `keys.py` says what each does.

    commands:       command lines to print at the end, one for each search that the user wrote as a command
    is_interrupted: whether Ctrl-C ended the reader
    """

    BINDINGS: list[BindingType] = bindings(EVERYWHERE)  # type: ignore[misc]
    ENABLE_COMMAND_PALETTE = False

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of the platform. It writes texts without the signs by which they are measured."""
        usual = super().get_driver_class()

        class WrittenDriver(usual):  # type: ignore[valid-type,misc]
            def write(self, data: str) -> None:
                super().write(without_signs(data))

        return WrittenDriver

    def __init__(self, folders: Sequence[IndexPlace], wanted: Wanted) -> None:
        """Take the folders of the indexes, and the first search."""
        super().__init__(folders, wanted)
        self.commands: list[str] = []
        self.is_interrupted = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key works now: never in a dialog; while text is typed, only with an argument."""
        if action not in _EVERYWHERE or action in _ALWAYS:
            return True
        return len(self.screen_stack) == 1 and (bool(parameters) or not isinstance(self.focused, Input))

    # The end

    def action_leave(self, anyhow: bool = False) -> None:
        """End the reader; it prints the keys of the marked articles."""
        self.exit()

    def action_interrupt(self) -> None:
        self.is_interrupted = True
        self.exit()

    # Where the focus is

    def action_focus_query(self) -> None:
        self.screen.set_focus(self.query_line.input)

    def action_focus_hits(self) -> None:
        self.screen.remove_class("-whole")
        if self.screen.has_class("-narrow"):
            self.screen.remove_class("-side")
        self.screen.set_focus(self.hits)

    def action_focus_article(self) -> None:
        """Focus the article; on a narrow terminal, show it in place of the hits."""
        self.screen.set_class(self.screen.has_class("-narrow"), "-whole")
        self.screen.set_focus(self.article)

    def action_go_back(self) -> None:
        """Go back to the hits, or first cancel a range of periods."""
        if self.timeline.begin is not None:
            self.timeline.action_begin_range()
        else:
            self.action_focus_hits()

    def action_whole(self) -> None:
        if self.screen.has_class("-whole"):
            self.action_focus_hits()
        else:
            self.screen.add_class("-whole")
            self.screen.set_focus(self.article)

    def action_side(self) -> None:
        self.screen.toggle_class("-side")
        if self.screen.has_class("-side"):
            self.screen.remove_class("-whole")
            self.ask_overview()
            self.screen.set_focus(self.query_one("#facets"))
        else:
            self.screen.set_focus(self.hits)

    # From hit to hit, from match to match

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open the whole article, filter by the value, or filter by the period."""
        if event.lines is self.hits:
            self.action_whole()
        elif event.lines is self.facets and (value := self.facets.value) is not None:
            self.search(self.wanted.toggled(*value))
        elif event.lines is self.timeline and (period := self.timeline.period) is not None:
            self.search(self.wanted.within(*period))

    def action_hit(self, direction: int) -> None:
        self.hits.action_row(direction)

    def action_next_match(self) -> None:
        self._step(1)

    def action_previous_match(self) -> None:
        self._step(-1)

    def _step(self, direction: int) -> None:
        if self.screen.has_class("-narrow") and not self.screen.has_class("-whole"):
            self.action_focus_article()
        if not self.article.step(direction):
            self.notify("nothing is marked in this article")
        self.show_status()

    # Marks and filters

    @property
    def current(self) -> tuple[str, Article] | None:
        """The key and the article of the hit with the cursor, or of the version that is shown."""
        hit = self.hits.hit
        if self.focused is self.hits and hit is not None:
            return hit.key, hit.article._replace(path=hit.path)
        return self.shown

    def action_mark(self) -> None:
        """Mark or unmark the article; if the hits have the focus, go to the next hit."""
        if self.current is None:
            return
        key = self.current[0]
        if key in self.marked:
            del self.marked[key]
        else:
            self.marked[key] = None
        if self.focused is self.hits:
            self.hits.action_row(1)
        self.hits.refresh()
        self.show_status()

    def action_unmark_all(self) -> None:
        self.marked.clear()
        self.hits.refresh()
        self.show_status()

    def action_drop_filter(self) -> None:
        self.action_drop_chip(-1)

    def action_drop_chip(self, number: int) -> None:
        """Remove a filter, by its place."""
        if chips := self.wanted.chips()[number:]:
            self.search(chips[0].without())

    def action_drop_filters(self) -> None:
        wanted = self.wanted
        while chips := wanted.chips():
            wanted = chips[-1].without()
        self.search(wanted)

    def action_sort(self) -> None:
        orders = [*SORTS]
        number = orders.index(self.wanted.sort) if self.wanted.sort in orders else -1
        self.search(replace(self.wanted, sort=orders[(number + 1) % len(orders)]))

    def action_fold(self) -> None:
        self.search(replace(self.wanted, fold=not self.wanted.fold))

    def action_reload(self) -> None:
        self.read_anew()

    # With an article

    def action_versions(self) -> None:
        if self.current is None:
            return
        key = self.current[0]

        def show(found: Any) -> None:
            self.push_screen(Versions(found), self._show_version)

        self.side_asker.ask("versions", lambda index: answers.listed_versions(index, key), show)

    def _show_version(self, chosen: Any) -> None:
        if chosen is not None:
            version, article, _ = chosen
            self.shown = version.key, article
            self.action_focus_article()
            self.show_article()

    def action_copy(self) -> None:
        if self.current is not None:
            self.push_screen(Choice("Copy", COPIES), self._copy)

    def _copy(self, choice: Any) -> None:
        if choice is None or self.current is None:
            return
        key, article = self.current
        hit = self.hits.hit
        if hit is None or hit.key != key:
            hit = Hit(1, 0.0, article, article.path, article.line)
        match choice:
            case "k":
                text = key
            case "c":
                out = io.StringIO()
                BibtexPrinter(out).hit(hit)
                text = out.getvalue()
            case "p":
                text = joined_passages(hit.passages)
            case _:
                text = article.url
        if text:
            self.copy_to_clipboard("\n".join(shown_line(line) for line in text.split("\n")))
            self.notify(f"copied: the {COPIES[choice]}", markup=False)
        else:
            self.notify(f"the article has no {COPIES[choice]}", severity="warning", markup=False)

    def action_open(self) -> None:
        """Open the article in an editor; in the browser if no editor is set, or it has no file of its own."""
        if self.current is None:
            return
        article = self.current[1]
        file = Path(article.path).absolute()
        if not article.path or not file.is_file():
            self.action_open_address()
            return
        hit = self.hits.hit
        line = hit.line if hit is not None and hit.key == self.current[0] else article.line
        try:
            command = file_command(file, line)
        except UsageError as error:
            self.failed(error)
            return
        if command:
            self._run(command)
        else:
            self.action_open_address("set VISUAL or EDITOR to open its file")

    def action_open_address(self, otherwise: str = "") -> None:
        """Open the address of the article in the browser; `otherwise` is a hint if it has none."""
        if self.current is None:
            return
        url = self.current[1].url
        if is_web_address(url):
            self._run([sys.executable, "-m", "webbrowser", url])
        else:
            missing = "the article has no web address"
            self.notify(f"{missing}; {otherwise}" if otherwise else missing, severity="warning", markup=False)

    def _run(self, command: list[str]) -> None:
        """Run a program that may use the terminal."""
        try:
            with self.suspend():
                subprocess.run(
                    command, stdin=sys.__stdin__, stdout=sys.__stdout__, stderr=sys.__stderr__, check=False
                )
        except (OSError, SuspendNotSupported) as error:
            self.notify(f"{command[0]} cannot be run: {error}", severity="error", markup=False)

    def action_tag(self) -> None:
        """Ask for tags to add to, or remove from, the marked articles, or the one with the cursor."""
        if keys := [*self.marked] or [key for key, _ in [self.current or ("", None)] if key]:
            title = (
                f"Tags of {count(len(keys), 'marked article')}" if len(keys) > 1 else "Tags of the article"
            )
            hint = "separate tags by commas; -TAG removes one; to search: tag:TAG"
            self.push_screen(LineDialog(title, hint, tags_in), lambda names: self._tag(keys, names))

    def _tag(self, keys: list[str], names: Any) -> None:
        def tagged(number: int) -> None:
            self.notify(f"changed the tags of {count(number, 'article')}")
            self.search_again()

        if names is not None:
            self.side_asker.ask("tags", lambda index: answers.tag(index, keys, *names), tagged)

    # With the search

    def action_save(self) -> None:
        file = saved_files(self.wanted.filters.folders)[0]
        request = self.wanted.request
        asked = ""

        def save(typed: str) -> None:
            nonlocal asked
            name = typed.removeprefix("@")
            if name in taken and name != asked:
                asked = name
                raise UsageError(f"there is @{name} already", "Enter again replaces it")
            save_search(file, name, request, overwrite=True)
            self.notify(f"saved in {file}; to search: @{name}", markup=False)
            self.learn_names()

        try:
            taken = SavedSearches.read([file]).searches
        except NewsgrepError as error:
            self.failed(error)
            return
        hint = "letters, digits, - and _; to search for it: @NAME"
        self.push_screen(LineDialog("Save the search as", hint, save))

    def action_command(self) -> None:
        """Show the search as a command line, copy it, and print it at the end."""
        command = self.wanted.command()
        if command not in self.commands:
            self.commands.append(command)
        self.copy_to_clipboard(shown_line(command))
        text = Text(f"{shown_line(command)}\n\n").append("It is copied, and printed at the end.", "dim")
        self.push_screen(TextDialog("The search as a command", text))

    def action_help(self, anyhow: bool = False) -> None:
        self.push_screen(help_dialog())
