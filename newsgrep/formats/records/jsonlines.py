"""JSON Lines: one article a line. A line that cannot be read is left out alone.

A line that is long may be a whole document of articles: it is read as one, piece by piece.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import re
from collections.abc import Iterator

import msgspec

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.context import ReadContext
from newsgrep.formats.decoding import recode_to_utf_8
from newsgrep.formats.records.envelopes import is_flat, unwrap
from newsgrep.formats.records.jsondocument import read_values
from newsgrep.formats.records.jsontext import JsonStream, decode_json
from newsgrep.formats.records.ninjs import plain_record
from newsgrep.formats.records.record import ArticleBuilder
from newsgrep.results import Unreadable

# An object on one line, or on a line so long that its end is not in sight.
_OBJECT_LINE = re.compile(r"\s*\{[^\S\n]*\"(?:[^\n]*\}[^\S\n]*(?:\n|\Z)|[^\n]*\Z)")
_WHITE = " \t\r\n"


def claims(beginning: str) -> bool:
    """Whether the first line that is not blank is a whole JSON object."""
    return _OBJECT_LINE.match(beginning) is not None


def read(stream: io.BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of each line. Raises ArticleError for an empty file, and for a last line cut off."""
    builder, line = ArticleBuilder(context), 0
    for line, data in _numbered_lines(_utf_8_stream(stream, context), context.limits.chunk_bytes):
        try:
            if not isinstance(data, bytes):
                chunks = codecs.iterdecode(data, "utf-8", "surrogateescape")
                yield from read_values(JsonStream(chunks, context, line), builder, context)
                continue
            value = _decode_line(data, line)
        except ArticleError as error:
            if isinstance(data, bytes) and not data.endswith(b"\n"):
                raise ArticleError(error.message, line) from None
            yield Unreadable(context.path, error.message, line)
            continue
        if is_flat(value):  # nearly all lines
            yield builder.build_or_report(plain_record(value), line)
        elif isinstance(value, dict):
            for found in unwrap(value, data.decode("utf-8").strip(_WHITE), 0, context):
                yield builder.build_or_report(found.value, line, found.name)
        else:
            yield builder.build_or_report(value, line)
    if not line:
        raise ArticleError("empty file")


#: More than twice as fast as the standard library, which decodes again what msgspec refuses.
_decode = msgspec.json.Decoder().decode


def _decode_line(data: bytes, line: int) -> object:
    """Return the value of a line. Raises ArticleError."""
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _decode(data)
    # The standard library is more tolerant, and its errors say more.
    try:
        string = data.decode("utf-8").strip(_WHITE)
    except UnicodeDecodeError as error:
        raise ArticleError(f"broken UTF-8 at byte {error.start}") from None
    value, end = decode_json(string, line)
    if end < len(string):
        raise ArticleError("not valid JSON")
    return value


def _numbered_lines(stream: io.BufferedReader, longest: int) -> Iterator[tuple[int, bytes | Iterator[bytes]]]:
    """Yield the number and the bytes of each line that is not blank; in pieces, where it is very long."""
    line = 0
    while data := stream.readline(longest + 1):
        line += 1
        if line == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        if len(data) > longest:
            pieces = _pieces(data, stream, longest)
            yield line, pieces
            for _ in pieces:  # those that the reader left, as it met an error
                pass
        elif not data.isspace() and data:
            yield line, data


def _pieces(data: bytes, stream: io.BufferedReader, size: int) -> Iterator[bytes]:
    """Yield the beginning of a line, and the rest of it in pieces of a size."""
    while data:
        yield data
        data = b"" if data.endswith(b"\n") else stream.readline(size)


def _utf_8_stream(stream: io.BufferedReader, context: ReadContext) -> io.BufferedReader:
    """Return a UTF-8 stream: the same one, or one that recodes it."""
    if not context.encoding:
        head = stream.peek(text.HEAD)[: text.HEAD]
        try:
            encoding = text.detect_unicode(head)
        except ArticleError:
            if not head.lstrip().startswith(b"{"):
                raise
            encoding = "utf-8"  # NULs in a line: the other lines may be fine
        if encoding == "utf-8":
            return stream
    return recode_to_utf_8(stream, context)
