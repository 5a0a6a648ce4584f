"""newsgrep status: what an index holds."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from newsgrep.cli.options import color_option, debug_option, index_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.streams import wants_color
from newsgrep.config import index_folder


@click.command(
    "status",
    epilog="""\b
Examples:
  newsgrep status                       of the index that a search here would use
  newsgrep status --json | jq .articles""",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@color_option
@index_option
@debug_option
def command(as_json: bool, color: str, index: Path | None) -> Outcome:
    """Tell where the index is, its size, articles, dates, authors, and what could not be read."""
    from newsgrep.engine.base import open_engine
    from newsgrep.output.pipe import write_stats, write_stats_json

    with closing(open_engine(index_folder(index))) as engine:
        status = engine.status()
    colored = wants_color(color, sys.stdout)
    if as_json:
        write_stats_json(status, sys.stdout)
    elif colored or sys.stdout.isatty():
        from newsgrep.output.terminal import make_console, print_stats

        print_stats(status, make_console(sys.stdout, color=colored))
    else:
        write_stats(status, sys.stdout)
    return Outcome.FOUND
