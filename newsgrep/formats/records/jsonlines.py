"""JSON Lines: one article a line, read one line at a time; a bad line costs itself alone."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

import msgspec

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.decoding import recoded
from newsgrep.formats.origin import Origin
from newsgrep.formats.records.envelopes import is_flat, opened
from newsgrep.formats.records.jsontext import as_object, decode_json
from newsgrep.formats.records.record import Records
from newsgrep.results import Unreadable

# An object on one line, or one so long that its end is out of sight.
_OBJECT_LINE = re.compile(r"\s*\{[^\S\n]*\"(?:[^\n]*\}[^\S\n]*(?:\n|\Z)|[^\n]*\Z)")
_WHITE = " \t\r\n"


def claims(beginning: str) -> bool:
    """Whether the first line with text holds a whole JSON object."""
    return _OBJECT_LINE.match(beginning) is not None


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each line, or its articles; raises ArticleError for a file that has no lines."""
    records, line = Records(origin), 0
    for line, data in _lines(_as_utf_8(stream, origin.encoding)):
        try:
            if data is None:
                raise ArticleError(text.too_large("line"))
            value = _value(data, line)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, line)
            continue
        if is_flat(value) or not isinstance(value, dict):
            yield _article(records, value, line)
            continue
        for found in opened(value, data.decode("utf-8").strip(_WHITE), 0, origin.mapping):
            yield _article(records, found.value, line, found.name)
    if not line:
        raise ArticleError("empty file")


def _article(records: Records, value: object, line: int, name: str = "") -> Article | Unreadable:
    """Return the article of a value, or why it is none."""
    try:
        return records.article(as_object(value, line), line, name=name)
    except ArticleError as error:
        return Unreadable(records.path, error.message, line)


#: More than twice as fast as the standard library's; what it refuses is read again by that.
_decode = msgspec.json.Decoder().decode


def _value(data: bytes, line: int) -> object:
    """Return the value of a line; raises ArticleError."""
    try:
        return _decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _slowly(data, line)  # which says what is wrong, or puts up with it


def _slowly(data: bytes, line: int) -> object:
    try:
        string = data.decode("utf-8").strip(_WHITE)
    except UnicodeDecodeError as error:
        raise ArticleError(f"broken UTF-8 at byte {error.start}") from None
    value, end = decode_json(string, 0, line)
    if end < len(string):
        raise ArticleError("not valid JSON")
    return value


def _lines(stream: io.BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that are not blank with their numbers, None for one that is too long."""
    line = 0
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


def _as_utf_8(stream: io.BufferedReader, encoding: str) -> io.BufferedReader:
    """Return a stream of UTF-8: the same one, or another that recodes it."""
    if not encoding:
        head = stream.peek(text.HEAD)[: text.HEAD]
        try:
            encoding = text.encoding_of(head)
        except ArticleError:
            if not head.lstrip().startswith(b"{"):
                raise
            encoding = "utf-8"  # a line with NULs in it: the others may be whole
        if encoding == "utf-8":
            return stream
    return recoded(stream, encoding)
