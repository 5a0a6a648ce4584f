"""What a web service or a search engine wraps articles in, opened as far as the articles.

>>> text = '{"status": "ok", "articles": [{"title": "Talks resume"}]}'
>>> [found.value for found in opened(decode_json(text, 0, 1)[0], text, 0, {})]
[{'title': 'Talks resume'}]

Opened are arrays, keys such as `results` in objects that have no text of their own, objects whose values are
all articles (their keys are the articles' names), and Elasticsearch's `_source`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from newsgrep.formats.records.aliases import is_summary
from newsgrep.formats.records.jsontext import items, members
from newsgrep.formats.records.record import mapping_of

#: The keys that articles stand below; those of the second row may as well hold an article's own text.
_ENVELOPES = frozenset(
    ["articles", "data", "docs", "documents", "entries", "feed", "hits", "items", "posts", "records"]
    + ["response", "result", "results", "rows", "stories", "value"]
)
_DOUBTFUL = frozenset(["article", "content", "news"])
_DEEPEST = 4
_MOST_LOOKED_AT = 5
#: What Elasticsearch keeps a record in.
_SOURCE = "_source"

_Mapping = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A value that should be an article, where in the text it begins, and its name if it has one."""

    value: object
    position: int
    name: str = ""


def is_flat(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a decoded value is an object of plain values, as most are, that can hold no other article."""
    return isinstance(value, dict) and _HOLDING.isdisjoint(map(type, value.values()))


_HOLDING = frozenset([dict, list])


def opened(value: object, text: str, position: int, mapping: _Mapping) -> Iterator[Found]:
    """Yield the articles in a value that was decoded at a position of a text, or the value if it is one."""
    if is_flat(value):
        yield Found(value, position)
        return
    for found in _opened(Found(value, position), text, mapping, _DEEPEST):
        yield (
            Found(_unwrapped(found.value), found.position, found.name)
            if isinstance(found.value, dict)
            else found
        )


def _opened(found: Found, text: str, mapping: _Mapping, depth: int) -> Iterator[Found]:
    """Yield the articles in a value, or the value where it holds none but itself."""
    value = found.value
    if isinstance(value, list):
        yield from (Found(item, position) for item, position in items(text, found.position))
    elif isinstance(value, dict) and (envelopes := _envelopes(value, mapping, depth)):
        for key, held, position in members(text, found.position):
            if key in envelopes:
                yield from _opened(Found(held, position), text, mapping, depth - 1)
    elif isinstance(value, dict) and _is_catalogue(value, mapping):
        yield from (Found(held, position, key) for key, held, position in members(text, found.position))
    else:
        yield found


def _envelopes(record: Mapping[str, object], mapping: _Mapping, depth: int) -> set[str]:
    """Return the keys of an object below which there are articles; none where it is an article itself."""
    keys = {key for key, value in record.items() if _is_envelope(key, value, mapping, depth)}
    own = (
        mapping_of({key: value for key, value in record.items() if key not in keys}, mapping) if keys else {}
    )
    return set() if "body" in own and not is_summary(own["body"]) else keys


def _is_envelope(key: str, value: object, mapping: _Mapping, depth: int) -> bool:
    """Whether there are articles below a key: objects with a text, or with a title where there is doubt."""
    key = key.lower()
    if not depth or (key not in _ENVELOPES and key not in _DOUBTFUL):
        return False
    wanted = {"title"} if key in _DOUBTFUL else {"title", "body"}
    held = value[:_MOST_LOOKED_AT] if isinstance(value, list) else [value]
    records = [_unwrapped(item) for item in held if isinstance(item, dict)]
    return any(
        not wanted.isdisjoint(mapping_of(item, mapping)) or bool(_envelopes(item, mapping, depth - 1))
        for item in records
    )


def _is_catalogue(record: Mapping[str, object], mapping: _Mapping) -> bool:
    """Whether the values of an object are all articles, and its keys their names."""
    values = list(record.values())
    return all(isinstance(value, dict) for value in values) and any(
        not {"title", "body"}.isdisjoint(mapping_of(value, mapping))
        for value in values[:_MOST_LOOKED_AT]
        if isinstance(value, dict)
    )


def _unwrapped(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return a record without what a search engine wraps it in."""
    inner = record.get(_SOURCE)
    return {**record, **inner} if isinstance(inner, dict) else record
