"""The articles of all generations in a build: a writer finds them, stores them again, and deletes them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newsgrep.batching import slices_of
from newsgrep.engine.opensearch.bulk import indexing, send
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import DocumentMaker, article_in, key_value
from newsgrep.engine.opensearch.reader import WHOLE
from newsgrep.engine.opensearch.state import hidden

#: How many keys are searched with one request.
_KEYS = 500
#: Seconds that a request over many documents may take.
LONG = 600.0
#: Seconds between two looks at the server's tasks, and seconds to wait if the user may not see them.
_PAUSE, _UNSEEN_WAIT = 1.0, 15.0


class StoredArticles:
    """The documents of an index of articles, as a writer sees them; see writer.py for their generations."""

    def __init__(self, client: Client, index: str, language: str) -> None:
        self._client = client
        self._index = index
        self._maker = DocumentMaker(language)

    def undo_after(self, published: int) -> None:
        """Delete the articles born after a generation, and restore those that died after it."""
        self.refresh()
        self._delete({"range": {"born": {"gt": published}}})
        query = {"query": {"range": {"died": {"gt": published}}}, "size": _KEYS}
        while found := self._hits(query):
            self.store_again(found)
            self.refresh()

    def delete_dead(self, until: int) -> None:
        """Delete the articles that died in a generation or before it."""
        self._delete({"range": {"died": {"lte": until}}})

    def of_keys(
        self, keys: Sequence[str], generation: int, fields: list[str] | bool
    ) -> Iterator[dict[str, Any]]:
        """Yield hits for those articles of a generation that have the given keys."""
        for some in slices_of(keys, _KEYS):
            wanted = {"terms": {"key": [key_value(key) for key in some]}}
            query = {"bool": {"filter": [wanted], "must_not": hidden(generation)}}
            yield from self._hits({"query": query, "size": 2 * _KEYS, "_source": fields})

    def count(self, generation: int) -> tuple[int, int]:
        """Return how many articles a generation has, and the sum of their lengths."""
        body = {
            "size": 0,
            "track_total_hits": True,
            "query": {"bool": {"must_not": hidden(generation)}},
            "aggs": {"length": {"sum": {"field": "s_length"}}},
        }
        answer = self._search(body)
        return answer["hits"]["total"]["value"], round(answer["aggregations"]["length"]["value"])

    def store_again(self, found: Iterable[dict[str, Any]], **more: int) -> None:
        """Store the articles of hits again, with the fields `more`; make the words that hits lack anew."""
        sources = ((hit["_id"], hit["_source"]) for hit in found)
        documents = ((id_, self._maker.document(article_in(one), one["born"])) for id_, one in sources)
        send(self._client, self._index, (indexing(id_, {**document, **more}) for id_, document in documents))

    def refresh(self) -> None:
        """Make all that was stored visible to searches."""
        self._client.request("POST", f"/{self._index}/_refresh", timeout=LONG)

    def await_others(self) -> None:
        """Wait until the server has carried out what a killed run sent: it goes on after a client is gone."""
        params = {"actions": "indices:data/write/bulk*", "detailed": True}
        deadline = time.monotonic() + LONG
        while time.monotonic() < deadline:
            time.sleep(_PAUSE)
            answer = self._client.request("GET", "/_tasks", params=params, ok=(403,))
            if self._client.status == 403:  # the user may not see what the server does
                time.sleep(_UNSEEN_WAIT)
                return
            tasks = (task for node in answer["nodes"].values() for task in node["tasks"].values())
            if not any(self._index in str(task.get("description")) for task in tasks):
                return

    def _delete(self, query: dict[str, Any]) -> None:
        """Delete the documents that a query finds, again if others changed them meanwhile."""
        path, params = f"/{self._index}/_delete_by_query", {"refresh": True, "conflicts": "proceed"}
        while True:
            answer = self._client.request(
                "POST", path, {"query": query}, params=params, again=True, timeout=LONG
            )
            if not answer.get("version_conflicts"):
                return

    def _hits(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self._search(body)["hits"]["hits"])

    def _search(self, body: dict[str, Any]) -> Any:
        """Search the articles of all generations. It is an error if a shard does not answer."""
        return self._client.request("POST", f"/{self._index}/_search", body, params=WHOLE, timeout=LONG)
