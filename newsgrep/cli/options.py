"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _switch_debugging_on(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.find_root().obj.debug = True


debug_option: Decorator = click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_switch_debugging_on,
    help="Show a traceback with an error.",
)

index_option: Decorator = click.option(
    "--index",
    "index",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the index is, instead of NEWSGREP_INDEX or the nearest .newsgrep/ upward.",
)

color_option: Decorator = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour; auto: on a terminal, as NO_COLOR and FORCE_COLOR say.",
)

wait_option: Decorator = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="SECONDS",
    help="How long to wait for another process that is writing to the index.",
)


class ThemedCommand(click.Command):
    """A command with many options, whose help lists them by theme.

    themes: the names of options below the heading they belong to; the rest comes last
    """

    def __init__(self, *arguments: Any, themes: Mapping[str, Sequence[str]], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.themes = themes

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, a section a theme."""
        records = {
            option.name: record
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)) is not None
        }
        sections = [(theme, [records.pop(name) for name in names]) for theme, names in self.themes.items()]
        for heading, rows in (*sections, ("Other options", list(records.values()))):
            with formatter.section(heading):
                formatter.write_dl(rows)
