"""Find the keys of a record that hold the fields of an article, by the aliases in aliases.py.

>>> paths = find_key_paths(["webTitle", "fields"])
>>> paths["title"][0].find({"webTitle": "Talks resume", "fields": {"headline": "Talks"}})
'Talks resume'

An alias is a key, or a path of keys with dots between them. In a list the path continues in each of the
objects: `authors.name`, also spelled `authors[].name`; `contents[type=kicker].content` takes only the objects
of the list whose `type` is `kicker`. Keys are compared without case, accents and punctuation, so that
`published_date`, `publishedDate` and `Published Date` are one. If a record has no better key, one with a word
such as `story` before it (`story_title`), or with a field type of Solr after it (`title_t`), counts too.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from newsgrep.formats.fields.aliases import ALIASES, CRAWLED, PREFIXES, SUMMARIES
from newsgrep.formats.fields.shapes import producer_of

_STEP = re.compile(r"([^.\[\]]+)(?:\[(?:([^\[\]=]+)=([^\[\]]*))?\])?(?:\.|\Z)")
#: The type of a field of Solr, at the end of its name: headline_t, pub_date_dt.
_SOLR_TYPE = re.compile(r"_(?:t|txt|s|ss|dt|dts|tdt)\Z")
#: The most keys of a record, and characters in them, whose paths are cached. The records of a folder have
#: few different sets of keys.
_MOST_NAMES, _LONGEST_NAMES = 100, 4_000
#: Added to the rank of an alias if the key has a prefix or a type of Solr.
_PREFIXED = 10_000


class Step(Struct, frozen=True):
    """One key of a path. `where` is a key and its value that objects in a list there must have."""

    key: str
    where: tuple[str, str] | None = None


class KeyPath(Struct, frozen=True, dict=True):
    """A place where a record may hold a field: a key of the record, and a path of keys below it."""

    alias: str
    key: str
    where: tuple[str, str] | None = None
    path: tuple[Step, ...] = ()

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether the place is a key of the record, without a path below it."""
        return not self.path and self.where is None

    @property
    def name(self) -> str:
        """The key of the record, or the alias where there is a path below the key."""
        return self.key if self.is_plain else self.alias

    def find(self, record: Mapping[str, object]) -> object:
        """Return the value in a record, or a list if the path goes through a list; None for none."""
        value = record.get(self.key)
        return value if self.is_plain else _follow(_select(value, self.where), self.path)


class SeveralKeys(KeyPath, frozen=True, dict=True):
    """The place of a field that has several texts, each under a key of its own. The first key names it.

    paths: the places of the other texts, in their order
    """

    paths: tuple[KeyPath, ...] = ()

    def find(self, record: Mapping[str, object]) -> object:
        """Return the values in a record as a list, each text once."""
        values = [super().find(record), *(path.find(record) for path in self.paths)]
        return [value for place, value in enumerate(values) if value not in values[:place]]


class _Place(Struct, frozen=True):
    """An alias in the table: its field, its rank, and the key of a record that it begins with."""

    field: str
    rank: int
    alias: str
    first: Step
    rest: tuple[Step, ...] = ()


_Mapping = tuple[tuple[str, tuple[str, ...]], ...]


def find_key_paths(
    names: Collection[str], mapping: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[KeyPath, ...]]:
    """Return for each field, and for `crawled`, the paths that may hold it in a record, best first.

    names:   the keys of the record
    mapping: the aliases that the user gives for fields; they replace the aliases in aliases.py
    """
    shape, named = tuple(names), tuple((mapping or {}).items())
    is_small = len(shape) <= _MOST_NAMES and sum(map(len, shape)) <= _LONGEST_NAMES
    return _cached_key_paths(shape, named) if is_small else _compute_key_paths(shape, named)


def _compute_key_paths(names: Sequence[str], mapping: _Mapping) -> dict[str, tuple[KeyPath, ...]]:
    producer = producer_of({*map(normalised, names)})
    if producer is None:
        return _paths_of_aliases(names, mapping)
    paths = _paths_of_aliases(names, tuple({**producer.fields, **dict(mapping)}.items()))
    if producer.joins_texts and paths["body"] and "body" not in dict(mapping):
        first, *others = paths["body"]
        paths["body"] = (SeveralKeys(first.alias, first.key, first.where, first.path, tuple(others)),)
    return paths


def _paths_of_aliases(names: Sequence[str], mapping: _Mapping) -> dict[str, tuple[KeyPath, ...]]:
    places = _places_by_key(mapping)
    found: dict[str, list[tuple[tuple[int, bool, bool], KeyPath]]] = {name: [] for name in ALIASES}
    found |= {"crawled": []} | {name: [] for name, _ in mapping}
    for name in names:
        key = normalised(name)
        is_prefixed = key not in places
        if is_prefixed:
            key = _without_prefix(normalised(_SOLR_TYPE.sub("", name)))
        for place in places.get(key, ()):
            if is_prefixed and (place.rest or place.field in dict(mapping)):
                continue
            order = (place.rank + is_prefixed * _PREFIXED, bool(place.rest), name != place.first.key)
            path = KeyPath(place.alias, name, place.first.where, place.rest)
            found[place.field].append((order, path))
    return {
        field: tuple(path for _, path in sorted(paths, key=lambda one: one[0]))
        for field, paths in found.items()
    }


_cached_key_paths = functools.lru_cache(maxsize=256)(_compute_key_paths)


@functools.lru_cache(maxsize=64)
def _places_by_key(mapping: _Mapping) -> dict[str, list[_Place]]:
    """Return the aliases by the normalised key of a record in which they may be found.

    An alias with dots may be a key as a whole, or a path.
    """
    places: dict[str, list[_Place]] = {}
    for field, aliases in {**ALIASES, "crawled": CRAWLED, **dict(mapping)}.items():
        for rank, alias in enumerate(aliases):
            places.setdefault(normalised(alias), []).append(_Place(field, rank, alias, Step(alias)))
            first, *rest = _steps(alias) or (Step(alias),)
            if rest or first.where:
                place = _Place(field, rank, alias, first, tuple(rest))
                places.setdefault(normalised(first.key), []).append(place)
    return places


def has_any_key(record: Mapping[str, object], keys: Iterable[str]) -> bool:
    """Whether a record has one of the given dotted keys, even with an empty value."""
    paths = find_key_paths(tuple(record), {"wanted": tuple(keys)})["wanted"]
    return any(path.is_plain or path.find(record) is not None for path in paths)


def is_summary(key: str) -> bool:
    """Whether a key holds a summary of an article."""
    name = normalised(key)
    return name in _SUMMARIES or _without_prefix(name) in _SUMMARIES


def _without_prefix(name: str) -> str:
    """Return a normalised key without a word such as `story` before it."""
    for prefix in PREFIXES:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def _follow(value: object, path: tuple[Step, ...]) -> object:
    for number, step in enumerate(path):
        if isinstance(value, list):
            found = (_follow(item, path[number:]) for item in value if isinstance(item, dict | list))
            return [item for item in found if item is not None]
        if not isinstance(value, dict):
            return None
        value = _select(_value_of_key(value, step.key), step.where)
    return value


def _value_of_key(record: Mapping[str, object], key: str) -> object:
    """Return the value of a key, in the same spelling or else in another; None for none."""
    if key in record:
        return record[key]
    wanted = normalised(key)
    return next((record[name] for name in record if normalised(name) == wanted), None)


def _select(value: object, where: tuple[str, str] | None) -> object:
    """Return the objects in a list, or in lists within it, with a value under a key; None for no list.

    where: the key and the value; None returns `value` unchanged
    """
    if where is None:
        return value
    key, wanted = where
    if not isinstance(value, list):
        return None
    items = [item for inner in value for item in (inner if isinstance(inner, list) else [inner])]
    return [item for item in items if isinstance(item, dict) and item.get(key) == wanted]


@functools.lru_cache(maxsize=1024)
def _steps(alias: str) -> tuple[Step, ...]:
    """Return the steps of an alias, none if it is not a path."""
    matches = list(_STEP.finditer(alias))
    if sum(len(match[0]) for match in matches) != len(alias):
        return ()
    return tuple(Step(match[1], (match[2], match[3]) if match[2] else None) for match in matches)


@functools.lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """Return a key without case, accents and punctuation: `publisheddate` for `Published Date`."""
    text = name if name.isascii() else unicodedata.normalize("NFD", name)
    return "".join(filter(str.isalnum, text)).lower()


_SUMMARIES = frozenset(map(normalised, SUMMARIES))
