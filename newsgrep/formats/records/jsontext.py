"""Decoding JSON: how much of it is put up with, and what is said where it is broken.

>>> window = Window(BufferedReader(BytesIO(b'[{"a": 1}, ')))
>>> window.take("["), window.value(), window.peek()
(None, ({'a': 1}, 1), ',')
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import NoReturn

from newsgrep.errors import ArticleError
from newsgrep.formats import text as limits
from newsgrep.formats.decoding import decoded, is_broken

_WHITE = re.compile(r"[ \t\n\r]*")
#: A string that does not end is told by its beginning, and all else by where it breaks off.
_UNENDED = "Unterminated string"


class Window:
    """JSON read from a stream a value at a time: the text of one value is in memory, and not much more.

    text:  what is in memory, in which the last value began at `start`
    """

    def __init__(self, stream: BufferedReader, encoding: str = "") -> None:
        self.text = ""
        self.start = 0
        self._encoding = encoding or "utf-8"
        self._pieces = decoded(stream, encoding)
        self._position = 0
        self._line = 1
        self._counted = 0
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
        """Step over a character; raises ArticleError where another one is next."""
        if self.peek() != character:
            raise ArticleError("not valid JSON", self._line_now())
        self._position += 1

    def end(self) -> None:
        """Raise ArticleError unless the text is at its end."""
        if self.peek():
            raise ArticleError("not valid JSON", self._line_now())

    def value(self) -> tuple[object, int]:
        """Step over a value, and return it with its line; raises ArticleError."""
        self._forget()
        self.peek()
        line, broken_at = self._line_now(), -1
        while True:
            self.start = self._position
            try:
                value, end = _DECODER.raw_decode(self.text, self.start)
                if end < len(self.text) or not self._grow():
                    self._position = end
                    return value, line
            except (ValueError, RecursionError, ArticleError) as error:
                is_unended = isinstance(error, json.JSONDecodeError)
                place = getattr(error, "pos", -1) if not str(error).startswith(_UNENDED) else -1
                if not is_unended or place == broken_at != -1 or not self._grow():
                    raise _translated(error, self.text, self.start, line) from None
                broken_at = place

    def _grow(self) -> bool:
        """Read about as much again as there is; return whether there was more. Raises ArticleError."""
        pieces: list[str] = []
        size, wanted = 0, len(self.text) - self._position
        for piece in self._pieces:
            if is_broken(piece):
                raise ArticleError(f"broken {self._encoding.upper()}", self._line_now())
            pieces.append(piece)
            size += len(piece)
            if size > wanted:
                break
        self.text += "".join(pieces)
        if len(self.text) - self._position > limits.LIMIT:
            raise ArticleError(limits.too_large("value"), self._line_now())
        return size > 0

    def _line_now(self) -> int:
        self._line += self.text.count("\n", self._counted, self._position)
        self._counted = self._position
        return self._line

    def _forget(self) -> None:
        """Let go of what was read, if it is the most of what there is."""
        if 2 * self._position > len(self.text):
            self._line_now()
            self.text = self.text[self._position :]
            self._position = self._counted = 0


def items(text: str, position: int) -> Iterator[tuple[object, int]]:
    """Yield the elements of an array that begins at a position of valid JSON, with their positions."""
    position = _skip(text, position + 1)
    while text[position] != "]":
        value, end = _DECODER.raw_decode(text, position)
        yield value, position
        position = _next(text, end)


def members(text: str, position: int) -> Iterator[tuple[str, object, int]]:
    """Yield the keys, values and values' positions of an object that begins at a position of valid JSON."""
    position = _skip(text, position + 1)
    while text[position] != "}":
        key, end = _DECODER.raw_decode(text, position)
        position = _skip(text, _skip(text, end) + 1)  # over the colon
        value, end = _DECODER.raw_decode(text, position)
        yield str(key), value, position
        position = _next(text, end)


def _next(text: str, position: int) -> int:
    """Return where the next element begins, or the closing bracket is."""
    position = _skip(text, position)
    return _skip(text, position + 1) if text[position] == "," else position


def _skip(text: str, position: int) -> int:
    match = _WHITE.match(text, position)
    return match.end() if match else position


def decode_json(text: str, position: int, line: int) -> tuple[object, int]:
    """Return the JSON value that begins at a position, and where it ends.

    Raises ArticleError, with `line` moved on to where the trouble is.
    """
    try:
        return _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError, ArticleError) as error:
        raise _translated(error, text, position, line) from None


def _translated(error: Exception, text: str, position: int, line: int) -> ArticleError:
    """Return what the decoder met in a value that begins at a position, and on a line."""
    if isinstance(error, ArticleError):
        return ArticleError(error.message, line)
    if isinstance(error, json.JSONDecodeError):
        return ArticleError("not valid JSON", line + text.count("\n", position, error.pos))
    if isinstance(error, RecursionError):
        return ArticleError("JSON nested too deeply", line)
    return ArticleError("number too large", line)  # int() refuses more than 4,300 digits


def as_object(value: object, line: int) -> Mapping[str, object]:
    """Return a decoded value that is an object; raises ArticleError for any other."""
    if not isinstance(value, dict):
        raise ArticleError("not a JSON object", line)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ArticleError(f"{name} is not valid JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ArticleError("number too large")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
