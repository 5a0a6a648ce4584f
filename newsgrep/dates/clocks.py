"""Times of day, with their zones, as they stand in dates.

>>> found = re.search(CLOCK, "at 10:15 p.m. EST", re.I)
>>> found and iso_time(found.groupdict(""))
'22:15-05:00'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

#: The zones whose names mean one offset: the zones of RFC 5322, and Central European Time.
_ZONES = {
    "z": "Z", "ut": "Z", "utc": "Z", "gmt": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00",
    "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
    "cet": "+01:00", "cest": "+02:00",
}  # fmt: skip

# Some programs write `-05:00Z`.
_OFFSET = r"(?:(?:utc|gmt) ?)?(?P<sign>[+-])(?P<hours>0?\d|1\d|2[0-3])(?:[:.]?(?P<minutes>[0-5]\d)Z?)?"
#: A zone: an offset, a known name, or other capitals.
ZONE = rf"(?: ?\(?(?:{_OFFSET}|(?P<zone>(?:{'|'.join(_ZONES)})\b|(?-i:[A-Z]{{3,5}})))\)?)?"
_HALF = r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
#: What may follow: a remark, or a place such as `America/New_York`, whose offset is not the same all year.
_NOTE = r"(?: \([^()]{1,40}\)|\[[\w/+-]{1,40}\]| (?-i:[A-Z])[a-z]{2,9}(?:/[a-z_-]{3,30}){1,2})?"
_DIGITS = r"(?:[01]?\d|2[0-4])"
#: A time of day, with the groups that iso_time reads. It needs the flags re.I | re.A.
CLOCK = rf"(?P<clock>{_DIGITS}:[0-5]\d(?::[0-5]\d(?:[.,]\d{{1,9}})?)?){_HALF}{ZONE}{_NOTE}"

_AT = r"(?:at|um|kl|klo|ore|alle|às|as|à|a las|saat|pukul|jam|ساعت|الساعة|เวลา|lúc|в|о|ob|om|στις)\.?:? "
_HOURS = r"(?:(?:uhr|h|hrs?|hours|uur|ч)\b\.?|น\.)"
_SHORT = r"\d{1,2}:\d\d(?::\d\d)?"
# A time at any place in a date.
_LOOSE = (
    rf"(?<![\d.+-])(?:{_AT})?(?P<clock>{_DIGITS}:[0-5]\d(?::[0-5]\d(?:[.,]\d{{1,9}})?)?)(?![\d:])"
    rf"{_HALF}(?: {_HOURS})?(?: \((?=utc|gmt))?{ZONE}"
    rf"(?: (?-i:[A-Z]{{2}})(?![\w.])| (?-i:(?:[A-Z][a-z]+ ){{1,4}}Time))?{_NOTE}"
)
#: The forms of times in other languages, each with the replacement that makes it `15:05` or `3:05 pm`. 12.30
#: may be a part of a date: it is a time only beside a word such as `Uhr`, or after a year.
_REWRITTEN = (
    (r"(\d{1,2})\s?[時时시點点]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?", r"\1:\2:\3"),
    (r"(\d{1,2}) ?h ?([0-5]\d)\b(?: ?min\b(?: ?([0-5]\d) ?s\b)?)?", r"\1:\2:\3"),
    (rf"({_AT})(\d{{1,2}})\.([0-5]\d)(?:\.([0-5]\d))?(?![\d.]\d)", r"\1\2:\3:\4"),
    (r"(?<=\d{4} )(\d{1,2})\.([0-5]\d)(?:\.([0-5]\d))?(?![\d.]\d)", r"\1:\2:\3"),
    (rf"(?<![\d.])(\d{{1,2}})\.([0-5]\d)(?= {_HOURS})", r"\1:\2"),
    (r":(?=\D|\Z)", ""),
    (r":(?=\d\b)", ":0"),
    (rf"(?:午後|下午|晚上|오후|PM)\s?({_SHORT})", r"\1 pm"),
    (rf"(?:午前|上午|凌晨|早上|오전|AM)\s?({_SHORT})", r"\1 am"),
    (rf"({_SHORT}) ?(?:م|مساءً?|ب\.? ?ظ\.?|পিএম|μ\.?μ\.?|p\. ?m\.)(?!\w)", r"\1 pm"),
    (rf"({_SHORT}) ?(?:ص|صباح(?:اً|ًا|ا)?|ق\.? ?ظ\.?|এএম|π\.?μ\.?|a\. ?m\.)(?!\w)", r"\1 am"),
)


def iso_time(parts: Mapping[str, str]) -> str:
    """Return the time of day, with its offset, that the groups of CLOCK hold; '' if there is no such time.

    The name of a zone that may have several offsets is dropped. 24:00 is midnight at the end of a day.
    """
    hours, _, rest = parts["clock"].replace(",", ".").partition(":")
    hour, half = int(hours), parts.get("half", "")
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + 12 * (half in "pP")
    if hour == 24 and rest.strip("0:."):
        return ""
    return f"{hour:02}:{rest}{_offset(parts)}"


def cut_clock(text: str) -> tuple[str, str]:
    """Return a text without its time of day, and the time in a form that CLOCK matches, '' for none.

    >>> cut_clock("7:51 PM ET Fri, 17 July 2020"), cut_clock("30. Oktober 2020, 11.41 Uhr")
    (('Fri, 17 July 2020', '7:51 Pm'), ('30. Oktober 2020', '11:41'))
    """
    rewritten, loose = _compiled()
    for form, replacement in rewritten:
        text = form.sub(replacement, text)
    found = loose.search(text)
    if found is None:
        return text, ""
    end, zone = found.end(), found["zone"] or ""
    if zone and not _is_zone(zone):  # `12:00 OCT 30`
        end, zone = found.start("zone"), ""
    half = f"{found['half']}m" if found["half"] else ""
    offset = f"{found['sign']}{found['hours'].zfill(2)}:{found['minutes'] or '00'}" if found["sign"] else zone
    return _without(text, found.start(), end), " ".join(filter(None, (found["clock"], half, offset)))


@cache
def _compiled() -> tuple[list[tuple[re.Pattern[str], str]], re.Pattern[str]]:
    """Return the patterns of _REWRITTEN and _LOOSE, compiled when a date first needs them."""
    return [(re.compile(form, re.I), text) for form, text in _REWRITTEN], re.compile(_LOOSE, re.I)


def _is_zone(name: str) -> bool:
    """Whether capitals after a time name a zone: a known one, or anything but a month or a weekday."""
    from newsgrep.dates.written_dates import month_number, weekday_number

    return name.lower() in _ZONES or not month_number(name) and weekday_number(name) is None


def _without(text: str, start: int, end: int) -> str:
    before = re.sub(r"(?<=\d)T\Z", "", text[:start].rstrip(" ,;،-–—|·•@"))
    after = text[end:].lstrip(" ,;،-–—|·•")
    return f"{before} {after}".strip()


def _offset(parts: Mapping[str, str]) -> str:
    """Return the offset from UTC as `+04:00` or `Z`; '' for none, and for a name of several zones."""
    if not parts.get("sign"):
        return _ZONES.get(parts.get("zone", "").lower(), "")
    hours, minutes = parts["hours"].zfill(2), parts.get("minutes") or "00"
    return "Z" if parts["sign"] == "-" and hours == minutes == "00" else f"{parts['sign']}{hours}:{minutes}"
