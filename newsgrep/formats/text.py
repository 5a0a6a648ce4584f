"""Bytes to clean text: encodings, line ends, and Unicode in NFC.

UTF-8 is tried first, then UTF-16 (by its byte order mark, or by where its NULs stand). Of the older
encodings, Windows-1252 is taken, as browsers read it, where bytes beyond ASCII stand alone or in pairs, as
letters with accents do; where whole words are of them (Cyrillic, Greek, Chinese …) charset-normalizer
tells which it is. What cannot be told, such as Polish in Windows-1250, is for `--encoding` to say. UTF-8
with a broken sequence in it is an error and not Windows-1252: mojibake in an index is found by nobody.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import BinaryIO

from newsgrep.errors import ArticleError

#: The most bytes that are held in memory at once, such as a line of JSON Lines; and those of a file that is
#: one text, of which there are many copies while it is taken apart, each perhaps of four bytes a character.
LIMIT = 64 * 2**20
TEXT_LIMIT = 32 * 2**20

#: How many of the first bytes are looked at to tell encodings and formats apart.
HEAD = 8192

#: How much is asked for first, so that a small file does not cost a buffer of LIMIT bytes.
_FIRST_READ = 2**16

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALL_MARKS = tuple(mark for mark, _ in _MARKS)
_PARAGRAPH_END = re.compile(r"\n\s")
_SURROGATE = re.compile("[\ud800-\udfff]")

#: The five bytes that mean nothing in Windows-1252 are control characters, as in Latin-1.
_NOT_IN_1252 = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_ASCII, _BEYOND_ASCII = bytes(range(0x80)), bytes(range(0x80, 0x100))
_WORD_BEYOND_ASCII = re.compile(rb"[\x80-\xff]{3,}")
#: The encodings that are told apart; more would only be mistaken for one another.
_OLDER = ("cp1251", "koi8_r", "koi8_u", "cp1253", "cp1255", "cp1256", "cp874") + (
    "cp932",
    "euc_jp",
    "cp949",
    "big5",
    "gb18030",
)
#: How many bytes are looked at to tell them apart, at most, and how many of them tell nothing.
_SAMPLE, _TOO_FEW = 2**15, 6


def read_text(stream: BinaryIO, encoding: str = "") -> str:
    """Return a whole file as clean text; raises ArticleError where there is none to be had.

    `encoding` is the one that a person says it has.
    """
    data = stream.read(_FIRST_READ)
    if len(data) == _FIRST_READ:
        data += stream.read(TEXT_LIMIT)
    if len(data) > TEXT_LIMIT:
        raise ArticleError(f"larger than {_size(TEXT_LIMIT)}")
    text = clean(decode(data, encoding))
    if not text or text.isspace():
        raise ArticleError("empty file")
    return text


def decode(data: bytes, encoding: str = "") -> str:
    """Return the text of some bytes, without a byte order mark; raises ArticleError.

    `encoding` is the one that a person says they have.
    """
    unicode = encoding or encoding_of(data[:HEAD])
    try:
        return data.decode(unicode).removeprefix("\ufeff")
    except UnicodeError as error:
        if not encoding and is_older(data):
            return _decode_older(data)
        raise broken(unicode, error) from None
    except LookupError:
        raise ArticleError(f"no encoding {one_line(encoding)[:40]} is known") from None


def broken(encoding: str, error: UnicodeError) -> ArticleError:
    """Return the error for bytes that are not of their encoding, with the place where it is known."""
    place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
    return ArticleError(f"broken {encoding.upper()}{place}")


def is_older(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 are of an encoding older than Unicode, and not UTF-8 with a fault.

    In an older encoding hardly a sequence of UTF-8 is well-formed by chance.
    """
    if encoding_of(data[:HEAD]) != "utf-8" or data.startswith(codecs.BOM_UTF8):
        return False
    text = data.decode("utf-8", "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return beyond < 2 * text.count("\ufffd")


def older_encoding_of(data: bytes) -> str:
    """Return which of the older encodings some bytes are of, `cp1252` where nothing speaks for another."""
    start = len(data) - len(data.lstrip(_ASCII))
    sample = data[start : start + _SAMPLE]
    beyond = len(sample) - len(sample.translate(None, _BEYOND_ASCII))
    in_words = sum(map(len, _WORD_BEYOND_ASCII.findall(sample)))
    if beyond < _TOO_FEW or 2 * in_words < beyond:
        return "cp1252"
    if len(sample) == _SAMPLE:  # not to end within a character
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1 or _SAMPLE]
    from charset_normalizer import from_bytes  # it takes long to import, and few files need it

    best = from_bytes(sample, cp_isolation=list(_OLDER)).best()
    return best.encoding if best else "cp1252"


def from_1252(text: str) -> str:
    """Return text of Windows-1252 that was decoded with `surrogateescape`, as browsers read it."""
    return text.translate(_NOT_IN_1252)


def encoding_of(head: bytes) -> str:
    """Return the Unicode encoding that a file's first bytes speak for; raises ArticleError for none.

    A file of an older encoding is `utf-8` here: only decoding it tells.
    """
    if head.startswith(_ALL_MARKS):
        return next(encoding for mark, encoding in _MARKS if head.startswith(mark))
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
    try:
        text.encode()  # a quarter of the time that it takes to look for them
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def one_line(text: str) -> str:
    """Return text with each run of white space, line ends among it, as one space."""
    return " ".join(text.split())


def lede_of(body: str) -> str:
    """Return the first paragraph as one line: up to a blank line, or to an indented one."""
    body = body.strip()
    end = _PARAGRAPH_END.search(body)
    return one_line(body[: end.start()] if end else body)


def trouble(error: OSError) -> str:
    """Return the system's reason why a file cannot be read, in lower case."""
    return (error.strerror or "cannot be read").lower()


def too_large(what: str) -> str:
    """Return the reason given for a line, a field or the like that is not read for its size."""
    return f"{what} larger than {_size(LIMIT)}"


def _size(count: int) -> str:
    return f"{count >> 20} MB"


def _decode_older(data: bytes) -> str:
    encoding = older_encoding_of(data)
    if encoding == "cp1252":
        return from_1252(data.decode("cp1252", "surrogateescape"))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise broken(encoding, error) from None
