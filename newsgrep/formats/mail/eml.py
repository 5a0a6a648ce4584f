"""EML: one mail message, and what of any message makes an article.

Subject, From, Date, List-Id and the text are read; attachments are not. The text is the plain one where there
is a choice, else that of the HTML; a message that only forwards another has the other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32, EmailPolicy
from io import BufferedReader
from typing import Any

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.bylines import person
from newsgrep.formats.charsets import decode_web
from newsgrep.formats.dates import read_date
from newsgrep.formats.htmltext import plain_text
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import clean, lede_of, one_line, whole
from newsgrep.results import Unreadable

#: Characters of a header that are read; the library takes quadratic time for some.
_LONGEST_HEADER = 2000
#: The most parts that are looked at for a text.
_MOST_PARTS = 200
#: For each line the library tries the boundary of each part that it is in.
_MOST_TRIES = 50_000_000
_FIRST_READ = 2**18

_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:|[ \t]")
#: Headers that only mail has, beside From.
_OF_MAIL = frozenset(["message-id", "received", "return-path", "mime-version", "delivered-to"])
# jane at example.org (Jane Doe)
_NAME_IN_BRACKETS = re.compile(r"\S+(?: at \S+)? \(([^()]+)\)")
_HEADERS = EmailPolicy()
#: What the library raises here and there for headers and parts that it has no mind for.
_SURPRISES = (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError, RecursionError)


class _Capped(Compat32):
    """Takes headers as they are, up to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def claims(beginning: str) -> bool:
    """Whether the text begins with the headers of a mail."""
    names = set()
    headers, end, _ = beginning.partition("\n\n")
    lines = headers.split("\n")
    for line in lines if end else lines[:-1]:  # the last one may be cut
        if (match := _HEADER.match(line)) is None:
            return False
        names.add((match[1] or "").lower())
    return "from" in names and not names.isdisjoint(_OF_MAIL)


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of a message; raises ArticleError."""
    data = stream.read(_FIRST_READ)
    if len(data) == _FIRST_READ:
        data += stream.read(text.LIMIT)
    if not data:
        raise ArticleError("empty file")
    if len(data) > text.LIMIT:
        raise ArticleError(text.too_large("message"))
    yield article_of(message_of(data), origin, origin.key(), 1)


def message_of(data: bytes) -> Message:
    """Return the message that some bytes are; raises ArticleError."""
    if data.lower().count(b"boundary") * data.count(b"\n") > _MOST_TRIES:
        raise ArticleError("message of too many parts")
    try:
        return message_from_bytes(data, policy=_Capped())
    except _SURPRISES:
        raise ArticleError("message nested too deeply, or not well formed") from None


def article_of(message: Message, origin: Origin, key: str, line: int) -> Article:
    """Return the article that a message is, on a line of its file; raises ArticleError."""
    body = _body(message, origin)
    title = _plain_words(message, "Subject")
    if not body and not title:
        raise ArticleError("no text")
    return Article(
        date=read_date(date) if (date := header(message, "Date")) else "",
        key=key,
        path=origin.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=_authors(message),
        source=_source(message),
        line=line,
    )


def header(message: Message, name: str) -> str:
    """Return the first header of a name on one clean line, as it is written; empty for none."""
    for known, value in message.raw_items():
        if known.lower() == name.lower():
            data = str(value).encode("utf-8", "surrogateescape")
            return one_line(clean(decode_web(data.replace(b"\0", b""))))
    return ""


def _parsed(message: Message, name: str, kind: str) -> Any:
    """Return a header as the library reads one of a kind; raises ArticleError."""
    try:
        return _HEADERS.header_fetch_parse(kind, header(message, name))
    except _SURPRISES:
        raise ArticleError(f"{name} cannot be read") from None


def _plain_words(message: Message, name: str) -> str:
    """Return a header on one line, encoded words as what they stand for; raises ArticleError."""
    return one_line(clean(whole(str(_parsed(message, name, "Subject")))))


def _authors(message: Message) -> tuple[str, ...]:
    """Return the senders, each by name, else by address. Mailman and old mail have the name in brackets."""
    if match := _NAME_IN_BRACKETS.fullmatch(_plain_words(message, "From")):
        return (match[1].strip(),)
    names = []
    for address in _parsed(message, "From", "From").addresses:
        name = one_line(clean(whole(address.display_name)))
        names.append(person(name) or name or one_line(clean(whole(address.addr_spec))))
    return tuple(dict.fromkeys(filter(None, names)))


def _source(message: Message) -> str:
    """Return what a mailing list is called, else its identity: `Example News <news.example.org>`."""
    called, bracket, identity = _plain_words(message, "List-Id").rpartition("<")
    return called.strip(' "') or identity.rstrip(">") if bracket else identity


def _body(message: Message, origin: Origin) -> str:
    try:
        part = _text_part(message, [_MOST_PARTS])
        if part is None:
            return ""
        data, charset = part.get_payload(decode=True), part.get_content_charset("")
    except _SURPRISES:
        raise ArticleError("its parts cannot be read") from None
    string = decode_web(data if isinstance(data, bytes) else b"", origin.encoding, charset)
    return plain_text(string) if part.get_content_subtype() == "html" else string.strip()


def _text_part(part: Message, left: list[int]) -> Message | None:
    """Return the part that has the text, None where there is none; `left` counts the parts yet to look at."""
    left[0] -= 1
    if left[0] < 0 or part.get_content_disposition() == "attachment":
        return None
    if not part.is_multipart():
        return part if part.get_content_type() in ("text/plain", "text/html") else None
    inner = (_text_part(child, left) for child in part.get_payload() if isinstance(child, Message))
    found = (child for child in inner if child is not None)
    if part.get_content_subtype() != "alternative":
        return next(found, None)
    choice = list(found)
    plain = (child for child in choice if child.get_content_subtype() == "plain")
    return next(plain, choice[0] if choice else None)
