"""JSON decoded from a stream or a text, strictly, with the line of an error.

>>> from io import BytesIO
>>> stream = JsonStream(BufferedReader(BytesIO(b'[{"a": 1}, ')), ReadContext("a.json"))
>>> stream.take("["), stream.value(), stream.peek()
(None, ({'a': 1}, 1), ',')
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import NoReturn

from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.decoding import decode_stream, has_undecodable
from newsgrep.formats.text import too_large

_WHITE = re.compile(r"[ \t\n\r]*")
#: The decoder gives the start of a string that does not end; of all else the position where it is cut off.
_UNTERMINATED = "Unterminated string"


class JsonStream:
    """JSON of which one value at a time, and not much more, is in memory.

    text:  what is in memory
    start: where the last value begins in it
    """

    def __init__(self, stream: BufferedReader, context: ReadContext) -> None:
        self.text = ""
        self.start = 0
        self._encoding = context.encoding or "utf-8"
        self._largest = context.limits.record_bytes
        self._chunks = decode_stream(stream, context)
        self._position = 0
        self._line = 1
        self._counted_to = 0
        if not self.peek():
            raise ArticleError("empty file")

    def peek(self) -> str:
        """Return the next character that is not white space, '' at the end."""
        while True:
            self._position = _skip(self.text, self._position)
            if self._position < len(self.text):
                return self.text[self._position]
            if not self._grow():
                return ""

    def take(self, character: str) -> None:
        """Step over a character. Raises ArticleError if another one is next."""
        if self.peek() != character:
            raise ArticleError("not valid JSON", self._line_now())
        self._position += 1

    def end(self) -> None:
        """Raise ArticleError unless the text is at its end."""
        if self.peek():
            raise ArticleError("not valid JSON", self._line_now())

    def value(self) -> tuple[object, int]:
        """Step over a value; return it and its line. Raises ArticleError."""
        self._drop_read_text()
        self.peek()
        line, failed_at = self._line_now(), -1
        while True:
            self.start = self._position
            try:
                value, end = _DECODER.raw_decode(self.text, self.start)
                if end < len(self.text) or not self._grow():
                    self._position = end
                    return value, line
            except (ValueError, RecursionError, ArticleError) as error:
                is_syntax_error = isinstance(error, json.JSONDecodeError)
                position = -1 if str(error).startswith(_UNTERMINATED) else getattr(error, "pos", -1)
                # With more text the value may be complete, unless the error is where it was before.
                if not is_syntax_error or position == failed_at != -1 or not self._grow():
                    raise _article_error(error, self.text, self.start, line) from None
                failed_at = position

    def _grow(self) -> bool:
        """Read about as much text as there is already; return whether there was any. Raises ArticleError."""
        chunks: list[str] = []
        size, wanted = 0, len(self.text) - self._position
        for chunk in self._chunks:
            if has_undecodable(chunk):
                raise ArticleError(f"broken {self._encoding.upper()}", self._line_now())
            chunks.append(chunk)
            size += len(chunk)
            if size > wanted:
                break
        self.text += "".join(chunks)
        if len(self.text) - self._position > self._largest:
            raise too_large("value", self._largest, self._line_now())
        return size > 0

    def _line_now(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self._position)
        self._counted_to = self._position
        return self._line

    def _drop_read_text(self) -> None:
        """Drop the text that was read, if it is more than half of the text in memory."""
        if 2 * self._position > len(self.text):
            self._line_now()
            self.text = self.text[self._position :]
            self._position = self._counted_to = 0


def array_items(text: str, position: int) -> Iterator[tuple[object, int]]:
    """Yield the elements of an array that begins at a position of valid JSON, with their positions."""
    position = _skip(text, position + 1)
    while text[position] != "]":
        value, end = _DECODER.raw_decode(text, position)
        yield value, position
        position = _skip_comma(text, end)


def object_members(text: str, position: int) -> Iterator[tuple[str, object, int]]:
    """Yield the keys, values and values' positions of an object that begins at a position of valid JSON."""
    position = _skip(text, position + 1)
    while text[position] != "}":
        key, end = _DECODER.raw_decode(text, position)
        position = _skip(text, _skip(text, end) + 1)  # over the colon
        value, end = _DECODER.raw_decode(text, position)
        yield str(key), value, position
        position = _skip_comma(text, end)


def _skip_comma(text: str, position: int) -> int:
    """Return where the next element begins, or the closing bracket is."""
    position = _skip(text, position)
    return _skip(text, position + 1) if text[position] == "," else position


def _skip(text: str, position: int) -> int:
    match = _WHITE.match(text, position)
    return match.end() if match else position


def decode_json(text: str, position: int, line: int) -> tuple[object, int]:
    """Return the JSON value that begins at a position, and its end.

    Raises ArticleError with the line of the error; `line` is that of the position.
    """
    try:
        return _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError, ArticleError) as error:
        raise _article_error(error, text, position, line) from None


def _article_error(error: Exception, text: str, position: int, line: int) -> ArticleError:
    """Return the error for what the decoder raised for a value at a position, on a line."""
    if isinstance(error, ArticleError):
        return ArticleError(error.message, line)
    if isinstance(error, json.JSONDecodeError):
        return ArticleError("not valid JSON", line + text.count("\n", position, error.pos))
    if isinstance(error, RecursionError):
        return ArticleError("JSON nested too deeply", line)
    return ArticleError("number too large", line)  # int() raises ValueError for more than 4,300 digits


def _refuse_constant(name: str) -> NoReturn:
    raise ArticleError(f"{name} is not valid JSON")


def _finite_float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ArticleError("number too large")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite_float)
