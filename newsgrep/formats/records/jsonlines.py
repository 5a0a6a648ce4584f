"""JSON Lines: one article per line. Only a line that cannot be read is left out.

A long line may be a whole document of articles, so it is read as a document, piece by piece.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import re
from collections.abc import Iterator

import msgspec

from newsgrep.article import Article
from newsgrep.encodings.decoding import (
    HEAD,
    detect_unicode,
    fill_windows_1252,
    guess_encoding,
    is_legacy_encoding,
    unicode_of,
)
from newsgrep.encodings.text_streams import JSON_ERRORS, mend, recode_to_utf_8
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.records.envelopes import is_flat, unwrap
from newsgrep.formats.records.jsondocument import read_objects
from newsgrep.formats.records.jsontext import JsonStream, decode_json, remark_half_characters
from newsgrep.formats.records.ninjs import plain_record
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

# An object on one line, or on a line whose end is not within the beginning of the file.
_OBJECT_LINE = re.compile(r"\s*\{[^\S\n]*\"(?:[^\n]*\}[^\S\n]*(?:\n|\Z)|[^\n]*\Z)")
_WHITE = " \t\r\n"


def claims(beginning: str) -> bool:
    """Whether the first line that is not blank is a whole JSON object."""
    return _OBJECT_LINE.match(beginning) is not None


def read(stream: io.BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of each line. Raises ArticleError for an empty file, and for a last line cut off."""
    builder, decoder, line = ArticleBuilder(context), _LineDecoder(context), 0
    limits = context.limits
    lines = _numbered_lines(_utf_8_stream(stream, context), limits.chunk_bytes, limits.skipped_bytes)
    for line, data in lines:
        try:
            if not isinstance(data, bytes):
                chunks = codecs.iterdecode(data, "utf-8", "surrogateescape")
                yield from read_objects(JsonStream(chunks, context, line), builder, context)
                continue
            value = decoder.value(data, line)
        except ArticleError as error:
            if isinstance(data, bytes) and not data.endswith(b"\n"):
                raise ArticleError(error.message, line) from None
            yield Unreadable(context.path, error.message, line)
            continue
        if is_flat(value):  # nearly all lines
            yield builder.build_or_report(plain_record(value), line)
        elif isinstance(value, dict):
            for found in unwrap(value, decoder.text(data, line), 0, context):
                yield builder.build_or_report(found.value, line, found.name)
        else:
            yield builder.build_or_report(value, line)
    if not line:
        raise ArticleError("empty file")


#: More than twice as fast as the standard library, which then decodes the lines that msgspec refuses.
_decode = msgspec.json.Decoder().decode


class _LineDecoder:
    """Decodes lines: all are UTF-8, perhaps with a stray byte, or all have the same legacy encoding.

    The first line with a byte beyond ASCII decides.
    """

    __slots__ = ("_context", "_encoding", "_mended")

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._encoding = "utf-8" if context.encoding else ""
        #: The number and the text of the last line that was not UTF-8, so that it is remarked only once.
        self._mended = (0, "")

    def value(self, data: bytes, line: int) -> object:
        """Return the value of a line. Raises ArticleError."""
        with contextlib.suppress(*JSON_ERRORS):
            value = _decode(data)
            if not (self._encoding or data.isascii()):
                self._encoding = "utf-8"
            return value
        # The standard library is more tolerant, and its errors say more.
        string = self.text(data, line)
        value, end = decode_json(string, line)
        if end < len(string):
            raise ArticleError("not valid JSON")
        remark_half_characters(string, self._context, line)
        return value

    def text(self, data: bytes, line: int) -> str:
        """Return a line as text. Raises ArticleError where many of its bytes are not of the encoding."""
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8").strip(_WHITE)
        if line != self._mended[0]:
            self._mended = line, self._mend(data, line)
        return self._mended[1]

    def _mend(self, data: bytes, line: int) -> str:
        if not self._encoding:
            is_legacy = is_legacy_encoding(data)
            self._encoding = guess_encoding(data, self._context.remark) if is_legacy else "utf-8"
        string = data.decode(self._encoding, "surrogateescape")
        if self._encoding == "cp1252":
            string = fill_windows_1252(string)
        return mend([string], self._context, line)[0].strip(_WHITE)


def _numbered_lines(
    stream: io.BufferedReader, longest: int, most_skipped: int
) -> Iterator[tuple[int, bytes | Iterator[bytes]]]:
    """Yield the number and the bytes of each line that is not blank; a very long line comes in pieces.

    Raises ArticleError if a line that cannot be read goes on for more than `most_skipped` bytes.
    """
    line = 0
    while data := stream.readline(longest + 1):
        line += 1
        if line == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        if len(data) > longest:
            pieces = _pieces(data, stream, longest)
            yield line, pieces
            skipped = 0
            for piece in pieces:  # the pieces that the caller did not read, after an error
                skipped += len(piece)
                if skipped > most_skipped:
                    raise ArticleError("the rest of the file is not read, as this line does not end", line)
        elif not data.isspace() and data:
            yield line, data


def _pieces(data: bytes, stream: io.BufferedReader, size: int) -> Iterator[bytes]:
    """Yield the beginning of a line, and the rest of it in pieces of `size` bytes at most."""
    while data:
        yield data
        data = b"" if data.endswith(b"\n") else stream.readline(size)


def _utf_8_stream(stream: io.BufferedReader, context: ReadContext) -> io.BufferedReader:
    """Return a stream of UTF-8: the given one, or one that recodes it."""
    if not context.encoding:
        head = stream.peek(HEAD)[:HEAD]
        is_of_objects = head.lstrip().startswith(b"{")  # one line may have NULs, and the others be fine
        encoding = unicode_of(head) if is_of_objects else detect_unicode(head)
        if encoding in ("", "utf-8"):
            return stream
    return recode_to_utf_8(stream, context)
