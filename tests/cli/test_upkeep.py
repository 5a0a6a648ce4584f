"""newsgrep verify and newsgrep optimize."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from newsgrep.indexing.catalog.rows import row_checksum
from newsgrep.indexing.catalog.schema import ARTICLE_COLUMNS, FILE_COLUMNS

GANJA = b"news/ganja.txt"


@pytest.fixture
def index(write, folder, run):
    """The folder of an index made by three runs, the last of which took an article out."""
    for name in ("ganja", "barda", "shusha"):
        write(f"news/{name}.txt", f"Missiles fell on {name.title()}.\n\nNobody was hurt in {name.title()}.")
        run("index", "news")
    (folder / "news/shusha.txt").unlink()
    run("index", "news")
    return folder / ".newsgrep"


def test_a_whole_index_is_reported_on_stderr(index, run):
    ended = run("verify")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"the index in {index} has no damage\n"


@pytest.mark.parametrize("suffix", [".trm", ".gap", ".frq", ".pos", ".frm", ".art", ".col"])
def test_a_flipped_bit_is_named_and_is_2(index, run, suffix):
    """Each byte of every file of a segment is under a checksum."""
    file = min(index.glob(f"*{suffix}"))
    data = bytearray(file.read_bytes())
    for offset in range(8, len(data), max(1, len(data) // 40)):
        data[offset] ^= 16
        file.write_bytes(data)
        ended = run("verify")
        data[offset] ^= 16
        # Between sections there are up to seven bytes that nobody reads.
        assert ended.code == 2 or data[offset] == 0, (suffix, offset)
    file.write_bytes(data)
    assert run("verify").code == 0


@pytest.fixture
def alter(index):
    """Return a function that runs a statement on the catalog, and makes its checksums right again."""

    def run_statement(statement, *values, checksums=True):
        (file,) = index.glob("catalog_*.sqlite")
        with closing(sqlite3.connect(file)) as database, database:
            assert database.execute(statement, values).rowcount > 0
            database.create_function("sum_of", -1, lambda *row: row_checksum(row))
            for table, columns in (("files", FILE_COLUMNS), ("articles", ARTICLE_COLUMNS)) * checksums:
                covered = columns.removeprefix("id, ").removesuffix(", checksum")
                database.execute(f"UPDATE {table} SET checksum = sum_of({covered})")

    return run_statement


GANJA = "(SELECT file FROM files WHERE path = CAST('news/ganja.txt' AS BLOB))"


def test_an_article_that_the_catalog_lacks_is_named(alter, run):
    """The catalog and the segments are compared."""
    alter(f"DELETE FROM articles WHERE file = {GANJA}")
    assert run("verify")[:2] == (2, "the article news/ganja.txt is of no file\n")


def test_an_article_of_a_file_that_the_catalog_lacks_is_named(alter, run):
    """Its row alone is not enough."""
    alter("DELETE FROM files WHERE path = CAST('news/ganja.txt' AS BLOB)")
    assert run("verify")[:2] == (2, "the article news/ganja.txt is of no file\n")


def test_articles_that_the_segments_lack_are_named(alter, run):
    """Wherever they stand among the others."""
    for name in (b"0", b"z"):
        alter(
            "INSERT INTO articles (file, ordinal, name, digest, duplicate, added, changed, came, checksum) "
            f"VALUES ({GANJA}, 1, ?, x'00', 0, 0, 0, 0, 0)",
            name,
        )
    assert run("verify")[:2] == (
        2, "the article news/ganja.txt#0 is missing\nthe article news/ganja.txt#z is missing\n"
    )  # fmt: skip


def test_an_article_that_is_not_the_one_of_the_catalog_is_named(alter, run):
    """By the digest of what was indexed."""
    alter(f"UPDATE articles SET digest = x'0011223344556677' WHERE file = {GANJA}")
    assert run("verify")[:2] == (2, "the article news/ganja.txt is not the one that was indexed\n")


def test_rows_that_were_changed_are_named_and_not_used(alter, run, write):
    """Each has a checksum, which `verify` compares, and whatever reads the row."""
    alter("UPDATE files SET size = size + 1", checksums=False)
    alter(f"UPDATE articles SET digest = x'0011223344556677' WHERE file = {GANJA}", checksums=False)
    assert run("verify").out.endswith("damaged rows of files\ncatalog_0.sqlite: 1 damaged row of articles\n")
    ended = run("index", "news")
    assert (ended.code, ended.out) == (2, "")
    assert "a row of files is damaged" in ended.err


def test_a_catalog_of_another_number_of_articles_is_refused(alter, run):
    """Whenever it is opened; a search does without it."""
    alter("UPDATE meta SET value = value + 1 WHERE name = 'stored 3'", checksums=False)
    for command in (["verify"], ["status"], ["index", "news"], ["optimize"]):
        ended = run(*command)
        assert ended.code == 2
        assert "holds 2 articles, and its catalog 3" in ended.err
    assert run("search", "-c", "missiles").out == "2\n"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW other AS SELECT 1",
        "CREATE TRIGGER other AFTER UPDATE ON files BEGIN DELETE FROM articles; END",
        "DROP INDEX files_by_path",
    ],
)
def test_a_catalog_with_other_tables_is_refused(index, run, statement):
    """A stranger may have made a view that computes without end."""
    with closing(sqlite3.connect(next(index.glob("catalog_*.sqlite")))) as database, database:
        database.execute(statement)
    for command in (["verify"], ["status"], ["index", "news"], ["optimize"]):
        ended = run(*command)
        assert (ended.code, "Traceback" in ended.err) == (2, False)
        assert "has other tables than newsgrep makes" in ended.err


@pytest.mark.parametrize("suffix", ["", "-journal"])
def test_a_catalog_that_is_a_link_is_not_written(index, run, folder, suffix):
    """Nor its journal: the file that it leads to stays as it is."""
    catalog = next(index.glob("catalog_*.sqlite"))
    other = folder / "other.sqlite"
    other.write_bytes(catalog.read_bytes() if not suffix else b"mine")
    before = other.read_bytes()
    link = catalog.with_name(catalog.name + suffix)
    link.unlink(missing_ok=True)
    link.symlink_to(other)
    (folder / "news/new.txt").write_text("A new story.")
    ended = run("index", "news")
    assert (ended.code, other.read_bytes()) == (2, before)
    assert "Traceback" not in ended.err


def test_rows_that_were_not_published_are_no_problem(alter, run):
    """They are of a run that ended before."""
    alter(
        "INSERT INTO articles (file, ordinal, name, digest, duplicate, added, changed, came, checksum) "
        f"VALUES ({GANJA}, 1, x'30', x'00', 0, 0, 0, 99, 0)"
    )
    alter(f"UPDATE articles SET gone = 99 WHERE file = {GANJA}")
    assert run("verify").code == 0


def test_a_missing_catalog_is_named_and_is_2(index, run):
    """With the way to rebuild it, which works."""
    next(index.glob("catalog_*")).unlink()
    for command in (["verify"], ["status"], ["index", "news"], ["optimize"]):
        ended = run(*command)
        assert ended.code == 2
        assert "has lost its catalog" in ended.err
        assert "newsgrep index --rebuild" in ended.err
    assert run("index", "--rebuild", "news").code == 0
    assert run("verify").code == 0


def test_flipped_bytes_of_the_catalog_are_named_and_are_2(index, run):
    """Whichever page they are on: of a table or of an index."""
    (file,) = index.glob("catalog_*.sqlite")
    data = bytearray(file.read_bytes())
    size = int.from_bytes(data[16:18])
    for start in range(0, len(data), size):
        header = slice(start or 100, (start or 100) + 8)  # of the page's B-tree
        whole = data[header]
        data[header] = bytes(byte ^ 0xFF for byte in whole)
        file.write_bytes(data)
        ended = run("verify")
        data[header] = whole
        assert ended.code == 2, start
        assert "catalog" in ended.out + ended.err
        assert "Traceback" not in ended.err
    file.write_bytes(data)
    assert run("verify").code == 0


def test_optimize_leaves_one_segment_and_the_same_answers(index, run):
    """The next run finds nothing changed."""
    before = run("search", "--all", "missiles").out
    assert len(list(index.glob("*.trm"))) > 1
    ended = run("optimize")
    assert (ended.code, ended.out) == (0, "")
    assert len(list(index.glob("*.trm"))) == 1
    assert sorted(run("search", "--all", "missiles").lines) == sorted(before.splitlines())
    assert run("verify").code == 0
    assert run("index", "news").err.startswith("2 unchanged")


def test_optimize_without_an_index_names_the_command_that_makes_one(folder, run):
    """And makes no folder."""
    ended = run("optimize")
    assert (ended.code, ended.out) == (2, "")
    assert "newsgrep index PATH" in ended.err
    assert not (folder / ".newsgrep").exists()


def test_problems_are_printed_as_json_too(index, run):
    """An array or an object a line; an empty array for a whole index."""
    assert run("verify", "--json").out == "[]\n"
    next(index.glob("catalog_*.sqlite")).unlink()
    ended = run("verify", "--jsonl")
    assert ended.code == 2
    assert all(json.loads(line)["problem"] for line in ended.lines)
