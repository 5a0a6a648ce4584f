"""What a search prints: the styles that can be asked for, and the one that was meant."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from newsgrep.cli.streams import wants_color
from newsgrep.errors import UsageError
from newsgrep.output import STYLES, Printer, check_fields, make_printer

_EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What flags say about the output.

    styles:  those that were named by a flag
    several: whether there are several queries, so that each hit has to say which it is for
    """

    styles: tuple[str, ...] = ()
    fields: str | None = None
    template: str | None = None
    null: bool = False
    color: str = "auto"
    explain: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """How hits are printed: a name in STYLES, the options of make_printer, and whether hits are explained."""

    style: str
    fields: tuple[str, ...] = ()
    template: str = ""
    null: bool = False
    color: bool = False
    explain: bool = False

    @property
    def marked(self) -> bool:
        """Whether hits need passages and matches."""
        return STYLES[self.style].shows_text

    def printer(self) -> Printer:
        """Return the printer of the hits on standard output."""
        return make_printer(
            self.style,
            sys.stdout,
            fields=self.fields,
            template=self.template,
            null=self.null,
            color=self.color,
        )


def choose_output(wishes: Wishes) -> Output:
    """Return the output that flags ask for, or the usual one; raises UsageError where they contradict.

    Without a style of their own, hits are blocks on a terminal and wherever colours are asked for, as a line
    has none; else lines.
    """
    colored = wants_color(wishes.color, sys.stdout)
    style = _style(wishes, colored)
    fields = _fields(wishes, style)
    named = _template_fields(wishes.template) if wishes.template is not None else set(fields)
    if wishes.null and not STYLES[style].ends_in_null:
        raise _meaningless("-0", style)
    if wishes.explain and not STYLES[style].explains:
        raise _meaningless("--explain", style)
    if wishes.explain and style == "template" and _EXPLANATION not in named:
        raise UsageError("--explain shows nothing in this template", f"put {{{_EXPLANATION}}} into it")
    explain = wishes.explain or _EXPLANATION in named
    return Output(style, fields, wishes.template or "", wishes.null, colored, explain)


def _style(wishes: Wishes, colored: bool) -> str:
    styles = tuple(dict.fromkeys(wishes.styles))
    if wishes.template is not None:
        styles = (*styles, "template")
    if len(styles) > 1:
        flags = " and ".join(STYLES[style].flag for style in styles)
        raise UsageError(f"{flags} contradict each other", "choose one of them")
    if styles:
        return styles[0]
    plain = wishes.fields is not None or wishes.null or not (sys.stdout.isatty() or colored)
    return "lines" if plain else "blocks"


def _fields(wishes: Wishes, style: str) -> tuple[str, ...]:
    """Return the fields of a style that has some, with those that other flags bring along."""
    fields = STYLES[style].fields
    if wishes.fields is not None:
        fields = tuple(name.strip() for name in wishes.fields.split(","))
        check_fields(fields)
        if not STYLES[style].fields:
            raise _meaningless("--fields", style)
    if not fields:
        return ()
    if wishes.several and "query" not in fields:
        fields = ("query", *fields)
    return (*fields, _EXPLANATION) if wishes.explain and _EXPLANATION not in fields else fields


def _meaningless(flag: str, style: str) -> UsageError:
    return UsageError(f"{flag} has no meaning with {STYLES[style].flag}", "leave one of them out")


def _template_fields(template: str) -> set[str]:
    from newsgrep.output.templates import template_fields  # only --template needs it

    return template_fields(template)
