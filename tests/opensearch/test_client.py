"""Requests to a server, which a stub answers."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep.config.address import Address, parse_address
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.opensearch.builds import make_build
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.failures import RefusedError
from newsgrep.engine.opensearch.state import PARTS
from newsgrep.engine.registry import open_writer
from newsgrep.errors import (
    IndexDamagedError,
    IndexDeniedError,
    IndexUnreachableError,
    IndexUnusableError,
    UsageError,
)
from tests.opensearch.stub import Stub, error, served


@pytest.fixture
def ask() -> Callable[..., object]:
    """Send one request to a stub that gives some answers; nobody waits long."""

    def ask(
        *answers: tuple[int, object] | bytes | None,
        method: str = "GET",
        patience: float = 0.6,
        **options: object,
    ) -> object:
        with served(*answers) as stub:
            client = Client(Address("http", (("127.0.0.1", stub.port),), "news"), patience=patience)
            try:
                return client.request(method, "/news/_doc/1", **options)  # type: ignore[arg-type]
            finally:
                client.close()

    return ask


def test_an_answer_is_parsed_and_the_connection_is_kept() -> None:
    """Two requests come over one connection; what is asked for is in the query string."""
    with served((200, {"count": 3})) as stub:
        client = Client(parse_address(f"http://127.0.0.1:{stub.port}/news"))
        assert client.request("POST", "/news/_count", {"query": {}}, params={"a": True, "b": None}) == {
            "count": 3
        }
        assert client.request("POST", "/news/_bulk", b"{}\n") == {"count": 3}
        client.close()
    (first, second) = stub.requests
    assert first[:2] == ("POST", "/news/_count?a=true")
    assert json.loads(first[3]) == {"query": {}}
    assert second[2]["Content-Type"] == "application/x-ndjson"


@pytest.mark.parametrize("bad", [(429, {}), (503, {}), (500, {}), None, b"HTTP/1.1 200 OK\r\nContent-Le"])
def test_a_read_is_sent_again(bad: object, ask: Callable[..., object]) -> None:
    """After too many requests, a fault, a lost connection and half an answer."""
    assert ask(bad, bad, (200, {"found": 1})) == {"found": 1}


def test_waiting_is_told(
    ask: Callable[..., object], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is waited for, once, when it takes longer than two seconds."""
    monkeypatch.setattr("random.uniform", lambda *_: 1.0)
    with pytest.raises(IndexUnreachableError):
        ask((503, {}), patience=6)
    assert len(caplog.messages) == 1
    assert "503; trying again for up to 6 s" in caplog.messages[0]


def test_a_server_that_was_given_up_is_not_waited_for_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it answers: what a failed run has to undo is tried, and the run ends."""
    monkeypatch.setattr("random.uniform", lambda *_: 1.0)
    with served((200, {}), (503, {})) as stub:
        client = Client(Address("http", (("127.0.0.1", stub.port),), "news"), patience=6)
        client.request("GET", "/news/_doc/1")
        waits = []
        for _ in range(2):
            with pytest.raises(IndexUnreachableError):
                client.request("GET", "/news/_doc/1")
            waits.append("trying again" in caplog.text)
            caplog.clear()
        client.close()
    assert waits == [True, False]


def test_half_a_body_is_no_answer(ask: Callable[..., object]) -> None:
    """It is asked for again, and told if there is no whole one."""
    half = b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"found": '
    assert ask(half, (200, {"found": 1})) == {"found": 1}
    with pytest.raises(IndexUnreachableError, match="broke off its answer"):
        ask(half)


def test_a_change_is_not_sent_twice(ask: Callable[..., object]) -> None:
    """Whether it was done is not known after a fault; too many requests means that it was not."""
    with pytest.raises(IndexUnreachableError, match="fault"):
        ask((500, error("some_exception", "broken")), (200, {}), method="PUT")
    assert ask((429, {}), (200, {"done": 1}), method="PUT") == {"done": 1}


def test_a_lost_connection_leads_to_another_node() -> None:
    """The node had taken the request and is gone before it answers."""
    with served(None) as dying, served((200, {"ok": 1})) as stub:
        client = Client(Address("http", (("127.0.0.1", dying.port), ("127.0.0.1", stub.port)), "news"))
        assert client.request("POST", "/news/_search", {"query": {}}) == {"ok": 1}
        assert len(dying.requests) == 1
        client.close()


def test_a_search_that_the_server_has_lost_is_told_as_such(ask: Callable[..., object]) -> None:
    """As when it is restarted between two pages of hits."""
    lost = error("search_phase_execution_exception", "all shards failed: No search context found for id [7]")
    with pytest.raises(IndexUnreachableError, match="was restarted in the midst of a search") as caught:
        ask((404, lost))
    assert "search again" in caught.value.hint


def test_a_lost_connection_is_told_as_such() -> None:
    """Of a request that must not be sent twice."""
    with (
        served(None) as dying,
        closing(Client(Address("http", (("127.0.0.1", dying.port),), "news"))) as client,
    ):
        with pytest.raises(IndexUnreachableError, match="closed the connection before it answered") as caught:
            client.request("POST", "/news/_doc", {})
        assert "restarted" in caught.value.hint
        assert len(dying.requests) == 1


def test_making_an_index_outlives_a_lost_connection() -> None:
    """The server may have made it: then it says so, and nothing is wrong."""
    exists = (400, error("resource_already_exists_exception", "it exists"))
    with served(None, exists, (200, {})) as stub:
        address = Address("http", (("127.0.0.1", stub.port),), "news")
        with closing(Client(address)) as client:
            make_build(client, "0123456789ab", "english")
    assert [path.split("-")[1] for _, path, _, _ in stub.requests] == [PARTS[0], *PARTS]


def test_another_node_answers() -> None:
    """A node that is gone is passed over."""
    with served((200, {"ok": 1})) as gone:
        closed = gone.port
    with served((200, {"ok": 1})) as stub:
        client = Client(Address("http", (("127.0.0.1", closed), ("127.0.0.1", stub.port)), "news"))
        assert client.request("GET", "/") == {"ok": 1}
        client.close()


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (401, {}, IndexDeniedError, "wants to know who you are"),
        (
            403,
            error("security_exception", "no permissions for [indices:data/read/search] and User [name=x]"),
            IndexDeniedError,
            "no permission for indices:data/read/search",
        ),
        (
            404,
            error("index_not_found_exception", "no such index [news-words-1]"),
            IndexDamagedError,
            "has lost a part on the server: no such index",
        ),
        (400, error("index_closed_exception", "closed"), IndexUnusableError, "news is closed: closed"),
        (
            403,
            error("cluster_block_exception", "index [news] blocked by: [FORBIDDEN/8/index write (api)];"),
            IndexUnusableError,
            "is blocked: index",
        ),
        (
            429,
            error(
                "cluster_block_exception", "[TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]"
            ),
            IndexUnusableError,
            "disk usage exceeded",
        ),
        (
            503,
            error("search_phase_execution_exception", "all shards failed"),
            IndexUnreachableError,
            "a part of the index is missing",
        ),
        (429, error("es_rejected_execution_exception", "queue full"), IndexUnreachableError, "too many"),
        (400, error("parsing_exception", "unknown\x1b[31m query"), RefusedError, r"unknown \[31m query"),
        (
            400,
            error("search_phase_execution_exception", "all shards failed: maxClauseCount is set to 1024"),
            UsageError,
            "the query has more parts than",
        ),
        (302, {}, RefusedError, "another address"),
    ],
)
def test_each_refusal_is_an_error_of_one_line(
    status: int, body: object, kind: type[Exception], words: str, ask: Callable[..., object]
) -> None:
    """It says what is missing, and a server's control characters do not reach the terminal."""
    with pytest.raises(kind, match=words) as caught:
        ask((status, body))
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert type(caught.value) is kind


def test_nobody_answers() -> None:
    """A port where nothing listens and a host that does not exist are told at once."""
    with served((200, {})) as stub:
        port = stub.port
    with pytest.raises(IndexUnreachableError, match="connection refused"):
        Client(parse_address(f"http://127.0.0.1:{port}/news")).request("GET", "/")
    with pytest.raises(IndexUnreachableError, match="no host is called"):
        Client(parse_address("https://nobody.invalid/news")).request("GET", "/")


def test_a_slow_server_is_left() -> None:
    """After the time that is allowed."""
    stub = Stub((200, {}))  # it listens, and does not serve
    client = Client(Address("http", (("127.0.0.1", stub.port),), "news"), patience=0)
    with pytest.raises(IndexUnreachableError, match="did not answer within 0 s"):
        client.request("GET", "/", timeout=0.05)
    stub.server_close()


@pytest.mark.parametrize(
    ("settings", "header"),
    [
        ({"USER": "ann", "PASSWORD": "söß"}, "Basic YW5uOnPDtsOf"),
        ({"API_KEY": "abc"}, "ApiKey abc"),
        ({"TOKEN": "t0k"}, "Bearer t0k"),
    ],
)
def test_who_asks_is_told(settings: dict[str, str], header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the environment; an error names the user, and no secret."""
    for name, value in settings.items():
        monkeypatch.setenv(f"NEWSGREP_OPENSEARCH_{name}", value)
    with served((401, {})) as stub:
        client = Client(parse_address(f"http://127.0.0.1:{stub.port}/news"))
        with pytest.raises(IndexDeniedError) as caught:
            client.request("GET", "/")
        assert stub.requests[0][2]["Authorization"] == header
    told = f"{caught.value} {caught.value.hint}"
    assert not any(value in told for name, value in settings.items() if name != "USER")


def test_the_person_s_settings_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of the server in the person's file; the environment comes first."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with served((200, {})) as stub:
        file = tmp_path / "newsgrep/config.toml"
        file.parent.mkdir()
        file.write_text(f'[servers."127.0.0.1:{stub.port}"]\ntoken = "mine"\n', "utf-8")
        address = parse_address(f"http://127.0.0.1:{stub.port}/news")
        Client(address).request("GET", "/")
        monkeypatch.setenv("NEWSGREP_OPENSEARCH_API_KEY", "k")
        Client(address).request("GET", "/")
    assert [request[2]["Authorization"] for request in stub.requests] == ["Bearer mine", "ApiKey k"]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ({"number": "8.15.0", "lucene_version": "9.11"}, "is Elasticsearch 8.15.0"),
        (
            {"number": "1.3.20", "distribution": "opensearch"},
            "is OpenSearch 1.3.20",
        ),
        ({}, "is a server that newsgrep does not know"),
    ],
)
def test_another_server_is_refused(version: dict[str, str], words: str) -> None:
    """By name, before anything is made there."""
    with served((404, {}), (200, {"version": version})) as stub:
        address = parse_address(f"http://127.0.0.1:{stub.port}/news")
        with pytest.raises(UsageError, match=words):
            open_writer(address, WriterOptions())
    assert [request[0] for request in stub.requests] == ["GET", "GET"]
