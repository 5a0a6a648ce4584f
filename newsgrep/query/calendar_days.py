"""Days of the calendar, counted from today or given by their numbers; errors for days that do not exist.

>>> days_of("2020-10", 2020, 10)
Days(first=datetime.date(2020, 10, 1), last=datetime.date(2020, 10, 31))
>>> months_before(dt.date(2020, 3, 31), 1)
datetime.date(2020, 2, 29)
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from newsgrep.errors import UsageError
from newsgrep.query.shown import short_line

FIRST_YEAR, LAST_YEAR = 1000, 9999

#: Three forms that can be read; the quotes work in a query and in a shell.
HINT = 'dates that can be read: 2020-10-28, 2020-10-01..2020-11-01, "28 October 2020"'

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Days(Struct, frozen=True):
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


def days_of(value: str, year: int, month: int | None = None, day: int | None = None) -> Days:
    """Return the days of a year, a month or one day; raises UsageError if they do not exist.

    value: the typed text, for the error
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise year_out_of_range()
    if month is None:
        return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))
    if not 1 <= month <= 12:
        raise no_such_date(value, "months run from 1 to 12")
    length = month_length(year, month)
    if day is None:
        return Days(dt.date(year, month, 1), dt.date(year, month, length))
    if not 1 <= day <= length:
        raise no_such_date(value, f"{_MONTHS[month - 1]} has {length} days")
    return Days(dt.date(year, month, day), dt.date(year, month, day))


def months_of(year: int, first: int, count: int) -> Days:
    """Return the days of `count` months from `first` on; raises UsageError outside the years 1000 to 9999."""
    last_year, last = divmod(year * 12 + first + count - 2, 12)
    if not FIRST_YEAR <= year <= last_year <= LAST_YEAR:
        raise year_out_of_range()
    last += 1
    return Days(dt.date(year, first, 1), dt.date(last_year, last, month_length(last_year, last)))


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_LENGTHS[month - 1] + leap


def before(today: dt.date, digits: str, unit: str) -> dt.date:
    """Return the day `digits` units before today; raises UsageError if that is before the year 1000."""
    if len(digits.lstrip("0")) > 7:  # more than 9999 years, and perhaps more than int() will read
        raise year_out_of_range()
    number = int(digits)
    match unit[0]:
        case "h":  # the day that many hours ago, whatever the time is now
            return shifted(today, number // -24)
        case "d":
            return shifted(today, -number)
        case "w":
            return shifted(today, -7 * number)
        case "m":
            return months_before(today, number)
        case _:
            return months_before(today, 12 * number)


def months_before(day: dt.date, number: int) -> dt.date:
    """Return the same day of an earlier month, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - number, 12)
    if year < FIRST_YEAR:
        raise year_out_of_range()
    return dt.date(year, month + 1, min(day.day, month_length(year, month + 1)))


def shifted(day: dt.date, days: int) -> dt.date:
    """Return the day that is `days` later; raises UsageError outside of the years 1000 to 9999."""
    try:
        found = day + dt.timedelta(days=days)
    except OverflowError:
        raise year_out_of_range() from None
    if found.year < FIRST_YEAR:
        raise year_out_of_range()
    return found


def in_words(day: dt.date) -> str:
    """Return a day as messages have it: `3 April 2020`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def no_such_date(value: str, reason: str = "", hint: str = HINT) -> UsageError:
    """Return the error for a date that no calendar has, with the reason in a few words."""
    return UsageError(f"there is no date '{short_line(value)}'" + (reason and f": {reason}"), hint)


def year_out_of_range() -> UsageError:
    """Return the error for a year before 1000 or after 9999."""
    return UsageError(f"dates must lie in the years {FIRST_YEAR} to {LAST_YEAR}", HINT)
