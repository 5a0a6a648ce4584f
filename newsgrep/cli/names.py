"""newsgrep names: the persons, places and organisations in the matching articles."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags
from newsgrep.cli.receipt import receipt_option, write_receipt
from newsgrep.cli.shared_options import NAME, seed_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import (
    TABLE_STYLES,
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


@click.command(
    "names",
    cls=QueryCommand,
    themes={
        **QUERY_THEMES,
        "Which names": ("pairs", "other", "top", "sample", "seed"),
        "Form of the output": ("graphml", *TABLE_THEME["Form of the output"]),
    },
    epilog="""\b
Examples:
  newsgrep names ganja                     the names in most articles first
  newsgrep names --since 2020-10 --top 100 ganja
  newsgrep names --sample 5000             in articles drawn at random
  newsgrep names --csv ganja > names.csv   for a spreadsheet
  newsgrep names --pairs ganja             names that occur together
  newsgrep names --pairs --receipt r.json ganja
                                           and a receipt of the pairs
  newsgrep names --with aliyev ganja       names that occur with this one
  newsgrep names --graphml --top 500 ganja > ganja.graphml   for Gephi""",
)
@one_query_flags
@click.option(
    "--pairs",
    is_flag=True,
    help="List pairs of names that occur in the same articles, the most significant first.",
)
@click.option("--with", "other", metavar="NAME", type=NAME, help="Only pairs with this name, or part of one.")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=30,
    metavar="N",
    help="Print the first N names, or pairs (30).",
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Read only N articles, drawn at random."
)
@seed_option
@receipt_option
@click.option(
    "--graphml", is_flag=True, help="Print the pairs as a network: GraphML, for Gephi and the like."
)
@table_flags
def command(
    pairs: bool,
    other: str | None,
    graphml: bool,
    top: int,
    sample: int | None,
    seed: int,
    receipt: Path | None,
    **typed: Any,
) -> Outcome:
    """List the persons, places and organisations that occur in the most articles that match.

    Without a query and filters, all articles are read; with --sample, some of them. A name is a run of
    capitalised words in a text, without titles such as President. A family name counts for the whole name if
    the same article has it. This works for languages that capitalise only names, such as English, and not for
    German.

    With --pairs, each row has two names: how many articles have both, how many would have both by chance, and
    how significant the difference is (log-likelihood). Only pairs of the 1,000 names in most articles are
    counted; with --with, pairs of all names.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.figures import names_table

    if sample is None:
        refuse_typed(["seed"], "{flag} chooses a sample, and all articles are read", "add --sample N")
    as_pairs = pairs or graphml or bool(other)
    if graphml:
        refuse_typed(TABLE_STYLES, "--graphml and {flag} contradict each other", "choose one of them")
    asked = question(every=True, **typed)
    with open_indexes(asked.folders) as index:
        if as_pairs:
            return _print_pairs(
                index, asked, other or "", graphml, receipt, top=top, sample=sample, seed=seed
            )
        with waiting("reading articles"):
            found = index.names(asked.query, top=top, sample=sample, seed=seed)
        asked.output.write(names_table(found))
        notify(*found.notices)
        write_receipt(receipt, index, "names", [asked.query], top=top, sample=sample, seed=seed)
        if not found.articles:
            return report_nothing(index, asked.query)
        read = f"{found.read:,} of {count(found.articles, 'article')} read"
        notify(read if found.names else f"{read}: no name has capitals")
        return Outcome.FOUND if found.names else Outcome.NOTHING


def _print_pairs(
    index: Explorer, asked: TableQuestion, name: str, graphml: bool, receipt: Path | None, **options: Any
) -> Outcome:
    from newsgrep.explore.name_pairs import LEAST_TOGETHER
    from newsgrep.output.figures import name_pairs_table
    from newsgrep.output.graphml import write_graphml

    with waiting("reading articles"):
        found = index.name_pairs(asked.query, name=name, **options)
    if graphml:
        write_graphml(found, sys.stdout)
    else:
        asked.output.write(name_pairs_table(found))
    notify(*found.notices)
    write_receipt(receipt, index, "names --pairs", [asked.query], name=name, **options)
    if not found.articles:
        return report_nothing(index, asked.query)
    read = f"{found.read:,} of {count(found.articles, 'article')} read"
    if found.pairs or found.others or not found.has_name:
        notify(read)
    elif name:
        notify(f"{read}: no other name stands with {name}")
    else:
        notify(f"{read}: no two names stand together in {LEAST_TOGETHER} articles, more than by chance")
    if found.others and len(found.pairs) < options["top"]:
        others = f"{count(found.others, 'other name')} in one article, or no more often than by chance"
        notify(f"with {name}: {others}; to list all: newsgrep names {quote(name)}")
    return Outcome.FOUND if found.pairs else Outcome.NOTHING
