"""A JSON document: one object over several lines, or an array of objects; it is read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.origin import Origin
from newsgrep.formats.record import Records, decode_json
from newsgrep.formats.text import read_text
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r"\s*(?:\[\s*)?\{\s*[\"}]")
_WHITE = re.compile(r"[ \t\n\r]*")


def claims(beginning: str) -> bool:
    """Whether the text begins as an object or as an array of objects."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each object; raises ArticleError where the document breaks off."""
    records = Records(origin)
    for record, line in _values(read_text(stream)):
        try:
            yield records.article(record, line)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, error.line)


def _values(text: str) -> Iterator[tuple[object, int]]:
    """Yield the elements of an array, or the one value, each with the line on which it begins."""
    position = _skip(text, 0)
    inside = text.startswith("[", position)
    position = _skip(text, position + inside)
    start, line, more = 0, 1, not (inside and text.startswith("]", position))
    while more:
        line += text.count("\n", start, position)
        start = position
        value, position = decode_json(text, position, line)
        yield value, line
        position = _skip(text, position)
        if more := inside and text.startswith(",", position):
            position = _skip(text, position + 1)
    closed = not inside or text.startswith("]", position)
    if closed and inside:
        position = _skip(text, position + 1)
    if not closed or position < len(text):
        raise ArticleError("not valid JSON", line + text.count("\n", start, position))


def _skip(text: str, position: int) -> int:
    match = _WHITE.match(text, position)
    return match.end() if match else position
