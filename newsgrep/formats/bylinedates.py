"""Dates that stand on one line with a byline.

>>> split_date("By Jane Doe, 6 March 2021"), split_date("Par Jane Doe, le 7 mars 2021 à 10h30")
(('By Jane Doe', '6 March 2021'), ('Par Jane Doe', 'le 7 mars 2021 à 10h30'))
>>> split_date("Posted 03/04/2021 by Jane Doe"), split_date("By Jane Doe")
(('by Jane Doe', 'Posted 03/04/2021'), ('By Jane Doe', ''))
"""

from __future__ import annotations

import re

from newsgrep.formats.dates import is_day
from newsgrep.formats.text import one_line

#: A longer line is no byline.
_LONGEST = 150
#: What may stand between a name and a date, and marks that do.
_BREAK = re.compile(r"\s*(?P<mark>[,;|·•–—/])\s*|\s+-\s+|\s+")
_MONTH_AND_DAY = re.compile(r"[^\W\d_]{3,12}\.? \d\d?|\d\d?\.? [^\W\d_]{3,12}\.?")


def split_date(line: str) -> tuple[str, str]:
    """Return a byline without the days at its end, or else at its beginning, and the first of them.

    The day is returned as it stands there, with its label and its time; '' for none.
    """
    line = one_line(line)
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return line, ""
    found = ""
    while day := _day_at_end(line):
        line, found = line[: -len(day)].rstrip(" ,;|·•–—/-"), day
    if not found and (found := _day_at_beginning(line)):
        line = line[len(found) :].lstrip(" ,;|·•–—/-")
    return line, found


def _day_at_end(line: str) -> str:
    """Return the longest end of a line that is a day, '' for none; after a mark it may lack the year."""
    if is_day(line):
        return line
    for place in _BREAK.finditer(line):
        tail = line[place.end() :]
        if is_day(tail) or place["mark"] and _is_month_and_day(tail):
            return tail
    return ""


def _day_at_beginning(line: str) -> str:
    """Return the longest beginning of a line that is a day, '' for none."""
    heads = [line[: place.start()] for place in _BREAK.finditer(line)]
    return next(filter(is_day, reversed(heads)), "")


def _is_month_and_day(text: str) -> bool:
    if not _MONTH_AND_DAY.fullmatch(text):
        return False
    from newsgrep.datewords.words import read_written

    written = read_written(text)
    return written is not None and bool(written.day)
