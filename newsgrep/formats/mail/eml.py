"""EML: one mail message, and the article of any message.

Subject, From, Date, List-Id and the text are read, attachments are not. Where there is a choice, the plain
text is taken before the HTML. A message that only forwards another has the text of the other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32, EmailPolicy
from io import BufferedReader
from typing import Any

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import person
from newsgrep.formats.charsets import decode_web
from newsgrep.formats.context import ReadContext
from newsgrep.formats.htmltext import plain_text
from newsgrep.formats.text import clean, lede_of, one_line, read_bounded, replace_surrogates
from newsgrep.results import Unreadable

#: Characters of a header that are kept; the library takes quadratic time for some.
_LONGEST_HEADER = 2000
#: The most parts that are searched for a text.
_MOST_PARTS = 200
#: For each line the library compares the boundaries of all parts around it: a limit of their product.
_MOST_TRIES = 50_000_000

_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:|[ \t]")
#: Headers that only mail has, besides From.
_MAIL_HEADERS = frozenset(["message-id", "received", "return-path", "mime-version", "delivered-to"])
# jane at example.org (Jane Doe)
_NAME_IN_BRACKETS = re.compile(r"\S+(?: at \S+)? \(([^()]+)\)")
_ENCODED_WORD = re.compile(r"=\?(?P<charset>[\w-]{1,40})\?[Qq]\?(?P<text>[^?\s]*)\?=")
_HEADERS = EmailPolicy()
#: The exceptions that the library raises for malformed headers and parts.
_PARSE_ERRORS = (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError, RecursionError)


class _TruncatingPolicy(Compat32):
    """Keeps the source of headers up to a length."""

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
    return "from" in names and not names.isdisjoint(_MAIL_HEADERS)


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of a message. Raises ArticleError."""
    data = read_bounded(stream, context.limits.record_bytes, "message")
    if not data:
        raise ArticleError("empty file")
    yield message_article(parse_message(data), context, context.key(), 1)


def parse_message(data: bytes) -> Message:
    """Return the message in some bytes. Raises ArticleError."""
    if data.lower().count(b"boundary") * data.count(b"\n") > _MOST_TRIES:
        raise ArticleError("message with too many parts")
    try:
        return message_from_bytes(data, policy=_TruncatingPolicy())
    except _PARSE_ERRORS:
        raise ArticleError("message nested too deeply, or not well formed") from None


def message_article(message: Message, context: ReadContext, key: str, line: int) -> Article:
    """Return the article of a message that begins on a line of its file. Raises ArticleError."""
    body = _message_text(message, context)
    title = _decoded_header(message, "Subject")
    if not body and not title:
        raise ArticleError("no text")
    date, date_text = context.dates.read_first([raw_header(message, "Date")])
    return Article(
        date=date,
        date_text=date_text,
        key=key,
        path=context.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=_senders(message),
        source=_list_name(message),
        line=line,
    )


def raw_header(message: Message, name: str) -> str:
    """Return the first header of a name on one clean line, encoded words as they are; '' for none."""
    for known, value in message.raw_items():
        if known.lower() == name.lower():
            data = str(value).encode("utf-8", "surrogateescape")
            return one_line(clean(decode_web(data.replace(b"\0", b""))))
    return ""


def _parse_header(message: Message, name: str, kind: str) -> Any:
    """Return a header as the library parses one of a kind. Raises ArticleError."""
    try:
        return _HEADERS.header_fetch_parse(kind, raw_header(message, name))
    except _PARSE_ERRORS:
        raise ArticleError(f"{name} cannot be read") from None


def _decoded_header(message: Message, name: str) -> str:
    """Return a header on one line, encoded words decoded if they can be."""
    try:
        value = str(_parse_header(message, name, "Subject"))
    except ArticleError:
        value = raw_header(message, name)
    return one_line(clean(replace_surrogates(_ENCODED_WORD.sub(_decoded_word, value))))


def _decoded_word(word: re.Match[str]) -> str:
    """Return an encoded word that the library leaves as it is, for letters in it that should be encoded."""
    charset, text = word["charset"], word["text"].replace("_", " ")
    pieces = re.split(r"=([0-9A-Fa-f]{2})", text)
    try:
        letters = [piece.encode(charset, "replace") for piece in pieces[::2]]
        coded = map(bytes.fromhex, [*pieces[1::2], ""])
        return b"".join(itertools.chain(*zip(letters, coded, strict=True))).decode(charset, "replace")
    except (LookupError, UnicodeError):
        return "\ufffd".join(pieces[::2])


def _senders(message: Message) -> tuple[str, ...]:
    """Return the senders by name, else by address. Mailman and old mail have the name in parentheses."""
    if match := _NAME_IN_BRACKETS.fullmatch(_decoded_header(message, "From")):
        return (match[1].strip(),)
    names = []
    try:
        addresses = _parse_header(message, "From", "From").addresses
    except ArticleError:
        return ()  # no article is lost for its author
    for address in addresses:
        name = one_line(clean(replace_surrogates(address.display_name)))
        names.append(person(name) or name or one_line(clean(replace_surrogates(address.addr_spec))))
    return tuple(dict.fromkeys(filter(None, names)))


def _list_name(message: Message) -> str:
    """Return the name of the mailing list, else its identifier: `Example News <news.example.org>`."""
    name, bracket, identifier = _decoded_header(message, "List-Id").rpartition("<")
    return name.strip(' "') or identifier.rstrip(">") if bracket else identifier


def _message_text(message: Message, context: ReadContext) -> str:
    try:
        part = _text_part(message, [_MOST_PARTS])
        if part is None:
            return ""
        data, charset = part.get_payload(decode=True), part.get_content_charset("")
    except _PARSE_ERRORS:
        raise ArticleError("the parts of the message cannot be read") from None
    string = decode_web(data if isinstance(data, bytes) else b"", context.encoding, charset)
    return plain_text(string) if part.get_content_subtype() == "html" else string.strip()


def _text_part(part: Message, left: list[int]) -> Message | None:
    """Return the part that has the text, None for none; `left` holds the number of parts still to search."""
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
