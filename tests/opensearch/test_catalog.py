"""A catalog on a server that cannot be used: errors name the index, not a temporary folder."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep import Index, open_index
from newsgrep.config.address import parse_address
from newsgrep.engine.opensearch.catalog_blocks import store_catalog
from newsgrep.engine.opensearch.client import Client
from newsgrep.errors import IndexDamagedError


@pytest.fixture
def index(cluster_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """An index of one article on a server."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("A flood.")
    with open_index(f"{cluster_url}/test-{uuid.uuid4().hex[:12]}") as index:
        index.update(["a.txt"])
        yield index


def lost(client: Client, part: str, _: Path) -> None:
    """Delete the list of the blocks."""
    client.request("DELETE", f"/{part}/_doc/list-0", params={"refresh": True})


def empty(client: Client, part: str, file: Path) -> None:
    """Put a file of no bytes in the place of the catalog."""
    file.write_bytes(b"")
    store_catalog(client, part, 0, file)


def of_others(client: Client, part: str, file: Path) -> None:
    """Put the database of another program in the place of the catalog."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE files (name)")
    store_catalog(client, part, 0, file)


def broken(client: Client, part: str, file: Path) -> None:
    """Put what is no database in the place of the catalog."""
    file.write_bytes(b"no database " * 1000)
    store_catalog(client, part, 0, file)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lost, "the index {} has lost its catalog"),
        (empty, "the catalog of the index {} is empty"),
        (of_others, "the catalog of the index {} has other tables than newsgrep makes"),
        (broken, "the catalog of the index {} is damaged: file is not a database"),
    ],
)
def test_damage_names_the_address(index: Index, tmp_path: Path, damage, message: str) -> None:
    """Whatever asks the catalog says so: a run, a dry run, a list of the sources, the checks."""
    with closing(Client(parse_address(index.title))) as client:
        (part,) = client.request("GET", f"/{client.address.name}-catalog-*")
        damage(client, part, tmp_path / "catalog_0.sqlite")
    index.refresh()
    (tmp_path / "b.txt").write_text("Another flood.")
    for ask in (index.sources, index.update, lambda: index.update(dry_run=True), index.check):
        with pytest.raises(IndexDamagedError) as caught:
            ask()
        assert caught.value.message == message.format(index.title)
        hint = f"rebuild the index with: newsgrep index --index {index.title} --rebuild PATH"
        assert caught.value.hint == hint
