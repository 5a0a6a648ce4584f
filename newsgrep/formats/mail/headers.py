"""Read the headers of a mail, each as one clean line with its encoded words decoded."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterable
from email.message import Message
from email.policy import EmailPolicy
from typing import Any

from newsgrep.article import address_of
from newsgrep.bylines.persons import person
from newsgrep.clean_text import one_clean_line
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.mail.address_list import persons_of

# jane at example.org (Jane Doe)
_NAME_IN_BRACKETS = re.compile(r"\S+ at \S+ \(([^()]+)\)")
_ENCODED_WORD = re.compile(r"=\?(?P<charset>[\w-]{1,40})\?[Qq]\?(?P<text>[^?\s]*)\?=")
# <1@example.org>, folded or not, or a comment in parentheses, which may have other comments in it
_ID_OR_COMMENT = re.compile(r"<([^<>]+)>|\((?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+\)")
#: How many Message-IDs of earlier mails are kept for a mail, and the longest; some mailers name hundreds.
_MOST_IDS, _LONGEST_ID = 100, 998
_ID_HEADERS = frozenset(["message-id", "references", "in-reply-to"])
_HEADERS = EmailPolicy()
#: A day in a header, before a clock or a zone that may be broken.
_DAY = re.compile(
    r"\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?:19|20)\d\d\b", re.I
)
#: The exceptions that the library raises for malformed headers and parts.
PARSE_ERRORS = (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError, RecursionError)


def raw_header(message: Message, name: str) -> str:
    """Return the first header with a name on one clean line, encoded words not decoded; '' for none."""
    for known, value in message.raw_items():
        if known.lower() == name.lower():
            return _unfolded(str(value))
    return ""


def _unfolded(value: str) -> str:
    """Return the source of a header, which may have bytes of any encoding, on one clean line."""
    data = value.encode("utf-8", "surrogateescape")
    return one_clean_line(decode_web(data.replace(b"\0", b"")))


def _parsed(value: str, kind: str) -> Any:
    """Return the value that the email library parses for a kind of header. Raises ArticleError."""
    try:
        return _HEADERS.header_fetch_parse(kind, value)
    except PARSE_ERRORS:
        raise ArticleError("a header cannot be read") from None


def decoded_header(message: Message, name: str) -> str:
    """Return a header on one line, encoded words decoded if they can be."""
    return _decoded(raw_header(message, name))


def decoded_text(value: str) -> str:
    """Return the value of a header, such as the name of a file, on one line, with encoded words decoded."""
    return _decoded(_unfolded(value))


def _decoded(value: str) -> str:
    if "=?" not in value:
        return one_clean_line(value)
    with contextlib.suppress(ArticleError):  # what cannot be decoded stays as it is
        value = str(_parsed(value, "Subject"))
    return one_clean_line(_ENCODED_WORD.sub(_decoded_word, value))


def _decoded_word(word: re.Match[str]) -> str:
    """Decode an encoded word that the library does not decode, as it has letters that should be encoded."""
    charset, text = word["charset"], word["text"].replace("_", " ")
    pieces = re.split(r"=([0-9A-Fa-f]{2})", text)
    try:
        letters = [piece.encode(charset, "replace") for piece in pieces[::2]]
        coded = map(bytes.fromhex, [*pieces[1::2], ""])
        return b"".join(itertools.chain(*zip(letters, coded, strict=True))).decode(charset, "replace")
    except (LookupError, UnicodeError):
        return "\ufffd".join(pieces[::2])


def senders(message: Message) -> tuple[str, ...]:
    """Return the senders. Of an address that Mailman has hidden, only the name in parentheses is kept."""
    if match := _NAME_IN_BRACKETS.fullmatch(decoded_header(message, "From")):
        return (match[1].strip(),)
    return persons_in(message, "From")


def names_of(persons: Iterable[str]) -> tuple[str, ...]:
    """Return the names of persons, and the address of a person without a name."""
    names = (one.partition(" <")[0] for one in persons)
    return tuple(dict.fromkeys(person(name) or name for name in names))


def persons_in(message: Message, *names: str) -> tuple[str, ...]:
    """Return the persons in the named headers, as `Jane Roe <jane@example.org>`, each address once.

    If the name or the address of a person is not known, the other stands alone.
    """
    values = (
        _unfolded(str(value))
        for name in names
        for known, value in message.raw_items()
        if known.lower() == name.lower()
    )
    return persons_of(values, _decoded)


def message_ids(message: Message, persons: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return the Message-ID of a mail, and the Message-IDs of earlier mails; the last is the one it answers.

    Those in References come first, then those in In-Reply-To, as some mailers write the newest first into
    References. Of very many IDs the first and the last are kept. Old mailers write an address in angle
    brackets into In-Reply-To: the address of a person of the mail, as `address_of` returns it, is no
    Message-ID. Neither is a word without an @, such as a <yes> that a person typed when a program asked for
    the ID: it would join mails that have nothing in common.
    """
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        if (header := name.lower()) in _ID_HEADERS:
            found.setdefault(header, ids_in(str(value)))
    own = next(iter(found.get("message-id", ())), "")
    return own, answered(own, found.get("references", []), found.get("in-reply-to", []), persons)


def answered(own: str, earlier: list[str], latest: list[str], persons: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the Message-IDs of earlier mails, the one that the mail answers last.

    own:     the Message-ID of the mail, which is left out
    earlier: the IDs in References
    latest:  the IDs in In-Reply-To
    persons: the persons of the mail; their addresses are no IDs
    """
    if latest:
        addresses = frozenset(map(address_of, persons))
        latest = [one for one in latest if one.lower() not in addresses]
        earlier = [*(one for one in earlier if one not in latest), *latest]
    ids = [one for one in dict.fromkeys(earlier) if "@" in one and one != own]
    return (*ids[:1], *ids[1:][1 - _MOST_IDS :])


def ids_in(value: str) -> list[str]:
    """Return the Message-IDs in a header: the texts in angle brackets, unfolded, else its words with an @.

    Parentheses within angle brackets belong to a Message-ID; any others hold a comment.
    """
    value = value if value.isascii() else _unfolded(value)
    ids = ["".join(one.split()) for one in _ID_OR_COMMENT.findall(value) if one]
    if not ids:
        ids = _ID_OR_COMMENT.sub(" ", value).split()
        ids = ids if all("@" in one for one in ids) else []
    return [one for one in ids if one.isprintable() and 0 < len(one) <= _LONGEST_ID]


def list_name(message: Message) -> str:
    """Return the name of the mailing list, else its identifier: `Example News <news.example.org>`."""
    name, bracket, identifier = decoded_header(message, "List-Id").rpartition("<")
    return name.strip(' "') or identifier.rstrip(">") if bracket else identifier


def dates_of(written: str) -> list[str]:
    """Return texts that may give the date of a mail: the header, and its day alone, as a time may be broken.

    >>> dates_of("Tue, 12 Oct 2010 16:21:05 H0500")
    ['Tue, 12 Oct 2010 16:21:05 H0500', '12 Oct 2010']
    """
    return [written, *(found[0] for found in [_DAY.search(written)] if found)]
