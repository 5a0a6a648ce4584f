"""newsgrep quotes: the quotations in the matching articles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import FILTER_THEME, QUERY_THEMES, one_query_flags
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.tables import TABLE_THEME, question, report_nothing, table_flags
from newsgrep.cli.waiting import waiting
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.explore.quotes import Quotation


@click.command(
    "quotes",
    cls=QueryCommand,
    themes={
        **QUERY_THEMES,
        "Which quotations": ("speaker", "least", "sample", "seed"),
        **TABLE_THEME,
    },
    epilog="""\b
Examples:
  newsgrep quotes missile                    quotations with it, by date
  newsgrep quotes --speaker hajiyev          quotations with a name beside them
  newsgrep quotes missile --speaker hajiyev  both
  newsgrep quotes --source reuters --csv     every quotation of a source""",
)
@one_query_flags
@click.option(
    "--speaker", metavar="QUERY", default="", help="Only with these words beside it, in its sentence."
)
@click.option(
    "--least", type=click.IntRange(min=1), default=4, metavar="N", help="Words of a quotation, at least (4)."
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Print N quotations, drawn at random."
)
@click.option("--seed", type=int, default=0, metavar="N", help="The same seed draws the same sample (0).")
@table_flags
def command(speaker: str, least: int, sample: int | None, seed: int, **typed: Any) -> Outcome:
    """Print the quotations in the articles that match, each with its sentence.

    A quotation is the text between quotation marks, in any language. It is printed if the query matches in
    it, or beside it in its sentence; --speaker looks only beside it. In the printed sentence, … stands for
    the quoted words. A sentence that has only quoted words belongs to the quotation before it, or is printed
    with the sentence before it.

    If an article matches by filters alone, all its quotations are printed. newsgrep does not guess who spoke:
    a name does not find what "he said".
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.quotation_blocks import COLUMNS, print_quotations, quotation_row
    from newsgrep.output.tables import write_rows

    filters = chain.from_iterable(FILTER_THEME.values())
    if speaker and not any(typed[name] for name in ("words", "queries", *filters)):
        typed["words"] = (speaker,)
    asked = question("quotes", **typed)
    with open_indexes(asked.folders) as index:
        found = index.quotations(asked.query, speaker=speaker, least=least, sample=sample, seed=seed)
        printed = _Printed()
        lines = printed.counted(found.stream())
        with waiting("reading articles"):
            lines = chain(list(islice(lines, 1)), lines)
        if asked.output.is_for_eyes:
            markers = [index.highlighter(text) for text in (asked.query, speaker) if text]
            print_quotations(lines, sys.stdout, markers, color=asked.output.color)
        else:
            write_rows(COLUMNS, map(quotation_row, lines), asked.output.style, sys.stdout)
        sys.stdout.flush()
        notify(*found.notices)
        if not found.articles:
            return report_nothing(index, asked.query)
        if not printed.quotations:
            articles = count(found.articles, "article")
            words = count(least, "word")
            notify(f"{articles} found, but no quotation of {words} or more with a match in its sentence")
            return Outcome.NOTHING
        notify(f"{count(printed.quotations, 'quotation')} in {count(printed.articles, 'article')}")
        return Outcome.FOUND


class _Printed:
    """Counts the printed quotations, and their articles."""

    quotations = 0
    articles = 0

    def counted(self, lines: Iterable[Quotation]) -> Iterator[Quotation]:
        """Yield quotations and count them. The quotations of an article come one after the other."""
        key = None
        for line in lines:
            self.quotations += 1
            self.articles += line.key != key
            key = line.key
            yield line
