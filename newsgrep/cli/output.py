"""What a search prints: the styles that can be asked for, and the one that was meant."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

from newsgrep.cli.streams import wants_color
from newsgrep.errors import UsageError
from newsgrep.output import DEFAULT_FIELDS, Printer, Style, check_fields, make_printer, template_fields

#: Beside the printers' styles: blocks on a terminal, the one number of -c, the query as it is read.
OutputStyle = Style | Literal["blocks", "count", "reading"]

#: Styles whose records NUL can end, and those that have room for an explanation.
_WITH_NULL = ("lines", "paths", "jsonl", "template")
_WITH_EXPLANATION = ("blocks", "template", *DEFAULT_FIELDS)

#: Styles that show nothing of the text of an article.
_WITHOUT_TEXT = ("paths", "count", "trec")

_FLAGS: dict[str, str] = {
    "paths": "-l",
    "count": "-c",
    "reading": "--explain-query",
    "trec": "--format trec",
    **{style: f"--{style}" for style in ("json", "jsonl", "csv", "tsv", "template")},
}

_EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What flags say about the output.

    styles:  those that were named by a flag
    several: whether there are several queries, so that each hit has to say which it is for
    """

    styles: tuple[OutputStyle, ...] = ()
    fields: str | None = None
    template: str | None = None
    null: bool = False
    color: str = "auto"
    explain: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """How hits are printed, see make_printer; with `explain`, they must have an explanation for that."""

    style: OutputStyle
    fields: tuple[str, ...] = ()
    template: str = ""
    null: bool = False
    color: bool = False
    explain: bool = False

    @property
    def marked(self) -> bool:
        """Whether hits need passages and matches."""
        return self.style not in _WITHOUT_TEXT

    def printer(self) -> Printer:
        """Return the printer of the hits on standard output."""
        if self.style == "blocks":
            from newsgrep.output.terminal import TerminalPrinter, make_console

            return TerminalPrinter(make_console(sys.stdout, color=self.color))
        assert self.style != "count"
        assert self.style != "reading"
        return make_printer(
            self.style, sys.stdout, fields=self.fields, template=self.template, null=self.null
        )


def choose_output(wishes: Wishes) -> Output:
    """Return the output that flags ask for, or the usual one; raises UsageError where they contradict.

    Without a style of their own, hits are blocks on a terminal and wherever colours are asked for, as a line
    has none; else lines.
    """
    colored = wants_color(wishes.color, sys.stdout)
    style = _style(wishes, colored)
    fields = _fields(wishes, style)
    named = template_fields(wishes.template) if wishes.template is not None else set(fields)
    if wishes.null and style not in _WITH_NULL:
        raise _meaningless("-0", style)
    if wishes.explain and style not in _WITH_EXPLANATION:
        raise _meaningless("--explain", style)
    if wishes.explain and style == "template" and _EXPLANATION not in named:
        raise UsageError("--explain shows nothing in this template", f"put {{{_EXPLANATION}}} into it")
    explain = wishes.explain or _EXPLANATION in named
    return Output(style, fields, wishes.template or "", wishes.null, colored, explain)


def _style(wishes: Wishes, colored: bool) -> OutputStyle:
    styles = tuple(dict.fromkeys(wishes.styles))
    if wishes.template is not None:
        styles = (*styles, "template")
    if len(styles) > 1:
        flags = " and ".join(_FLAGS[style] for style in styles)
        raise UsageError(f"{flags} contradict each other", "choose one of them")
    if styles:
        return styles[0]
    plain = wishes.fields is not None or wishes.null or not (sys.stdout.isatty() or colored)
    return "lines" if plain else "blocks"


def _fields(wishes: Wishes, style: OutputStyle) -> tuple[str, ...]:
    """Return the fields of a style that has some, with those that other flags bring along."""
    fields = DEFAULT_FIELDS.get(style, ())
    if wishes.fields is not None:
        fields = tuple(name.strip() for name in wishes.fields.split(","))
        check_fields(fields)
        if style not in DEFAULT_FIELDS:
            raise _meaningless("--fields", style)
    if not fields:
        return ()
    if wishes.several and "query" not in fields:
        fields = ("query", *fields)
    return (*fields, _EXPLANATION) if wishes.explain and _EXPLANATION not in fields else fields


def _meaningless(flag: str, style: OutputStyle) -> UsageError:
    return UsageError(f"{flag} has no meaning with {_FLAGS[style]}", "leave one of them out")
