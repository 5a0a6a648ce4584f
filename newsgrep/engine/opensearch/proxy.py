"""The proxy through which a server is reached, named as for curl: HTTPS_PROXY or ALL_PROXY, and NO_PROXY.

TLS goes through it to the server, so that it sees neither passwords nor articles.
"""

from __future__ import annotations

import base64
import os
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from newsgrep.config.address import node_name
from newsgrep.errors import UsageError

#: The environment variables that name it; the first one that is set counts.
_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


class Proxy(NamedTuple):
    """A proxy: its host and port, the headers that sign in to it, and the variable that names it."""

    host: str
    port: int
    headers: dict[str, str]
    variable: str

    def __str__(self) -> str:
        return node_name((self.host, self.port))


def proxy_of(node: tuple[str, int]) -> Proxy | None:
    """Return the proxy through which a node is reached by HTTPS; None where it is reached directly.

    Raises UsageError for one that newsgrep cannot use.
    """
    variable = next((name for name in _VARIABLES if os.environ.get(name)), None)
    if variable is None or _is_direct(node):
        return None
    value = os.environ[variable]
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        parts, host, port = SplitResult("", "", "", "", ""), None, 0
    if parts.scheme != "http" or not host:
        # It may have a password, so it is not shown.
        raise UsageError(
            f"{variable} names a proxy that newsgrep cannot use",
            f"write it as http://HOST:PORT, or list {node[0]} in NO_PROXY to go there directly",
        )
    headers = {}
    if parts.username:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers["Proxy-Authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
    return Proxy(host, port, headers, variable)


def _is_direct(node: tuple[str, int]) -> bool:
    """Return whether NO_PROXY lists a node: its host, a domain that the host is in, or `*`."""
    listed = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
    host, named = node[0].lower(), node_name(node).lower()
    for name in listed.lower().replace(",", " ").split():
        domain = name.removeprefix("*").removeprefix(".")
        if name == "*" or any(f".{one}".endswith(f".{domain}") for one in (host, named) if domain):
            return True
    return False
