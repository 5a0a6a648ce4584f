"""The former texts of articles whose text was changed in its file."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from newsgrep.article import LARGEST_ARTICLE, Article, article_of, key_of
from newsgrep.indexing.catalog.optional import OptionalTable
from newsgrep.indexing.catalog.rows import name_bytes, name_of, path_bytes, path_of
from newsgrep.indexing.catalog.schema import CORRECTIONS
from newsgrep.zstd import ZstdError, compress, decompress_frame


class CorrectionRow(NamedTuple):
    """A text of an article that another one has taken the place of.

    article:  as it was, encoded and compressed; empty if it was not kept
    since:    when this text was first indexed, in seconds since 1970
    replaced: when the other text was
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
            return article_of(decompress_frame(self.article, LARGEST_ARTICLE))
        except (ZstdError, ValueError) as error:
            raise sqlite3.DatabaseError("a former text is damaged") from error


class Corrections(OptionalTable):
    """The former texts of a catalog."""

    NAME, SCRIPT, COLUMNS = "corrections", CORRECTIONS, "path, name, article, since, replaced"

    def rows(self) -> list[CorrectionRow]:
        """Return all, by key, the oldest of each first. Takes as much memory as they do."""
        return [_row(values) for values in self._select("1", order="path, name, id")]

    def of(self, path: str, name: str) -> list[CorrectionRow]:
        """Return those of an article of a file, the oldest first."""
        where = (path_bytes(path), name_bytes(name))
        return [_row(values) for values in self._select("path = ? AND name = ?", where, "id")]

    def add(self, row: CorrectionRow, most: int | None = None) -> None:
        """Keep a former text, and of this article no more than some; None for all."""
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
        """Return the keys of the articles of which a text was replaced within some seconds."""
        if not self._has_table:
            return set()
        query = f"SELECT path, name FROM corrections WHERE replaced >= ? AND replaced < ? AND {self._visible}"
        rows = self._execute(query, (since, until))
        return {key_of(path_of(path), name_of(name)) for path, name in rows}


def compressed(article: Article) -> bytes:
    """Return an article as a row has it."""
    return compress(article.encode())


def _row(values: tuple[bytes, bytes, bytes, int, int]) -> CorrectionRow:
    path, name, article, since, replaced = values
    return CorrectionRow(path_of(path), name_of(name), article, since, replaced)
