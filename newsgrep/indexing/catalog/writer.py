"""Writing the catalog: the rows of the generation that a run is going to publish."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from newsgrep.article import key_of
from newsgrep.indexing.catalog.catalog_files import stored_name
from newsgrep.indexing.catalog.former import FormerCatalog
from newsgrep.indexing.catalog.history import WithdrawnRow
from newsgrep.indexing.catalog.reader import Catalog, time_name
from newsgrep.indexing.catalog.rows import (
    ArticleRow,
    FileRow,
    article_row,
    decoded_name,
    decoded_path,
    name_bytes,
    notes_text,
    path_bytes,
    row_checksum,
)
from newsgrep.indexing.catalog.schema import (
    ARTICLE_COLUMNS,
    FILE_COLUMNS,
    INDEXES,
    SOURCE_COLUMNS,
    statements,
)
from newsgrep.tuning import IndexingTuning


def _insert(table: str, columns: str) -> str:
    """Return the statement that adds a row of all columns but its id."""
    names = columns.split(", ")[1:]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


_INSERT_FILE = _insert("files", FILE_COLUMNS)
_INSERT_ARTICLE = _insert("articles", ARTICLE_COLUMNS)
_INSERT_SOURCE = _insert("sources", SOURCE_COLUMNS)


class CatalogWriter(Catalog):
    """The catalog of a run, as the generation that it will publish: it sees the rows that the run wrote."""

    def __init__(
        self, file: Path, connection: sqlite3.Connection, generation: int, tuning: IndexingTuning
    ) -> None:
        super().__init__(file, connection, generation)
        #: The time of this run, later than the time of every run before, whatever the clock says.
        self.now = max(int(time.time()), Catalog(file, connection, generation - 1).last_time() + 1)
        #: The catalog of the index that is rebuilt.
        self.former = FormerCatalog()
        self._tuning = tuning
        self._changes = 0
        self._new_files: list[tuple[Any, ...]] = []
        #: The encoded paths of the new files.
        self._new_paths: set[bytes] = set()
        #: The ids of the versions that the new ones replace.
        self._left_files: list[tuple[int]] = []
        self._new_articles: list[tuple[Any, ...]] = []
        self._last_number: int | None = None
        #: The number of stored articles; counting them would read the rows of all files.
        self.stored = self._noted(stored_name(generation - 1)) or 0
        #: Whether there were no rows before this run.
        self.is_new = not self._execute("SELECT 1 FROM sqlite_master WHERE name = 'files_by_path'").fetchone()
        self._visible = "gone IS NULL"

    def follow(self, former: FormerCatalog) -> None:
        """Take over what a rebuild keeps of the former catalog: deleted articles and former texts."""
        self.former = former
        self.now = max(self.now, former.read(Catalog.last_time, 0) + 1)
        for row in former.rows(lambda catalog: iter(catalog.withdrawn.rows())):
            self.withdrawn.add(row)
        for arrival in former.rows(lambda catalog: iter(catalog.arrivals.rows())):
            self.arrivals.add(arrival)
        for correction in former.rows(lambda catalog: iter(catalog.corrections.rows())):
            self.corrections.add(correction)

    def last_file_id(self) -> int:
        """Return the largest id of a row of a file, 0 where there is none."""
        return int(self._execute("SELECT IFNULL(MAX(id), 0) FROM files").fetchone()[0])

    def new_file_number(self) -> int:
        """Return the number of a file that is new."""
        if self._last_number is None:
            self._last_number = self._execute("SELECT IFNULL(MAX(file), 0) FROM files").fetchone()[0]
        self._last_number += 1
        return self._last_number

    def add_file(self, row: FileRow) -> None:
        """Add a version of a file, which replaces the version with its id. `flush` writes it."""
        if row.id:
            self._left_files.append((row.id,))
        self.stored += row.stored
        values = (
            row.file, path_bytes(row.path), row.origin, row.size, row.mtime_ns, bytes.fromhex(row.digest),
            row.options, int(row.keep_duplicates), row.stored, row.duplicates, notes_text(row), row.ctime_ns,
            self.generation,
        )  # fmt: skip
        self._new_files.append((*values, row_checksum(values)))
        self._new_paths.add(values[1])
        if len(self._new_files) >= self._tuning.catalog_batch:
            self.flush()

    def find_file(self, path: str) -> FileRow | None:
        """Return the row of a file, None if the index does not have it."""
        if path_bytes(path) in self._new_paths:
            self.flush()
        return super().find_file(path)

    def files_at(self, paths: Iterable[str]) -> Iterator[FileRow]:
        """Yield the rows of the files at distinct paths, in no order."""
        self.flush()
        return super().files_at(paths)

    def remove_file(self, row: FileRow) -> None:
        """Remove a file with its articles."""
        self.remove_files([row])

    def remove_files(self, rows: Collection[FileRow]) -> None:
        """Remove files with their articles."""
        self._leave_files([(row.id,) for row in rows])
        query = f"UPDATE articles SET gone = {self.generation} WHERE file = ? AND gone IS NULL"
        self._connection.executemany(query, ((row.file,) for row in rows))
        self._changed(sum(row.stored + row.duplicates for row in rows))

    def articles_before(self, file: int) -> Iterator[ArticleRow]:
        """Yield the articles of a file that came before this run and are still there, in their order."""
        where = "file = ? AND came < ? AND gone IS NULL ORDER BY ordinal"
        query = f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE {where}"
        return map(article_row, self._execute(query, (file, self.generation)))

    def count_before(self, file: int) -> int:
        """Return the number of the articles that `articles_before` yields."""
        query = "SELECT COUNT(*) FROM articles WHERE file = ? AND came < ? AND gone IS NULL"
        return int(self._execute(query, (file, self.generation)).fetchone()[0])

    def last_ordinal(self, file: int) -> int:
        """Return the largest ordinal of the articles of a file, 0 where it has none."""
        query = "SELECT IFNULL(MAX(ordinal), 0) FROM articles WHERE file = ? AND gone IS NULL"
        return int(self._execute(query, (file,)).fetchone()[0])

    def is_of_this_run(self, row: ArticleRow) -> bool:
        """Return whether this run added an article, or this version of it, to the catalog."""
        query = "SELECT 1 FROM articles WHERE id = ? AND came = ?"
        return self._execute(query, (row.id, self.generation)).fetchone() is not None

    def published(self) -> Catalog:
        """Return the catalog as it was before this run. In a rebuild it is empty: see `former`."""
        return Catalog(self.file, self._connection, self.generation - 1)

    def keys_that_left(self) -> Iterator[str]:
        """Yield the keys of the articles that this run removes, or replaces by another version."""
        query = (
            "SELECT DISTINCT files.path, articles.name "
            "FROM articles JOIN files ON files.file = articles.file WHERE articles.gone = ?"
        )
        for path, name in self._execute(query, (self.generation,)).fetchall():
            yield key_of(decoded_path(path), decoded_name(name))

    def find_article_that_left(self, file: int, name: str) -> ArticleRow | None:
        """Return an article that this run removes or replaces, None if there is none."""
        query = f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE file = ? AND name = ? AND gone = ?"
        row = self._execute(query, (file, name_bytes(name), self.generation)).fetchone()
        return None if row is None else article_row(row)

    def first_added(self, path: str, name: str, text: int | None, *, file: int, keep_duplicates: bool) -> int:
        """Return when the index first had the text of an article whose name is new; now, if it never had it.

        An earlier article with the text may be deleted, leave in this run, or stay. With `keep_duplicates`,
        copies are articles of their own: then one that stays counts only if it is in the same file.
        """
        times = self.arrivals.first(path, name, text)
        if text is not None and not self.is_new:
            query = "SELECT added FROM articles WHERE text = ? AND came < ? AND (? OR file = ? OR gone = ?)"
            values = (text, self.generation, not keep_duplicates, file, self.generation)
            times += [added for (added,) in self._execute(query, values)]
        return min(times, default=self.now)

    def moved_within(self, file: int) -> int:
        """Return how many articles of a file moved to another record in this run, by their texts."""
        differs = f"duplicate = 0 AND text IS NOT NULL AND {self.generation} IN (came, gone)"
        # A record that keeps its text, and changes in something else, has not moved.
        stays = f"SELECT name, text FROM articles WHERE file = ? AND {differs} GROUP BY name, text"
        query = (
            "SELECT TOTAL(MIN(come, went)) FROM "
            "(SELECT SUM(gone IS NULL) AS come, SUM(gone IS NOT NULL) AS went FROM articles "
            f"WHERE file = ? AND {differs} AND (name, text) NOT IN ({stays} HAVING COUNT(*) > 1) "
            "GROUP BY text)"
        )
        return int(self._execute(query, (file, file)).fetchone()[0])

    def add_article(self, row: ArticleRow) -> None:
        """Add an article, or replace the version of it that has this id. `flush` writes it."""
        if row.id:
            self._leave("articles", [(row.id,)])
        values = (
            row.file, row.ordinal, name_bytes(row.name), row.digest, row.address, row.text,
            int(row.duplicate), row.added, row.changed, self.generation,
        )  # fmt: skip
        self._new_articles.append((*values, row_checksum(values)))
        if len(self._new_articles) >= self._tuning.catalog_batch:
            self.flush()

    def set_duplicate(self, row: ArticleRow, duplicate: bool) -> None:
        """Note that an article is a duplicate now, or no longer."""
        self.add_article(row._replace(duplicate=duplicate))
        self.flush()

    def remove_article(self, row: ArticleRow) -> None:
        """Remove an article of a file."""
        self.remove_articles([row])

    def remove_articles(self, rows: Collection[ArticleRow]) -> None:
        """Remove articles of files."""
        self._leave("articles", [(row.id,) for row in rows])

    def withdraw(self, found: Collection[tuple[FileRow, ArticleRow]]) -> None:
        """Remove stored articles, which come with their files, and remember them as withdrawn.

        A fingerprint that an article shares with one that stays, or with a later one of these, is left out.
        """
        rows = [row for _, row in found]
        fingerprints = zip(self._unshared("address", rows), self._unshared("text", rows), strict=True)
        self.withdrawn.add(
            *(
                WithdrawnRow(file.path, row.name, row.digest, address, text, self.now)
                for (file, row), (address, text) in zip(found, fingerprints, strict=True)
            )
        )
        self.arrivals.add(
            *((path_bytes(file.path), name_bytes(row.name), row.text, row.added) for file, row in found)
        )
        self.remove_articles(rows)

    def _unshared(self, kind: str, rows: Sequence[ArticleRow]) -> list[int | None]:
        """Return a fingerprint of each article, None if an article that is removed after it has the same.

        kind: of the fingerprints: address or text
        """
        own: list[int | None] = [getattr(row, kind) for row in rows]
        left = Counter(self.count_sharing(kind, {one for one in own if one is not None}))
        unshared: list[int | None] = []
        for one in own:
            if one is not None:
                left[one] -= 1
            unshared.append(None if one is None or left[one] > 0 else one)
        return unshared

    def set_source(self, path: str, options: str) -> None:
        """Remember a file or folder that was named to be indexed, and how it was read."""
        before = self.find_source(path)
        if before and before.options == options:
            return
        self.forget_source(path)
        values = (path_bytes(path), options, before.added if before else self.now, self.generation)
        self._execute(_INSERT_SOURCE, (*values, row_checksum(values)))
        self._changed()

    def forget_source(self, path: str) -> bool:
        """Forget a source; return whether it was remembered."""
        row = self.find_source(path)
        if row:
            self._leave("sources", [(row.id,)])
        return row is not None

    def flush(self) -> None:
        """Write the rows that were added, so that queries see them."""
        files, self._new_files, self._new_paths = self._new_files, [], set()
        articles, self._new_articles = self._new_articles, []
        left, self._left_files = self._left_files, []
        if left:
            self._leave_files(left)
        if files:
            self._connection.executemany(_INSERT_FILE, files)
            self.file_groups.drop(path for _, path, *_ in files)
        if articles:
            self._connection.executemany(_INSERT_ARTICLE, articles)
        self._changed(len(files) + len(articles))

    def make_groups(self, files: Iterable[tuple[bytes, bytes]]) -> None:
        """Make groups of files, each given by its first and last path, where no file needs a closer look."""
        self.index_rows()
        for first, last in files:
            self.file_groups.make(first, last)

    def commit(self) -> None:
        """Write all rows of the generation to the disk. Readers see them once it is published."""
        self.index_rows()
        count = (stored_name(self.generation), self.stored)
        for pair in (count, (time_name(self.generation), self.now)):
            self._execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", pair)
        self._execute("COMMIT")
        self._execute("BEGIN IMMEDIATE")

    def index_rows(self) -> None:
        """Write the rows that were added, and make the indexes of a new catalog.

        To make them at the end takes less time than to update them with every row.
        """
        self.flush()
        if not self.is_new:
            return
        for statement in statements(INDEXES):
            self._execute(statement)
        self.is_new = False

    def _leave_files(self, ids: Collection[tuple[int]]) -> None:
        """Mark versions of files as gone, with the articles that they count as stored."""
        query = "SELECT path, stored FROM given CROSS JOIN files ON id = one"
        for path, stored in list(self._given("one", ids, query)):
            self.stored -= stored
            self.file_groups.drop([path])
        self._leave("files", ids)

    def _leave(self, table: str, ids: Collection[tuple[int]]) -> None:
        """Mark rows as gone; delete those that came in this generation."""
        generation, many = self.generation, self._connection.executemany
        many(f"DELETE FROM {table} WHERE id = ? AND came = {generation}", ids)
        many(f"UPDATE {table} SET gone = {generation} WHERE id = ?", ids)
        self._changed(len(ids))

    def _changed(self, rows: int = 1) -> None:
        """End the transaction when it has many rows, so that memory is bounded and readers wait briefly."""
        self._changes += rows
        if self._changes >= self._tuning.catalog_transaction:
            self._execute("COMMIT")
            self._execute("BEGIN IMMEDIATE")
            self._changes = 0
