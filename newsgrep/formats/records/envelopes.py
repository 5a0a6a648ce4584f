"""Find the articles within the envelopes of web services and search engines.

>>> import json
>>> text = '{"status": "ok", "articles": [{"title": "Talks resume"}]}'
>>> [found.value for found in unwrap(json.loads(text), text, 0, ReadContext("a.json"))]
[{'title': 'Talks resume'}]

Envelopes are: arrays; keys such as `results` in objects without a text of their own; other keys whose values
must be articles; objects whose values are all articles (the keys are their names); tables (jsontables.py);
exports of Ghost (ghost.py); and JSON Feed (jsonfeed.py). A record within a record, such as the `_source` of
Elasticsearch or the `attributes` of JSON:API, and an item of ninjs become plain records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

from msgspec import Struct

from newsgrep.formats.fields.article_builder import resolve_mapping
from newsgrep.formats.fields.keypaths import is_summary
from newsgrep.formats.records import ghost, jsonfeed
from newsgrep.formats.records.jsontables import table_records
from newsgrep.formats.records.jsontext import array_items, object_members
from newsgrep.formats.records.ninjs import plain_record
from newsgrep.read_context import ReadContext

#: Keys that hold articles; a doubtful key may hold the text of an article instead.
_ENVELOPES = frozenset(
    ["articles", "channel", "data", "db", "docs", "documents", "edges", "entries", "feed", "@graph", "hits"]
    + ["item", "items", "nodes", "posts", "records", "response", "result", "results", "rows", "rss"]
    + ["stories", "value"]
)
_DOUBTFUL = frozenset(["article", "content", "news"])
DEEPEST = 4
#: How many elements of an array show whether they are articles.
SAMPLE_SIZE = 5
#: Keys that hold most of a record, in Elasticsearch, JSON:API, CouchDB and GraphQL.
_INNER = ("_source", "attributes", "doc", "node")
_CONTAINERS = frozenset([dict, list])
#: An object of more members than this is no article.
_MOST_MEMBERS = 1_000

_Mapping = Mapping[str, tuple[str, ...]]


class FoundValue(Struct, frozen=True):
    """A value that should be an article, its offset in the text, and its name if it has one."""

    value: object
    position: int
    name: str = ""


def is_flat(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a value is an object without objects and lists in it, so that it holds no other article."""
    return isinstance(value, dict) and _CONTAINERS.isdisjoint(map(type, value.values()))


def unwrap(value: object, text: str, position: int, context: ReadContext) -> Iterator[FoundValue]:
    """Yield the articles in a value; or the value itself, if it is no envelope.

    position: the offset in `text` where the value begins
    """
    complete = jsonfeed.completer_of(value)
    if complete is None and is_flat(value):
        yield FoundValue(plain_record(value), position)
        return
    if (rows := table_records(value, context.mapping)) is not None:
        yield from (FoundValue(row, position, name) for name, row in rows)
        return
    complete = complete or ghost.completer_of(value, context)
    for found in _unwrap_nested(FoundValue(value, position), text, context.mapping, DEEPEST):
        if not isinstance(found.value, dict):
            yield found
            continue
        record = complete(found.value) if complete else _plain(found.value, context.mapping)
        if record is not None:
            yield FoundValue(record, found.position, found.name)


def _unwrap_nested(found: FoundValue, text: str, mapping: _Mapping, depth: int) -> Iterator[FoundValue]:
    """Yield the articles in a value, or the value itself if it is no envelope."""
    value = found.value
    if isinstance(value, list):
        for item, position in array_items(text, found.position):
            inner = FoundValue(item, position)
            if depth and isinstance(item, dict) and _envelopes(item, mapping, depth):
                yield from _unwrap_nested(inner, text, mapping, depth)
            else:
                yield inner
    elif isinstance(value, dict) and (envelopes := _envelopes(value, mapping, depth)):
        for key, inner_value, position in object_members(text, found.position):
            if key in envelopes:
                yield from _unwrap_nested(FoundValue(inner_value, position), text, mapping, depth - 1)
    elif isinstance(value, dict) and _is_object_of_articles(value, mapping):
        yield from (
            FoundValue(inner_value, position, key)
            for key, inner_value, position in object_members(text, found.position)
        )
    else:
        yield found


def is_article(record: Mapping[str, object], mapping: _Mapping) -> bool:
    """Whether an object has a text, not only the summary that a list of articles may have."""
    if not record or len(record) > _MOST_MEMBERS:
        return False
    body = resolve_mapping(record, mapping).get("body")
    return body is not None and not is_summary(body)


def is_envelope_key(key: str) -> bool:
    """Whether a key may hold articles, whatever is in it."""
    return key.lower() in _ENVELOPES or key.lower() in _DOUBTFUL


def has_title_or_text(value: object, mapping: _Mapping) -> bool:
    """Whether a value is an object with a title or a text."""
    return isinstance(value, dict) and not {"title", "body"}.isdisjoint(
        resolve_mapping(_plain(value, mapping), mapping)
    )


def has_articles(key: str, sample: Iterable[object], mapping: _Mapping, depth: int) -> bool:
    """Whether one of the values of a key is an article, or holds articles.

    Under a key of _ENVELOPES, an article is an object with a title or a text; under a doubtful key, one with
    a title; under any other key, one with a title and a text, or with a title, an address and a date.
    """
    key = key.lower()
    for value in sample if depth else ():
        if not isinstance(value, dict):
            continue
        fields = resolve_mapping(_plain(value, mapping), mapping)
        if key in _ENVELOPES:
            found = "title" in fields or "body" in fields
        else:
            found = "title" in fields and (
                key in _DOUBTFUL or "body" in fields or {"url", "date"} <= fields.keys()
            )
        # Trove has `records` in each of its categories.
        if found or ((is_envelope_key(key) or "records" in value) and _envelopes(value, mapping, depth - 1)):
            return True
    return False


def _envelopes(record: Mapping[str, object], mapping: _Mapping, depth: int) -> set[str]:
    """Return the keys of an object that hold articles; none if it is an article itself."""
    keys = set()
    for key, value in record.items():
        if type(value) not in _CONTAINERS:
            continue
        # Any other key must hold a list: a single object may be part of the article.
        sample = value[:SAMPLE_SIZE] if isinstance(value, list) else [value] if is_envelope_key(key) else []
        if has_articles(key, sample, mapping, depth):
            keys.add(key)
    own = {key: value for key, value in record.items() if key not in keys} if keys else {}
    if is_article(own, mapping):
        return set()
    # An article with a title and no text may have a list of related articles.
    return set(filter(is_envelope_key, keys)) if has_title_or_text(own, mapping) else keys


def _is_object_of_articles(record: Mapping[str, object], mapping: _Mapping) -> bool:
    """Whether the values of an object are articles, and its keys their names."""
    values = list(record.values())
    return all(isinstance(value, dict) for value in values) and any(
        has_title_or_text(value, mapping) for value in values[:SAMPLE_SIZE]
    )


def _plain(record: Mapping[str, object], mapping: _Mapping) -> Mapping[str, object]:
    """Return a record with the members of the record within it, and with the fields of ninjs as usual fields.

    The record within it also stays under its key, if the mapping names a path below that.
    """
    for key in _INNER:
        if isinstance(inner := record.get(key), dict):
            is_named = any(alias.startswith(f"{key}.") for aliases in mapping.values() for alias in aliases)
            outer = {name: value for name, value in record.items() if is_named or name != key}
            record = {**outer, **inner}
    return plain_record(record)
