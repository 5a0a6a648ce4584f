"""Decode JSON from a stream or a text, and report the line of an error.

NaN, Infinity and numbers that are too large for a float become null, and an integer of thousands of digits
becomes a text, so that no article is lost for a number. All else is strict.

>>> stream = JsonStream(iter(['[{"a": ', '1}, ']), ReadContext("a.json"))
>>> stream.take("["), stream.value(), stream.peek()
(None, ({'a': 1}, 1), ',')
>>> stream = JsonStream(iter(['{"a": [1, 2]}']), ReadContext("a.json"))
>>> [(key, [stream.value()[0] for _ in stream.elements()]) for key in stream.members()]
[('a', [1, 2])]
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from newsgrep.bounded_bytes import too_large
from newsgrep.encodings.text_streams import mend
from newsgrep.errors import ArticleError
from newsgrep.read_context import ReadContext
from newsgrep.remarks import BROKEN_SEQUENCES

#: A backslash, the two escapes of a character beyond U+FFFF, or one of them alone.
_ESCAPES = re.compile(r"\\\\|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(\\u[dD][89a-fA-F]\w\w)")

#: White space, and the separator of records of RFC 7464.
_WHITE = re.compile(r"[ \t\n\r\x1e]*")
#: The start of a line with an object that is not within an array or another object, after the end of a value.
_NEXT_OBJECT = re.compile(r"[^\s,:\[{]\s*\n\x1e?(?=\{)")
#: The error for a string that does not end: its position is the start of the string. Any other error has the
#: position where the text is cut off.
_UNTERMINATED = "Unterminated string"
#: White space between two objects is shorter than this.
_LONGEST_GAP = 1_000


class JsonStream:
    """A stream of JSON. It holds about one value at a time in memory.

    text:  the text in memory
    start: the position in `text` where the last value begins
    largest_document: the size up to which an object should be decoded as a whole
    """

    def __init__(self, chunks: Iterator[str], context: ReadContext, line: int = 1) -> None:
        """Read nothing yet. `chunks` are the pieces of the text, which begins on `line` of the file."""
        self.text = ""
        self.start = 0
        self._context = context
        self.largest_document = min(context.limits.document_bytes, context.limits.record_bytes)
        self._largest = context.limits.record_bytes
        self._chunks = chunks
        self._position = 0
        self._line = line
        self._counted_to = 0

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

    def elements(self) -> Iterator[None]:
        """Yield before each element of an array; the caller then reads the element. Raises ArticleError."""
        return self._parts("[", "]")

    def members(self) -> Iterator[str]:
        """Yield the keys of an object; the caller then reads the value of each. Raises ArticleError."""
        for _ in self._parts("{", "}"):
            key, _ = self.value()
            self.take(":")
            yield str(key)

    def _parts(self, first: str, last: str) -> Iterator[None]:
        """Yield before each of the parts between two brackets, which commas separate."""
        self.take(first)
        more = self.peek() != last
        while more:
            yield
            more = self.peek() == ","
            self._position += more
        self.take(last)

    def value(self, largest: int = 0) -> tuple[object, int]:
        """Read a value; return it and its line. Raises ArticleError, and then stays before the value.

        largest: the largest size of the value, in characters; 0 for the limit of a record

        If many bytes of a value cannot be decoded, the value is an ArticleError, so that reading can go on.
        """
        self._drop_read_text()
        line, failed_at = self.line(), -1
        while True:
            self.start = self._position
            try:
                value, end = _raw_decode(self.text, self.start)
                # A number at the end of the text may go on; nothing else does.
                if end < len(self.text) or self.text[end - 1] in '}]"' or not self._grow(largest):
                    self._position = end
                    return self._mended(value, end, line), line
            except (json.JSONDecodeError, RecursionError) as error:
                is_syntax_error = isinstance(error, json.JSONDecodeError)
                position = -1 if str(error).startswith(_UNTERMINATED) else getattr(error, "pos", -1)
                # With more text the value may be complete, unless the error is where it was before.
                if not is_syntax_error or position == failed_at != -1 or not self._grow(largest):
                    raise _article_error(error, self.text, self.start, line) from None
                failed_at = position

    def _mended(self, value: object, end: int, line: int) -> object:
        """Return a value with U+FFFD in place of undecodable bytes; if these are many, the error."""
        whole = self.text[self.start : end]
        try:
            (mended,) = mend([whole], self._context, line)
        except ArticleError as error:
            return error
        remark_half_characters(whole, self._context, line)
        return value if mended is whole else _raw_decode(mended, 0)[0]

    def skip_to_object(self) -> bool:
        """Skip to the next line that begins an object of its own; return whether there is one.

        It skips about as many characters as a record may have, and then gives up.
        """
        skipped = 0
        while skipped <= self._largest:
            if found := _NEXT_OBJECT.search(self.text, self._position):
                self._position = found.end()
                return True
            end = max(self._position, len(self.text) - _LONGEST_GAP)
            skipped += end - self._position
            self._position = end
            self._drop_read_text()
            if not self._grow():
                break
        return False

    def _grow(self, largest: int = 0) -> bool:
        """Read about as much text as there is already; return whether there was any. Raises ArticleError."""
        largest = largest or self._largest
        if len(self.text) - self._position > largest:
            raise too_large("value", largest, self._line_now())
        chunks: list[str] = []
        size, wanted = 0, min(len(self.text) - self._position, largest)
        for chunk in self._chunks:
            chunks.append(chunk)
            size += len(chunk)
            if size > wanted:
                break
        self.text += "".join(chunks)
        return size > 0

    def line(self) -> int:
        """Return the line of the next character that is not white space."""
        self.peek()
        return self._line_now()

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
        value, end = _raw_decode(text, position)
        yield value, position
        position = _skip_comma(text, end)


def object_members(text: str, position: int) -> Iterator[tuple[str, object, int]]:
    """Yield the keys, values and values' positions of an object that begins at a position of valid JSON."""
    position = _skip(text, position + 1)
    while text[position] != "}":
        key, end = _raw_decode(text, position)
        position = _skip(text, _skip(text, end) + 1)  # over the colon
        value, end = _raw_decode(text, position)
        yield str(key), value, position
        position = _skip_comma(text, end)


def _skip_comma(text: str, position: int) -> int:
    """Return the position of the next element, or of the closing bracket."""
    position = _skip(text, position)
    return _skip(text, position + 1) if text[position] == "," else position


def _skip(text: str, position: int) -> int:
    match = _WHITE.match(text, position)
    return match.end() if match else position


def decode_json(text: str, line: int) -> tuple[object, int]:
    """Return the JSON value at the beginning of a text, and the position of its end.

    Raises ArticleError with the line of the error; the text begins on `line`.
    """
    try:
        return _raw_decode(text, 0)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _article_error(error, text, 0, line) from None


def remark_half_characters(text: str, context: ReadContext, line: int) -> None:
    """Remark that a JSON text has escapes of half a character, which become U+FFFD in the article.

    line: where the text begins
    """
    if ("\\ud" in text or "\\uD" in text) and any(match[1] for match in _ESCAPES.finditer(text)):
        context.remark(BROKEN_SEQUENCES, "\\u escapes", line)


def _raw_decode(text: str, position: int) -> tuple[object, int]:
    """Return the JSON value that begins at a position, and its end."""
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError:
        raise
    except ValueError:  # int() takes 4,300 digits at most
        return _LONG_INTEGERS.raw_decode(text, position)


def _article_error(error: Exception, text: str, position: int, line: int) -> ArticleError:
    """Return the ArticleError for an error of the decoder, for a value at a position and on a line."""
    if isinstance(error, json.JSONDecodeError):
        return ArticleError("not valid JSON", line + text.count("\n", position, error.pos))
    return ArticleError("JSON nested too deeply", line)


def _no_number(name: str) -> None:
    """Return None for NaN, Infinity or -Infinity, which Python's json writes."""


def _finite_float(digits: str) -> float | None:
    number = float(digits)
    return None if math.isinf(number) else number


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < _LONGEST_INTEGER else digits


_LONGEST_INTEGER = 4_000
_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite_float)
_LONG_INTEGERS = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite_float, parse_int=_integer)
