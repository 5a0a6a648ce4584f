"""The output of a search: the flags of the styles, and the style that the flags choose."""

from __future__ import annotations

import sys
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from newsgrep.cli.shared_options import (
    Decorator,
    color_option,
    combined,
    contradiction,
    hyperlink_option,
    take_options,
)
from newsgrep.cli.standard_streams import wants_color, wants_links
from newsgrep.errors import UsageError
from newsgrep.output import STYLES, Output, check_fields

_EXPLANATION = "explanation"
#: Characters of a passage, at most.
DEFAULT_WIDTH = 240


def output_flags(*without: str) -> Decorator:
    """Return a decorator that adds the flags to a command that choose how hits are printed.

    without: names of styles that have no meaning for the command
    """
    styles = [style for style in STYLES.values() if style.name not in without]
    flags: list[Decorator] = [
        click.option(
            "--passages",
            type=click.IntRange(min=0),
            default=2,
            metavar="N",
            help="Passages per hit, at most (2).",
        ),
        click.option(
            "--width",
            type=click.IntRange(min=1),
            metavar="N",
            help=f"Characters per passage, at most ({DEFAULT_WIDTH}).",
        ),
        click.option(
            "-C",
            "--context",
            "sentences",
            type=click.IntRange(min=0),
            metavar="N",
            help="Show as passages whole sentences with matches, and N sentences before and after.",
        ),
        click.option(
            "--fields", metavar="A,B", help="Fields to print: path, key, date, author, title, passage, …"
        ),
        click.option("--template", metavar="TEXT", help="Print this text for each hit: '{path}:{title}'."),
        *(
            click.option(*style.flags, style.name, is_flag=True, help=style.help)
            for style in styles
            if style.help
        ),
        click.option(
            "--format",
            "style",
            type=click.Choice([style.name for style in styles if style.has_name]),
            help="The form by name; trec: ID Q0 KEY RANK SCORE newsgrep, spaces in a key as %20;"
            " bibtex, ris, csl-json: for reference managers; markdown, html: documents to read and print.",
        ),
        click.option("-0", "-Z", "--null", "null", is_flag=True, help="End records with NUL, for xargs -0."),
        color_option,
        hyperlink_option,
    ]
    return combined(*flags)


def take_passages(typed: dict[str, Any]) -> dict[str, Any]:
    """Take the flags about passages out of `typed`, by the names that they have in SearchOptions.

    Raises UsageError for a contradiction.
    """
    shape = take_options(typed, "passages", "width", "sentences")
    if shape["width"] is not None and shape["sentences"] is not None:
        raise contradiction("-C", "--width")
    return {**shape, "width": shape["width"] or DEFAULT_WIDTH}


class OutputFlags(Struct, frozen=True):
    """The flags that concern the output.

    styles: the styles that a flag names
    """

    styles: tuple[str, ...] = ()
    fields: str | None = None
    template: str | None = None
    null: bool = False
    color: str = "auto"
    hyperlink: str = "auto"
    explain: bool = False


def take_output_flags(typed: dict[str, Any]) -> OutputFlags:
    """Take the flags of `output_flags` out of `typed`, except those about passages; and --explain."""
    styles = [style.name for style in STYLES.values() if style.help and typed.pop(style.name, False)]
    named = typed.pop("style")
    explain = typed.pop("explain", False)
    others = take_options(typed, "fields", "template", "null", "color", "hyperlink")
    return OutputFlags((*styles, named) if named else tuple(styles), explain=explain, **others)


def choose_output(flags: OutputFlags, *, several: bool = False, fold: bool = False) -> Output:
    """Return the output that the flags choose. Raises UsageError where they contradict one another.

    several: whether there are several queries, so that each hit must name its query
    fold:    whether stories are folded, so that each hit must name its versions

    If no flag names a style, it is `blocks` on a terminal and with --color=always, as lines have no colours;
    else `lines`.
    """
    colored = wants_color(flags.color, sys.stdout)
    style = _style(flags, colored)
    fields = _fields(flags, style, several=several, fold=fold)
    links = wants_links(flags.hyperlink, sys.stdout)
    output = Output(style, fields, flags.template or "", flags.null, colored, links, flags.explain)
    shows_explanation = _EXPLANATION in output.named
    if flags.null and not STYLES[style].ends_in_null:
        raise _meaningless("-0", style)
    if flags.explain and not STYLES[style].explains:
        raise _meaningless("--explain", style)
    if flags.explain and style == "template" and not shows_explanation:
        raise UsageError("--explain shows nothing in this template", f"put {{{_EXPLANATION}}} into it")
    return replace(output, explain=flags.explain or shows_explanation)


def _style(flags: OutputFlags, colored: bool) -> str:
    styles = tuple(dict.fromkeys(flags.styles))
    if flags.template is not None:
        styles = (*styles, "template")
    if len(styles) > 1:
        raise contradiction(", ".join(STYLES[style].flag for style in styles[:-1]), STYLES[styles[-1]].flag)
    if styles:
        return styles[0]
    plain = flags.fields is not None or flags.null or not (sys.stdout.isatty() or colored)
    return "lines" if plain else "blocks"


def _fields(flags: OutputFlags, style: str, *, several: bool, fold: bool) -> tuple[str, ...]:
    """Return the fields to print, with those that --explain, --fold and several queries add.

    Most styles have none.
    """
    fields = STYLES[style].fields
    if flags.fields is not None:
        fields = tuple(name.strip() for name in flags.fields.split(","))
        check_fields(fields)
        if not STYLES[style].fields:
            raise _meaningless("--fields", style)
    if not fields:
        return ()
    if fold and flags.fields is None:
        fields = (*fields, "versions")
    if several and "query" not in fields:
        fields = ("query", *fields)
    return (*fields, _EXPLANATION) if flags.explain and _EXPLANATION not in fields else fields


def _meaningless(flag: str, style: str) -> UsageError:
    return UsageError(f"{flag} has no meaning with {STYLES[style].flag}", "leave one of them out")
