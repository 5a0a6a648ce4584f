"""The address of an index on a server: `https://HOST[:PORT]/NAME`."""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct

from newsgrep.errors import UsageError

#: The environment variable that allows `http://` to other machines, although others can read the traffic.
PLAIN_HTTP = "NEWSGREP_PLAIN_HTTP"

_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]+:/"
_HOST = r"[A-Za-z0-9_.:-]+"
#: The names of indexes that OpenSearch accepts, short enough for the suffixes that newsgrep adds.
_NAME = r"[a-z0-9][a-z0-9_.-]{0,199}"
_EXAMPLE = "write it as https://search.example.org:9200/news"


class Address(Struct, frozen=True):
    """The address of an index on a server, or on a cluster of several nodes.

    scheme: https or http
    nodes:  host and port of each node
    name:   of the index
    """

    scheme: str
    nodes: tuple[tuple[str, int], ...]
    name: str

    def __str__(self) -> str:
        return f"{self.scheme}://{','.join(map(node_name, self.nodes))}/{self.name}"


#: Where an index is: a folder of this machine, or an address.
IndexPlace = Path | Address


def index_at(place: IndexPlace) -> str:
    """Return how messages name the index at a place: `index in FOLDER`, or `index ADDRESS`."""
    return f"index in {place}" if isinstance(place, Path) else f"index {place}"


def rebuild_hint(place: IndexPlace) -> str:
    """Return the hint with the command that makes the index at a place anew."""
    named = "" if isinstance(place, Path) else f"--index {place} "
    return f"rebuild the index with: newsgrep index {named}--rebuild PATH"


def node_name(node: tuple[str, int]) -> str:
    """Return a host and its port in the form of an address."""
    host, port = node
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_address(text: str) -> bool:
    """Return whether a text is the address of a server, not a path."""
    return ":/" in text and re.match(_SCHEME, text) is not None


def parse_address(text: str) -> Address:
    """Parse an address. Raises UsageError for a wrong address, and for one that is not safe to use."""
    from urllib.parse import urlsplit

    text = re.sub(r":/+", "://", text, count=1)  # a Path has one slash in place of two
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http"):
        raise UsageError(f"{parts.scheme}: is no kind of address that newsgrep knows", _EXAMPLE)
    if "@" in parts.netloc:
        raise UsageError(
            "the address of an index has a user or a password in it, which other users of this machine see",
            "set NEWSGREP_OPENSEARCH_USER and NEWSGREP_OPENSEARCH_PASSWORD instead",
        )
    nodes = tuple(_node(one, parts.scheme, text) for one in parts.netloc.split(","))
    name = parts.path.strip("/")
    if not re.fullmatch(_NAME, name) or parts.query or parts.fragment:
        problem = f"{name!r} cannot be the name of an index" if name else f"{text} names no index"
        raise UsageError(problem, f"{_EXAMPLE}; a name has small letters, digits, - and _")
    if parts.scheme == "http" and not os.environ.get(PLAIN_HTTP):
        for host, _ in nodes:
            if not _is_this_machine(host):
                raise UsageError(
                    f"http:// to {host} sends passwords and articles unencrypted",
                    f"use https://, or set {PLAIN_HTTP}=1 if the network is your own",
                )
    return Address(parts.scheme, nodes, name)


def _node(text: str, scheme: str, address: str) -> tuple[str, int]:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{address}: {error}", _EXAMPLE) from error
    if not host or not re.fullmatch(_HOST, host):
        raise UsageError(f"{address} names no host", _EXAMPLE)
    # With https, the default is the port of a managed service; with http, the port of a node of one's own.
    return host, port or (443 if scheme == "https" else 9200)


def _is_this_machine(host: str) -> bool:
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
