"""Requests to OpenSearch over kept-alive connections, with the standard library, which imports in 50 ms.

If a node does not answer, or is too busy, the client pauses and sends a repeatable request to the next node.
When it gives up a request, on a timeout or Ctrl-C, it closes the connection, so that the server cancels its
work. It does not trust what a server sends: it bounds sizes, does not follow redirects, and removes control
characters from reasons before they are printed.
"""

from __future__ import annotations

import http.client
import json
import logging
import random
import socket
import time
import zlib
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec

from newsgrep.config.address import Address, node_name
from newsgrep.engine.opensearch.failures import failure, unanswered
from newsgrep.engine.opensearch.proxy import proxy_of
from newsgrep.engine.opensearch.sign_in import SignIn
from newsgrep.errors import IndexUnreachableError, NewsgrepError

#: Seconds that connecting may take, and seconds that an answer may take.
CONNECT = 5.0
ANSWER = 60.0
#: Seconds for which a request is sent again. The short limit is for the first request, whose address may be
#: wrong, and for the request after one that was given up.
PATIENCE = 60.0
FIRST_PATIENCE = 1.0
#: The most bytes of an answer.
LARGEST_ANSWER = 512_000_000

#: The bytes from which a body is compressed, if it is sent by TLS, as to another machine.
_COMPRESSED = 10_000
#: Warns about waiting. Logging prints that on standard error, unless a program that uses newsgrep handles it.
_LOG = logging.getLogger("newsgrep")
_LONGEST_PAUSE = 5.0
#: The ends of paths whose requests change nothing, although they are a POST.
_READS = (
    "point_in_time",
    "_search",
    "_msearch",
    "_count",
    "_mget",
    "_refresh",
    "_explain",
    "_termvectors",
    "_mtermvectors",
)


class _RepeatableError(Exception):
    """A request failed, and may be sent again; `problem` is the error to raise if it is not."""

    def __init__(self, problem: NewsgrepError) -> None:
        super().__init__()
        self.problem = problem


class Client:
    """The connections to the nodes of an address. Only one thread at a time may use a client.

    status: the HTTP status of the last answer
    """

    def __init__(self, address: Address, *, patience: float = PATIENCE) -> None:
        """Take the address; nothing is sent yet. Raises UsageError for settings that are wrong.

        patience: seconds for which a request is sent again while the server cannot take it
        """
        self._connections: dict[tuple[str, int], http.client.HTTPConnection] = {}
        self.address = address
        self.status = 0
        self._patience = patience
        self._sign_in = SignIn(address)
        self._tls = self._sign_in.tls() if address.scheme == "https" else None
        self._proxies = {node: proxy for node in address.nodes if self._tls and (proxy := proxy_of(node))}
        self._next = 0
        self._has_answered = False
        #: Whether the last request was given up. If a run ends for that, its clean-up does not wait as long.
        self._has_given_up = False

    def close(self) -> None:
        """Close the connections."""
        while self._connections:
            self._connections.popitem()[1].close()

    #: Results that were returned stay readable, so a client is closed only when nothing refers to it.
    __del__ = close

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        params: Mapping[str, object] | None = None,
        ok: Collection[int] = (),
        again: bool | None = None,
        timeout: float = ANSWER,
    ) -> Any:
        """Send a request and return the answer: parsed if it is JSON, else its text.

        path:    from the first slash on
        body:    an object to send as JSON, or bytes that are lines of JSON
        params:  of the query string; True and False are written as in JSON, None is left out
        ok:      further statuses besides 2xx whose answer is returned
        again:   whether the request may be sent twice; by default, if it only reads
        timeout: seconds to wait for the answer

        Raises IndexUnreachableError, IndexDeniedError, IndexDamagedError, or RefusedError for a request that
        the server does not understand or does not carry out.
        """
        if again is None:
            again = method in ("GET", "HEAD") or path.rpartition("/")[2] in _READS
        send = partial(self._send, method, path + _query_string(params), *self._encoded(body), timeout)
        began, attempt, is_reported = time.monotonic(), 0, False
        while True:
            try:
                return self._answer(send, ok, again, timeout)
            except _RepeatableError as error:
                problem = error.problem
            is_patient = self._has_answered and not self._has_given_up
            patience = self._patience if is_patient else FIRST_PATIENCE
            pause = min(_LONGEST_PAUSE, 0.1 * 2**attempt) * random.uniform(0.5, 1.5)
            waited = time.monotonic() - began
            if waited + pause > max(patience, 0.3 * len(self.address.nodes)):
                self._has_given_up = True
                raise problem
            if waited + pause > 2 and not is_reported:
                is_reported = True
                _LOG.warning("newsgrep: %s; trying again for up to %.0f s", problem.message, patience)
            self._next += 1
            time.sleep(pause)
            attempt += 1

    def _answer(
        self,
        send: Callable[[tuple[str, int]], tuple[int, Any]],
        ok: Collection[int],
        again: bool,
        timeout: float,
    ) -> Any:
        """Return the answer of the next node. Raises _RepeatableError if the request may be sent again."""
        node = self.address.nodes[self._next % len(self.address.nodes)]
        try:
            status, answer = send(node)
        except (OSError, http.client.HTTPException) as error:
            self._forget(node)
            proxy = self._proxies.get(node)
            problem, may_wait = unanswered(self.address, node, error, timeout, proxy)
            # If the connection was refused, or the host not found, the server has not got the request.
            repeats = may_wait and (again or isinstance(error, ConnectionRefusedError | socket.gaierror))
        except BaseException:  # Ctrl-C: closing makes the server cancel
            self._forget(node)
            raise
        else:
            self._has_answered = True
            self.status = status
            if 200 <= status < 300 or status in ok:
                self._has_given_up = False
                return answer
            problem = failure(self.address, status, answer, self._sign_in.user)
            busy = status == 429 and isinstance(problem, IndexUnreachableError)
            repeats = busy or (again and status >= 500)
        raise _RepeatableError(problem) if repeats else problem

    def _send(
        self, method: str, target: str, data: bytes | None, headers: dict[str, str], timeout: float,
        node: tuple[str, int],
    ) -> tuple[int, Any]:  # fmt: skip
        def response_on(connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
            connection.sock.settimeout(timeout)
            connection.request(method, target, data, headers)
            return connection.getresponse()

        kept = self._connections.get(node)
        try:
            response = response_on(kept or self._connect(node))
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if kept is None:
                raise
            # A server closes connections that were idle for long; it has not read the request then.
            self._forget(node)
            response = response_on(self._connect(node))
        raw = response.read(LARGEST_ANSWER + 1)
        if len(raw) > LARGEST_ANSWER:
            self._forget(node)
            raise NewsgrepError(
                f"{node_name(node)} sent an answer of more than {LARGEST_ANSWER // 1_000_000} MB",
                "it may not be OpenSearch; ask for fewer articles if it is",
            )
        if response.will_close:
            self._forget(node)
        answer = _parsed(raw)
        if isinstance(answer, str) and 200 <= response.status < 300 and method != "HEAD":
            self._forget(node)  # an answer that breaks off within its headers may look complete
            raise http.client.IncompleteRead(raw[:100])
        return response.status, answer

    def _connect(self, node: tuple[str, int]) -> http.client.HTTPConnection:
        proxy = self._proxies.get(node)
        host, port = (proxy.host, proxy.port) if proxy else node
        if self._tls is None:
            connection = http.client.HTTPConnection(host, port, timeout=CONNECT)
        else:
            connection = http.client.HTTPSConnection(host, port, timeout=CONNECT, context=self._tls)
        if proxy:
            connection.set_tunnel(*node, headers=proxy.headers)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connections[node] = connection
        return connection

    def _forget(self, node: tuple[str, int]) -> None:
        if connection := self._connections.pop(node, None):
            connection.close()

    def _encoded(self, body: object) -> tuple[bytes | None, dict[str, str]]:
        headers = {"Accept": "application/json", "User-Agent": "newsgrep"}
        if self._sign_in.header:
            headers["Authorization"] = self._sign_in.header
        if body is None:
            return None, headers
        is_lines = isinstance(body, bytes)
        data = body if isinstance(body, bytes) else json.dumps(body).encode("ascii")
        headers["Content-Type"] = "application/x-ndjson" if is_lines else "application/json"
        if self._tls is not None and len(data) > _COMPRESSED:
            packer = zlib.compressobj(1, wbits=31)
            data = packer.compress(data) + packer.flush()
            headers["Content-Encoding"] = "gzip"
        return data, headers


def _query_string(params: Mapping[str, object] | None) -> str:
    given = {name: value for name, value in (params or {}).items() if value is not None}
    texts = {name: json.dumps(value) if isinstance(value, bool) else value for name, value in given.items()}
    return f"?{urlencode(texts)}" if texts else ""


def _parsed(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return raw[:2000].decode("utf-8", "replace")
