"""The catalog: rows of a generation count once it is published, and a run costs what it changes."""

from __future__ import annotations

import functools
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from newsgrep.engine.registry import open_engine
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.catalog.files import catalog_errors, sweep_catalogs
from newsgrep.indexing.catalog.opening import catalog_writer, open_catalog
from newsgrep.indexing.catalog.optional import CorrectionRow
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import ArticleRow, FileRow
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.inspection import catalog_of
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
    """It is named, with the advice to make the index anew."""
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


# What a run writes


@contextmanager
def catalog_in(archive) -> Iterator[Catalog]:
    """The catalog of an archive's index."""
    with closing(open_engine(archive.index)) as engine, catalog_of(engine) as catalog:
        yield catalog


def times(archive) -> dict[str, tuple[int, int]]:
    """When each article was first indexed and last changed, by key."""
    with catalog_in(archive) as catalog:
        rows = [(file, row) for file in catalog.files() for row in catalog.articles_of(file.file)]
    return {f"{file.path}#{row.name}": (row.added, row.changed) for file, row in rows}


@pytest.fixture
def run_at(archive, monkeypatch):
    """Return a function that runs at a time, in seconds since 1970."""

    def run(seconds: float) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda: seconds)
            archive.run()

    return run


def test_articles_know_when_they_were_added_and_changed(archive, run_at):
    """An unchanged article keeps both times, a changed one keeps the first, and a new one has new ones."""
    archive.lines("a.jsonl", ("1", "One."), ("2", "Two."))
    run_at(1000)
    archive.lines("a.jsonl", ("1", "One."), ("2", "Zwei."), ("3", "Three."))
    archive.run()
    after = times(archive)
    assert after["a.jsonl#1"] == (1000, 1000)
    assert after["a.jsonl#2"][0] == 1000 < after["a.jsonl#2"][1]
    assert 1000 < after["a.jsonl#3"][0] == after["a.jsonl#3"][1]


def test_an_article_of_a_renamed_file_keeps_the_time_it_was_added(archive, run_at):
    """Though its key is another."""
    archive.lines("a.jsonl", ("1", "One."), ("2", "Two."))
    run_at(1000)
    (archive.home / "a.jsonl").rename(archive.home / "b.jsonl")
    assert archive.run() == {"renamed": 2}
    assert {key: added for key, (added, _) in times(archive).items()} == {
        "b.jsonl#1": 1000,
        "b.jsonl#2": 1000,
    }


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


# What a run costs


class Cost:
    """The statements that SQLite runs on catalogs, and the steps of its virtual machine."""

    def __init__(self) -> None:
        self.steps = 0
        self.statements: list[str] = []

    def step(self) -> None:
        """Count a step."""
        self.steps += 1


@contextmanager
def cost_of_catalogs() -> Iterator[Cost]:
    """Measure what is done with the catalogs that are opened in the block."""
    cost = Cost()

    class Measured(sqlite3.Connection):
        def __init__(self, database, *arguments, **options) -> None:
            super().__init__(database, *arguments, **options)
            if "catalog_" in str(database):
                self.set_progress_handler(cost.step, 1)
                self.set_trace_callback(cost.statements.append)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=Measured))
        yield cost


def query_plans(index: Path, statements: list[str]) -> set[str]:
    """Return the steps of the plans of some statements on the catalog of an index."""
    (file,) = index.glob("catalog_*.sqlite")
    with closing(sqlite3.connect(file)) as database:
        wanted = [one for one in statements if one.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
        assert wanted
        return {row[3] for one in wanted for row in database.execute(f"EXPLAIN QUERY PLAN {one}")}


def cost_of_changes(archive, size: int) -> list[tuple[str, Cost]]:
    """Index so many files, then change one after the other in each way there is, and return what it costs."""
    text = "Talks on the corridor went on in the capital for a second day, of which nothing was said. "
    for number in range(size):
        archive.write(
            f"news/{number:04}.txt", f"Report {number}. {(number - number % 2) * 'x'}{text * 3}"[:400]
        )
    archive.run()
    costs = []

    def measure(name: str, expected: dict[str, int]) -> None:
        with cost_of_catalogs() as cost:
            assert archive.run("news/zz.txt", "news/0010.txt") == expected
        costs.append((name, cost))

    archive.write("news/zz.txt", "Something new.")
    measure("new", {"added": 1, "same": 1})
    archive.write("news/zz.txt", f"Something else. {text * 3}")
    archive.write("news/0010.txt", f"Something else. {text * 3}")
    measure("changed, with a duplicate", {"changed": 1, "removed": 1, "duplicates": 1})
    archive.write("news/0010.txt", "Something new.")
    measure("the duplicate is stored again", {"changed": 1, "added": 1})
    archive.write("news/0010.txt", "Something new.")
    measure("touched", {"same": 2})
    measure("unchanged", {"same": 2})
    return costs


def test_a_run_costs_what_it_changes(tmp_path, archive_at):
    """A named file in an index of 3,000 costs as much as in one of 100, and no table is read whole."""
    few, many = archive_at(tmp_path / "few"), archive_at(tmp_path / "many")
    costs_of_few, costs_of_many = cost_of_changes(few, 100), cost_of_changes(many, 3_000)
    for (name, one), (_, other) in zip(costs_of_few, costs_of_many, strict=True):
        assert other.steps <= 1.5 * one.steps, name
        scans = [plan for plan in query_plans(many.index, other.statements) if plan.startswith("SCAN")]
        assert not [plan for plan in scans if plan.split()[1] in ("files", "articles")], name


def test_a_full_disk_is_reported_as_the_system_does(tmp_path):
    """SQLite has a wording of its own, and cannot say which disk."""
    connection = sqlite3.connect(tmp_path / "catalog_0.sqlite")
    connection.execute("CREATE TABLE files (path)")
    connection.execute("PRAGMA max_page_count = 3")
    with (
        pytest.raises(NewsgrepError, match=r"cannot be written: no space left on device"),
        catalog_errors(tmp_path),
    ):
        connection.execute("INSERT INTO files VALUES (?)", ["x" * 100_000])
    connection.close()


def test_a_catalog_that_may_not_be_written_is_told_as_any_file_is(tmp_path: Path) -> None:
    """As in a folder of another person, or on a medium that is mounted read-only."""
    file = tmp_path / "catalog_0.sqlite"
    sqlite3.connect(file).execute("CREATE TABLE files (path)").connection.close()
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    with (
        pytest.raises(NewsgrepError, match=r"cannot be written: permission denied"),
        catalog_errors(tmp_path),
    ):
        connection.execute("INSERT INTO files VALUES (1)")
    connection.close()


LONG = "Talks on the river went on for a day, and nobody said what was agreed in them. " * 4


def test_a_record_known_by_its_line_keeps_the_time_it_was_added(archive, run_at):
    """A new one before it moves it to another line: then that alone is new, and nothing was changed."""
    records = [f'{{"body": "{n} {LONG}"}}\n' for n in range(5)]
    archive.write("a.jsonl", "".join(records[1:]))
    run_at(1000)
    archive.write("a.jsonl", "".join(records))
    assert archive.run() == {"added": 1, "same": 4}
    came = times(archive)
    assert came["a.jsonl#L1"][0] > 1000
    assert {came[f"a.jsonl#L{line}"] for line in (2, 3, 4, 5)} == {(1000, came["a.jsonl#L1"][1])}
    archive.write("a.jsonl", "".join(records[2:]))
    assert archive.run() == {"same": 3, "removed": 2}
    assert {added for added, _ in times(archive).values()} == {1000}
    archive.write("a.jsonl", "".join(records[2:4]) + f'{{"body": "other {LONG}"}}\n')
    assert archive.run() == {"same": 2, "changed": 1}
    with catalog_in(archive) as catalog:
        # What is on the line of another text may be that text, edited, or a new one before it.
        assert [row.name for row in catalog.corrections.rows()] == ["L1", "L3"]


def test_a_record_with_an_id_that_is_on_another_line_was_not_changed(archive, run_at):
    """Neither in the report nor in the catalog; another date is a change."""
    archive.lines("a.jsonl", ("1", LONG), ("2", f"More {LONG}"))
    run_at(1000)
    archive.lines("a.jsonl", ("0", "News."), ("1", LONG), ("2", f"More {LONG}"))
    assert archive.run() == {"added": 1, "same": 2}
    assert times(archive)["a.jsonl#2"] == (1000, 1000)
    assert archive.run() == {"same": 3}
    archive.write("a.jsonl", f'{{"id": "1", "body": "{LONG}", "date": "2020-01-02"}}\n')
    assert archive.run() == {"changed": 1, "removed": 2}


def test_a_text_that_the_index_had_is_not_new_in_another_file(archive, run_at):
    """A copy that takes the place of the original came when that came; one that is kept beside it is new."""
    archive.write("b.txt", LONG)
    run_at(1000)
    archive.write("c.txt", LONG)
    assert archive.run() == {"same": 1, "duplicates": 1}
    (archive.home / "b.txt").unlink()
    assert archive.run() == {"removed": 1, "added": 1}
    assert {key: added for key, (added, _) in times(archive).items()} == {"c.txt#": 1000}
    archive.write("d.txt", LONG)
    archive.run(keep_duplicates=True)
    assert times(archive)["d.txt#"][0] > 1000
