"""Bytes to clean text: encodings, line ends, and Unicode in NFC.

UTF-8 is tried first, then UTF-16 (by its byte order mark, or by where its NULs stand), then
Windows-1252 and Latin-1, which cannot fail. UTF-8 with a broken sequence in it is an error and not
Latin-1: mojibake in an index is found by nobody.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import BinaryIO

from newsgrep.errors import ArticleError

#: The most bytes that are held in memory at once: a whole text file, or one line of JSON Lines.
LIMIT = 64 * 2**20

#: How many of the first bytes are looked at to tell encodings and formats apart.
HEAD = 8192

#: How much is asked for first, so that a small file does not cost a buffer of LIMIT bytes.
_FIRST_READ = 2**18

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_text(stream: BinaryIO) -> str:
    """Return a whole file as clean text; raises ArticleError where there is none to be had."""
    data = stream.read(_FIRST_READ)
    if len(data) == _FIRST_READ:
        data += stream.read(LIMIT)
    if len(data) > LIMIT:
        raise ArticleError(f"larger than {_size(LIMIT)}")
    text = clean(decode(data))
    if not text or text.isspace():
        raise ArticleError("empty file")
    return text


def decode(data: bytes) -> str:
    """Return the text of some bytes, without a byte order mark; raises ArticleError."""
    encoding = encoding_of(data[:HEAD])
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and not data.startswith(codecs.BOM_UTF8) and not _is_mostly_utf_8(data):
            return _decode_legacy(data)
        raise ArticleError(f"broken {encoding.upper()} at byte {error.start}") from None


def encoding_of(head: bytes) -> str:
    """Return the Unicode encoding that a file's first bytes speak for; raises ArticleError for none.

    A file of an older encoding is `utf-8` here: only decoding it tells.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if 0 not in head:
        return "utf-8"
    pairs, first, second = len(head) // 2, head[0::2].count(0), head[1::2].count(0)
    if second * 2 > pairs and first * 20 < second:
        return "utf-16-le"
    if first * 2 > pairs and second * 20 < first:
        return "utf-16-be"
    raise ArticleError("binary file")


def glimpse(head: bytes) -> str:
    """Return the beginning of a file as text, as well as it can be told; never raises."""
    try:
        encoding = encoding_of(head)
    except ArticleError:
        encoding = "utf-8"
    return clean(head.decode(encoding, "replace").removeprefix("\ufeff"))


def clean(text: str) -> str:
    """Return text in NFC with LF line ends and without NUL; other control characters stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def whole(text: str) -> str:
    """Return text with U+FFFD for each lone surrogate, which JSON can spell and UTF-8 cannot."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return text with each run of white space, line ends among it, as one space."""
    return " ".join(text.split())


def lede_of(body: str) -> str:
    """Return the first paragraph as one line: up to a blank line, or to an indented one."""
    return one_line(re.split(r"\n\s", body.strip(), maxsplit=1)[0])


def trouble(error: OSError) -> str:
    """Return the system's reason why a file cannot be read, in lower case."""
    return (error.strerror or "cannot be read").lower()


def too_long() -> str:
    """Return the reason given for a line that is not read for its length."""
    return f"line larger than {_size(LIMIT)}"


def _size(count: int) -> str:
    return f"{count >> 20} MB"


def _is_mostly_utf_8(data: bytes) -> bool:
    """Whether the characters beyond ASCII that are well-formed UTF-8 make up for the broken ones.

    In an older encoding hardly a sequence is well-formed by chance.
    """
    text = data.decode("utf-8", "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return beyond >= 2 * text.count("\ufffd")


def _decode_legacy(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252
        return data.decode("latin-1")
