"""Articles within the envelopes of web services and search engines.

>>> import json
>>> text = '{"status": "ok", "articles": [{"title": "Talks resume"}]}'
>>> [found.value for found in unwrap(json.loads(text), text, 0, {})]
[{'title': 'Talks resume'}]

Envelopes are arrays, keys such as `results` in objects without a text of their own, objects whose values are
all articles (the keys are their names), and the `_source` of Elasticsearch. Items of ninjs are made plain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeGuard

from msgspec import Struct

from newsgrep.formats.records.aliases import is_summary
from newsgrep.formats.records.jsontext import array_items, object_members
from newsgrep.formats.records.ninjs import plain_record
from newsgrep.formats.records.record import resolve_mapping

#: Keys that hold articles; the doubtful ones may as well hold the text of an article.
_ENVELOPES = frozenset(
    ["articles", "data", "docs", "documents", "entries", "feed", "hits", "item", "items", "posts", "records"]
    + ["response", "result", "results", "rows", "stories", "value"]
)
_DOUBTFUL = frozenset(["article", "content", "news"])
_DEEPEST = 4
_SAMPLE_SIZE = 5
#: The key in which Elasticsearch has a record.
_SOURCE = "_source"

_Mapping = Mapping[str, tuple[str, ...]]


class Candidate(Struct, frozen=True):
    """A value that should be an article, its offset in the text, and its name if it has one."""

    value: object
    position: int
    name: str = ""


def is_flat(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a value is an object without objects and lists in it: then it holds no other article."""
    return isinstance(value, dict) and _CONTAINERS.isdisjoint(map(type, value.values()))


_CONTAINERS = frozenset([dict, list])


def unwrap(value: object, text: str, position: int, mapping: _Mapping) -> Iterator[Candidate]:
    """Yield the articles in a value that was decoded at an offset of a text, or the value if it is one."""
    if is_flat(value):
        yield Candidate(plain_record(value), position)
        return
    for found in _unwrap_nested(Candidate(value, position), text, mapping, _DEEPEST):
        yield (
            Candidate(_plain(found.value), found.position, found.name)
            if isinstance(found.value, dict)
            else found
        )


def _unwrap_nested(candidate: Candidate, text: str, mapping: _Mapping, depth: int) -> Iterator[Candidate]:
    """Yield the articles in a value, or the value itself if it is no envelope."""
    value = candidate.value
    if isinstance(value, list):
        yield from (Candidate(item, position) for item, position in array_items(text, candidate.position))
    elif isinstance(value, dict) and (envelopes := _envelopes(value, mapping, depth)):
        for key, inner, position in object_members(text, candidate.position):
            if key in envelopes:
                yield from _unwrap_nested(Candidate(inner, position), text, mapping, depth - 1)
    elif isinstance(value, dict) and _is_object_of_articles(value, mapping):
        yield from (
            Candidate(inner, position, key)
            for key, inner, position in object_members(text, candidate.position)
        )
    else:
        yield candidate


def _envelopes(record: Mapping[str, object], mapping: _Mapping, depth: int) -> set[str]:
    """Return the keys of an object that hold articles; none if it is an article itself."""
    keys = {key for key, value in record.items() if _is_envelope(key, value, mapping, depth)}
    own = (
        resolve_mapping({key: value for key, value in record.items() if key not in keys}, mapping)
        if keys
        else {}
    )
    return set() if "body" in own and not is_summary(own["body"]) else keys


def _is_envelope(key: str, value: object, mapping: _Mapping, depth: int) -> bool:
    """Whether a key holds articles: objects with a text, or with a title if the key is a doubtful one."""
    key = key.lower()
    if not depth or (key not in _ENVELOPES and key not in _DOUBTFUL):
        return False
    wanted = {"title"} if key in _DOUBTFUL else {"title", "body"}
    sample = value[:_SAMPLE_SIZE] if isinstance(value, list) else [value]
    records = [_plain(item) for item in sample if isinstance(item, dict)]
    return any(
        not wanted.isdisjoint(resolve_mapping(item, mapping)) or bool(_envelopes(item, mapping, depth - 1))
        for item in records
    )


def _is_object_of_articles(record: Mapping[str, object], mapping: _Mapping) -> bool:
    """Whether the values of an object are articles, and its keys their names."""
    values = list(record.values())
    return all(isinstance(value, dict) for value in values) and any(
        not {"title", "body"}.isdisjoint(resolve_mapping(value, mapping))
        for value in values[:_SAMPLE_SIZE]
        if isinstance(value, dict)
    )


def _plain(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return a record with that in the `_source` of a search engine, and the fields of ninjs, merged."""
    inner = record.get(_SOURCE)
    return plain_record({**record, **inner} if isinstance(inner, dict) else record)
