"""Announced searches: the engine sends them together, and keeps the answer to each until it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.batching import slices_of
from newsgrep.engine.base import Sort
from newsgrep.engine.opensearch.documents import article_in, is_hashed
from newsgrep.engine.opensearch.reader import KEYS, ORDERS, PAGE, Reader, fits_one_page, page_of
from newsgrep.engine.opensearch.scoring import Counting
from newsgrep.engine.opensearch.spans import ServerQuery
from newsgrep.query.nodes import Node

if TYPE_CHECKING:
    from newsgrep.engine.opensearch.engine import OpenSearchEngine

#: The most hits that are kept, for all announced searches together.
_KEPT = 10_000
#: How many searches for the keys of all matches are sent in one request.
_TOGETHER = 20

#: Parameters of a search that fetches only the keys: they are the sort values of its hits.
KEYS_ONLY = {"_source": False, "stored_fields": "_none_", "track_scores": False}


def answers(
    engine: OpenSearchEngine, queries: Sequence[Node], sort: Sort, limit: int | None, offset: int, seed: int
) -> dict[Node, Any]:
    """Return the answers of the server to the given searches.

    A search has no answer if its hits are more than one page, or if earlier searches fill what is kept.
    """
    if limit is None or not fits_one_page(limit, offset):
        return {}
    resolved = {query: engine.resolved(query) for query in queries}
    counting = Counting()
    for one in resolved.values():
        engine.translator(counting).query(one)
    engine.counted(counting.wanted)
    some = dict(islice(resolved.items(), _KEPT // max(1, limit)))
    if sort == "random":
        return _in_random_order(engine, some, limit, offset, seed)
    bodies = [page_of(engine.scored(one), sort, limit, offset) for one in some.values()]
    return dict(zip(some, engine.reader.ask_many(bodies), strict=True))


def _in_random_order(
    engine: OpenSearchEngine, resolved: Mapping[Node, Node], limit: int, offset: int, seed: int
) -> dict[Node, Any]:
    """Return the answers to searches in the random order of a seed, except to those with too many matches."""
    chosen: dict[Node, tuple[int, list[str]]] = {}
    for some in slices_of(list(resolved.items()), _TOGETHER):
        bodies = [
            {"query": engine.translated(one), "size": KEYS, "sort": ORDERS["key"], **KEYS_ONLY}
            for _, one in some
        ]
        for (query, _), answer in zip(some, engine.reader.ask_many(bodies), strict=True):
            total = answer["hits"]["total"]["value"]
            if total <= KEYS:
                keys = shuffled(engine.reader, answer["hits"]["hits"], seed)
                chosen[query] = total, keys[offset : offset + limit]
    pages = [
        {"query": with_keys(engine.scored(resolved[query]), keys), "size": limit, "track_scores": True}
        for query, (_, keys) in chosen.items()
    ]
    found = {}
    for (query, (total, keys)), answer in zip(chosen.items(), engine.reader.ask_many(pages), strict=True):
        by_key = {hit["_source"]["key"]: hit for hit in answer["hits"]["hits"]}
        found[query] = {"hits": {"total": {"value": total}, "hits": [by_key[key] for key in keys]}}
    return found


def shuffled(reader: Reader, hits: Iterable[dict[str, Any]], seed: int) -> list[str]:
    """Return the keys of hits, as documents have them, in the random order of a seed.

    hits: of a search that sorts by key
    """
    import numpy as np

    from newsgrep.engine.random_order import random_ranks
    from newsgrep.engine.segment.hash_table import hashes_of

    keys = [hit["sort"][0] for hit in hits]
    pages = slices_of([key for key in keys if is_hashed(key)], PAGE)
    documents = (hit["_source"] for page in pages for hit in reader.hits({"terms": {"key": page}}, "key"))
    own = {one["key"]: article_in(one).key for one in documents}
    ranks = random_ranks(hashes_of(own.get(key, key) for key in keys), seed)
    return [keys[place] for place in np.argsort(ranks, kind="stable").tolist()]


def with_keys(scored: ServerQuery, keys: Sequence[str]) -> ServerQuery:
    """Return a query limited to the articles with the given keys, as documents have them."""
    return {"bool": {"must": [scored], "filter": [{"terms": {"key": keys}}]}}
