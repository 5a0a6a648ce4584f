"""newsgrep sample: a random sample of the articles that match."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags
from newsgrep.cli.receipt import receipt_option, write_receipt
from newsgrep.cli.shared_options import seed_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import TABLE_THEME, question, report_nothing, table_flags
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.explore.sampling import Sample

_FIELDS = (
    *("key", "path", "date", "source", "author", "section", "language", "title", "title_from", "url"),
    *("words", "body"),
)

#: A terminal shows the numbers of at most this many strata: more would push the sample off the screen.
_MOST_STRATA = 40


@click.command(
    "sample",
    cls=QueryCommand,
    themes={**QUERY_THEMES, "Which articles": ("size", "seed", "by", "fields"), **TABLE_THEME},
    epilog="""\b
Examples:
  newsgrep sample ganja -n 200 --seed 7 > coding.csv   as CSV
  newsgrep sample ganja -n 200 --by month,source       a stratified sample
  newsgrep sample -n 20 --jsonl | jq .title            of the whole index
  newsgrep sample ganja -n 20 --receipt ganja.json     with a receipt""",
)
@one_query_flags
@click.option(
    "-n", "--size", type=click.IntRange(min=1), required=True, metavar="N", help="Articles to draw."
)
@seed_option
@click.option(
    "--by",
    default="",
    metavar="A,B",
    help="Stratify by source, author, year, month, section, lang, from, to, format, title_from or index: "
    "each value has its share of the sample.",
)
@click.option("--fields", metavar="A,B", help="Fields to print: key, date, author, title, body, …")
@receipt_option
@table_flags
def command(size: int, seed: int, by: str, fields: str | None, receipt: Path | None, **typed: Any) -> Outcome:
    """Draw a random sample of the articles that match, for example to code by hand.

    Without a query and filters, the sample is of all articles. The same seed draws the same articles from the
    same index on every machine. They are printed in random order: on a terminal with their titles, in a pipe
    or a file as CSV with their whole text. --csv, --json, --jsonl and --tsv print the whole text, too. With
    --by, each stratum has at least one article in the sample, if the sample is large enough. An article with
    several sections, authors or persons counts for the rarest of them among the articles that match.
    """
    from newsgrep.explore.sampling import parse_strata
    from newsgrep.index_group import open_indexes
    from newsgrep.output import Output, check_fields

    for_eyes = sys.stdout.isatty() and not fields
    asked = question(usual="" if for_eyes else "csv", every=True, **typed)
    strata = parse_strata(by)
    names = tuple(name.strip() for name in fields.split(",")) if fields else _FIELDS
    check_fields(names)
    with open_indexes(asked.folders) as index:
        found = index.sample(asked.query, size=size, seed=seed, by=strata)
        printer = Output(asked.output.style, names, color=asked.output.color).printer(sys.stdout)
        for hit in found.hits:
            printer.hit(hit)
        printer.close()
        notify(*found.notices, *_remarks(found))
        write_receipt(receipt, index, "sample", [asked.query], size=size, seed=seed, by=strata)
        return Outcome.FOUND if found.total else report_nothing(index, asked.query)


def _remarks(found: Sample) -> list[str]:
    """Say how many articles were drawn, of how many, and how many from each stratum."""
    if not found.total:
        return []
    remarks = [f"{len(found.hits):,} of {count(found.total, 'article')} drawn"]
    if found.several:
        several = f"{count(found.several, 'article')} with several sections or persons"
        remarks.append(f"{several}: each in the stratum of the rarest")
    if len(found.strata) > _MOST_STRATA and sys.stderr.isatty():
        some = sum(one.sampled > 0 for one in found.strata)
        strata = f"{len(found.strata):,} strata, {some:,} of them with an article of the sample"
        remarks.append(f"{strata}; 2> FILE has the numbers of each")
    elif len(found.strata) > 1:
        named = ((" · ".join(value or "none" for value in one.values), one) for one in found.strata)
        remarks += [f"{name}: {one.sampled:,} of {one.total:,}" for name, one in named]
    return remarks
