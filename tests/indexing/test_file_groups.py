"""Groups of files: a run reads no row of the files of a folder that are all as they were."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest

from newsgrep.engine.registry import open_engine
from newsgrep.indexing.catalog.opening import catalog_writer
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.read_options import ReadOptions

NAMES = [f"news/{number:03}.txt" for number in range(600)]


@pytest.fixture
def grouped(archive):
    """An index of a folder of 600 files, which are two groups, and of a file beside."""
    for name in NAMES:
        archive.write(name, text_of(name))
    archive.write("zz.txt", "Beside.")
    assert archive.run() == {"added": 601}
    assert groups(archive) == [
        (b"news/000.txt", b"news/511.txt", 512),
        (b"news/512.txt", b"news/599.txt", 88),
    ]
    return archive


def text_of(name: str) -> str:
    """A text that is long enough to be compared with others."""
    return f"Report {name}. " + "Talks went on in the capital for a second day. " * 8


def groups(archive) -> list[tuple[bytes, bytes, int]]:
    """The first and the last file of each group, and how many articles of it are stored."""
    with closing(sqlite3.connect(archive.index / "catalog_0.sqlite")) as database:
        return database.execute("SELECT first, last, stored FROM file_groups").fetchall()


def test_a_run_that_changes_nothing_reads_few_rows(grouped, monkeypatch):
    """SQLite takes less than two steps for each file; without the groups it takes more than eight."""
    steps = []

    class Counted(sqlite3.Connection):
        def __init__(self, *arguments, **options) -> None:
            super().__init__(*arguments, **options)
            self.set_progress_handler(lambda: steps.append(1), 1)

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *arguments, **options: connect(*arguments, **options, factory=Counted)
    )
    assert grouped.run() == {"same": 601}
    assert len(steps) < 1_200
    with_groups = len(steps)
    assert grouped.run(checksum=True) == {"same": 601}
    assert len(steps) - with_groups > 4_800


@pytest.mark.parametrize("number", [0, 511, 512])
def test_a_changed_file_of_a_group_is_found(grouped, number):
    """Wherever it lies in the group, and though its size is as before; the groups are made anew."""
    before = groups(grouped)
    grouped.write(NAMES[number], text_of(NAMES[number]).replace("Report", "REPORT"))
    assert grouped.run() == {"changed": 1, "same": 600}
    assert groups(grouped) == before
    assert grouped.texts()[NAMES[number]].startswith("REPORT")


def test_a_file_that_is_put_back_is_found(grouped):
    """A former text with its former time of change: the system has another time for its properties."""
    status = (grouped.home / NAMES[5]).stat()
    grouped.write(NAMES[5], text_of(NAMES[5]).replace("Report", "REPORT"))
    os.utime(grouped.home / NAMES[5], ns=(status.st_atime_ns, status.st_mtime_ns))
    assert grouped.run() == {"changed": 1, "same": 600}


@pytest.mark.parametrize("number", [0, 511, 599])
def test_a_file_that_is_gone_from_a_group_is_found(grouped, number):
    """Its article leaves the index, and the groups are those of the files that stay."""
    (grouped.home / NAMES[number]).unlink()
    assert grouped.run() == {"same": 600, "removed": 1}
    assert NAMES[number] not in grouped.texts()
    assert sum(stored for *_, stored in groups(grouped)) == 599


def test_a_folder_that_is_gone_is_found(grouped):
    """Its files leave the index, and its groups the catalog."""
    (grouped.home / "news").rename(grouped.home / ".news")
    assert grouped.run() == {"same": 1, "removed": 600}
    assert groups(grouped) == []


def test_a_new_file_between_those_of_a_group_is_found(grouped):
    """The groups after it begin with other files than before."""
    grouped.write("news/0005.txt", "New.")
    assert grouped.run() == {"added": 1, "same": 601}
    assert groups(grouped) == [
        (b"news/000.txt", b"news/510.txt", 512),
        (b"news/511.txt", b"news/599.txt", 89),
    ]
    assert grouped.run() == {"same": 602}


def test_a_named_file_removes_its_group_until_the_folder_is_read(grouped):
    """The other group stays; a run over the folder that changes something makes both."""
    grouped.write(NAMES[600 - 1], "Other.")
    assert grouped.run(NAMES[-1]) == {"changed": 1}
    assert [first for first, *_ in groups(grouped)] == [b"news/000.txt"]
    assert grouped.run() == {"same": 601}
    grouped.write("zz.txt", "Beside it.")
    assert grouped.run() == {"changed": 1, "same": 600}
    assert len(groups(grouped)) == 2


def test_options_apply_to_the_files_of_a_group(grouped):
    """An option reads them again, and `keep_duplicates` is noted for each."""
    assert grouped.report(reading=ReadOptions(encoding="utf-8")).same == 601
    assert groups(grouped) == []
    assert grouped.run(forget=True) == {"same": 601}
    assert len(groups(grouped)) == 2
    assert grouped.run(keep_duplicates=True) == {"same": 601}
    assert groups(grouped) == []


def test_a_duplicate_in_a_group_is_stored_when_its_original_goes(grouped):
    """Though no row of its group was read."""
    grouped.write("aa.txt", text_of(NAMES[7]))
    assert grouped.run() == {"added": 1, "removed": 1, "same": 600, "duplicates": 1}
    assert grouped.run() == {"same": 601, "duplicates": 1}
    (grouped.home / "aa.txt").unlink()
    assert grouped.run() == {"added": 1, "removed": 1, "same": 600}
    assert [stored for *_, stored in groups(grouped)] == [512, 88]


def test_a_deleted_article_of_a_group_is_counted(grouped):
    """It stays away, and the report says so, whether or not the rows are read."""
    import newsgrep

    newsgrep.open_index(grouped.index).delete([NAMES[3]])
    assert len(groups(grouped)) == 1
    grouped.write("zz.txt", "Other.")  # so that the groups are made again
    assert grouped.report().withdrawn == 1
    assert [stored for *_, stored in groups(grouped)] == [511, 88]
    report = grouped.report()
    assert (report.same, report.withdrawn) == (600, 1)


def test_files_with_something_to_report_are_no_group(grouped):
    """What could not be read is reported by every run."""
    grouped.write(NAMES[100], b"\0\0")
    for _ in range(2):
        assert grouped.run()["unreadable"] == 1
        assert [first for first, *_ in groups(grouped)] == [b"news/512.txt"]


def test_groups_of_a_run_that_was_not_published_are_dropped(grouped):
    """They may be of rows that it changed."""
    with catalog_writer(grouped.index, 0, 601) as catalog:
        row = catalog.find_file(NAMES[0])
        catalog.add_file(row._replace(size=3))
        catalog.make_groups([(NAMES[0].encode(), NAMES[511].encode())])
        catalog.commit()
    assert grouped.run() == {"same": 601}
    with catalog_writer(grouped.index, 0, 601) as catalog:
        assert catalog.file_groups.find(NAMES[0].encode()) is None
        assert catalog.find_file(NAMES[0]).size == row.size


@pytest.mark.parametrize("change", ["stored = 500", "last = x'6e'", "digest = x'00'", "checksum = 1"])
def test_a_wrong_group_is_found_by_verify(grouped, change):
    """Its row is damaged, or it is not what the rows of its files say."""
    with closing(sqlite3.connect(grouped.index / "catalog_0.sqlite")) as database:
        database.execute(f"UPDATE file_groups SET {change} WHERE first = x'{NAMES[0].encode().hex()}'")
        database.commit()
    with closing(open_engine(grouped.index)) as engine, catalog_of(engine) as catalog:
        assert list(catalog.problems()) == ["catalog_0.sqlite: 1 wrong row of file_groups"]
    assert grouped.run() == {"same": 601}
