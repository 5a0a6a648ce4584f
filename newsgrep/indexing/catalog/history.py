"""Tables that the catalog makes when it first needs them: of withdrawn articles, and of former texts.

A catalog that an earlier newsgrep made may lack them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from typing import Any, NamedTuple

from newsgrep.article import LARGEST_ARTICLE, Article, decode_article, key_of
from newsgrep.indexing.catalog.rows import (
    decoded_name,
    decoded_path,
    name_bytes,
    path_bytes,
    row_checksum,
)
from newsgrep.indexing.catalog.schema import ARRIVALS, CORRECTIONS, WITHDRAWN, statements
from newsgrep.indexing.fingerprints import Fingerprints
from newsgrep.zstd import ZstdError, compress, decompress_frame

#: The name of a record that has only the number of its first line, such as `L12`.
_POSITION = re.compile(r"(?:.*#)?L\d+(?:~\d+)?")


def is_line(name: str) -> bool:
    """Return whether a record is named after its line, so that another may have the name in the next run."""
    return _POSITION.fullmatch(name) is not None


class _OptionalTable:
    """A table that a catalog may have or not: an earlier newsgrep made none.

    NAME, SCRIPT, COLUMNS: its name, the statements that make it, and the columns that a row adds
    """

    NAME: str
    SCRIPT: str
    COLUMNS: str

    def __init__(self, connection: sqlite3.Connection, generation: int, visible: str) -> None:
        """Take the database, a generation, and the SQL condition for the rows that this generation sees."""
        self._execute, self._executemany = connection.execute, connection.executemany
        self._generation = generation
        self._visible = visible
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        self._has_table = self._execute(query, (self.NAME,)).fetchone() is not None

    def _insert(self, *values: Any) -> None:
        """Add a row with these values. The first row makes the table."""
        self._insert_all([values])

    def _insert_all(self, rows: Collection[tuple[Any, ...]]) -> None:
        """Add rows with these values."""
        if rows and not self._has_table:
            for statement in statements(self.SCRIPT):
                self._execute(statement)
            self._has_table = True
        places = ", ".join("?" * (self.COLUMNS.count(",") + 3))
        query = f"INSERT INTO {self.NAME} ({self.COLUMNS}, came, checksum) VALUES ({places})"
        whole = ((*values, self._generation) for values in rows)
        if rows:
            self._executemany(query, ((*row, row_checksum(row)) for row in whole))

    def move(self, path: str, to: str) -> None:
        """Give the rows of a file to another file, which has taken its place."""
        for values in self._select("path = ?", (path_bytes(path),), "id"):
            self._insert(path_bytes(to), *values[1:])
        if self._has_table:
            query = f"UPDATE {self.NAME} SET gone = ? WHERE path = ? AND {self._visible}"
            self._execute(query, (self._generation, path_bytes(path)))

    def _select(self, where: str, values: tuple[Any, ...] = (), order: str = "path, name") -> list[Any]:
        """Return the columns of rows. Raises sqlite3.DatabaseError for a damaged row."""
        if not self._has_table:
            return []
        query = f"SELECT {self.COLUMNS}, came, checksum FROM {self.NAME} WHERE {self._visible} AND {where}"
        rows = self._execute(f"{query} ORDER BY {order}", values).fetchall()
        if any(row[-1] != row_checksum(row[:-1]) for row in rows):
            raise sqlite3.DatabaseError(f"a row of {self.NAME} is damaged")
        return [row[:-2] for row in rows]


class WithdrawnRow(NamedTuple):
    """An article that was deleted.

    withdrawn: when, in seconds since 1970
    others:    as in FileRow and ArticleRow; a fingerprint is None where another article with the same address
               or text was kept
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


class Withdrawn(_OptionalTable):
    """The deleted articles of a catalog."""

    NAME, SCRIPT, COLUMNS = "withdrawn", WITHDRAWN, "path, name, digest, address, text, withdrawn"

    def rows(self) -> list[WithdrawnRow]:
        """Return the articles, by path."""
        return [
            WithdrawnRow(decoded_path(path), decoded_name(name), *values)
            for path, name, *values in self._select("1")
        ]

    def has(self, path: str, name: str, digest: bytes, fingerprints: Fingerprints) -> bool:
        """Return whether an article was deleted: it, or one with its address or text.

        A name that is a line number belongs to another article once the lines before it change. So such a
        name counts only with the same digest.
        """
        if not self._has_table:
            return False
        address, text = fingerprints
        query = f"SELECT 1 FROM withdrawn WHERE {self._visible} AND "
        key = (path_bytes(path), name_bytes(name), digest, not is_line(name))
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

    def by_path(self) -> dict[bytes, int]:
        """Return the number of deleted articles of each file, by its encoded path."""
        if not self._has_table:
            return {}
        return dict(
            self._execute(
                f"SELECT path, COUNT(*) FROM withdrawn WHERE {self._visible} GROUP BY path"
            ).fetchall()
        )

    def add(self, *rows: WithdrawnRow) -> None:
        """Remember articles."""
        self._insert_all([(path_bytes(row.path), name_bytes(row.name), *row[2:]) for row in rows])

    def remove(self, path: str, name: str) -> bool:
        """Forget an article; return whether it was remembered."""
        if not self._has_table:
            return False
        query = f"UPDATE withdrawn SET gone = ? WHERE path = ? AND name = ? AND {self._visible}"
        return self._execute(query, (self._generation, path_bytes(path), name_bytes(name))).rowcount > 0


#: Path and name of an article, encoded, the fingerprint of its text, and when it was first indexed.
Arrival = tuple[bytes, bytes, int | None, int]


class Arrivals(_OptionalTable):
    """When the deleted articles of a catalog were first indexed."""

    NAME, SCRIPT, COLUMNS = "arrivals", ARRIVALS, "path, name, text, added"

    def rows(self) -> list[Arrival]:
        """Return all, as `add` takes them."""
        return [(path, name, text, added) for path, name, text, added in self._select("1")]

    def add(self, *arrivals: Arrival) -> None:
        """Remember when articles came."""
        self._insert_all(arrivals)

    def first(self, path: str, name: str, text: int | None) -> list[int]:
        """Return when an article, or one with its text, was first indexed, in seconds since 1970."""
        if not self._has_table:
            return []
        condition = "(path = ? AND name = ? AND ?) OR text = ?"
        values = (path_bytes(path), name_bytes(name), not is_line(name), text)
        return [added for *_, added in self._select(f"({condition})", values)]


class CorrectionRow(NamedTuple):
    """A former text of an article, which another text has replaced.

    article:  as it was, encoded and compressed; empty if it was not kept
    since:    when this text was first indexed, in seconds since 1970
    replaced: when the other text was first indexed
    """

    path: str
    name: str
    article: bytes
    since: int
    replaced: int

    def former(self) -> Article | None:
        """Return the article as it was, None if that was not kept. Raises sqlite3.DatabaseError."""
        if not self.article:
            return None
        try:
            return decode_article(decompress_frame(self.article, LARGEST_ARTICLE))
        except (ZstdError, ValueError) as error:
            raise sqlite3.DatabaseError("a former text is damaged") from error


class Corrections(_OptionalTable):
    """The former texts of a catalog."""

    NAME, SCRIPT, COLUMNS = "corrections", CORRECTIONS, "path, name, article, since, replaced"

    def rows(self) -> list[CorrectionRow]:
        """Return all, by key, the oldest of each first. Holds all texts in memory."""
        return [_row(values) for values in self._select("1", order="path, name, id")]

    def of(self, path: str, name: str) -> list[CorrectionRow]:
        """Return the former texts of an article of a file, the oldest first."""
        where = (path_bytes(path), name_bytes(name))
        return [_row(values) for values in self._select("path = ? AND name = ?", where, "id")]

    def add(self, row: CorrectionRow, most: int | None = None) -> None:
        """Keep a former text; of this article only the latest `most`, at least one; None for all."""
        key = (path_bytes(row.path), name_bytes(row.name))
        self._insert(*key, row.article, row.since, row.replaced)
        if most is not None:
            kept = f"SELECT id FROM corrections WHERE path = ? AND name = ? AND {self._visible}"
            self._execute(
                f"UPDATE corrections SET gone = ? WHERE path = ? AND name = ? AND {self._visible} "
                f"AND id NOT IN ({kept} ORDER BY id DESC LIMIT ?)",
                (self._generation, *key, *key, max(1, most)),
            )

    def keys(self, since: int, until: int) -> set[str]:
        """Return the keys of the articles with a text that was replaced from `since` to before `until`."""
        if not self._has_table:
            return set()
        query = f"SELECT path, name FROM corrections WHERE replaced >= ? AND replaced < ? AND {self._visible}"
        rows = self._execute(query, (since, until))
        return {key_of(decoded_path(path), decoded_name(name)) for path, name in rows}


def compressed(article: Article) -> bytes:
    """Return an article as a row of corrections holds it: encoded, and compressed with Zstandard."""
    return compress(article.encode())


def _row(values: tuple[bytes, bytes, bytes, int, int]) -> CorrectionRow:
    path, name, article, since, replaced = values
    return CorrectionRow(decoded_path(path), decoded_name(name), article, since, replaced)
