"""Documents sent to a server: what it rejects, and what is too large for it."""

from typing import Any

import pytest

from newsgrep.config.address import Address
from newsgrep.engine.opensearch.bulk import indexing, send
from newsgrep.engine.opensearch.client import Client
from newsgrep.errors import (
    IndexUnreachableError,
    IndexUnusableError,
)
from tests.opensearch.stub import error, served


def bulk(*answers: tuple[int, object], sizes: tuple[int, ...] = (10, 10), patience: float = 60) -> list[Any]:
    """Send documents to a stub, and return how many bytes each request had, and what was refused."""
    refused: list[Any] = []
    with served(*answers) as stub:
        client = Client(Address("http", (("127.0.0.1", stub.port),), "news"))
        actions = [indexing(f"a{number}", {"body": "x" * size}) for number, size in enumerate(sizes)]
        send(client, "news", actions, patience=patience, refused=lambda action, why: refused.append(why))
        client.close()
    return [[body.count(b"index") for *_, body in stub.requests], *refused]


DONE = {"index": {"status": 201}}


def item(status: int, kind: str, reason: str) -> dict[str, object]:
    """What became of one document."""
    return {"index": {"status": status, "error": {"type": kind, "reason": reason}}}


def test_what_a_full_queue_rejects_is_sent_again() -> None:
    """The whole request, or the documents that were rejected and no others."""
    full = item(429, "rejected_execution_exception", "queue full")
    some = (200, {"errors": True, "items": [DONE, full]})
    whole = (429, error("rejected_execution_exception", "queue full"))
    assert bulk(whole, some, (200, {"errors": False, "items": [DONE]})) == [[2, 2, 1]]
    with pytest.raises(IndexUnreachableError, match="the server takes no documents: .*queue full"):
        bulk(whole, patience=0.5)


@pytest.mark.parametrize(
    "answer",
    [
        (413, {}),
        (429, error("rejected_execution_exception", "rejected [max_coordinating_and_primary_bytes=20]")),
        (429, {"error": {"type": "circuit_breaking_exception", "reason": "too large", "bytes_limit": 20}}),
    ],
)
def test_what_is_too_large_is_sent_in_parts(answer: tuple[int, object]) -> None:
    """A document that is too large alone is refused, however long one waited."""
    done = (200, {"errors": False, "items": [DONE]})
    sizes, *refused = bulk(answer, answer, done, sizes=(100, 10))
    assert sizes == [2, 1, 1]
    assert len(refused) == 1
    assert "larger than the server takes" in refused[0]


def test_a_refusal_of_the_index_is_none_of_a_document() -> None:
    """It ends the run."""
    closed = {"errors": True, "items": [item(400, "index_closed_exception", "closed")] * 2}
    with pytest.raises(IndexUnusableError, match="is closed: closed"):
        bulk((200, closed))
