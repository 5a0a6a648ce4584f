"""Printers: what a person or a pipe sees of hits. They take what is found and never search.

    lines     one unwrapped line a hit, its fields parted by tabs
    paths     each file once
    json      one array with an object a hit, jsonl the objects alone, a line each
    csv, tsv  tables with a header
    template  whatever the person wrote

The printer for a terminal is `newsgrep.printers.terminal`, and the only one to import rich.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TextIO

from newsgrep.printers.fields import DESCRIPTIONS, FIELDS, check_fields
from newsgrep.printers.objects import HIT_FIELDS, JsonLinesPrinter, JsonPrinter
from newsgrep.printers.rows import LINE_FIELDS, TABLE_FIELDS, PathPrinter, RowPrinter, comma_separated, tabbed
from newsgrep.printers.streams import accept_any_text
from newsgrep.printers.templates import TemplatePrinter, read_template
from newsgrep.results import Hit

__all__ = ["DESCRIPTIONS", "FIELDS", "Printer", "Style", "check_fields", "check_template", "make_printer"]

Style = Literal["lines", "paths", "json", "jsonl", "csv", "tsv", "template"]


class Printer(Protocol):
    """Prints hits one by one, as they are found."""

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a hit; `query` is the one of several that it answers, empty for a single one."""

    def close(self) -> None:
        """End the output and flush it."""


def make_printer(
    style: Style, out: TextIO, *, fields: Sequence[str] = (), template: str = "", null: bool = False
) -> Printer:
    """Return the printer of a style on a stream, which is set to take file names of any bytes.

    fields:   what to print, in this order; the style's own choice when empty. Not for paths and templates
    template: the template of the style `template`
    null:     end a record with NUL, not a newline: a line, a path, a template, an object of jsonl

    Raises UsageError as check_fields and check_template do.
    """
    check_fields(fields)
    accept_any_text(out)
    end = "\0" if null else "\n"
    match style:
        case "lines":
            return RowPrinter(out, tabbed(out, end), fields or LINE_FIELDS, header=False)
        case "tsv":
            return RowPrinter(out, tabbed(out, end), fields or TABLE_FIELDS, header=True)
        case "csv":
            return RowPrinter(out, comma_separated(out), fields or TABLE_FIELDS, header=True)
        case "paths":
            return PathPrinter(out, end)
        case "json":
            return JsonPrinter(out, fields or HIT_FIELDS)
        case "jsonl":
            return JsonLinesPrinter(out, fields or HIT_FIELDS, end)
        case "template":
            return TemplatePrinter(out, template, end)


def check_template(template: str) -> None:
    """Raise UsageError for a template that cannot be filled in, by its braces or by its names."""
    read_template(template)
