"""The catalog of an index that is rebuilt: what the new one takes over from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from newsgrep.indexing.catalog.ranges import EVERY_PATH, PathRange
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import ArticleRow, SourceRow, path_bytes

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

    def read(self, read: Callable[[Catalog], _Read], default: _Read) -> _Read:
        """Return what `read` returns for the catalog; the default if the catalog cannot be read."""
        return next(self.rows(lambda catalog: iter([read(catalog)])), default)

    def rows(self, rows: Callable[[Catalog], Iterator[_Read]]) -> Iterator[_Read]:
        """Yield what `rows` yields for the catalog, as far as it can be read."""
        if self._catalog is not None:
            try:
                yield from rows(self._catalog)
            except sqlite3.DatabaseError:
                self._catalog, self.is_lost = None, True

    def find_source(self, path: str) -> SourceRow | None:
        """Return the source at a path, None if there is none."""
        return self._sources.get(path)

    def sources(self, ranges: Iterable[PathRange] = (EVERY_PATH,)) -> Iterator[SourceRow]:
        """Yield the sources whose encoded paths lie in the given ranges."""
        for since, until in ranges:
            yield from (row for path, row in self._sources.items() if since <= path_bytes(path) < until)

    def set_options(self, path: str, options: str) -> None:
        """Give a source these options; add it if it is not there."""
        self._sources[path] = SourceRow(0, path, options, 0)

    @cached_property
    def _sources(self) -> dict[str, SourceRow]:
        rows: list[SourceRow] = self.read(lambda catalog: list(catalog.sources()), [])
        return {row.path: row for row in rows}

    def article(self, path: str, name: str) -> ArticleRow | None:
        """Return an article of a file."""

        def find(catalog: Catalog) -> ArticleRow | None:
            if path != self._path:
                file = catalog.find_file(path)
                self._path, self._file = path, file.file if file else 0
            return catalog.find_article(self._file, name)

        return self.read(find, None)
