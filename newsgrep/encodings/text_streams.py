"""Decode files of any size: in chunks, in lines, or recoded to UTF-8.

Bytes that are not of the encoding become lone surrogates (Python's `surrogateescape`), so that `mend` can
replace them in the record that has them. It takes the memory of one chunk, or of the longest line.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from newsgrep.bounded_bytes import too_large
from newsgrep.encodings.decoding import (
    HEAD,
    detect_unicode,
    fill_windows_1252,
    guess_encoding,
    is_binary,
    is_legacy_encoding,
    is_mostly_broken,
    is_utf_8,
    undecodable,
    unicode_of,
    unknown_encoding,
)
from newsgrep.errors import ArticleError
from newsgrep.read_context import ReadContext
from newsgrep.remarks import BROKEN_SEQUENCES

#: What msgspec raises for bytes that are no JSON: not of its form, not in UTF-8, or nested too deeply.
JSON_ERRORS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_UNDECODABLE = re.compile("[\udc80-\udcff]+")


def decode_stream(stream: io.BufferedReader, context: ReadContext) -> Iterator[str]:
    """Yield the text of a stream in chunks with LF line ends. Raises ArticleError for a binary file.

    Unless the user gives the encoding, a stream that is ASCII at first is UTF-8 if the first chunk with other
    bytes is, else of a legacy encoding.
    """
    encoding = context.encoding or _initial_encoding(stream)
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    decoder: codecs.IncrementalDecoder | None = None if encoding == "utf-8" else _decoder_of(encoding)
    is_first = True
    while data := stream.read(context.limits.chunk_bytes):
        if decoder is None and not data.isascii():
            encoding = _settled_encoding(data, context)
            decoder = _decoder_of(encoding)
        try:
            chunk = decoder.decode(data) if decoder else data.decode("ascii")
        except UnicodeError as error:
            raise undecodable(encoding, error) from None
        if encoding == "cp1252":
            chunk = fill_windows_1252(chunk)
        yield newlines.decode(chunk.removeprefix("\ufeff") if is_first else chunk)
        is_first = False
    try:
        yield newlines.decode(decoder.decode(b"", final=True) if decoder else "", final=True)
    except UnicodeError as error:
        raise undecodable(encoding, error) from None


def read_lines(stream: io.BufferedReader, context: ReadContext) -> Iterator[str]:
    """Yield the lines of a stream, each with its LF. Raises ArticleError for a line beyond the limit."""
    parts: list[str] = []
    size, largest = 0, context.limits.record_bytes
    for chunk in decode_stream(stream, context):
        for line in io.StringIO(chunk):
            parts.append(line)
            size += len(line)
            if line.endswith("\n"):
                yield "".join(parts)
                parts, size = [], 0
            elif size > largest:
                raise too_large("line", largest)
    if parts:
        yield "".join(parts)


def recode_to_utf_8(stream: io.BufferedReader, context: ReadContext) -> io.BufferedReader:
    """Return the text of a stream as a UTF-8 stream; undecodable bytes are not changed."""
    return io.BufferedReader(_Utf8Stream(decode_stream(stream, context)))


def mend(fields: Sequence[str], context: ReadContext, line: int) -> Sequence[str]:
    """Return the fields of a record with U+FFFD for undecodable bytes, and remark that.

    One is replaced in a record of any length. Raises ArticleError for many, as a wrong encoding has them.

    line: where the record begins
    """
    if all(map(_is_decoded, fields)):
        return fields
    encoding = (context.encoding or "utf-8").upper()
    mended, broken = zip(*(_UNDECODABLE.subn("\ufffd", field) for field in fields), strict=True)
    if is_mostly_broken(sum(broken), sum(map(len, fields))):
        raise ArticleError(f"broken {encoding}", line)
    context.remark(BROKEN_SEQUENCES, encoding, line)
    return mended


def mend_record(record: Mapping[str, object], context: ReadContext, line: int) -> dict[str, object]:
    """Return a record whose texts are mended by `mend`. Raises ArticleError."""
    texts = {name: value for name, value in record.items() if isinstance(value, str)}
    return {**record, **dict(zip(texts, mend(list(texts.values()), context, line), strict=True))}


def bytes_as_text(value: object) -> object:
    """Return bytes as a text, None if they are not UTF-8, such as a picture; any other value as it is.

    Some programs store their texts as bytes.
    """
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None


def _is_decoded(field: str) -> bool:
    return field.isascii() or not _UNDECODABLE.search(field)


class _Utf8Stream(io.RawIOBase):
    """A stream of chunks of text, encoded as UTF-8."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._pending = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Copy bytes of the next chunk into a buffer; return how many, 0 at the end."""
        while not self._pending:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._pending = chunk.encode("utf-8", "surrogateescape")
        count = min(len(buffer), len(self._pending))
        buffer[:count], self._pending = self._pending[:count], self._pending[count:]
        return count


def _initial_encoding(stream: io.BufferedReader) -> str:
    """Return the Unicode encoding of a stream by its first bytes, which may have a few NULs."""
    head = stream.peek(HEAD)[:HEAD]
    return detect_unicode(head) if is_binary(head) else unicode_of(head) or "utf-8"


def _settled_encoding(data: bytes, context: ReadContext) -> str:
    """Return the encoding of a stream by the first of its bytes that are not all ASCII."""
    if not is_utf_8(data) and is_legacy_encoding(data.replace(b"\0", b" ")):
        return guess_encoding(data, context.remark)
    return "utf-8"


def _decoder_of(encoding: str) -> codecs.IncrementalDecoder:
    """Return a decoder. Raises ArticleError for an encoding that is unknown or not for text."""
    try:
        b"".decode(encoding)
        return codecs.getincrementaldecoder(encoding)("surrogateescape")
    except LookupError:
        raise unknown_encoding(encoding) from None
