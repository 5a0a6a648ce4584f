"""How files are read: archives, options, filters, and another try."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from newsgrep.errors import UsageError
from newsgrep.indexing.errors_file import complained_of, write_complaints
from newsgrep.indexing.options import IndexOptions, Input
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.updating import index_paths
from newsgrep.results import Unreadable
from newsgrep.sources.converters import parse_filter
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits


def zip_of(archive, path: str, **members: str) -> None:
    """Write a zip; `a_txt` is the member `n/a.txt`."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as out:
        for name, content in members.items():
            out.writestr(f"n/{name.replace('_', '.')}", content)
    archive.write(path, "")
    file = archive.home / path
    times = file.stat()
    file.write_bytes(data.getvalue())
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_an_archive_is_one_file_of_many_articles(archive):
    """Keys have the member's name; it is compared article by article, and told by member."""
    zip_of(archive, "old.zip", a_txt="Ganja.", b_jsonl='{"id": "1", "body": "Barda."}\nnonsense\n', c_png="x")
    report = archive.report()
    assert (report.added, report.skipped) == (2, {".png": 1})
    assert [(one.path, one.member, one.line) for one in report.unreadable] == [("old.zip", "n/b.jsonl", 2)]
    assert archive.texts() == {"old.zip#n/a.txt": "Ganja.", "old.zip#n/b.jsonl#1": "Barda."}
    again = archive.report()
    assert (again.same, again.skipped, again.unreadable) == (2, {".png": 1}, report.unreadable)
    zip_of(
        archive, "old.zip", a_txt="Ganja.", b_jsonl='{"id": "1", "body": "Barda again."}\n', d_txt="Shusha."
    )
    assert archive.run() == {"same": 1, "changed": 1, "added": 1}


def test_a_compressed_file_has_the_keys_of_the_file(archive):
    """And grows as one that is not compressed does."""
    file = archive.home / "a.jsonl.gz"
    lines = [json.dumps({"id": str(number), "body": f"Story {number}."}) + "\n" for number in range(20)]
    file.write_bytes(gzip.compress("".join(lines[:10]).encode()))
    assert archive.run() == {"added": 10}
    file.write_bytes(gzip.compress("".join(lines).encode()))
    assert archive.run() == {"added": 10, "same": 10}
    assert archive.texts()["a.jsonl.gz#19"] == "Story 19."


def test_what_came_before_the_end_of_a_cut_archive_stays(archive):
    """The rest is told in one line."""
    file = archive.home / "a.jsonl.gz"
    lines = "".join(
        json.dumps({"id": str(number), "body": f"Story {number}."}) + "\n" for number in range(5000)
    )
    data = gzip.compress(lines.encode())
    file.write_bytes(data[: len(data) // 2])
    report = archive.report()
    assert 1000 < report.added < 4000
    assert report.unreadable == [Unreadable("a.jsonl.gz", "cut off: the compressed data has no end")]


def test_globs_see_members(archive):
    """As if the archive were a folder; another glob has the archive read again."""
    zip_of(archive, "old.zip", a_txt="Ganja.", b_txt="Barda.", c_log="Shusha.")
    assert archive.run(reading=ReadOptions(exclude=("old.zip/n/a*",))) == {"added": 1}
    assert archive.run(reading=ReadOptions(exclude=("b.txt",))) == {"added": 1, "removed": 1}
    include = ReadOptions(include=("*.zip", "*.log"))
    assert archive.run(reading=include, forget=True) == {"same": 1, "added": 2}
    assert archive.run(forget=True) == {"same": 2, "removed": 1}


def test_a_tar_of_a_zip(archive):
    """Both names are in the key."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("a.txt", "Ganja.")
    with tarfile.open(archive.home / "a.tgz", "w:gz") as tar:
        header = tarfile.TarInfo("n/in.zip")
        header.size = len(inner.getvalue())
        tar.addfile(header, io.BytesIO(inner.getvalue()))
    assert archive.run() == {"added": 1}
    assert archive.texts() == {"a.tgz#n/in.zip/a.txt": "Ganja."}


def test_a_file_read_in_another_way_is_read_again(archive):
    """Though it has not changed; and in the same way it is not opened."""
    archive.lines("a.jsonl", ("1", "Ganja."))
    archive.write("b.jsonl", '{"id": "1", "hed9": "Barda."}\n')
    assert archive.run() == {"added": 1, "unreadable": 1}
    strange = ReadOptions(mapping={"body": ("body", "hed9")})
    assert archive.run(reading=strange) == {"same": 1, "added": 1}
    report = archive.report(reading=strange)
    assert (report.same, report.read_bytes) == (2, 0)
    assert archive.run(forget=True) == {"same": 2, "unreadable": 1}


@pytest.mark.parametrize(
    "reading",
    [
        ReadOptions(),
        ReadOptions(format="jsonl"),
        ReadOptions(encoding="koi8-r", mapping={"title": ("hed", "head")}),
    ],
)
def test_a_mark_tells_how_a_file_was_read(reading):
    """So that it can be read again in the same way."""
    assert ReadOptions.as_marked(reading.mark("a.jsonl")) == reading


def test_marks_of_what_nobody_should_run_or_does_not_know():
    """A command is never in a mark; of strange formats and encodings nothing is made."""
    reading = ReadOptions(filters={".pdf": ("rm", "-rf", "%")}, include=("*.pdf",))
    assert "rm" not in reading.mark("a.pdf")
    assert ReadOptions.as_marked(reading.mark("a.pdf")) is None
    assert reading.mark("a.txt") == ""
    assert json.loads(reading.mark("a.zip"))["include"] == ["*.pdf"]
    for mark in ('{"format": "strange"}', '{"encoding": "strange"}', "[]", "{", '{"mapping": 3}'):
        assert ReadOptions.as_marked(mark) is None


def script(code: str) -> tuple[str, ...]:
    """The words of a command that runs some Python."""
    return (sys.executable, "-c", code)


def test_a_filter_prints_the_text_of_a_file(archive):
    """Given its path, or its bytes; of a member of an archive, the bytes alone."""
    archive.write("a.up", "ganja.")
    named = (*script("import sys; print(open(sys.argv[1]).read().upper())"), "%")
    fed = script("import sys; print(sys.stdin.read().upper())")
    assert archive.run(reading=ReadOptions(filters={".up": named})) == {"added": 1}
    assert archive.texts() == {"a.up": "GANJA."}
    zip_of(archive, "b.zip", c_up="barda.")
    assert archive.run(reading=ReadOptions(filters={".up": fed})) == {"same": 1, "added": 1}
    assert archive.texts() == {"a.up": "GANJA.", "b.zip#n/c.up": "BARDA."}
    report = archive.report(reading=ReadOptions(filters={".up": named}))
    assert [one.member for one in report.unreadable] == ["n/c.up"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (script("import sys; sys.stderr.write('no page\\nat all'); sys.exit(3)"), "failed: no page"),
        (script("import sys; sys.exit(3)"), "failed: exit status 3"),
        (script("import time; time.sleep(60)"), "took more than"),
        (script("while True: print('x' * 1000)"), "prints more than 1 MB"),
        (("no-such-program-here",), "cannot be run: no such file or directory"),
        (script("print('')"), "empty file"),
    ],
)
def test_a_filter_that_fails(archive, command, reason):
    """The file is unreadable, for a reason, and the rest is indexed."""
    seconds = 5.0 if "sleep" not in command[-1] else 0.5
    limits = SourceLimits(filter_seconds=seconds, record_bytes=2**20)
    archive.write("a.up", "ganja." * 100_000)
    archive.write("b.txt", "Barda.")
    report = archive.report(reading=ReadOptions(filters={".up": command}, limits=limits))
    assert report.added == 1
    assert reason in report.unreadable[0].reason


@pytest.mark.parametrize("spec", ["pdf", "pdf:", ":cat", "pdf:'cat", "a/b:cat", ""])
def test_filters_that_are_none(spec):
    """A suffix, a colon and a command."""
    with pytest.raises(UsageError):
        parse_filter(spec)


def test_complaints_are_tried_again(archive):
    """Only what is listed, in another way if one is named, though no file has changed."""
    archive.write("a.txt", "Ganja.")
    file = archive.home / "b.txt"
    file.write_bytes("Барда.".encode("utf-16-le") + b"\0")
    archive.write("c.txt", "")
    report = archive.report()
    assert len(report.unreadable) == 2
    listed = archive.home / "bad.jsonl"
    write_complaints(listed, [*report.unreadable, Unreadable("stdin:", "broken")], archive.home)
    assert [*complained_of(listed, archive.home)] == [archive.home / "b.txt", archive.home / "c.txt"]
    again = index_paths(
        archive.index,
        Input(listed=[*complained_of(listed, archive.home)]),
        IndexOptions(jobs=1, again=True, reading=ReadOptions(encoding="koi8-r")),
        lambda *_: None,
    )
    assert (again.added, again.same, len(again.unreadable)) == (1, 0, 1)
    assert sorted(archive.texts()) == ["a.txt", "b.txt"]


def test_another_try_reads_as_before(archive):
    """Where no other way is named."""
    archive.write("a.log", '{"id": "1", "body": "Ganja."}\n')
    archive.run("a.log", reading=ReadOptions(format="jsonl", mapping={"title": ("id",)}))
    assert archive.run("a.log", again=True) == {"same": 1}
    assert archive.run("a.log", again=True, reading=ReadOptions(format="text")) == {"added": 1, "removed": 1}


@pytest.mark.parametrize("line", ["", "[]", "nonsense", '{"path": 3}', '{"path": ""}', '{"reason": "x"}'])
def test_a_list_of_complaints_that_is_none(tmp_path, line):
    """It is a mistake of the call, told with the line."""
    file = tmp_path / "bad.jsonl"
    file.write_text('{"path": "a.txt"}\n' + line + "\n")
    with pytest.raises(UsageError, match=r"bad\.jsonl:2 "):
        complained_of(file, tmp_path)


def test_listed_files_may_be_gone(archive):
    """Then they are taken out if the index has them, and told otherwise."""
    archive.write("a.txt", "Ganja.")
    archive.write("b.txt", "Barda.")
    archive.run()
    (archive.home / "a.txt").unlink()
    wanted = Input(listed=[archive.home / name for name in ("a.txt", "b.txt", "c.txt")])
    report = index_paths(archive.index, wanted, IndexOptions(jobs=1), lambda *_: None)
    assert (report.removed, report.same) == (1, 1)
    assert [one.path for one in report.unreadable] == ["c.txt"]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.eml", "a.rss"])
def test_a_file_that_is_too_large_is_refused_by_its_size(archive, name):
    """Of a sparse file, which takes no room on the disk, nothing but the head is read."""
    file = archive.write(name, "From: Ada News\n\nGanja.\n")
    os.truncate(file, 2**43)
    report = archive.report()
    assert [one.reason.partition(" larger")[2] for one in report.unreadable] == [
        {"a.txt": " than 32 MB", "a.md": " than 32 MB", "a.eml": " than 64 MB"}.get(name, " than 16 MB")
    ]


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.json", "a.csv", "a.sgm", "a.mbox", "a.xml", "a.warc", "a.parquet"]
)
def test_a_sparse_file_is_refused_by_its_head(archive, name):
    """Also of a format that is read piece by piece: it would be read to its end for its digest."""
    file = archive.write(name, '{"id": "1", "body": "Ganja."}\n')
    os.truncate(file, 2**43)
    (problem,) = archive.report().unreadable
    assert problem.reason.startswith(("a sparse file", "binary file", "not a known"))


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.sgm"])
def test_a_large_binary_file_is_refused_by_its_head(archive, name):
    """As nothing but the head is read, it is no file of the index, and its end may be missing."""
    for data in (b"\x89PNG\n\0\0\1\0\n", bytes(range(256))):
        archive.write(name, data * (24 * 2**20 // len(data)))
        report = archive.report()
        assert [one.reason for one in report.unreadable] == ["binary file"]


def test_large_files_of_binary_formats_are_read(archive):
    """Documents, workbooks and crawls may begin with a picture, and are no binary data for that."""
    samples = Path(__file__).parents[1] / "formats" / "samples"
    names = ("report.docx", "report.odt", "report.pdf", "issue.epub", "table.xlsx", "mail.msg", "crawl.warc")
    for name in names:
        data = (samples / name).read_bytes()
        if name == "crawl.warc":
            data = _record_of_picture() + data
        archive.write(name, data)
    large = ReadOptions(limits=SourceLimits(text_bytes=1, small_file_bytes=0))
    assert archive.report(reading=large).unreadable == []


def _record_of_picture() -> bytes:
    content = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + bytes(range(256)) * 64
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:a:1>\r\nWARC-Date: 2020-10-17T12:00:00Z\r\n"
        "WARC-Target-URI: https://example.org/a.png\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def test_lines_of_which_none_can_be_read_are_not_all_reported(archive):
    """Of data under the name of JSON Lines; after a line that can be read, all are."""
    few = SourceLimits(most_unreadable=9)
    archive.write("a.jsonl", "nonsense\n" * 99)
    archive.lines("b.jsonl", ("1", "Ganja."))
    archive.write("c.jsonl", '{"id": "1", "body": "Ganja."}\n' + "nonsense\n" * 99)
    found = archive.report(reading=ReadOptions(limits=few)).unreadable
    assert Counter(one.path for one in found) == {"a.jsonl": 10, "c.jsonl": 99}
    assert found[9].reason == "the rest is not read, as none of the first 9 records can be"


def test_a_column_that_a_table_lacks_is_refused_at_its_first_row(archive):
    """All rows have the same columns, so nothing more of the file needs to be read."""
    file = archive.write("a.csv", "headline,text\n" + "Talks,Talks resumed in the harbour town.\n" * 40_000)
    read: list[int] = []
    often = msgspec.structs.replace(
        DEFAULT_TUNING, indexing=msgspec.structs.replace(DEFAULT_TUNING.indexing, progress_seconds=0)
    )
    options = IndexOptions(jobs=1, reading=ReadOptions(mapping={"title": ("hedline",)}))
    with pytest.raises(UsageError, match="no record has the key hedline"):
        index_paths(archive.index, Input([file]), options, lambda articles, *_: read.append(articles), often)
    assert max(read) == 0
