"""newsgrep timeline: how many articles match in each period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, compared_query_flags, request_of
from newsgrep.cli.receipt import receipt_option, write_receipt
from newsgrep.cli.shared_options import PATH
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import TABLE_THEME, report_nothing, table_flags, take_table_output
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.explore.timeline import Timeline

#: If a terminal gets more rows than this, a notice says how to get fewer.
_MANY_ROWS = 100
#: The most periods without articles that a notice names.
_MOST_NAMED = 5


@click.command(
    "timeline",
    cls=QueryCommand,
    themes={**QUERY_THEMES, "What is counted": ("by", "share", "plot", "fold"), **TABLE_THEME},
    epilog="""\b
Examples:
  newsgrep timeline ganja                         articles in each period
  newsgrep timeline ganja --by month --share      also per 1,000 of the index
  newsgrep timeline -e oil -e 'iran OR gulf'      two queries side by side
  newsgrep timeline ganja --plot ganja.svg        as a picture
  newsgrep timeline ganja --excel > ganja.csv     for a spreadsheet""",
)
@compared_query_flags
@click.option(
    "--by",
    type=click.Choice(["year", "quarter", "month", "week", "day"]),
    help="The period of a row. By default the shortest for which 40 rows are enough.",
)
@click.option("--share", is_flag=True, help="Also print the share: matches per 1,000 articles of the period.")
@click.option("--plot", type=PATH, metavar="FILE", help="Also draw the timeline, as .svg, .png or .pdf.")
@click.option("--fold", is_flag=True, help="Count each story once, by its first version.")
@receipt_option
@table_flags
def command(
    by: Any,
    share: bool,
    plot: Path | None,
    fold: bool,
    receipt: Path | None,
    index: tuple[Path, ...],
    **typed: Any,
) -> Outcome:
    """Count the articles that match, period by period, from the first to the last.

    Without a query and filters, all articles are counted. Several queries, given with -e or -f, have columns
    side by side. An article without a date is in no period. An article with only a year or a month is in no
    shorter period. A notice says how many articles are not counted for this.
    """
    from newsgrep.cli.query_file import separate_queries
    from newsgrep.explore.timeline import MOST_ROWS
    from newsgrep.index_group import open_indexes
    from newsgrep.output.figures import timeline_table

    output = take_table_output(typed)
    if plot is not None:
        from newsgrep.output.plots import check_plot, plot_timeline

        check_plot(plot)
    asked = list(separate_queries(request_of(index, **typed), typed["file"], every=True))
    queries = [query for query in asked if query is not None]
    outcome = Outcome.FOUND if len(queries) == len(asked) else Outcome.ERROR
    with open_indexes(index) as opened:
        found = opened.timeline(queries, by=by, fold=fold, share=share)
        output.write(timeline_table(found, share=share))
        notify(*found.notices, *_left_out(found), *_silent(found))
        if by and output.is_for_eyes and len(found.rows) > _MANY_ROWS:
            notify(f"{len(found.rows):,} rows; leave --by out for about {MOST_ROWS}")
        write_receipt(receipt, opened, "timeline", queries, by=found.by, fold=fold, share=share)
        if not any(found.totals):
            return outcome if outcome is Outcome.ERROR else report_nothing(opened, *queries)
        if plot is not None and not found.rows:
            notify(f"{plot} is not drawn: there is no period to draw")
        elif plot is not None:
            plot_timeline(found, plot, share=share, index=opened.title)
    return outcome


def _silent(found: Timeline) -> list[str]:
    """Say in which of the periods the index has no articles, so that 0 there is no finding."""
    periods = found.silent
    if not periods:
        return []
    named = ", ".join(periods[:_MOST_NAMED])
    more = f", … ({len(periods):,} of {len(found.rows):,} rows)" if len(periods) > _MOST_NAMED else ""
    return [f"the index has no articles of {named}{more}"]


def _left_out(found: Timeline) -> list[str]:
    """Say how many matching articles are in no row, for each query."""
    notices = []
    for name, undated, coarse in zip(found.names, found.undated, found.coarse, strict=True):
        which = f"{name}: " if len(found.names) > 1 else ""
        if undated:
            notices.append(f"{which}{count(undated, 'article')} without a date not counted")
        if coarse:
            notices.append(
                f"{which}{count(coarse, 'article')} not counted: the date is not known to the {found.by}"
            )
    return notices
