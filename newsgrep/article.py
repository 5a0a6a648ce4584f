"""Article: the record that all other rooms use.

>>> article = Article(key="a.txt", path="a.txt", body="Talks resumed.\\n\\nThey ended.")
>>> article.lede
'Talks resumed.'
"""

from __future__ import annotations

import datetime as dt
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import MsgspecError, Raw, Struct
from msgspec.msgpack import Decoder, Encoder

from newsgrep.paragraphs import lede_end

#: The path of articles from standard input; no file that a walk finds has this path.
STDIN = "stdin:"

#: Bytes of an encoded article, at most, so that a reader knows how much it may decompress.
LARGEST_ARTICLE = 1 << 27

#: Where a title came from. A lede that stands in for a missing headline is never shown as one.
HEADLINE = "headline"
LEDE = "lede"

#: The separator between several sections of an article.
SEVERAL = "; "


def sections_of(section: str) -> list[str]:
    """Return the different sections in the section field of an article, in order; [""] for an empty field.

    >>> sections_of("World; Energy; World")
    ['World', 'Energy']
    """
    return [*dict.fromkeys(section.split(SEVERAL))]


#: Where a date came from: a field for the date, or something that gives only a hint.
FIELD = "field"
PAGE = "page"
URL = "url"
GUESS = "guess"
CRAWL = "crawl"
MAIL = "mail"

#: Where a title or a date came from: the properties of a document, which describe the file.
PROPERTIES = "properties"

#: The prefix of the key of a mail in a list of Message-IDs. No Message-ID has white space.
ATTACHED_TO = "attached to "

#: The formats whose articles are mails.
MAIL_FORMATS = frozenset(["eml", "mbox", "msg"])

#: The digits of a thread index that identify the conversation, and the digits that each answer adds.
CONVERSATION_DIGITS, ANSWER_DIGITS = 44, 10

#: What is escaped in the path of a key: a `#`, which would end the path, and texts that look like an escape.
_ESCAPED, _ESCAPES = r"%(?=(?:25)*23)|#", r"%(?:25)*23"


def key_of(path: str, name: str) -> str:
    """Return the key of an article from the path of its file and the name of its record; empty for no name.

    A `#` in the path becomes `%23`. So the first `#` of a key ends the path, and no two articles have the
    same key.

    >>> key_of("wire.jsonl", "7"), key_of("wire.jsonl#7", ""), key_of("100%23.txt", "")
    ('wire.jsonl#7', 'wire.jsonl%237', '100%2523.txt')
    """
    if "#" in path or "%" in path:
        path = re.sub(_ESCAPED, lambda found: "%23" if found[0] == "#" else "%25", path)
    return f"{path}#{name}" if name else path


def split_key(key: str) -> tuple[str, str]:
    """Return the path and the name of a key, which `key_of` made of them."""
    path, _, name = key.partition("#")
    if "%" in path:
        path = re.sub(_ESCAPES, lambda found: "#" if found[0] == "%23" else "%" + found[0][3:], path)
    return path, name


def key_with_path(key: str, path: str) -> str:
    """Return a key with another path, such as one from the current folder; an empty path changes nothing."""
    return key_of(path, split_key(key)[1]) if path else key


def common_home(folders: Sequence[Path]) -> Path:
    """Return the home of several indexes together: the deepest folder that contains the homes of all."""
    return Path(os.path.commonpath([folder.absolute().parent for folder in folders]))


def stored_path(file: str | Path, home: Path) -> str:
    """Return the path that an index with a home folder stores for a file.

    It has slashes. It is relative if the file is within the home, else absolute. Links are not resolved.
    """
    # As texts: Path objects take five times as long, and each key of a long list goes through this.
    absolute, above = os.path.abspath(file), os.path.abspath(home)  # noqa: PTH100
    inside = absolute.removeprefix(os.path.join(above, ""))  # noqa: PTH118
    return "." if absolute == above else inside.replace(os.sep, "/")


def moved_path(path: str, old: Path, new: Path) -> str:
    """Return a path of an index with the home `old` in the form that an index with the home `new` stores.

    A text that is not the path of a file, such as an address that a program uses as a key, is not changed.
    """
    if path in ("", STDIN) or os.path.normpath(path) != path:
        return path
    # As texts: Path objects take five times as long, and the path of every hit of several indexes is moved.
    absolute = os.path.normpath(os.path.join(old, path))  # noqa: PTH118
    return absolute.removeprefix(os.path.join(new, ""))  # noqa: PTH118


class Article(NamedTuple):  # a named tuple is made three times as fast as a frozen dataclass
    """One news article, in Unicode NFC. If a value is guessed, another field says so.

    key:        unique and stable name, made by `key_of`: the path, or `path#record` if the file has many
                articles
    path:       the file it came from, as the index stores it (relative to the home of the index if it is
                within it); empty for an article that came from no file
    body:       paragraphs separated by blank lines, without the rule above a footer
    title:      headline, or the lede if there is none; `title_from` says which, or PROPERTIES
    authors:    persons in the order of the byline
    date:       ISO 8601 as precise as the source: 2020, 2020-10, 2020-10-30, 2020-10-30T12:00+04:00
    line:       1-based line of the file where the article begins
    body_line:  1-based line of the file where `body` begins; 0 if the body is not verbatim in the file
    section:    part of the paper, or topic, as the source names it; several are separated by SEVERAL
    date_from:  what gave the date: FIELD if the format has a field for it, else PAGE, URL, GUESS, CRAWL, MAIL
                (the mail of an attachment) or PROPERTIES
    date_text:  the text in the place of the date if it is not understood, else empty
    format:     short name of the format of its file; empty if it was read from no file
    pages:      where pages of the file begin in `body`: pairs of an offset and a page number, in order; empty
                if pages are not known
    senders:    of a mail: who sent it, each as `Jane Roe <jane@example.org>`, or the known part of that
    recipients: of a mail: to whom it went (To, Cc and Bcc), in the same form
    message_id: of a mail: its Message-ID, without brackets
    answers:    of a mail: the Message-IDs of the mails before it, as it names them; it answers the last one
    attachments: of a mail: the names of the files and mails that are attached to it
    attached_as: of an attachment: its name in the mail, with which its key ends
    thread_index: of a mail from Outlook: its place in the conversation, in hexadecimal digits: 44 for the
                conversation, and ten more for each answer
    """

    key: str
    path: str = ""
    body: str = ""
    title: str = ""
    title_from: str = HEADLINE
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    line: int = 1
    body_line: int = 0
    section: str = ""
    date_from: str = FIELD
    date_text: str = ""
    format: str = ""
    pages: tuple[tuple[int, int], ...] = ()
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    message_id: str = ""
    answers: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    attached_as: str = ""
    thread_index: str = ""

    def __repr__(self) -> str:
        fields = ("key", "date", "source", "title")
        shown = ", ".join(f"{name}={value!r}" for name in fields if (value := getattr(self, name)))
        return f"Article({shown}, body={len(self.body):,} characters)"

    @property
    def relations(self) -> list[str]:
        """The names by which a mail is joined with others; see `relations_of`."""
        return relations_of(self.message_id, self.answers, self.thread_index)

    @property
    def mail_key(self) -> str:
        """The key of the mail that this is attached to; empty if it is not an attachment."""
        return self.key.removesuffix(f"#{self.attached_as}") if self.attached_as else ""

    @property
    def lede(self) -> str:
        """The first paragraph of the body."""
        return self.body[: lede_end(self.body)].strip()

    @property
    def byline(self) -> str:
        """The authors as one line of text."""
        return ", ".join(self.authors)

    @property
    def host(self) -> str:
        """The host of the address; empty if there is none."""
        return host_of(self.url)

    @property
    def day(self) -> int:
        """The date as the number yyyymmdd, for ranges and sorting; 0 if there is none.

        If only the year or the month is known, it is the first day of that period.
        """
        return day_number(self.date)

    def line_at(self, offset: int) -> int:
        """Return the line of the file for an offset in the body; `line` if the body is not verbatim in it."""
        return self.body_line + self.body.count("\n", 0, offset) if self.body_line else self.line

    def page_at(self, offset: int) -> int:
        """Return the number of the page of an offset in the body; 0 if pages are not known."""
        before = bisect_right(self.pages, offset, key=itemgetter(0))
        return self.pages[max(0, before - 1)][1] if self.pages else 0

    def encode(self) -> bytes:
        """Return the article as MessagePack, which `decode_article` decodes. The index stores and hashes it.

        It is an array of the fields of ArticleRecord, in their order. Lone surrogates stay in key and path,
        as they stand for bytes of file names; in other texts they become U+FFFD.
        """
        record = (
            self.key.encode("utf-8", "surrogatepass"), self.path.encode("utf-8", "surrogatepass"),
            self.title, self.title_from, self.date, self.url, self.source, self.language, self.section,
            self.date_from, self.body, self.authors, self.line, self.body_line, self.date_text,
            self.format, self.pages, self.senders, self.recipients, self.message_id, self.answers,
            self.attachments, self.attached_as, self.thread_index,
        )  # fmt: skip
        # An article without the later fields is encoded as before they were added, so that its digest stays.
        later = (record[-8:-7], record[-7:-5], record[-5:-1], record[-1:])
        last = max((number for number, some in enumerate(later, 1) if any(some)), default=0)
        fields = record[: len(record) - (8, 7, 5, 1, 0)[last]]
        try:
            return _encode(fields)
        except UnicodeEncodeError:
            return _encode(tuple(map(_without_surrogates, fields)))


_Text = TypeVar("_Text", str, Raw)


class ArticleRecord(Struct, Generic[_Text], array_like=True, forbid_unknown_fields=True):
    """An encoded article: an array. A later version may add fields with defaults at the end.

    The longest texts may stay undecoded, as decoding and encoding a body takes longest.
    """

    key: bytes
    path: bytes
    title: _Text
    title_from: str
    date: str
    url: str
    source: str
    language: str
    section: str
    date_from: str
    body: _Text
    authors: tuple[str, ...]
    line: int
    body_line: int
    date_text: str = ""
    format: str = ""
    pages: tuple[tuple[int, int], ...] = ()
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    message_id: str = ""
    answers: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    attached_as: str = ""
    thread_index: str = ""


def relations_of(message_id: str, answers: Sequence[str], thread_index: str) -> list[str]:
    """Return the Message-IDs of a mail and of mails before it, and a name for its conversation in Outlook.

    The name has a space, so that no Message-ID is the same.
    """
    index = thread_index and f"thread-index {thread_index[:CONVERSATION_DIGITS]}"
    return [*filter(None, (message_id, *answers, index))]


def host_of(url: str) -> str:
    """Return the host of an address, without user and port; empty for a text that has none.

    >>> host_of("https://www.azernews.az:8080/nation"), host_of("azernews.az/nation"), host_of("nation/1")
    ('www.azernews.az', 'azernews.az', '')
    """
    found = re.match(_HOST, url)
    return found["host"] if found and (found["scheme"] or "." in found["host"]) else ""


def address_of(person: str) -> str:
    """Return the address of a sender or a recipient in lower case; the name if no address is known.

    >>> address_of("Jane Roe <Jane@example.org>"), address_of("Jane Roe")
    ('jane@example.org', 'Jane Roe')
    """
    _, bracket, address = person.rpartition("<")
    return address.removesuffix(">").lower() if bracket else person.lower() if "@" in person else person


def keyword_parts(value: str, field: str) -> list[str]:
    """Return the texts of a field. A keyword has to match within one of them.

    For a field of sections, they are the sections; for a person, also the name with the first name first.

    >>> keyword_parts("Roe, Jane <jane@example.org>", "senders")
    ['Roe, Jane <jane@example.org>', 'Jane Roe']
    """
    if field == "section":
        return sections_of(value)
    if field in ("senders", "recipients"):
        last, comma, first = value.partition(" <")[0].partition(", ")
        return [value, f"{first} {last}"] if comma and "," not in first else [value]
    return [value]


_HOST = r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://|//)?(?:[^/?#@]*@)?(?P<host>[^/?#:]*)"


_encode = Encoder().encode
_decode = Decoder(ArticleRecord[str]).decode


def _without_surrogates(value: Any) -> Any:
    """Return a field of a record with U+FFFD in the place of lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tuple(map(_without_surrogates, value)) if isinstance(value, tuple) else value


def decode_article(data: bytes) -> Article:
    """Decode an article. Raises ValueError for other data."""
    try:
        record = _decode(data)
    except MsgspecError as error:
        raise ValueError(f"no encoded article: {error}") from error
    return Article(
        record.key.decode("utf-8", "surrogatepass"), record.path.decode("utf-8", "surrogatepass"),
        record.body, record.title, record.title_from, record.authors, record.date, record.url, record.source,
        record.language, record.line, record.body_line, record.section, record.date_from,
        record.date_text, record.format, record.pages, record.senders, record.recipients, record.message_id,
        record.answers, record.attachments, record.attached_as, record.thread_index,
    )  # fmt: skip


@lru_cache(maxsize=32_768)
def day_number(date: str) -> int:
    """Return an ISO date, month or year as a number yyyymmdd: 20201001 for `2020-10`; 0 for an empty text."""
    if not date:
        return 0
    year, month, day = (*date[:10].split("-"), "1", "1")[:3]
    return int(year) * 10_000 + int(month) * 100 + int(day)


@lru_cache(maxsize=32_768)
def instant(date: str) -> int:
    """Return when an ISO date, month or year begins, in seconds since 1970 in UTC; 0 for an empty text.

    A time without a zone, and a day without a time, are taken as UTC.

    >>> instant("1970-01-02T01:00+01:00")
    86400
    """
    if not date:
        return 0
    first = date + "-01-01"[len(date) - 4 :] if len(date) < len("2020-10-30") else date
    moment = dt.datetime.fromisoformat(first)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp())


def earliest_first(articles: Iterable[Article]) -> list[Article]:
    """Return articles by date, then by key, those without a date last."""
    return sorted(articles, key=lambda one: (not one.date, instant(one.date), one.key))


def iso_day(number: int) -> str:
    """Return the day of a number yyyymmdd as ISO text. Raises ValueError for a number that is no day."""
    return dt.date(number // 10_000, number // 100 % 100, number % 100).isoformat()


def number_of(day: dt.date) -> int:
    """Return a calendar day as the number yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day
