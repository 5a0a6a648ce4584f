"""A JSON document: an article, an array of articles, an object that holds either, or several such values.

Arrays are read element by element. An object is decoded as a whole if it is of moderate size; else its
members are read one by one, and arrays and objects of articles among them element by element. So a file may
be of any size, and the articles before an error are read.

Objects that follow one another, as `jq` prints them, are read like lines: only a broken one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.encodings.text_streams import decode_stream
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.records.envelopes import (
    DEEPEST,
    SAMPLE_SIZE,
    has_articles,
    has_title_or_text,
    is_article,
    is_envelope_key,
    unwrap,
)
from newsgrep.formats.records.jsontables import column_names, table_records
from newsgrep.formats.records.jsontext import JsonStream
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r"[\s\x1e]*(?:\[\s*){0,2}(?:\{\s*[\"}]|\[\s*\")")

#: A value that should be an article, its line, and its name if it has one.
_Found = tuple[object, int, str]


def claims(beginning: str) -> bool:
    """Whether the text begins as an object, an array of objects, or an array of arrays of strings."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each object. Raises ArticleError where the document is cut off or malformed."""
    json_stream = JsonStream(decode_stream(stream, context), context)
    return read_objects(json_stream, ArticleBuilder(context), context)


def read_objects(
    json_stream: JsonStream, builder: ArticleBuilder, context: ReadContext
) -> Iterator[Article | Unreadable]:
    """Yield the article of each object in a stream of JSON, as `read` does."""
    if not json_stream.peek():
        raise ArticleError("empty file")
    while first := json_stream.peek():
        values = _elements if first == "[" else _unwrapped
        try:
            for value, line, name in values(json_stream, context):
                yield builder.build_or_report(value, line, name)
        except ArticleError as error:
            if first == "[" or not json_stream.skip_to_object():
                raise
            yield Unreadable(context.path, error.message, error.line)


def _elements(json_stream: JsonStream, context: ReadContext) -> Iterator[_Found]:
    """Yield the articles in an array, which may begin with the names of columns."""
    names: list[str] = []
    is_first = True
    for _ in json_stream.elements():
        if json_stream.peek() != "[":
            yield from _unwrapped(json_stream, context)
        else:
            row, line = json_stream.value()
            header = column_names(row, context.mapping) if is_first else []
            if names and isinstance(row, list):
                yield dict(zip(names, row, strict=False)), line, ""
            elif header:
                names = header
            else:
                yield from _unwrapped_value(row, line, json_stream, context)
        is_first = False


def _unwrapped(json_stream: JsonStream, context: ReadContext) -> Iterator[_Found]:
    """Yield the articles in the next value: the value itself, or the articles that it holds."""
    try:
        is_object = json_stream.peek() == "{"
        value, line = json_stream.value(json_stream.largest_document if is_object else 0)
    except ArticleError:
        if not is_object:
            raise
        yield from _members_or_rest(json_stream, context, DEEPEST)
    else:
        yield from _unwrapped_value(value, line, json_stream, context)


def _unwrapped_value(
    value: object, line: int, json_stream: JsonStream, context: ReadContext
) -> Iterator[_Found]:
    """Yield the articles in the value that the stream read last."""
    counted = json_stream.start
    for found in unwrap(value, json_stream.text, json_stream.start, context):
        line += json_stream.text.count("\n", counted, found.position)
        counted = found.position
        yield found.value, line, found.name


def _members_or_rest(json_stream: JsonStream, context: ReadContext, depth: int) -> Iterator[_Found]:
    """Yield the articles in an object that is broken or too large to decode; if it has none, the object."""
    line, found_any = json_stream.line(), False
    rest: dict[str, object] = {}
    for found in _members(json_stream, context, depth, rest):
        found_any = True
        yield found
    if not found_any:
        rows = table_records(rest, context.mapping)
        yield from ((row, line, name) for name, row in rows or [("", rest)])


def _members(
    json_stream: JsonStream, context: ReadContext, depth: int, rest: dict[str, object]
) -> Iterator[_Found]:
    """Yield the articles in the members of an object, and put the other members into `rest`.

    If a text comes first, the object is an article, and its other members are part of it.
    """
    for key in json_stream.members():
        first = json_stream.peek()
        if first not in "[{" or is_article(rest, context.mapping):
            rest[key], _ = json_stream.value()
        elif first == "[":
            yield from _array_member(key, json_stream, context, depth, rest)
        else:
            yield from _object_member(key, json_stream, context, depth, rest)


def _array_member(
    key: str, json_stream: JsonStream, context: ReadContext, depth: int, rest: dict[str, object]
) -> Iterator[_Found]:
    """Yield the articles in the array of a key; put an array without articles into `rest`."""
    sample: list[object] = []
    waiting: list[_Found] = []
    elements = json_stream.elements()
    try:
        for _ in elements:
            value, line = json_stream.value()
            sample.append(value)
            waiting += _unwrapped_value(value, line, json_stream, context)
            if len(sample) == SAMPLE_SIZE:
                break
    except ArticleError:
        if has_articles(key, sample, context.mapping, depth):
            yield from waiting
        raise
    if has_articles(key, sample, context.mapping, depth) and (
        is_envelope_key(key) or not has_title_or_text(rest, context.mapping)
    ):
        yield from waiting
        for _ in elements:
            yield from _unwrapped_value(*json_stream.value(), json_stream, context)
    else:
        rest[key] = sample + [json_stream.value()[0] for _ in elements]


def _object_member(
    key: str, json_stream: JsonStream, context: ReadContext, depth: int, rest: dict[str, object]
) -> Iterator[_Found]:
    """Yield the articles in the object of a key, or the object itself; put one without any into `rest`."""
    if not depth or not is_envelope_key(key):
        value, line = json_stream.value()
        if rest or not has_title_or_text(value, context.mapping):
            rest[key] = value
        else:
            yield value, line, key
        return
    line, inner, found_any = json_stream.line(), dict[str, object](), False
    for found in _members(json_stream, context, depth - 1, inner):
        found_any = True
        yield found
    if not found_any and has_articles(key, [inner], context.mapping, depth):
        yield inner, line, ""
    elif not found_any:
        rest[key] = inner
