"""Periods: each date lies in one, and the list between two of them has no gap."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.explore.periods import PERIODS, dates_of_periods, finest_period, period_of, periods_between
from newsgrep.query.dates import read_since, read_until

days = st.dates(dt.date(1000, 1, 1), dt.date(9990, 12, 31))
any_day = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31)) | st.just(dt.date(9999, 12, 31))


@given(days, st.integers(0, 500), st.sampled_from(list(PERIODS)))
def test_the_periods_between_two_days_are_those_of_all_days_between(day, length, by):
    """In order, each once."""
    between = [(day + dt.timedelta(n)).isoformat() for n in range(length + 1)]
    names = list(dict.fromkeys(period_of(one, by) for one in between))
    assert periods_between(names[0], names[-1], by) == names == sorted(names)


@given(any_day, st.sampled_from(list(PERIODS)))
def test_the_days_of_a_period_have_each_date_in_it(day, by):
    """From the first year that a date can have to the last, whose last week is not whole."""
    period = period_of(day.isoformat(), by)
    first, last = dates_of_periods(period, period, by)
    today = dt.date(2026, 1, 1)
    assert read_since(first, today) <= day <= read_until(last, today)
    assert {period_of(read_since(first, today).isoformat(), by), period_of(day.isoformat(), by)} == {period}


@pytest.mark.parametrize(
    ("date", "by", "period"),
    [
        ("2020", "year", "2020"),
        ("2020", "month", None),
        ("2020-10", "quarter", "2020-Q4"),
        ("2020-10", "week", None),
        ("2021-01-03", "week", "2020-W53"),
        ("2020-10-30", "day", "2020-10-30"),
    ],
)
def test_a_date_is_in_no_period_shorter_than_what_is_known_of_it(date, by, period):
    """A year is in no month; a week may belong to the year before."""
    assert period_of(date, by) == period


@given(st.dates(dt.date(1000, 1, 1), dt.date(9000, 1, 1)), st.integers(0, 20_000))
def test_the_finest_period_needs_no_more_rows_than_wanted(day, length):
    """Or it is a year; the next shorter one would need more."""
    last = day + dt.timedelta(length)
    by = finest_period({day.isoformat(): 1, last.isoformat(): 1}, 40, 0.0)
    rows = len(periods_between(period_of(day.isoformat(), by), period_of(last.isoformat(), by), by))
    assert rows <= 42 or by == "year"
    assert by != "year" or (last - day).days > 5 * 365


@pytest.mark.parametrize(
    ("dates", "by"),
    [
        ({"2020-05-05": 1, "2020-05": 30, "2020-11": 30}, "month"),
        ({"2020-05-05": 1, "2020": 60}, "year"),
        ({"2020-05-05": 40, "2020-05-09": 10, "2019": 10}, "day"),
        ({}, "year"),
    ],
)
def test_the_finest_period_leaves_few_articles_out(dates, by):
    """Dates that are known to the month are shown by month, though some are known to the day."""
    assert finest_period(dates, 40, 1 / 3) == by
