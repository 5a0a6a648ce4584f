"""A table of the catalog that is made when it is first needed."""

from __future__ import annotations

import sqlite3
from typing import Any

from newsgrep.indexing.catalog.rows import path_bytes, row_checksum
from newsgrep.indexing.catalog.schema import statements


class OptionalTable:
    """A table that a catalog may have or not: an earlier newsgrep made none.

    NAME, SCRIPT, COLUMNS: its name, the statements that make it, and the columns that a checksum is of
    """

    NAME: str
    SCRIPT: str
    COLUMNS: str

    def __init__(self, connection: sqlite3.Connection, generation: int, visible: str) -> None:
        """Take the database, the generation that writes, and the condition for the rows that it sees."""
        self._execute = connection.execute
        self._generation = generation
        self._visible = visible
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        self._has_table = self._execute(query, (self.NAME,)).fetchone() is not None

    def _insert(self, *values: Any) -> None:
        """Add a row with these columns, and make the table for the first."""
        if not self._has_table:
            for statement in statements(self.SCRIPT):
                self._execute(statement)
            self._has_table = True
        row = (*values, self._generation)
        places = ", ".join("?" * (len(row) + 1))
        query = f"INSERT INTO {self.NAME} ({self.COLUMNS}, came, checksum) VALUES ({places})"
        self._execute(query, (*row, row_checksum(row)))

    def move(self, path: str, to: str) -> None:
        """Have the rows of a file belong to another one, which has its place now."""
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
