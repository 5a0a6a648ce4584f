"""A cluster of three nodes, of which one is killed while articles are sent and while they are searched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.config.address import Address
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.engine import OpenSearchEngine
from newsgrep.engine.opensearch.state import read_state
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexUnreachableError
from newsgrep.query.nodes import Word
from tests.opensearch.nodes.cluster import Cluster

#: Articles of a run, and how many words each has, so that a run takes some bulk requests.
ARTICLES, WORDS = 800, 600


@pytest.fixture(scope="module")
def cluster(cluster_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes; `cluster_url` skips where none can be started."""
    with Cluster(tmp_path_factory.mktemp("three") / "nodes", nodes=3) as cluster:
        yield cluster


@pytest.fixture
def address(cluster: Cluster) -> Address:
    """An index on all three nodes."""
    hosts = (url.removeprefix("http://").split(":") for url in cluster.urls)
    return Address("http", tuple((host, int(port)) for host, port in hosts), "news")


def articles(run: int) -> Iterator[Article]:
    """The articles of a run."""
    for number in range(ARTICLES):
        yield Article(key=f"r{run}-{number}", path="", body=f"run{run} " + f"harbour{number % 7} " * WORDS)


def test_no_node_is_missed(cluster: Cluster, address: Address, tmp_path: Path) -> None:
    """A killed node loses no article and makes no answer wrong; where a part is missing, that is an error."""
    with open_writer(address, WriterOptions()) as writer:
        for one in articles(0):
            writer.add(one)
        writer.commit(articles=ARTICLES)
    cluster.settle()
    wrong: list[object] = []
    answered = 0
    done = threading.Event()

    def search() -> None:
        nonlocal answered
        while not done.is_set():
            with closing(open_engine(address)) as engine:
                wanted = {0: ARTICLES, 1: 2 * ARTICLES}[engine.generation]
                count = engine.count(Word("run0")) + engine.count(Word("run1"))
                if (count, engine.articles) != (wanted, wanted):
                    wrong.append((engine.generation, count))
                answered += 1

    reader = threading.Thread(target=search)
    reader.start()
    name = cluster.members()[1].name
    with open_writer(address, WriterOptions()) as writer:
        for number, one in enumerate(articles(1)):
            writer.add(one)
            if number == ARTICLES // 2:
                cluster.kill(name)
        writer.commit(articles=2 * ARTICLES)
    done.set()
    reader.join()
    assert not wrong
    assert answered > 2
    cluster.restart(name)
    cluster.settle()
    with closing(open_engine(address)) as engine:
        assert len(list(engine.encoded_articles())) == 2 * ARTICLES
    survivor, *others = cluster.members()
    impatient = Client(address, patience=2)
    with closing(OpenSearchEngine(impatient, read_state(impatient).state)) as engine:
        for node in others:
            cluster.kill(node.name)
        # The node that is left may have a copy of every shard; then it answers, and else there is an error.
        with suppress(IndexUnreachableError):
            assert engine.count(Word("run0")) == ARTICLES
    for node in others:
        cluster.restart(node.name)
    with closing(open_engine(address)) as engine:
        assert engine.count(Word("run0")) == ARTICLES
    assert survivor.runs
