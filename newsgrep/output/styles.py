"""The output styles of a search, a row each: flags, --format, default fields and printers follow from here.

To add a style: a module with its printer, a function here that imports and makes it, and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TextIO

from newsgrep.output.hit_fields import LINE_FIELDS, TABLE_FIELDS, check_fields
from newsgrep.output.text_streams import accept_any_text
from newsgrep.results import HIT_FIELDS, Hit


class Printer(Protocol):
    """Prints hits one by one, as they are found."""

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a hit. `query` names the query it answers where there are several, and is empty for one."""

    def close(self) -> None:
        """End the output and flush it."""


class PrinterOptions(NamedTuple):
    """What a printer needs to know.

    fields:   names of fields, in the order to print them
    template: text with field names in braces
    end:      what ends a record: a newline, or NUL
    color:    whether to colour the output of a terminal
    links:    whether names of files are hyperlinks
    """

    fields: Sequence[str]
    template: str = ""
    end: str = "\n"
    color: bool = False
    links: bool = False


class Style(NamedTuple):
    """An output style.

    name:         what --format calls it, and the name of its parameter on the command line
    flag:         how messages name it; the option that chooses it, where it has a help text
    long:         another name of that option, the one that grep has
    help:         help text of that option; empty where no such flag exists
    has_name:     whether --format takes its name
    fields:       the fields printed by default; empty where --fields has no meaning
    ends_in_null: whether -0 may end its records with NUL
    explains:     whether it has room for --explain
    shows_text:   whether it shows passages and matches, which then must be found
    printer:      makes the printer; None for a style that prints no hits
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
    printer: Callable[[TextIO, PrinterOptions], Printer] | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """The names of the option."""
        return (self.flag, self.long) if self.long else (self.flag,)


def _blocks(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.terminal import TerminalPrinter, make_console

    return TerminalPrinter(make_console(out, color=options.color, links=options.links))


def _lines(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.lines import RowPrinter, tab_separated

    return RowPrinter(out, tab_separated(out, options.end), options.fields, header=False)


def _paths(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.lines import PathPrinter

    return PathPrinter(out, options.end)


def _json(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.json_objects import JsonPrinter, ObjectWriter

    return JsonPrinter(ObjectWriter(out, is_array=True), options.fields)


def _jsonl(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.json_objects import JsonPrinter, ObjectWriter

    return JsonPrinter(ObjectWriter(out, is_array=False, end=options.end), options.fields)


def _csv(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.lines import RowPrinter, comma_separated

    return RowPrinter(out, comma_separated(out), options.fields, header=True)


def _excel(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.lines import RowPrinter, spreadsheet_rows

    return RowPrinter(out, spreadsheet_rows(out), options.fields, header=True)


def _tsv(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.lines import RowPrinter, tab_separated

    return RowPrinter(out, tab_separated(out, options.end), options.fields, header=True)


def _template(out: TextIO, options: PrinterOptions) -> Printer:
    from newsgrep.output.templates import TemplatePrinter

    return TemplatePrinter(out, options.template, options.end)


def _trec(out: TextIO, _: PrinterOptions) -> Printer:
    from newsgrep.output.trec import RunPrinter

    return RunPrinter(out)


def _bibtex(out: TextIO, _: PrinterOptions) -> Printer:
    from newsgrep.output.citations import BibtexPrinter

    return BibtexPrinter(out)


def _ris(out: TextIO, _: PrinterOptions) -> Printer:
    from newsgrep.output.citations import RisPrinter

    return RisPrinter(out)


def _csl_json(out: TextIO, _: PrinterOptions) -> Printer:
    from newsgrep.output.citations import CslPrinter

    return CslPrinter(out)


#: The styles in the order of their flags in the help. `blocks` and `lines` are chosen where no flag is given.
STYLES = {
    style.name: style
    for style in (
        Style("blocks", "blocks on a terminal", explains=True, printer=_blocks),
        Style(
            "lines",
            "lines",
            fields=LINE_FIELDS,
            ends_in_null=True,
            explains=True,
            printer=_lines,
        ),
        Style(
            "paths",
            "-l",
            help="Print only the files' paths, one a line.",
            long="--files-with-matches",
            ends_in_null=True,
            shows_text=False,
            printer=_paths,
        ),
        Style("count", "-c", help="Print only how many articles match.", long="--count", shows_text=False),
        Style("reading", "--parse", help="Print how the query is read, and search nothing."),
        Style(
            "json",
            "--json",
            help="Print one JSON array.",
            has_name=True,
            fields=HIT_FIELDS,
            explains=True,
            printer=_json,
        ),
        Style(
            "jsonl",
            "--jsonl",
            help="Print a JSON object a line.",
            has_name=True,
            fields=HIT_FIELDS,
            ends_in_null=True,
            explains=True,
            printer=_jsonl,
        ),
        Style(
            "csv",
            "--csv",
            help="Print a table, comma-separated.",
            has_name=True,
            fields=TABLE_FIELDS,
            explains=True,
            printer=_csv,
        ),
        Style(
            "excel",
            "--excel",
            help="Print a table for a spreadsheet: CSV that runs no formula.",
            has_name=True,
            fields=TABLE_FIELDS,
            explains=True,
            printer=_excel,
        ),
        Style(
            "tsv",
            "--tsv",
            help="Print a table, tab-separated.",
            has_name=True,
            fields=TABLE_FIELDS,
            explains=True,
            printer=_tsv,
        ),
        Style("template", "--template", ends_in_null=True, explains=True, printer=_template),
        Style("trec", "--format trec", has_name=True, shows_text=False, printer=_trec),
        Style("bibtex", "--format bibtex", has_name=True, shows_text=False, printer=_bibtex),
        Style("ris", "--format ris", has_name=True, shows_text=False, printer=_ris),
        Style("csl-json", "--format csl-json", has_name=True, shows_text=False, printer=_csl_json),
    )
}


def make_printer(
    style: str,
    out: TextIO,
    *,
    fields: Sequence[str] = (),
    template: str = "",
    null: bool = False,
    color: bool = False,
    links: bool = False,
) -> Printer:
    """Return the printer of a style on a stream, which is set to write file names of any bytes.

    fields:   what to print, in this order; the style's own when empty
    template: the template of the style `template`
    null:     end a record with NUL, not a newline
    color:    colour the blocks of a terminal
    links:    make names of files hyperlinks in them

    Raises UsageError for a name that is no field's, and for a template that cannot be filled in.
    """
    check_fields(fields)
    make = STYLES[style].printer
    assert make is not None, f"{style} prints no hits"
    options = PrinterOptions(fields or STYLES[style].fields, template, "\0" if null else "\n", color, links)
    return make(accept_any_text(out), options)
