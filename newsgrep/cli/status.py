"""newsgrep status: what an index holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsgrep.cli.options import color_option, debug_option, index_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.streams import wants_color


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
    from newsgrep.index import open_index
    from newsgrep.output.plain import write_status, write_status_json

    with open_index(index) as archive:
        status = archive.stats()
    colored = wants_color(color, sys.stdout)
    if as_json:
        write_status_json(status, sys.stdout)
    elif colored or sys.stdout.isatty():
        from newsgrep.output.terminal import make_console, print_status

        print_status(status, make_console(sys.stdout, color=colored))
    else:
        write_status(status, sys.stdout)
    return Outcome.FOUND
