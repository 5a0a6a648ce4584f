"""Makes documents of articles, in the worker processes if there are any, and sends them meanwhile."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from queue import SimpleQueue

import msgspec

from newsgrep.article import decode_article
from newsgrep.config import Address
from newsgrep.engine.base import Refused, WorkerPool
from newsgrep.engine.opensearch.bulk import Action, indexing, send
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import DocumentMaker, article_in, id_of, surface_forms
from newsgrep.engine.opensearch.failures import RefusedError, server_line
from newsgrep.tasks import Task

#: How many batches are sent at once: a server uses one core to add a batch to a shard.
_SENDERS = 2
#: The most batches, of about 7 MB each, that are being sent or wait to be sent.
_WAITING = 3
#: A run ends when more articles than this, and more than half of them, are refused: the server is at fault.
_MANY = 100

_Made = tuple[list[Action], Counter[str]]


def make_documents(language: str, generation: int, batch: Sequence[bytes]) -> _Made:
    """Return the actions that store encoded articles, and how many of these have each surface form."""
    maker = _maker(language)
    forms: Counter[str] = Counter()
    actions = []
    for data in batch:
        article = decode_article(data)
        document = maker.document(article, generation)
        forms.update(surface_forms(document))
        actions.append(indexing(id_of(article.key, generation), document))
    return actions, forms


_maker = lru_cache(maxsize=1)(DocumentMaker)


class Sender:
    """Sends the articles of a change, in batches.

    forms: how many of the articles that were sent have each surface form, without those that were refused
    """

    def __init__(
        self, address: Address, index: str, language: str, generation: int, pool: WorkerPool
    ) -> None:
        self.forms: Counter[str] = Counter()
        self._clients = [Client(address) for _ in range(_SENDERS)]
        self._free = SimpleQueue[Client]()
        for client in self._clients:
            self._free.put(client)
        self._index = index
        self._make = (language, generation)
        self._pool = pool
        self._threads = ThreadPoolExecutor(_SENDERS)
        self._made: deque[Task[_Made]] = deque()
        self._sent: deque[Task[None]] = deque()
        self._count = 0
        self._refused: list[tuple[Refused, set[str]]] = []
        self._refusals = 0

    def add(self, batch: Sequence[bytes]) -> None:
        """Queue a batch of encoded articles to be sent. Raises the error of an earlier batch that failed."""
        workers = self._pool.workers() if self._pool.is_started else ()
        free = min(workers, key=lambda worker: worker.pending, default=None)
        if free is None or free.pending > 1:
            self._send(*make_documents(*self._make, batch))
        else:
            self._made.append(free.submit(make_documents, *self._make, batch))
        while self._made and (self._made[0].is_done or len(self._made) > 2 * self._pool.jobs):
            self._send(*self._made.popleft().result())

    def finish(self) -> None:
        """Wait until all batches are sent."""
        while self._made:
            self._send(*self._made.popleft().result())
        while self._sent:
            self._sent.popleft().result()

    def refused(self) -> list[Refused]:
        """Return the articles that the server has refused since the last call; call `finish` before."""
        refused, self._refused = self._refused, []
        for _, forms in refused:
            self.forms.subtract(forms)
        return [one for one, _ in refused]

    def close(self) -> None:
        """Send no more."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for client in self._clients:
            client.close()

    def _send(self, actions: list[Action], forms: Counter[str]) -> None:
        self.forms.update(forms)
        while len(self._sent) >= _WAITING:
            self._sent.popleft().result()
        self._count += len(actions)
        self._sent.append(Task(self._threads, self._send_batch, actions))

    def _send_batch(self, actions: list[Action]) -> None:
        """Send a batch, in one of the threads, with a free client: only one thread may use a client."""
        client = self._free.get()
        try:
            send(client, self._index, actions, refused=self._note_refused)
        finally:
            self._free.put(client)

    def _note_refused(self, action: Action, reason: str) -> None:
        """Note an article that the server refuses. Raises RefusedError if it refuses most articles."""
        document = msgspec.json.decode(action.document)
        article = article_in(document)
        one = Refused(article.key, article.line, server_line(reason))
        self._refused.append((one, surface_forms(document)))
        self._refusals += 1
        if self._refusals > _MANY and 2 * self._refusals > self._count:
            raise RefusedError(
                f"the server refuses most articles, as {one.key}: {one.reason}",
                "nothing is published; look at the settings and mappings of the index on the server",
            )
