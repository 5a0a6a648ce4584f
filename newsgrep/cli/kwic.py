"""newsgrep kwic: every match with the text around it."""

from __future__ import annotations

import shutil
import sys
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags
from newsgrep.cli.shared_options import seed_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import (
    TABLE_THEME,
    TableQuestion,
    question,
    refuse_typed,
    report_nothing,
    table_flags,
)
from newsgrep.cli.waiting import waiting
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.explore.explorer import Explorer


#: The flags that choose and order lines; they have no meaning for collocates.
_LINE_FLAGS = ("width", "sort", "sample", "seed")


@click.command(
    "kwic",
    cls=QueryCommand,
    themes={
        **QUERY_THEMES,
        "Which lines": _LINE_FLAGS,
        "Collocates": ("span", "top"),
        **TABLE_THEME,
    },
    epilog="""\b
Examples:
  newsgrep kwic ganja                            every match, by date
  newsgrep kwic --sort right '"prime minister"'  by what follows
  newsgrep kwic --sample 50 --seed 1 missil*     fifty matches at random
  newsgrep kwic --width 80 --excel ganja         for a spreadsheet
  newsgrep kwic --collocates 5 ganja             words that stand near it""",
)
@one_query_flags
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
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Print N matches, drawn at random.")
@seed_option
@click.option(
    "--collocates",
    "span",
    type=click.IntRange(min=1, max=20),
    metavar="N",
    help="Print, instead of lines, the words within N words of a match, the most significant first.",
)
@click.option("--top", type=click.IntRange(min=1), default=30, metavar="N", help="Print N collocates (30).")
@table_flags
def command(
    width: int | None, sort: Any, sample: int | None, seed: int, span: int | None, top: int, **typed: Any
) -> Outcome:
    """Print a concordance: every match of the query with the text to its left and right.

    Words, phrases, patterns and what W/n finds are matches, in titles and bodies. In a pipe, each line has
    the key and the date of the article, the text on the left, the match, the text on the right, and the page.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.concordance_lines import COLUMNS, concordance_row, print_concordance, side_width
    from newsgrep.output.tables import write_rows

    if span is None:
        refuse_typed(["top"], "{flag} is the number of collocates to print", "add --collocates N")
    else:
        refuse_typed(_LINE_FLAGS, "{flag} and --collocates contradict each other", "choose one of them")
    asked = question(**typed)
    output = asked.output
    if width is None:
        width = side_width(shutil.get_terminal_size().columns) if output.is_for_eyes else 40
    with open_indexes(asked.folders) as index:
        if span is not None:
            return _print_collocates(index, asked, span, top)
        found = index.concordance(asked.query, width=width, order=sort, sample=sample, seed=seed)
        lines = found.stream()
        with waiting("reading articles"):
            lines = chain(list(islice(lines, 1)), lines)
        if output.is_for_eyes:
            print_concordance(lines, sys.stdout, color=output.color, width=width)
        else:
            write_rows(COLUMNS, map(concordance_row, lines), output.style, sys.stdout)
        sys.stdout.flush()
        notify(*found.notices)
        if not found.articles:
            return report_nothing(index, asked.query)
        if not found.matches:
            articles = count(found.articles, "article")
            notify(f"0 matches in {articles}: the query has no words to show in their titles and texts")
            return Outcome.NOTHING
        shown = "" if sample is None or sample >= found.matches else f"{sample:,} of "
        matches = "1 match" if found.matches == 1 else f"{found.matches:,} matches"
        notify(f"{shown}{matches} in {count(found.articles, 'article')}")
        return Outcome.FOUND


def _print_collocates(index: Explorer, asked: TableQuestion, span: int, top: int) -> Outcome:
    from newsgrep.output.figures import collocates_table

    with waiting("reading articles"):
        found = index.collocates(asked.query, span=span, top=top)
    asked.output.write(collocates_table(found))
    notify(*found.notices)
    if not found.articles:
        return report_nothing(index, asked.query)
    notify(f"near {found.matches:,} matches in {count(found.articles, 'article')}")
    return Outcome.FOUND if found.words else Outcome.NOTHING
