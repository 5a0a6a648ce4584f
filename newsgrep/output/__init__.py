"""Printers: what a person or a pipe sees of hits. They take what is found and never search.

    lines     one unwrapped line a hit, its fields parted by tabs
    paths     each file once
    json      one array with an object a hit, jsonl the objects alone, a line each
    csv, tsv  tables with a header
    template  whatever the person wrote
    trec      a run for toolkits of information retrieval

The printer for a terminal is `newsgrep.output.terminal`, and the only one to import rich.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TextIO

from newsgrep.output.fields import DESCRIPTIONS, FIELDS, check_fields
from newsgrep.output.json_objects import JsonLinesPrinter, JsonPrinter
from newsgrep.output.rows import LINE_FIELDS, TABLE_FIELDS, PathPrinter, RowPrinter, comma_separated, tabbed
from newsgrep.output.streams import accept_any_text
from newsgrep.output.templates import TemplatePrinter, read_template
from newsgrep.results import HIT_FIELDS, Hit

__all__ = [
    "DEFAULT_FIELDS",
    "DESCRIPTIONS",
    "FIELDS",
    "Printer",
    "Style",
    "check_fields",
    "make_printer",
    "template_fields",
]

Style = Literal["lines", "paths", "json", "jsonl", "csv", "tsv", "template", "trec"]

#: What the styles that print fields print where nothing is chosen.
DEFAULT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "lines": LINE_FIELDS,
    "json": HIT_FIELDS,
    "jsonl": HIT_FIELDS,
    "csv": TABLE_FIELDS,
    "tsv": TABLE_FIELDS,
}


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

    fields:   what to print, in this order; that of DEFAULT_FIELDS when empty
    template: the template of the style `template`
    null:     end a record with NUL, not a newline: a line, a path, a template, an object of jsonl

    Raises UsageError as check_fields and template_fields do.
    """
    check_fields(fields)
    accept_any_text(out)
    fields = fields or DEFAULT_FIELDS.get(style, ())
    end = "\0" if null else "\n"
    match style:
        case "lines":
            return RowPrinter(out, tabbed(out, end), fields, header=False)
        case "tsv":
            return RowPrinter(out, tabbed(out, end), fields, header=True)
        case "csv":
            return RowPrinter(out, comma_separated(out), fields, header=True)
        case "paths":
            return PathPrinter(out, end)
        case "json":
            return JsonPrinter(out, fields)
        case "jsonl":
            return JsonLinesPrinter(out, fields, end)
        case "template":
            return TemplatePrinter(out, template, end)
        case "trec":
            from newsgrep.output.trec import RunPrinter

            return RunPrinter(out)


def template_fields(template: str) -> set[str]:
    """Return the names of the fields in a template; raises UsageError for one that cannot be filled in."""
    return {part.name for part in read_template(template) if part.name}
