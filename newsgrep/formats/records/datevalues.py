"""Dates that are objects or lists in JSON: of MongoDB, Firestore, PHP, and in parts.

>>> plain_date({"$date": {"$numberLong": "1604016000000"}})
datetime.datetime(2020, 10, 30, 0, 0, tzinfo=datetime.timezone.utc)
>>> plain_date([{"date": "2020-10-30 12:00:00.000000", "timezone": "UTC"}])
'2020-10-30 12:00:00.000000'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

_NUMBERS = ("$numberLong", "$numberInt", "$numberDouble", "$numberDecimal")
#: Keys with seconds since 1970, and those with a date, the best first.
_SECONDS = ("_seconds", "seconds")
_KEYS = ("date", "iso", "iso8601", "@value", "value", "#text", "text", "raw", "rendered", "content")
_DEEPEST = 4
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def plain_date(value: object, depth: int = _DEEPEST) -> object:
    """Return the date in an object or a list as a text, a number or a time; any other value as it is.

    None stands for an object in which none is found.
    """
    if not depth or not isinstance(value, dict | list):
        return value if depth else None
    if isinstance(value, list):
        found = (plain_date(item, depth - 1) for item in value)
        return next((date for date in found if date not in (None, "")), None)
    if "$date" in value:  # milliseconds, or a text
        inner = value["$date"]
        number = _number(inner)
        return plain_date(inner, depth - 1) if number is None else _moment(number / 1000)
    for key in _SECONDS:
        if (number := _number(value.get(key))) is not None:
            return _moment(number)
    if (number := _number(value)) is not None:
        return number
    if "year" in value:
        parts = [value.get(name) for name in ("year", "month", "day")]
        numbers = [str(part).zfill(2) for part in parts if isinstance(part, int | str) and part]
        return "-".join(numbers)
    return next((plain_date(value[key], depth - 1) for key in _KEYS if value.get(key)), None)


def _number(value: object) -> float | None:
    """Return a number, or that in an object of MongoDB, None for any other value."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in _NUMBERS if key in value), None)
        if isinstance(value, str):
            try:
                return float(value)
            except ValueError:
                return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _moment(seconds: float) -> object:
    """Return a time by its seconds since 1970; the number itself where there is no such time."""
    try:
        return _EPOCH + dt.timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return seconds
