"""Counts the matching articles of each period, for one query or for several side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from newsgrep.engine.base import Engine
from newsgrep.explore.periods import By, finest_period, period_of, periods_between
from newsgrep.explore.question import Question, every_article
from newsgrep.query.nodes import MatchAll, Node
from newsgrep.results.tabular import Tabular

#: The most rows of a timeline whose period is chosen automatically.
MOST_ROWS = 40
#: The largest share of the dated articles that such a period may leave out: their dates are less precise.
_MOST_COARSE = 0.5


class TimelineRow(Struct, frozen=True):
    """One period.

    counts:   matching articles of each query
    articles: all articles of the index in this period; 0 if they were not counted
    """

    period: str
    counts: tuple[int, ...]
    articles: int

    def shares(self) -> tuple[float, ...]:
        """Return the matching articles of each query for every 1,000 of the index in this period."""
        return tuple(1000 * count / self.articles if self.articles else 0.0 for count in self.counts)


class Timeline(Tabular, Struct, frozen=True):
    """The articles of each period, from the first in which any query matches to the last, empty ones too.

    by:      the period: year, quarter, month, week or day
    names:   the queries
    totals:  all matching articles of each query
    undated: matching articles of each query without a date, which are in no period
    coarse:  those whose date is less precise than the period, which are in none either
    notices: what the user should know about the queries
    silent:  periods of these rows in which the index has no article, if a query or filter was given
    """

    by: By
    names: tuple[str, ...]
    rows: tuple[TimelineRow, ...]
    totals: tuple[int, ...]
    undated: tuple[int, ...]
    coarse: tuple[int, ...]
    notices: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the periods as dicts, as for a data frame: with the articles of each query by its name.

        If the articles of the index were counted, the dicts have these, too, and the matching ones per 1,000.
        """
        several = len(self.names) > 1
        names = [name or f"query {n}" for n, name in enumerate(self.names, 1)] if several else ["articles"]
        per_1000 = [f"{name} per_1000" for name in names] if several else ["per_1000"]
        counted = any(row.articles for row in self.rows)
        return [
            {self.by: row.period, **dict(zip(names, row.counts, strict=True))}
            | (
                {"index_articles": row.articles, **dict(zip(per_1000, row.shares(), strict=True))}
                if counted
                else {}
            )
            for row in self.rows
        ]


def timeline(
    engine: Engine, questions: Sequence[Question], by: By | None, *, fold: bool, share: bool
) -> Timeline:
    """Count the articles that match each question; see `Explorer.timeline`.

    Without a period, the shortest that needs at most MOST_ROWS rows and leaves few articles out is chosen.
    """
    tallies = [_by_date(engine, question.tree, fold=fold) for question in questions]
    chosen = by or _fitting(tallies)
    counts = [_by_period(tally, chosen) for tally in tallies]
    whole = _by_date(engine, every_article(engine, fold=fold), fold=fold) if share else {}
    rows = tuple(_rows(counts, chosen, _by_period(whole, chosen)))
    return Timeline(
        by=chosen,
        names=tuple(question.name for question in questions),
        rows=rows,
        totals=tuple(sum(tally.values()) for tally in tallies),
        undated=tuple(tally.get("", 0) for tally in tallies),
        coarse=tuple(
            sum(number for date, number in tally.items() if date and period_of(date, chosen) is None)
            for tally in tallies
        ),
        notices=tuple(notice for question in questions for notice in question.notices),
        silent=_silent(engine, questions, rows, chosen),
    )


def _silent(
    engine: Engine, questions: Sequence[Question], rows: Sequence[TimelineRow], by: By
) -> tuple[str, ...]:
    """Return the empty periods in which the index has no article: 0 there says nothing about a query."""
    empty = [row.period for row in rows if not any(row.counts)]
    if not empty or any(isinstance(question.tree, MatchAll) for question in questions):
        return ()
    dated = _by_period(_by_date(engine, MatchAll(), fold=False), by)
    return tuple(period for period in empty if not dated[period])


def _by_date(engine: Engine, query: Node, *, fold: bool) -> dict[str, int]:
    return {date: number for (date,), number in engine.tally(query, ["date"], fold=fold).items()}


def _fitting(tallies: Sequence[Mapping[str, int]]) -> By:
    dates: Counter[str] = Counter()
    for tally in tallies:
        dates.update(tally)
    del dates[""]
    return finest_period(dates, MOST_ROWS, _MOST_COARSE)


def _by_period(tally: Mapping[str, int], by: By) -> Counter[str]:
    counts: Counter[str] = Counter()
    for date, number in tally.items():
        period = period_of(date, by)
        if period is not None:
            counts[period] += number
    return counts


def _rows(counts: Sequence[Counter[str]], by: By, whole: Counter[str]) -> list[TimelineRow]:
    found = [period for tally in counts for period in tally]
    if not found:
        return []
    return [
        TimelineRow(period, tuple(tally[period] for tally in counts), whole[period])
        for period in periods_between(min(found), max(found), by)
    ]
