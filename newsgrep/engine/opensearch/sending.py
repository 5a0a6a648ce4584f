"""Making documents of articles, in the workers if there are any, and sending them meanwhile."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

from newsgrep.article import article_of
from newsgrep.config import Address
from newsgrep.engine.base import WorkerPool
from newsgrep.engine.opensearch.bulk import Action, indexing, send
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import DocumentMaker, id_of, surface_forms

#: Batches that are being sent or wait for it, each of some 7 MB.
_WAITING = 3

_Made = tuple[list[Action], Counter[str]]


def make_documents(language: str, generation: int, batch: Sequence[bytes]) -> _Made:
    """Return what stores some encoded articles, and how many of them have each surface form."""
    maker = _maker(language)
    forms: Counter[str] = Counter()
    actions = []
    for data in batch:
        article = article_of(data)
        document = maker.document(article, generation)
        forms.update(surface_forms(document))
        actions.append(indexing(id_of(article.key, generation), document))
    return actions, forms


_maker = lru_cache(maxsize=1)(DocumentMaker)


class Sender:
    """Sends the articles of a change, in batches.

    forms: how many of the articles that were sent have each surface form
    """

    def __init__(
        self, address: Address, index: str, language: str, generation: int, pool: WorkerPool
    ) -> None:
        self.forms: Counter[str] = Counter()
        self._client = Client(address)
        self._index = index
        self._make = (language, generation)
        self._pool = pool
        self._thread = ThreadPoolExecutor(1)
        self._made: deque[Future[_Made]] = deque()
        self._sent: deque[Future[None]] = deque()

    def add(self, batch: Sequence[bytes]) -> None:
        """Send a batch of encoded articles, soon. Raises what sending an earlier one raised."""
        workers = self._pool.workers() if self._pool.is_started else ()
        free = min(workers, key=lambda worker: worker.pending, default=None)
        if free is None or free.pending > 1:
            self._send(*make_documents(*self._make, batch))
        else:
            self._made.append(free.submit(make_documents, *self._make, batch))
        while self._made and (self._made[0].done() or len(self._made) > 2 * self._pool.jobs):
            self._send(*self._pool.result_of(self._made.popleft()))

    def finish(self) -> None:
        """Wait until all is sent."""
        while self._made:
            self._send(*self._pool.result_of(self._made.popleft()))
        while self._sent:
            self._sent.popleft().result()

    def close(self) -> None:
        """Send no more."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._client.close()

    def _send(self, actions: list[Action], forms: Counter[str]) -> None:
        self.forms.update(forms)
        while len(self._sent) >= _WAITING:
            self._sent.popleft().result()
        self._sent.append(self._thread.submit(send, self._client, self._index, actions))
