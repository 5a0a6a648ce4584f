"""Read the values of the fields of a record, in all forms that producers write: texts, persons, addresses.

>>> body_of([{"text": "<p>Talks resumed.</p>"}, None, "They ended."])
'Talks resumed.\\n\\nThey ended.'
>>> author_names([{"firstName": "Jane", "lastName": "Doe"}, "By John Roe"])
('Jane Doe', 'John Roe')

null, NaN, [], "None", "N/A" and the like count as empty, and so does a value of the wrong kind for its field.
A text may be a list of paragraphs, or a tree of blocks; HTML in it becomes paragraphs.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator, Mapping

from newsgrep.article import SEVERAL
from newsgrep.bylines.persons import person, persons
from newsgrep.clean_text import clean, clean_any, one_line
from newsgrep.formats.fields.aliases import TEXT_KEYS
from newsgrep.markup.html_text import is_html, plain_text

_LONGEST_EMPTY = 16
_EMPTY = frozenset(["", "none", "null", "n/a", "nan", "nat", "<na>", "[]", "{}"])
_URL_START = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/|www\.|[\w-]+(?:\.[\w-]+)+/)\S+", re.I)
#: The path of a post or a comment on Reddit, which dumps of Reddit have instead of an address.
_REDDIT = re.compile(r"/(?:r|u|user)/[\w-]+/comments/[\w/%-]+\Z")
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+?\d+ chars\]\Z")
_PAYWALLS = frozenset(["ONLY AVAILABLE IN PAID PLANS", "ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS"])
_LONGEST_PAYWALL = 80
#: A character entity of HTML. A text without tags may have some, such as a title of WordPress.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.I)
_SITE = re.compile(r"https?:", re.I)
#: How two bytes of UTF-8 look if they were decoded as Latin-1 or Windows-1252; one place with a first
#: character of _LEADS proves it, of others several.
_ENCODED_TWICE = re.compile(
    "[\u00c2-\u00f4]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_LEADS = frozenset("ÂÃÄÅâ")
#: A list in Python's notation, as tables have it: `['Jane Doe', "Ted D'Afflisio"]`.
_QUOTED = r"(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\")"
_PRINTED_LIST = re.compile(rf"\[\s*+{_QUOTED}(?:\s*+,\s*+{_QUOTED})*+\s*+\]", re.S)
#: The keys of an object that hold a text or its blocks; the keys of the type of a block, and the types that
#: are parts of a paragraph.
_PARTS_KEYS = (*TEXT_KEYS, "children", "blocks", "paragraphs", "data")
_TYPE_KEYS, _SPANS = ("type", "_type", "nodeType"), ("text", "span")
#: The keys of an object that may make up the name of a person.
_NAME_KEYS = (
    *(("name",), ("fullName",), ("full_name",), ("displayName",), ("display_name",)),
    ("firstname", "middlename", "lastname"),
    ("firstName", "middleName", "lastName"),
    ("first_name", "middle_name", "last_name"),
    ("first", "middle", "last"),
    ("givenName", "additionalName", "familyName"),
    ("given", "non-dropping-particle", "family"),
    ("literal",),
)
#: The keys of an object that may hold the mail address of a person, and the form of such an address.
_ADDRESS_KEYS = ("address", "email", "mail", "emailAddress")
_MAIL_ADDRESS = re.compile(r"(?<![^\s<\"',;(:])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LONGEST_LIST = 10_000
#: An encoded word of a mail header, such as =?utf-8?Q?K=C3=B6ln?=; tables of mails may have some.
_ENCODED_WORD = re.compile(r"=\?[\w-]{1,40}\?[BbQq]\?[^?\s]*\?=")
#: The keys of numbers in JSON of MongoDB.
_NUMBERS = ("$numberLong", "$numberInt", "$numberDouble", "$numberDecimal")
#: Keys with seconds since 1970, and keys with a date, the best first.
_SECONDS = ("_seconds", "seconds")
_DATE_KEYS = ("date", "iso", "iso8601", "@value", "value", "#text", "text", "raw", "rendered", "content")
_DEEPEST_DATE = 4
#: Day 0 of a workbook, for days after February 1900. A number of _SERIAL_DAYS is a day of a workbook, from
#: 1982 to 2050: as seconds since 1970 it is too small, as days since 1970 too large.
_DAY_ZERO = dt.datetime(1899, 12, 30)
_SERIAL_DAYS = range(30_000, 55_000)
_SERIAL = re.compile(r"[3-5]\d{4}(?:[.,]\d+)?")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def is_empty(text: str) -> bool:
    """Whether a text stands for no value."""
    return len(text) < _LONGEST_EMPTY and (not text or text.strip().lower() in _EMPTY)


def _text(value: object) -> str:
    """Return a string or a number as clean text, without HTML; '' for anything else."""
    if not isinstance(value, str):
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
        return str(value) if is_number else ""
    if is_empty(value):
        return ""
    text = clean_any(value if value.isascii() else _decoded_once(value))
    if "<" in text and is_html(text):
        return plain_text(text)
    return clean(_ENTITY.sub(lambda match: html.unescape(match[0]), text)) if "&" in text else text


def _decoded_once(text: str) -> str:
    """Undo the double encoding of a text, as exports of Facebook have it; return any other text unchanged.

    >>> _decoded_once("KÃ¶ln â€“ Bonn"), _decoded_once("CAFÉ»")
    ('Köln – Bonn', 'CAFÉ»')
    """
    found = _ENCODED_TWICE.findall(text)
    if not found or len(found) == 1 and found[0][0] not in _LEADS:
        return text
    for codec in ("latin-1", "cp1252"):
        try:
            return text.encode(codec).decode()
        except UnicodeError:
            continue
    return text


def _text_line(value: object) -> str:
    """Return a value as a text on one line: the text of an object, or the first one of a list."""
    if not isinstance(value, dict | list):
        return one_line(_text(value))
    return next(filter(None, (one_line(part) for part in _parts(value))), "")


def _title(value: object) -> str:
    return _decoded(_text_line(value))


def _decoded(line: str) -> str:
    """Return a line with its encoded words, as of a mail header, decoded."""
    if "=?" not in line or not _ENCODED_WORD.search(line):
        return line
    from newsgrep.formats.mail.headers import decoded_text  # the email library, which most records do without

    return decoded_text(line)


def body_of(value: object) -> str:
    """Return a text, or the paragraphs of a list of texts or of objects with a text."""
    if isinstance(value, dict | list):
        return "\n\n".join(_parts(value))
    text = _text(value).strip()
    # The free plans of web services cut a text, or give a notice instead of it.
    if text.endswith(" chars]") and (cut := _CUT.search(text)):
        return text[: cut.start()]
    return "" if len(text) < _LONGEST_PAYWALL and text in _PAYWALLS else text


def _parts(value: object, depth: int = 8, *, is_block: bool = False) -> Iterator[str]:
    """Yield the texts in a value: the value itself, or all texts of a list or of an object.

    The spans of a block, as rich text editors write them, are joined to one text.
    """
    if isinstance(value, list) and depth:
        spans = [_span(item) for item in value] if is_block else [None]
        if None not in spans:
            yield from filter(None, [_text("".join(map(str, spans))).strip()])
            return
        for item in value:
            yield from _parts(item, depth - 1)
    elif isinstance(value, dict) and depth:
        is_block = any(key in value for key in _TYPE_KEYS)
        for key in _PARTS_KEYS:
            if found := list(_parts(value.get(key), depth - 1, is_block=is_block)):
                yield from found
                return
    elif text := _text(value).strip():
        yield text


def _span(item: object) -> str | None:
    """Return the text of a part of a paragraph, None for another value."""
    if not isinstance(item, dict) or not any(item.get(key) in _SPANS for key in _TYPE_KEYS):
        return None
    text = item.get("text", item.get("value"))
    return text if isinstance(text, str) else None


def _url(value: object) -> str:
    """Return a URL, or a path that begins like one; '' for anything else. A path of Reddit becomes a URL.

    >>> _url("/r/news/comments/abc/talks/")
    'https://www.reddit.com/r/news/comments/abc/talks/'
    """
    line = _text_line(value)
    if _REDDIT.match(line):
        return f"https://www.reddit.com{line}"
    return line if _URL_START.fullmatch(line) else ""


def _publication(value: object) -> str:
    """Return the name of a publication; '' for a URL, which some producers give as the source."""
    line = _text_line(value)
    return "" if _SITE.match(line) else line


def _section(value: object) -> str:
    """Return the name of a section, or the names of several with semicolons between them; '' for a number."""
    values = value if isinstance(value, list) else _text_line(value).split(";")
    return SEVERAL.join(filter(None, (_text_line(item) for item in values if not isinstance(item, int))))


def author_names(value: object) -> tuple[str, ...]:
    """Return the persons of a byline, or of a list of names or of objects with a name."""
    if value is None or value == "":
        return ()
    if isinstance(value, str) and not value.lstrip().startswith("["):
        return persons(_decoded(_text(value)))
    if isinstance(value, str) and len(value) < _LONGEST_LIST and _PRINTED_LIST.fullmatch(value.strip()):
        value = [re.sub(r"\\(.)", r"\1", name[1:-1]) for name in re.findall(_QUOTED, value)]
    if not isinstance(value, list):
        value = [value]
    if len(value) == 1 and not isinstance(value[0], dict):
        return persons(_decoded(_text(value[0])))
    names = (_person_name(item) if isinstance(item, dict) else _title(item) for item in value)
    return tuple(dict.fromkeys(filter(None, map(person, names))))


def correspondents(value: object) -> tuple[str, ...]:
    """Return the senders or recipients of a mail, from a text or from a list of texts or objects.

    >>> correspondents("Jane Roe <jane@example.org>; john@example.org")
    ('Jane Roe <jane@example.org>', 'john@example.org')
    """
    from newsgrep.formats.mail.address_list import (
        persons_of,  # the email library, which most records do without
    )

    return persons_of(filter(None, _correspondent_lines(value)), _decoded)


def correspondents_with_address(value: object) -> tuple[str, ...]:
    """Return the same persons as `correspondents`, but none if the value has no mail address.

    >>> correspondents_with_address("2020-10-30")
    ()
    """
    return correspondents(value) if any(map(_MAIL_ADDRESS.search, _correspondent_lines(value))) else ()


def _correspondent_lines(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [_correspondent(item) for item in items]


def _correspondent(item: object) -> str:
    """Return name and address of a person, from a text or an object. Angle brackets in a text are no HTML."""
    if isinstance(item, str):
        return "" if is_empty(item) else one_line(clean_any(item))
    if not isinstance(item, dict):
        return ""
    address = next(filter(None, (_text_line(item.get(key)) for key in _ADDRESS_KEYS)), "")
    name = _person_name(item).replace('"', "")
    return f'"{name}" <{address}>' if name and address else address or name


def _person_name(record: Mapping[str, object]) -> str:
    """Return the name of a person from an object, which has one key for it or a key for each part."""
    names = (" ".join(filter(None, (_text_line(record.get(key)) for key in keys))) for keys in _NAME_KEYS)
    return next(filter(None, names), "")


#: The functions that read the value of a field, for the fields that are one text.
READERS: Mapping[str, Callable[[object], str]] = {
    "id": _text_line,
    "title": _title,
    "body": body_of,
    "url": _url,
    "source": _publication,
    "language": _text_line,
    "section": _section,
}


def plain_date(value: object, depth: int = _DEEPEST_DATE) -> object:
    """Return the date in an object or a list as a text, a number or a time; any other value unchanged.

    MongoDB, Firestore and PHP write such objects; others write the parts of a date. Returns None for an
    object without a date.

    >>> plain_date({"$date": {"$numberLong": "1604016000000"}})
    datetime.datetime(2020, 10, 30, 0, 0, tzinfo=datetime.timezone.utc)
    >>> plain_date([{"date": "2020-10-30 12:00:00.000000", "timezone": "UTC"}])
    '2020-10-30 12:00:00.000000'
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
    if isinstance(written := value.get("date-parts"), list) and written and isinstance(written[0], list):
        value = dict(zip(("year", "month", "day"), written[0], strict=False))  # of CSL
    if "year" in value:
        parts = [value.get(name) for name in ("year", "month", "day")]
        numbers = [str(part).zfill(2) for part in parts if isinstance(part, int | str) and part]
        return "-".join(numbers)
    return next((plain_date(value[key], depth - 1) for key in _DATE_KEYS if value.get(key)), None)


def day_of_workbook(value: object) -> object:
    """Return the day or time that a number in a cell of Excel stands for; any other value unchanged.

    >>> day_of_workbook(44134), day_of_workbook("44134.5")
    (datetime.date(2020, 10, 30), datetime.datetime(2020, 10, 30, 12, 0))
    """
    if isinstance(value, str) and _SERIAL.fullmatch(value.strip()):
        value = float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if not _SERIAL_DAYS.start <= value < _SERIAL_DAYS.stop:
        return value
    moment = _DAY_ZERO + dt.timedelta(seconds=round(value * 86_400))
    return moment if value % 1 else moment.date()


def _number(value: object) -> float | None:
    """Return a number, or the number in an object of MongoDB; None for any other value."""
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
