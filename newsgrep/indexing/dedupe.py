"""The same article met twice: what makes two articles the same, and which of them is stored.

>>> fold_url("http://www.Example.com/a/?utm_source=feed&id=7#top")
'example.com/a?id=7'

Two articles are the same that have the same address, or the same text, headline and body taken together
without regard to white space. An address without a path is that of a paper, and tells nothing; a text
below `SHORTEST` bytes is a stub, such as a line of prices, and many of those are alike by chance.

Of all articles, taken in the order of their files' paths and within each file in its order, one is a copy
if an article before it that is stored is the same, and else it is stored. So which texts are searchable
depends on what there is alone, and not on when it came.
"""

from __future__ import annotations

import re
import struct
from hashlib import sha256

from newsgrep.article import HEADLINE, Article
from newsgrep.outofcore.numberset import NumberSet

#: The fewest bytes of a text, without white space, by which it is known again.
SHORTEST = 200

#: Prints of an article: of its address and of its text, in 8 bytes each, 0 for none.
PRINTS = struct.Struct("<QQ")
#: What str.split takes for white space: in ASCII, and beyond it, in UTF-8.
_WHITE = b" \t\n\r\v\f\x1c\x1d\x1e\x1f"
_ASCII = bytes(range(128))
_OTHER_WHITE = re.compile(
    rb"\xc2\x85|\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
)

NO_PRINTS = PRINTS.pack(0, 0)
_NO_PRINT = NO_PRINTS[: PRINTS.size // 2]

_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//(?:www\d?\.)?(?P<host>[^/?#]+)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)


def prints_of(article: Article) -> bytes:
    """Return what an article is known again by, 16 bytes."""
    text = _without_white(article.title + article.body if article.title_from == HEADLINE else article.body)
    address = fold_url(article.url).encode("utf-8", "surrogatepass") if article.url else b""
    of_text = _print(b"text\0" + text) if len(text) >= SHORTEST else _NO_PRINT
    return (_print(b"address\0" + address) if address else _NO_PRINT) + of_text


def has_text_print(prints: bytes) -> bool:
    """Whether an article is known again by its text, and not only by its address."""
    return bool(PRINTS.unpack(prints)[1])


def _without_white(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass").translate(None, _WHITE)
    # Mostly there is none beyond ASCII, which is told sooner where all that is of ASCII is left out.
    if text.isascii() or not _OTHER_WHITE.search(data.translate(None, _ASCII)):
        return data
    return _OTHER_WHITE.sub(b"", data)


def fold_url(url: str) -> str:
    """Return an address without what does not change where it leads; empty for that of a whole site.

    Left out are the scheme, `www.`, a slash at the end, the fragment, and parameters that tell where a
    reader came from (`utm_…`).
    """
    match = _ADDRESS.fullmatch(url)
    if match is None:
        return ""
    host, path, query = match["host"].lower(), match["path"].rstrip("/"), match["query"] or ""
    parameters = [one for one in query.split("&") if one and not one.lower().startswith("utm_")]
    if not path and not parameters:
        return ""
    return host + path + ("?" + "&".join(parameters) if parameters else "")


def _print(data: bytes) -> bytes:
    # For which processors have instructions of their own.
    return sha256(data).digest()[: len(_NO_PRINT)]


class Stored:
    """The prints of the articles that are stored, as far as a run has come."""

    def __init__(self) -> None:
        self._known = NumberSet()

    def is_copy(self, prints: bytes) -> bool:
        """Whether an article is the same as one that is stored."""
        address, text = PRINTS.unpack(prints)
        return bool((text and text in self._known) or (address and address in self._known))

    def take_new(self, prints: bytes) -> bool:
        """Remember an article as stored, unless it is a copy; return whether it is none."""
        address, text = PRINTS.unpack(prints)
        if text and not address:  # as it mostly is, and then one look does for both
            return self._known.add(text)
        if self.is_copy(prints):
            return False
        self.take(prints)
        return True

    def take(self, prints: bytes) -> None:
        """Remember an article as stored."""
        for one in PRINTS.unpack(prints):
            if one:
                self._known.add(one)
