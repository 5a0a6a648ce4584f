"""Searches of the articles of one generation, on all shards: counts, hits in order, aggregations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.spans import ServerQuery
from newsgrep.engine.opensearch.state import hidden

#: The most articles of one answer, and the most keys of one.
PAGE, KEYS = 1_000, 10_000
#: The largest offset of a page that one request can fetch.
_DEEPEST = 10_000
#: How long the server keeps a point in time, from one page to the next.
_KEPT = "5m"

#: The parameters that make a search fail if a shard does not answer.
WHOLE = {"allow_partial_search_results": False}

_NEWEST = [{"s_undated": "asc"}, {"s_instant": "desc"}, {"key": "asc"}]
ORDERS: dict[str, list[dict[str, Any]]] = {
    "relevance": [{"_score": {"order": "desc"}}, *_NEWEST],
    "date": [{"s_undated": "asc"}, {"s_instant": "asc"}, {"key": "asc"}],
    "-date": _NEWEST,
    "title": [{"s_title": {"order": "asc", "missing": "_last"}}, *_NEWEST],
    "source": [{"s_source": {"order": "asc", "missing": "_last"}}, *_NEWEST],
    "key": [{"key": "asc"}],
}


def fits_one_page(limit: int | None, offset: int) -> bool:
    """Return whether one request can fetch a page: its size and its offset are small enough."""
    return limit is not None and limit <= PAGE and offset + limit <= _DEEPEST


def page_of(scored: ServerQuery, sort: str, limit: int | None, offset: int) -> dict[str, Any]:
    """Return the body of a search for `limit` hits from `offset` on; `sort` is one of ORDERS."""
    return {"query": scored, "from": offset, "size": limit, "sort": ORDERS[sort], "track_scores": True}


def send_search(client: Client, index: str, body: dict[str, Any]) -> Any:
    """Send a search of an index and return the answer. It is an error if a shard does not answer."""
    return client.request("POST", f"/{index}/_search", body, params=WHOLE)


def ask_many(client: Client, index: str, bodies: Sequence[dict[str, Any]]) -> list[Any]:
    """Send several searches in one request. Raises the error of the first search that fails."""
    head = {"index": index, **WHOLE}
    lines = [part for body in bodies for part in (head, body)]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    answers = client.request("POST", "/_msearch", data)["responses"] if lines else []
    return [
        send_search(client, index, body) if "error" in answer else answer  # by itself, which raises the error
        for body, answer in zip(bodies, answers, strict=True)
    ]


class Reader:
    """Sends searches, each limited to the articles of the generation."""

    def __init__(self, client: Client, index: str, generation: int) -> None:
        self.client = client
        self.index = index
        self._hidden = hidden(generation)

    def ask(self, body: dict[str, Any]) -> Any:
        """Send a search and return the answer."""
        return send_search(self.client, self.index, self._limited(body))

    def ask_many(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """Send several searches in one request. Raises the error of the first search that fails."""
        return ask_many(self.client, self.index, [self._limited(body) for body in bodies])

    def count(self, query: ServerQuery) -> int:
        """Return how many articles a query finds."""
        return int(self.ask({"query": query, "size": 0})["hits"]["total"]["value"])

    def counts(self, queries: Sequence[ServerQuery]) -> list[int]:
        """Return how many articles each query finds, in one request."""
        answers = self.ask_many([{"query": query, "size": 0} for query in queries])
        return [int(answer["hits"]["total"]["value"]) for answer in answers]

    def hits(
        self, query: ServerQuery, order: str, *, size: int = PAGE, **more: Any
    ) -> Iterator[dict[str, Any]]:
        """Yield all hits of a query in an order, page by page. The pages after the first are of one state.

        size: hits of a page
        more: further parameters of the search, such as the wanted fields
        """
        body = {"query": query, "size": size, "sort": ORDERS[order], "track_scores": True, **more}
        body = self._limited({**body, "track_total_hits": False})
        found = send_search(self.client, self.index, body)["hits"]["hits"]
        yield from found
        if len(found) == size:
            yield from self._hits_behind(found[-1]["sort"], body)

    def _hits_behind(self, last: Sequence[Any], body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the hits of a search after the given sort values, from a point in time.

        Between the first page and this point, no writer deletes articles of this generation.
        """
        opened = self.client.request(
            "POST", f"/{self.index}/_search/point_in_time", params={"keep_alive": _KEPT}
        )
        pit = {"id": opened["pit_id"], "keep_alive": _KEPT}
        try:
            while True:
                page = {**body, "pit": pit, "search_after": last}
                found = self.client.request("POST", "/_search", page, params=WHOLE)["hits"]["hits"]
                yield from found
                if len(found) < body["size"]:
                    return
                last = found[-1]["sort"]
        finally:
            self.client.request("DELETE", "/_search/point_in_time", {"pit_id": [opened["pit_id"]]}, ok=(404,))

    def _limited(self, body: dict[str, Any]) -> dict[str, Any]:
        query = {"bool": {"must": [body["query"]], "must_not": self._hidden}}
        return {"track_total_hits": True, **body, "query": query}
