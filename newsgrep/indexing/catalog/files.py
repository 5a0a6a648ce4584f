"""The file of the catalog: which one a generation uses, opening it, and its errors."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.catalog.reader import Catalog

_NAME = re.compile(r"catalog_(\d+)\.sqlite(-journal)?")

REBUILD_HINT = "make the index anew with: newsgrep index --rebuild PATH"


def open_catalog(folder: Path, generation: int) -> Catalog:
    """Open the catalog of the index in a folder as a generation has it, for reading.

    Raises IndexDamagedError where it is missing, is not a catalog, or is an older one.
    """
    file = newest_catalog(folder, generation)
    if file is None:
        raise IndexDamagedError(f"the index in {folder} has lost its catalog", REBUILD_HINT)
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        with catalog_errors(folder):
            protect(connection)
            check_generation(connection, folder, generation)
    except BaseException:
        connection.close()
        raise
    return Catalog(file, connection, generation)


def check_generation(connection: sqlite3.Connection, folder: Path, published: int) -> None:
    """Raise IndexDamagedError for a catalog that cannot have the rows of the published generation.

    An empty file is a database without tables for SQLite, and an older copy of a catalog is a valid one: an
    update by either would add articles that the index has.
    """
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
    query = "SELECT MAX(value) FROM meta WHERE name = 'generation'"
    written = connection.execute(query).fetchone()[0] if tables else None
    if written is None or written < published:
        what = "is empty" if written is None else "is older than the index"
        raise IndexDamagedError(f"the catalog of the index in {folder} {what}", REBUILD_HINT)


def sweep_catalogs(folder: Path, published: int) -> None:
    """Delete the catalogs that a rebuilt one has taken the place of."""
    newest = newest_catalog(folder, published)
    for file in catalog_files(folder, lambda number: number <= published):
        if newest is not None and not file.name.startswith(newest.name):
            file.unlink(missing_ok=True)


def catalog_files(folder: Path, is_wanted: Callable[[int], bool]) -> list[Path]:
    """Return the catalogs in a folder, and their journals, that were begun in some generations."""
    files = folder.iterdir() if folder.is_dir() else ()
    return [file for file in files if (found := _NAME.fullmatch(file.name)) and is_wanted(int(found[1]))]


def newest_catalog(folder: Path, generation: int) -> Path | None:
    """Return the catalog that a generation uses: the last that was begun by then."""
    files = [
        file
        for file in catalog_files(folder, lambda number: number <= generation)
        if file.suffix == ".sqlite"
    ]
    return max(files, key=lambda file: int(_NAME.fullmatch(file.name)[1]), default=None)  # type: ignore[index]


@contextmanager
def catalog_errors(folder: Path) -> Iterator[None]:
    """Translate the errors of SQLite: a full disk and a lock are errors of their own, the rest is damage."""
    try:
        yield
    except sqlite3.OperationalError as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        message = (
            f"the index in {folder} cannot be written: {os.strerror(errno.ENOSPC)}"
            if is_full
            else f"the catalog of the index in {folder} cannot be used: {error}"
        )
        raise NewsgrepError(message, "the index is unchanged") from error
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(
            f"the catalog of the index in {folder} is damaged: {error}", REBUILD_HINT
        ) from error


def protect(connection: sqlite3.Connection) -> None:
    """Have a database from a stranger run nothing, and check the cells of its pages."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
