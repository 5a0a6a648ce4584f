"""The catalog on the server: the file is stored in blocks, and a hash of its contents names each block.

So a run sends only changed blocks, and checks fetched ones by their names. A document of its own lists the
blocks of each generation; the published generation says which list counts. A copy of the catalog on this
machine saves a run from fetching blocks that have not changed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from newsgrep.batching import slices_of
from newsgrep.config.address import Address, rebuild_hint
from newsgrep.config.settings_files import cache_folder
from newsgrep.engine.opensearch.bulk import Action, indexing, send
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.failures import failure
from newsgrep.errors import IndexDamagedError
from newsgrep.whole_files import whole_file

#: Bytes of a block of a catalog.
BLOCK = 262_144

#: How many blocks are fetched with one request.
_TOGETHER = 32

#: Settings and mappings. Only `g` is searched: the generation that added a block or a list.
CATALOG_INDEX: dict[str, Any] = {
    "settings": {"index": {"number_of_shards": 1}},
    "mappings": {"dynamic": False, "properties": {"g": {"type": "integer"}}},
}


def store_catalog(client: Client, index: str, generation: int, file: Path) -> None:
    """Send the changed blocks of the catalog, and the list of all its blocks, for a generation."""
    known = set(_blocks(_list_of(client, index, generation - 1) or {}))
    names: list[str] = []

    def new_blocks() -> Iterator[Action]:
        with file.open("rb") as opened:
            while data := opened.read(BLOCK):
                name = block_name(data)
                names.append(name)
                if name not in known:
                    known.add(name)
                    packed = base64.b64encode(zlib.compress(data, 3)).decode("ascii")
                    yield indexing(name, {"g": generation, "data": packed})

    send(client, index, new_blocks())
    listed = {"g": generation, "file": file.name, "size": file.stat().st_size, "blocks": names}
    send(client, index, [indexing(_list_name(generation), listed)])
    _keep_copy(client.address, file)


def fetch_catalog(client: Client, index: str, generation: int, folder: Path) -> None:
    """Write the catalog of a generation to a folder, under the name of the file that was stored.

    Fetches only blocks that the copy on this machine lacks. Raises IndexDamagedError if it is incomplete.
    """
    listed = _list_of(client, index, generation)
    if listed is None:
        return  # the code that opens the catalog reports that it is missing
    name = str(listed.get("file", ""))
    if not name or Path(name).name != name:
        raise _damaged(client)
    with (folder / name).open("xb") as file:
        is_copied = _write_blocks(client, index, _blocks(listed), file)
        if file.seek(0, os.SEEK_END) != listed.get("size"):
            raise _damaged(client)
    if not is_copied:
        _keep_copy(client.address, folder / name)


def _write_blocks(client: Client, index: str, blocks: Sequence[str], file: BinaryIO) -> bool:
    """Write blocks to a file in their order; return whether the copy on this machine had all of them."""
    places: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        places.setdefault(block, []).append(number * BLOCK)

    def write(block: str, data: bytes) -> None:
        for place in places.pop(block, ()):
            file.seek(place)
            file.write(data)

    for block, data in _copied_blocks(client.address):
        write(block, data)
    missing = list(places)
    for some in slices_of(missing, _TOGETHER):
        for block, data in zip(some, _fetched(client, index, some), strict=True):
            write(block, data)
    return not missing


def check_blocks(client: Client, index: str, generation: int) -> None:
    """Raise IndexDamagedError if a block of the catalog on the server does not agree with its name.

    A missing catalog is no error here: the code that opens the catalog reports it.
    """
    listed = _list_of(client, index, generation, may_lack=True)
    blocks = list(dict.fromkeys(_blocks(listed or {})))
    for some in slices_of(blocks, _TOGETHER):
        for _ in _fetched(client, index, some):
            pass


def sweep_catalog(client: Client, index: str, published: int) -> None:
    """Delete the blocks and lists of runs that did not publish, and of states before the last two."""
    client.request("POST", f"/{index}/_refresh")
    query = {"query": {"range": {"g": {"gt": published}}}}
    client.request("POST", f"/{index}/_delete_by_query", query, params={"refresh": True}, again=True)
    former = _list_of(client, index, published - 1)
    if former is None:
        return
    kept = set(_blocks(_list_of(client, index, published) or {}))
    gone = [name for name in dict.fromkeys(_blocks(former)) if name not in kept]
    names = [*gone, _list_name(published - 1)]
    send(client, index, (Action(b'{"delete":{"_id":"%b"}}' % name.encode("ascii")) for name in names))


def _fetched(client: Client, index: str, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the contents of blocks. Raises IndexDamagedError if a block does not agree with its name."""
    answer = client.request("POST", f"/{index}/_mget", {"ids": list(names)})
    for name, found in zip(names, answer.get("docs", ()), strict=True):
        try:
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(base64.b64decode(found["_source"]["data"]), BLOCK)
        except (KeyError, TypeError, ValueError, binascii.Error, zlib.error) as error:
            raise _damaged(client) from error
        if block_name(data) != name:
            raise _damaged(client)
        yield data


def _list_of(client: Client, index: str, generation: int, *, may_lack: bool = False) -> dict[str, Any] | None:
    """Return the list of the blocks of a generation; None if it has no list.

    Raises IndexDamagedError if the index of catalogs is missing, unless `may_lack`.
    """
    answer = client.request("GET", f"/{index}/_doc/{_list_name(generation)}", ok=(404,))
    if client.status != 404:
        return dict(answer["_source"])
    if "error" in answer and not may_lack:  # there is no such index
        raise failure(client.address, 404, answer, "")
    return None


def _list_name(generation: int) -> str:
    return f"list-{generation}"


def _blocks(listed: dict[str, Any]) -> list[str]:
    return [str(name) for name in listed.get("blocks", ())]


def _damaged(client: Client) -> IndexDamagedError:
    return IndexDamagedError(
        f"the catalog of the index {client.address} is damaged", rebuild_hint(client.address)
    )


def block_name(data: bytes) -> str:
    """Return the name of a block: a hash of its contents."""
    return hashlib.sha256(data).hexdigest()


def _copied_blocks(address: Address) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the blocks of the copy; nothing if there is no copy."""
    with suppress(OSError), _copy_of(address).open("rb") as copy:
        while data := copy.read(BLOCK):
            yield block_name(data), data


def _keep_copy(address: Address, file: Path) -> None:
    """Keep a catalog as the copy on this machine. Ignores failures: the next run then fetches the catalog."""
    copy = _copy_of(address)
    with suppress(OSError):
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(copy) as out, file.open("rb") as catalog:
            shutil.copyfileobj(catalog, out.buffer)


def _copy_of(address: Address) -> Path:
    name = hashlib.sha256(str(address).encode()).hexdigest()[:32]
    return cache_folder() / "catalogs" / f"{name}.sqlite"
