"""The articles that a person deleted, which no run takes in again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsgrep.article import key_of
from newsgrep.indexing.catalog.optional import OptionalTable
from newsgrep.indexing.catalog.rows import ArticleRow, name_bytes, name_of, path_bytes, path_of
from newsgrep.indexing.catalog.schema import WITHDRAWN
from newsgrep.indexing.fingerprints import Fingerprints

#: A name of a record that says no more than in which line it begins.
_POSITION = re.compile(r"(?:.*#)?L\d+(?:~\d+)?")


def is_line(name: str) -> bool:
    """Return whether a record is named after its line, so that another may have the name in the next run."""
    return _POSITION.fullmatch(name) is not None


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


class Withdrawn(OptionalTable):
    """The deleted articles of a catalog."""

    NAME, SCRIPT, COLUMNS = "withdrawn", WITHDRAWN, "path, name, digest, address, text, withdrawn"

    def rows(self) -> list[WithdrawnRow]:
        """Return the articles, by path."""
        return [
            WithdrawnRow(path_of(path), name_of(name), *values) for path, name, *values in self._select("1")
        ]

    def has(self, path: str, name: str, digest: bytes, fingerprints: Fingerprints) -> bool:
        """Return whether an article was deleted: it, or one with its address or text.

        A name that is a number of a line is that of another article when the text before it changes. So it
        counts for the same article alone.
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

    def add(self, row: WithdrawnRow) -> None:
        """Remember an article."""
        self._insert(path_bytes(row.path), name_bytes(row.name), *row[2:])

    def remove(self, path: str, name: str) -> bool:
        """Forget an article; return whether it was remembered."""
        if not self._has_table:
            return False
        query = f"UPDATE withdrawn SET gone = ? WHERE path = ? AND name = ? AND {self._visible}"
        return self._execute(query, (self._generation, path_bytes(path), name_bytes(name))).rowcount > 0


def withdrawn_row(path: str, row: ArticleRow, time: int, kept: Sequence[ArticleRow]) -> WithdrawnRow:
    """Return what to remember of an article.

    kept: the articles with the same address or text that are kept
    """
    address = None if row.address in {one.address for one in kept} else row.address
    text = None if row.text in {one.text for one in kept} else row.text
    return WithdrawnRow(path, row.name, row.digest, address, text, time)
