"""Where the fields of an article are found in a record: one table for all producers of records.

>>> plan = places_of(["webTitle", "fields"])
>>> plan["title"][0].find({"webTitle": "Talks resume", "fields": {"headline": "Talks"}})
'Talks resume'

An alias is a key, or a path of keys with dots between them. Where the path meets a list it goes on in each
of its objects: `authors.name`, which may be written `authors[].name`; `contents[type=kicker].content` takes
only the objects of that list in which `type` is `kicker`. A key is compared without its case and its
punctuation, so that `published_date`, `publishedDate` and `Published Date` are one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: What stands in for the text of an article where there is none.
SUMMARIES = ("lead_paragraph", "abstract", "snippet", "fields.trailText", "short_description") + (
    "description",
    "summary",
    "excerpt",
)
#: For each field its aliases, best first. The names of the fields are those of `--map`.
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
#: When a crawler met the article: it stands in for a date that is not there, marked as such.
CRAWLED = ("date_download", "crawl_date", "crawled_at", "date_crawled", "scraped_at", "filedate")

#: What `--map` can say where to find.
FIELDS = tuple(ALIASES)

_STEP = re.compile(r"([^.\[\]]+)(?:\[(?:([^\[\]=]+)=([^\[\]]*))?\])?(?:\.|\Z)")


@dataclass(frozen=True, slots=True)
class Step:
    """One key of a path, and what the objects of the list at it must have: a key and its value."""

    key: str
    where: tuple[str, str] | None = None


@dataclass(frozen=True)
class Place:
    """Where in records of one shape a field may be: a key of the record, and a path below it."""

    alias: str
    key: str
    where: tuple[str, str] | None = None
    path: tuple[Step, ...] = ()

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether it is a key of the record and no more."""
        return not self.path and self.where is None

    @property
    def name(self) -> str:
        """The key of the record, with the path below it as the alias has it."""
        return self.key if self.is_plain else self.alias

    def find(self, record: Mapping[str, object]) -> object:
        """Return what is there in a record, a list where the path goes through one; None for nothing."""
        value = record.get(self.key)
        return value if self.is_plain else _follow(_chosen(value, self.where), self.path)


def places_of(
    names: Collection[str], mapping: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[Place, ...]]:
    """Return for each field, best first, where it may be in a record that has keys of these names.

    `mapping` replaces the aliases of the fields that it has. `crawled` is there beside the fields.
    """
    shape, named = tuple(names), tuple((mapping or {}).items())
    is_usual = len(shape) <= _MOST_NAMES and sum(map(len, shape)) <= _LONGEST_NAMES
    return _remembered(shape, named) if is_usual else _places_of(shape, named)


#: What is remembered of shapes: a folder may have a record in each of its files, all of a few shapes.
_MOST_NAMES, _LONGEST_NAMES = 100, 4_000


def _places_of(
    names: Sequence[str], mapping: Sequence[tuple[str, tuple[str, ...]]]
) -> dict[str, tuple[Place, ...]]:
    spelt: dict[str, list[str]] = {}
    for name in names:
        spelt.setdefault(_plain(name), []).append(name)
    table = {**ALIASES, "crawled": CRAWLED, **dict(mapping)}
    return {
        field: tuple(place for alias in keys for place in _places(alias, spelt))
        for field, keys in table.items()
    }


_remembered = functools.lru_cache(maxsize=256)(_places_of)


def leads_somewhere(record: Mapping[str, object], keys: Iterable[str]) -> bool:
    """Whether one of some keys, dotted, is in a record, be it empty there."""
    places = places_of(tuple(record), {"named": tuple(keys)})["named"]
    return any(place.is_plain or place.find(record) is not None for place in places)


def is_summary(key: str) -> bool:
    """Whether what is below a key only sums an article up."""
    return any(_plain(key) == _plain(alias) for alias in SUMMARIES)


def _places(alias: str, spelt: Mapping[str, list[str]]) -> list[Place]:
    """Return where an alias leads: to a key spelt like all of it, then below one like its first step."""
    steps = _steps(alias)
    whole = [Place(alias, name) for name in _spellings(alias, spelt)]
    if not steps or (len(steps) == 1 and not steps[0].where):
        return whole
    first, *rest = steps
    return whole + [Place(alias, name, first.where, tuple(rest)) for name in _spellings(first.key, spelt)]


def _spellings(key: str, spelt: Mapping[str, list[str]]) -> list[str]:
    """Return the names that are a key, the one of the very spelling first."""
    return sorted(spelt.get(_plain(key), ()), key=lambda name: name != key)


def _follow(value: object, path: tuple[Step, ...]) -> object:
    for number, step in enumerate(path):
        if isinstance(value, list):
            found = (_follow(item, path[number:]) for item in value if isinstance(item, dict))
            return [item for item in found if item is not None]
        if not isinstance(value, dict):
            return None
        value = _chosen(_value(value, step.key), step.where)
    return value


def _value(record: Mapping[str, object], key: str) -> object:
    """Return the value of a key in its very spelling, else in another."""
    if key in record:
        return record[key]
    return next((record[name] for name in record if _plain(name) == _plain(key)), None)


def _chosen(value: object, where: tuple[str, str] | None) -> object:
    """Return of a list the objects that have what is asked for; None for anything but a list."""
    if where is None:
        return value
    key, wanted = where
    if not isinstance(value, list):
        return None
    return [item for item in value if isinstance(item, dict) and item.get(key) == wanted]


@functools.lru_cache(maxsize=1024)
def _steps(alias: str) -> tuple[Step, ...]:
    """Return the steps of an alias, none where it is not written like a path."""
    matches = list(_STEP.finditer(alias))
    if sum(len(match[0]) for match in matches) != len(alias):
        return ()
    return tuple(Step(match[1], (match[2], match[3]) if match[2] else None) for match in matches)


def _plain(name: str) -> str:
    """Return a key without case and punctuation: `publisheddate` for `Published Date`."""
    return "".join(filter(str.isalnum, name)).lower()
