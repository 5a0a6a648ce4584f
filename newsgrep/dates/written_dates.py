"""Read the numbers of dates that have words in them, in many languages.

>>> read_written("Freitag, 30. Oktober 2020")
Written(year='2020', month='10', day='30', weekday=4)
>>> read_written("2020年10月30日"), read_written("30 octobre à Paris")
(Written(year='2020', month='10', day='30', weekday=None), None)

A text is a date only as a whole. The small words that a language puts into its dates (`de`, `den`, `года`)
are skipped; a text with any other word is no date. month_names.py has the names of months and weekdays.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import NamedTuple

from newsgrep.analysis.folding import fold
from newsgrep.analysis.numerals import in_european_digits
from newsgrep.dates.orders import full_year
from newsgrep.dates.persian import gregorian_day

#: Words, and endings of numbers, that are skipped in dates, folded. Some are also short names of weekdays in
#: other languages, which are skipped, too.
_FILLERS = frozenset(
    (
        *("st", "nd", "rd", "th", "the", "of", "on", "at", "in"),  # English
        *("der", "den", "dem", "am", "um", "vom", "op", "de", "van", "die"),  # German, Dutch
        *("le", "du", "er", "re", "a"),  # French
        *("del", "di", "do", "da", "dos", "el", "em", "en", "il", "lo", "la", "los", "d", "l", "e", "i", "o"),
        *("r", "ro", "roku", "g", "u", "г", "год", "года", "р", "року", "ne"),  # Slavic languages
        *("m", "metu", "diena", "gada", "gads"),  # Lithuanian, Latvian
        *("ko", "an", "ren", "ean", "ta", "na", "του", "της"),  # Basque, Esperanto, Finnish, Greek
        *("թ", "թվականի", "من", "في", "عام", "سنة", "ב", "טן", "טער"),
        *("tanggal", "gunu", "yili"),  # Indonesian, Turkish
        *("yil", "иил", "жыл", "жылы", "жылғы", "ж", "ci", "cu", "il", "წელი", "წლის", "พศ", "คศ", "วัน"),
    )
)
#: A word, with the signs of vowels that scripts of India write after a letter; a number; any other sign.
_TOKEN = re.compile(r"(?P<number>\d+)|(?P<word>[^\W\d_][^\s\d,.;:/()\[\]|+–—،·]*)|(?P<sign>\S)")
_SIGNS = frozenset(",.-–—/()[]|;:'’·،º°ª")
#: Marks of writing direction, which stand between the numbers of Arabic dates.
DIRECTIONS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_EAST_ASIAN = re.compile(
    r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日일号號])?"
    r"\s?[(\[]?(?:(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]|[月火水木金土日](?:曜日?)?|[월화수목금토일](?:요일)?)?[)\]]?"
)
_VIETNAMESE = re.compile(
    r"(?:(?:thu [a-z]{2,4}|chu nhat), )?(?:ngay )?(?P<day>\d{1,2}) (?:thang|thg) (?P<month>\d{1,2})"
    r",? (?:nam )?(?P<year>\d{4})"
)
#: In Thai, the periods in the names of months, as in `เม.ย.`, and the word between weekday and day.
_THAI_MARKS = re.compile(r"(?<=[\u0e01-\u0e4e])\.|ที่(?=\s?\d)")
_LONGEST = 120
#: The number in WEEKDAYS of the names that several weekdays share.
_SEVERAL = 7


class Written(NamedTuple):
    """The numbers of a date, '' for a missing one; a year may have two digits.

    weekday: 0 for Monday to 6 for Sunday; None for none, or for a name that several weekdays share
    """

    year: str
    month: str
    day: str
    weekday: int | None = None


def read_written(text: str) -> Written | None:
    """Return the numbers of a date whose month is a word, or marked as 月 is; None for any other text."""
    if len(text) > _LONGEST:
        return None
    folded = in_european_digits(fold(text.translate(DIRECTIONS)).strip())
    folded = _THAI_MARKS.sub("", folded)
    if match := _EAST_ASIAN.fullmatch(folded) or _VIETNAMESE.fullmatch(folded):
        return Written(match["year"], match["month"].zfill(2), match["day"] or "")
    if day := gregorian_day(folded):
        return Written(str(day.year), f"{day.month:02}", str(day.day))
    return _Reader(folded).read()


def month_number(name: str) -> int:
    """Return the number of the month with a name, in any language; 0 for none."""
    return _names()[0].get(_bare(name), 0)


def weekday_number(name: str) -> int | None:
    """Return 0 for a name of Monday to 6 for one of Sunday, in any language; None for any other name."""
    number = _names()[1].get(_bare(name))
    return None if number == _SEVERAL else number


def without_weekday(text: str) -> tuple[str, int | None]:
    """Return a text without a weekday at its beginning, or in brackets at its end, and that weekday.

    >>> without_weekday("Mo, 30.10.2020"), without_weekday("30.10.2020")
    (('30.10.2020', 0), ('30.10.2020', None))
    """
    found = re.fullmatch(
        r"([^\W\d_][^\s\d,.]*(?: [^\W\d_][^\s\d,.]*)?)[.,،]*\s+(\S.*)"
        r"|(\S.*?\d),?\s*[(\[]?([^\W\d_][^\s\d,.()]*)\.?[)\]]?",
        text,
    )
    if found is None:
        return text, None
    name, rest = (found[1], found[2]) if found[1] else (found[4], found[3])
    number = _names()[1].get(_bare(name))
    return (text, None) if number is None else (rest, None if number == _SEVERAL else number)


@functools.cache
def _names() -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of the months and of the weekdays by their names."""
    from newsgrep.dates.month_names import MONTHS, WEEKDAYS

    months, weekdays = (
        {name: number for number, names in enumerate(rows, first) for name in names.split("|")}
        for rows, first in ((MONTHS, 1), (WEEKDAYS, 0))
    )
    return months, weekdays


@functools.cache
def _other_months() -> dict[str, int]:
    """Return the numbers of the months that names of MONTHS mean in another language, by these names."""
    from newsgrep.dates.month_names import OTHER_MONTHS

    return {name: number for number, row in enumerate(OTHER_MONTHS, 1) for name in row.split("|") if name}


def _weekday(year: str, day: str, month: int) -> int | None:
    """Return the weekday of a date, None if there is no such date."""
    try:
        return dt.date(int(full_year(year)), month, int(day)).weekday()
    except ValueError:
        return None


def _bare(name: str) -> str:
    return " ".join(fold(name).strip(".").split())


class _Reader:
    """Reads a folded text token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._months: list[tuple[int, int]] = []  # places among the tokens, and numbers
        self._others: dict[int, int] = {}  # by place, the month that a name means in another language
        self._weekdays: list[int] = []
        self._doubtful: list[tuple[int, int, int]] = []  # place, month, weekday of a name of both
        self._numbers: list[tuple[int, str]] = []

    def read(self) -> Written | None:
        """Return the date that the text is."""
        tokens = list(_TOKEN.finditer(self._text))
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token["number"]:
                self._numbers.append((place, token[0]))
            elif token["word"]:
                following = tokens[place + 1]["word"] if place + 1 < len(tokens) else None
                read = self._word(place, token[0], following)
                if not read:
                    return None
                place += read - 1
            elif token[0] not in _SIGNS:
                return None
            place += 1
        return self._date()

    def _word(self, place: int, word: str, following: str | None) -> int:
        """Take a name of one or two words, or a filler; return its number of words, 0 for any other word."""
        months, weekdays = _names()
        pair = f"{word} {following}"
        for name, count in ((pair, 2), (word, 1), (word.rpartition("'")[2], 1), (word.strip("-"), 1)):
            month, weekday = months.get(name), None if name in _FILLERS else weekdays.get(name)
            if month and weekday is not None:
                self._doubtful.append((place, month, weekday))
            elif month:
                self._months.append((place, month))
                self._others[place] = _other_months().get(name, 0)
            elif weekday is not None:
                self._weekdays.append(weekday)
            else:
                continue
            return count
        # Hebrew writes `in` and the month as one word, Basque the month and its `of`.
        if month := months.get(word.removeprefix("ב").removesuffix("ren"), 0):
            self._months.append((place, month))
            return 1
        return int(word in _FILLERS or word.rstrip("'") in _FILLERS)

    def _date(self) -> Written | None:
        for place, month, weekday in reversed(self._doubtful):  # `mar, 3 mar 2020` is a Tuesday in March
            if self._months:
                self._weekdays.append(weekday)
            else:
                self._months.append((place, month))
        # Arabic papers write both names of a month: `24 نيسان / أبريل 2020`.
        if len({month for _, month in self._months}) != 1 or len(self._weekdays) > 1:
            return None
        at, month = self._months[0]
        found = _year_and_day(self._numbers, at)
        if found is None:
            return None
        weekday = self._weekdays[0] if self._weekdays else _SEVERAL
        if weekday == _SEVERAL:
            return Written(found[0], f"{month:02}", found[1])
        other = self._others.get(at, 0)
        if other and _weekday(*found, month) != weekday == _weekday(*found, other):
            month = other
        return Written(found[0], f"{month:02}", found[1], weekday)


def _year_and_day(numbers: list[tuple[int, str]], month_at: int) -> tuple[str, str] | None:
    """Return the year and the day among the numbers beside a month, '' for a missing one.

    A year of two digits comes last: `18-Jul-20`, `Jul 18, 20`.
    """
    digits = [number for _, number in numbers]
    match [len(number) for number in digits]:
        case []:
            return "", ""
        case [4]:
            return digits[0], ""
        case [1 | 2]:
            return "", digits[0]
        case [1 | 2, 4]:
            return digits[1], digits[0]
        case [4, 1 | 2]:
            return digits[0], digits[1]
        case [1 | 2, 2] if month_at < numbers[1][0]:
            return digits[1], digits[0]
    return None
