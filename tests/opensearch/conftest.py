"""A real node of OpenSearch for the tests of a session, where Maven and a JDK are there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.opensearch.nodes.cluster import Cluster
from tests.opensearch.nodes.jars import TroubleError, fetch, java


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a node; skips where none can be started, and fails where NEWSGREP_NEEDS_NODES is set."""
    reason = _missing()
    if reason:
        if os.environ.get("NEWSGREP_NEEDS_NODES"):
            pytest.fail(reason)
        pytest.skip(reason)
    with Cluster(tmp_path_factory.mktemp("opensearch") / "nodes") as cluster:
        yield cluster.urls[0]


def _missing() -> str:
    """Return what keeps a node from being started; empty if nothing does."""
    if not shutil.which("mvn"):
        return "a node of OpenSearch needs Maven (mvn)"
    try:
        java()
        fetch()
    except TroubleError as error:
        return str(error)
    return ""
