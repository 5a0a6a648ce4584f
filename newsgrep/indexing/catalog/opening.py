"""Opening a catalog: as a published generation has it, or to write the next one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newsgrep.config.address import IndexPlace, index_at, rebuild_hint
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.catalog.catalog_files import (
    catalog_errors,
    catalog_files,
    check_catalog,
    newest_catalog,
    protect,
    read_schema,
    refuse_foreign,
    stored_name,
)
from newsgrep.indexing.catalog.file_groups import FileGroups
from newsgrep.indexing.catalog.reader import Catalog, time_name
from newsgrep.indexing.catalog.schema import TABLES, statements
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.tuning import DEFAULT_TUNING, IndexingTuning


def open_catalog(folder: Path, generation: int, articles: int, index: IndexPlace | None = None) -> Catalog:
    """Open the catalog in a folder as a generation has it, for reading.

    articles: how many articles the engine holds in this generation
    index:    where the index is, if it is not in the folder

    Raises IndexDamagedError if it is missing, is not a catalog, or belongs to another state of the index.
    """
    index = index or folder
    file = newest_catalog(folder, generation)
    if file is None:
        raise _lost(index)
    refuse_foreign(file)
    with catalog_errors(file, index):
        connection = _connected(file, "ro")
        try:
            if not _is_readable(connection):
                _roll_back(file)
            check_catalog(connection, file, index, generation, articles)
        except BaseException:
            connection.close()
            raise
    return Catalog(file, connection, generation)


def _connected(file: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    protect(connection)
    return connection


def _is_readable(connection: sqlite3.Connection) -> bool:
    """Return whether a catalog can be read without a rollback: no run was killed while it wrote to it."""
    try:
        read_schema(connection, "SELECT 1 FROM sqlite_master LIMIT 1")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
        return False
    return True


def _roll_back(file: Path) -> None:
    """Undo what a run was writing to a catalog when it was killed: SQLite does so on opening it to write.

    Raises NewsgrepError for a user who may not write to it.
    """
    with closing(_connected(file, "rw")) as connection:
        if not _is_readable(connection):
            raise NewsgrepError(
                f"a run on the index in {file.parent} was killed as it wrote, and you may not undo that",
                "have one who may write the index run: newsgrep verify",
            )


@contextmanager
def catalog_writer(
    folder: Path,
    published: int,
    articles: int = 0,
    index: IndexPlace | None = None,
    *,
    rebuild: bool = False,
    tuning: IndexingTuning = DEFAULT_TUNING.indexing,
) -> Iterator[CatalogWriter]:
    """Open the catalog of an index to write the generation after the published one, -1 where there is none.

    The caller must hold the write lock of the index. Drops what a run without a commit has left. With
    `rebuild`, a new catalog takes the place of the old one when the generation is published.

    articles: how many the engine holds in the published generation
    index:    where the index is, if it is not in the folder
    """
    index = index or folder
    generation = published + 1
    known = None if rebuild else newest_catalog(folder, published)
    if known is None and published >= 0 and not rebuild:
        raise _lost(index)
    file = known or folder / f"catalog_{generation}.sqlite"
    with catalog_errors(file, index):
        if known is None:
            _drop_catalogs_after(folder, published)
            writer = _begin(file, index, generation, published, tuning)
        else:
            writer = _begin(file, index, generation, published, tuning, articles)
            _drop_catalogs_after(folder, published)
        try:
            yield writer
        finally:
            writer.close()


def _lost(index: IndexPlace) -> IndexDamagedError:
    return IndexDamagedError(f"the {index_at(index)} has lost its catalog", rebuild_hint(index))


def _drop_catalogs_after(folder: Path, published: int) -> None:
    """Delete the catalogs of runs that did not publish."""
    for number, file in catalog_files(folder):
        if number > published:
            file.unlink(missing_ok=True)


@contextmanager
def dry_catalog(
    folder: Path,
    published: int,
    articles: int,
    index: IndexPlace | None = None,
    *,
    tuning: IndexingTuning = DEFAULT_TUNING.indexing,
) -> Iterator[CatalogWriter]:
    """Yield a copy of the catalog, in a temporary database, for a run that writes nothing.

    published: the published generation, -1 where there is none
    articles:  how many the engine holds in it
    index:     named in errors

    Raises IndexDamagedError.
    """
    from newsgrep.spill import open_temporary

    file = newest_catalog(folder, published) or folder / f"catalog_{published + 1}.sqlite"
    with catalog_errors(file, index):
        copy = open_temporary()
        copy.execute("COMMIT")
        if published >= 0:
            catalog = open_catalog(folder, published, articles, index)
            catalog._connection.backup(copy)
            catalog.close()
        writer = _prepare(folder / "copy", copy, published + 1, published, tuning)
        try:
            yield writer
        finally:
            writer.close()


def _begin(
    file: Path,
    index: IndexPlace,
    generation: int,
    published: int,
    tuning: IndexingTuning,
    articles: int | None = None,
) -> CatalogWriter:
    """Open a catalog for writing, and drop what does not belong to the published generation.

    articles: how many the engine holds in the published generation; None for a new catalog
    """
    refuse_foreign(file)
    connection = sqlite3.connect(file, isolation_level=None, timeout=tuning.catalog_wait)
    try:
        protect(connection)
        if articles is not None:
            check_catalog(connection, file, index, published, articles)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        return _prepare(file, connection, generation, published, tuning)
    except BaseException:
        connection.close()
        raise


def _prepare(
    file: Path, connection: sqlite3.Connection, generation: int, published: int, tuning: IndexingTuning
) -> CatalogWriter:
    connection.execute(f"PRAGMA cache_size = -{tuning.catalog_cache // 1024}")
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in statements(TABLES):
            connection.execute(statement)
    (written,) = connection.execute("SELECT MAX(value) FROM meta WHERE name = 'generation'").fetchone()
    _drop_unseen(connection, published, undo=written is not None and written > published)
    kept = (stored_name(published), time_name(published))
    connection.execute("DELETE FROM meta WHERE name NOT IN (?, ?)", kept)
    # It is committed with the first rows of the run: a run without changes leaves the file as it is.
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (generation,))
    return CatalogWriter(file, connection, generation, tuning)


def _drop_unseen(connection: sqlite3.Connection, published: int, *, undo: bool) -> None:
    """Delete rows that the published generation no longer has; `undo` what a later run wrote, too."""
    names = "'files', 'articles', 'sources', 'withdrawn', 'arrivals', 'corrections'"
    query = f"SELECT name FROM sqlite_master WHERE name IN ({names})"
    if undo:
        FileGroups(connection, "gone IS NULL").clear()
    for (table,) in connection.execute(query).fetchall():
        if undo:
            connection.execute(f"DELETE FROM {table} WHERE came > ?", (published,))
            connection.execute(f"UPDATE {table} SET gone = NULL WHERE gone > ?", (published,))
        connection.execute(f"DELETE FROM {table} WHERE gone <= ?", (published,))
