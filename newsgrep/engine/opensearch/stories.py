"""Versions of a story on OpenSearch: the server finds articles by shingles, and engine/stories.py decides.

newsgrep groups the matching articles into stories itself, so it fetches their shingles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from newsgrep.article import Article, earliest_first
from newsgrep.batching import batched_by_size, slices_of
from newsgrep.engine.base import StoryMatches
from newsgrep.engine.facets import Facet, facet_values
from newsgrep.engine.opensearch.documents import article_in, key_value
from newsgrep.engine.opensearch.mapping import PERSONS
from newsgrep.engine.opensearch.reader import PAGE, Reader
from newsgrep.engine.opensearch.spans import ServerQuery
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.shingles import Shingles
from newsgrep.engine.stories import (
    LEAST_SHARED,
    UNDATED,
    Traits,
    distinct,
    first_of_each,
    same_story,
    share_in_common,
    stories_among,
    whole_story,
)

#: The most hashes that one search counts, and the most searches in a request.
_COUNTED, _SEARCHES = 10_000, 20
#: The most hashes by which related articles are searched: each takes two of the 1,024 clauses of a query. The
#: smallest are taken: versions of a long text share these as often as any others.
_LOOKED_UP = 450

_TRAITS = ["key", "s_shingles", "s_digits", "s_undated", "s_instant"]
_FACETS = ["source", "section", "language", "title_from", "format", "date"]
#: The columns with any number of persons, each with the field of the article.
_PERSONS = {"authors": "authors", **{f"s_{facet}": name for facet, name in PERSONS.items()}}


class _Found:
    """The articles found so far, numbered in the order found, with the traits that show versions.

    keys:   as documents have them
    fields: the fields that facets are counted by, if the search fetched them
    scores: from the search that found them
    """

    def __init__(self, reader: Reader) -> None:
        self.keys: list[str] = []
        self.fields: list[dict[str, list[str]]] = []
        self.scores: list[float] = []
        self._reader = reader
        self._number_of: dict[str, int] = {}
        self._hashes: list[Array] = []
        self._digits: list[int] = []
        self._instants: list[int] = []

    def take(self, hits: Iterable[dict[str, Any]]) -> Array:
        """Add the articles of hits that are not here yet; return the numbers of the hits, ascending."""
        numbers = []
        for hit in hits:
            fields = hit["fields"]
            key = fields["key"][0]
            number = self._number_of.setdefault(key, len(self.keys))
            numbers.append(number)
            if number < len(self.keys):
                continue
            hashes = np.array(fields.get("s_shingles", ()), np.int32).view(np.uint32)
            self.keys.append(key)
            self.fields.append({name: fields[name] for name in (*_FACETS, *_PERSONS) if name in fields})
            self.scores.append(float(hit["_score"] or 0.0))
            self._hashes.append(np.sort(hashes))
            self._digits.append(fields["s_digits"][0])
            self._instants.append(UNDATED if fields["s_undated"][0] else fields["s_instant"][0])
        return np.array(sorted(numbers), np.int64)

    def hashes(self, numbers: Iterable[int]) -> Array:
        """Return the hashes of the given articles, article by article."""
        return np.concatenate([np.zeros(0, np.uint32), *(self._hashes[number] for number in numbers)])

    def stories(self) -> Array:
        """Return for each article the number of one article of its story, the same for the whole story."""
        by_key = np.array(sorted(range(len(self.keys)), key=self.keys.__getitem__), np.int64)
        labels = np.zeros(len(by_key), np.int64)
        labels[by_key] = by_key[self.stories_among(by_key)]
        return labels

    def stories_among(self, numbers: Array) -> Array:
        """Return for each given article the index, in `numbers`, of the first one of the same story."""
        chosen = numbers.tolist()
        ends = np.cumsum(np.array([len(self._hashes[number]) for number in chosen], np.int64))
        traits = Traits(
            Shingles(self.hashes(chosen), ends),
            np.array([self._digits[number] for number in chosen], np.int64),
            np.array([self._instants[number] for number in chosen], np.int64),
        )
        return stories_among(traits, self._frequencies)

    def _frequencies(self, hashes: Array) -> Array:
        """Return how many articles of the index have each of the given ascending hashes."""
        numbers = hashes.view(np.int32).tolist()
        searches = list(map(_counting, slices_of(numbers, _COUNTED)))
        counts: dict[int, int] = {}
        for some in slices_of(searches, _SEARCHES):
            for answer in self._reader.ask_many(some):
                buckets = answer["aggregations"]["hashes"]["buckets"]
                counts |= {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        return np.array([counts.get(number, 0) for number in numbers], np.int64)

    def related(self, known: Array) -> Array:
        """Find articles that share enough hashes with the known ones together; return their numbers."""
        hashes = distinct(self.hashes(known.tolist()))[:_LOOKED_UP].view(np.int32).tolist()
        if not hashes:
            return known
        least = {"source": str(math.ceil(LEAST_SHARED))}
        query = {"terms_set": {"s_shingles": {"terms": hashes, "minimum_should_match_script": least}}}
        return self.take(self._reader.hits({"bool": {"filter": [query]}}, "key", **_only(_TRAITS)))


def _counting(hashes: Sequence[int]) -> dict[str, Any]:
    """Return the search that counts the articles with each of the given hashes."""
    terms = {"field": "s_shingles", "include": hashes, "size": len(hashes)}
    query = {"bool": {"filter": [{"terms": {"s_shingles": hashes}}]}}
    return {"query": query, "size": 0, "track_total_hits": False, "aggs": {"hashes": {"terms": terms}}}


def search_stories(
    reader: Reader,
    scored: ServerQuery,
    order: str,
    shuffled: Sequence[str] | None,
    *,
    limit: int | None,
    offset: int,
) -> StoryMatches:
    """Return the stories of the articles that a query finds, each at the rank of its best version.

    shuffled: the keys of all matches in a random order, which replaces `order`; None to keep `order`
    """
    hits = reader.hits(scored, order, **_only(_TRAITS))
    if shuffled is not None:
        place = {key: number for number, key in enumerate(shuffled)}
        hits = iter(sorted(hits, key=lambda hit: place[hit["fields"]["key"][0]]))
    found = _Found(reader)
    found.take(hits)
    labels = found.stories()
    best = first_of_each(labels)
    chosen = best[offset : None if limit is None else offset + limit]
    return StoryMatches(len(labels), len(best), _story_hits(reader, found, labels, chosen))


def _story_hits(
    reader: Reader, found: _Found, labels: Array, chosen: Sequence[int]
) -> Iterator[tuple[float, Article, tuple[Article, ...]]]:
    stories = ([best, *others] for best, others in zip(chosen, same_story(labels, chosen), strict=True))
    for some in batched_by_size(stories, len, PAGE):
        articles = _articles(reader, [found.keys[number] for story in some for number in story])
        for best, *versions in some:
            others = earliest_first(articles[found.keys[number]] for number in versions)
            yield found.scores[best], articles[found.keys[best]], tuple(others)


def _articles(reader: Reader, keys: Sequence[str]) -> dict[str, Article]:
    """Return articles by their keys, as documents have them."""
    some = list(dict.fromkeys(keys))
    found: dict[str, Article] = {}
    for page in slices_of(some, PAGE):
        answer = reader.ask({"query": {"terms": {"key": page}}, "size": len(page)})
        found |= {hit["_source"]["key"]: article_in(hit["_source"]) for hit in answer["hits"]["hits"]}
    return found


def versions(reader: Reader, key: str) -> list[tuple[Article, float]]:
    """Return the versions of the story of an article; see Engine.versions."""
    found = _Found(reader)
    own = {"query": {"term": {"key": {"value": key_value(key)}}}, "size": 1, **_only(_TRAITS)}
    if not len(found.take(reader.ask(own)["hits"]["hits"])):
        return []
    story = whole_story(0, found.related, found.stories_among).tolist()
    shares = {
        found.keys[one]: share_in_common(found.hashes([one]), found.hashes([0])) if one else 1.0
        for one in story
    }
    articles = _articles(reader, list(shares))
    share_of = {articles[key]: share for key, share in shares.items()}
    return [(article, share_of[article]) for article in earliest_first(share_of)]


def first_versions(reader: Reader, query: ServerQuery) -> list[Article]:
    """Return the earliest matching version of each story, with only the fields of facets."""
    found = _Found(reader)
    found.take(reader.hits(query, "date", **_only([*_TRAITS, *_FACETS, *_PERSONS])))
    return [_with_fields(found.keys[one], found.fields[one]) for one in first_of_each(found.stories())]


def tally_stories(articles: Iterable[Article], facets: Sequence[Facet]) -> dict[tuple[str, ...], int]:
    """Return how many articles, each the first version of a story, have each combination of values."""
    counts: Counter[tuple[str, ...]] = Counter()
    for article in articles:
        counts.update(product(*(facet_values(article, facet) for facet in facets)))
    return dict(counts)


def _only(fields: Sequence[str]) -> dict[str, Any]:
    """Return the parameters that fetch columns only: reading documents takes most of the time."""
    return {"_source": False, "stored_fields": "_none_", "docvalue_fields": fields}


def _with_fields(key: str, fields: dict[str, list[str]]) -> Article:
    """Return an article that has only the fields of facets."""
    first: dict[str, Any] = {name: values[0] for name, values in fields.items() if name not in _PERSONS}
    persons: dict[str, Any] = {name: tuple(fields.get(column, ())) for column, name in _PERSONS.items()}
    return Article(key, **persons, **first)
