"""Bytes to text, in Unicode or in a legacy encoding that is detected.

UTF-8 is tried first, then UTF-16 (by its byte order mark, or by the positions of its NULs), then the legacy
encoding that legacy.py chooses, which a remark names. UTF-8 with broken sequences is never read in a legacy
encoding: nobody would find the mojibake in an index. One broken sequence, or a few in a long text, become
U+FFFD, with a remark; more are an error.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import clean, one_line
from newsgrep.errors import ArticleError
from newsgrep.remarks import BROKEN_SEQUENCES, ENCODING_GUESSED

if TYPE_CHECKING:
    from newsgrep.read_context import ReadContext

#: Bytes at the beginning of a file by which encodings and formats are detected.
HEAD = 8192

#: A file with at most one NUL in this many bytes is still text.
_BYTES_PER_NUL = 100
#: A file with more than one control character in this many bytes is binary; of random bytes, one in twelve is
#: one. ESC does not count, as Japanese encodings use it, nor do separators of records.
_BYTES_PER_CONTROL = 20
_COUNTED = bytes([*range(1, 9), *range(0x0E, 0x1B), 0x7F])

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, as its mark begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The five bytes that Windows-1252 leaves undefined are control characters to browsers, as in Latin-1.
_UNDEFINED_IN_1252 = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
#: A text may have one broken sequence, and another one for each of this many characters.
_PER_BROKEN = 100

#: Called with a kind of remark (see remarks.py) and its detail.
OnRemark = Callable[[str, str], object]


def read_text(stream: BinaryIO, context: ReadContext) -> str:
    """Return a file as clean text. Raises ArticleError for one that is too large, empty or binary."""
    text = clean(
        decode(read_bounded(stream, context.limits.text_bytes, "file"), context.encoding, context.remark)
    )
    if not text or text.isspace():
        raise ArticleError("empty file")
    return text


def decode(data: bytes, encoding: str = "", on_remark: OnRemark | None = None) -> str:
    """Return the text of bytes, without a byte order mark. Raises ArticleError.

    encoding:  the one that the user gives, '' to detect it
    on_remark: called if the encoding is guessed, and if broken sequences were replaced
    """
    known = encoding or detect_unicode(data[:HEAD])
    try:
        return data.decode(known).removeprefix("\ufeff")
    except UnicodeError as error:
        if encoding or not is_legacy_encoding(data):
            return _mended(data, known, error, on_remark)
    except LookupError:
        raise unknown_encoding(encoding) from None
    legacy = guess_encoding(data, on_remark)
    if legacy == "cp1252":
        return fill_windows_1252(data.decode("cp1252", "surrogateescape"))
    try:
        return data.decode(legacy)
    except UnicodeDecodeError as error:
        return _mended(data, legacy, error, on_remark)


def _mended(data: bytes, encoding: str, error: UnicodeError, on_remark: OnRemark | None) -> str:
    """Return a text with U+FFFD for each broken sequence. Raises ArticleError if there are many."""
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if is_mostly_broken(text.count("\ufffd"), len(text)):
        raise undecodable(encoding, error) from None
    if on_remark:
        on_remark(BROKEN_SEQUENCES, encoding.upper())
    return text


def is_mostly_broken(count: int, length: int) -> bool:
    """Whether a text of a length has more broken sequences than one that is decoded by the right encoding."""
    return (count - 1) * _PER_BROKEN > length


def guess_encoding(data: bytes, on_remark: OnRemark | None = None) -> str:
    """Return the legacy encoding that the bytes seem to be in, and make a remark of it."""
    from newsgrep.encodings.legacy import encoding_of  # few files need it

    encoding = encoding_of(data)
    if on_remark:
        on_remark(ENCODING_GUESSED, encoding)
    return encoding


def undecodable(encoding: str, error: UnicodeError) -> ArticleError:
    """Return the error for bytes that an encoding cannot decode, with their offset if it is known."""
    offset = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
    return ArticleError(f"broken {encoding.upper()}{offset}")


def unknown_encoding(encoding: str) -> ArticleError:
    """Return the error for an encoding that Python does not know, or that is not for text."""
    return ArticleError(f"there is no encoding {one_line(encoding)[:40]}")


def is_legacy_encoding(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 are of a legacy encoding, rather than UTF-8 with broken sequences.

    Bytes of a legacy encoding hardly ever form a valid sequence of UTF-8.
    """
    if detect_unicode(data[:HEAD]) != "utf-8" or data.startswith(codecs.BOM_UTF8):
        return False
    text = data.decode("utf-8", "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return beyond < 2 * text.count("\ufffd")


def is_other_than_utf_8(encoding: str, head: bytes) -> bool:
    """Whether an encoding is not Unicode, though the first bytes of a file are UTF-8 with more than ASCII."""
    try:
        is_other = not codecs.lookup(encoding).name.startswith("utf")
    except LookupError:
        return False
    return is_other and not head.isascii() and is_utf_8(head)


def is_utf_8(data: bytes) -> bool:
    """Whether the bytes, which may end within a character, are UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def fill_windows_1252(text: str) -> str:
    """Return text decoded from cp1252 with `surrogateescape`, its undefined bytes as browsers read them."""
    return text.translate(_UNDEFINED_IN_1252)


def detect_unicode(head: bytes) -> str:
    """Return the Unicode encoding of a file by its first bytes; raises ArticleError for a binary file."""
    if encoding := unicode_of(head):
        return encoding
    raise ArticleError("binary file")


def unicode_of(head: bytes) -> str:
    """Return the Unicode encoding of a file by its first bytes, '' if NULs show that it may be binary.

    It is `utf-8` for a legacy encoding, too: only decoding the bytes tells the two apart.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    if 0 not in head:
        return "utf-8"
    pairs, first, second = len(head) // 2, head[0::2].count(0), head[1::2].count(0)
    if second * 2 > pairs and first * 20 < second:
        return "utf-16-le"
    if first * 2 > pairs and second * 20 < first:
        return "utf-16-be"
    return ""


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are binary. Text may have a few NULs and control characters."""
    encoding = unicode_of(head)
    if not encoding and head.count(0) * _BYTES_PER_NUL > len(head) and head.count(0) > 1:
        return True
    controls = len(head) - len(head.translate(None, _COUNTED))
    return encoding in ("", "utf-8") and controls * _BYTES_PER_CONTROL > len(head)


def decode_head(head: bytes) -> str:
    """Return the beginning of a file as text, undecodable bytes as U+FFFD. Never raises."""
    return clean(head.decode(unicode_of(head) or "utf-8", "replace").removeprefix("\ufeff"))
