"""Days in numbers: which orders of day, month and year are possible."""

from __future__ import annotations

import pytest

from newsgrep.dates.orders import days_by_order


@pytest.mark.parametrize(
    ("numbers", "days"),
    [
        (("30", "10", "2020"), {"dmy": "2020-10-30"}),
        (("10", "30", "2020"), {"mdy": "2020-10-30"}),
        (("3", "4", "2020"), {"dmy": "2020-04-03", "mdy": "2020-03-04"}),
        (("18", "07", "20"), {"dmy": "2020-07-18", "ymd": "2018-07-20"}),
        (("99", "12", "31"), {"ymd": "1999-12-31"}),
        (("1", "2", "03"), {"dmy": "2003-02-01", "mdy": "2003-01-02"}),
        (("31", "04", "2020"), {}),
        (("29", "02", "2019"), {}),
        (("00", "00", "0000"), {}),
        (("18", "03", "0823"), {}),  # a time stands too near
        (("24", "4", "2563"), {"dmy": "2020-04-24"}),  # of the Buddhist era
    ],
)
def test_an_order_is_possible_where_the_day_exists(numbers, days):
    """A year of four digits comes last."""
    assert {order: day.isoformat() for order, day in days_by_order(*numbers).items()} == days
