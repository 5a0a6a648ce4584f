"""Comparing the articles of one file with those of the catalog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from newsgrep.article import Article, decode_article
from newsgrep.engine.base import Writer
from newsgrep.indexing.catalog.opening import catalog_writer
from newsgrep.indexing.catalog.rows import FileRow
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.dedupe import Deduplicator
from newsgrep.indexing.file_diff import FileDiff
from newsgrep.indexing.former_texts import TextKeeper
from newsgrep.indexing.parse import parsed
from newsgrep.indexing.target import Target
from newsgrep.results import IndexReport, Skipped, Unreadable
from newsgrep.tuning import DEFAULT_TUNING, IndexingTuning, SpillTuning


class NotedWriter(Writer):
    """A writer that notes what it is asked to do."""

    generation = 0

    def __init__(self) -> None:
        self.added: list[str] = []
        self.deleted: list[str] = []

    def add_encoded(self, data: bytes) -> None:
        """Note an article."""
        self.added.append(decode_article(data).key)

    def delete(self, key: str) -> None:
        """Note a key."""
        self.deleted.append(key)

    def commit(self, *, articles: int | None = None, optimize: bool = False) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


@pytest.fixture
def catalog(tmp_path) -> Iterator[CatalogWriter]:
    """An empty catalog."""
    with catalog_writer(tmp_path, -1) as writer:
        yield writer


def taken(catalog: CatalogWriter, before: FileRow | None, *items) -> tuple[FileRow, NotedWriter, IndexReport]:
    """Compare some articles with those of the file before, and return its new row."""
    writer, report = NotedWriter(), IndexReport()
    spill = SpillTuning(set_size=1, rows=1)
    keeper = TextKeeper(catalog, lambda _: None, 0)
    target = Target(catalog, writer, Deduplicator(catalog, spill), report, spill, keeper, Path())
    row = before or FileRow(0, catalog.new_file_number(), "f", size=1, mtime_ns=2, digest="dd")
    return FileDiff(target, row, before).take(parsed(items)), writer, report


def article(name: str, body: str, line: int = 1) -> Article:
    """An article of the file f."""
    return Article(f"f#{name}", "f", body, line=line)


def test_an_article_whose_key_is_taken_is_left_out(catalog) -> None:
    """As where the name of a member has a # in it. It is listed, and the one before it stays."""
    row, writer, report = taken(catalog, None, article("a#1", "Ganja."), article("a#1", "Barda.", line=7))
    assert writer.added == ["f#a#1"]
    assert (row.stored, row.problems) == (1, ((7, "there is an article f#a#1 before it", ""),))
    assert report.added == 1


def test_the_row_of_a_file_has_its_numbers(catalog) -> None:
    """Stored articles, duplicates, problems, and skipped members by suffix."""
    text = "Talks went on for a second day. " * 10
    items = [
        article("1", text),
        article("2", text),
        article("3", "Short."),
        Unreadable("f", "broken", 9, "m"),
    ]
    row, writer, _ = taken(catalog, None, *items, Skipped("f", ".exe"), Skipped("f", ".exe"))
    assert (row.stored, row.duplicates) == (2, 1)
    assert (row.problems, row.skipped) == (((9, "broken", "m"),), {".exe": 2})
    assert writer.added == ["f#1", "f#3"]


def test_only_what_differs_is_written(tmp_path) -> None:
    """Of a file in another order, with a changed, a new and a missing article."""
    with catalog_writer(tmp_path, -1) as catalog:
        row, _, _ = taken(catalog, None, *(article(name, f"Text {name}.") for name in "abcd"))
        catalog.add_file(row)
        catalog.commit()
    items = [article("d", "Text d."), article("a", "Another."), article("b", "Text b."), article("n", "New.")]
    with catalog_writer(tmp_path, 0, 4) as catalog:
        row, writer, report = taken(catalog, catalog.find_file("f"), *items)
        names = [(one.name, one.ordinal) for one in catalog.articles_of(row.file)]
    assert (writer.added, writer.deleted) == (["f#a", "f#n"], ["f#a", "f#c"])
    assert (report.same, report.changed, report.added, report.removed) == (2, 1, 1, 1)
    assert row.stored == 4
    assert names == [("d", 0), ("a", 1), ("b", 2), ("n", 3)]


def test_a_list_of_numbers_is_no_article(archive_at, tmp_path) -> None:
    """A text of ever new words is data, and would take more memory than there may be; others are taken."""
    tuning = replace(DEFAULT_TUNING, indexing=IndexingTuning(large_text=500, most_words=100))
    archive = archive_at(tmp_path, tuning)
    archive.lines(
        "a.jsonl",
        ("1", "Ganja and Barda. " * 100),
        ("2", " ".join(map(str, range(101)))),
        ("3", " ".join(map(str, range(1000)))),
    )
    report = archive.report()
    assert report.added == 2
    assert [(one.path, one.line, one.reason) for one in report.unreadable] == [
        ("a.jsonl", 3, "data and not text: more than 100 different words")
    ]
