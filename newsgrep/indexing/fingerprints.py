"""Fingerprints: what makes two articles the same.

>>> fold_url("http://www.Example.com/a/?utm_source=feed&id=7#top")
'example.com/a?id=7'

Two articles are the same if they have the same text: headline and body together, without white space. A text
below `SHORTEST` bytes is a stub, such as a line of prices. Many stubs are alike by chance, so two stubs are
the same only if their addresses are the same, too. Two mails are the same, in whatever mailboxes, if they
also have the same sender, recipients and time, and answer the same mail. Their Message-IDs do not count:
collections of mailboxes, such as Enron's, gave each copy a new one. Two attachments are the same if they also
went to the same recipients; two stubs, if sender and time are the same, too. Articles with the same address
and different texts are versions: versions.py compares them. The address of a whole site identifies no
article. The subtitles of a video have its address, and are no version of its page, nor of subtitles in
another language.
"""

from __future__ import annotations

import re
from hashlib import sha256

from newsgrep.article import HEADLINE, MAIL_FORMATS, Article, address_of

#: The fewest bytes of a text, without white space, that have a fingerprint without an address.
SHORTEST = 200

#: Formats of texts that a page has besides its own, one in each language.
_TRACKS = frozenset(["subtitles"])

#: The fingerprints of an article's address and of its text, signed integers of 64 bits; None for none.
Fingerprints = tuple[int | None, int | None]

#: What str.split takes for white space: in ASCII, and beyond it, in UTF-8.
_WHITE = b" \t\n\r\v\f\x1c\x1d\x1e\x1f"
_ASCII = bytes(range(128))
_OTHER_WHITE = re.compile(
    rb"\xc2\x85|\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
)

_ADDRESS = (
    r"(?is)(?:[a-z][a-z0-9+.-]*:)?//(?:www\d?\.)?(?P<host>[^/?#]+)(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#.*)?"
)


def fingerprints_of(article: Article) -> Fingerprints:
    """Return the fingerprints of an article."""
    text = _without_white(article.title + article.body if article.title_from == HEADLINE else article.body)
    address = fold_url(article.url).encode("utf-8", "surrogatepass") if article.url else b""
    if address and article.format in _TRACKS:
        address += f"\0{article.language}".encode("utf-8", "surrogatepass")
    data: bytes | None = None
    recipients = _addresses(article.recipients)
    is_mail = bool(article.format in MAIL_FORMATS or article.message_id)
    sent = article.date.encode() + _addresses(article.senders) + b"\0" + recipients
    if is_mail:
        sent += "\0\0\0".join(["", *article.answers[-1:]]).encode("utf-8", "surrogatepass")
    if len(text) >= SHORTEST:
        data = b"text\0" + text + (b"\0\0" + sent if is_mail else recipients)
    elif address:
        data = b"stub\0" + address + b"\0" + text
    elif article.senders and "T" in article.date:
        data = b"mail\0" + sent + b"\0\0" + text
    return _fingerprint(b"address\0" + address if address else None), _fingerprint(data)


def _addresses(persons: tuple[str, ...]) -> bytes:
    """Return the addresses of senders or recipients in one order; b"" for nobody."""
    if not persons:  # nearly all articles have none
        return b""
    addresses = sorted({*map(address_of, persons)})
    return "".join(f"\0{address}" for address in addresses).encode("utf-8", "surrogatepass")


def _without_white(text: str) -> bytes:
    """Return a text in UTF-8 without its white space."""
    data = text.encode("utf-8", "surrogatepass").translate(None, _WHITE)
    # Most texts have none beyond ASCII; the search is faster without the bytes of ASCII.
    if text.isascii() or not _OTHER_WHITE.search(data.translate(None, _ASCII)):
        return data
    return _OTHER_WHITE.sub(b"", data)


def fold_url(url: str) -> str:
    """Return an address without the parts that do not change where it leads; empty for a whole site.

    Left out are the scheme, `www.`, a slash at the end, the fragment, and parameters that say where a reader
    came from (`utm_…`).
    """
    match = re.fullmatch(_ADDRESS, url)
    if match is None:
        return ""
    host, path, query = match["host"].lower(), match["path"].rstrip("/"), match["query"] or ""
    parameters = [one for one in query.split("&") if one and not one.lower().startswith("utm_")]
    if not path and not parameters:
        return ""
    return host + path + ("?" + "&".join(parameters) if parameters else "")


def _fingerprint(data: bytes | None) -> int | None:
    """Return the first 64 bits of SHA-256, which processors compute fast."""
    return None if data is None else int.from_bytes(sha256(data).digest()[:8], "little", signed=True)
