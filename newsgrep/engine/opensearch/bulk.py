"""Bulk requests of a limited size; what a busy server rejects is sent again."""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.failures import RefusedError, failure, server_line
from newsgrep.errors import IndexUnreachableError

#: Warns about waiting. Logging prints that on standard error, unless a program that uses newsgrep handles it.
_LOG = logging.getLogger("newsgrep")
#: Bytes of a bulk request.
BULK = 6_000_000
#: Seconds that a bulk request may take.
_TIMEOUT = 120.0
#: Seconds for which actions are sent again while the server is too busy.
PATIENCE = 600.0
_BUSY = (429, 500, 502, 503, 504)
#: Seconds for which a document of more than BULK bytes is sent again while the server has no memory for it.
_LARGE_PATIENCE = 30.0
#: How many bytes the server takes at once, as its rejection says.
_LIMIT_IN_REASON = re.compile(r"max_coordinating(?:_and_primary)?_bytes=(\d+)")
#: Errors that concern a single document: others can still be stored.
_DOCUMENT_ERRORS = (
    "document_parsing_exception",
    "illegal_argument_exception",
    "mapper_parsing_exception",
    "max_bytes_length_exceeded_exception",
    "parsing_exception",
    "x_content_parse_exception",
)


class Action(NamedTuple):
    """The two lines of a bulk action: the action, and the document, which is empty for a deletion."""

    action: bytes
    document: bytes = b""

    @property
    def size(self) -> int:
        """How many bytes the action adds to a request."""
        return len(self.action) + len(self.document) + 2


def indexing(name: str, document: Mapping[str, Any]) -> Action:
    """Return the action that stores a document under a name; it replaces any document of that name."""
    return Action(msgspec.json.encode({"index": {"_id": name}}), msgspec.json.encode(document))


def send(
    client: Client,
    index: str,
    actions: Iterable[Action],
    *,
    patience: float = PATIENCE,
    refused: Callable[[Action, str], None] | None = None,
) -> None:
    """Carry out actions on an index. An action may be sent twice, so it must have the same effect then.

    refused: is called with a document that the server refuses, and the reason; the others are stored

    Raises RefusedError for such a document if `refused` is None, and IndexUnreachableError if the server
    is too busy for longer than `patience` seconds.
    """
    for batch in _batches(actions):
        _Sending(client, index, patience, refused or _raise).send(batch)


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


class _Sending:
    """Sends a batch, and sends again the actions that the server was too busy for."""

    def __init__(
        self, client: Client, index: str, patience: float, refused: Callable[[Action, str], None]
    ) -> None:
        self._client = client
        self._index = index
        self._patience = patience
        self._refused = refused
        self._began = time.monotonic()
        self._attempt = 0
        self._is_reported = False

    def send(self, batch: list[Action]) -> None:
        while batch:
            body = b"".join(b"%b\n%b\n" % one if one.document else b"%b\n" % one.action for one in batch)
            path = f"/{self._index}/_bulk"
            answer = self._client.request("POST", path, body, ok=(413, 429), again=True, timeout=_TIMEOUT)
            if self._client.status == 413:
                batch = self._split(batch, "it is larger than the server takes (http.max_content_length)")
                continue
            if self._client.status == 429:
                reason = self._why_busy(answer)
                if _is_too_large(answer, len(body)) or (len(batch) == 1 and self._is_hopeless(len(body))):
                    batch = self._split(batch, f"it is larger than the server takes: {reason}")
                    continue
            else:
                batch, reason = self._to_send_again(batch, answer)
            if batch:
                self._pause(reason)

    def _split(self, batch: list[Action], reason: str) -> list[Action]:
        """Send the first half of a batch that is too large, and return the rest. Refuse a single document."""
        if len(batch) == 1:
            self._refused(batch[0], reason)
            return []
        middle = len(batch) // 2
        self.send(batch[:middle])
        return batch[middle:]

    def _why_busy(self, answer: Any) -> str:
        """Return why the server takes no documents now. Raises an error if the index is blocked."""
        error = failure(self._client.address, 429, answer, "")
        if not isinstance(error, IndexUnreachableError):
            raise error
        return error.message

    def _is_hopeless(self, size: int) -> bool:
        """Return whether the server has rejected a document larger than BULK for too long."""
        return size > BULK and time.monotonic() - self._began > min(_LARGE_PATIENCE, self._patience)

    def _pause(self, reason: str) -> None:
        pause = min(5.0, 0.2 * 2**self._attempt) * random.uniform(0.5, 1.5)
        waited = time.monotonic() - self._began + pause
        message = f"the server takes no documents: {reason}"
        if waited > self._patience:
            raise IndexUnreachableError(message, "nothing is published; run it again later")
        if waited > 2 and not self._is_reported:
            self._is_reported = True
            _LOG.warning("newsgrep: %s; trying again for up to %.0f s", message, self._patience)
        self._attempt += 1
        time.sleep(pause)

    def _to_send_again(self, batch: list[Action], answer: Any) -> tuple[list[Action], str]:
        """Return the actions to send again, and the reason. Report the documents that the server refuses."""
        if not answer.get("errors"):
            return [], ""
        left, reason = [], ""
        for action, item in zip(batch, answer["items"], strict=True):
            (result,) = item.values()
            if result["status"] < 300 or (result["status"] == 404 and "delete" in item):
                continue
            error = result.get("error") or {}
            kind, reason = error.get("type"), str(error.get("reason", ""))[:300]
            if result["status"] in _BUSY and kind != "cluster_block_exception":
                left.append(action)
                continue
            if kind not in _DOCUMENT_ERRORS:
                raise failure(self._client.address, result["status"], {"error": error}, "")
            cause = str((error.get("caused_by") or {}).get("reason", ""))[:300]
            self._refused(action, f"{reason} {cause}".strip() if cause not in reason else reason)
        return left, reason


def _is_too_large(answer: Any, size: int) -> bool:
    """Return whether a request is too large even for a server that does nothing else."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return False
    limit = error.get("bytes_limit")  # a circuit breaker rejected the request
    if not isinstance(limit, int):
        found = _LIMIT_IN_REASON.search(str(error.get("reason")))
        limit = int(found[1]) if found else size
    return size > limit


def _raise(action: Action, reason: str) -> None:
    (head,) = msgspec.json.decode(action.action).values()
    message = f"the server does not store {head['_id']}: {server_line(reason)}"
    raise RefusedError(message, "nothing is published")
