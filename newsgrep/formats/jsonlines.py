"""JSON Lines: one article a line, read one line at a time; a bad line costs itself alone."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.origin import Origin
from newsgrep.formats.record import Records, decode_json
from newsgrep.results import Unreadable

# An object on one line, or one so long that its end is out of sight.
_OBJECT_LINE = re.compile(r"\s*\{[^\S\n]*\"(?:[^\n]*\}[^\S\n]*(?:\n|\Z)|[^\n]*\Z)")
_WHITE = " \t\r\n"


def claims(beginning: str) -> bool:
    """Whether the first line with text holds a whole JSON object."""
    return _OBJECT_LINE.match(beginning) is not None


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each line; raises ArticleError for a file that has no lines."""
    records, line = Records(origin), 0
    for line, data in _lines(stream):
        try:
            yield _article(records, data, line)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, line)
    if not line:
        raise ArticleError("empty file")


def _article(records: Records, data: bytes | None, line: int) -> Article:
    if data is None:
        raise ArticleError(text.too_long())
    try:
        string = data.decode("utf-8").strip(_WHITE)
    except UnicodeDecodeError as error:
        raise ArticleError(f"broken UTF-8 at byte {error.start}") from None
    record, end = decode_json(string, 0, line)
    if end < len(string):
        raise ArticleError("not valid JSON")
    return records.article(record, line)


def _lines(stream: io.BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that are not blank with their numbers, None for one that is too long."""
    stream, line = _as_utf_8(stream), 0
    while data := stream.readline(text.LIMIT + 1):
        line += 1
        if len(data) > text.LIMIT:
            _finish_line(stream, data)
            yield line, None
            continue
        if line == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        if not data.isspace() and data:
            yield line, data


def _finish_line(stream: io.BufferedReader, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = stream.readline(text.LIMIT)


def _as_utf_8(stream: io.BufferedReader) -> io.BufferedReader:
    """Return a stream of UTF-8: the same, or a UTF-16 file that was read whole."""
    head = stream.peek(text.HEAD)[: text.HEAD]
    try:
        wide = text.encoding_of(head) != "utf-8"
    except ArticleError:
        if not head.lstrip().startswith(b"{"):
            raise
        wide = False  # a line with NULs in it: the others may be whole
    if not wide:
        return stream
    return io.BufferedReader(io.BytesIO(text.read_text(stream).encode()))
