"""Dates in the forms that articles have, to ISO 8601 with the precision that was given.

>>> parse_date("2020-10"), parse_date("Fri, 30 Oct 2020 12:00:00 GMT"), parse_date(1604059200)
('2020-10', '2020-10-30T12:00:00Z', '2020-10-30T12:00:00Z')
>>> date_in_url("https://example.org/2020/10/30/talks")
'2020-10-30'

A date must match one form as a whole, and an ambiguous one is refused: `03/04/2020` is an error while
`30/04/2020` is a day. The offset is kept, as `+04:00` or `Z`; the name of a zone becomes its offset if it has
only one, else it is dropped. Nothing depends on the locale.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

from newsgrep.errors import ArticleError

_MONTHS = ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?") + (
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
)
_MONTH_NUMBERS = {month[:3]: f"{number:02}" for number, month in enumerate(_MONTHS, 1)}
#: The zones whose names mean one offset: those of RFC 5322, and Central European Time.
_ZONES = {
    "z": "Z", "ut": "Z", "utc": "Z", "gmt": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00",
    "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
    "cet": "+01:00", "cest": "+02:00",
}  # fmt: skip

_YEAR = r"(?P<year>\d{4})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_OFFSET = r"(?:(?:utc|gmt) ?)?(?P<sign>[+-])(?P<hours>0?\d|1\d|2[0-3])(?::?(?P<minutes>[0-5]\d))?"
_ZONE = rf"(?: ?\(?(?:{_OFFSET}|(?P<zone>{'|'.join(_ZONES)}|(?-i:[A-Z]{{3,5}})))\)?)?"
_CLOCK = (
    r"(?P<clock>(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?)(?: ?(?P<half>[ap])\.?m\b\.?)?"
    rf"{_ZONE}(?: \([^()]{{1,40}}\)|\[[\w/+-]{{1,40}}\])?"
)
_TIME = rf"(?:(?:,| at|, at| -)? {_CLOCK})?"
_PACKED = r"(?:[01]\d|2[0-3])[0-5]\d"
_EDITION = r"(?:, (?:[a-z]+ ){1,3}edition)?"

#: The forms of a day whose month is a word.
_MONTH_NAME_FORMS = (
    rf"(?:{_WEEKDAY} )?{_DAY}(?: |-|, )(?:of )?{_MONTH}(?: |-|, ){_YEAR}{_TIME}",
    rf"(?:{_WEEKDAY} )?{_MONTH} {_DAY},? {_YEAR}(?:,? {_WEEKDAY})?{_EDITION}{_TIME}",
)
#: All forms except plain numbers; the last three are those of RFC 822, of C's asctime() and of a month.
_FORMS = (
    rf"{_YEAR}(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?)(?:(?:t|,? ){_CLOCK})?)?)?",
    rf"{_YEAR}(?P<sep>[/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?){_TIME}",
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:(?:t(?P<packed>{_PACKED}(?:[0-5]\d)?)|(?P<digits>{_PACKED}[0-5]\d))(?:\.\d+)?{_ZONE})?",
    *_MONTH_NAME_FORMS,
    rf"(?P<first>\d\d?)(?P<sep>[/.-])(?P<second>\d\d?)(?P=sep){_YEAR}{_TIME}",
    rf"(?:{_WEEKDAY} )?{_DAY} {_MONTH} (?P<short>\d\d) {_CLOCK}",
    rf"(?:{_WEEKDAY} )?{_MONTH} {_DAY} {_CLOCK} {_YEAR}",
    rf"{_MONTH},? {_YEAR}",
)
#: Seconds or milliseconds since 1970, from 1973 on. Twelve digits that begin like a year may be a day and
#: time.
_EPOCH = re.compile(
    r"(?P<s>\d{9,10})(?:\.(?P<part>\d{1,9})\d*)?|(?P<ms>(?!19|20)\d{12}|\d{13})(?:\.0*)?", re.A
)
_LAST_SECOND = 4_102_444_800  # 2100-01-01
_LONGEST = 100
_FULL_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\S*| +\d\d:\S+)?", re.A)
_IN_URL = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?:(?P<sep>[/-])(?P<month>\d\d?|[a-z]{3})(?P=sep)(?P<day>\d\d?)"
    r"|(?P<packed>\d{4}))(?![0-9a-z])",
    re.I | re.A,
)


def parse_date(value: object) -> str:
    """Return a date in ISO 8601. Raises ArticleError for a value that is no date, or an ambiguous one.

    Accepted are ISO 8601 in all its variants, RFC 5322, `30 October 2020`, `Oct. 30, 2020, 10:15 a.m.`,
    `26-FEB-1987 15:01:01.79`, unambiguous days in numbers, seconds and milliseconds since 1970 as numbers or
    digits, and Python's own dates.
    """
    if isinstance(value, str):
        return _cached_date(value) if len(value) <= _LONGEST else _parse_text(value)
    if isinstance(value, dt.date):
        return re.sub(r"\+00:00\Z", "Z", value.isoformat())
    return _parse_text(_as_text(value))


def _parse_text(text: str) -> str:
    """Return the date in a text. Raises ArticleError."""
    line = " ".join(text.split())
    found = _parse_line(line) if len(line) <= _LONGEST else ""
    if not found:
        raise _no_date(line)
    return found


#: Holds the days of ninety years.
_cached_date = functools.lru_cache(maxsize=32_768)(_parse_text)


def parse_date_line(line: str) -> str | None:
    """Return the day, in ISO form, that a line of text consists of; None for any other line.

    The month must be a word, or the date in ISO form. Raises ArticleError for a day that does not exist.
    """
    if len(line) > 2 * _LONGEST:
        return None
    line = " ".join(line.split())
    is_date = _FULL_ISO.fullmatch(line) or any(form.fullmatch(line) for form in _compiled(_MONTH_NAME_FORMS))
    return parse_date(line) if is_date else None


def date_in_url(url: str) -> str:
    """Return the day in the path of a URL, as in `/2020/10/30/` or `/2020/oct/30/`; '' for none.

    It is the day of publication by custom only, so that the article's `date_from` must say where it is from.
    """
    path = re.sub(r"\A[a-z][a-z0-9+.-]*://[^/]*|[?#].*\Z", "", url[:2000], flags=re.I | re.S)
    for match in _IN_URL.finditer(path):
        month, day = match["month"] or match["packed"][:2], match["day"] or match["packed"][2:]
        month = _MONTH_NUMBERS.get(month.lower(), month)
        if month.isdigit() and _exists(match["year"], month, day):
            return f"{match['year']}-{month:>02}-{day:>02}"
    return ""


def _as_text(value: object) -> str:
    """Return the digits of a JSON number. Raises ArticleError for another value."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        return str(int(value)) if value == int(value) else f"{value:.6f}"
    raise _no_date(str(value) if isinstance(value, bool | float) else type(value).__name__)


def _parse_line(text: str) -> str:
    """Return the date in a line without superfluous spaces, '' for none. Raises ArticleError if ambiguous."""
    for form in _compiled(_FORMS):
        if match := form.fullmatch(text):
            parts = {name: part for name, part in match.groupdict().items() if part}
            return _from_groups(parts, text)
    match = _EPOCH.fullmatch(text)
    return _from_epoch(match) if match else ""


def _from_groups(parts: dict[str, str], text: str) -> str:
    """Return a date in ISO form from the groups of a match; '' if there is no such day or time."""
    if "first" in parts:
        parts["day"], parts["month"] = _day_and_month(parts["first"], parts["second"], text)
    month = parts.get("month", "")
    month = _MONTH_NUMBERS.get(month[:3].lower(), month)
    year = parts.get("year") or _century(parts["short"]) + parts["short"]
    day = parts.get("day", "")
    if not _exists(year, month, day):
        return ""
    date = "-".join(number.zfill(2) for number in (year, month, day) if number)
    clock = parts.get("clock") or _with_colons(parts.get("packed") or parts.get("digits") or "")
    if not clock:
        return date
    time = _clock_time(clock, parts.get("half", ""))
    return f"{date}T{time}{_offset(parts)}" if time else ""


def _day_and_month(first: str, second: str, text: str) -> tuple[str, str]:
    """Return the day and the month of two numbers. Raises ArticleError where either may be the month."""
    if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
        raise ArticleError(f'date "{text[:40]}" is ambiguous: day or month first')
    return (second, first) if int(second) > 12 else (first, second)


def _from_epoch(match: re.Match[str]) -> str:
    """Return a time in UTC by its seconds or milliseconds since 1970; '' before 1973 and after 2099."""
    seconds, part = match["s"], match["part"] or ""
    if match["ms"]:
        seconds, part = match["ms"][:-3], match["ms"][-3:]
    if not 100_000_000 <= int(seconds) < _LAST_SECOND:
        return ""
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(seconds))
    part = part.rstrip("0")
    return f"{moment.isoformat()}{'.' + part if part else ''}Z"


def _century(short: str) -> str:
    """Return the century of a year of two digits, as RFC 5322 has it."""
    return "20" if int(short) < 50 else "19"


def _clock_time(clock: str, half: str) -> str:
    """Return a time of day in 24 hours, '' if there is none such; `half` is `a` or `p` for am and pm."""
    hours, _, rest = clock.replace(",", ".").partition(":")
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + 12 * (half in "pP")
    return f"{hour:02}:{rest}"


def _with_colons(digits: str) -> str:
    """Return `120000` as `12:00:00`."""
    pairs = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    return ":".join(pairs)


def _offset(parts: dict[str, str]) -> str:
    """Return the offset from UTC as `+04:00` or `Z`; '' for none, and for a name of several zones."""
    if "sign" not in parts:
        return _ZONES.get(parts.get("zone", "").lower(), "")
    hours, minutes = parts["hours"].zfill(2), parts.get("minutes", "00")
    return "Z" if parts["sign"] == "-" and hours == minutes == "00" else f"{parts['sign']}{hours}:{minutes}"


def _exists(year: str, month: str, day: str) -> bool:
    """Whether there is such a year, month or day."""
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


@functools.cache
def _compiled(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of some forms, compiled for the first date."""
    return tuple(re.compile(form, re.I | re.A) for form in forms)


def _no_date(text: str) -> ArticleError:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return ArticleError(f'date "{shown}" cannot be read')
