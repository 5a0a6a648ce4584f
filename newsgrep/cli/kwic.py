"""newsgrep kwic: every match with the text around it."""

from __future__ import annotations

import shutil
import sys
from typing import Any

import click

from newsgrep.cli.options import ThemedCommand
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, query_flags, request_of
from newsgrep.cli.tables import (
    TABLE_THEME,
    notify,
    report_nothing,
    table_flags,
    take_index,
    take_output,
    understood,
)
from newsgrep.errors import UsageError


@click.command(
    "kwic",
    cls=ThemedCommand,
    themes={**QUERY_THEMES, "Which lines": ("width", "sort", "sample", "seed"), **TABLE_THEME},
    epilog="""\b
Examples:
  newsgrep kwic ganja                          every match, by date
  newsgrep kwic --sort right '"air raid"'      by what follows
  newsgrep kwic --sample 50 --seed 1 missil*   fifty matches at random
  newsgrep kwic --width 80 --csv ganja         for a spreadsheet""",
)
@query_flags
@click.option(
    "--width",
    type=click.IntRange(min=0),
    metavar="N",
    help="Characters on each side (40; on a terminal as many as fit).",
)
@click.option(
    "--sort",
    type=click.Choice(["date", "left", "right"]),
    default="date",
    help="Order: by date, or by the words before or after the match.",
)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Only N matches, at random.")
@click.option("--seed", type=int, default=0, metavar="N", help="Another number, another sample (0).")
@table_flags
def command(**typed: Any) -> Outcome:
    """Print a concordance: every match of the query with the text to its left and right.

    Words, phrases, patterns and the words of W/n are matches, in titles and bodies. In a pipe a line has the
    article's key, its date, the text on the left, the match and the text on the right.
    """
    from newsgrep.cli.query_file import parsed_queries
    from newsgrep.index import open_index
    from newsgrep.output.concordance_lines import concordance_table, print_concordance, side_width
    from newsgrep.output.quantities import count

    output, folder = take_output(typed), take_index(typed)
    width, order = typed.pop("width"), typed.pop("sort")
    sample, seed = typed.pop("sample"), typed.pop("seed")
    if typed["file"] is not None:
        raise UsageError("kwic answers one query, and -f has several", "join them with -e: any may match")
    if width is None:
        width = side_width(shutil.get_terminal_size().columns) if output.is_for_eyes else 40
    queries, outcome = understood(parsed_queries(request_of(**typed), None))
    with open_index(folder) as index:
        found = index.concordance_parsed(queries[0], width=width, order=order, sample=sample, seed=seed)
        if output.is_for_eyes:
            print_concordance(found.lines, sys.stdout, color=output.color)
        else:
            output.write_unless(False, [concordance_table(found.lines, index.shown_path)])
        notify(found.notices)
        if not found.articles:
            return report_nothing(index, queries, outcome)
        shown = f"{len(found.lines):,} of " if len(found.lines) < found.matches else ""
        matches = "1 match" if found.matches == 1 else f"{found.matches:,} matches"
        notify([f"{shown}{matches} in {count(found.articles, 'article')}"])
        return outcome
