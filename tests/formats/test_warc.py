"""WARC archives, written by warcio's own writer."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsgrep.article import CRAWL, FIELD, LEDE, URL, Article
from newsgrep.extras import missing_library
from newsgrep.formats.web import warc
from newsgrep.results import Unreadable

pytestmark = pytest.mark.usefixtures("offline")

PARAGRAPHS = [
    f"On day {number} the ministers met and said that the talks would go on." for number in range(5)
]
TEXT = "\n\n".join(PARAGRAPHS)
PAGE = f"<h1>Talks resume</h1>{''.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS)}".encode()
HTML = ("Content-Type", "text/html")
SITE = "https://www.example.org"


class Writer(WARCWriter):
    """warcio's writer, without the temporary files that it leaves to be closed by nobody."""

    _create_temp_file = staticmethod(io.BytesIO)

    def __init__(self, compressed: bool = False) -> None:
        self.file = io.BytesIO()
        super().__init__(self.file, gzip=compressed)

    def response(
        self, path: str, body: bytes = PAGE, *headers: tuple[str, str], status: str = "200 OK"
    ) -> Writer:
        """Add a response of HTTP."""
        http = StatusAndHeaders(status, [*(headers or [HTML])], protocol="HTTP/1.1")
        return self.record("response", SITE + path, body, http_headers=http)

    def record(self, kind: str, address: str, body: bytes, **options: object) -> Writer:
        """Add a record of any kind, of one moment."""
        moment = {"WARC-Date": "2021-02-03T04:05:06Z"}
        stream = io.BytesIO(body)
        self.write_record(
            self.create_warc_record(address, kind, payload=stream, warc_headers_dict=moment, **options)
        )
        return self

    @property
    def data(self) -> bytes:
        """The archive so far."""
        return self.file.getvalue()


def chunked(data: bytes, size: int = 100) -> bytes:
    """A body in chunks."""
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def keys(found: list[Article | Unreadable]) -> list[str]:
    """The names of the records that were read, and the reasons for the others."""
    return [one.reason if isinstance(one, Unreadable) else one.key.partition("#")[2] for one in found]


def test_a_response(read):
    """The fields are those of the page; URL and date are those of the crawl."""
    assert read(Writer().response("/talks").data, ".warc") == [
        Article(
            key=f"n/story.warc#{SITE}/talks",
            path="n/story.warc",
            body=TEXT,
            title="Talks resume",
            date="2021-02-03T04:05:06Z",
            date_from=CRAWL,
            url=f"{SITE}/talks",
            source="example.org",
        )
    ]


@pytest.mark.parametrize(
    ("path", "head", "date", "date_from"),
    [
        ("/talks", b"<meta name=date content=2020-10-30>", "2020-10-30", FIELD),
        ("/2020/10/29/talks", b"<meta name=date content=2020-10-30>", "2020-10-30", FIELD),
        (
            "/2020/10/29/talks",
            b"<link rel=canonical href=https://example.org/2019/01/01/x>",
            "2020-10-29",
            URL,
        ),
    ],
)
def test_the_time_of_the_crawl_is_the_last_resort(read, path, head, date, date_from):
    """The page comes first, then the URL."""
    (found,) = read(Writer().response(path, head + PAGE).data, ".warc")
    assert (found.date, found.date_from, found.url) == (date, date_from, SITE + path)


def test_other_records_are_ignored(read):
    """Unreported: only a page that cannot be read is reported."""
    writer = Writer()
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "x"}))
    writer.record("request", f"{SITE}/a", b"GET / HTTP/1.1\r\n\r\n")
    writer.response("/picture", b"\x89PNG" * 99_999, ("Content-Type", "image/png"))
    writer.response("/gone", PAGE, status="404 Not Found").response("/moved", b"", status="301 Moved")
    writer.record("response", "dns:example.org", b"1.2.3.4", warc_content_type="text/dns")
    writer.record("metadata", f"{SITE}/a", b"fetchTimeMs: 5").response("/a")
    assert keys(read(writer.data, ".warc")) == [f"{SITE}/a"]


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (gzip.compress(PAGE), ("Content-Encoding", "gzip")),
        (zlib.compress(PAGE), ("Content-Encoding", "deflate")),
        (zlib.compress(PAGE)[2:-4], ("Content-Encoding", "Deflate")),
        (PAGE, ("Content-Encoding", "gzip")),
        (PAGE, ("Content-Encoding", "br")),
        (chunked(PAGE), ("Transfer-Encoding", "chunked")),
        (PAGE, ("Transfer-Encoding", "chunked")),
        (PAGE.replace(b"day", "däy".encode("cp1250")).replace("ä".encode("cp1250"), b"a"), ("X", "y")),
    ],
)
def test_transfer_and_content_encodings(read, body, header):
    """Compressed, chunked, or decoded by the crawler, which kept the header."""
    (found,) = read(Writer().response("/a", body, HTML, header).data, ".warc")
    assert found.body == TEXT


@pytest.mark.parametrize("header", [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
def test_a_transfer_that_was_cut_off(read, header):
    """The bytes that arrived are read, as in a browser."""
    body = gzip.compress(PAGE)[:-12] if header[1] == "gzip" else chunked(PAGE)[:-40]
    (found,) = read(Writer().response("/a", body, HTML, header).data, ".warc")
    assert found.body.startswith("\n\n".join(PARAGRAPHS[:3]))


def test_a_compressed_and_chunked_body(read):
    """It is decoded twice."""
    headers = (HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    (found,) = read(Writer().response("/a", chunked(gzip.compress(PAGE)), *headers).data, ".warc")
    assert found.body == TEXT


def test_the_charset_of_the_server(read):
    """It is used where the bytes do not show the encoding."""
    body = PAGE.replace(b"ministers", "министры".encode("cp1251"))
    header = ("Content-Type", "text/html; Charset=windows-1251")
    (found,) = read(Writer().response("/a", body, header).data, ".warc")
    assert "министры" in found.body


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"", [HTML], "no article text"),
        (b"\0\1\2" * 99, [HTML], "binary file"),
        (b" " * (2**24 + 1), [HTML], "page larger than 16 MB"),
        (gzip.compress(b" " * 2**26), [HTML, ("Content-Encoding", "gzip")], "page larger than 16 MB"),
        (
            gzip.compress(PAGE)[:-8] + b"x" * 8,
            [HTML, ("Content-Encoding", "gzip")],
            "broken compression in HTTP",
        ),
        (b"\1\2\3", [HTML, ("Content-Encoding", "br")], "compressed with br, which is not supported"),
        (
            chunked(PAGE).replace(b"\n64", b"\nzz", 1),
            [HTML, ("Transfer-Encoding", "chunked")],
            "broken chunks in HTTP",
        ),
    ],
    ids=["empty", "binary", "large", "bomb", "gzip", "brotli", "chunks"],
)
def test_a_page_that_cannot_be_read(read, body, headers, reason):
    """It is reported with its URL, and the next one is read."""
    found = read(Writer().response("/bad", body, *headers).response("/a").data, ".warc")
    assert keys(found) == [f"{reason}: entry {SITE}/bad", f"{SITE}/a"]


def test_the_same_url_twice(read):
    """The keys differ."""
    assert keys(read(Writer().response("/a").response("/a").data, ".warc")) == [f"{SITE}/a", f"{SITE}/a~2"]


def test_resources_and_conversions(read):
    """A page that was not fetched by HTTP, and the text that a crawler extracted."""
    writer = Writer().record("resource", "file:///a.html", PAGE, warc_content_type="text/html; charset=utf-8")
    text = b"Talks resume\nThey met.\n\nThey parted.\n"
    writer.record("conversion", f"{SITE}/2020/10/30/a", text, warc_content_type="text/plain")
    page, plain = read(writer.data, ".wet")
    assert (page.key, page.body) == ("n/story.wet#file:///a.html", TEXT)
    assert (plain.title, plain.title_from, plain.date, plain.date_from) == (
        "Talks resume",
        LEDE,
        "2020-10-30",
        URL,
    )
    assert plain.body == "Talks resume\n\nThey met.\n\nThey parted."


@pytest.mark.parametrize(
    "place", ["WARC/1.0\r\nWARC-Type: response", "Content-Length: ", "HTTP/1.1", "day 3"]
)
def test_an_archive_that_is_cut_off(read, place):
    """Records before the cut are read."""
    data = Writer().response("/a").response("/b").data
    start = data.rindex(b"WARC/1.0\r\n")
    cut = start + 5 if place.startswith("WARC/1") else data.index(place.encode(), start) + 3
    first, second = keys(read(data[:cut], ".warc"))
    assert first == f"{SITE}/a"
    assert second.startswith(("record cut off", "broken record"))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"nonsense\r\nmore\r\n", "broken record"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nnonsense\r\n", "record without a length"),
        (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "record without a length"),
        (b"WARC/7.0\r\nContent-Length: 5\r\n\r\nxxxxx\r\n", "record of a WARC version that is not supported"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 99_999, "record header larger than 64 kB"),
        (b"WARC/1.0\r\n" + b"a" * 999_999, "record header larger than 64 kB"),
    ],
    ids=["nonsense", "no length", "negative length", "version", "many headers", "long line"],
)
def test_a_broken_record_is_left_out(read, broken, reason):
    """Up to the next one."""
    found = read(Writer().response("/a").data + broken + b"\r\n" + Writer().response("/b").data, ".warc")
    assert keys(found) == [f"{SITE}/a", reason, f"{SITE}/b"]


@pytest.mark.parametrize(("kind", "body"), [("resource", b" " * (2**24 + 1)), ("conversion", b" \n")])
def test_records_without_a_page(read, kind, body):
    """Too large, or without a text: each is reported."""
    media_type = "text/html" if kind == "resource" else "text/plain"
    (found,) = read(Writer().record(kind, f"{SITE}/a", body, warc_content_type=media_type).data, ".warc")
    reason = "page larger than 16 MB" if len(body) > 2 else "no article text"
    assert found.reason == f"{reason}: entry {SITE}/a"


def test_an_archive_is_detected_by_its_first_line():
    """Text that mentions WARC is no archive."""
    assert warc.claims("WARC/1.0\r\n")
    assert not warc.claims("WARCHALKING")


def test_a_length_that_is_too_small(read):
    """The rest of the record is reported as broken."""
    data = re.sub(rb"Content-Length: \d+", b"Content-Length: 100", Writer().response("/a").data)
    assert keys(read(data + Writer().response("/b").data, ".warc"))[1:] == ["broken record", f"{SITE}/b"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty file"), (b"Talks resume.\n" * 99, "broken record")],
    ids=["empty", "text"],
)
def test_a_file_that_is_not_an_archive(read, content, reason):
    """It is reported once."""
    assert keys(read(content, ".warc")) == [reason]


@pytest.mark.parametrize(
    ("library", "reason"),
    [
        ("warcio.recordloader", missing_library("warcio", "warc").message),
        ("trafilatura", missing_library("trafilatura", "html").message),
    ],
)
def test_a_missing_library(read, monkeypatch, library, reason):
    """It is reported once a file, not once a page."""
    data = Writer().response("/a").response("/b").data
    monkeypatch.setitem(sys.modules, library, None)
    assert keys(read(data, ".warc")) == [reason]


def arc(address: str, content: bytes, media_type: str = "text/html", version_2: bool = False) -> bytes:
    """A record of ARC."""
    further = "200 - - 7 a.arc " if version_2 else ""
    header = f"{address} 192.0.2.1 20201030120000 {media_type} {further}{len(content)}\n"
    return header.encode() + content + b"\n"


@pytest.mark.parametrize("version_2", [False, True])
def test_pages_in_arc(read, version_2):
    """The older form of web archives; names of hosts and pictures are no pages."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    archive = (
        arc("filedesc://a.arc", b"1 0 Example\nURL IP-address Archive-date\n", "text/plain")
        + arc("dns:www.example.org", b"20201030120000\n", "text/dns")
        + arc(f"{SITE}/talks", page, version_2=version_2)
        + arc(f"{SITE}/a.png", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG", "image/png")
    )
    (found,) = read(archive, ".arc")
    assert (found.title, found.body, found.url) == ("Talks resume", TEXT, f"{SITE}/talks")
    assert (found.date, found.date_from) == ("2020-10-30T12:00:00Z", CRAWL)


def test_an_arc_that_is_cut_off_says_so(read):
    """What comes before is read."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    first, second = read((arc(f"{SITE}/a", page) + arc(f"{SITE}/b", page))[:-50], ".arc")
    assert isinstance(first, Article)
    assert (second.reason, type(second)) == (f"record cut off: {SITE}/b", Unreadable)
