"""Dates as articles write them, to ISO 8601 as precise as they were written.

>>> iso_date("2020-10"), iso_date("2020-10-30 12:00Z"), written_date("Oct. 30, 2020")
('2020-10', '2020-10-30T12:00Z', '2020-10-30')
"""

from __future__ import annotations

import datetime as dt
import re

from newsgrep.errors import ArticleError

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:(?:[Tt]| +)(?P<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?)"
    r" *(?P<zone>[Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?)?)?",
    re.ASCII,
)
_FULL_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\S*| +\d\d:\S+)?", re.ASCII)
_MONTHS = ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?") + (
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
)
_MONTH = "|".join(_MONTHS)
_MONTH_NUMBERS = {month[:3]: number for number, month in enumerate(_MONTHS, 1)}
_DAY_FIRST = re.compile(rf"(?P<day>\d\d?) (?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})", re.I | re.A)
_MONTH_FIRST = re.compile(rf"(?P<month>{_MONTH})\.? (?P<day>\d\d?),? (?P<year>\d{{4}})", re.I | re.A)


def iso_date(text: str) -> str:
    """Return an ISO 8601 year, month, day or moment in its plain form; raises ArticleError.

    A space between day and time becomes `T`, and the offset is kept, with a colon: `+04:00`.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None or not _exists(match["year"], match["month"], match["day"]):
        raise _unreadable(text)
    date = "-".join(filter(None, match.group("year", "month", "day")))
    return f"{date}T{match['time'].replace(',', '.')}{_offset(match['zone'])}" if match["time"] else date


def written_date(line: str) -> str | None:
    """Return the date that a line consists of, in ISO form; None where it is something else.

    Read are ISO days, with or without a time, `30 October 2020` and `October 30, 2020`, the month in
    full or short. Raises ArticleError for a date of such a form that no calendar has.
    """
    line = " ".join(line.split())
    if _FULL_ISO.fullmatch(line):
        return iso_date(line)
    match = _DAY_FIRST.fullmatch(line) or _MONTH_FIRST.fullmatch(line)
    if match is None:
        return None
    month = _MONTH_NUMBERS[match["month"].lower()[:3]]
    if not _exists(match["year"], str(month), match["day"]):
        raise _unreadable(line)
    return f"{match['year']}-{month:02}-{int(match['day']):02}"


def _exists(year: str, month: str | None, day: str | None) -> bool:
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def _offset(zone: str | None) -> str:
    if not zone or zone in "Zz":
        return (zone or "").upper()
    hours, minutes = zone[:3], zone[3:].lstrip(":") or "00"
    return f"{hours}:{minutes}"


def _unreadable(text: str) -> ArticleError:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return ArticleError(f'date "{shown}" cannot be read')
