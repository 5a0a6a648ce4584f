"""The indexes on the server: making those of a build, pointing the alias at them, deleting old ones."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Collection, Sequence
from typing import Any

from newsgrep.config.address import Address
from newsgrep.engine.opensearch.catalog_blocks import CATALOG_INDEX
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.failures import server_line
from newsgrep.engine.opensearch.mapping import articles_index, later_fields, words_index
from newsgrep.engine.opensearch.state import PARTS, index_of, state_index
from newsgrep.errors import UsageError

#: The environment variable that sets the number of shards of a new index.
SHARDS = "NEWSGREP_OPENSEARCH_SHARDS"

#: The oldest release that newsgrep is tested with.
OLDEST = (2, 19)
#: One replica, if the cluster has a second node.
_COPIES = {"auto_expand_replicas": "0-1"}
#: The mappings of the index of state, as a server returns them.
_STATE_MAPPINGS = {"dynamic": "false"}
_LIVE = {"bool": {"must_not": {"exists": {"field": "died"}}}}
_EXISTS = "resource_already_exists_exception"
#: Seconds: the longest merge, the longest wait until no shard keeps its operations, the pause between checks.
_LONGEST_MERGE, _LONGEST_WAIT, _PAUSE = 3600.0, 90.0, 2.0


def make_state_index(client: Client) -> None:
    """Make the index of state and lock, unless it is there. Raises UsageError for a name that is in use."""
    name = state_index(client.address)
    client.request("GET", f"/{name}", ok=(404,))
    if client.status != 404:
        return
    _refuse_other_servers(client)
    _refuse_foreign(client)
    settings = {"index": {"number_of_shards": 1, **_COPIES}}
    _make_index(client, name, {"settings": settings, "mappings": _STATE_MAPPINGS})


def is_state_index(client: Client) -> bool:
    """Return whether newsgrep made the index of state, and not the server by itself when a document came."""
    [held] = client.request("GET", f"/{state_index(client.address)}/_mapping").values()
    return bool(held["mappings"] == _STATE_MAPPINGS)


def _make_index(client: Client, name: str, body: dict[str, Any]) -> None:
    """Make an index. If it exists, an earlier attempt of this request made it, and its answer was lost."""
    answer = client.request("PUT", f"/{name}", body, ok=(400,), again=True)
    if client.status == 400 and answer["error"]["type"] != _EXISTS:
        raise UsageError(f"the server makes no index {name}: {server_line(answer['error']['reason'])}")


def make_build(client: Client, build: str, language: str) -> None:
    """Make the indexes of a build."""
    number = _shards()
    bodies: dict[str, dict[str, Any]] = {
        "articles": articles_index(language),
        "words": words_index(),
        "catalog": CATALOG_INDEX,
    }
    for part in PARTS:
        body = bodies[part]
        index = {"number_of_shards": number if part == "articles" else 1, **_COPIES}
        settings = {**body["settings"], "index": {**index, **body["settings"].get("index", {})}}
        _make_index(client, index_of(client.address, part, build), {**body, "settings": settings})


def add_later_fields(client: Client, build: str) -> None:
    """Add the fields that an index of an older version lacks, for the articles that this version adds."""
    path = f"/{index_of(client.address, 'articles', build)}/_mapping"
    [held] = client.request("GET", path).values()
    known = held["mappings"].get("properties", {})
    if missing := {name: field for name, field in later_fields().items() if name not in known}:
        client.request("PUT", path, {"properties": missing}, again=True)


def drop_build(client: Client, build: str) -> None:
    """Delete the indexes of a build."""
    for part in PARTS:
        client.request("DELETE", f"/{index_of(client.address, part, build)}", ok=(404,), again=True)


def sweep_builds(client: Client, kept: Collection[str]) -> None:
    """Delete the indexes of all builds but those kept: killed runs and rebuilds leave such indexes."""
    name = client.address.name
    answer = client.request("GET", f"/{','.join(f'{name}-{part}-*' for part in PARTS)}/_alias")
    builds = {build for index in answer if (build := _build_of(client.address, index))}
    for build in builds.difference(kept):
        drop_build(client, build)


def _build_of(address: Address, index: str) -> str:
    """Return the build that an index belongs to; empty if the index is not newsgrep's."""
    found = re.fullmatch(rf"{re.escape(address.name)}-(?:{'|'.join(PARTS)})-([0-9a-f]{{12}})", index)
    return found[1] if found else ""


def point_alias(client: Client, build: str) -> None:
    """Point the alias, which is the name of the index, at the articles of a build. Other tools search it.

    They see the articles that a running change adds, but none that has been replaced or deleted.
    """
    name = client.address.name
    actions = [
        {"remove": {"index": f"{name}-articles-*", "alias": name, "must_exist": False}},
        {"add": {"index": index_of(client.address, "articles", build), "alias": name, "filter": _LIVE}},
    ]
    client.request("POST", "/_aliases", {"actions": actions}, again=True)


def force_merge(client: Client, indexes: Sequence[str], *, worth_waiting: int = 50_000_000) -> None:
    """Have the server merge the segments of each shard into one.

    A shard keeps its history of operations, two thirds of the index, until its replicas are known to have
    them. The server checks that every 30 seconds; a merge before would leave the history in the segments.

    worth_waiting: the bytes from which an index is large enough to wait until its history can go
    """
    names = ",".join(indexes)
    client.request("POST", f"/{names}/_flush", again=True, timeout=_LONGEST_MERGE)
    deadline = time.monotonic() + _LONGEST_WAIT
    while _keeps_history(client, names, worth_waiting) and time.monotonic() < deadline:
        time.sleep(_PAUSE)
    path, params = f"/{names}/_forcemerge", {"max_num_segments": 1}
    client.request("POST", path, params=params, again=True, timeout=_LONGEST_MERGE)
    # The old segments stay on the disk until searches use the merged ones.
    client.request("POST", f"/{names}/_refresh", again=True, timeout=_LONGEST_MERGE)


def _keeps_history(client: Client, names: str, worth: int) -> bool:
    """Return whether a large index still keeps operations for a replica that may lack them."""
    answer = client.request("GET", f"/{names}/_stats", params={"level": "shards"})
    large = (one for one in answer["indices"].values() if one["total"]["store"]["size_in_bytes"] >= worth)
    shards = (shard for one in large for copies in one["shards"].values() for shard in copies)
    return any(
        lease["retaining_seq_no"] <= shard["seq_no"]["max_seq_no"]
        for shard in shards
        for lease in shard["retention_leases"]["leases"]
    )


def _refuse_other_servers(client: Client) -> None:
    """Raise UsageError for Elasticsearch, other servers, and releases older than OLDEST."""
    answer = client.request("GET", "/", ok=(403,))
    if client.status == 403:  # users may lack the permission to see the version
        return
    version = answer.get("version", {})
    number = str(version.get("number", ""))[:20]
    needed = f"newsgrep needs OpenSearch {'.'.join(map(str, OLDEST))} or later"
    if version.get("distribution") != "opensearch":
        name = "Elasticsearch" if "lucene_version" in version else "a server that newsgrep does not know"
        raise UsageError(f"{client.address} is {name} {number}".rstrip(), needed)
    parts = tuple(int(part) for part in number.split(".")[:2] if part.isdecimal())
    if parts < OLDEST:
        raise UsageError(f"{client.address} is OpenSearch {number}", needed)


def _refuse_foreign(client: Client) -> None:
    """Raise UsageError if an index or an alias that newsgrep did not make has the name."""
    name = client.address.name
    found = client.request("GET", f"/{name}", ok=(404,))
    others = [] if client.status == 404 else [one for one in found if not _build_of(client.address, one)]
    if others:
        what = f"an index {name}" if name in others else f"a name {name}, of the index {others[0]},"
        raise UsageError(
            f"the server has {what} that newsgrep did not make", "choose another name in the address"
        )


def _shards() -> int:
    value = os.environ.get(SHARDS, "") or "1"
    if not value.isdecimal() or not 1 <= int(value) <= 1024:
        raise UsageError(f"{SHARDS} is {value}", "it is a number of shards, from 1 to 1024")
    return int(value)
