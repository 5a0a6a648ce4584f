"""newsgrep verify and newsgrep optimize."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

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
    assert ended.err == f"the index in {index} is whole\n"


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
    """Return a function that runs a statement on the catalog of the index."""

    def run_statement(statement, *values):
        (file,) = index.glob("catalog_*.sqlite")
        with closing(sqlite3.connect(file)) as database, database:
            assert database.execute(statement, values).rowcount > 0

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
            "INSERT INTO articles (file, ordinal, name, digest, duplicate, added, changed, came) "
            f"VALUES ({GANJA}, 1, ?, x'00', 0, 0, 0, 0)",
            name,
        )
    assert run("verify")[:2] == (
        2, "the article news/ganja.txt#0 is missing\nthe article news/ganja.txt#z is missing\n"
    )  # fmt: skip


def test_an_article_that_is_not_the_one_of_the_catalog_is_named(alter, run):
    """By the digest of what was indexed."""
    alter(f"UPDATE articles SET digest = x'0011223344556677' WHERE file = {GANJA}")
    assert run("verify")[:2] == (2, "the article news/ganja.txt is not the one that was indexed\n")


def test_rows_that_were_not_published_are_no_problem(alter, run):
    """They are of a run that ended before."""
    alter(
        "INSERT INTO articles (file, ordinal, name, digest, duplicate, added, changed, came) "
        f"VALUES ({GANJA}, 1, x'30', x'00', 0, 0, 0, 99)"
    )
    alter(f"UPDATE articles SET gone = 99 WHERE file = {GANJA}")
    assert run("verify").code == 0


def test_a_missing_catalog_is_named_and_is_2(index, run):
    """With the way to make it anew, which works."""
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
