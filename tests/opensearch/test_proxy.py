"""A server behind a proxy: a stub of one, which connects to a stub of the other, and TLS between the ends."""

from __future__ import annotations

import base64
import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from newsgrep.config.address import Address
from newsgrep.engine.opensearch.client import Client
from newsgrep.errors import IndexUnreachableError, UsageError
from tests.opensearch.stub import CERTIFICATE, served


class Tunnel(http.server.ThreadingHTTPServer):
    """A proxy that connects, or answers with a status."""

    daemon_threads = True

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = status
        self.asked: list[tuple[str, str | None]] = []

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Tunnel

    def do_CONNECT(self) -> None:  # noqa: N802
        self.server.asked.append((self.path, self.headers["Proxy-Authorization"]))
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            back = threading.Thread(target=_pass_on, args=(there, self.connection), daemon=True)
            back.start()
            _pass_on(self.connection, there)
            back.join()

    def log_message(self, *_: object) -> None:
        """Be quiet."""


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):  # one of them has gone
        while data := one.recv(65_536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def tunnel(status: int = 200) -> Iterator[Tunnel]:
    """A proxy that runs."""
    proxy = Tunnel(status)
    thread = threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CA", str(CERTIFICATE))
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


def asked(port: int, scheme: str = "https") -> object:
    """The answer of the server on a port of this machine to one request."""
    with closing(Client(Address(scheme, (("localhost", port),), "news"), patience=0.5)) as client:
        return client.request("GET", "/news/_doc/1")


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_server_is_reached_through_a_proxy(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is told where to, and who asks; the server's certificate is compared as ever."""
    with tunnel() as proxy, served((200, {"found": 1}), tls=True) as stub:
        monkeypatch.setenv(variable, f"http://ann:p%40ss@{proxy.name}")
        assert asked(stub.port) == {"found": 1}
    who = base64.b64encode(b"ann:p@ss").decode()
    assert proxy.asked == [(f"localhost:{stub.port}", f"Basic {who}")]
    assert stub.requests[0][2].get("Proxy-Authorization") is None


@pytest.mark.parametrize(
    "listed", ["localhost", "example.org, localhost", "*", ".localhost", "localhost:{port}"]
)
def test_who_is_listed_is_reached_directly(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In NO_PROXY; another whose name ends in the same way is not."""
    with tunnel() as proxy, served((200, {"found": 1}), tls=True) as stub:
        monkeypatch.setenv("HTTPS_PROXY", proxy.name)
        monkeypatch.setenv("NO_PROXY", listed.format(port=stub.port))
        assert asked(stub.port) == {"found": 1}
        monkeypatch.setenv("NO_PROXY", "host, other-localhost, localhost:1")
        assert asked(stub.port) == {"found": 1}
    assert len(proxy.asked) == 1


def test_http_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for this machine, and for a network of one's own."""
    with served((200, {"found": 1})) as stub:
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
        assert asked(stub.port, "http") == {"found": 1}


def test_a_proxy_that_refuses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its reason, and the way around it; never with its password."""
    with tunnel(407) as proxy, served((200, {}), tls=True) as stub:
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann:secret@{proxy.name}")
        with pytest.raises(IndexUnreachableError) as caught:
            asked(stub.port)
    assert caught.value.message == (
        f"the proxy {proxy.name} does not go to localhost:{stub.port}: 407 Proxy Authentication Required"
    )
    assert caught.value.hint == ("look at HTTPS_PROXY; or list localhost in NO_PROXY to go there directly")


def test_a_proxy_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not the server, which nobody has asked."""
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with pytest.raises(IndexUnreachableError) as caught:
        asked(9200)
    assert caught.value.message == "the proxy 127.0.0.1:1 does not answer: connection refused"
    assert "ALL_PROXY" in caught.value.hint


@pytest.mark.parametrize("value", ["socks5://127.0.0.1:1080", "https://proxy:3128", "http://", "http://[::1"])
def test_a_proxy_of_another_kind_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint says which one newsgrep takes."""
    monkeypatch.setenv("HTTPS_PROXY", value)
    with pytest.raises(UsageError, match="HTTPS_PROXY names a proxy that newsgrep cannot use") as caught:
        asked(9200)
    assert "http://HOST:PORT" in caught.value.hint
