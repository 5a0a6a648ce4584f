"""Bulk requests: so many bytes at once, and again what the server could not take."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.failures import RefusedError
from newsgrep.errors import IndexUnreachableError

#: Bytes of a bulk request.
BULK = 6_000_000
#: Seconds that one may take.
_ANSWER = 120.0
#: Seconds in which what the server is too busy for is sent again.
PATIENCE = 600.0
_BUSY = (429, 500, 502, 503, 504)


class Action(NamedTuple):
    """A line of what to do, and a line of the document, empty for a deletion."""

    action: bytes
    document: bytes = b""

    @property
    def size(self) -> int:
        """Bytes that are sent."""
        return len(self.action) + len(self.document) + 2


def indexing(name: str, document: Mapping[str, Any]) -> Action:
    """Return the action that stores a document under a name, in the place of one that has it."""
    return Action(msgspec.json.encode({"index": {"_id": name}}), msgspec.json.encode(document))


def send(client: Client, index: str, actions: Iterable[Action], *, patience: float = PATIENCE) -> None:
    """Carry actions out on an index. Each may be sent twice, and has to do the same then.

    Raises RefusedError for a document that the server does not take, and IndexUnreachableError where it is
    too busy for longer than `patience` seconds.
    """
    for batch in _batches(actions):
        _send_batch(client, index, batch, patience)


def _batches(actions: Iterable[Action]) -> Iterator[list[Action]]:
    batch: list[Action] = []
    size = 0
    for action in actions:
        if batch and size + action.size > BULK:
            yield batch
            batch, size = [], 0
        batch.append(action)
        size += action.size
    if batch:
        yield batch


def _send_batch(client: Client, index: str, batch: list[Action], patience: float) -> None:
    began = time.monotonic()
    attempt = 0
    while batch:
        body = b"".join(b"%b\n%b\n" % one if one.document else b"%b\n" % one.action for one in batch)
        answer = client.request("POST", f"/{index}/_bulk", body, ok=(413,), again=True, timeout=_ANSWER)
        if client.status == 413:
            if len(batch) == 1:
                raise _refused(batch[0], "it is larger than the server takes (http.max_content_length)")
            middle = len(batch) // 2
            _send_batch(client, index, batch[:middle], patience)
            batch = batch[middle:]
            continue
        batch, reason = _left(batch, answer)
        if not batch:
            return
        pause = min(5.0, 0.2 * 2**attempt) * random.uniform(0.5, 1.5)
        if time.monotonic() - began + pause > patience:
            raise IndexUnreachableError(
                f"the server takes no documents: {reason}", "nothing is published; run it again later"
            )
        attempt += 1
        client.retries += 1
        time.sleep(pause)


def _left(batch: list[Action], answer: Any) -> tuple[list[Action], str]:
    """Return the actions that are to be sent again, and why. Raises RefusedError for one that is refused."""
    if not answer.get("errors"):
        return [], ""
    left, reason = [], ""
    for action, item in zip(batch, answer["items"], strict=True):
        (result,) = item.values()
        if result["status"] < 300 or (result["status"] == 404 and "delete" in item):
            continue
        error = result.get("error") or {}
        reason = str(error.get("reason", ""))[:300]
        if result["status"] not in _BUSY or error.get("type") == "cluster_block_exception":
            cause = (error.get("caused_by") or {}).get("reason", "")
            raise _refused(action, f"{reason} {cause}".strip())
        left.append(action)
    return left, reason


def _refused(action: Action, reason: str) -> RefusedError:
    (head,) = msgspec.json.decode(action.action).values()
    line = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    return RefusedError(f"the server does not store {head['_id']}: {line}", "nothing is published")
