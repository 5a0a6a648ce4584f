"""Days of the Persian calendar, by days whose dates in both calendars are known."""

from __future__ import annotations

import datetime as dt

import pytest

from newsgrep.dates.persian import gregorian_day
from newsgrep.dates.reading import iso_date


@pytest.mark.parametrize(
    ("persian", "day"),
    [
        ("۱ فروردین ۱۳۰۰", "1921-03-21"),
        ("22 بهمن 1357", "1979-02-11"),
        ("۱ فروردین ۱۳۹۹", "2020-03-20"),
        ("دوشنبه ۲ تیر ۱۳۹۹", "2020-06-22"),
        ("سه‌شنبه، 2 تير ماه 1399", "2020-06-22"),
        ("۳۰ اسفند ۱۳۹۹", "2021-03-20"),
        ("جمعه ۵ قوس ۱۴۰۰", "2021-11-26"),
        ("12 دی 1402", "2024-01-02"),
        ("۱ فروردین ۱۴۰۴", "2025-03-21"),
    ],
)
def test_a_day_with_the_name_of_its_month(persian, day):
    """In digits of both kinds, with a weekday or without, in Iran and in Afghanistan."""
    assert gregorian_day(persian) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["۳۰ اسفند ۱۴۰۰", "۳۲ تیر ۱۳۹۹", "0 تیر 1399", "2 تیر 2020", "تیر ۱۳۹۹", "1399/04/02"]
)
def test_no_day_of_the_calendar(text):
    """A day that the year does not have, another year, a month alone, and numbers of an unknown calendar."""
    assert gregorian_day(text) is None


def test_a_time_beside_the_day():
    """As agencies print it."""
    assert iso_date("2 تير 1399 - 12:09:08 ب.ظ") == "2020-06-22T12:09:08"
