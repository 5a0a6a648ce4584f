"""Decode web pages, feeds and mails, which often declare a wrong encoding.

>>> decode_web("да".encode("koi8-r"), server="koi8-r")
'да'

The encoding that the user gives comes first, then a byte order mark, then valid UTF-8 with more than ASCII
(no other encoding looks like that by chance), then what the server and the document declare. A broken
sequence becomes U+FFFD, as in a browser: no article is lost for one bad byte in an advertisement.
"""

from __future__ import annotations

import re

from newsgrep.clean_text import clean_any, without_controls
from newsgrep.encodings.codec_names import web_codec_named
from newsgrep.encodings.decoding import HEAD, OnRemark, decode, detect_unicode, is_utf_8
from newsgrep.errors import ArticleError

#: Bytes at the beginning that may declare an encoding; browsers look at 1,024.
_HEAD = 4096
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,99}?encoding\s*=\s*["']([\w:.-]{1,40})|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""",
    re.I,
)
#: The codecs that a page may declare. Some of Python's other codecs take quadratic time.
_TEXT_CODEC = re.compile(
    r"utf-8|cp\d+|iso8859-\d+|koi8-[rut]|mac-\w+|gb\w+|hz|big5\w*|euc_\w+|iso2022_\w+|shift_jis\w*|johab|tis-620"
)


def decode_web(data: bytes, encoding: str = "", server: str = "", on_remark: OnRemark | None = None) -> str:
    """Return the clean text of a page, a feed or a mail. Raises ArticleError for a binary file.

    encoding:  the one that the user gives (`--encoding`); Python has to know it
    server:    the charset that was sent along with the document
    on_remark: called if the encoding is guessed
    """
    if encoding:
        return _clean(data.decode(encoding, "replace"))
    unicode = detect_unicode(data[:HEAD])
    if unicode != "utf-8":
        return _clean(data.decode(unicode, "replace"))
    declared = next(filter(None, map(_codec, (server, *_declarations(data[:_HEAD])))), "utf-8")
    if declared == "utf-8" or not data.isascii() and is_utf_8(data):
        return _clean(_decode_undeclared(data, on_remark))
    return _clean(data.decode(declared, "replace"))


def _clean(string: str) -> str:
    return without_controls(clean_any(string.removeprefix("\ufeff")))


def _declarations(head: bytes) -> list[str]:
    return [(xml or html).decode("ascii") for xml, html in _DECLARED.findall(head)]


def _codec(name: str) -> str:
    """Return the codec of a declared encoding, '' for one that is unknown or that a page may not declare."""
    try:
        known = web_codec_named(name)
    except LookupError:
        return ""
    return known if _TEXT_CODEC.fullmatch(known) else ""


def _decode_undeclared(data: bytes, on_remark: OnRemark | None) -> str:
    """Return the text of bytes in UTF-8, perhaps with broken sequences, or in a legacy encoding."""
    try:
        return decode(data, on_remark=on_remark)
    except ArticleError:  # it has many broken sequences
        return data.decode("utf-8", "replace")
