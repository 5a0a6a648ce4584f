"""newsgrep facets: counts of the matching articles by source, author, year and other fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags
from newsgrep.cli.receipt import receipt_option, write_receipt
from newsgrep.cli.shared_options import contradiction
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import TABLE_THEME, TableOutput, question, report_nothing, table_flags
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.explore.facets import FacetReport
    from newsgrep.output.tables import Table

_TOP = 10

#: The facets for which an article may have several values, and what a notice calls these values.
_SEVERAL = {
    "author": "authors",
    "section": "sections",
    "tag": "tags",
    "from": "senders",
    "to": "recipients",
}


@click.command(
    "facets",
    cls=QueryCommand,
    themes={**QUERY_THEMES, "What is counted": ("by", "top", "everything", "share", "fold"), **TABLE_THEME},
    epilog="""\b
Examples:
  newsgrep facets ganja                          sources, authors and years
  newsgrep facets ganja --by author --top 20     who wrote most about it
  newsgrep facets ganja --by 'source*year'       a cross table
  newsgrep facets ganja --by source --share      for each 1,000 articles
  newsgrep facets has:tag --by 'tag*year'        the tags, year by year
  newsgrep facets budget --by 'from*to'          who wrote to whom: mails
  newsgrep facets --by section --all --csv       every section of the index""",
)
@one_query_flags
@click.option(
    "--by",
    default="source,author,year",
    metavar="A,B",
    help="What to count by: source, author, year, month, date, section, lang, from, to, title_from, format,"
    " index, tag; A*B is a cross table (source,author,year).",
)
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help=f"Print the N most frequent values ({_TOP})."
)
@click.option("--all", "everything", is_flag=True, help="Print all values.")
@click.option(
    "--share", is_flag=True, help="Also print the share: matches per 1,000 articles with the value."
)
@click.option("--fold", is_flag=True, help="Count each story once, by its first version.")
@receipt_option
@table_flags
def command(
    by: str, top: int | None, everything: bool, share: bool, fold: bool, receipt: Path | None, **typed: Any
) -> Outcome:
    """Count the articles that match by source, author and year, or by other fields.

    Without a query and filters, all articles are counted. An article with several authors, sections or
    recipients counts for each of them. For from and to, only mails count, not the files attached to them. In
    a pipe, each line has the name of a facet and one value; a single cross table is printed as a cross table.
    """
    from newsgrep.index_group import open_indexes

    if top and everything:
        raise contradiction("--all", "--top")
    options: dict[str, Any] = {
        "by": by,
        "top": None if everything else top or _TOP,
        "fold": fold,
        "share": share,
    }
    asked = question(every=True, **typed)
    with open_indexes(asked.folders) as index:
        found = index.facets(asked.query, **options)
        asked.output.write(*_tables(found, asked.output, share=share))
        notify(*found.notices, *_remarks(found))
        write_receipt(receipt, index, "facets", [asked.query], **options)
        return Outcome.FOUND if found.total else report_nothing(index, asked.query)


def _tables(found: FacetReport, output: TableOutput, *, share: bool) -> list[Table]:
    from newsgrep.output.figures import facet_tables, long_table

    is_cross = len(found.tables) == 1 and len(found.tables[0].facets) > 1
    if output.is_for_eyes or (is_cross and output.style in ("csv", "excel", "tsv")):
        return facet_tables(found.tables, share=share)
    return [long_table(found.tables, share=share)]


def _remarks(found: FacetReport) -> list[str]:
    """Say how many values are not shown, and where the counts add up to more than the articles."""
    remarks = []
    for table in found.tables:
        shown = len({row.values[0] for row in table.rows} - {""})
        if shown < table.distinct:
            values = f"{shown:,} of {table.distinct:,} values of {table.facets[0]}"
            remarks.append(f"{values} shown; --top N or --all shows more")
        if table.counted > found.total:
            counted = f"{table.counted:,} for {count(found.total, 'article')}"
            several = " or ".join(_SEVERAL[facet] for facet in table.facets if facet in _SEVERAL)
            remarks.append(f"an article with several {several} counts for each of them: {counted}")
    return remarks
