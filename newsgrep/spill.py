"""Sets, sorted rows and queues of any size in bounded memory: the rest goes to temporary files.

>>> numbers = IntegerSet()
>>> numbers.add(7), numbers.add(7), 7 in numbers
(True, False, True)
>>> rows = SortedRows()
>>> rows.add(b"b", 2), rows.add(b"a", 1)
(None, None)
>>> list(rows)
[(b'a', 1), (b'b', 2)]
>>> with Queue() as queue:
...     queue.add("first"), queue.add("second"), list(queue)
(None, None, ['first', 'second'])
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from newsgrep.errors import NewsgrepError
from newsgrep.tuning import DEFAULT_TUNING, SpillTuning

_Item = TypeVar("_Item")

_64_BITS = 2**64
_SIGN = 2**63


class IntegerSet:
    """A set of 64-bit integers. Up to `tuning.set_size` they are in a Python set, then all in SQLite."""

    def __init__(self, tuning: SpillTuning = DEFAULT_TUNING.spill) -> None:
        self._tuning = tuning
        self._few: set[int] = set()
        self._table: sqlite3.Connection | None = None

    def __contains__(self, number: int) -> bool:
        if self._table is None:
            return number in self._few
        with temporary_file_errors():
            found = self._table.execute("SELECT 1 FROM numbers WHERE number = ?", (_signed(number),))
            return found.fetchone() is not None

    def add(self, number: int) -> bool:
        """Add a 64-bit number, and return whether it is new. All numbers must be signed, or all unsigned.

        Raises NewsgrepError if there is no room for the temporary database.
        """
        if self._table is not None:
            with temporary_file_errors():
                insert = "INSERT OR IGNORE INTO numbers VALUES (?)"
                return self._table.execute(insert, (_signed(number),)).rowcount > 0
        size = len(self._few)
        self._few.add(number)
        is_new = len(self._few) > size
        if size >= self._tuning.set_size:
            self._spill()
        return is_new

    def _spill(self) -> None:
        """Move all numbers to a temporary database."""
        self._table = open_temporary(self._tuning)
        with temporary_file_errors():
            self._table.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY)")
            self._table.executemany(
                "INSERT OR IGNORE INTO numbers VALUES (?)",
                ((number,) for number in sorted(map(_signed, self._few))),
            )
        self._few = set()


def _signed(number: int) -> int:
    """Return the lowest 64 bits of a number as a signed number, as SQLite stores it."""
    return (number + _SIGN) % _64_BITS - _SIGN


class SortedRows:
    """Rows with a unique `bytes` key and values, iterated in the order of their keys.

    A new row replaces a row with the same key. Up to `tuning.rows` they are in a dict, then all in SQLite.
    """

    def __init__(self, tuning: SpillTuning = DEFAULT_TUNING.spill) -> None:
        self._tuning = tuning
        self._few: dict[bytes, tuple[Any, ...]] = {}
        self._table: sqlite3.Connection | None = None
        self._columns = 0

    def add(self, key: bytes, *values: Any) -> None:
        """Add a row; all rows have the same number of values. Raises NewsgrepError if the disk is full."""
        self._few[key] = values
        if len(self._few) >= self._tuning.rows:
            self._spill()

    def __len__(self) -> int:
        """The number of rows."""
        if self._table is None:
            return len(self._few)
        self._spill()
        return int(self._table.execute("SELECT COUNT(*) FROM rows").fetchone()[0])

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield each row as (key, *values)."""
        if self._table is None:
            for key in sorted(self._few):
                yield key, *self._few[key]
            return
        self._spill()
        with temporary_file_errors():
            yield from self._table.execute("SELECT * FROM rows ORDER BY key")

    def _spill(self) -> None:
        """Move the rows in memory to a temporary database."""
        if not self._few:
            return
        if self._table is None:
            self._columns = len(next(iter(self._few.values())))
            names = "".join(f", value{number}" for number in range(self._columns))
            self._table = open_temporary(self._tuning)
            self._table.execute(f"CREATE TABLE rows (key BLOB PRIMARY KEY{names}) WITHOUT ROWID")
        marks = ", ?" * self._columns
        with temporary_file_errors():
            self._table.executemany(
                f"INSERT OR REPLACE INTO rows VALUES (?{marks})",
                ((key, *self._few[key]) for key in sorted(self._few)),
            )
        self._few = {}


class _Temporary(sqlite3.Connection):
    """A database that is closed, and so deleted, when the last reference to it is gone, in any thread."""

    def __del__(self) -> None:
        self.close()


def open_temporary(tuning: SpillTuning = DEFAULT_TUNING.spill) -> sqlite3.Connection:
    """Open a temporary database. What does not fit into its cache is on the disk, until it is closed."""
    with temporary_file_errors():
        connection = sqlite3.connect("", isolation_level=None, check_same_thread=False, factory=_Temporary)
        connection.execute(f"PRAGMA cache_size = -{tuning.cache_bytes // 1024}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
    return connection


class Queue(Generic[_Item]):
    """Items in the order in which they were added; beyond `tuning.queue_bytes` they are in a temporary file.

    Items are pickled. The queue is a context manager, which deletes the file.
    """

    def __init__(self, tuning: SpillTuning = DEFAULT_TUNING.spill) -> None:
        import tempfile  # takes 4 ms to import

        self._file = tempfile.SpooledTemporaryFile(tuning.queue_bytes, dir=temporary_folder() or None)  # noqa: SIM115
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # nobody needs what could not be written
            self._file.close()

    def add(self, item: _Item) -> None:
        """Add an item. Raises NewsgrepError if there is no room for the temporary file."""
        import pickle

        with temporary_file_errors():
            pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __iter__(self) -> Iterator[_Item]:
        """Yield the items, and keep them; more can be added after the last."""
        import pickle

        with temporary_file_errors():
            self._file.seek(0)
            for _ in range(self._count):
                yield pickle.load(self._file)

    def taken(self) -> Iterator[_Item]:
        """Yield the items, and forget them."""
        if self._count:
            yield from self
            self._count = 0
            with temporary_file_errors():
                self._file.seek(0)
                self._file.truncate()


@contextmanager
def temporary_file_errors() -> Iterator[None]:
    """Translate errors of a temporary file to NewsgrepError, so that no file that is read gets the blame."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise NewsgrepError(
            f"a temporary file in {temporary_folder() or 'TMPDIR'} cannot be written: {error}",
            "make room there, or name another folder with TMPDIR; nothing was changed",
        ) from error


def temporary_folder() -> str:
    """Return the folder for temporary files: TMPDIR, or like SQLite /var/tmp, as /tmp may be in memory."""
    return os.environ.get("TMPDIR", "") or ("/var/tmp" if Path("/var/tmp").is_dir() else "")  # noqa: S108
