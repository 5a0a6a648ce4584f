"""Changes of a database of SQLite: a run finds them wherever the program has written them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest


@pytest.mark.parametrize("padding", [0, 2**20])
def test_changes_that_a_program_has_not_written_into_a_database(archive, padding) -> None:
    """Are noticed by the file that has them; without a change the database is not read again."""
    with closing(sqlite3.connect(archive.home / "news.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("CREATE TABLE news (title, text)")
        database.execute("CREATE TABLE other AS SELECT zeroblob(?)", [padding])
        database.execute("INSERT INTO news VALUES ('Talks', 'They met.')")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert archive.run() == {"added": 1}
        status = (archive.home / "news.db").stat()
        database.execute("INSERT INTO news VALUES ('Tea', 'It rose.')")
        assert (archive.home / "news.db").stat().st_mtime_ns == status.st_mtime_ns
        assert archive.run() == {"same": 1, "added": 1}
        assert archive.run() == {"same": 2}
        database.execute("UPDATE news SET text = 'It fell.' WHERE title = 'Tea'")
        assert archive.run() == {"same": 1, "changed": 1}
