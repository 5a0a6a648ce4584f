"""The records of a web archive, WARC or the older ARC, one at a time, by warcio, in bounded memory.

warcio reads any number of header lines of any length, so it gets a stream with a limit. It would also
decompress responses without a limit, so `httpmessage` does that instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from msgspec import Struct

from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library

#: The most bytes in the header of a record.
HEADER_LIMIT = 2**16

_SKIP_SIZE = 2**18
_BEGINNING = re.compile(rb"WARC/\d")
#: The header of a record of ARC, a line: address, IP, time, media type, in version 2 other fields, length.
_ARC = re.compile(
    rb"([a-z][a-z0-9+.-]*:[^\n]{1,8000}?) [\d.:a-f]{1,45} (\d{8,14}) (\S{1,200}) "
    rb"(?:\S+ ){0,6}(\d{1,18})\s*\Z",
    re.I,
)
#: The schemes of ARC records that are no HTTP responses: the description of the file, and DNS answers.
_NOT_OF_HTTP = ("filedesc:", "dns:")


class CutOffError(ArticleError):
    """A record that the end of the file cuts off."""


class Record(Struct):
    """A record. Its content can be read until the next record is requested from `read_records`.

    kind:         `response`, `request`, `warcinfo` …
    url:          the URL that was fetched, '' if the record has none
    name:         the record ID
    crawled:      the time of the crawl, as written
    content_type: the type of the content; for a response it is the type of HTTP messages
    left:         the number of bytes of the content that are not read yet
    """

    kind: str
    url: str
    name: str
    crawled: str
    content_type: str
    left: int
    stream: BufferedReader

    def read(self, size: int) -> bytes:
        """Return the next bytes of the content, fewer than `size` only at its end. Raises CutOffError."""
        size = min(size, self.left)
        data = self.stream.read(size)
        self.left -= len(data)
        if len(data) < size:
            raise CutOffError(f"record cut off: {self.url or self.name}")
        return data

    def skip(self) -> None:
        """Skip the content that was not read. Raises CutOffError."""
        while self.left:
            self.read(_SKIP_SIZE)


def read_records(stream: BufferedReader) -> Iterator[Record | ArticleError]:
    """Yield the records of an archive, and one error for each run of bytes that are no record.

    Raises ArticleError where warcio is missing, and OSError.
    """
    parser = _HeaderParser()
    in_damage = False
    while line := stream.readline(HEADER_LIMIT):
        if arc := _ARC.match(line):
            record = _record_of_arc(arc, stream)
        elif not _BEGINNING.match(line):
            if not in_damage and not line.isspace():
                in_damage = True
                yield ArticleError("broken record")
            continue
        try:
            if not arc:
                record = parser.parse(line, stream)
            in_damage = False
            yield record
            record.skip()
        except ArticleError as error:
            in_damage = True
            yield error


def is_arc(beginning: str) -> bool:
    """Whether a file begins with a record of ARC."""
    return _ARC.match(beginning.partition("\n")[0].encode()) is not None


def _record_of_arc(header: re.Match[bytes], stream: BufferedReader) -> Record:
    """Return an ARC record by the match of its header line."""
    url = header[1].decode("utf-8", "replace")
    time = header[2].decode().ljust(14, "0")
    is_response = not url.lower().startswith(_NOT_OF_HTTP)
    return Record(
        kind="response" if is_response else "warcinfo",
        url=url,
        name=url,
        crawled=f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[8:10]}:{time[10:12]}:{time[12:14]}Z",
        content_type=header[3].decode("latin-1"),
        left=int(header[4]),
        stream=stream,
    )


class _HeaderParser:
    """Parses the headers of records with warcio."""

    def __init__(self) -> None:
        try:
            from warcio.recordloader import ArcWarcRecordLoader
            from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException
        except ImportError:
            raise missing_library("warcio", "warc") from None
        self._headers = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)
        self._error = StatusAndHeadersParserException

    def parse(self, line: bytes, stream: BufferedReader) -> Record:
        """Return the record whose header begins with a line. Raises ArticleError."""
        try:
            headers: Any = self._headers.parse(_HeaderLines(stream), line)
        except self._error:
            raise ArticleError("record of a WARC version that is not supported") from None
        get = headers.get_header
        length = get("Content-Length") or ""
        if not re.fullmatch(r"[0-9]{1,18}", length):
            raise ArticleError("record without a length")
        url = (get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
        return Record(
            kind=get("WARC-Type") or "",
            url=url,
            name=get("WARC-Record-ID") or "",
            crawled=get("WARC-Date") or "",
            content_type=get("Content-Type") or "",
            left=int(length),
            stream=stream,
        )


class _HeaderLines:
    """The stream from which warcio reads one header, of at most HEADER_LIMIT bytes."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._left = HEADER_LIMIT

    def readline(self) -> bytes:
        """Return a line. Raises ArticleError beyond the limit, and at the end of the file."""
        line = self._stream.readline(self._left)
        self._left -= len(line)
        if not line.endswith(b"\n"):
            raise ArticleError("record header larger than 64 kB" if not self._left else "record cut off")
        return line
