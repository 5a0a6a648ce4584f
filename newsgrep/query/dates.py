"""Turn dates and periods, as people write them, into calendar days.

    2020   2020-10   2020-10-28   2020/10/28   20201028   28.10.2020   28/10/2020   10/2020
    28 October 2020   October 28, 2020   28. Oktober 2020   30 de octubre de 2020   October 2020
    2020-Q4   2020-W44   1980s   spring 1987   winter 1986/87
    2020-10-01..2020-11-01   ..2020   2020..   >2020-10-01   >=2020   <2020-10   <=2020-10-28
    today   now   yesterday   this week   last month   last year   last october   last monday   3 months ago
    7d   2w   3m   1y   7 days   last 7 days   past week      (the last n days up to and including today)
    24h      (yesterday and today)
    last two weeks   a year ago   (numbers in words up to ten, and twelve)

>>> read_period("..2020-10", dt.date(2021, 1, 1))
Period(first=None, last=datetime.date(2020, 10, 31))

A period includes its last day. A week runs from Monday to Sunday. Names of months and weekdays may be in
many languages. A date with two readings, as `03/04/2020`, is refused, and the error shows both. All days lie
in the years 1000 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from newsgrep.analysis.numerals import in_european_digits
from newsgrep.dates.eras import with_western_years
from newsgrep.errors import UsageError
from newsgrep.query.calendar_days import HINT, Days, shifted
from newsgrep.query.date_forms import SPAN_HINT, read_days, read_span
from newsgrep.query.shown import short_line

_COMPARED = r"(>=|<=|>|<) ?(.+)"


class Period(Struct, frozen=True):
    """The days from `first` to `last`, both included; None leaves that end open."""

    first: dt.date | None
    last: dt.date | None


def read_period(text: str, today: dt.date) -> Period:
    """Read a date, a period or a range of them.

    Raises UsageError, with a hint, for a text that is no date, for a date that is not in the calendar, and
    for a range that ends before it begins.
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
        _read_end(last.lstrip(), today) if last else None,
        swapped=f"{last.strip()}..{first.strip()}",
    )


def read_since(text: str, today: dt.date) -> dt.date:
    """Read the first day of a date or period that is not a range; raises UsageError."""
    return _read_days(_tidied(text), today).first


def read_until(text: str, today: dt.date) -> dt.date:
    """Read the last day of a date or period that is not a range; raises UsageError."""
    return _read_end(_tidied(text), today)


def read_last(text: str, today: dt.date) -> Period:
    """Read a length of time, `7d` or `3 months`, as the days up to and including today; raises UsageError."""
    value = _tidied(text)
    days = read_span(value, today)
    if days is None:
        raise UsageError(f"cannot read the length of time '{short_line(value)}'", _hint_of_span(value))
    return Period(days.first, days.last)


def _hint_of_span(value: str) -> str:
    unit = re.fullmatch(r"(?:last |past )?(day|week|month|year)", value)
    if unit is None:
        return SPAN_HINT
    calendar = "yesterday" if unit[1] == "day" else f'"last {unit[1]}"'
    return f"write 1{unit[1][0]} for the {unit[1]} that ends today, or date:{calendar} in the query"


def between(first: dt.date | None, last: dt.date | None, *, swapped: str) -> Period:
    """Return the period from `first` to `last`.

    swapped: what to write instead if the period ends before it begins: the typed ends, swapped. Swapped
             days would be wrong, such as from the last day of one typed month to the first of another

    Raises UsageError if the period ends before it begins.
    """
    if first and last and first > last:
        raise UsageError(f"the period ends before it begins: {first} to {last}", f"swap its ends: {swapped}")
    return Period(first, last)


def _read_compared(sign: str, value: str, today: dt.date) -> Period:
    days = _read_days(value, today)
    match sign:
        case ">":
            return Period(shifted(_read_end(value, today), 1), None)
        case ">=":
            return Period(days.first, None)
        case "<":
            return Period(None, shifted(days.first, -1))
        case _:
            return Period(None, _read_end(value, today))


def _read_end(value: str, today: dt.date) -> dt.date:
    """Read the last day of a form that is not a range.

    Raises UsageError for a length of time, too: it ends today, so every day would be before its end.
    """
    if read_span(value, today) is not None:
        shown = short_line(value)
        date = f'"{shown}"' if " " in shown else shown
        raise UsageError(
            f"'{shown}' ends today, and cannot be the end of a period",
            f'write date:{date} for these days, date:<{date} for those before; a day is "7 days ago"',
        )
    return _read_days(value, today).last


def _read_days(value: str, today: dt.date) -> Days:
    """Read any form that is not a range."""
    days = read_days(value, today)
    if days is None:
        raise _unreadable(value)
    return days


def _tidied(text: str) -> str:
    return with_western_years(in_european_digits(" ".join(text.split()).lower()))


def _unreadable(text: str) -> UsageError:
    from newsgrep.dates.written_dates import weekday_number  # here, as few dates are wrong

    hint = SPAN_HINT if re.fullmatch(r"(?:(?:now)?-)?\d{1,3} ?[^\W\d]+", text) else HINT
    if weekday_number(text) is not None:
        hint = f'write "last {text}", or the date of the day'
    return UsageError(f"cannot read the date '{short_line(text)}'", hint)
