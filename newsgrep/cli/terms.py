"""newsgrep terms: the words that stand out in the matching articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags
from newsgrep.cli.receipt import receipt_option, write_receipt
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import TABLE_THEME, question, report_nothing, table_flags
from newsgrep.cli.waiting import waiting
from newsgrep.output.quantities import count


@click.command(
    "terms",
    cls=QueryCommand,
    themes={**QUERY_THEMES, "Which words": ("against", "top", "own"), **TABLE_THEME},
    epilog="""\b
Examples:
  newsgrep terms ganja                            compared with all others
  newsgrep terms --source post --against source:times
                                                  one paper against another
  newsgrep terms ganja --since 2020-11 --against 'ganja date:..2020-10'
                                                  after and before a date""",
)
@one_query_flags
@click.option(
    "--against", metavar="QUERY", help="Compare with the articles of this query, without the filters."
)
@click.option(
    "--top", type=click.IntRange(min=1), default=30, metavar="N", help="Print the first N terms (30)."
)
@click.option("--own", is_flag=True, help="Also print the words of the query, stopwords and numbers.")
@receipt_option
@table_flags
def command(against: str | None, top: int, own: bool, receipt: Path | None, **typed: Any) -> Outcome:
    """Find the words and two-word phrases that stand out in the articles that match.

    terms compares them with all other articles, or with the articles of --against. It prints each term in its
    most frequent spelling, with its occurrences and articles on both sides. The score is the log-odds ratio
    with a Dirichlet prior, in standard deviations.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.figures import key_terms_table
    from newsgrep.search.request import SearchRequest, parse_request

    asked = question(**typed)
    other = None if against is None else parse_request(SearchRequest((against,), folders=asked.folders))
    with open_indexes(asked.folders) as index:
        with waiting("counting words"):
            found = index.key_terms(asked.query, against=other, top=top, own=own)
        asked.output.write(key_terms_table(found))
        notify(*found.notices)
        queries = [asked.query, other] if other else [asked.query]
        write_receipt(receipt, index, "terms", queries, top=top, own=own)
        if not found.articles:
            return report_nothing(index, asked.query)
        others = count(found.other_articles, "other") if found.other_articles else "no other"
        notify(f"{count(found.articles, 'article')} compared with {others}")
        if not found.other_articles:
            notify("--against finds no article" if other else "name others with --against QUERY")
        elif not found.terms:
            notify("no word stands out")
        return Outcome.FOUND if found.terms else Outcome.NOTHING
