"""Groups of files: one row for the files of a folder that follow one another and have nothing to report.

The row has a digest of their names, sizes and times of change. If the folder still has this digest, a run
reads no other row of these files: most runs find most files unchanged. A change of any of the files removes
the group, and the commit of a run that has walked the folder makes it anew.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from newsgrep.indexing.catalog.rows import FROM_FILE, UNSETTLED, row_checksum
from newsgrep.indexing.catalog.schema import FILE_GROUPS, statements


class FileGroup(NamedTuple):
    """A group of files.

    first, last: encoded paths of its first and last file
    digest:      of the names, sizes and times of all
    stored:      how many of their articles are in the index
    duplicates:  how many are left out as duplicates
    """

    first: bytes
    last: bytes
    digest: bytes
    stored: int
    duplicates: int

    def row(self) -> tuple[bytes, bytes, bytes, int, int, int]:
        """Return the row of the group, with its checksum."""
        return (*self, row_checksum(tuple(self)))


def digest_of_files(
    names: bytes, sizes: Sequence[int], mtimes_ns: Sequence[int], ctimes_ns: Sequence[int]
) -> bytes:
    """Return a digest of files, of 16 bytes; an empty one if a time is beyond what the catalog stores.

    names: encoded, with a NUL between two
    sizes, mtimes_ns, ctimes_ns: of each file, in bytes, and in nanoseconds since 1970
    """
    digest = blake2b(names, digest_size=16)
    try:
        for column in (sizes, mtimes_ns, ctimes_ns):
            digest.update(array("q", column))
    except OverflowError:
        return b""
    return digest.digest()


class FileGroups:
    """The groups of a catalog. No two have a file in common."""

    def __init__(self, connection: sqlite3.Connection, visible: str) -> None:
        """Take the database, and the SQL condition for the rows of files that are there."""
        self._execute, self._executemany = connection.execute, connection.executemany
        self._visible = visible
        query = "SELECT 1 FROM sqlite_master WHERE name = 'file_groups'"
        self._has_table = self._execute(query).fetchone() is not None

    def find(self, first: bytes) -> FileGroup | None:
        """Return the group that begins with a file; None if there is none, or if its row is damaged."""
        if not self._has_table:
            return None
        row = self._execute("SELECT * FROM file_groups WHERE first = ?", (first,)).fetchone()
        group = FileGroup(*row[:-1]) if row else None
        return group if group and group.row() == row else None

    def make(self, first: bytes, last: bytes) -> None:
        """Make a group of the files from one to another, if none of them needs a closer look."""
        group = self._group_of(first, last)
        if group is None:
            return
        if not self._has_table:
            for statement in statements(FILE_GROUPS):
                self._execute(statement)
            self._has_table = True
        self.drop([first])
        self._execute("DELETE FROM file_groups WHERE first >= ? AND first <= ?", (first, last))
        self._execute("INSERT INTO file_groups VALUES (?, ?, ?, ?, ?, ?)", group.row())

    def drop(self, paths: Iterable[bytes]) -> None:
        """Remove the groups that some files belong to."""
        if self._has_table:
            before = "SELECT first FROM file_groups WHERE first <= ?1 ORDER BY first DESC LIMIT 1"
            query = f"DELETE FROM file_groups WHERE first = ({before}) AND last >= ?1"
            self._executemany(query, ((path,) for path in paths))

    def clear(self) -> None:
        """Remove all groups."""
        if self._has_table:
            self._execute("DELETE FROM file_groups")

    def wrong(self) -> Iterator[FileGroup]:
        """Yield the groups that are not what the rows of their files say."""
        if self._has_table:
            for row in self._execute("SELECT * FROM file_groups").fetchall():
                group = FileGroup(*row[:-1])
                if row != group.row() or group != self._group_of(group.first, group.last):
                    yield group

    def _group_of(self, first: bytes, last: bytes) -> FileGroup | None:
        """Return the group of the files from one to another; None if any needs a closer look.

        A file does that was read with options, or has notes, or whose times are not known.
        """
        is_usual = f"origin = {FROM_FILE} AND options = '' AND NOT keeps AND notes IS NULL"
        query = (
            f"SELECT path, size, mtime_ns, ctime_ns, stored, duplicates, {is_usual} FROM files "
            f"WHERE path >= ? AND path <= ? AND {self._visible} ORDER BY path"
        )
        rows = self._execute(query, (first, last)).fetchall()
        if not rows:
            return None
        paths, sizes, mtimes, ctimes, stored, duplicates, are_usual = zip(*rows, strict=True)
        start = first.rfind(b"/") + 1
        if (
            not all(are_usual)
            or UNSETTLED in mtimes
            or None in ctimes
            or (paths[0], paths[-1]) != (first, last)
            or any(path[:start] != first[:start] for path in paths)
        ):
            return None
        names = b"\0".join(path[start:] for path in paths)
        digest = digest_of_files(names, sizes, mtimes, ctimes)
        return FileGroup(first, last, digest, sum(stored), sum(duplicates))
