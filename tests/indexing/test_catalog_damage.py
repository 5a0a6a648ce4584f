"""A catalog with a flipped bit: a run refuses it, or does what it does with a whole one."""

from __future__ import annotations

import gc
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from newsgrep.engine.registry import open_engine
from newsgrep.errors import IndexDamagedError
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
