"""Reading the catalog."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from newsgrep.article import key_of, split_key
from newsgrep.batching import batched_by_size
from newsgrep.indexing.catalog.file_groups import FileGroups
from newsgrep.indexing.catalog.history import Arrivals, Corrections, Withdrawn
from newsgrep.indexing.catalog.ranges import EVERY_PATH, PathRange, ranges_below
from newsgrep.indexing.catalog.rows import (
    FROM_FILE,
    FROM_PROGRAM,
    ArticleRow,
    FileKeys,
    FileRow,
    SourceRow,
    article_row,
    decoded_name,
    decoded_path,
    file_keys,
    file_row,
    name_bytes,
    path_bytes,
    source_row,
)
from newsgrep.indexing.catalog.schema import ARTICLE_COLUMNS, FILE_COLUMNS, SOURCE_COLUMNS
from newsgrep.indexing.fingerprints import Fingerprints

#: How many rows are given to a query together. SQLite may take no more than 999 values.
_GIVEN_AT_ONCE = 400


class Catalog:
    """A catalog as one generation has it: the one that is read, or the one that a run is writing."""

    def __init__(self, file: Path, connection: sqlite3.Connection, generation: int) -> None:
        """Use `open_catalog` or `catalog_writer`."""
        self.file = file
        self.generation = generation
        self._connection = connection
        self._execute = connection.execute
        self._visible = f"came <= {generation} AND (gone IS NULL OR gone > {generation})"

    @cached_property
    def withdrawn(self) -> Withdrawn:
        """The articles that were deleted, and are not indexed again."""
        return Withdrawn(self._connection, self.generation, self._visible)

    @cached_property
    def arrivals(self) -> Arrivals:
        """When the deleted articles were first indexed."""
        return Arrivals(self._connection, self.generation, self._visible)

    @cached_property
    def corrections(self) -> Corrections:
        """The former texts of articles."""
        return Corrections(self._connection, self.generation, self._visible)

    @cached_property
    def file_groups(self) -> FileGroups:
        """The groups of files of which a run reads no row if nothing changed."""
        return FileGroups(self._connection, self._visible)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def copy_to(self, file: Path) -> None:
        """Write the catalog, as it is, to a new file."""
        with closing(sqlite3.connect(file)) as copy:
            self._connection.backup(copy)

    # Files

    def find_file(self, path: str) -> FileRow | None:
        """Return the row of a file, None if the index does not have it."""
        query = f"SELECT {FILE_COLUMNS} FROM files WHERE path = ? AND {self._visible}"
        row = self._execute(query, (path_bytes(path),)).fetchone()
        return None if row is None else file_row(row)

    def _in_ranges(self, query: str, ranges: Iterable[PathRange]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query whose paths lie in the given ranges, by path within each range."""
        return chain.from_iterable(self._cursors(query, ranges))

    def _cursors(self, query: str, ranges: Iterable[PathRange]) -> Iterator[sqlite3.Cursor]:
        query = f"{query} AND path >= ? AND path < ? AND {self._visible} ORDER BY path"
        return (self._execute(query, bounds) for bounds in ranges)

    def files(self, ranges: Iterable[PathRange] = (EVERY_PATH,)) -> Iterator[FileRow]:
        """Yield the rows of the files whose paths lie in the given ranges, in their order."""
        return map(file_row, self._in_ranges(f"SELECT {FILE_COLUMNS} FROM files WHERE TRUE", ranges))

    def file_keys(self, ranges: Iterable[PathRange], *, keep_duplicates: bool = False) -> Iterator[FileKeys]:
        """Yield what a scan compares of the files whose paths lie in the given ranges, in their order.

        The options are None where the scan has to read the whole row: it has notes, or another
        `keep_duplicates`.
        """
        # Few columns: to pass one to Python takes a quarter of the time that finding the row takes.
        options = f"CASE WHEN keeps = {keep_duplicates:d} AND notes IS NULL THEN options END"
        columns = ", ".join(FileKeys._fields).replace("options", options)
        query = f"SELECT {columns} FROM files WHERE origin = {FROM_FILE}"
        return chain.from_iterable(map(file_keys, self._cursors(query, ranges)))

    def files_with_notes(self) -> Iterator[FileRow]:
        """Yield the rows of files with notes, such as on what could not be read, by path."""
        where = f"notes IS NOT NULL AND {self._visible}"
        query = f"SELECT {FILE_COLUMNS} FROM files WHERE {where} ORDER BY path"
        return map(file_row, self._execute(query))

    def paths_without_articles(self) -> list[str]:
        """Return the paths of files that were read, gave no article, and have no notes."""
        where = "stored = 0 AND duplicates = 0 AND notes IS NULL"
        query = f"SELECT path FROM files WHERE {where} AND origin = {FROM_FILE} AND {self._visible}"
        return [decoded_path(path) for (path,) in self._execute(query)]

    def totals(self) -> tuple[int, int, int]:
        """Return the number of files, of stored articles, and of duplicates."""
        query = f"SELECT COUNT(*), TOTAL(stored), TOTAL(duplicates) FROM files WHERE {self._visible}"
        files, stored, duplicates = self._execute(query).fetchone()
        return files, int(stored), int(duplicates)

    def totals_in(self, path: str, home: Path) -> tuple[int, int]:
        """Return the number of files at a path and below it, and of their stored articles.

        home: the folder that relative paths start from
        """
        ranges = ranges_below(path, home)
        where = "path = ?" + " OR path >= ? AND path < ?" * len(ranges)
        query = (
            f"SELECT COUNT(*), TOTAL(stored) FROM files "
            f"WHERE ({where}) AND origin != {FROM_PROGRAM} AND {self._visible}"
        )
        files, stored = self._execute(query, (path_bytes(path), *chain(*ranges))).fetchone()
        return files, int(stored)

    # Sources

    def find_source(self, path: str) -> SourceRow | None:
        """Return the source at a path, None if there is none."""
        query = f"SELECT {SOURCE_COLUMNS} FROM sources WHERE path = ? AND {self._visible}"
        row = self._execute(query, (path_bytes(path),)).fetchone()
        return None if row is None else source_row(row)

    def sources(self, ranges: Iterable[PathRange] = (EVERY_PATH,)) -> Iterator[SourceRow]:
        """Yield the sources whose paths lie in the given ranges, in the order of their paths."""
        return map(source_row, self._in_ranges(f"SELECT {SOURCE_COLUMNS} FROM sources WHERE TRUE", ranges))

    # Articles

    def last_time(self) -> int:
        """Return the time of the run that wrote this generation, in seconds since 1970; 0 for a new catalog.

        Every article that a later run adds has a later time.
        """
        time = self._noted(time_name(self.generation))
        if time is None:  # an earlier newsgrep wrote it
            query = f"SELECT IFNULL(MAX(added), 0) FROM articles WHERE {self._visible}"
            (time,) = self._execute(query).fetchone()
        return int(time)

    def _noted(self, name: str) -> int | None:
        """Return the number that the catalog stores under a name, None if there is none."""
        row = self._execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else int(row[0])

    def find_article(self, file: int, name: str) -> ArticleRow | None:
        """Return the article of a file by the name of its record."""
        query = f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE file = ? AND name = ? AND {self._visible}"
        row = self._execute(query, (file, name_bytes(name))).fetchone()
        return None if row is None else article_row(row)

    def articles_of(self, file: int) -> Iterator[ArticleRow]:
        """Yield the articles of a file, in their order."""
        query = f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE file = ? AND {self._visible} ORDER BY ordinal"
        return map(article_row, self._execute(query, (file,)))

    def article_by_key(self, key: str) -> tuple[FileRow, ArticleRow] | None:
        """Return an article, stored or duplicate, by its key."""
        path, name = split_key(key)
        file = self.find_file(path)
        article = self.find_article(file.file, name) if file else None
        return (file, article) if file and article else None

    def files_at(self, paths: Iterable[str]) -> Iterator[FileRow]:
        """Yield the rows of the files at distinct paths, in no order."""
        query = f"SELECT {FILE_COLUMNS} FROM given CROSS JOIN files ON path = one WHERE {self._visible}"
        return map(file_row, self._given("one", zip(map(path_bytes, paths)), query))

    def stored_articles(
        self, keys: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[FileRow, ArticleRow]]:
        """Return the stored articles with some keys, given as path and name, with the rows of their files."""
        files = {row.file: row for row in self.files_at(dict.fromkeys(path for path, _ in keys))}
        numbers = {row.path: row.file for row in files.values()}
        names = ((numbers[path], name_bytes(name)) for path, name in keys if path in numbers)
        query = (
            f"SELECT {ARTICLE_COLUMNS} FROM given CROSS JOIN articles ON file = of_file AND name = named "
            f"WHERE duplicate = 0 AND {self._visible}"
        )
        rows = map(article_row, self._given("of_file, named", names, query))
        return {(files[row.file].path, row.name): (files[row.file], row) for row in rows}

    def count_sharing(self, kind: str, fingerprints: Iterable[int]) -> dict[int, int]:
        """Return how many stored articles have each of distinct fingerprints.

        kind: of the fingerprints: address or text
        """
        query = (
            f"SELECT one, COUNT(*) FROM given CROSS JOIN articles ON {kind} = one "
            f"WHERE duplicate = 0 AND {self._visible} GROUP BY one"
        )
        return dict(self._given("one", zip(fingerprints), query))

    def duplicates_with(self, kind: str, fingerprints: Iterable[int]) -> Iterator[tuple[str, ArticleRow]]:
        """Yield the duplicates with one of distinct fingerprints, and the paths of their files.

        kind: of the fingerprints: address or text
        """
        columns = ", ".join(f"articles.{name}" for name in ARTICLE_COLUMNS.split(", "))
        query = (
            f"SELECT files.path, {columns} FROM given CROSS JOIN articles ON articles.{kind} = one "
            f"JOIN files ON files.file = articles.file WHERE articles.duplicate = 1 "
            f"AND {qualified('articles', self._visible)} AND {qualified('files', self._visible)}"
        )
        for path, *row in self._given("one", zip(fingerprints), query):
            yield decoded_path(path), article_row(tuple(row))

    def _given(self, columns: str, rows: Iterable[tuple[Any, ...]], query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query of a table `given`, which has these columns and rows.

        A statement for many rows takes a third of the time of a statement for each.
        """
        places = f"({', '.join('?' * (columns.count(',') + 1))})"
        for some in batched_by_size(rows, lambda _: 1, _GIVEN_AT_ONCE):
            values = ", ".join([places] * len(some))
            yield from self._execute(f"WITH given({columns}) AS (VALUES {values}) {query}", [*chain(*some)])

    def sharing(
        self, fingerprints: Fingerprints, except_row: int, *, duplicates: bool
    ) -> Iterator[tuple[str, ArticleRow]]:
        """Yield the articles with one of two fingerprints, first those with the same text.

        Each comes with the path of its file, and may come twice.
        except_row: the id of a row to leave out; 0 for none
        duplicates: whether to yield the duplicates, or the stored articles
        """
        columns = ", ".join(f"articles.{name}" for name in ARTICLE_COLUMNS.split(", "))
        for kind, value in zip(("text", "address"), reversed(fingerprints), strict=True):
            if value is not None:
                condition = f"articles.{kind} = ? AND articles.duplicate = ? AND articles.id != ?"
                found = self._with_files(columns, condition, values=(value, duplicates, except_row))
                for path, *row in found.fetchall():
                    yield decoded_path(path), article_row(tuple(row))

    def most_were_added(self, since: int, until: int) -> bool:
        """Return whether most stored articles were first indexed from `since` to before `until`."""
        query = (
            "SELECT COUNT(*), TOTAL(added >= ? AND added < ?) FROM articles "
            f"WHERE duplicate = 0 AND {self._visible}"
        )
        stored, within = self._execute(query, (since, until)).fetchone()
        return bool(2 * within > stored)

    def added_keys(self, since: int, until: int, *, outside: bool = False) -> Iterator[str]:
        """Yield keys of stored articles first indexed from `since` to before `until`, or of all others."""
        condition = "articles.added >= ? AND articles.added < ?"
        return self._keys_of_stored(f"NOT ({condition})" if outside else condition, since, until)

    def versions(self, address: int) -> list[tuple[str, ArticleRow]]:
        """Return the stored articles with an address, each with the path of its file, the earliest first."""
        found = list(self.sharing((address, None), 0, duplicates=False))
        return sorted(found, key=lambda one: (one[1].added, path_bytes(one[0]), one[1].ordinal))

    def changed_keys(self, since: int, until: int) -> set[str]:
        """Return the keys of stored articles whose text replaced another from `since` to before `until`.

        The other text is a former one of the article, or the text of an earlier article with its address.
        """
        is_later = (
            "articles.address IS NOT NULL AND articles.added >= ? AND articles.added < ? AND EXISTS ("
            "SELECT 1 FROM articles AS earlier JOIN files AS place ON place.file = earlier.file "
            "WHERE earlier.address = articles.address AND earlier.duplicate = 0 "
            "AND earlier.text IS NOT articles.text "
            "AND (earlier.added, place.path, earlier.ordinal) < "
            "(articles.added, files.path, articles.ordinal) "
            f"AND {qualified('earlier', self._visible)} AND {qualified('place', self._visible)})"
        )
        return {*self.corrections.keys(since, until), *self._keys_of_stored(is_later, since, until)}

    def duplicate_keys(self) -> Iterator[str]:
        """Yield the key of each article that is a duplicate, by path."""
        rows = self._with_files("articles.name", "articles.duplicate = 1", "files.path, articles.ordinal")
        return (key_of(decoded_path(path), decoded_name(name)) for path, name in rows)

    def stored_keys(self) -> Iterator[tuple[str, bytes]]:
        """Yield the key and the digest of each stored article."""
        rows = self._with_files("articles.name, articles.digest", "articles.duplicate = 0")
        return ((key_of(decoded_path(path), decoded_name(name)), digest) for path, name, digest in rows)

    def _keys_of_stored(self, condition: str, *values: int) -> Iterator[str]:
        """Yield the keys of the stored articles that meet a condition."""
        rows = self._with_files("articles.name", f"articles.duplicate = 0 AND {condition}", values=values)
        return (key_of(decoded_path(path), decoded_name(name)) for path, name in rows)

    def _with_files(
        self, columns: str, condition: str, order: str = "", *, values: Sequence[object] = ()
    ) -> sqlite3.Cursor:
        """Return the paths of articles that meet a condition, each with the given columns of the article."""
        return self._execute(
            f"SELECT files.path, {columns} FROM articles JOIN files ON files.file = articles.file "
            f"WHERE {condition} AND {qualified('articles', self._visible)} "
            f"AND {qualified('files', self._visible)}" + (f" ORDER BY {order}" if order else ""),
            values,
        )

    def problems(self) -> Iterator[str]:
        """Yield what is broken in the database, a line each. Reads all of it."""
        for (line,) in self._execute("PRAGMA integrity_check"):
            if line != "ok":
                yield f"{self.file.name}: {line}"
        for table, columns, decode in (
            ("files", FILE_COLUMNS, file_row),
            ("articles", ARTICLE_COLUMNS, article_row),
            ("sources", SOURCE_COLUMNS, source_row),
        ):
            rows = self._execute(f"SELECT {columns} FROM {table}")
            if count := sum(_is_damaged(row, decode) for row in rows):
                yield f"{self.file.name}: {count:,} damaged {'row' if count == 1 else 'rows'} of {table}"
        if self._noted("generation") == self.generation and (count := len(list(self.file_groups.wrong()))):
            yield f"{self.file.name}: {count:,} wrong {'row' if count == 1 else 'rows'} of file_groups"


def _is_damaged(row: tuple[Any, ...], decode: Callable[[tuple[Any, ...]], object]) -> bool:
    try:
        decode(row)
    except sqlite3.DatabaseError:
        return True
    return False


def time_name(generation: int) -> str:
    """Return the name under which the catalog has the time of the run of a generation."""
    return f"time {generation}"


def qualified(table: str, condition: str) -> str:
    """Return a condition with the table before its columns."""
    return condition.replace("came", f"{table}.came").replace("gone", f"{table}.gone")
