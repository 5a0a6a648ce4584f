"""HTTP responses as an archive keeps them: status, type, and the body without its transfer's wrapping.

Archives keep what went over the wire, or unpack it and leave the header as it was; so a body is only
taken for chunked or compressed if it looks so. The unpacked size is bounded.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from newsgrep.errors import ArticleError

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(r"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,500})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.I)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a response: its status, its headers by name in lower case, and where the body begins."""

    status: int
    headers: dict[str, str]
    length: int

    @property
    def media_type(self) -> str:
        """The type of the body, `text/html`, without its parameters."""
        return media_type(self.headers.get("content-type", ""))

    @property
    def charset(self) -> str:
        """The encoding that the server named, '' for none."""
        return charset(self.headers.get("content-type", ""))


def media_type(content_type: str) -> str:
    """Return the type of a Content-Type, in lower case, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def charset(content_type: str) -> str:
    """Return the charset parameter of a Content-Type, '' for none."""
    match = _CHARSET.search(content_type)
    return match[1] if match else ""


def head_of(data: bytes) -> Head:
    """Return the head of a response from its first bytes; raises ArticleError for none."""
    end = _HEAD_END.search(data)
    lines = data[: end.start() if end else 0].decode("latin-1").splitlines()
    status = _STATUS.match(lines[0]) if lines else None
    if end is None or status is None:
        raise ArticleError("no HTTP response")
    fields = (line.partition(":") for line in lines[1:])
    return Head(int(status[1]), {name.strip().lower(): value.strip() for name, _, value in fields}, end.end())


def body_of(head: Head, data: bytes, limit: int) -> bytes:
    """Return the body of a response, unpacked to at most `limit` bytes and one; raises ArticleError.

    `data` is what follows the head.
    """
    if "chunked" in head.headers.get("transfer-encoding", "").lower():
        data = _joined(data)
    return _unpacked(data, head.headers.get("content-encoding", "").strip().lower(), limit + 1)


def _joined(data: bytes) -> bytes:
    """Return the chunks of a body put together; as it is where it is not in chunks."""
    pieces: list[bytes] = []
    position = 0
    while chunk := _CHUNK.match(data, position):
        size, position = int(chunk[1], 16), chunk.end()
        if not size:
            return b"".join(pieces)
        pieces.append(data[position : position + size])
        position += size
        position += (
            2 if data[position : position + 2] == b"\r\n" else int(data[position : position + 1] == b"\n")
        )
    if pieces and position < len(data):
        raise ArticleError("broken chunks in HTTP")
    return b"".join(pieces) if pieces else data


def _unpacked(data: bytes, encoding: str, limit: int) -> bytes:
    if encoding in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
        return _inflated(data, zlib.MAX_WBITS + 16, limit)
    if encoding == "deflate" and not data.lstrip().startswith(b"<"):
        is_zlib = len(data) > 1 and data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
        return _inflated(data, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, limit)
    if encoding in ("br", "zstd", "compress") and not data.lstrip().startswith(b"<"):
        raise ArticleError(f"compressed with {encoding}, which is not read in HTTP")
    return data


def _inflated(data: bytes, window: int, limit: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data, limit)
    except zlib.error:
        raise ArticleError("broken compression in HTTP") from None
