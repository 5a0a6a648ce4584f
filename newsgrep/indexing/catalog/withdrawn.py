"""The articles that a person deleted, which no run takes in again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from newsgrep.article import key_of
from newsgrep.indexing.catalog.rows import ArticleRow, name_bytes, name_of, path_bytes, path_of, row_checksum
from newsgrep.indexing.catalog.schema import WITHDRAWN, statements
from newsgrep.indexing.fingerprints import Fingerprints

_COLUMNS = "path, name, digest, address, text, withdrawn"

#: A name of a record that says no more than in which line it begins.
_POSITION = re.compile(r"(?:.*#)?L\d+(?:~\d+)?")


class WithdrawnRow(NamedTuple):
    """An article that was deleted.

    withdrawn: when, in seconds since 1970
    others:    as of an article of the catalog; the fingerprints are None where another article with the same
               address or text was kept
    """

    path: str
    name: str
    digest: bytes
    address: int | None
    text: int | None
    withdrawn: int

    @property
    def key(self) -> str:
        """The key that it had."""
        return key_of(self.path, self.name)


class Withdrawn:
    """The deleted articles of a catalog. The table is made when the first is deleted."""

    def __init__(self, connection: sqlite3.Connection, generation: int, visible: str) -> None:
        """Take the database, the generation that writes, and the condition for the rows that it sees."""
        self._execute = connection.execute
        self._generation = generation
        self._visible = visible
        self._has_table = bool(
            self._execute("SELECT 1 FROM sqlite_master WHERE name = 'withdrawn'").fetchone()
        )

    def rows(self) -> Iterator[WithdrawnRow]:
        """Yield the articles, by path. Raises sqlite3.DatabaseError for a damaged row."""
        if not self._has_table:
            return
        query = f"SELECT {_COLUMNS}, came, checksum FROM withdrawn WHERE {self._visible} ORDER BY path, name"
        for *values, checksum in self._execute(query):
            if checksum != row_checksum(tuple(values)):
                raise sqlite3.DatabaseError("a row of withdrawn is damaged")
            path, name, digest, address, text, time, _ = values
            yield WithdrawnRow(path_of(path), name_of(name), digest, address, text, time)

    def has(self, path: str, name: str, digest: bytes, fingerprints: Fingerprints) -> bool:
        """Return whether an article was deleted: it, or one with its address or text.

        A name that is a number of a line is that of another article when the text before it changes. So it
        counts for the same article alone.
        """
        if not self._has_table:
            return False
        address, text = fingerprints
        query = f"SELECT 1 FROM withdrawn WHERE {self._visible} AND "
        key = (path_bytes(path), name_bytes(name), digest, not _POSITION.fullmatch(name))
        return bool(
            self._execute(f"{query} path = ? AND name = ? AND (digest = ? OR ?)", key).fetchone()
            or (address and self._execute(f"{query} address = ?", (address,)).fetchone())
            or (text and self._execute(f"{query} text = ?", (text,)).fetchone())
        )

    def remembers(self, path: str, name: str) -> bool:
        """Return whether the article with a key was deleted."""
        query = f"SELECT 1 FROM withdrawn WHERE {self._visible} AND path = ? AND name = ?"
        key = (path_bytes(path), name_bytes(name))
        return self._has_table and self._execute(query, key).fetchone() is not None

    def add(self, row: WithdrawnRow) -> None:
        """Remember an article."""
        if not self._has_table:
            for statement in statements(WITHDRAWN):
                self._execute(statement)
            self._has_table = True
        values = (
            path_bytes(row.path), name_bytes(row.name), row.digest, row.address, row.text, row.withdrawn,
            self._generation,
        )  # fmt: skip
        self._execute(
            f"INSERT INTO withdrawn ({_COLUMNS}, came, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, row_checksum(values)),
        )

    def remove(self, path: str, name: str) -> bool:
        """Forget an article; return whether it was remembered."""
        if not self._has_table:
            return False
        query = f"UPDATE withdrawn SET gone = ? WHERE path = ? AND name = ? AND {self._visible}"
        return self._execute(query, (self._generation, path_bytes(path), name_bytes(name))).rowcount > 0


def withdrawn_row(path: str, row: ArticleRow, time: int, *, is_shared: bool) -> WithdrawnRow:
    """Return what to remember of an article.

    is_shared: whether an article with the same address or text is kept
    """
    address, text = (None, None) if is_shared else row.fingerprints
    return WithdrawnRow(path, row.name, row.digest, address, text, time)
