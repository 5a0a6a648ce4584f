"""An index on a node, and what speaks to the node."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest

from newsgrep.config.address import Address, parse_address
from newsgrep.engine.opensearch.client import Client


@pytest.fixture
def address(cluster_url: str) -> Iterator[Address]:
    """Where there is no index yet; what is made there is deleted at the end."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    found = parse_address(f"{cluster_url}/{name}")
    yield found
    with closing(Client(found)) as client:
        client.request("DELETE", f"/{name}-*", ok=(404,))


@pytest.fixture
def client(address: Address) -> Iterator[Client]:
    """Speaks to the node directly."""
    with closing(Client(address)) as client:
        yield client
