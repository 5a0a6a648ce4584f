"""Files that worker processes read ahead."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from newsgrep.engine.registry import open_engine
from newsgrep.errors import UsageError
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.parse import ParsedFile, parse_files
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.results import IndexReport
from newsgrep.sources.walk import Source
from newsgrep.tuning import DEFAULT_TUNING, IndexingTuning

LONG = "Talks on the corridor went on for a second day in the capital, without a word of what was said. " * 3


#: Workers are started for any number of bytes, and get little at a time.
EAGER = replace(DEFAULT_TUNING, indexing=IndexingTuning(worth_workers=0, parse_batch=100_000))


@pytest.fixture
def archive(archive_at, tmp_path):
    """An empty archive, of which workers read ahead whatever its size."""
    return archive_at(tmp_path, EAGER)


@pytest.fixture
def mixed(archive):
    """An archive of many small files of several kinds, some of which cannot be read."""
    for number in range(500):
        archive.write(
            f"news/{number:03}.txt",
            f" date 2020-10-{number % 31 + 1:02}\n\nReport {number}. {number * LONG}"[:900],
        )
    archive.write("news/100.copy.txt", f"{LONG}")
    archive.write("news/300.copy.txt", f"{LONG}")
    archive.write("news/200.txt", "")
    archive.write("news/201.txt", " date 2020-13-45\n\nNo such day.")
    archive.lines("news/250.jsonl", ("a", LONG), ("b", "Short."), ("a", "The same id."))
    archive.write("news/260.jsonl.gz", gzip.compress(b'{"id": "z", "body": "Packed."}\n'))
    archive.write("news/270.txt", b"\0\1\2" * 100)
    archive.write("news/280.txt", "Large. " * (DEFAULT_TUNING.sources.small_file_bytes // 6))
    return archive


def state(index: Path) -> list[object]:
    """The rows of the catalog, without ids and times, and the articles of the index."""
    with closing(open_engine(index)) as engine, catalog_of(engine) as catalog:
        files = list(catalog.files())
        articles = [
            row._replace(id=0, added=0, changed=0) for file in files for row in catalog.articles_of(file.file)
        ]
        return [[file._replace(id=0) for file in files], articles, dict(engine.encoded_articles())]


def without_time(report: IndexReport) -> dict[str, object]:
    """A report without how long the run took."""
    return {name: getattr(report, name) for name in IndexReport.__slots__ if name != "seconds"}


def test_any_number_of_jobs_makes_the_same_index(mixed):
    """Reports, rows of the catalog and texts are the same, though other processes read most of the files."""
    alone = mixed.report(jobs=1), state(mixed.index)
    together = mixed.report(jobs=3, memory=100, rebuild=True), state(mixed.index)
    assert without_time(together[0]) == without_time(alone[0])
    assert together[1] == alone[1]
    assert (len(alone[0].unreadable), alone[0].undated) == (2, 1)
    assert alone[0].duplicates == 2


def test_only_what_changed_is_read_after_that(mixed):
    """A second run with workers finds nothing to do; a file that changes is read again."""
    mixed.report(jobs=3, memory=100)
    assert mixed.report(jobs=3, memory=100).added == 0
    mixed.write("news/007.txt", "It changed.")
    assert mixed.run(jobs=3, memory=100)["changed"] == 1


def test_a_file_is_read_whole_only_if_it_is_small_and_plain(mixed):
    """Large, compressed and filtered files are left for later, and so is one that has grown."""
    reading = ReadOptions(filters={".pdf": ("cat",)})
    mixed.write("a.pdf", "text")
    names = ["news/000.txt", "news/280.txt", "news/260.jsonl.gz", "a.pdf"]
    sources = [source_of(mixed.home / name) for name in names]
    grown = source_of(mixed.home / "news/001.txt")
    mixed.write("news/001.txt", "It is longer now. " * 100)
    files, seen = parse_files(DEFAULT_TUNING.indexing, (reading, [*sources, None, grown]))
    assert [type(file) for file in files] == [ParsedFile] + 5 * [type(None)]
    assert seen.formats == {"dateline text": 1}


def test_keys_that_no_record_has_are_reported_by_any_number_of_jobs(archive):
    """Whoever reads the records; one that some record has is not. Another mapping than before is refused."""
    for number in range(600):
        archive.lines(f"{number}.jsonl", (f"{number}", f"Report {number}."))
    archive.write("300.jsonl", '{"id": "x", "hed": "A title", "body": "Text."}\n')
    named = ReadOptions(mapping={"title": ("hed",), "author": ("nope",)})
    for jobs in (1, 2):
        with pytest.raises(UsageError, match="no record has the key nope, which the mapping names"):
            archive.report(jobs=jobs, memory=100, rebuild=True, reading=named)
    archive.write("301.jsonl", '{"id": "x", "nope": "Jane Roe", "body": "A text."}\n')
    archive.run(reading=named)
    (archive.home / "301.jsonl").unlink()
    for jobs in (1, 2):
        report = archive.report(jobs=jobs, memory=100, rebuild=True, reading=named)
        assert report.unmet == {"author": ("nope",)}
        assert report.keys == ("id", "body")


def test_a_file_that_is_gone_is_reported(tmp_path):
    """What could not be opened has the reason in place of a digest."""
    (file,), _ = parse_files(
        DEFAULT_TUNING.indexing, (ReadOptions(), [Source("a.txt", 5, 0, f"{tmp_path}/", 0)])
    )
    assert file == ParsedFile("", 0, (), "no such file or directory")


def source_of(file: Path) -> Source:
    """A file as the walk finds it."""
    status = file.stat()
    return Source(file.name, status.st_size, status.st_mtime_ns, f"{file.parent}/", 0)
