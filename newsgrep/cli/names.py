"""newsgrep names: the persons, places and organisations in the matching articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags
from newsgrep.cli.receipt import receipt_option, write_receipt
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.tables import TABLE_THEME, question, refuse_typed, report_nothing, table_flags
from newsgrep.cli.waiting import waiting
from newsgrep.output.quantities import count


@click.command(
    "names",
    cls=QueryCommand,
    themes={**QUERY_THEMES, "Which names": ("top", "sample", "seed"), **TABLE_THEME},
    epilog="""\b
Examples:
  newsgrep names ganja                     the names in most articles first
  newsgrep names --since 2020-10 --top 100 ganja
  newsgrep names --sample 5000             in articles drawn at random
  newsgrep names --csv ganja > names.csv   for a spreadsheet""",
)
@one_query_flags
@click.option(
    "--top", type=click.IntRange(min=1), default=30, metavar="N", help="Print the first N names (30)."
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Read only N articles, drawn at random."
)
@click.option("--seed", type=int, default=0, metavar="N", help="The same seed draws the same sample (0).")
@receipt_option
@table_flags
def command(top: int, sample: int | None, seed: int, receipt: Path | None, **typed: Any) -> Outcome:
    """List the persons, places and organisations that occur in the most articles that match.

    Without a query and filters, all articles are read; with --sample, some of them. A name is a run of
    capitalised words in a text, without titles such as President. A family name counts for the whole name if
    the same article has it. This works for languages that capitalise only names, such as English, and not for
    German.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.figures import names_table

    if sample is None:
        refuse_typed(["seed"], "{flag} chooses a sample, and all articles are read", "add --sample N")
    asked = question("names", every=True, **typed)
    with open_indexes(asked.folders) as index:
        with waiting("reading articles"):
            found = index.names(asked.query, top=top, sample=sample, seed=seed)
        asked.output.write_unless(not found.names, [names_table(found)])
        notify(*found.notices)
        write_receipt(receipt, index, "names", [asked.query], top=top, sample=sample, seed=seed)
        if not found.articles:
            return report_nothing(index, asked.query)
        read = f"{found.read:,} of {count(found.articles, 'article')} read"
        notify(read if found.names else f"{read}: no name has capitals")
        return Outcome.FOUND if found.names else Outcome.NOTHING
