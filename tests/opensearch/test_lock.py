"""The lock of the one writer, and the index of state that it is in, on a real node."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from newsgrep.article import Article
from newsgrep.config.address import Address
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.opensearch.builds import is_state_index
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.lock import Lock
from newsgrep.engine.registry import open_engine, open_writer


class _Overtaken(Client):
    """A client before whose first attempt to take the lock another run deletes the index of state."""

    _is_overtaken = False

    def request(self, method: str, path: str, *body: object, **options: Any) -> Any:
        if "/_create/" in path and not self._is_overtaken:
            self._is_overtaken = True
            super().request("DELETE", path.partition("/_create/")[0])
        return super().request(method, path, *body, **options)


def test_an_index_of_state_that_the_server_made_by_itself_is_made_anew(address: Address) -> None:
    """A server makes an index for a document that is put into none, with mappings of its own."""
    with closing(_Overtaken(address)) as client:
        lock = Lock(client, wait=0)
        assert is_state_index(client)
        lock.release()


def test_who_waits_for_a_first_run_without_a_commit_makes_the_index(address: Address, client: Client) -> None:
    """As it is made where nobody was before."""
    with ThreadPoolExecutor() as threads:
        with open_writer(address, WriterOptions()) as writer:
            waiting = threads.submit(open_writer, address, WriterOptions(wait=30))
            time.sleep(0.5)
            writer.add(Article(key="a", path="", body="harbour"))
        with waiting.result() as second:
            second.add(Article(key="b", path="", body="harbour"))
            second.commit()
    with closing(open_engine(address)) as engine:
        assert [key for key, _ in engine.encoded_articles()] == ["b"]
    held = client.request("GET", f"/{address.name}-state")[f"{address.name}-state"]
    assert held["mappings"] == {"dynamic": "false"}
