"""The encoding of what came over the web: pages and feeds, which declare one and are often wrong.

>>> decode_web("да".encode("koi8-r"), server="koi8-r")
'да'

What the person says goes before all. Then a byte order mark counts, then valid UTF-8 that is more than
ASCII (no other encoding gives that by chance), then what was declared, by the server and in the document.
A broken sequence becomes U+FFFD, as it does in a browser: one bad byte in an advertisement costs no article.
"""

from __future__ import annotations

import codecs
import re

from newsgrep.errors import ArticleError
from newsgrep.formats import text

#: How much of the beginning may declare an encoding; browsers look at the first 1,024 bytes.
_HEAD = 4096
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,99}?encoding\s*=\s*["']([\w:.-]{1,40})|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""",
    re.I,
)
#: Python has codecs that no page is in, and some of them take quadratic time.
_TEXT_CODEC = re.compile(
    r"utf-8|cp\d+|iso8859-\d+|koi8-[rut]|mac-\w+|gb\w+|hz|big5\w*|euc_\w+|iso2022_\w+|shift_jis\w*|johab|tis-620"
)
#: What browsers read under a name that says less.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}


def decode_web(data: bytes, forced: str = "", server: str = "") -> str:
    """Return the text of a page or a feed, clean; raises ArticleError for a binary file.

    forced: the encoding that a person gives (`--encoding`), one that Python knows
    server: the charset that came with the document
    """
    if forced:
        return _clean(data.decode(forced, "replace"))
    unicode = text.encoding_of(data[: text.HEAD])
    if unicode != "utf-8":
        return _clean(data.decode(unicode, "replace"))
    declared = next(filter(None, map(_codec, (server, *_declarations(data[:_HEAD])))), "utf-8")
    if declared == "utf-8" or not data.isascii() and _is_utf_8(data):
        return _clean(_decode_utf_8(data))
    return _clean(data.decode(declared, "replace"))


def _clean(string: str) -> str:
    return text.clean(text.whole(string.removeprefix("\ufeff")))


def _declarations(head: bytes) -> list[str]:
    return [(xml or html).decode("ascii") for xml, html in _DECLARED.findall(head)]


def _codec(name: str) -> str:
    """Return Python's name for a declared encoding, '' for one that pages are not in."""
    try:
        known = codecs.lookup(name).name if name.isascii() else ""
    except (LookupError, ValueError):
        return ""
    known = _WIDER.get(known, known)
    return known if _TEXT_CODEC.fullmatch(known) else ""


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_utf_8(data: bytes) -> str:
    try:
        return text.decode(data)
    except ArticleError:  # UTF-8 for the most part
        return data.decode("utf-8", "replace")
