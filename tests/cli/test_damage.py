"""Indexes that are broken, foreign, of another version, or made to harm."""

from __future__ import annotations

import gc
import json
import os
import pickle

import pytest
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from newsgrep.engine.embedded.directory import FORMAT_VERSION
from newsgrep.engine.whoosh_compat.codec import make_schema

# Whoosh leaves the files of an index that it fails to open to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

COMMANDS = [
    ["search", "ganja"],
    ["search", "-c", "*"],
    ["show", "news/ganja.txt"],
    ["status"],
    ["index", "news"],
]


@pytest.fixture
def index(write, folder, run):
    """The folder of a small index."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    run("index", "news")
    yield folder / ".newsgrep"
    gc.collect()


def assert_rebuild_works(run) -> None:
    """Whatever the index was, --rebuild makes a good one of it."""
    assert run("index", "--rebuild", "news").code == 0
    assert run("search", "-c", "ganja").out == "1\n"


class Hostile:
    """What unpickles by running a command."""

    def __reduce__(self):
        return os.system, ("touch pwned",)


class HostileSchema(Hostile, Schema):
    """The same where Whoosh has its schema."""


def replace_contents(index, schema, segments) -> None:
    """Write another table of contents over that of an index."""
    storage = FileStorage(str(index))
    generation = TOC._latest_generation(storage, "MAIN")
    (index / f"_MAIN_{generation}.toc").unlink()
    TOC(schema, segments, generation).write(storage, "MAIN")


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_hostile_table_of_contents_is_refused_and_not_run(index, folder, run, arguments):
    """A pickle that would run code is an error, and its code is not run."""
    replace_contents(index, make_schema("english"), [Hostile()])
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "is damaged: the table of contents has a broken checksum (_MAIN_0.toc)\n" in ended.err
    assert "newsgrep index --rebuild" in ended.err
    assert not (folder / "pwned").exists()
    assert_rebuild_works(run)


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_hostile_schema_is_never_read(index, folder, run, arguments):
    """A search does not unpickle the schema that Whoosh would."""
    replace_contents(index, HostileSchema(), [])
    run(*arguments)
    assert not (folder / "pwned").exists()


def test_the_hostile_pickle_would_run_if_it_were_read(folder):
    """The other tests would notice if it were."""
    pickle.loads(pickle.dumps(Hostile()))
    assert (folder / "pwned").exists()


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_newer_format_is_refused_with_a_hint_to_use_the_newer_program(index, run, arguments):
    """Or to rebuild. The error names both versions of the format."""
    (header,) = index.glob("newsgrep_*.json")
    header.write_text(json.dumps({**json.loads(header.read_text()), "format": 99}))
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert f"has format 99, this newsgrep reads format {FORMAT_VERSION}" in ended.err
    assert "\nhint: use the newer newsgrep that made it, or rebuild it with: newsgrep index" in ended.err
    assert_rebuild_works(run)


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_whoosh_index_of_another_program_is_refused(index, run, arguments):
    """Without the header of newsgrep it cannot be told apart; --rebuild replaces it."""
    next(index.glob("newsgrep_*.json")).unlink()
    ended = run(*arguments)
    assert ended.code == 2
    assert "was made by another program or an earlier format, or copied during a run" in ended.err
    assert_rebuild_works(run)


def test_an_index_of_the_stock_codec_is_recognised(index, run):
    """An index that Whoosh's own writer has made is named as such, and --rebuild replaces it."""
    storage = FileStorage(str(index))
    replace_contents(index, Schema(text=TEXT), [])
    with storage.open_index().writer() as writer:
        writer.add_document(text="ganja")
    ended = run("search", "ganja")
    assert ended.code == 2
    assert "was made by another program or an earlier format" in ended.err
    assert "newsgrep index --rebuild" in ended.err
    assert_rebuild_works(run)


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"\xff" * len(data)]
)
def test_a_damaged_file_is_an_error_or_does_not_matter(index, run, damage):
    """Cut, emptied or overwritten: never a traceback, never a bug, and --rebuild repairs it."""
    for name in sorted(file.name for file in index.iterdir() if file.name != "MAIN_WRITELOCK"):
        file = index / name
        whole = file.read_bytes()
        file.write_bytes(damage(whole))
        for arguments in (["search", "ganja"], ["show", "news/ganja.txt"], ["status"]):
            ended = run(*arguments)
            assert ended.code in (0, 1, 2), name
            assert "bug" not in ended.err, (name, ended.err)
            assert ended.code != 2 or "damaged" in ended.err or "format" in ended.err, (name, ended.err)
        file.write_bytes(whole)
    assert run("search", "-c", "ganja").out == "1\n"


def test_a_missing_file_is_an_error(index, run):
    """The error names it, and --rebuild works."""
    next(index.glob("*.trm")).unlink()
    ended = run("search", "ganja")
    assert ended.code == 2
    assert ".trm is gone from the index" in ended.err
    assert_rebuild_works(run)


def test_an_empty_catalog_is_refused_and_nothing_is_indexed_again(index, run):
    """It would pass for a new catalog, in which no article is known."""
    (catalog,) = index.glob("catalog_*.sqlite")
    catalog.write_bytes(b"")
    before = sorted(file.name for file in index.iterdir())
    ended = run("index", "news")
    assert ended.code == 2
    assert f"the catalog of the index in {index} is empty (catalog_0.sqlite)\n" in ended.err
    assert sorted(file.name for file in index.iterdir()) == before


@pytest.mark.parametrize("arguments", [["status"], ["index", "news"], ["index", "--dry-run", "news"]])
def test_a_damaged_catalog_is_named(index, run, arguments):
    """The error has the index, what is wrong, the file, and how to rebuild the index."""
    (index / "catalog_0.sqlite").write_bytes(b"no database " * 1000)
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err == (
        f"newsgrep: the catalog of the index in {index} is damaged: "
        "file is not a database (catalog_0.sqlite)\n"
        "hint: rebuild the index with: newsgrep index --rebuild PATH\n"
    )


@pytest.mark.parametrize("arguments", [["status"], ["index", "news"], ["index", "--dry-run", "news"]])
def test_an_older_catalog_is_refused(index, run, write, arguments):
    """A copy from before the last run does not know the articles of it, which would be stored twice."""
    (catalog,) = index.glob("catalog_*.sqlite")
    older = catalog.read_bytes()
    write("news/baku.txt", "Talks resumed in Baku.")
    run("index", "news")
    catalog.write_bytes(older)
    ended = run(*arguments)
    assert ended.code == 2
    assert "is older than the index (catalog_0.sqlite)\n" in ended.err
    assert_rebuild_works(run)
