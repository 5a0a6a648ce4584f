"""The forms of a date or a period that is not a range, each with its reader.

>>> today = dt.date(2020, 11, 12)
>>> read_days("30. oktober 2020", today) == read_days("30/10/2020", today) == read_days("20201030", today)
True
>>> read_days("2020-q4", today)
Days(first=datetime.date(2020, 10, 1), last=datetime.date(2020, 12, 31))

The texts are in small letters, with single spaces. Names of months and weekdays may be of any language that
dates/ knows. Seasons are those of the northern hemisphere, by whole months.
"""

from __future__ import annotations

import datetime as dt
import re

from newsgrep.dates.orders import days_by_order, full_year
from newsgrep.errors import UsageError
from newsgrep.query.calendar_days import (
    FIRST_YEAR,
    HINT,
    LAST_YEAR,
    WEEKDAYS,
    Days,
    before,
    days_of,
    in_words,
    months_before,
    months_of,
    no_such_date,
    shifted,
    year_out_of_range,
)
from newsgrep.query.shown import short_line

SPAN_HINT = "lengths of time that can be read: 7d, 2w, 3m, 24h"

_ISO = r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?"
_PACKED = r"([0-9]{4})([0-9]{2})([0-9]{2})"
_NUMBERS = r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})"
_MONTH_AND_YEAR = r"([0-9]{1,2})[-/.]([0-9]{4})"
_QUARTER = r"([0-9]{4})[- ]?q([1-4])|q([1-4])[- /]?([0-9]{4})"
_WEEK = r"([0-9]{4})-?w([0-9]{1,2})(?:-?([1-7]))?"
_DECADE = r"(?:the )?([0-9]{3})0['’]?s"
_SEASON = r"(spring|summer|autumn|fall|winter),? (?:of )?([0-9]{4})(?:[-/–]([0-9]{4}|[0-9]{2}))?"
_UNIT = r"(h|d|w|m|y|hrs?|hours?|days?|weeks?|months?|years?)"
#: Numbers of units that people write as words.
_IN_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_IN_WORDS |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
_NUMBER = rf"([0-9]+|(?:{'|'.join(_IN_WORDS)})\b)"
_SPAN = rf"(?:(?:the )?(?:last|past) )?{_NUMBER} ?{_UNIT}"
_AGO = rf"{_NUMBER} ?{_UNIT} ago"

#: The first months of the seasons, each of three months.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def read_days(value: str, today: dt.date) -> Days | None:
    """Return the days of a text in one of the forms, None for any other text.

    Raises UsageError for days that are not in the calendar, and for a text with two readings.
    """
    return (
        _read_numbers(value)
        or _read_period_number(value)
        or _read_season(value)
        or _read_relative(value, today)
        or read_span(value, today)
        or _read_written(value)
    )


def read_span(value: str, today: dt.date) -> Days | None:
    """Read `7d`: the seven days that end with today. `24h` begins yesterday, whatever the time is.

    Returns None for any other text. Raises UsageError for a length of zero, and before the year 1000.
    """
    found = re.fullmatch(_SPAN, value)
    if found is None:
        return None
    if not found[1].strip("0"):
        raise UsageError(f"the length of time '{short_line(value)}' is zero", SPAN_HINT)
    first = before(today, _digits(found[1]), found[2])
    return Days(first if found[2][0] == "h" else shifted(first, 1), today)


def _digits(number: str) -> str:
    return str(_IN_WORDS.get(number, number))


def _read_numbers(value: str) -> Days | None:
    """Read `2020`, `2020-10`, `2020/10/28`, `20201028`, `28.10.2020` and `10/2020`."""
    if found := re.fullmatch(_ISO, value):
        year, _, month, day = found.groups()
        return days_of(value, int(year), int(month) if month else None, int(day) if day else None)
    if found := re.fullmatch(_PACKED, value):
        return days_of(value, *map(int, found.groups()))
    if found := re.fullmatch(_MONTH_AND_YEAR, value):
        return days_of(value, int(found[2]), int(found[1]))
    if found := re.fullmatch(_NUMBERS, value):
        days = dict.fromkeys(days_by_order(found[1], found[3], found[4]).values())
        if len(days) > 1:
            raise _two_readings(value, list(days))
        if not days:
            raise no_such_date(value)
        (day_found,) = days
        return days_of(value, day_found.year, day_found.month, day_found.day)
    return None


def _two_readings(value: str, days: list[dt.date]) -> UsageError:
    *others, last = map(in_words, days)
    count = "two" if len(days) == 2 else "three"
    message = f"the date '{short_line(value)}' has {count} readings: {', '.join(others)} and {last}"
    return UsageError(message, f"write {' or '.join(map(str, days))}")


def _read_period_number(value: str) -> Days | None:
    """Read `2020-Q4`, `2020-W44` and `1980s`."""
    if found := re.fullmatch(_QUARTER, value):
        year, quarter = (found[1], found[2]) if found[1] else (found[4], found[3])
        return months_of(int(year), 3 * int(quarter) - 2, 3)
    if found := re.fullmatch(_WEEK, value):
        return _week(value, int(found[1]), int(found[2]), int(found[3] or 0))
    if found := re.fullmatch(_DECADE, value):
        first = int(found[1]) * 10
        return months_of(first, 1, 120)
    return None


def _week(value: str, year: int, week: int, day: int) -> Days:
    """Return a week of a year as ISO 8601 counts them, or one of its days."""
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise year_out_of_range()
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        last = dt.date(year, 12, 28).isocalendar().week
        raise no_such_date(value, f"{year} has {last} weeks") from None
    if day:
        return Days(shifted(monday, day - 1), shifted(monday, day - 1))
    return Days(monday, shifted(monday, 6))


def _read_season(value: str) -> Days | None:
    """Read `spring 1987`. A winter lies in two years."""
    found = re.fullmatch(_SEASON, value)
    if found is None:
        return None
    name, year, following = found[1], int(found[2]), found[3]
    if name != "winter" and not following:
        return months_of(year, _SEASONS[name], 3)
    if following and name == "winter" and int(following) == (year + 1) % 10 ** len(following):
        return months_of(year, _SEASONS[name], 3)
    if following:
        raise no_such_date(value, hint='write "spring 1987" or "winter 1986/87"')
    one, other = (f"winter {first}/{(first + 1) % 100:02}" for first in (year - 1, year))
    raise UsageError(
        f"the date '{short_line(value)}' has two readings: {one} and {other}", f'write "{one}" or "{other}"'
    )


def _read_relative(value: str, today: dt.date) -> Days | None:
    """Read `today`, `yesterday`, `3 months ago`, and periods that begin with `this`, `last` or `past`."""
    if value in ("today", "now", "yesterday"):
        day = shifted(today, -1) if value == "yesterday" else today
        return Days(day, day)
    if found := re.fullmatch(_AGO, value):
        if found[2][0] == "h":
            return None
        day = before(today, _digits(found[1]), found[2])
        return Days(day, day)
    which, _, unit = value.removeprefix("the ").partition(" ")
    if which == "past" and unit in ("day", "week", "month", "year"):
        return read_span("24h" if unit == "day" else f"1{unit[0]}", today)
    if which in ("this", "last", "past", "previous"):
        return _named(value, unit, today, int(which != "this"))
    return None


def _named(value: str, unit: str, today: dt.date, back: int) -> Days | None:
    """Return the week, month, quarter or year of today, or the one before; or the last with a given name."""
    from newsgrep.dates.written_dates import month_number, weekday_number  # here, as few queries have names

    match unit:
        case "week":
            monday = shifted(today, -today.weekday() - 7 * back)
            return Days(monday, shifted(monday, 6))
        case "month":
            day = months_before(today, back)
            return days_of(value, day.year, day.month)
        case "quarter":
            day = months_before(today, 3 * back)
            return months_of(day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "year":
            return days_of(value, today.year - back)
    if not back:
        return None
    # The latest month or season that is over: in October, "last October" is the October of the year before.
    if first := _SEASONS.get(unit):
        latest = (months_of(year, first, 3) for year in (today.year, today.year - 1, today.year - 2))
        return next(days for days in latest if days.last < today)
    if month := month_number(unit):
        return days_of(value, today.year - (month >= today.month), month)
    weekday = weekday_number(unit)
    if weekday is None:
        return None
    day = shifted(today, -((today.weekday() - weekday - 1) % 7 + 1))
    return Days(day, day)


def _hint_without_year(day: str, value: str) -> str:
    return HINT if day else f'write "{value} 2020", or "last {value}"'


def _read_written(value: str) -> Days | None:
    """Read `28 October 2020`, `October 28, 2020`, `30 de octubre de 2020` and `October 2020`."""
    from newsgrep.dates.written_dates import read_written

    written = read_written(value)
    if written is None:
        return None
    day = int(written.day) if written.day else None
    # A missing year is read as a leap year, so that 31 April is refused as a date that no year has.
    year = int(full_year(written.year)) if written.year else 2000
    days = days_of(value, year, int(written.month), day)
    if not written.year:
        raise UsageError(
            f"the date '{short_line(value)}' has no year", _hint_without_year(written.day, value)
        )
    if written.weekday is not None and day and days.first.weekday() != written.weekday:
        raise no_such_date(value, f"{in_words(days.first)} was a {WEEKDAYS[days.first.weekday()]}")
    return days
