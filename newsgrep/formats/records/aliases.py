"""The keys that hold the fields of an article in a record: one table for all producers of records.

>>> paths = find_key_paths(["webTitle", "fields"])
>>> paths["title"][0].find({"webTitle": "Talks resume", "fields": {"headline": "Talks"}})
'Talks resume'

An alias is a key, or a path of keys with dots between them. In a list the path continues in each of the
objects: `authors.name`, also spelled `authors[].name`; `contents[type=kicker].content` takes only the objects
of the list whose `type` is `kicker`. Keys are compared without case and punctuation, so that
`published_date`, `publishedDate` and `Published Date` are one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

#: Keys of summaries, which are the text of an article that has no other.
SUMMARIES = ("lead_paragraph", "abstract", "snippet", "fields.trailText", "short_description") + (
    "description",
    "summary",
    "excerpt",
)
#: The aliases of each field, best first. The names of the fields are those of `--map`.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "_id", "_id.$oid", "guid", "uuid", "article_id", "news_id", "doc_id", "docno", "uri"),
    "title": (
        *(
            "title",
            "title.rendered",
            "headline.main",
            "headline",
            "webTitle",
            "fields.headline",
            "hed",
            "head",
        ),
        *("heading", "news_title", "article_title", "title_page", "subject"),
    ),
    "author": (
        *("author", "author.name", "authors", "tags[type=contributor].webTitle", "byline.original", "byline"),
        *("byline.person", "fields.byline", "by", "creator", "dc:creator", "writer", "writers", "reporter"),
        *("journalist", "author_name"),
    ),
    "date": (
        *("date", "date_publish", "publish_date", "published_date", "date_published", "publishedAt"),
        *(
            "webPublicationDate",
            "pub_date",
            "publication_date",
            "published",
            "published_on",
            "published_time",
        ),
        *("issued", "datetime", "pub.dt", "timestamp", "created_at", "created"),
    ),
    "body": (
        *(
            "body",
            "maintext",
            "text",
            "contents[type=sanitized_html].content",
            "fields.body",
            "fields.bodyText",
        ),
        *(
            "content",
            "content.rendered",
            "articleBody",
            "article_text",
            "article_content",
            "full_text",
            "story",
        ),
        *(
            "content_html",
            "content_text",
            "blocks.body.bodyHtml",
            "contents.content",
            "paragraphs",
            "article",
        ),
        *("news", "lead_paragraph", "abstract", "snippet", "fields.trailText", "short_description"),
        *("description", "summary", "excerpt"),
    ),
    "url": (
        *(
            "url",
            "link",
            "web_url",
            "webUrl",
            "article_url",
            "article_link",
            "canonical_link",
            "canonical_url",
        ),
        *("permalink", "source_url", "source"),
    ),
    "source": (
        *("source", "source.name", "publication", "publisher", "publisher.name", "source_name", "outlet"),
        *(
            "newspaper",
            "source-hostname",
            "sitename",
            "site_name",
            "meta_site_name",
            "source_domain",
            "domain",
        ),
        *("hostname", "site"),
    ),
    "language": ("language", "lang", "meta_lang", "inLanguage", "fields.lang"),
    "section": (
        *("section", "section_name", "sectionName", "articleSection", "category", "category_name"),
        *("contents[type=kicker].content", "news_desk", "desk", "categories"),
    ),
}
#: Keys of the time of the crawl, which replaces a missing date and is marked as such.
CRAWLED = ("date_download", "crawl_date", "crawled_at", "date_crawled", "scraped_at", "filedate")

#: The fields that `--map` can name.
FIELDS = tuple(ALIASES)

_STEP = re.compile(r"([^.\[\]]+)(?:\[(?:([^\[\]=]+)=([^\[\]]*))?\])?(?:\.|\Z)")


class Step(Struct, frozen=True):
    """One key of a path, and the key and value that objects of a list there must have."""

    key: str
    where: tuple[str, str] | None = None


class KeyPath(Struct, frozen=True, dict=True):
    """A place where records with certain keys may hold a field: a key, and a path of keys below it."""

    alias: str
    key: str
    where: tuple[str, str] | None = None
    path: tuple[Step, ...] = ()

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether it is a key of the record without a path below it."""
        return not self.path and self.where is None

    @property
    def name(self) -> str:
        """The key of the record, or the alias where there is a path below the key."""
        return self.key if self.is_plain else self.alias

    def find(self, record: Mapping[str, object]) -> object:
        """Return the value in a record, a list of values if the path goes through a list; None for none."""
        value = record.get(self.key)
        return value if self.is_plain else _follow(_select(value, self.where), self.path)


def find_key_paths(
    names: Collection[str], mapping: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[KeyPath, ...]]:
    """Return for each field, and for `crawled`, the paths that may hold it in a record, best first.

    `mapping` replaces the aliases of the fields that it has.
    """
    shape, named = tuple(names), tuple((mapping or {}).items())
    is_small = len(shape) <= _MOST_NAMES and sum(map(len, shape)) <= _LONGEST_NAMES
    return _cached_key_paths(shape, named) if is_small else _compute_key_paths(shape, named)


#: The largest records whose paths are cached: the records of a folder have few different sets of keys.
_MOST_NAMES, _LONGEST_NAMES = 100, 4_000


def _compute_key_paths(
    names: Sequence[str], mapping: Sequence[tuple[str, tuple[str, ...]]]
) -> dict[str, tuple[KeyPath, ...]]:
    names_by_key: dict[str, list[str]] = {}
    for name in names:
        names_by_key.setdefault(_normalised(name), []).append(name)
    table = {**ALIASES, "crawled": CRAWLED, **dict(mapping)}
    return {
        field: tuple(path for alias in keys for path in _paths_of_alias(alias, names_by_key))
        for field, keys in table.items()
    }


_cached_key_paths = functools.lru_cache(maxsize=256)(_compute_key_paths)


def has_any_key(record: Mapping[str, object], keys: Iterable[str]) -> bool:
    """Whether a record has one of some dotted keys, even with an empty value."""
    paths = find_key_paths(tuple(record), {"wanted": tuple(keys)})["wanted"]
    return any(path.is_plain or path.find(record) is not None for path in paths)


def is_summary(key: str) -> bool:
    """Whether a key holds a summary of an article."""
    return any(_normalised(key) == _normalised(alias) for alias in SUMMARIES)


def _paths_of_alias(alias: str, names_by_key: Mapping[str, list[str]]) -> list[KeyPath]:
    """Return the paths of an alias: keys equal to it as a whole, then paths below keys equal to its first."""
    steps = _steps(alias)
    paths = [KeyPath(alias, name) for name in _names_equal_to(alias, names_by_key)]
    if not steps or (len(steps) == 1 and not steps[0].where):
        return paths
    first, *rest = steps
    return paths + [
        KeyPath(alias, name, first.where, tuple(rest)) for name in _names_equal_to(first.key, names_by_key)
    ]


def _names_equal_to(key: str, names_by_key: Mapping[str, list[str]]) -> list[str]:
    """Return the names that are equal to a key, the one with the same spelling first."""
    return sorted(names_by_key.get(_normalised(key), ()), key=lambda name: name != key)


def _follow(value: object, path: tuple[Step, ...]) -> object:
    for number, step in enumerate(path):
        if isinstance(value, list):
            found = (_follow(item, path[number:]) for item in value if isinstance(item, dict))
            return [item for item in found if item is not None]
        if not isinstance(value, dict):
            return None
        value = _select(_value_of_key(value, step.key), step.where)
    return value


def _value_of_key(record: Mapping[str, object], key: str) -> object:
    """Return the value of a key in the same spelling, else in another."""
    if key in record:
        return record[key]
    return next((record[name] for name in record if _normalised(name) == _normalised(key)), None)


def _select(value: object, where: tuple[str, str] | None) -> object:
    """Return the objects of a list that have a key with a value; None for anything but a list."""
    if where is None:
        return value
    key, wanted = where
    if not isinstance(value, list):
        return None
    return [item for item in value if isinstance(item, dict) and item.get(key) == wanted]


@functools.lru_cache(maxsize=1024)
def _steps(alias: str) -> tuple[Step, ...]:
    """Return the steps of an alias, none if it is not a path."""
    matches = list(_STEP.finditer(alias))
    if sum(len(match[0]) for match in matches) != len(alias):
        return ()
    return tuple(Step(match[1], (match[2], match[3]) if match[2] else None) for match in matches)


def _normalised(name: str) -> str:
    """Return a key without case and punctuation: `publisheddate` for `Published Date`."""
    return "".join(filter(str.isalnum, name)).lower()
