"""Failures between newsgrep and a server, as errors of one line with a hint."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from typing import Any

from newsgrep.config.address import Address, node_name, rebuild_hint
from newsgrep.engine.opensearch.proxy import Proxy
from newsgrep.engine.opensearch.sign_in import HOW, HOW_TO_TRUST
from newsgrep.errors import (
    IndexDamagedError,
    IndexDeniedError,
    IndexUnreachableError,
    IndexUnusableError,
    NewsgrepError,
    UsageError,
    reason_of,
    shortened,
)

_ROLES = "docs/opensearch.md lists what the user needs to read and to write"
_LONGEST = 300
#: Exceptions of an index that is blocked for every user.
_BLOCKS = ("cluster_block_exception", "index_create_block_exception")


#: Hints by the code of OpenSSL: the certificate is for another host, for another IP address, or has expired.
_OTHER_HOST_HINT = "name the host in the address as its certificate does"
_TLS_HINTS = {62: _OTHER_HOST_HINT, 64: _OTHER_HOST_HINT, 10: "have whoever runs the server renew it"}


class RefusedError(IndexUnusableError):
    """The server does not carry a request out; `kind` is the name of its exception."""

    def __init__(self, message: str, hint: str = "", kind: str = "") -> None:
        super().__init__(message, hint)
        self.kind = kind


def unanswered(
    address: Address, node: tuple[str, int], error: Exception, timeout: float, proxy: Proxy | None = None
) -> tuple[NewsgrepError, bool]:
    """Return the error of a request without an answer, and whether trying again could help.

    proxy: the proxy through which it was sent
    """
    name, (host, _) = node_name(node), node
    if proxy and (problem := _of_proxy(proxy, name, error)):
        hint = f"look at {proxy.variable}; or list {host} in NO_PROXY to go there directly"
        return IndexUnreachableError(problem, hint), False
    if isinstance(error, socket.gaierror):
        return IndexUnreachableError(f"no host is called {host}", "look at the address of the index"), False
    if isinstance(error, ssl.SSLError):
        return _of_tls(error, name), False
    where = "whether the address needs https://" if address.scheme == "http" else "the log of the server"
    if isinstance(error, TimeoutError):
        reason = f"{name} did not answer within {timeout:.0f} s"
        return IndexUnreachableError(reason, "try again, or look at how busy the server is"), True
    if isinstance(error, http.client.HTTPException) and not isinstance(error, ConnectionError):
        reason = f"{name} broke off its answer, or speaks no HTTP"
        return IndexUnreachableError(reason, f"try again; look at {where}"), True
    if isinstance(error, ConnectionRefusedError):
        reason = f"nothing answers at {name}: connection refused"
        return IndexUnreachableError(reason, "look at whether the server runs, and at the port"), True
    if isinstance(error, http.client.RemoteDisconnected):
        reason = f"{name} closed the connection before it answered"
        return IndexUnreachableError(
            reason, "look at whether the server was restarted, and run it again"
        ), True
    reason = reason_of(error) if isinstance(error, OSError) else str(error)
    hint = f"try again; look at {where}" if isinstance(error, ConnectionError) else "try again"
    return IndexUnreachableError(f"{name} cannot be reached: {server_line(reason)}", hint), True


def _of_tls(error: ssl.SSLError, name: str) -> IndexDeniedError:
    if isinstance(error, ssl.SSLCertVerificationError):
        hint = _TLS_HINTS.get(error.verify_code, HOW_TO_TRUST)
        return IndexDeniedError(
            f"the certificate of {name} is not trusted: {server_line(error.verify_message)}", hint
        )
    if error.reason == "WRONG_VERSION_NUMBER":
        hint = "look at the port; a server without TLS has an address with http://"
        return IndexDeniedError(f"{name} does not speak TLS", hint)
    return IndexDeniedError(
        f"{name} does not speak TLS as newsgrep does: {server_line(error.reason or str(error))}",
        "look at the port of the address, and at the client certificate if it asks for one",
    )


def _of_proxy(proxy: Proxy, name: str, error: Exception) -> str:
    """Return what is wrong with a proxy; empty if the error is not the proxy's."""
    if isinstance(error, socket.gaierror | ConnectionRefusedError):
        return f"the proxy {proxy} does not answer: {server_line(reason_of(error))}"
    if refused := re.match(r"Tunnel connection failed: (.*)", str(error)):
        return f"the proxy {proxy} does not go to {name}: {server_line(refused[1])}"
    return ""


def failure(address: Address, status: int, answer: Any, user: str) -> NewsgrepError:
    """Return the error that an answer with an unexpected status stands for."""
    kind, reason = _kind_and_reason(answer)
    where = node_name(address.nodes[0])
    if status == 401:
        who = f"does not accept {user} with that password" if user else "wants to know who you are"
        return IndexDeniedError(f"{where} {who}", HOW)
    if unusable := _unusable(address, kind, reason):
        return unusable
    if "No search context" in reason:
        problem = f"{where} was restarted in the midst of a search, or the search took too long"
        return IndexUnreachableError(problem, "search again; fewer hits take less time")
    if status == 403:
        missing = re.search(r"no permissions for \[([^\]]+)\]", reason)
        what = f"has no permission for {missing[1]}" if missing else f"may not do this: {reason}"
        return IndexDeniedError(f"{where}: {user or 'the user'} {what}", _ROLES)
    if status == 429:
        return IndexUnreachableError(f"{where} has too many requests: {reason or 'busy'}", "try again later")
    if status in (502, 503, 504) or "shard" in kind or "no_shard" in reason or status >= 500:
        missing_part = "all shards failed" in reason or "shards" in reason or "no_shard" in kind
        what = "a part of the index is missing on" if missing_part else "there is a fault in"
        hint = "look at the health of the cluster, and try again when it is yellow or green"
        return IndexUnreachableError(f"{what} {where}: {status} {reason or kind}".rstrip(), hint)
    if 300 <= status < 400:
        return RefusedError(f"{where} points to another address", "name the one that answers itself")
    if "maxClauseCount" in reason:
        return UsageError(
            f"the query has more parts than {where} takes",
            "ask for fewer words at once; its limit is the setting indices.query.bool.max_clause_count",
        )
    if not kind:
        return RefusedError(f"{where} answers {status} {reason}", "is this the address of OpenSearch?")
    return RefusedError(f"{where} refuses a request: {kind}: {reason}", kind=kind)


def _unusable(address: Address, kind: str, reason: str) -> NewsgrepError | None:
    """Return the error if an index is blocked or closed, or has lost a part; None for another failure."""
    if kind in _BLOCKS:
        hint = "whoever runs the server can lift the block"
        if "disk" in reason or "allow delete" in reason:
            hint = "free disk space: the server lifts the block then, in a minute or so"
        elif "create-index" in reason:
            hint += "; a full disk makes it, too"
        return IndexUnusableError(f"the index {address} is blocked: {reason}", hint)
    if kind == "index_closed_exception":
        return IndexUnusableError(
            f"the index {address} is closed: {reason}", "whoever runs the server can open it again"
        )
    if kind == "index_not_found_exception":  # a part of it: requests for the state accept a 404 themselves
        return IndexDamagedError(
            f"the index {address} has lost a part on the server: {reason}",
            f"if it was rebuilt meanwhile, try again; else {rebuild_hint(address)}",
        )
    return None


def _kind_and_reason(answer: Any) -> tuple[str, str]:
    """Return the kind of error and the reason in an answer, with the cause if that says more."""
    error = answer.get("error", _first_cause(answer)) if isinstance(answer, dict) else answer
    if not isinstance(error, dict):
        return "", server_line(str(error or ""))
    kind, reason = error.get("type"), str(error.get("reason") or "")
    causes = error.get("failed_shards") or error.get("root_cause")
    if isinstance(causes, list) and causes and isinstance(causes[0], dict):
        cause = causes[0].get("reason", "")
        inner = cause if isinstance(cause, dict) else causes[0]
        if isinstance(inner.get("reason"), str) and inner["reason"] not in reason:
            reason = f"{reason}: {inner['reason']}" if reason else inner["reason"]
    return server_line(str(kind or "")), server_line(reason)


def _first_cause(answer: dict[str, Any]) -> Any:
    """Return the error of the first document that a request over many could not change."""
    failures = answer.get("failures")
    first = failures[0] if isinstance(failures, list) and failures else None
    return first.get("cause") if isinstance(first, dict) else None


def server_line(text: str) -> str:
    """Return a text from a server as one short line without control characters."""
    return shortened(" ".join("".join(c if c.isprintable() else " " for c in text).split()), _LONGEST)
