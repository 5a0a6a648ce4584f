"""newsgrep quotes: the quotations in the matching articles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import FILTERS, QUERY_THEMES, READING, one_query_flags
from newsgrep.cli.shared_options import NAME, seed_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import TABLE_THEME, question, report_nothing, table_flags
from newsgrep.cli.waiting import waiting
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.explore.quotes import Quotation
    from newsgrep.search.request import ParsedRequest


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
  newsgrep quotes --speaker hajiyev          quotations beside a name
  newsgrep quotes missile --speaker hajiyev  both
  newsgrep quotes --source reuters --csv     every quotation of a source""",
)
@one_query_flags
@click.option(
    "--speaker",
    metavar="QUERY",
    type=NAME,
    help="Only with these words beside it: in its sentence, or in the one before if it has 'he said'.",
)
@click.option(
    "--least", type=click.IntRange(min=1), default=4, metavar="N", help="Words of a quotation, at least (4)."
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Print N quotations, drawn at random."
)
@seed_option
@table_flags
def command(speaker: str | None, least: int, sample: int | None, seed: int, **typed: Any) -> Outcome:
    """Print the quotations in the articles that match, each with its sentence.

    A quotation is the text between quotation marks, in any language. It is printed if the query matches in
    it, or beside it in its sentence; --speaker looks only beside it. In the printed sentence, … stands for
    the quoted words. A sentence that has only quoted words belongs to the quotation before it, or is printed
    with the sentence before it.

    If an article matches by filters alone, all its quotations are printed. newsgrep does not guess who spoke.
    With --speaker there is one more column: `sentence` if the words are in the sentence of the quotation, and
    `before` if an earlier sentence has the words, and this one only a pronoun, such as he.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.quotation_blocks import COLUMNS, print_quotations, quotation_row
    from newsgrep.output.tables import write_rows

    is_asked = any(typed[name] for name in ("words", "queries", *FILTERS))
    by = _speaker_query(speaker, typed)
    asked = question(every=by is not None, **typed)
    queries = [query for query in (asked.query if is_asked else None, by) if query is not None]
    with open_indexes(asked.folders) as index:
        found = index.quotations(
            asked.query if is_asked else "", speaker=by or "", least=least, sample=sample, seed=seed
        )
        printed = _Printed()
        lines = printed.counted(found.stream())
        with waiting("reading articles"):
            lines = chain(list(islice(lines, 1)), lines)
        if asked.output.is_for_eyes:
            markers = [index.highlighter(query) for query in queries]
            print_quotations(lines, sys.stdout, markers, color=asked.output.color)
        else:
            columns = COLUMNS if by else COLUMNS[:-1]
            rows = (quotation_row(line)[: len(columns)] for line in lines)
            write_rows(columns, rows, asked.output.style, sys.stdout)
        sys.stdout.flush()
        notify(*found.notices)
        if not found.articles:
            return report_nothing(index, *queries)
        if not printed.quotations:
            articles = count(found.articles, "article")
            words = count(least, "word")
            shorter = "; --least 1 prints shorter ones, too" if least > 1 else ""
            missing = f"no quotation of {words} or more with a match in its sentence"
            notify(f"{articles} found, but {missing}{shorter}")
            return Outcome.NOTHING
        notify(f"{count(printed.quotations, 'quotation')} in {count(printed.articles, 'article')}")
        if printed.named_before:
            notify(f"in {printed.named_before:,} of them an earlier sentence names the speaker: check these")
        return Outcome.FOUND


def _speaker_query(text: str | None, typed: dict[str, Any]) -> ParsedRequest | None:
    """Return the query for a speaker, which is read as that for articles; None if there is none."""
    from newsgrep.search.request import SearchRequest, parse_request

    if text is None:
        return None
    how = {name: typed[name] for name in READING}
    return parse_request(SearchRequest((text,), folders=typed["index"], **how))


class _Printed:
    """Counts the printed quotations, and their articles."""

    quotations = 0
    articles = 0
    named_before = 0

    def counted(self, lines: Iterable[Quotation]) -> Iterator[Quotation]:
        """Yield quotations and count them. The quotations of an article come one after the other."""
        key = None
        for line in lines:
            self.quotations += 1
            self.articles += line.key != key
            self.named_before += line.speaker_in == "before"
            key = line.key
            yield line
