"""A record of named fields, whatever wrote it, to an article.

>>> Records(Origin("a.jsonl")).article({"headline": "Talks resume", "byline": "By Jane Doe"}, 1).authors
('Jane Doe',)

The fields are found by the table of aliases; of several keys for one field the first that is not empty
counts, and others are passed over. null, NaN, [], "None", "N/A" and the like are empty. A body may be a list
of paragraphs, and HTML in a text becomes paragraphs. A missing date is taken from the address, else from when
the article was crawled, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from newsgrep.article import CRAWL, FIELD, HEADLINE, LEDE, URL, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import person, persons
from newsgrep.formats.dates import date_in_url, read_date
from newsgrep.formats.htmltext import is_html, plain_text
from newsgrep.formats.keys import Keys
from newsgrep.formats.origin import Origin
from newsgrep.formats.records.aliases import FIELDS, Place, places_of
from newsgrep.formats.text import clean, lede_of, one_line, whole

_EMPTY = frozenset(["", "none", "null", "n/a", "nan", "nat", "<na>", "[]", "{}"])
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/|www\.|[\w-]+(?:\.[\w-]+)+/)\S+", re.I)
_SITE = re.compile(r"https?:", re.I)
#: A list as Python prints it into a table: `['Jane Doe', "Ted D'Afflisio"]`.
_QUOTED = r"(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\")"
_PRINTED_LIST = re.compile(rf"\[\s*+{_QUOTED}(?:\s*+,\s*+{_QUOTED})*+\s*+\]", re.S)
#: The keys of an object that hold its text, and those that make up a person's name.
_TEXT_KEYS = ("content", "text", "value", "rendered", "#text")
_NAME_KEYS = (
    *(("name",), ("fullName",), ("full_name",), ("displayName",), ("display_name",)),
    ("firstname", "middlename", "lastname"),
    ("firstName", "middleName", "lastName"),
    ("first_name", "middle_name", "last_name"),
    ("first", "middle", "last"),
    ("givenName", "additionalName", "familyName"),
)
_LONGEST_LIST = 10_000
_MOST_KEYS_SHOWN, _LONGEST_KEY_SHOWN = 10, 30

Value = TypeVar("Value")


class Records:
    """Turns the records of one stream into articles, and sees to it that no two share a key."""

    def __init__(self, origin: Origin) -> None:
        self.path = origin.path
        self._origin = origin
        self._keys = Keys(origin)
        self._shape: tuple[str, ...] | None = None
        self._places: dict[str, tuple[Place, ...]] = {}
        self._reads: list[tuple[str, Callable[[object], str]]] = []
        self._plain: list[tuple[str, str, Callable[[object], str]]] = []

    def article(self, record: Mapping[str, object], line: int, *, name: str = "") -> Article:
        """Return the article of a record that begins on a line; raises ArticleError.

        Its key has the record's `name`, else what the record gives as its id, else the line.
        """
        if self._origin.watch:
            self._origin.watch(record)
        places = self._places_of(record)
        texts = {field: read(record[key]) for field, key, read in self._plain}
        for field, read in self._reads:
            if not texts.get(field):
                texts[field] = _first(record, places[field], read) or ""
        get = texts.get
        body, title, url = get("body", ""), get("title", ""), get("url", "")
        if not body and not title:
            raise ArticleError(_why_empty(record, places), line)
        try:
            date, date_from = _date(record, places, url)
        except ArticleError as error:
            raise ArticleError(error.message, line) from None
        return Article(  # by place, as that takes half as long as by name
            self._keys.of((name and one_line(name)) or get("id") or f"L{line}"),
            self.path,
            body,
            title or lede_of(body),
            HEADLINE if title else LEDE,
            _first(record, places["author"], _authors) or (),
            date,
            url,
            get("source", ""),
            get("language", ""),
            line,
            0,
            get("section", ""),
            date_from,
        )

    def _places_of(self, record: Mapping[str, object]) -> dict[str, tuple[Place, ...]]:
        """Return where the fields may be, worked out anew only where the keys are not the last record's."""
        shape = tuple(record)
        if shape != self._shape:
            self._shape, self._places = shape, places_of(shape, self._origin.mapping)
            self._reads, self._plain = [], []
            for field, read in _READ.items():
                first, *others = self._places[field] or (None,)
                if first and first.is_plain:
                    self._plain.append((field, first.key, read))  # as most are, and then it is faster
                if first and (others or not first.is_plain):
                    self._reads.append((field, read))
        return self._places


def mapping_of(
    record: Mapping[str, object], mapping: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, str]:
    """Return for each field that a record gives the key, or the path of keys, that gives it.

    `mapping` is that of the origin. A date counts whether it can be read or not.
    """
    places = places_of(tuple(record), mapping)
    read: dict[str, Callable[[object], object]] = {**_READ, "author": _authors, "date": _given}
    given = {
        field: next((place.name for place in places[field] if read[field](place.find(record))), "")
        for field in FIELDS
    }
    return {field: key for field, key in given.items() if key}


def _first(
    record: Mapping[str, object], places: Iterable[Place], read: Callable[[object], Value]
) -> Value | None:
    """Return the first reading of a field that is not empty, None where there is none."""
    for place in places:
        value = record.get(place.key) if place.is_plain else place.find(record)
        if value is not None and (found := read(value)):
            return found
    return None


def _date(record: Mapping[str, object], places: Mapping[str, tuple[Place, ...]], url: str) -> tuple[str, str]:
    """Return the date of a record and what gave it; raises ArticleError."""
    value = _first(record, places["date"], _given)
    if value is not None:
        return read_date(value), FIELD
    if date := date_in_url(url):
        return date, URL
    value = _first(record, places["crawled"], _given)
    return ("", FIELD) if value is None else (read_date(value), CRAWL)


def _why_empty(record: Mapping[str, object], places: Mapping[str, tuple[Place, ...]]) -> str:
    """Return why a record has no text: the keys that it has, where none is one of text."""
    if not record or places["body"] or places["title"]:
        return "no text"
    shown = [one_line(whole(clean(name)))[:_LONGEST_KEY_SHOWN] for name in list(record)[:_MOST_KEYS_SHOWN]]
    more = ", …" if len(record) > _MOST_KEYS_SHOWN else ""
    return f"no text: the keys are {', '.join(shown)}{more}; --map body=KEY names it"


def _given(value: object) -> object:
    """Return a value, None where it stands for nothing."""
    if isinstance(value, str):
        return None if _is_empty(value) else value
    return None if value in ([], {}) else value


def _is_empty(text: str) -> bool:
    return len(text) < 16 and (not text or text.strip().lower() in _EMPTY)


def _text(value: object) -> str:
    """Return a string or a number as clean text, without HTML; '' for anything else."""
    if not isinstance(value, str):
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
        return str(value) if is_number else ""
    if len(value) < 16 and _is_empty(value):
        return ""
    text = clean(value if value.isascii() else whole(value))
    return plain_text(text) if "<" in text and is_html(text) else text


def _line(value: object) -> str:
    return one_line(_text(value))


def _body(value: object) -> str:
    """Return a text, or the paragraphs of a list of texts or of objects with one."""
    if not isinstance(value, list):
        return _paragraph(value)
    return "\n\n".join(filter(None, map(_paragraph, value)))


def _paragraph(value: object) -> str:
    if isinstance(value, dict):
        return next(filter(None, (_text(value.get(key)).strip() for key in _TEXT_KEYS)), "")
    return _text(value).strip()


def _address(value: object) -> str:
    """Return a web address, or what else begins like one; '' for anything else."""
    line = _line(value)
    return line if _ADDRESS.fullmatch(line) else ""


def _source(value: object) -> str:
    """Return the name of a publication; '' for an address, which some producers give as the source."""
    line = _line(value)
    return "" if _SITE.match(line) else line


def _section(value: object) -> str:
    """Return the name of a section, or several with commas between them."""
    values = value if isinstance(value, list) else _text(value).split(";")
    return ", ".join(filter(None, map(_line, values)))


def _authors(value: object) -> tuple[str, ...]:
    """Return the persons of a byline, or of a list of names or of objects with one."""
    if value is None or value == "":
        return ()
    if isinstance(value, str) and not value.lstrip().startswith("["):
        return persons(_text(value))
    if isinstance(value, str) and len(value) < _LONGEST_LIST and _PRINTED_LIST.fullmatch(value.strip()):
        value = [re.sub(r"\\(.)", r"\1", name[1:-1]) for name in re.findall(_QUOTED, value)]
    if not isinstance(value, list):
        value = [value]
    if len(value) == 1 and not isinstance(value[0], dict):
        return persons(_text(value[0]))
    names = (_name(item) if isinstance(item, dict) else _line(item) for item in value)
    return tuple(dict.fromkeys(filter(None, map(person, names))))


def _name(record: Mapping[str, object]) -> str:
    """Return the name of a person that is an object of one key for it or of one for each part."""
    names = (" ".join(filter(None, (_line(record.get(key)) for key in keys))) for keys in _NAME_KEYS)
    return next(filter(None, names), "")


#: How the value of each field is read that is one text.
_READ: Mapping[str, Callable[[object], str]] = {
    "id": _line,
    "title": _line,
    "body": _body,
    "url": _address,
    "source": _source,
    "language": _line,
    "section": _section,
}
