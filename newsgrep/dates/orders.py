"""Days in numbers, and the order of day, month and year in them.

>>> days_by_order("30", "10", "2020")
{'dmy': datetime.date(2020, 10, 30)}
>>> sorted(days_by_order("03", "04", "20"))
['dmy', 'mdy', 'ymd']
"""

from __future__ import annotations

import datetime as dt

#: The orders, by the first letters of day, month and year.
ORDERS = ("dmy", "mdy", "ymd")
#: An earlier year is no year of news: 1399 is of the Persian or the Islamic calendar, 0020 is a mistake.
FIRST_YEAR = 1500
#: The years of the Buddhist era that are from 1900 to 2099.
_BUDDHIST = frozenset(map(str, range(2443, 2643)))


def days_by_order(first: str, second: str, third: str) -> dict[str, dt.date]:
    """Return the days that three numbers may mean, by their order.

    Only the third number may be a year of four digits: then ymd is not possible.
    """
    readings = {"dmy": (third, second, first), "mdy": (third, first, second), "ymd": (first, second, third)}
    if len(third) == 4:
        del readings["ymd"]
    found = {}
    for order, (year, month, day) in readings.items():
        if len(year) == 1 or int(full_year(year)) < FIRST_YEAR:
            continue
        try:
            found[order] = dt.date(int(full_year(year)), int(month), int(day))
        except ValueError:
            continue
    return found


def full_year(year: str) -> str:
    """Return a year of two digits with its century, as RFC 5322 has it; a Buddhist year, as Thailand counts.

    >>> full_year("49"), full_year("50"), full_year("2020"), full_year("2563")
    ('2049', '1950', '2020', '2020')
    """
    if len(year) == 2:
        return ("20" if year < "50" else "19") + year
    return str(int(year) - 543) if year in _BUDDHIST else year
