"""The table of the output styles of a search, from which flags, --format, default fields and printers follow.

To add a style: write a module with its printer, which is imported when it is used, and add a row.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from typing import IO, TextIO

from msgspec import Struct

from newsgrep.output.hit_fields import LINE_FIELDS, MATCH_FIELDS, TABLE_FIELDS, check_fields
from newsgrep.results import HIT_FIELDS, Hit


class Printer(ABC):
    """Prints hits one by one, as they are found."""

    _out: IO[str]

    @abstractmethod
    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a hit.

        query: the name of its query, if there are several queries; else empty
        """

    def close(self) -> None:
        """End the output and flush it."""
        self._out.flush()


class Style(Struct, frozen=True):
    """An output style.

    name:         its name for --format, and the name of the parameter of its flag
    flag:         its name in messages; if it has a help text, also its flag
    long:         another name of the flag, as in grep
    help:         the help text of the flag; empty if there is no flag
    has_name:     whether --format takes its name
    fields:       the fields that it prints by default; empty if --fields has no meaning
    ends_in_null: whether -0 may end its records with NUL
    explains:     whether it can print what --explain asks for
    shows_text:   whether it shows passages and matches, so that the search has to find them
    is_document:  whether it prints the query as a heading
    printer:      module.NAME of a function of a stream and an Output that makes its printer; empty for none
    """

    name: str
    flag: str
    help: str = ""
    long: str = ""
    has_name: bool = False
    fields: tuple[str, ...] = ()
    ends_in_null: bool = False
    explains: bool = False
    shows_text: bool = True
    is_document: bool = False
    printer: str = ""

    @property
    def flags(self) -> tuple[str, ...]:
        """The names of the flag."""
        return (self.flag, self.long) if self.long else (self.flag,)


def _objects(name: str, help: str, *, ends_in_null: bool = False) -> Style:
    return Style(
        *(name, f"--{name}", help), has_name=True, fields=HIT_FIELDS, ends_in_null=ends_in_null,
        explains=True, printer="json_objects.JsonPrinter",
    )  # fmt: skip


def _table(name: str, help: str) -> Style:
    printer = "lines.RowPrinter"
    return Style(name, f"--{name}", help, has_name=True, fields=TABLE_FIELDS, explains=True, printer=printer)


def _document(name: str, printer: str) -> Style:
    return Style(name, f"--format {name}", has_name=True, is_document=True, printer=printer)


def _list(name: str, printer: str) -> Style:
    """Return a style for other programs that prints no text of the articles."""
    return Style(name, f"--format {name}", has_name=True, shows_text=False, printer=printer)


#: The styles in the order of their flags in the help. `blocks` or `lines` is used if no flag is given.
STYLES = {
    style.name: style
    for style in (
        Style("blocks", "blocks on a terminal", explains=True, printer="terminal.blocks"),
        Style(
            *("lines", "lines"),
            fields=LINE_FIELDS,
            ends_in_null=True,
            explains=True,
            printer="lines.RowPrinter",
        ),
        Style(
            *("paths", "-l", "Print only the paths of the files, one per line.", "--files-with-matches"),
            ends_in_null=True,
            shows_text=False,
            printer="lines.PathPrinter",
        ),
        Style("count", "-c", "Print only how many articles match.", "--count", shows_text=False),
        Style("reading", "--parse", "Print the query as the parser reads it, and search nothing."),
        _objects("json", "Print one JSON array."),
        _objects("jsonl", "Print one JSON object per line.", ends_in_null=True),
        _table("csv", "Print a table, comma-separated."),
        _table("excel", "Print a table for a spreadsheet: CSV that runs no formula."),
        _table("tsv", "Print a table, tab-separated."),
        Style(
            "template", "--template", ends_in_null=True, explains=True, printer="templates.TemplatePrinter"
        ),
        _document("markdown", "documents.MarkdownPrinter"),
        _document("html", "documents.HtmlPrinter"),
        _list("trec", "trec.RunPrinter"),
        _list("bibtex", "citations.BibtexPrinter"),
        _list("ris", "citations.RisPrinter"),
        _list("csl-json", "citations.CslPrinter"),
    )
}


class Output(Struct, frozen=True):
    """How hits are printed.

    style:    a name in STYLES
    fields:   names of fields, in the order to print them; if empty, the fields of the style
    template: text with field names in braces, for the style `template`
    null:     whether a record ends with NUL, not with a newline
    color:    whether the output of a terminal is coloured
    links:    whether names of files are hyperlinks in it
    explain:  whether hits are explained
    """

    style: str
    fields: Sequence[str] = ()
    template: str = ""
    null: bool = False
    color: bool = False
    links: bool = False
    explain: bool = False

    @property
    def marked(self) -> bool:
        """Whether the search has to find passages and matches, as the style or a field shows them."""
        if not STYLES[self.style].shows_text:
            return False
        return not self.named or not MATCH_FIELDS.isdisjoint(self.named)

    @property
    def named(self) -> Collection[str]:
        """The names of the fields to print, or of the fields in the template."""
        if not self.template:
            return self.columns
        from newsgrep.output.templates import template_fields

        return template_fields(self.template)

    @property
    def columns(self) -> Sequence[str]:
        """The names of the fields to print."""
        return self.fields or STYLES[self.style].fields

    @property
    def end(self) -> str:
        """What ends a record."""
        return "\0" if self.null else "\n"

    def printer(self, out: TextIO) -> Printer:
        """Return a printer of hits to a stream, which must be able to write file names of any bytes.

        Raises UsageError for a name that no field has, and for a wrong template.
        """
        check_fields(self.fields)
        module, _, name = STYLES[self.style].printer.partition(".")
        assert name, f"{self.style} prints no hits"
        make: Callable[[TextIO, Output], Printer] = getattr(import_module(f"newsgrep.output.{module}"), name)
        return make(out, self)
