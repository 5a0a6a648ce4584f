"""The catalog of an index that is rebuilt: what the new one takes over from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TypeVar

from newsgrep.indexing.catalog.arrivals import Arrival
from newsgrep.indexing.catalog.corrections import CorrectionRow
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import ArticleRow, FileRow, SourceRow
from newsgrep.indexing.catalog.withdrawn import WithdrawnRow

_Read = TypeVar("_Read")


class FormerCatalog:
    """A former catalog, as far as it can be read: a rebuild is the way out of a damaged index.

    is_lost: whether there is one that cannot be read
    """

    def __init__(self, catalog: Catalog | None = None, *, is_lost: bool = False) -> None:
        """Take the catalog, None where there is none or where it cannot be read."""
        self.is_lost = is_lost
        self._catalog = catalog
        self._path, self._file = "", 0

    def last_time(self) -> int:
        """Return the time of its last run; see Catalog.last_time."""
        return self._read(Catalog.last_time, 0)

    def sources(self) -> list[SourceRow]:
        """Return what was named to be indexed."""
        return self._read(lambda catalog: list(catalog.sources()), [])

    def files(self) -> Iterator[FileRow]:
        """Yield what articles came from."""
        yield from self._rows(lambda catalog: catalog.files())

    def articles_of(self, file: int) -> Iterator[ArticleRow]:
        """Yield the articles of a file."""
        yield from self._rows(lambda catalog: catalog.articles_of(file))

    def _rows(self, rows: Callable[[Catalog], Iterator[_Read]]) -> Iterator[_Read]:
        """Yield rows as far as they can be read."""
        if self._catalog is not None:
            try:
                yield from rows(self._catalog)
            except sqlite3.DatabaseError:
                self._catalog, self.is_lost = None, True

    def withdrawn(self) -> list[WithdrawnRow]:
        """Return the articles that were deleted."""
        return self._read(lambda catalog: catalog.withdrawn.rows(), [])

    def arrivals(self) -> list[Arrival]:
        """Return when the articles came that were deleted."""
        return self._read(lambda catalog: catalog.arrivals.rows(), [])

    def corrections(self) -> list[CorrectionRow]:
        """Return the former texts of articles."""
        return self._read(lambda catalog: catalog.corrections.rows(), [])

    def article(self, path: str, name: str) -> ArticleRow | None:
        """Return an article of a file."""
        return self._read(lambda catalog: self._article(catalog, path, name), None)

    def _article(self, catalog: Catalog, path: str, name: str) -> ArticleRow | None:
        if path != self._path:
            file = catalog.find_file(path)
            self._path, self._file = path, file.file if file else 0
        return catalog.find_article(self._file, name)

    def _read(self, read: Callable[[Catalog], _Read], default: _Read) -> _Read:
        try:
            return default if self._catalog is None else read(self._catalog)
        except sqlite3.DatabaseError:
            self._catalog, self.is_lost = None, True
            return default
