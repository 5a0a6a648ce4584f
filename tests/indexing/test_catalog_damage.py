"""A catalog with a flipped bit: a run refuses it, or does what it does with a whole one."""

from __future__ import annotations

import gc
import os
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

import newsgrep
from newsgrep.engine.registry import open_engine
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.inspection import index_problems
from newsgrep.query.nodes import MatchAll


@pytest.fixture
def changed(archive):
    """An archive of files and records, indexed by three runs, and changed after the last."""
    for number in range(6):
        archive.write(f"{number}.txt", f"Missiles fell on town {number}.")
    archive.lines("d.jsonl", *((str(number), f"Record {number} of the dump.") for number in range(8)))
    archive.run()
    archive.write("1.txt", "Talks.")
    archive.run()
    (archive.home / "2.txt").unlink()
    archive.lines("d.jsonl", *((str(number), f"Record {number} of the dump.") for number in range(9)))
    archive.run()
    archive.write("3.txt", "More talks.")
    archive.write("new.txt", "A new story.")
    (archive.home / "4.txt").unlink()
    return archive


def held(archive) -> list[tuple[str, str]]:
    """The keys and bodies of all articles, in the order of keys."""
    with closing(open_engine(archive.index)) as engine:
        found = engine.search(MatchAll(), sort="title", limit=None, offset=0)
        return sorted((article.key, article.body) for _, article in found.articles)


def test_a_flipped_bit_is_refused_or_does_not_matter(changed, tmp_path_factory):
    """Whichever it is, of the cells of all pages: no article is lost, and none comes twice."""
    whole = tmp_path_factory.mktemp("whole") / "index"
    shutil.copytree(changed.index, whole)
    changed.run()
    expected = held(changed)
    data = (whole / "catalog_0.sqlite").read_bytes()
    used = [place for place, byte in enumerate(data) if byte]
    rng = random.Random(1)
    refused = 0
    for place in rng.sample(used, 60):
        gc.collect()  # the last error may hold a connection, which would delete the journal of this round
        shutil.rmtree(changed.index)
        shutil.copytree(whole, changed.index)
        flipped = bytes([data[place] ^ 1 << rng.randrange(8)])
        (changed.index / "catalog_0.sqlite").write_bytes(data[:place] + flipped + data[place + 1 :])
        try:
            changed.run()
        except IndexDamagedError:
            refused += 1
        else:
            assert held(changed) == expected, place
    assert refused > 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE files SET options = CAST(x'ff' AS TEXT)",
        "UPDATE files SET path = 'text'",
        "UPDATE files SET path = x'302eff747874' WHERE path = CAST('0.txt' AS BLOB)",
        "UPDATE files SET size = 'many'",
        "UPDATE files SET id = -5 WHERE path = CAST('3.txt' AS BLOB)",
        "UPDATE files SET notes = '[' || x'00' WHERE path = CAST('3.txt' AS BLOB)",
        "UPDATE articles SET duplicate = 1",
        "UPDATE articles SET name = 'text'",
        "UPDATE meta SET value = 9223372036854775807",
        "UPDATE files SET path = CAST('0.txt' AS BLOB) WHERE path = CAST('3.txt' AS BLOB)",
    ],
)
def test_rows_of_other_values_are_refused(changed, statement):
    """Whatever their types are: nothing but IndexDamagedError is raised, and nothing is published."""
    before = held(changed)
    with closing(sqlite3.connect(changed.index / "catalog_0.sqlite")) as database, database:
        database.execute(statement)
    with pytest.raises(IndexDamagedError) as caught:
        changed.run()
    assert "--rebuild" in caught.value.hint
    assert held(changed) == before


def test_ids_may_be_any_number(changed):
    """A large one takes no memory."""
    with closing(sqlite3.connect(changed.index / "catalog_0.sqlite")) as database, database:
        database.execute("UPDATE files SET id = 1 << 60 WHERE path = CAST('0.txt' AS BLOB)")
    assert changed.run() == {"added": 1, "changed": 1, "same": 12, "removed": 1}
    (changed.home / "0.txt").unlink()
    assert changed.run()["removed"] == 1
    with closing(open_engine(changed.index)) as engine:
        assert list(index_problems(engine)) == []


@pytest.fixture
def killed(archive, tmp_path_factory):
    """The index of an archive as a run leaves it that is killed as it writes to the file of the catalog."""
    archive.write("a.txt", "Missiles fell.")
    archive.lines("d.jsonl", *((str(number), f"Record {number}.") for number in range(500)))
    archive.run()
    folder = tmp_path_factory.mktemp("killed") / ".newsgrep"
    with closing(sqlite3.connect(archive.index / "catalog_0.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE articles SET gone = 1")
        connection.execute("UPDATE files SET gone = 1")
        shutil.copytree(archive.index, folder)
        connection.execute("ROLLBACK")
    assert (folder / "catalog_0.sqlite-journal").stat().st_size
    return folder


def test_what_a_killed_run_was_writing_is_undone_by_whoever_reads(killed):
    """Not by the next run alone: an archive that is only searched has none."""
    with newsgrep.Index(killed) as index:
        assert index.check() == []
        assert (index.stats().files, index.count("added:7d")) == (2, 501)
    assert not (killed / "catalog_0.sqlite-journal").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_one_who_may_not_undo_it_is_told_who_may(killed):
    """The index is as it was."""
    (killed / "catalog_0.sqlite").chmod(0o400)
    with newsgrep.Index(killed) as index, pytest.raises(NewsgrepError, match="you may not undo that"):
        index.check()


@pytest.mark.parametrize("use", [newsgrep.Index.check, newsgrep.Index.update])
def test_a_journal_that_names_another_file_is_refused(killed, tmp_path, use):
    """SQLite would take that for a list of journals, and delete it."""
    other = tmp_path / "other"
    other.write_bytes(b"/nowhere\0")
    name = bytes(other)
    with (killed / "catalog_0.sqlite-journal").open("ab") as journal:
        numbers = (1, len(name), sum(name))
        page, length, checksum = (number.to_bytes(4, "big") for number in numbers)
        journal.write(page + name + length + checksum + bytes.fromhex("d9d505f920a163d7"))
    with newsgrep.Index(killed) as index, pytest.raises(IndexDamagedError, match="names another file"):
        use(index)
    assert other.exists()


@pytest.mark.parametrize("use", [newsgrep.Index.check, newsgrep.Index.update])
def test_a_schema_that_sqlite_quotes_byte_for_byte_is_damage(changed, use):
    """The message of its error is in no encoding then; the error is that of damage all the same."""
    file = changed.index / "catalog_0.sqlite"
    data = file.read_bytes()
    assert b"CREATE TABLE articles" in data
    file.write_bytes(data.replace(b"CREATE TABLE articles", b"CREATE \xa9\xff\xfeLE articles"))
    with newsgrep.open_index(changed.index) as index, pytest.raises(IndexDamagedError, match="is damaged"):
        use(index)


@pytest.mark.parametrize("use", [newsgrep.Index.check, newsgrep.Index.stats, newsgrep.Index.update])
@pytest.mark.parametrize("name", ["catalog_0.sqlite", "catalog_0.sqlite-journal", "catalog_0.sqlite-wal"])
def test_a_pipe_in_the_place_of_a_catalog_is_refused(changed, name, use):
    """Nobody waits for someone to write to it."""
    (changed.index / name).unlink(missing_ok=True)
    os.mkfifo(changed.index / name)
    with newsgrep.open_index(changed.index) as index, pytest.raises(IndexDamagedError, match="regular file"):
        use(index)
