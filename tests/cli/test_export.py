"""newsgrep export: the bytes that articles were read from, with their sums."""

from __future__ import annotations

import gzip
import hashlib
import json
import resource
import zipfile
from pathlib import Path

import pytest

LINES = [
    b'{"id": "n/1", "title": "Ferry adrift", "text": "The ferry  drifted."}\n',
    b'{"id": "n/2", "title": "Votes", "text": "Votes are counted."}\n',
    b'{"id": "n/3", "title": "Ferry found", "text": "The ferry was found."}',
]


def warc_record(url: str, body: str) -> bytes:
    """Return a record of a crawl, with a page of some text."""
    page = f"<html><head><title>{body}</title></head><body><article><p>{body * 9}</p></article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Date: 2020-10-30T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http


def exported(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Return the kind and the bytes of the original of each key, once all sums are right."""
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {row["file"]: row["sha256"] for row in rows} == sums
    data = {row["key"]: (row["kind"], (folder / row["file"]).read_bytes()) for row in rows}
    for row in rows:
        original = data[row["key"]][1]
        assert (len(original), hashlib.sha256(original).hexdigest()) == (row["bytes"], row["sha256"])
    return data


@pytest.fixture
def archive(write, folder, run):
    """An index of files of many kinds, in each of which an article speaks of a ferry."""
    write("news/plain.txt", "The ferry left.")
    write("news/other.txt", "Votes are counted.")
    (folder / "news/lines.jsonl").write_bytes(b"".join(LINES))
    (folder / "news/packed.jsonl.gz").write_bytes(gzip.compress(b"".join(LINES[:2])))
    (folder / "news/list.csv").write_bytes(b"title,text\nFerry,The ferry sank.\nVotes,Counted.\n")
    with zipfile.ZipFile(folder / "news/old.zip", "w") as file:
        file.writestr("2020/a.txt", " date 2020-01-02 By Ada News\n\nThe ferry in the zip.\n")
        file.writestr("2020/b.jsonl", b"".join(LINES))
    assert run("index", "-q", "--keep-duplicates", "news").code == 0
    return folder


def test_originals_are_the_bytes_of_files_members_and_records(archive, run):
    """Byte for byte; a table with other articles is copied whole."""
    ended = run("export", "out", "ferry")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "newsgrep: the originals of 8 articles in 8 files of out\n"
    member = b" date 2020-01-02 By Ada News\n\nThe ferry in the zip.\n"
    assert exported(archive / "out") == {
        "news/plain.txt": ("file", (archive / "news/plain.txt").read_bytes()),
        "news/lines.jsonl#n/1": ("record", LINES[0]),
        "news/lines.jsonl#n/3": ("record", LINES[2]),
        "news/packed.jsonl.gz#n/1": ("record", LINES[0]),
        "news/list.csv#L2": ("container", (archive / "news/list.csv").read_bytes()),
        "news/old.zip#2020/a.txt": ("member", member),
        "news/old.zip#2020/b.jsonl#n/1": ("record", LINES[0]),
        "news/old.zip#2020/b.jsonl#n/3": ("record", LINES[2]),
    }


def test_originals_are_chosen_by_keys(archive, run):
    """Typed, or on standard input; a record is known by its key."""
    assert run("export", "out", "news/plain.txt", "news/lines.jsonl#n/2").code == 0
    assert list(exported(archive / "out")) == ["news/plain.txt", "news/lines.jsonl#n/2"]
    keys = run("search", "--fields", "key", "-0", "votes", "--source", "lines").out or "news/other.txt\0"
    ended = run("export", "piped", "-", stdin=keys)
    assert (ended.code, ended.err) == (0, "newsgrep: the originals of 1 article in 1 file of piped\n")
    assert list(exported(archive / "piped")) == ["news/other.txt"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("news/plain.txt", "--since", "2020"),
            "articles that are named by keys take no query and no filters",
        ),
        (("news/plain.txt", "ferry"), "there is no article ferry in the index"),
        (("news/none.txt",), "there is no article news/none.txt in the index"),
        (("-",), "no article was named on standard input"),
    ],
)
def test_keys_that_name_nothing_are_no_query(archive, run, words, message):
    """They are refused, and no folder is made."""
    ended = run("export", "out", *words, stdin="")
    assert (ended.code, ended.summary) == (2, f"newsgrep: {message}")
    assert not (archive / "out").exists()


def test_records_of_warc_are_whole_records(folder, run):
    """With their headers, as the crawler wrote them."""
    pytest.importorskip("warcio")
    bodies = ["The ferry drifted for a day. ", "Votes are counted in the town. ", "The ferry is back. "]
    records = [warc_record(f"http://a.example/{n}", body) for n, body in enumerate(bodies)]
    (folder / "crawl.warc.gz").write_bytes(b"".join(gzip.compress(one + b"\r\n\r\n") for one in records))
    assert run("index", "-q", "crawl.warc.gz").code == 0
    assert run("export", "out", "ferry").code == 0
    assert exported(folder / "out") == {
        "crawl.warc.gz#http://a.example/0": ("record", records[0]),
        "crawl.warc.gz#http://a.example/2": ("record", records[2]),
    }


def test_what_has_changed_or_has_no_original_is_reported(archive, run, write):
    """The rest is exported, and the exit code is that of an error."""
    write("news/plain.txt", "The ferry left, it says now.")
    piped = run("index", "-q", "-", stdin='{"id": "p", "text": "A ferry in a pipe."}\n')
    assert piped.code == 0
    ended = run("export", "out", "ferry")
    assert ended.code == 2
    assert "news/plain.txt: the file has changed since it was indexed" in ended.err
    assert "stdin:#p: it was piped in" in ended.err
    assert len(exported(archive / "out")) == 7


def test_nothing_is_overwritten(archive, run):
    """A folder that holds something is refused, and nothing found makes no folder."""
    ended = run("export", "news", "ferry")
    assert (ended.code, ended.out) == (2, "")
    assert "news exists, and is no empty folder" in ended.err
    assert run("export", "out", "unheardof").code == 1
    assert not (archive / "out").exists()


def test_an_export_that_cannot_be_written_leaves_nothing(archive, run):
    """A limit on the size of files stands in for a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        ended = run("export", "out", "ferry")
        receipt = run("facets", "ferry", "--receipt", "r.json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (ended.code, ended.err) == (2, "newsgrep: out: file too large\n")
    assert not (archive / "out").exists()
    assert (receipt.code, receipt.summary) == (2, f"newsgrep: {archive}/r.json: file too large")
    assert not (archive / "r.json").exists()


def test_names_are_safe_below_the_folder(folder, run):
    """Whatever a record is called."""
    records = [
        {"id": name, "text": f"A ferry, {n} times over."}
        for n, name in enumerate(["../../x", "a:b", "C" * 300, "c" * 300])
    ]
    (folder / "r.jsonl").write_text("\n".join(map(json.dumps, records)))
    assert run("index", "-q", "r.jsonl").code == 0
    assert run("export", "deep/out", "ferry").code == 0
    assert len(exported(folder / "deep/out")) == 4
    assert sorted(file.name for file in folder.iterdir() if file.name != ".newsgrep") == ["deep", "r.jsonl"]


def test_copies_do_not_take_the_place_of_originals(archive, run):
    """An export below an indexed folder is left out and reported, and is indexed where it is named."""
    assert run("export", "news/a-copy", "ferry").code == 0
    ended = run("index", "news")
    assert ended.code == 0
    assert "left out 1 folder that newsgrep exported (name one to index it): news/a-copy" in ended.err
    assert "news/plain.txt\n" in run("search", "-l", "--all", "ferry").out
    run("index", "--keep-duplicates", "news/a-copy")
    assert "news/a-copy/news/plain.txt\n" in run("search", "-l", "--all", "ferry").out


def test_a_list_of_sums_alone_makes_no_export(folder, write, run):
    """Other programs write files of the same names."""
    write("news/bag/ferry.txt", "The ferry left.")
    (folder / "news/bag/SHA256SUMS").write_text("0  ferry.txt\n")
    (folder / "news/bag/manifest.jsonl").write_text('{"key": "a", "text": "The ferry of a manifest."}\n')
    run("index", "news")
    assert run("search", "-c", "ferry").out == "2\n"
