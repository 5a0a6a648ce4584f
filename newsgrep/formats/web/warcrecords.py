"""The records of a WARC archive, one at a time, by warcio, at bounded memory.

warcio reads header lines of any length and any number of them; it is given a stream that has a bound to
both. How a response is packed is left to `httpmessage`, as warcio unpacks without a limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

from newsgrep.errors import ArticleError
from newsgrep.formats.extras import missing

#: The most bytes of a record's header.
HEADER_LIMIT = 2**16

_PIECE = 2**18
_BEGINNING = re.compile(rb"WARC/\d")


class CutOffError(ArticleError):
    """A record whose end is not in the file; told once, after the record itself."""


@dataclass(slots=True)
class Record:
    """One record, whose content is read while it is the last that was given out.

    kind:         `response`, `request`, `warcinfo` …
    address:      of what was fetched; '' where the record has none
    crawled:      when, as the record says it
    content_type: of the content, for a response that of HTTP itself
    left:         bytes of the content that were not read yet
    """

    kind: str
    address: str
    name: str
    crawled: str
    content_type: str
    left: int
    stream: BufferedReader

    def read(self, size: int) -> bytes:
        """Return the next bytes of the content, fewer than `size` at its end only; raises CutOffError."""
        size = min(size, self.left)
        data = self.stream.read(size)
        self.left -= len(data)
        if len(data) < size:
            raise CutOffError(f"record cut off: {self.address or self.name}")
        return data

    def skip(self) -> None:
        """Pass over what was not read; raises CutOffError."""
        while self.left:
            self.read(_PIECE)


def records(stream: BufferedReader) -> Iterator[Record | ArticleError]:
    """Yield the records of an archive, and an error for each stretch of it that is none.

    Raises ArticleError where warcio is missing, and OSError.
    """
    parser = _Parser()
    is_lost = False
    while line := stream.readline(HEADER_LIMIT):
        if not _BEGINNING.match(line):
            if not is_lost and not line.isspace():
                is_lost = True
                yield ArticleError("broken record")
            continue
        try:
            record = parser.record(line, stream)
            is_lost = False
            yield record
            record.skip()
        except ArticleError as error:
            is_lost = True
            yield error


class _Parser:
    """Reads the header of a record, by warcio."""

    def __init__(self) -> None:
        try:
            from warcio.recordloader import ArcWarcRecordLoader
            from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException
        except ImportError:
            raise missing("warcio", "warc") from None
        self._headers = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)
        self._error = StatusAndHeadersParserException

    def record(self, line: bytes, stream: BufferedReader) -> Record:
        """Return the record that begins with a line; raises ArticleError."""
        try:
            headers: Any = self._headers.parse(_Lines(stream), line)
        except self._error:
            raise ArticleError("record of a version of WARC that is not read") from None
        get = headers.get_header
        length = get("Content-Length") or ""
        if not re.fullmatch(r"[0-9]{1,18}", length):
            raise ArticleError("record without a length")
        address = (get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
        return Record(
            kind=get("WARC-Type") or "",
            address=address,
            name=get("WARC-Record-ID") or "",
            crawled=get("WARC-Date") or "",
            content_type=get("Content-Type") or "",
            left=int(length),
            stream=stream,
        )


class _Lines:
    """The header of a record as warcio reads it: line by line, up to HEADER_LIMIT bytes in all."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._left = HEADER_LIMIT

    def readline(self) -> bytes:
        """Return a line; raises ArticleError past the limit, and at the end of the file."""
        line = self._stream.readline(self._left)
        self._left -= len(line)
        if not line.endswith(b"\n"):
            raise ArticleError("record header larger than 64 kB" if not self._left else "record cut off")
        return line
