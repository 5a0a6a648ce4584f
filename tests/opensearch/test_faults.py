"""A small node that is treated badly: what it refuses, blocks or gives up is told, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep import open_index
from newsgrep.article import Article
from newsgrep.cli import main
from newsgrep.config.address import Address, parse_address
from newsgrep.engine.opensearch.bulk import indexing, send
from newsgrep.engine.opensearch.client import Client
from newsgrep.errors import IndexUnusableError
from newsgrep.results import Unreadable
from tests.opensearch.nodes.cluster import Cluster

#: Bytes of a request that the node takes, fewer than newsgrep sends usually.
LARGEST_REQUEST = 1_000_000

#: A time of change, in seconds.
LONG_AGO = 1_600_000_000


@pytest.fixture(scope="module")
def weak_url(cluster_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node that takes small requests only; `cluster_url` skips where none can be started."""
    settings = {"http.max_content_length": f"{LARGEST_REQUEST}b", "cluster.info.update.interval": "10s"}
    with Cluster(tmp_path_factory.mktemp("weak") / "nodes", settings=settings) as cluster:
        yield cluster.urls[0]
        cluster.kill(cluster.members()[0].name)  # it may still work at a slow search


@pytest.fixture
def address(weak_url: str) -> Iterator[Address]:
    """Where there is no index yet; what is made there is deleted at the end."""
    found = parse_address(f"{weak_url}/test-{uuid.uuid4().hex[:12]}")
    yield found
    with closing(Client(found)) as client:
        client.request("DELETE", f"/{found.name}-*", ok=(404,))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_lines(file: Path, *records: dict[str, object]) -> None:
    """Write a file of JSON Lines, changed long ago, so that it is trusted to be what it was."""
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    os.utime(file, (LONG_AGO, LONG_AGO))


def words(count: int) -> str:
    """A text of so many different words."""
    return " ".join(f"w{number:x}" for number in range(count))


def test_a_refused_article_ends_nothing(
    address: Address, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is listed with its key and the server's reason; all others are indexed, also the copy of it."""
    usual = [{"id": f"n{number}", "body": f"The harbour {number} opened."} for number in range(20)]
    large = {"id": "large", "body": words(60_000), "url": "https://example.org/a"}
    copy = {"id": "copy", "body": "A short form of it.", "url": "https://example.org/a"}
    long = {"id": "long", "body": "By everybody.", "source": "y " * 20_000}
    write_lines(home / "news.jsonl", *usual[:10], large, copy, long, *usual[10:])
    assert main(["index", "--index", str(address), "news.jsonl"]) == 2
    told = "".join(capsys.readouterr())
    assert "21 added, 2 unreadable" in told
    assert "news.jsonl:11: the server does not store news.jsonl#large: it is larger than" in told
    assert "news.jsonl:13: the server does not store news.jsonl#long: DocValuesField" in told
    with open_index(str(address)) as index:
        assert {one.line for one in index.stats().unreadable} == {11, 13}
        assert [hit.key for hit in index.search("short")] == ["news.jsonl#copy"]
        assert list(index.check()) == []


def test_a_refused_article_is_tried_again_when_its_file_changes(address: Address, home: Path) -> None:
    """Not before; a version of it that was stored goes, as that of a record that cannot be read does."""
    small, large = {"id": "a", "body": "A harbour."}, {"id": "a", "body": words(60_000)}
    write_lines(home / "news.jsonl", small, {"id": "b", "body": "A railway."})
    with open_index(str(address)) as index:
        assert index.update(["news.jsonl"]).added == 2
        write_lines(home / "news.jsonl", large, {"id": "b", "body": "A railway."})
        report = index.update()
        assert (report.added, report.changed, report.removed, report.same) == (0, 0, 1, 1)
        assert (report.total, len(report.unreadable)) == (1, 1)
        report = index.update()
        assert (report.read_bytes, report.same, len(report.unreadable)) == (0, 1, 1)
        write_lines(home / "news.jsonl", small)
        report = index.update()
        assert (report.added, report.removed, report.unreadable) == (1, 1, [])
        assert list(index.check()) == []


def test_a_refused_article_is_tried_again_when_asked(address: Address, home: Path) -> None:
    """With the list of what could not be read, as after the server got another setting."""
    write_lines(home / "news.jsonl", {"id": "long", "body": "By all.", "source": "y " * 20_000})
    assert main(["index", "-q", "--index", str(address), "--errors", "bad.jsonl", "news.jsonl"]) == 2
    assert main(["index", "-q", "--index", str(address), "--retry", "bad.jsonl"]) == 2
    with open_index(str(address)) as index:
        assert (len(index), len(index.stats().unreadable)) == (0, 1)


def test_a_program_is_told_what_is_refused(address: Address) -> None:
    """In the report; the rest of the change is published."""
    with open_index(str(address)) as index:
        with index.writer() as writer:
            writer.add(Article(key="a", path="", body="harbour"))
            writer.add(Article(key="b", path="", body="harbour", authors=("n",) * 45_000))
        (refused,) = writer.report.unreadable
        assert isinstance(refused, Unreadable)
        assert refused.reason.startswith("the server does not store b: position overflowed")
        assert (writer.report.added, len(index)) == (1, 1)
        assert list(index.check()) == []


def test_a_copy_with_a_refused_article_is_none(address: Address, home: Path) -> None:
    """It names the article, and what to do instead."""
    write_lines(home / "news.jsonl", {"id": "long", "body": "By everybody.", "source": "y " * 20_000})
    with open_index() as index, open_index(str(address)) as target:
        index.update(["news.jsonl"])
        with pytest.raises(IndexUnusableError, match="does not store news.jsonl#long: DocValues") as caught:
            index.copy_to(target)
        assert "newsgrep index --index" in caught.value.hint
        assert len(target) == 0


def test_a_full_disk_stops_runs_and_no_search(address: Address, home: Path) -> None:
    """The server blocks the index by itself, and lifts the block when there is room; then a run goes on.

    Nor does it take a new index meanwhile.
    """
    write_lines(home / "news.jsonl", {"id": "a", "body": "A harbour."})
    with open_index(str(address)) as index, closing(Client(address)) as client:
        index.update(["news.jsonl"])
        write_lines(home / "news.jsonl", {"id": "a", "body": "A harbour."}, {"id": "b", "body": "A railway."})
        disk_is_full(client, "100tb")
        try:
            wait_until(lambda: is_blocked(client), "the server blocks no index")
            with pytest.raises(IndexUnusableError, match="is blocked: .*disk usage exceeded flood-stage"):
                index.update()
            assert [hit.key for hit in index.search("harbour OR railway")] == ["news.jsonl#a"]
            wait_until(lambda: takes_no_index(client), "the server still takes a new index")
            with (
                pytest.raises(IndexUnusableError, match=r"is blocked: .*create-index"),
                open_index(f"{address}-new") as another,
            ):
                another.update(["news.jsonl"])
        finally:
            disk_is_full(client, "1b")
        wait_until(lambda: not is_blocked(client) and not takes_no_index(client), "the server lifts no block")
        assert index.update().added == 1
        assert list(index.check()) == []


@pytest.mark.parametrize("part", ["articles", "words", "catalog"])
def test_a_block_of_one_part_is_told_as_such(address: Address, home: Path, part: str) -> None:
    """Also where the server tells of it for each document of a request; the state before stays whole."""
    first, second = {"id": "a", "body": "A harbour."}, {"id": "a", "body": "A railway."}
    with open_index(str(address)) as index, closing(Client(address)) as client:
        for record in (first, second):  # the third run deletes what the second one took out
            write_lines(home / "news.jsonl", record)
            index.update(["news.jsonl"])
        write_lines(home / "news.jsonl", {"id": "a", "body": "A lighthouse."})
        settings = f"/{address.name}-{part}-*/_settings"
        client.request("PUT", settings, {"index.blocks.write": True})
        with pytest.raises(IndexUnusableError, match=f"the index {address} is blocked: .*write") as caught:
            index.update()
        assert caught.value.hint == "whoever runs the server can lift the block"
        assert [hit.key for hit in index.search("railway")] == ["news.jsonl#a"]
        client.request("PUT", settings, {"index.blocks.write": None})
        assert index.update().changed == 1
        assert list(index.check()) == []


def disk_is_full(client: Client, free: str) -> None:
    """Have the server take a disk for full that has not so much room."""
    prefix = "cluster.routing.allocation.disk"
    marks = {f"{prefix}.watermark.{name}": free for name in ("low", "high", "flood_stage")}
    client.request("PUT", "/_cluster/settings", {"transient": {f"{prefix}.threshold_enabled": True, **marks}})


def is_blocked(client: Client) -> bool:
    """Whether the indexes may not be written."""
    held = client.request("GET", f"/{client.address.name}-*/_settings", params={"flat_settings": True})
    return any("index.blocks.read_only_allow_delete" in one["settings"] for one in held.values())


def takes_no_index(client: Client) -> bool:
    """Whether no index may be made."""
    held = client.request("GET", "/_cluster/settings", params={"flat_settings": True})
    return any(held[kind].get("cluster.blocks.create_index") == "true" for kind in held)


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Wait for what a server does when its turn comes."""
    deadline = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


#: Searches the articles that a slow script lets through, in a process of its own.
SLOW = """
import sys
from newsgrep.config.address import parse_address
from newsgrep.engine.opensearch.client import Client
import json
client = Client(parse_address(sys.argv[1]), patience=0)
client.request("POST", sys.argv[2], json.loads(sys.argv[3]), timeout=float(sys.argv[4]))
"""


@pytest.mark.parametrize("gives_up", ["by Ctrl-C", "after its time"])
def test_a_search_that_is_given_up_ends_on_the_server(address: Address, gives_up: str) -> None:
    """Its task is cancelled, as the connection is closed."""
    name = f"{address.name}-slow"
    count = "int count() { int n = 0; for (int i = 0; i < 900000; i++) { n += i % 7 } return n }"
    script = f"{count} return count() + count() > 0"  # takes some milliseconds, and is asked for each article
    body = {"query": {"bool": {"filter": {"script": {"script": script}}}}}
    with closing(Client(address)) as client:
        documents = (indexing(str(number), {"n": number}) for number in range(9_000))
        send(client, name, documents)
        client.request("POST", f"/{name}/_refresh")
        seconds = "60" if gives_up == "by Ctrl-C" else "1"
        command = [sys.executable, "-c", SLOW, str(address), f"/{name}/_search", json.dumps(body), seconds]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            wait_until(lambda: bool(searches(client, name)) or process.poll() is not None, "no search")
            if gives_up == "by Ctrl-C":
                assert searches(client, name) == [False]
                process.send_signal(signal.SIGINT)
            assert process.stderr
            told = process.stderr.read().decode()
        assert ("KeyboardInterrupt" if gives_up == "by Ctrl-C" else "did not answer within 1 s") in told
        wait_until(lambda: searches(client, name) == [True], "it is not cancelled")


def searches(client: Client, index: str) -> list[bool]:
    """Whether each search of an index that runs on the server is cancelled."""
    answer = client.request("GET", "/_tasks", params={"actions": "*search", "detailed": True})
    tasks = [task for node in answer["nodes"].values() for task in node["tasks"].values()]
    return [task.get("cancelled", False) for task in tasks if index in task["description"]]
