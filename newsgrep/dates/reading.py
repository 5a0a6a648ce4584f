"""Convert dates in the forms that articles have to ISO 8601, without adding precision.

>>> iso_date("2020-10"), iso_date("Fri, 30 Oct 2020 12:00:00 GMT"), iso_date(1604059200)
('2020-10', '2020-10-30T12:00:00Z', '2020-10-30T12:00:00Z')
>>> iso_date("30. Oktober 2020, 11.41 Uhr"), date_of(read_date("03/04/2020"), "dmy")
('2020-10-30T11:41', '2020-04-03')
>>> date_in_url("https://example.org/2020/10/30/talks")
'2020-10-30'

The whole text must match one form. A date with two readings, such as `03/04/2020`, is none unless the order
of its numbers is known. The offset is kept, as `+04:00` or `Z`; the name of a zone becomes its offset if it
has only one, else it is dropped. Nothing depends on the locale. Forms that are written in English or in
numbers are tried first; other languages, labels such as `Published:` and times in unusual places take longer.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from newsgrep.dates.clocks import CLOCK, ZONE, cut_clock, iso_time
from newsgrep.dates.orders import FIRST_YEAR, days_by_order, full_year

_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?"),
    *("sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_MONTH_NUMBERS = {month[:3]: f"{number:02}" for number, month in enumerate(_MONTHS, 1)}
_YEAR = r"(?P<year>\d{4})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_TIME = rf"(?:(?:,| at|, at| -)? {CLOCK})?"
_PACKED = r"(?:[01]\d|2[0-3])[0-5]\d"
_EDITION = r"(?:, (?:[a-z]+ ){1,3}edition)?"

#: The forms of a day whose month is a word.
_MONTH_NAME_FORMS = (
    rf"(?:{_WEEKDAY} )?{_DAY}(?: |-|, )(?:of )?{_MONTH}(?: |-|, ){_YEAR}{_TIME}",
    rf"(?:{_WEEKDAY} )?{_MONTH} {_DAY},? {_YEAR}(?:,? {_WEEKDAY})?{_EDITION}{_TIME}",
)
#: All forms except plain numbers; the last three are the forms of RFC 822, of C's asctime(), and of a month.
_FORMS = (
    rf"{_YEAR}(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?)(?:(?: ?t|,? ){CLOCK})?)?)?",
    rf"{_YEAR}(?P<sep>[/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?){_TIME}",
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:(?:t(?P<packed>{_PACKED}(?:[0-5]\d)?)|(?P<digits>{_PACKED}[0-5]\d))(?:\.\d+)?{ZONE})?",
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)t{CLOCK}",
    *_MONTH_NAME_FORMS,
    rf"(?P<first>\d\d?)(?P<sep>[/.-])(?P<second>\d\d?)(?P=sep)(?P<third>\d{{4}}|\d\d){_TIME}",
    rf"(?:{_WEEKDAY} )?{_DAY} {_MONTH} (?P<short>\d\d) {CLOCK}",
    rf"(?:{_WEEKDAY} )?{_MONTH} {_DAY} {CLOCK} {_YEAR}",
    rf"{_MONTH},? {_YEAR}",
)
#: The forms of a day in numbers, once its weekday and its time are cut off.
_DAYS_IN_NUMBERS = (
    rf"{_YEAR}(?P<sep>[/.-])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)",
    r"(?P<first>\d\d?)(?P<sep>[/.-])(?P<second>\d\d?)(?P=sep)(?P<third>\d{4}|\d\d)",
)
#: Seconds or milliseconds since 1970, from 1973 on. Twelve digits that begin like a year may be a day and
#: time.
_EPOCH = re.compile(
    r"(?P<s>\d{9,10})(?:\.(?P<part>\d{1,9})\d*)?|(?P<ms>(?!19|20)\d{12}|\d{13})(?:\.0*)?", re.A
)
_PLAIN_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.A)
#: What programs write for an unknown date.
_NO_DATE = (
    r"(?i)unknown|undated|none|null|nil|no date|not available|not known|nat|nan|tba|tbd"
    r"|(?:[nso]\.? ?[ad]\.?|n/a)|0+|-+|–|—|\?+"
    r"|0{1,4}[-/.]0{1,2}[-/.]0{1,4}(?:[T ]0?0:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?)?"
)
_LAST_SECOND = 4_102_444_800  # 2100-01-01
_LONGEST = 100
_FULL_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\S*| +\d\d:\S+)?", re.A)
#: Words before a date that say what it is.
_LABEL = (
    r"(?i)(?:(?:first|last|date|originally) )?(?:published|posted|created|updated|modified|issued|released"
    r"|dated|date|publication date|veröffentlicht|erstellt|aktualisiert|stand|datum|publié|paru|mis à jour"
    r"|publicado|fecha|actualizado|atualizado|data|pubblicato|aggiornato|gepubliceerd|publicerad|publisert"
    r"|publiceret|julkaistu|yayınlanma|yayınlandı|tarih|опубликовано|дата|опубліковано|opublikowano"
    r"|publikováno|প্রকাশ(?:িত)?|আপডেট|प्रकाशित|เผยแพร่|تاريخ النشر|نشر في|تم نشره"
    r"|تاریخ انتشار)(?: (?:on|am|le|el|il|em|op|den|dne|date|tarihi|публикации))?(?: ?:)? "
    r"|(?:기사)?(?:입력|등록|수정)\s?[:：]?\s?|(?:发布|發布|发表|發表|刊登)?(?:时间|時間|日期|于|於)[:：]?\s?"
    r"|(?:公開|掲載|配信|更新)日?時?[:：]?\s?"
)
_IN_URL = (
    r"(?ai)/(?P<year>(?:19|20)\d\d)(?:(?P<sep>[/-])(?P<month>\d\d?|[a-z]{3})(?P=sep)(?P<day>\d\d?)"
    r"|(?P<packed>\d{4}))(?![0-9a-z])"
)


class Reading(NamedTuple):
    """How a text is read as a date.

    iso:     the date in ISO 8601; '' if it has several readings, or none
    choices: of a date in numbers: its ISO form by each possible order
    is_none: whether the text stands for an unknown date, as `0000-00-00` and `Unknown` do
    """

    iso: str = ""
    choices: Mapping[str, str] = {}
    is_none: bool = False


_NO_READING, _IS_NONE = Reading(), Reading(is_none=True)


def iso_date(value: object) -> str:
    """Return a date in ISO 8601; '' for a value that is no date, or has two readings.

    Accepted are ISO 8601 in all its variants, RFC 5322, `30 October 2020` and the like in many languages,
    `Oct. 30, 2020, 10:15 a.m.`, `26-FEB-1987 15:01:01.79`, days in numbers, seconds and milliseconds since
    1970 as numbers or digits, and Python's own dates.
    """
    return read_date(value).iso


def read_date(value: object) -> Reading:
    """Return how a value is read as a date."""
    if isinstance(value, str):
        return _cached_reading(value) if len(value) <= _LONGEST else _NO_READING
    if isinstance(value, dt.date):
        return _checked(re.sub(r"\+00:00\Z", "Z", value.isoformat()))
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        if not value:
            return _IS_NONE
        return _read_line(str(int(value)) if value == int(value) else f"{value:.6f}")
    return _NO_READING


def date_of(reading: Reading, order: str) -> str:
    """Return the date of a reading if the order of numbers is known to be `order`; '' for none."""
    return reading.iso or reading.choices.get(order, "")


def _read_text(text: str) -> Reading:
    """Return how a text is read."""
    line = " ".join(text.split())
    return _read_line(line) if line else _NO_READING


#: Has room for the days of ninety years.
_cached_reading = functools.lru_cache(maxsize=32_768)(_read_text)


def is_day(text: str) -> bool:
    """Whether the whole text is a day, perhaps with a time; the order of its numbers may be unknown."""
    if len(text) > _LONGEST or text.isdigit() or not re.search(r"\d{4}", text):
        return False
    reading = read_date(text)
    return len(reading.iso) >= len("2020-10-30") or bool(reading.choices)


def is_date_line(line: str) -> bool:
    """Whether a line is a day and nothing else. The calendar need not have this day."""
    line = " ".join(line.split())
    # A sentence may begin with `On 30 October 2020`.
    if len(line) > 2 * _LONGEST or line[:3].lower() == "on ":
        return False
    in_form = _FULL_ISO.fullmatch(line) or any(form.fullmatch(line) for form in _compiled(_MONTH_NAME_FORMS))
    return bool(in_form) or is_day(line)


def date_in_url(url: str) -> str:
    """Return the day in the path of a URL, as in `/2020/10/30/` or `/2020/oct/30/`; '' for none.

    Only by custom is it the day of publication. So the caller has to set the `date_from` of the article.
    """
    path = re.sub(r"\A[a-z][a-z0-9+.-]*://[^/]*|[?#].*\Z", "", url[:2000], flags=re.I | re.S)
    for match in re.finditer(_IN_URL, path):
        month, day = match["month"] or match["packed"][:2], match["day"] or match["packed"][2:]
        month = _MONTH_NUMBERS.get(month.lower(), month)
        if month.isdigit() and _exists(match["year"], month, day):
            return f"{match['year']}-{month:>02}-{day:>02}"
    return ""


def _read_line(text: str) -> Reading:
    """Return how a line is read whose words have single spaces between them."""
    if _PLAIN_DAY.fullmatch(text) and _exists(text[:4], text[5:7], text[8:]):
        return _checked(text)  # most dates; the forms below take ten times as long
    if re.fullmatch(_NO_DATE, text):
        return _IS_NONE
    for form in _compiled(_FORMS):
        if match := form.fullmatch(text):
            return _from_groups(_groups(match))
    if match := _EPOCH.fullmatch(text):
        return _checked(_from_epoch(match))
    return _read_loosely(text) if re.search(r"\d", text) else _NO_READING


def _read_loosely(text: str) -> Reading:
    """Return how a date is read that has words of any language, a label, or its time in any place."""
    from newsgrep.analysis.numerals import in_european_digits
    from newsgrep.dates.written_dates import DIRECTIONS, read_written, without_weekday

    text = re.sub(_LABEL, "", in_european_digits(text.translate(DIRECTIONS)).strip(), count=1)
    day, clock = cut_clock(text)
    if written := read_written(day):
        if not written.year or not written.day and clock:
            return _NO_READING
        found = {"year": full_year(written.year), "month": written.month, "day": written.day}
        return _with_time(_from_groups(found), clock)
    day, weekday = without_weekday(re.sub(r"(?<=\d)\s*([./-])\s*(?=\d)", r"\1", day))
    for form in _compiled(_DAYS_IN_NUMBERS):
        if match := form.fullmatch(day.rstrip(". г،")):
            return _with_time(_on_weekday(_from_groups(_groups(match)), weekday), clock)
    return _NO_READING


def _on_weekday(reading: Reading, weekday: int | None) -> Reading:
    """Return a reading whose date is the only one of its choices on a weekday, if the date is not known."""
    if reading.iso or weekday is None:
        return reading
    found = [day for day in reading.choices.values() if dt.date.fromisoformat(day).weekday() == weekday]
    return Reading(found[0], reading.choices) if len(found) == 1 else reading


def _with_time(reading: Reading, clock: str) -> Reading:
    """Return a reading with the time of day that stands beside its days."""
    if not clock:
        return reading
    match = re.fullmatch(CLOCK, clock, re.I | re.A)
    time = iso_time(_groups(match)) if match else ""
    return _joined(reading, time) if time else _NO_READING


def _groups(match: re.Match[str]) -> dict[str, str]:
    """Return the groups that have matched some text, by name."""
    return {name: part for name, part in match.groupdict().items() if part}


def _from_groups(parts: dict[str, str]) -> Reading:
    """Return the reading of the groups of a match."""
    clock = parts.get("clock") or _with_colons(parts.get("packed") or parts.get("digits") or "")
    time = iso_time({**parts, "clock": clock}) if clock else ""
    if clock and not time:
        return _NO_READING
    if "first" in parts:
        days = days_by_order(parts["first"], parts["second"], parts["third"])
        choices = {order: day.isoformat() for order, day in days.items()}
        distinct = set(choices.values())
        return _joined(Reading(distinct.pop() if len(distinct) == 1 else "", choices), time)
    month = parts.get("month", "")
    month = _MONTH_NUMBERS.get(month[:3].lower(), month)
    year = full_year(parts.get("year") or parts["short"])
    day = parts.get("day", "")
    if not _exists(year, month, day):
        return _IS_NONE if not int(year) or int(year) == 1 else _NO_READING
    return _joined(Reading("-".join(number.zfill(2) for number in (year, month, day) if number)), time)


def _joined(reading: Reading, time: str) -> Reading:
    """Return a reading with a time of day after its dates."""
    iso = _at(reading.iso, time) if reading.iso else ""
    choices = {order: _at(day, time) for order, day in reading.choices.items()} if time else reading.choices
    return _checked(iso)._replace(choices=choices) if iso else Reading("", choices)


def _at(day: str, time: str) -> str:
    """Return a day with a time; 24:00 is the beginning of the next."""
    if time.startswith("24"):
        if day.startswith("9999-12-31"):
            return day
        day, time = (dt.date.fromisoformat(day) + dt.timedelta(1)).isoformat(), "00" + time[2:]
    return f"{day}T{time}" if time else day


def _checked(iso: str) -> Reading:
    """Return the reading of an ISO date; the year 1 and the start of Unix time stand for an unknown date."""
    if not iso:
        return _NO_READING
    if iso[:4] not in ("0001", "1969", "1970"):
        return Reading(iso)
    return _IS_NONE if iso.startswith("0001") or _is_epoch(iso) else Reading(iso)


def _is_epoch(iso: str) -> bool:
    """Whether a date is the second in which Unix begins to count, or the one before, in any zone."""
    if len(iso) < len("1970-01-01"):
        return False
    moment = dt.datetime.fromisoformat(iso)
    seconds = (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    return -1 <= seconds <= 0


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


def _with_colons(digits: str) -> str:
    """Return `120000` as `12:00:00`."""
    pairs = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    return ":".join(pairs)


def _exists(year: str, month: str, day: str) -> bool:
    """Whether there is such a year, month or day, from the first year of news on."""
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return int(year) >= FIRST_YEAR


@functools.cache
def _compiled(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return the compiled patterns of the given forms."""
    return tuple(re.compile(form, re.I | re.A) for form in forms)
