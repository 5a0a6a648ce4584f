"""When an article came and when it was last changed, as the catalog knows it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from newsgrep.engine.registry import open_engine
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.inspection import catalog_of

LONG = "Talks on the river went on for a day, and nobody said what was agreed in them. " * 4


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
