"""Dates and periods, as people write them, to calendar days.

    2020   2020-10   2020-10-28   28 October 2020   October 28, 2020   28 Oct 2020   October 2020
    2020-10-01..2020-11-01   ..2020   2020..   >2020-10-01   >=2020   <2020-10   <=2020-10-28
    today   yesterday   this week   last month   last year   last october   3 months ago
    7d   2w   3m   1y   7 days   last 7 days      (the last n days up to and including today)

>>> read_period("..2020-10", dt.date(2021, 1, 1))
Period(first=None, last=datetime.date(2020, 10, 31))

A period counts whole, its last day too. A week runs from Monday to Sunday. Month names are English and
come from the table below, never from the locale. All days lie in the years 1000 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from newsgrep.errors import UsageError

FIRST_YEAR, LAST_YEAR = 1000, 9999

#: Three forms that can be read; the quotes serve a query and a shell alike.
HINT = 'dates that can be read: 2020-10-28, 2020-10-01..2020-11-01, "28 October 2020"'
_SPAN_HINT = "lengths of time that can be read: 7d, 2w, 3m"

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBER = {"sept": 9} | {
    name: number for number, full in enumerate(_MONTHS, 1) for name in (full, full[:3])
}
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_COMPARED = r"(>=|<=|>|<) ?(.+)"
_ISO = r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?"
_DAY_FIRST = r"(?:([0-9]{1,2}) )?([a-z]+)\.?,?(?: ([0-9]{4}))?"
_MONTH_FIRST = r"([a-z]+)\.? ([0-9]{1,2})(?:,? ([0-9]{4}))?"
_UNIT = r"(d|w|m|y|days?|weeks?|months?|years?)"
_SPAN = rf"(?:last )?([0-9]+) ?{_UNIT}"
_AGO = rf"([0-9]+) ?{_UNIT} ago"


class Period(Struct, frozen=True):
    """The days from `first` to `last`, both included; None leaves that end open."""

    first: dt.date | None
    last: dt.date | None


class _Days(Struct, frozen=True):
    """The days of a form that is not a range."""

    first: dt.date
    last: dt.date


def read_period(text: str, today: dt.date) -> Period:
    """Read a date, a period or a range of them.

    Raises UsageError, with a hint, for a text that is no date, is not in the calendar or runs backwards.
    """
    value = _tidied(text)
    if compared := re.fullmatch(_COMPARED, value):
        return _read_compared(compared[1], compared[2], today)
    first, dots, last = value.partition("..")
    if not dots:
        days = _read_days(value, today)
        return Period(days.first, days.last)
    if not first and not last:
        raise _unreadable(value)
    return between(
        _read_days(first.rstrip(), today).first if first else None,
        _read_days(last.lstrip(), today).last if last else None,
    )


def read_since(text: str, today: dt.date) -> dt.date:
    """Read the first day of a date or period that is not a range; raises UsageError."""
    return _read_days(_tidied(text), today).first


def read_until(text: str, today: dt.date) -> dt.date:
    """Read the last day of a date or period that is not a range; raises UsageError."""
    return _read_days(_tidied(text), today).last


def read_last(text: str, today: dt.date) -> Period:
    """Read a length of time, `7d` or `3 months`, as the days up to and including today; raises UsageError."""
    value = _tidied(text)
    days = _read_span(value, today)
    if days is None:
        raise UsageError(f"cannot read the length of time {_quoted(value)}", _SPAN_HINT)
    return Period(days.first, days.last)


def between(first: dt.date | None, last: dt.date | None) -> Period:
    """Return the period from `first` to `last`; raises UsageError if it runs backwards."""
    if first and last and first > last:
        raise UsageError(
            f"the period ends before it begins: {first} to {last}", f"swap its ends: {last}..{first}"
        )
    return Period(first, last)


def _read_compared(sign: str, value: str, today: dt.date) -> Period:
    days = _read_days(value, today)
    match sign:
        case ">":
            return Period(_shifted(days.last, 1), None)
        case ">=":
            return Period(days.first, None)
        case "<":
            return Period(None, _shifted(days.first, -1))
        case _:
            return Period(None, days.last)


def _read_days(value: str, today: dt.date) -> _Days:
    """Read any form that is not a range, by trying every reader in turn."""
    days = (
        _read_iso(value)
        or _read_named(value, today)
        or _read_ago(value, today)
        or _read_span(value, today)
        or _read_written(value)
    )
    if days is None:
        raise _unreadable(value)
    return days


def _read_iso(value: str) -> _Days | None:
    found = re.fullmatch(_ISO, value)
    if found is None:
        return None
    year, month, day = found.groups()
    return _calendar_days(value, int(year), int(month) if month else None, int(day) if day else None)


def _read_written(value: str) -> _Days | None:
    """Read `28 October 2020`, `October 28, 2020` and `October 2020`."""
    if found := re.fullmatch(_DAY_FIRST, value):
        day, name, year = found.groups()
    elif found := re.fullmatch(_MONTH_FIRST, value):
        name, day, year = found.groups()
    else:
        return None
    month = _MONTH_NUMBER.get(name)
    if month is None:
        return None
    # A missing year is read as a leap year, so that 31 April is refused as a date that no year has.
    days = _calendar_days(value, int(year or 2000), month, int(day) if day else None)
    if year is None:
        raise UsageError(f"the date {_quoted(value)} has no year", HINT)
    return days


def _read_named(value: str, today: dt.date) -> _Days | None:
    """Read `today`, `yesterday`, and periods that begin with `this` or `last`."""
    if value in ("today", "yesterday"):
        day = _shifted(today, -1) if value == "yesterday" else today
        return _Days(day, day)
    which, _, unit = value.partition(" ")
    if which not in ("this", "last"):
        return None
    back = int(which == "last")
    match unit:
        case "week":
            monday = _shifted(today, -today.weekday() - 7 * back)
            return _Days(monday, _shifted(monday, 6))
        case "month":
            day = _months_before(today, back)
            return _calendar_days(value, day.year, day.month)
        case "year":
            return _calendar_days(value, today.year - back)
    month = _MONTH_NUMBER.get(unit)
    if month is None or not back:
        return None
    # The latest such month that is over: in October itself, last October is the year before's.
    return _calendar_days(value, today.year - (month >= today.month), month)


def _read_ago(value: str, today: dt.date) -> _Days | None:
    found = re.fullmatch(_AGO, value)
    if found is None:
        return None
    day = _before(today, found[1], found[2])
    return _Days(day, day)


def _read_span(value: str, today: dt.date) -> _Days | None:
    """Read `7d`: seven days of which today is the last."""
    found = re.fullmatch(_SPAN, value)
    if found is None:
        return None
    if not found[1].strip("0"):
        raise UsageError(f"the length of time {_quoted(value)} is zero", _SPAN_HINT)
    return _Days(_shifted(_before(today, found[1], found[2]), 1), today)


def _calendar_days(value: str, year: int, month: int | None = None, day: int | None = None) -> _Days:
    """Return the days of a year, a month or one day; raises UsageError, naming `value`, if there are none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _year_out_of_range()
    if month is None:
        return _Days(dt.date(year, 1, 1), dt.date(year, 12, 31))
    if not 1 <= month <= 12:
        raise UsageError(f"there is no date {_quoted(value)}: months run from 1 to 12", HINT)
    length = _month_length(year, month)
    if day is None:
        return _Days(dt.date(year, month, 1), dt.date(year, month, length))
    if not 1 <= day <= length:
        name = _MONTHS[month - 1].capitalize()
        raise UsageError(f"there is no date {_quoted(value)}: {name} has {length} days", HINT)
    return _Days(dt.date(year, month, day), dt.date(year, month, day))


def _month_length(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_LENGTHS[month - 1] + leap


def _before(today: dt.date, digits: str, unit: str) -> dt.date:
    """Return the day that many units before today; raises UsageError if that is before the year 1000."""
    if len(digits.lstrip("0")) > 7:  # more than 9999 years, and perhaps more than int() will read
        raise _year_out_of_range()
    number = int(digits)
    match unit[0]:
        case "d":
            return _shifted(today, -number)
        case "w":
            return _shifted(today, -7 * number)
        case "m":
            return _months_before(today, number)
        case _:
            return _months_before(today, 12 * number)


def _months_before(day: dt.date, number: int) -> dt.date:
    """Return the same day of an earlier month, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - number, 12)
    if year < FIRST_YEAR:
        raise _year_out_of_range()
    return dt.date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def _shifted(day: dt.date, days: int) -> dt.date:
    try:
        shifted = day + dt.timedelta(days=days)
    except OverflowError:
        raise _year_out_of_range() from None
    if shifted.year < FIRST_YEAR:
        raise _year_out_of_range()
    return shifted


def _tidied(text: str) -> str:
    return " ".join(text.split()).lower()


def _quoted(text: str) -> str:
    return f"'{text}'" if len(text) <= 40 else f"'{text[:39]}…'"


def _year_out_of_range() -> UsageError:
    return UsageError(f"dates must lie in the years {FIRST_YEAR} to {LAST_YEAR}", HINT)


def _unreadable(text: str) -> UsageError:
    return UsageError(f"cannot read the date {_quoted(text)}", HINT)
