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


def days_by_order(first: str, second: str, third: str) -> dict[str, dt.date]:
    """Return the days that three numbers may mean, by their order.

    Only the third number may be a year of four digits: then ymd is not possible.
    """
    readings = {"dmy": (third, second, first), "mdy": (third, first, second), "ymd": (first, second, third)}
    if len(third) == 4:
        del readings["ymd"]
    found = {}
    for order, (year, month, day) in readings.items():
        if len(year) == 1:
            continue
        try:
            found[order] = dt.date(int(full_year(year)), int(month), int(day))
        except ValueError:
            continue
    return found


def full_year(year: str) -> str:
    """Return a year of two digits with its century, as RFC 5322 has it; any other as it is.

    >>> full_year("49"), full_year("50"), full_year("2020")
    ('2049', '1950', '2020')
    """
    return year if len(year) != 2 else ("20" if year < "50" else "19") + year
