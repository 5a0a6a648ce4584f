"""newsgrep status: what an index holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from msgspec.structs import replace

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import color_option, index_option
from newsgrep.cli.standard_streams import wants_color
from newsgrep.cli.table_flags import single_object_flags


@click.command(
    "status",
    epilog="""\b
Examples:
  newsgrep status                       of the index that a search here uses
  newsgrep status --json | jq .articles""",
)
@single_object_flags
@color_option
@index_option
def command(json: bool, jsonl: bool, color: str, index: Path | None) -> Outcome:
    """Show where the index is, its size, articles, dates and authors, and what was guessed or not read."""
    from newsgrep.index import open_index
    from newsgrep.output.pipe import write_stats, write_stats_json
    from newsgrep.search.shown_paths import with_shown_paths

    with open_index(index) as archive:
        stats = archive.stats()
        stats = replace(
            stats,
            unreadable=with_shown_paths(stats.unreadable, archive.shown_path),
            guessed=with_shown_paths(stats.guessed, archive.shown_path),
        )
    colored = wants_color(color, sys.stdout)
    if json or jsonl:
        write_stats_json(stats, sys.stdout)
    elif colored or sys.stdout.isatty():
        from newsgrep.output.terminal import make_console, print_stats

        print_stats(stats, make_console(sys.stdout, color=colored))
    else:
        write_stats(stats, sys.stdout)
    return Outcome.FOUND
