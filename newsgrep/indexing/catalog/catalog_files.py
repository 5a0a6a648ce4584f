"""The file of the catalog: which one a generation uses, whether it may be opened, and its errors."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from newsgrep.config.address import IndexPlace, index_at, rebuild_hint
from newsgrep.errors import IndexDamagedError, NewsgrepError, hint_on_unwritten, reason_of
from newsgrep.index_files import refuse_irregular
from newsgrep.indexing.catalog.schema import (
    ARRIVALS,
    CORRECTIONS,
    FILE_GROUPS,
    FORMER_TEXTS,
    INDEXES,
    TABLES,
    WITHDRAWN,
    statements,
)

_NAME = re.compile(r"catalog_(\d+)\.sqlite(-journal)?")

#: The suffixes of the files that SQLite may open beside a database.
_BESIDE = ("-journal", "-wal", "-shm")

#: The end of a journal that names a super-journal: SQLite writes one for several databases together.
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")


def refuse_foreign(file: Path) -> None:
    """Raise IndexDamagedError for a catalog, or a file beside it, that newsgrep cannot have written.

    That is a link, a pipe, or a journal that names another file: SQLite would follow the link, wait for the
    pipe, and delete the file that is named as a super-journal. newsgrep never writes such a journal.
    """
    for suffix in ("", *_BESIDE):
        refuse_irregular(file.with_name(f"{file.name}{suffix}"))
    journal = file.with_name(f"{file.name}-journal")
    with suppress(FileNotFoundError), journal.open("rb") as opened:
        opened.seek(-min(len(_SUPER_JOURNAL), journal.stat().st_size), os.SEEK_END)
        if opened.read() == _SUPER_JOURNAL:
            raise IndexDamagedError(
                f"{journal} names another file, and newsgrep writes no such thing: not opened",
                "it may be hostile: look at the folder, delete it, and index again",
            )


_TABLES_AND_INDEXES = {*statements(TABLES), *statements(INDEXES)}
_OPTIONAL = {
    text
    for script in (WITHDRAWN, ARRIVALS, CORRECTIONS, FILE_GROUPS, FORMER_TEXTS)
    for text in statements(script)
}


def read_schema(connection: sqlite3.Connection, query: str) -> list[Any]:
    """Return the rows of a query of the schema. The first query makes SQLite read the schema."""
    try:
        return connection.execute(query).fetchall()
    except UnicodeDecodeError as error:  # SQLite quotes what is damaged in the message of its error
        raise sqlite3.DatabaseError("malformed database schema") from error


def check_catalog(
    connection: sqlite3.Connection, file: Path, index: IndexPlace, published: int, articles: int
) -> None:
    """Raise IndexDamagedError for a catalog that cannot have the rows of the published generation.

    SQLite takes an empty file for a database without tables, and an older copy of a catalog is a valid
    database: with either, an update would add articles that the index already has. The catalog of a stranger
    may have views and triggers in place of tables, which compute without end.
    """
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL LIMIT 100"
    found = [text for (text,) in read_schema(connection, query)]
    if not _TABLES_AND_INDEXES <= {*found} <= _TABLES_AND_INDEXES | _OPTIONAL:
        what = "has other tables than newsgrep makes" if found else "is empty"
        raise _wrong(file, index, what)
    known = dict(connection.execute("SELECT name, value FROM meta LIMIT 100"))
    written, stored = known.get("generation"), known.get(stored_name(published))
    if not isinstance(written, int) or written < published:
        raise _wrong(file, index, "is older than the index")
    if stored is None:
        hint = "if the index was changed while it was open, open it again (Index.refresh); else "
        raise _wrong(file, index, "is newer than the index", hint)
    if stored != articles:
        what = f"the {index_at(index)} holds {articles:,} articles, and its catalog {stored}"
        raise IndexDamagedError(f"{what}{_name(file, index)}", rebuild_hint(index))


def stored_name(generation: int) -> str:
    """Return the name under which the catalog has the number of stored articles of a generation."""
    return f"stored {generation}"


def sweep_catalogs(folder: Path, published: int) -> None:
    """Delete the catalogs that a rebuild has replaced."""
    newest = newest_catalog(folder, published)
    for number, file in catalog_files(folder):
        if number <= published and newest is not None and not file.name.startswith(newest.name):
            file.unlink(missing_ok=True)


def catalog_files(folder: Path) -> list[tuple[int, Path]]:
    """Return the catalogs in a folder, and their journals, with the generation in which each was begun."""
    files = folder.iterdir() if folder.is_dir() else ()
    return [(int(found[1]), file) for file in files if (found := _NAME.fullmatch(file.name))]


def newest_catalog(folder: Path, generation: int) -> Path | None:
    """Return the catalog that a generation uses: the last that was begun by then."""
    begun = (one for one in catalog_files(folder) if one[0] <= generation and one[1].suffix == ".sqlite")
    return max(begun, default=(0, None))[1]


#: Errors of SQLite that come from the system, with their numbers there.
_REASONS = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EACCES}


@contextmanager
def catalog_errors(file: Path, index: IndexPlace | None = None) -> Iterator[None]:
    """Translate errors of SQLite: NewsgrepError if it cannot use the file, IndexDamagedError for damage.

    file:  the catalog
    index: where the index is, if it is not in the folder of the file
    """
    folder = file.parent
    index = index or folder
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:  # raised by Python, for a text that is not in UTF-8
            raise _wrong(file, index, f"is damaged: {error}") from error
        reason = _REASONS.get(code & 0xFF)  # the low byte is the kind, the rest is detail
        name = index_at(index)
        if reason:
            refused = OSError(reason, os.strerror(reason))
            what = name if folder == index else f"catalog of the {name}, a file in {folder},"
            message = f"the {what} cannot be written: {reason_of(refused)}"
            raise NewsgrepError(message, hint_on_unwritten(refused)) from error
        message = f"the catalog of the {name} cannot be used: {error}{_name(file, index)}"
        raise NewsgrepError(message, "nothing was changed") from error
    except sqlite3.DatabaseError as error:
        raise _wrong(file, index, f"is damaged: {error}") from error


def _wrong(file: Path, index: IndexPlace, what: str, hint: str = "") -> IndexDamagedError:
    """Return the error for a catalog; `what` says what it is or has."""
    message = f"the catalog of the {index_at(index)} {what}{_name(file, index)}"
    return IndexDamagedError(message, f"{hint}{rebuild_hint(index)}")


def _name(file: Path, index: IndexPlace) -> str:
    """Return the end of a message: the name of the file, unless the index is on a server."""
    return f" ({file.name})" if isinstance(index, Path) else ""


def protect(connection: sqlite3.Connection) -> None:
    """Run no code from the schema, and check the cells of pages: a stranger may have made the database."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
