"""EML: read a file with one mail message, and make the article of any message.

It reads Subject, From, To, Cc, Bcc, Date, List-Id, Message-ID, References, In-Reply-To, Thread-Index and the
text. Attached files and forwarded messages become Attachments, which are read as files of their own.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from email.message import Message
from email.policy import Compat32
from functools import partial
from io import BufferedReader

from newsgrep.article import HEADLINE, LEDE, STDIN, Article, split_key
from newsgrep.bounded_bytes import read_bounded
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.attachment import Attachment
from newsgrep.formats.mail.headers import (
    PARSE_ERRORS,
    dates_of,
    decoded_header,
    list_name,
    message_ids,
    names_of,
    persons_in,
    raw_header,
    senders,
)
from newsgrep.formats.mail.parts import MOST_PARTS, Parts, content_of, parse_with_policy
from newsgrep.formats.mail.thread_index import thread_index
from newsgrep.markup.html_text import plain_text
from newsgrep.paragraphs import lede_of
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: How many characters of a header are kept, as the email library needs quadratic time for some headers; and
#: of a header with recipients or Message-IDs, which may be many and need linear time.
_LONGEST_HEADER, _LONGEST_LIST = 2_000, 200_000
_LISTS = frozenset(["to", "cc", "bcc", "references"])

_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:|[ \t]")
#: Headers that only mail has, besides From.
_MAIL_HEADERS = frozenset(["message-id", "received", "return-path", "mime-version", "delivered-to"])


class _TruncatingPolicy(Compat32):
    """Cuts the source of a header at a length when it reads, and writes headers unchanged."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[: _LONGEST_LIST if name.lower() in _LISTS else _LONGEST_HEADER]

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the source of a header as bytes."""
        return f"{name}: {value}\n".encode("ascii", "surrogateescape")


def claims(beginning: str) -> bool:
    """Whether the text begins with the headers of a mail."""
    names = set()
    headers, end, _ = beginning.partition("\n\n")
    lines = headers.split("\n")
    for line in lines if end else lines[:-1]:  # the last one may be cut
        if (match := _HEADER.match(line)) is None:
            return False
        names.add((match[1] or "").lower())
    return "from" in names and not names.isdisjoint(_MAIL_HEADERS)


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Attachment | Unreadable]:
    """Yield the article of a message, and what is attached to it. Raises ArticleError."""
    data = read_bounded(stream, context.limits.record_bytes, "message")
    if not data:
        raise ArticleError("empty file")
    context = context._replace(dates=context.dates.alone())
    items = message_items(parse_message(data), context, context.key, 1)
    if context.path != STDIN:
        del data  # else all mails that are nested in one another would stay in memory
        yield from items
        return
    identifier = message_id(parse_message(data)) or hashlib.blake2b(data, digest_size=8).hexdigest()
    for item in items:  # another mail may be piped in later
        yield item._replace(mail=identifier) if isinstance(item, Attachment) else item


def parse_message(data: bytes) -> Message:
    """Parse a message from its bytes. Raises ArticleError."""
    return parse_with_policy(data, _TruncatingPolicy())


def message_id(message: Message) -> str:
    """Return the Message-ID of a message, without brackets; empty for none."""
    return raw_header(message, "Message-ID").strip("<> ")


def message_items(
    message: Message, context: ReadContext, new_key: Callable[[], str], line: int
) -> Iterator[Article | Attachment | Unreadable]:
    """Yield the article of a message that begins on a line of its file, and what is attached to it.

    A message without text and subject is an article if it has an attachment, and also a sender, a recipient
    or a Message-ID. Raises ArticleError.

    new_key: returns the key of the article; called once, if the message has anything to read
    """
    try:
        parts = Parts(message)
        attached = [*parts.named()]
        text = _joined_text(parts.texts, context)
    except PARSE_ERRORS:
        raise ArticleError("the parts of the message cannot be read") from None
    title = decoded_header(message, "Subject")
    if not (text or title or attached):
        raise ArticleError(next(iter(parts.problems), "no text"))
    key = new_key()
    date, date_text = context.dates.read_first(dates_of(raw_header(message, "Date")))
    persons = senders(message), persons_in(message, "To", "Cc", "Bcc")
    identifier, answers = message_ids(message, itertools.chain(*persons))
    if text or title or identifier or any(persons):
        yield Article(
            date=date,
            date_text=date_text,
            key=key,
            path=context.path,
            body=text,
            title=title or lede_of(text),
            title_from=HEADLINE if title else LEDE,
            authors=names_of(persons[0]),
            senders=persons[0],
            recipients=persons[1],
            message_id=identifier,
            answers=answers,
            attachments=tuple(name for name, _ in attached),
            thread_index=thread_index(raw_header(message, "Thread-Index"), date),
            source=list_name(message),
            line=line,
        )
    problems = [f"more than {MOST_PARTS:,} parts: the rest is not read"] if parts.is_cut else []
    problems += parts.problems
    del message, parts  # as above
    attached.reverse()
    while attached:
        name, *part = attached.pop()
        take = partial(_take, part, context.encoding)
        yield Attachment(split_key(key)[1], name, take, date, line, *persons)
    for problem in problems:
        yield Unreadable(context.path, problem, line)


def _take(part: list[Message], encoding: str) -> bytes:
    """Return the bytes of the only part in a list, and remove it there, so that its memory is freed."""
    return content_of(part.pop(), encoding)


def _joined_text(parts: list[Message], context: ReadContext) -> str:
    texts = []
    for part in parts:
        data = part.get_payload(decode=True)
        data = data if isinstance(data, bytes) else b""
        text = decode_web(data, context.encoding, part.get_content_charset(""), context.remark)
        texts.append(plain_text(text) if part.get_content_subtype() == "html" else text.strip())
    return "\n\n".join(filter(None, texts))
