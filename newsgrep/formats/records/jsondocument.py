"""A JSON document: an article, an array of articles, or an object that holds either.

An array that is the whole document is read element by element, so that the file may be of any size; an object
is held in memory as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.records.envelopes import unwrap
from newsgrep.formats.records.jsontext import JsonStream
from newsgrep.formats.records.record import ArticleBuilder
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r"\s*(?:\[\s*)?\{\s*[\"}]")


def claims(beginning: str) -> bool:
    """Whether the text begins as an object or as an array of objects."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each object. Raises ArticleError where the document is cut off or malformed."""
    builder, json_stream = ArticleBuilder(context), JsonStream(stream, context)
    read_values = _array_elements if json_stream.peek() == "[" else _single_value
    for value, line, name in read_values(json_stream, context.mapping):
        yield builder.build_or_report(value, line, name)


def _array_elements(
    json_stream: JsonStream, mapping: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[object, int, str]]:
    """Yield value, line and name of what should be articles in an array that is the whole document."""
    json_stream.take("[")
    more = json_stream.peek() != "]"
    while more:
        yield from _unwrapped_values(json_stream, mapping)
        more = json_stream.peek() == ","
        if more:
            json_stream.take(",")
    json_stream.take("]")
    json_stream.end()


def _single_value(
    json_stream: JsonStream, mapping: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[object, int, str]]:
    """Yield value, line and name of what should be articles in a document of another kind."""
    yield from _unwrapped_values(json_stream, mapping)
    json_stream.end()


def _unwrapped_values(
    json_stream: JsonStream, mapping: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[object, int, str]]:
    value, line = json_stream.value()
    counted = json_stream.start
    for found in unwrap(value, json_stream.text, json_stream.start, mapping):
        line += json_stream.text.count("\n", counted, found.position)
        counted = found.position
        yield found.value, line, found.name
