"""Days of the Persian calendar, as newspapers of Iran and Afghanistan print them.

>>> gregorian_day("دوشنبه ۲ تیر ۱۳۹۹")
datetime.date(2020, 6, 22)
>>> gregorian_day("2 June 2020") is None
True

Only a day with the name of its month is read: 1399/04/02 may be of the Islamic calendar, too.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

from newsgrep.analysis.folding import fold
from newsgrep.analysis.numerals import in_european_digits

#: From March on; the second names are those of Afghanistan.
_MONTHS = (
    *("فروردین|حمل", "اردیبهشت|ثور", "خرداد|جوزا", "تیر|سرطان", "مرداد|امرداد|اسد", "شهریور|سنبله"),
    *("مهر|میزان", "آبان|عقرب", "آذر|قوس", "دی|جدی", "بهمن|دلو", "اسفند|حوت"),
)
#: Letters of an Arabic keyboard, and what stands for them in Persian.
_LETTERS = str.maketrans("يك", "یک")
#: The day before the first of the calendar, by its number in Python.
_BEFORE = dt.date(622, 3, 20).toordinal()
#: The years of newspapers: from 1838 to 2109.
_YEARS = range(1217, 1488)


def gregorian_day(text: str) -> dt.date | None:
    """Return the day that a text of one line is in the Persian calendar, None for any other text."""
    found = _pattern().fullmatch(in_european_digits(fold(text.translate(_LETTERS))))
    if found is None or int(found["year"]) not in _YEARS:
        return None
    year, month, day = int(found["year"]), _month_numbers()[found["month"]], int(found["day"])
    last = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not 1 <= day <= last:
        return None
    months = 31 * (month - 1) - max(0, month - 7)
    return dt.date.fromordinal(_BEFORE + 365 * (year - 1) + (8 * year + 21) // 33 + months + day)


def _is_leap(year: int) -> bool:
    """Whether a year has 366 days, as 8 of 33 have."""
    return (25 * year + 11) % 33 < 8


@functools.cache
def _month_numbers() -> dict[str, int]:
    return {fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a day, perhaps with its weekday before it."""
    month = "|".join(sorted(_month_numbers(), key=len, reverse=True))
    weekday = rf"(?:(?:(?:\w+\W?)?{fold('شنبه')}|{fold('جمعه')})\s?[،,]?\s)?"
    return re.compile(
        rf"{weekday}(?P<day>\d{{1,2}})\s?(?P<month>{month})(?:\s?{fold('ماه')})?\s?[،,]?\s?(?P<year>\d{{4}})"
    )
