"""Records of named fields, of any producer, to articles.

>>> record = {"headline": "Talks resume", "byline": "By Jane Doe"}
>>> ArticleBuilder(ReadContext("a.jsonl")).build(record, 1).authors
('Jane Doe',)

The fields are found by the table of aliases; of several keys for one field the first that is not empty is
used. null, NaN, [], "None", "N/A" and the like are empty. A body may be a list of paragraphs, and HTML in a
text becomes paragraphs. Where no known key has a text, that of the only long field is taken, and this is
remarked. A missing date is taken from the URL, else from the time of the crawl; `date_from` says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from newsgrep.article import CRAWL, FIELD, HEADLINE, LEDE, URL, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import person, persons
from newsgrep.formats.context import ReadContext
from newsgrep.formats.datefields import DateReader
from newsgrep.formats.dates import date_in_url
from newsgrep.formats.htmltext import is_html, plain_text
from newsgrep.formats.keys import KeyAllocator
from newsgrep.formats.records.aliases import FIELDS, TEXT_KEYS
from newsgrep.formats.records.datevalues import plain_date
from newsgrep.formats.records.keypaths import KeyPath, find_key_paths, is_summary
from newsgrep.formats.records.longtext import long_column, long_texts
from newsgrep.formats.text import clean, lede_of, one_line, replace_surrogates
from newsgrep.remarks import NO_TEXT, TEXT_FOUND, TEXT_NOT_READ
from newsgrep.results import Unreadable

_LONGEST_EMPTY = 16
_EMPTY = frozenset(["", "none", "null", "n/a", "nan", "nat", "<na>", "[]", "{}"])
_URL_START = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/|www\.|[\w-]+(?:\.[\w-]+)+/)\S+", re.I)
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+?\d+ chars\]\Z")
_PAYWALLS = frozenset(["ONLY AVAILABLE IN PAID PLANS", "ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS"])
_LONGEST_PAYWALL = 80
_SITE = re.compile(r"https?:", re.I)
#: A list in Python's notation, as tables have it: `['Jane Doe', "Ted D'Afflisio"]`.
_QUOTED = r"(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\")"
_PRINTED_LIST = re.compile(rf"\[\s*+{_QUOTED}(?:\s*+,\s*+{_QUOTED})*+\s*+\]", re.S)
#: The keys of an object that hold a text, or the blocks of one; and the types of the parts of a paragraph.
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
)
_LONGEST_LIST = 10_000
#: A long field is taken instead of a summary if it is so many times as long.
_TIMES_LONGER = 2
_MOST_LONG_FIELDS = 3
_MOST_KEYS_SHOWN, _LONGEST_KEY_SHOWN = 10, 30

Value = TypeVar("Value")


class ArticleBuilder:
    """Builds the articles of the records of one stream, each with a key of its own."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._keys = KeyAllocator(context)
        self._shape: tuple[str, ...] | None = None
        self._paths: dict[str, tuple[KeyPath, ...]] = {}
        #: The text fields that records of this shape have, with their paths and readers.
        self._texts: list[tuple[str, tuple[KeyPath, ...], Callable[[object], str]]] = []
        #: The paths of its body, without and with those of summaries.
        self._bodies: tuple[tuple[KeyPath, ...], tuple[KeyPath, ...]] = ((), ())
        #: The long field that is taken for the text of records that have no other.
        self._long_field = ""

    def build(self, record: Mapping[str, object], line: int, *, name: str = "") -> Article:
        """Return the article of a record that begins on a line. Raises ArticleError.

        The key has the `name` that is given, else the id in the record, else the line.
        """
        if self._context.on_record:
            self._context.on_record(record)
        if tuple(record) != self._shape:
            self._learn(tuple(record))
        paths = self._paths
        texts = {field: _first_value(record, where, read) or "" for field, where, read in self._texts}
        text_of = texts.get
        title, url = text_of("title", ""), text_of("url", "")
        unread: list[str] = []
        if not (body := _first_value(record, self._bodies[0], _body) or ""):
            body, unread = self._other_body(record, line)
        if not body and not title:
            raise ArticleError(_why_no_text(record, paths, unread), line)
        if unread:
            self._context.remark(TEXT_NOT_READ, ", ".join(unread), line)
        elif not body and "body" not in self._context.mapping:
            self._context.remark(NO_TEXT, "", line)
        date, date_from, date_text = _date_of(record, paths, url, self._context.dates)
        return Article(
            key=self._keys.assign(one_line(name) or text_of("id") or f"L{line}"),
            path=self._context.path,
            body=body,
            title=title or lede_of(body),
            title_from=HEADLINE if title else LEDE,
            authors=_first_value(record, paths["author"], _author_names) or (),
            date=date,
            date_from=date_from,
            date_text=date_text,
            url=url,
            source=text_of("source", ""),
            language=text_of("language", ""),
            line=line,
            section=text_of("section", ""),
        )

    def _learn(self, shape: tuple[str, ...]) -> None:
        """Find the fields of records that have these keys."""
        self._shape, self._paths = shape, (paths := find_key_paths(shape, self._context.mapping))
        self._texts = [
            (name, paths[name], read) for name, read in _READERS.items() if paths[name] and name != "body"
        ]
        bodies = paths["body"]
        if "body" in self._context.mapping:
            self._bodies = bodies, ()
        else:
            full = tuple(path for path in bodies if not is_summary(path.alias))
            self._bodies = full, tuple(path for path in bodies if path not in full)

    def learn_text(self, records: Sequence[Mapping[str, object]]) -> None:
        """Find the only long field of some records of one shape, to be taken for the text of all."""
        if records and "body" not in self._context.mapping:
            self._learn(tuple(records[0]))
            self._long_field = "" if self._bodies[0] else long_column(records, self._known)

    @property
    def _known(self) -> set[str]:
        """The keys of the record that have a field, or may have one."""
        return {path.key for paths in self._paths.values() for path in paths}

    def _other_body(self, record: Mapping[str, object], line: int) -> tuple[str, list[str]]:
        """Return the only long text under an unknown name, else a summary; and the long fields not read."""
        if "body" in self._context.mapping:
            return "", []
        summary = _first_value(record, self._bodies[1], _body) or ""
        if text := self._long_text(record, self._long_field):
            found = [self._long_field]
        else:
            least = _TIMES_LONGER * len(summary)
            found = [name for name, length in long_texts(record, self._known) if length > least]
            text = self._long_text(record, found[0]) if len(found) == 1 else ""
        if len(text) > len(summary):
            self._long_field = found[0]
            self._context.remark(TEXT_FOUND, found[0], line)
            return text, []
        return summary, found[:_MOST_LONG_FIELDS] if len(found) > 1 else []

    def _long_text(self, record: Mapping[str, object], name: str) -> str:
        """Return the text under a name with dots, '' if there is none."""
        if not name:
            return ""
        return _first_value(record, find_key_paths(tuple(record), {"body": (name,)})["body"], _body) or ""

    def build_or_report(self, value: object, line: int, name: str = "") -> Article | Unreadable:
        """Return the article of a decoded JSON value, or why it cannot be read."""
        try:
            if isinstance(value, ArticleError):
                raise value
            if not isinstance(value, dict):
                raise ArticleError("not a JSON object", line)
            return self.build(value, line, name=name)
        except ArticleError as error:
            return Unreadable(self._context.path, error.message, error.line)


def resolve_mapping(
    record: Mapping[str, object], mapping: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, str]:
    """Return for each field of an article that a record has the key, or path of keys, that holds it.

    `mapping` is that of the context. A date counts whether it can be parsed or not.
    """
    paths = find_key_paths(tuple(record), mapping)
    readers: dict[str, Callable[[object], object]] = {
        **_READERS,
        "author": _author_names,
        "date": _date_value,
    }
    names = {field: _first_name(record, paths[field], readers[field]) for field in FIELDS}
    return {field: name for field, name in names.items() if name}


def _first_name(
    record: Mapping[str, object], paths: Iterable[KeyPath], read: Callable[[object], object]
) -> str:
    """Return the name of the first path whose value is not empty once it is read, '' for none."""
    return next((path.name for path in paths if _first_value(record, [path], read)), "")


def _first_value(
    record: Mapping[str, object], paths: Iterable[KeyPath], read: Callable[[object], Value]
) -> Value | None:
    """Return the first value of a field that is not empty once it is read, None for none."""
    for path in paths:
        value = path.find(record)
        if type(value) is dict:
            value = _plain_value(value)
        if value is not None and (found := read(value)):
            return found
    return None


def _plain_value(value: dict[str, object]) -> object:
    """Return the text or number in an object of MongoDB, such as {"$oid": …}; any other object as it is."""
    key = next(iter(value), "") if len(value) == 1 else ""
    return value[key] if key.startswith("$") else value


def _date_of(
    record: Mapping[str, object], paths: Mapping[str, tuple[KeyPath, ...]], url: str, dates: DateReader
) -> tuple[str, str, str]:
    """Return the date of a record, its origin, FIELD, URL or CRAWL, and what is not understood as a date."""
    date, text = dates.read_first(_date_values(record, paths["date"]))
    if date:
        return date, FIELD, ""
    if day := date_in_url(url):
        return day, URL, text
    if text:
        return "", FIELD, text
    date, text = dates.read_first(_date_values(record, paths["crawled"]))
    return date, CRAWL if date or text else FIELD, text


def _date_values(record: Mapping[str, object], paths: Iterable[KeyPath]) -> Iterator[object]:
    values = (_date_value(path.find(record)) for path in paths)
    return (value for value in values if value is not None)


def _date_value(value: object) -> object:
    """Return what may be a date; None for an empty value and for one of another kind."""
    if isinstance(value, str):
        return None if _is_empty(value) else value
    value = plain_date(value)
    return None if isinstance(value, bool | dict | list) else value


def _why_no_text(
    record: Mapping[str, object], paths: Mapping[str, tuple[KeyPath, ...]], unread: Sequence[str]
) -> str:
    """Return why a record has no text: with its keys, if none of them is known to hold text."""
    if unread:
        fields = ", ".join(map(_shown, unread))
        return (
            f"no text, as several fields are long: {fields}; --map body={_shown(unread[0])} reads the first"
        )
    if not record or paths["body"] or paths["title"]:
        return "no text"
    more = ", …" if len(record) > _MOST_KEYS_SHOWN else ""
    keys = ", ".join(map(_shown, list(record)[:_MOST_KEYS_SHOWN]))
    return f"no text: the keys are {keys}{more}; --map body=KEY names it"


def _shown(name: str) -> str:
    return one_line(replace_surrogates(clean(name)))[:_LONGEST_KEY_SHOWN]


def _is_empty(text: str) -> bool:
    return len(text) < _LONGEST_EMPTY and (not text or text.strip().lower() in _EMPTY)


def _text(value: object) -> str:
    """Return a string or a number as clean text, without HTML; '' for anything else."""
    if not isinstance(value, str):
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
        return str(value) if is_number else ""
    if len(value) < _LONGEST_EMPTY and _is_empty(value):
        return ""
    text = clean(value if value.isascii() else replace_surrogates(value))
    return plain_text(text) if "<" in text and is_html(text) else text


def _text_line(value: object) -> str:
    """Return a text on one line: that of an object, or the first of a list."""
    if isinstance(value, str) or not isinstance(value, dict | list):
        return one_line(_text(value))
    return next(filter(None, (one_line(part) for part in _parts(value))), "")


def _body(value: object) -> str:
    """Return a text, or the paragraphs of a list of texts or of objects with a text."""
    if not isinstance(value, str) and isinstance(value, dict | list):
        return "\n\n".join(_parts(value))
    text = _text(value).strip()
    # What the free plans of web services give in the place of a text, or at its end.
    if text.endswith(" chars]") and (cut := _CUT.search(text)):
        return text[: cut.start()]
    return "" if len(text) < _LONGEST_PAYWALL and text in _PAYWALLS else text


def _parts(value: object, depth: int = 8, *, is_block: bool = False) -> Iterator[str]:
    """Yield the texts in a value: itself, those of a list, or those of an object of a text.

    The spans of a block, as editors of rich text have them, are one text.
    """
    if isinstance(value, list) and depth:
        spans = [_span(item) for item in value] if is_block else [None]
        if None not in spans:
            yield from filter(None, ["".join(map(str, spans)).strip()])
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
    """Return a URL, or a path that begins like one; '' for anything else."""
    line = _text_line(value)
    return line if _URL_START.fullmatch(line) else ""


def _publication(value: object) -> str:
    """Return the name of a publication; '' for a URL, which some producers give as the source."""
    line = _text_line(value)
    return "" if _SITE.match(line) else line


def _section(value: object) -> str:
    """Return the name of a section, or the names of several with commas between them; '' for a number."""
    values = value if isinstance(value, list) else _text_line(value).split(";")
    return ", ".join(filter(None, (_text_line(item) for item in values if not isinstance(item, int))))


def _author_names(value: object) -> tuple[str, ...]:
    """Return the persons of a byline, or of a list of names or of objects with a name."""
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
    names = (_person_name(item) if isinstance(item, dict) else _text_line(item) for item in value)
    return tuple(dict.fromkeys(filter(None, map(person, names))))


def _person_name(record: Mapping[str, object]) -> str:
    """Return the name of a person that is an object, in one key or in a key for each part."""
    names = (" ".join(filter(None, (_text_line(record.get(key)) for key in keys))) for keys in _NAME_KEYS)
    return next(filter(None, names), "")


#: The functions that read the fields that are one text.
_READERS: Mapping[str, Callable[[object], str]] = {
    "id": _text_line,
    "title": _text_line,
    "body": _body,
    "url": _url,
    "source": _publication,
    "language": _text_line,
    "section": _section,
}
