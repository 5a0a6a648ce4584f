"""A change of an index on OpenSearch: versioned documents, published by one change of the state document.

A document has the generation in which its article was `born`. Once a later version replaces the article, or
it is deleted, the document also has the generation in which it `died`. Readers of a generation leave out
articles that were born after it, or died in it or before. So a killed run changes nothing for them; the next
run deletes the articles that it added, and restores those that it marked as dead.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import msgspec

from newsgrep.analysis.languages import DEFAULT_LANGUAGE
from newsgrep.article import decode_article
from newsgrep.config.address import Address
from newsgrep.engine.base import (
    Refused,
    WorkerPool,
    Writer,
    WriterOptions,
    check_same_language,
    refuse_disagreement,
)
from newsgrep.engine.bm25f import DEFAULT_RANKING
from newsgrep.engine.opensearch import builds
from newsgrep.engine.opensearch.bulk import Action, send
from newsgrep.engine.opensearch.catalog_blocks import fetch_catalog, store_catalog, sweep_catalog
from newsgrep.engine.opensearch.checks import check_server_fields
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import (
    id_of,
    key_value,
)
from newsgrep.engine.opensearch.failures import RefusedError
from newsgrep.engine.opensearch.lock import Lock
from newsgrep.engine.opensearch.mapping import analysis_fingerprint
from newsgrep.engine.opensearch.sending import Sender
from newsgrep.engine.opensearch.state import (
    STATE,
    State,
    check_state,
    find_state,
    index_of,
    state_index,
)
from newsgrep.engine.opensearch.stored_articles import LONG, StoredArticles
from newsgrep.errors import IndexUnusableError

#: How many bytes of articles are made into documents and sent together.
_BATCH = 1_000_000
#: How many forms are counted before they are sent.
_FORMS = 1_000_000
#: A script that adds the articles of a run to the number that have a form. Sent twice, it adds them once.
_ADD_FORMS = "if (ctx._source.g != params.g) { ctx._source.n += params.n; ctx._source.g = params.g }"


class OpenSearchWriter(Writer):
    """A change of the index at an address. It holds the lock until it is closed."""

    def __init__(self, address: Address, options: WriterOptions, pool: WorkerPool) -> None:
        """Take the lock and read the published state; see `open_writer` for the errors."""
        self._address = address
        self._client = Client(address)
        self._options = options
        self._pool = pool
        self._sender: Sender | None = None
        self._closing = ExitStack()
        self._closing.callback(self._client.close)
        self._batch: list[bytes] = []
        self._batch_size = 0
        self._deleted: set[str] = set()
        self._in_use: set[str] = set()
        self._form_parts = 0
        self._is_prepared = False
        self._is_published = False
        try:
            self._lock = Lock(self._client, options.wait)
            self._closing.callback(self._lock.release)
            self._begin()
        except BaseException:
            self._closing.close()
            raise

    def _begin(self) -> None:
        options = self._options
        self._before = find_state(self._client)
        state = self._before.state if self._before else None
        self._published = state.generation if state else -1
        self.generation = self._published + 1
        self.home = Path(state.home) if state else Path.cwd()
        self.catalog_folder = Path(
            self._closing.enter_context(tempfile.TemporaryDirectory(prefix="newsgrep-"))
        )
        if state is None or options.rebuild:
            former = state.language if state else DEFAULT_LANGUAGE
            self._language = options.language or former
            self._build = self._lock.run
            builds.make_build(self._client, self._build, self._language)
            self._closing.callback(self._drop_new_build)
        else:
            check_state(self._address, state)
            check_same_language(self._address, state.language, options.language)
            self._language, self._build, self.articles = state.language, state.build, state.articles
            check_server_fields(self._client, self._index("articles"), self._language)
            builds.add_later_fields(self._client, self._build)
            fetch_catalog(self._client, self._index("catalog"), self._published, self.catalog_folder)
        self._stored = StoredArticles(self._client, self._index("articles"), self._language)

    @property
    def _is_new_build(self) -> bool:
        return self._before is None or self._build != self._before.state.build

    def _index(self, part: str) -> str:
        return index_of(self._address, part, self._build)

    def _drop_new_build(self) -> None:
        if not self._is_published:
            builds.drop_build(self._client, self._build)

    def sweep(self) -> None:
        """Undo the changes of killed runs, and delete articles that no reader of the last two states sees."""
        published = {self._before.state.build} if self._before else set()
        builds.sweep_builds(self._client, {self._build, *published})
        if self._is_new_build:
            return
        if self._lock.is_inherited:
            self._stored.await_others()
        self._stored.undo_after(self._published)
        # Readers of the generation before still see the articles that died in the published one.
        self._stored.delete_dead(self._published - 1)
        sweep_catalog(self._client, self._index("catalog"), self._published)

    def add_encoded(self, data: bytes) -> None:
        self._batch.append(data)
        self._batch_size += len(data)
        if self._batch_size >= _BATCH:
            self._flush()

    def refused(self) -> list[Refused]:
        """Send the added articles, and return those that the server has refused since the last call."""
        if self._batch:
            self._flush()
        if self._sender is None:
            return []
        self._sender.finish()
        refused = self._sender.refused()
        self._in_use -= {key_value(one.key) for one in refused}
        return refused

    def delete(self, key: str) -> None:
        self._deleted.add(key)

    def _flush(self) -> None:
        """Send the articles that were added."""
        self._lock.check()
        batch, self._batch, self._batch_size = self._batch, [], 0
        if self._published >= 0 and not self._is_new_build:
            keys = [decode_article(data).key for data in batch]
            held = self._stored.of_keys(keys, self._published, ["key"])
            self._in_use.update(hit["_source"]["key"] for hit in held)
        if self._sender is None:
            index = self._index("articles")
            self._sender = Sender(self._address, index, self._language, self.generation, self._pool)
            self._closing.callback(self._sender.close)
        self._sender.add(batch)
        if len(self._sender.forms) >= _FORMS:
            self._send_forms(self._sender)

    def _send_forms(self, sender: Sender) -> None:
        """Add, for each form, the articles of this run to the number that have the form."""
        forms, sender.forms = sender.forms, Counter()
        self._form_parts += 1
        run = self.generation * 1000 + min(self._form_parts, 999)
        send(
            self._client,
            self._index("words"),
            (_form_action(form, n, run) for form, n in forms.items() if n > 0),
        )

    def prepare(self) -> None:
        """Send the articles that were added, and mark the deleted ones. Nothing may be added after this."""
        if not self._is_prepared:
            self._is_prepared = True
            if self._batch:
                self._flush()
            if not self._is_new_build:
                gone = self._stored.of_keys(sorted(self._deleted), self._published, True)
                self._stored.store_again(gone, died=self.generation)

    def keep_catalog(self, file: Path) -> None:
        """Send the changed blocks of the catalog."""
        store_catalog(self._client, self._index("catalog"), self.generation, file)

    def commit(self, *, articles: int | None = None, optimize: bool = False) -> None:
        """Publish the change; with `optimize`, merge each shard into one segment."""
        self.prepare()
        for one in self.refused():
            raise RefusedError(
                f"the server does not store {one.key}: {one.reason}",
                f"index the files instead, which leaves it out: newsgrep index --index {self._address} PATH",
            )
        if self._sender is not None:
            self._send_forms(self._sender)
        self._client.request("POST", f"/{self._index('words')}/_refresh", timeout=LONG)
        self._stored.refresh()
        held, length = self._stored.count(self.generation)
        taken = self._in_use - {key_value(key) for key in self._deleted}
        refuse_disagreement(self._address, min(taken, default=None), held, articles)
        self._publish(
            State(
                generation=self.generation,
                articles=held,
                length=length,
                language=self._language,
                home=str(self.home),
                build=self._build,
                analysis=analysis_fingerprint(self._language),
                ranking=DEFAULT_RANKING,
                run=self._lock.run,
                committed_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            )
        )
        if self._is_new_build:
            builds.point_alias(self._client, self._build)
        if optimize:
            self._optimize()

    def _publish(self, state: State) -> None:
        """Publish the state, if the one that this writer began with is still published."""
        self._lock.check()
        path = f"/{state_index(self._address)}/_doc/{STATE}"
        version = self._before.version if self._before else {"op_type": "create"}
        params = {**version, "refresh": True}
        body = msgspec.to_builtins(state)
        self._client.request("PUT", path, body, params=params, ok=(409,), again=True)
        if self._client.status == 409:  # another process has published, or this one, and the answer was lost
            found = find_state(self._client)
            if found is None or found.state.run != state.run:
                raise IndexUnusableError(
                    f"another process has published a state of the index {self._address}",
                    "nothing of this run is published: run it again",
                )
        self._is_published = True

    def _optimize(self) -> None:
        """Delete articles that no reader of the last state sees, and have the server merge its segments."""
        if not self._is_new_build:
            self._stored.delete_dead(self._published)
        builds.force_merge(self._client, [self._index(part) for part in ("articles", "words")])

    def close(self) -> None:
        """Let another writer begin. It deletes what this one has not published."""
        self._closing.close()


def _form_action(form: str, count: int, run: int) -> Action:
    name = form.encode()
    key = form if len(name) <= 500 else id_of(form, 0)
    script = {"source": _ADD_FORMS, "params": {"n": count, "g": run}}
    document = {"script": script, "upsert": {"w": form, "n": count, "g": run}}
    action = {"update": {"_id": key, "retry_on_conflict": 3}}
    return Action(msgspec.json.encode(action), msgspec.json.encode(document))
