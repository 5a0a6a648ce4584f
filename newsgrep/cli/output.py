"""What a search prints: the styles that can be asked for, and the one that was meant."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from newsgrep.cli.streams import wants_color
from newsgrep.errors import UsageError
from newsgrep.printers import Printer, Style, check_fields, check_template, make_printer

#: Beside the printers' styles: blocks on a terminal, the one number of -c.
OutputStyle = Style | Literal["blocks", "count"]

#: Styles whose records --fields chooses the fields of, and those that NUL can end.
_WITH_FIELDS = ("lines", "json", "jsonl", "csv", "tsv")
_WITH_NULL = ("lines", "paths", "jsonl", "template")

_FLAGS = {"paths": "-l", "count": "-c"} | {
    name: f"--{name}" for name in get_args(Style) if name not in ("lines", "paths")
}


@dataclass(frozen=True, slots=True)
class Output:
    """How hits are printed; see make_printer."""

    style: OutputStyle
    fields: tuple[str, ...] = ()
    template: str = ""
    null: bool = False
    color: bool = False

    def printer(self) -> Printer:
        """Return the printer of the hits on standard output."""
        if self.style == "blocks":
            from newsgrep.printers.terminal import TerminalPrinter, make_console

            return TerminalPrinter(make_console(sys.stdout, color=self.color))
        assert self.style != "count"
        return make_printer(
            self.style, sys.stdout, fields=self.fields, template=self.template, null=self.null
        )


def choose_output(
    styles: Sequence[OutputStyle], *, fields: str | None, template: str | None, null: bool, color: str
) -> Output:
    """Return the output that flags ask for, or the usual one; raises UsageError where they contradict.

    `styles` are those that were named by a flag of their own. Without any, hits are blocks on a terminal
    and wherever colours are asked for, as a line has none; else lines.
    """
    if template is not None:
        check_template(template)
        styles = [*styles, "template"]
    if len(styles) > 1:
        flags = " and ".join(_FLAGS[style] for style in styles)
        raise UsageError(f"{flags} contradict each other", "choose one of them")
    colored = wants_color(color, sys.stdout)
    plain = fields is not None or null or not (sys.stdout.isatty() or colored)
    style: OutputStyle = styles[0] if styles else "lines" if plain else "blocks"
    names = tuple(name.strip() for name in fields.split(",")) if fields is not None else ()
    check_fields(names)
    if fields is not None and style not in _WITH_FIELDS:
        raise UsageError(f"--fields has no meaning with {_FLAGS[style]}", "leave one of them out")
    if null and style not in _WITH_NULL:
        raise UsageError(f"-0 has no meaning with {_FLAGS[style]}", "leave one of them out")
    return Output(style, names, template or "", null, colored)
