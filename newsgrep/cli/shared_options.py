"""Options that several commands share, and the help of commands with many options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from newsgrep.errors import UsageError

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def combined(*decorators: Decorator) -> Decorator:
    """Return one decorator that adds several arguments and options to a command, in the order of its help."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def take_options(typed: dict[str, Any], *names: str) -> dict[str, Any]:
    """Remove options from `typed`, and return them."""
    return {name: typed.pop(name) for name in names}


def contradiction(one: str, other: str) -> UsageError:
    """Return the error for two flags that exclude each other."""
    return UsageError(f"{one} and {other} contradict each other", "choose one of them")


def _enable_debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.find_root().obj.debug = True


#: The option --debug of the program and of each command.
DEBUG = click.Option(
    ["--debug"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_enable_debug,
    help="Show a traceback with an error.",
)


def _take_one(_: click.Context, __: click.Parameter, named: tuple[Path, ...]) -> Path | None:
    if len(named) > 1:
        raise UsageError(
            f"--index is given {len(named)} times, and this command takes one index",
            "run it once for each; commands that only read articles take several",
        )
    return named[0] if named else None


class _PathType(click.Path):
    """A path that is not empty: an empty argument often comes from a shell variable without a value."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. Raises UsageError for an empty text."""
        if value == "":
            name = param.opts[0] if isinstance(param, click.Option) else "PATH"
            raise UsageError(f"{name} is empty", "name a file or a folder; . is the current folder")
        return super().convert(value, param, ctx)


PATH = _PathType(path_type=Path)


class _NameType(click.types.StringParamType):
    """A text that is not empty: without a value, a filter in a script would let everything through."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text. Raises UsageError for an empty one."""
        if param is not None and not value.strip():
            raise UsageError(f"{param.opts[0]} is empty", f"name someone, or leave {param.opts[0]} out")
        return super().convert(value, param, ctx)


NAME = _NameType()

_INDEX_HELP = (
    "The index: its folder, a folder that has it as .newsgrep/, or https://HOST/NAME; without this option, "
    "NEWSGREP_INDEX, or the nearest .newsgrep/ upward"
)

#: --index of a command that works on one index.
index_option: Decorator = click.option(
    "--index",
    "index",
    type=PATH,
    multiple=True,
    callback=_take_one,
    metavar="DIR",
    help=f"{_INDEX_HELP}.",
)

#: --index of a command that searches: several are searched as one.
indexes_option: Decorator = click.option(
    "--index",
    "index",
    type=PATH,
    multiple=True,
    metavar="DIR",
    help=f"{_INDEX_HELP}; several are searched as one.",
)

color_option: Decorator = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use colours. auto: on a terminal, unless NO_COLOR or FORCE_COLOR is set.",
)

hyperlink_option: Decorator = click.option(
    "--hyperlink",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to make names of files links. auto: on a terminal that is known to show links.",
)

wait_option: Decorator = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="SECONDS",
    help="How long to wait while another process writes to the index (0).",
)

#: --seed of a command that draws a sample.
seed_option: Decorator = click.option(
    "--seed", type=int, default=0, metavar="N", help="The same seed draws the same sample (0)."
)


class ThemedCommand(click.Command):
    """A command with many options, whose help lists them by theme.

    themes: the names of options by heading; other options come last
    """

    def __init__(self, *arguments: Any, themes: Mapping[str, Sequence[str]], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.themes = themes

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in a section for each theme."""
        records = {
            option.name: record
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)) is not None
        }
        sections = [
            (theme, [records.pop(name) for name in names if name in records])
            for theme, names in self.themes.items()
        ]
        for heading, rows in (*sections, ("Other options", list(records.values()))):
            with formatter.section(heading):
                formatter.write_dl(rows)
