"""The catalog: rows of a generation count once it is published."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.catalog.catalog_files import catalog_errors, sweep_catalogs
from newsgrep.indexing.catalog.history import CorrectionRow
from newsgrep.indexing.catalog.opening import catalog_writer, open_catalog
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import ArticleRow, FileRow
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.tuning import DEFAULT_TUNING, IndexingTuning

#: Each row in a transaction of its own.
SMALL = IndexingTuning(catalog_batch=1, catalog_transaction=1)


def add(catalog: CatalogWriter, path: str, *names: str) -> FileRow:
    """Add a file with some articles."""
    row = FileRow(0, catalog.new_file_number(), path, size=3, digest="aa", stored=len(names))
    catalog.add_file(row)
    for ordinal, name in enumerate(names):
        catalog.add_article(
            ArticleRow(0, row.file, ordinal, name, b"digest", 7, None, False, catalog.now, catalog.now)
        )
    return row


def held(catalog: Catalog) -> dict[str, list[str]]:
    """The names of the articles of each file."""
    return {file.path: [row.name for row in catalog.articles_of(file.file)] for file in catalog.files()}


def seen_by(folder: Path, generation: int, articles: int) -> dict[str, list[str]]:
    """What a reader of a generation, which has so many articles, sees."""
    with closing(open_catalog(folder, generation, articles)) as catalog:
        return held(catalog)


def change(catalog: CatalogWriter) -> None:
    """Remove the file a, change the file b, and add the file c."""
    a, b = catalog.find_file("a"), catalog.find_file("b")
    catalog.remove_file(a)
    old, gone = catalog.articles_of(b.file)
    catalog.add_article(old._replace(digest=b"other"))
    catalog.corrections.add(CorrectionRow("b", old.name, b"", 1, 2))
    catalog.remove_article(gone)
    catalog.add_file(b._replace(stored=1))
    add(catalog, "c", "1")


@pytest.fixture(params=[DEFAULT_TUNING.indexing, SMALL], ids=["usual", "small"])
def tuning(request) -> IndexingTuning:
    """Usual transactions, and such of one row."""
    return request.param


BEFORE = {"a": ["1", "2"], "b": ["1", "2"]}
AFTER = {"b": ["1"], "c": ["1"]}


@pytest.fixture
def folder(tmp_path, tuning) -> Path:
    """A folder with the catalog of generation 0."""
    with catalog_writer(tmp_path, -1, tuning=tuning) as catalog:
        add(catalog, "a", "1", "2")
        add(catalog, "b", "1", "2")
        catalog.commit()
    return tmp_path


@pytest.mark.parametrize("is_committed", [False, True])
def test_rows_that_were_not_published_are_dropped(folder, tuning, is_committed):
    """Whether the run ended before they were on the disk or after; the next one has the same generation."""
    for _ in range(2):
        with catalog_writer(folder, 0, 4, tuning=tuning) as catalog:
            assert catalog.generation == 1
            assert held(catalog) == BEFORE
            assert catalog.stored == 4
            assert catalog.totals() == (2, 4, 0)
            change(catalog)
            if is_committed:
                catalog.commit()
        assert seen_by(folder, 0, 4) == BEFORE
    with closing(sqlite3.connect(folder / "catalog_0.sqlite")) as database:
        with catalog_writer(folder, 0, 4, tuning=tuning) as catalog:
            catalog.commit()
        for table in ("files", "articles"):
            (count,) = database.execute(f"SELECT COUNT(*) FROM {table} WHERE came > 0 OR gone > 0").fetchone()
            assert count == 0
        if is_committed:  # else the table was not made
            assert database.execute("SELECT COUNT(*) FROM corrections").fetchone() == (0,)


def test_a_reader_sees_its_generation_while_the_next_is_written(folder, tuning):
    """All of it before the commit and after; whoever opens the new generation sees that one."""
    with closing(open_catalog(folder, 0, 4)) as reader:
        assert held(reader) == BEFORE
        with catalog_writer(folder, 0, 4, tuning=tuning) as catalog:
            change(catalog)
            catalog.flush()
            assert held(catalog) == AFTER
            assert catalog.stored == 2
            if tuning is SMALL:
                assert held(reader) == BEFORE
            catalog.commit()
            assert held(reader) == BEFORE
            assert seen_by(folder, 1, 2) == AFTER
        assert held(reader) == BEFORE
        assert reader.totals() == (2, 4, 0)
    with closing(open_catalog(folder, 1, 2)) as reader:
        assert reader.totals() == (2, 2, 0)


def test_rows_that_left_are_deleted_by_the_next_run(folder, tuning):
    """Once the generation in which they left is published."""
    with catalog_writer(folder, 0, 4, tuning=tuning) as catalog:
        change(catalog)
        catalog.commit()
    with catalog_writer(folder, 1, 2, tuning=tuning) as catalog:
        assert held(catalog) == AFTER
        assert catalog.stored == 2
        catalog.commit()
    with closing(sqlite3.connect(folder / "catalog_0.sqlite")) as database:
        for table in ("files", "articles"):
            assert database.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (2,)


def test_a_rebuild_leaves_the_old_catalog_until_it_is_published(folder, tuning):
    """Both are there while it is written; which one is read follows from the generation."""
    with catalog_writer(folder, 0, rebuild=True, tuning=tuning) as catalog:
        assert held(catalog) == {}
        assert catalog.stored == 0
        add(catalog, "new", "1")
        catalog.commit()
        sweep_catalogs(folder, 0)
        assert seen_by(folder, 0, 4) == BEFORE
        assert seen_by(folder, 1, 1) == {"new": ["1"]}
    sweep_catalogs(folder, 1)
    assert [file.name for file in folder.iterdir()] == ["catalog_1.sqlite"]
    with catalog_writer(folder, 1, 1, tuning=tuning) as catalog:
        assert held(catalog) == {"new": ["1"]}


def test_a_rebuild_that_was_not_published_is_deleted(folder, tuning):
    """By the next run, rebuild or not."""
    with catalog_writer(folder, 0, rebuild=True, tuning=tuning) as catalog:
        add(catalog, "new", "1")
        catalog.commit()
    with catalog_writer(folder, 0, 4, tuning=tuning) as catalog:
        assert held(catalog) == BEFORE
    assert [file.name for file in folder.iterdir()] == ["catalog_0.sqlite"]


def test_a_missing_catalog_is_an_error(folder):
    """For readers and for writers, but not for a rebuild."""
    (folder / "catalog_0.sqlite").unlink()
    with pytest.raises(IndexDamagedError, match="has lost its catalog"):
        open_catalog(folder, 0, 4)
    with pytest.raises(IndexDamagedError, match="has lost its catalog"), catalog_writer(folder, 0, 4):
        pass
    with catalog_writer(folder, 0, rebuild=True) as catalog:
        assert held(catalog) == {}


def test_a_file_that_is_no_database_is_damage(folder):
    """It is named, with the advice to rebuild the index."""
    (folder / "catalog_0.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(IndexDamagedError, match="is damaged") as caught, catalog_writer(folder, 0, 4):
        pass
    assert "--rebuild" in caught.value.hint


def test_a_locked_catalog_is_no_damage(folder):
    """Another program has it open in SQLite, and does not end its transaction."""
    with closing(sqlite3.connect(folder / "catalog_0.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        writer = catalog_writer(folder, 0, 4, tuning=IndexingTuning(catalog_wait=0.05))
        with pytest.raises(NewsgrepError, match="locked") as caught, writer:
            pass
    assert not isinstance(caught.value, IndexDamagedError)


def test_a_touched_file_is_still_known_for_its_articles(archive):
    """A new article that is the same as one of a file that was only touched is a duplicate of it."""
    text = "Talks went on for a second day. " * 10
    archive.write("a.txt", text)
    archive.run()
    archive.write("a.txt", text)
    archive.write("b.txt", text)
    assert archive.run() == {"same": 1, "duplicates": 1}
    assert list(archive.texts()) == ["a.txt"]


def test_the_total_of_every_run_is_the_number_of_articles(archive):
    """Also where files are removed, renamed, or hold duplicates, and after a rebuild and a dry run."""
    text = "Talks went on for a second day. " * 10
    archive.lines("a.jsonl", ("1", text), ("2", "Two."))
    archive.lines("b.jsonl", ("1", text), ("3", "Three."))
    assert archive.report(dry_run=True).total == 3
    assert archive.report().total == 3
    assert archive.report().total == 3
    assert archive.report(keep_duplicates=True).total == 4
    assert archive.report(dry_run=True, forget=True).total == 3
    (archive.home / "a.jsonl").unlink()
    assert archive.report(forget=True).total == len(archive.texts()) == 2
    (archive.home / "b.jsonl").rename(archive.home / "c.jsonl")
    assert archive.report().total == len(archive.texts()) == 2
    assert archive.report(rebuild=True).total == len(archive.texts()) == 2


def test_a_folder_whose_name_is_not_unicode(tmp_path, archive_at):
    """Its files are indexed, however many they are."""
    spill = replace(DEFAULT_TUNING.spill, set_size=1, rows=1)
    archive = archive_at(tmp_path / "caf\udce9", replace(DEFAULT_TUNING, spill=spill))
    for name in ("a", "b\udcff", "c"):
        archive.write(f"new\udcfas/{name}.txt", f"Text {name.isascii()}.")
    assert archive.run() == {"added": 3}
    (archive.home / "new\udcfas/c.txt").unlink()
    assert archive.run() == {"same": 2, "removed": 1}


def test_a_full_disk_is_reported_as_the_system_does(tmp_path):
    """SQLite has a wording of its own, and cannot say which disk."""
    connection = sqlite3.connect(tmp_path / "catalog_0.sqlite")
    connection.execute("CREATE TABLE files (path)")
    connection.execute("PRAGMA max_page_count = 3")
    with (
        pytest.raises(NewsgrepError, match=r"cannot be written: no space left on device") as raised,
        catalog_errors(tmp_path / "catalog_0.sqlite"),
    ):
        connection.execute("INSERT INTO files VALUES (?)", ["x" * 100_000])
    assert raised.value.hint == "nothing was changed; make room on its disk"
    connection.close()


def test_a_catalog_that_may_not_be_written_is_told_as_any_file_is(tmp_path: Path) -> None:
    """As in a folder of another person, or on a medium that is mounted read-only."""
    file = tmp_path / "catalog_0.sqlite"
    sqlite3.connect(file).execute("CREATE TABLE files (path)").connection.close()
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    with (
        pytest.raises(NewsgrepError, match=r"cannot be written: permission denied"),
        catalog_errors(tmp_path / "catalog_0.sqlite"),
    ):
        connection.execute("INSERT INTO files VALUES (1)")
    connection.close()
