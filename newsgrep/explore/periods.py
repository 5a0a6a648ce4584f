"""Periods of the calendar: years, quarters, months, ISO weeks and days, named so that they sort as text.

>>> period_of("2020-10-30", "week"), period_of("2020-10", "quarter"), period_of("2020", "month")
('2020-W44', '2020-Q4', None)
>>> periods_between("2020-11", "2021-01", "month")
['2020-11', '2020-12', '2021-01']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

By = Literal["year", "quarter", "month", "week", "day"]

#: The periods, longest first, each with its length in days, about.
PERIODS: dict[By, float] = {"year": 365.25, "quarter": 91.3, "month": 30.44, "week": 7, "day": 1}

#: The length that an ISO date must have to be in one period only.
_LENGTHS: dict[By, int] = {"year": 4, "quarter": 7, "month": 7, "week": 10, "day": 10}
_SIX_DAYS = dt.timedelta(6)


def period_of(date: str, by: By) -> str | None:
    """Return the period of an ISO date, month or year; None where the date is known less precisely."""
    if len(date) < _LENGTHS[by]:
        return None
    match by:
        case "year" | "month" | "day":
            return date[: _LENGTHS[by]]
        case "quarter":
            return f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"
        case "week":
            year, week, _ = dt.date.fromisoformat(date).isocalendar()
            return f"{year:04}-W{week:02}"


def periods_between(first: str, last: str, by: By) -> list[str]:
    """Return the names of all periods from one to another, both included."""
    if by in ("week", "day"):
        step = dt.timedelta(7 if by == "week" else 1)
        day, end = _first_day(first, by), _first_day(last, by)
        count = (end - day) // step
        return [name for n in range(count + 1) if (name := period_of((day + n * step).isoformat(), by))]
    parts = {"year": 1, "quarter": 4, "month": 12}[by]
    return [_nth(number, by, parts) for number in range(_number(first, parts), _number(last, parts) + 1)]


def dates_of_periods(first: str, last: str, by: By) -> tuple[str, str]:
    """Return the first and the last date of a range of periods, in the form that `--since` reads.

    >>> dates_of_periods("2020-Q3", "2020-Q4", "quarter"), dates_of_periods("2020-W44", "2020-W44", "week")
    (('2020-07', '2020-12'), ('2020-10-26', '2020-11-01'))
    """
    match by:
        case "quarter":
            return f"{first[:4]}-{3 * int(first[6:]) - 2:02}", f"{last[:4]}-{3 * int(last[6:]):02}"
        case "week":
            # The calendar ends within the last week of 9999.
            end = min(_first_day(last, by), dt.date.max - _SIX_DAYS) + _SIX_DAYS
            return _first_day(first, by).isoformat(), end.isoformat()
        case _:
            return first, last


def finest_period(dates: Mapping[str, int], most: int, left_out: float) -> By:
    """Return the shortest period that suits the given dates; a year if none does.

    dates:    the number of articles of each date
    most:     how many periods there may be
    left_out: the largest share of the articles whose dates may be less precise than the period
    """
    everything = sum(dates.values())
    for by, length in reversed(PERIODS.items()):
        precise = {date: number for date, number in dates.items() if len(date) >= _LENGTHS[by]}
        if not precise or sum(precise.values()) < (1 - left_out) * everything:
            continue
        first, last = (dt.date.fromisoformat(f"{date}-01-01"[:10]) for date in (min(precise), max(precise)))
        if (last - first).days / length < most:
            return by
    return "year"


def _first_day(period: str, by: By) -> dt.date:
    if by == "week":
        return dt.date.fromisocalendar(int(period[:4]), int(period[6:]), 1)
    return dt.date.fromisoformat(period)


def _number(period: str, parts: int) -> int:
    """Return the number of a year, a quarter or a month, counted from the year 0."""
    return int(period[:4]) * parts + (int(period[5:].removeprefix("Q")) - 1 if parts > 1 else 0)


def _nth(number: int, by: By, parts: int) -> str:
    year, part = divmod(number, parts)
    match by:
        case "quarter":
            return f"{year:04}-Q{part + 1}"
        case "month":
            return f"{year:04}-{part + 1:02}"
        case _:
            return f"{year:04}"
