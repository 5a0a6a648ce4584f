"""A JSON document: an article, an array of articles, or an object that holds either.

An array that is the whole document is read element by element, so that the file may be of any size; an
object is held in memory whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.origin import Origin
from newsgrep.formats.records.envelopes import opened
from newsgrep.formats.records.jsontext import Window, as_object
from newsgrep.formats.records.record import Records
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r"\s*(?:\[\s*)?\{\s*[\"}]")


def claims(beginning: str) -> bool:
    """Whether the text begins as an object or as an array of objects."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each object; raises ArticleError where the document breaks off."""
    records, window = Records(origin), Window(stream, origin.encoding)
    read_values = _elements if window.peek() == "[" else _document
    for value, line, name in read_values(window, origin.mapping):
        try:
            yield records.article(as_object(value, line), line, name=name)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, error.line)


def _elements(window: Window, mapping: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[object, int, str]]:
    """Yield what should be the articles of an array that is the document, each with its line and its name."""
    window.take("[")
    more = window.peek() != "]"
    while more:
        yield from _values(window, mapping)
        more = window.peek() == ","
        if more:
            window.take(",")
    window.take("]")
    window.end()


def _document(window: Window, mapping: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[object, int, str]]:
    """Yield what should be the articles of a document that is one value, each with its line and its name."""
    yield from _values(window, mapping)
    window.end()


def _values(window: Window, mapping: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[object, int, str]]:
    value, line = window.value()
    counted = window.start
    for found in opened(value, window.text, window.start, mapping):
        line += window.text.count("\n", counted, found.position)
        counted = found.position
        yield found.value, line, found.name
