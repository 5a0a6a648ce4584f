"""Make articles from records with named fields, whoever produced them.

>>> record = {"headline": "Talks resume", "byline": "By Jane Doe"}
>>> ArticleBuilder(ReadContext("a.jsonl")).build(record, 1).authors
('Jane Doe',)

aliases.py lists the keys of each field, and values.py reads their values. If a record has several keys for a
field, the first that is not empty counts. If no known key has a text, the builder takes the only long field,
and remarks that. It takes a missing date from the URL, else from the time of the crawl; `date_from` says
which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from newsgrep.article import CRAWL, FIELD, URL, Article
from newsgrep.clean_text import one_clean_line, one_line
from newsgrep.dates.date_reader import DateReader
from newsgrep.dates.reading import date_in_url
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.fields.aliases import FIELDS
from newsgrep.formats.fields.keypaths import KeyPath, find_key_paths, is_summary
from newsgrep.formats.fields.longtext import long_column, long_texts
from newsgrep.formats.fields.mails import article_of_mail, ids_of, message_id_in, whole_mail
from newsgrep.formats.fields.values import (
    READERS,
    author_names,
    body_of,
    correspondents,
    correspondents_with_address,
    day_of_workbook,
    is_empty,
    plain_date,
)
from newsgrep.markup.feed_footer import without_feed_footer
from newsgrep.read_context import ReadContext
from newsgrep.remarks import NO_TEXT, TEXT_FOUND, TEXT_NOT_READ
from newsgrep.results import Unreadable

#: A long field is taken instead of a summary if it is this many times as long.
_TIMES_LONGER = 2
_MOST_LONG_FIELDS = 3
_MOST_KEYS_SHOWN, _LONGEST_KEY_SHOWN = 10, 30

#: The fields with Message-IDs of earlier mails; the last names the mail that was answered.
_ANSWERED = ("references", "in_reply_to")
_MAIL_FIELDS = ("senders", "recipients", "message_id", *_ANSWERED)

Value = TypeVar("Value")

#: Keys of dates whose numbers are seconds since 1970, and not the days by which Excel stores a date.
_TIME_KEYS = frozenset(["time", "timestamp", "datetime"])
#: Values under the key of a date that only say yes or no, as in `published: true`.
_FLAGS = frozenset(["true", "false", "yes", "no"])


class ArticleBuilder:
    """Builds the articles of the records of one stream, each with a key of its own."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._make = ArticleMaker(context)
        self._shape: tuple[str, ...] | None = None
        self._paths: dict[str, tuple[KeyPath, ...]] = {}
        #: The text fields that records with these keys have, with their paths and readers.
        self._texts: list[tuple[str, tuple[KeyPath, ...], Callable[[object], str]]] = []
        #: Whether these records have fields of mails.
        self._has_mail_fields = False
        #: The paths of full texts, and the paths of summaries.
        self._bodies: tuple[tuple[KeyPath, ...], tuple[KeyPath, ...]] = ((), ())
        #: The name of the long field that counts as the text of records without a known one.
        self._long_field = ""

    def build(self, record: Mapping[str, object], line: int, *, name: str = "", place: str = "") -> Article:
        """Return the article of a record that begins on a line. Raises ArticleError.

        The key has the given `name`, else the record's id or Message-ID, else `place`, else the line.
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
        if not (body := _first_value(record, self._bodies[0], body_of) or ""):
            body, unread = self._other_body(record, line)
        if not body and not title:
            raise ArticleError(_why_no_text(record, paths, unread), line)
        if unread:
            self._context.remark(TEXT_NOT_READ, ", ".join(unread), line)
        elif not body and "body" not in self._context.mapping:
            self._context.remark(NO_TEXT, "", line)
        if mail := whole_mail(record, body):
            return article_of_mail(mail, self._make, one_line(name) or text_of("id", ""), line)
        date, date_from, date_text = _date_of(record, paths, url, self._context.dates)
        senders, recipients, identifier, answers = self._mail_fields(record)
        key = one_line(name) or text_of("id") or identifier or place or f"L{line}"
        return Article(
            key=self._make.key(key),
            path=self._context.path,
            body=without_feed_footer(body, title),
            title=title,
            authors=_first_value(record, paths["author"], author_names) or _names_of(senders),
            date=date,
            date_from=date_from,
            date_text=date_text,
            url=url,
            source=text_of("source", ""),
            language=text_of("language", ""),
            line=line,
            section=text_of("section", ""),
            senders=senders,
            recipients=recipients,
            message_id=identifier,
            answers=answers,
        )

    def _mail_fields(
        self, record: Mapping[str, object]
    ) -> tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]:
        """Return senders, recipients, Message-ID, and the Message-IDs of earlier mails; empty if unknown."""
        if not self._has_mail_fields:
            return (), (), "", ()
        senders, recipients = self._persons(record, "senders"), self._persons(record, "recipients")
        return senders, recipients, *self._relations(record, (*senders, *recipients))

    def _persons(self, record: Mapping[str, object], field: str) -> tuple[str, ...]:
        """Return the persons under all keys of senders or recipients, such as To and Cc.

        A key such as `to` may hold anything, and counts only with an address of mail in it.
        """
        found: dict[str, None] = {}
        for path in self._paths[field]:
            is_certain = path.alias == field or field in self._context.mapping
            read = correspondents if is_certain else correspondents_with_address
            found |= dict.fromkeys(_first_value(record, [path], read) or ())
        return tuple(found)

    def _relations(self, record: Mapping[str, object], persons: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Return the Message-ID of a record, and the Message-IDs of the earlier mails that it names.

        A record without a Message-ID and without persons is no mail, and names none.
        """
        own = _first_value(record, self._paths["message_id"], message_id_in) or ""
        earlier, latest = (_first_value(record, self._paths[field], ids_of) or [] for field in _ANSWERED)
        if not (earlier or latest) or not (own or persons):
            return own, ()
        from newsgrep.formats.mail.headers import answered

        return own, answered(own, earlier, latest, persons)

    def _learn(self, shape: tuple[str, ...]) -> None:
        """Find the fields of records with the given keys."""
        self._shape, self._paths = shape, (paths := find_key_paths(shape, self._context.mapping))
        self._texts = [
            (name, paths[name], read) for name, read in READERS.items() if paths[name] and name != "body"
        ]
        self._has_mail_fields = any(paths[name] for name in _MAIL_FIELDS)
        bodies = paths["body"]
        if "body" in self._context.mapping:
            self._bodies = bodies, ()
        else:
            full = tuple(path for path in bodies if not is_summary(path.alias))
            self._bodies = full, tuple(path for path in bodies if path not in full)

    def learn_text(self, records: Sequence[Mapping[str, object]]) -> None:
        """Find the only long field of the given records: it counts as the text of all records.

        records: rows of one table, with the same keys
        """
        self._long_field = ""
        if records and "body" not in self._context.mapping:
            self._learn(tuple(records[0]))
            if not self._bodies[0]:
                self._long_field = long_column(records, self._known, have_titles=bool(self._paths["title"]))

    @property
    def _known(self) -> set[str]:
        """The keys of the record that may hold a known field."""
        return {path.key for paths in self._paths.values() for path in paths}

    def _other_body(self, record: Mapping[str, object], line: int) -> tuple[str, list[str]]:
        """Return the only long text under an unknown key, else a summary.

        Also returns the names of the long fields if there are several, as none of them is read.
        """
        if "body" in self._context.mapping:
            return "", []
        summary = _first_value(record, self._bodies[1], body_of) or ""
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
        """Return the text under a key or a dotted path of keys, '' if there is none."""
        if not name:
            return ""
        return _first_value(record, find_key_paths(tuple(record), {"body": (name,)})["body"], body_of) or ""

    def build_or_report(
        self, value: object, line: int, name: str = "", place: str = ""
    ) -> Article | Unreadable:
        """Return the article of a decoded JSON value, or an Unreadable with the reason.

        value: an object; an ArticleError if it could not be decoded
        line, name, place: as for `build`
        """
        try:
            if isinstance(value, ArticleError):
                raise value
            if not isinstance(value, dict):
                raise ArticleError("not a JSON object", line)
            return self.build(value, line, name=name, place=place)
        except ArticleError as error:
            return Unreadable(self._context.path, error.message, error.line)


def resolve_mapping(
    record: Mapping[str, object], mapping: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, str]:
    """Return the fields of an article that a record has, each with the key, or path of keys, that holds it.

    A date counts even if it cannot be parsed.

    mapping: the keys that the user names for fields, as in ReadContext
    """
    paths = find_key_paths(tuple(record), mapping)
    readers: dict[str, Callable[[object], object]] = {
        **READERS,
        "author": author_names,
        "senders": correspondents_with_address,
        "recipients": correspondents_with_address,
        "date": _date_value,
        "message_id": message_id_in,
        **dict.fromkeys(_ANSWERED, ids_of),
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


def _names_of(persons: Iterable[str]) -> tuple[str, ...]:
    """Return the names of senders, and the address of a sender without a name."""
    return tuple(person.partition(" <")[0] for person in persons)


def _plain_value(value: dict[str, object]) -> object:
    """Return the text or number in an object of MongoDB, such as {"$oid": …}; any other object unchanged."""
    key = next(iter(value), "") if len(value) == 1 else ""
    return value[key] if key.startswith("$") else value


def _date_of(
    record: Mapping[str, object], paths: Mapping[str, tuple[KeyPath, ...]], url: str, dates: DateReader
) -> tuple[str, str, str]:
    """Return the date of a record, its origin (FIELD, URL or CRAWL), and its date text if not understood."""
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
    for path in paths:
        if (value := _date_value(path.find(record))) is not None:
            yield value if path.alias in _TIME_KEYS else day_of_workbook(value)


def _date_value(value: object) -> object:
    """Return a value that may be a date; None if it is empty, or of a kind that cannot be one."""
    if isinstance(value, str):
        return None if is_empty(value) or value.strip().lower() in _FLAGS else value
    value = plain_date(value)
    return None if isinstance(value, bool | dict | list) else value


def _why_no_text(
    record: Mapping[str, object], paths: Mapping[str, tuple[KeyPath, ...]], unread: Sequence[str]
) -> str:
    """Return the reason why a record has no text. It names the keys, if none of them is known."""
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
    return one_clean_line(name)[:_LONGEST_KEY_SHOWN]
