"""HTTP responses in web archives: status, type, and the body with its transfer and content encoding removed.

Some archives store the bytes that the server sent. Others store the decoded bytes, with the old header. So a
body is decoded only if it looks chunked or compressed. The decoded size is limited.
"""

from __future__ import annotations

import re
import zlib

from msgspec import Struct

from newsgrep.errors import ArticleError

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(r"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,500})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.I)


class ResponseHead(Struct, frozen=True):
    """The status and the headers of a response, by name in lower case, and their length in bytes."""

    status: int
    headers: dict[str, str]
    length: int

    @property
    def media_type(self) -> str:
        """The media type of the body, such as `text/html`, without its parameters."""
        return media_type_of(self.headers.get("content-type", ""))

    @property
    def charset(self) -> str:
        """The charset that the server named, '' for none."""
        return charset_of(self.headers.get("content-type", ""))


def media_type_of(content_type: str) -> str:
    """Return the media type of a Content-Type header, in lower case, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def charset_of(content_type: str) -> str:
    """Return the charset of a Content-Type header, '' for none."""
    match = _CHARSET.search(content_type)
    return match[1] if match else ""


def parse_head(data: bytes) -> ResponseHead:
    """Return the head of a response, parsed from its first bytes. Raises ArticleError if it has none."""
    end = _HEAD_END.search(data)
    lines = data[: end.start() if end else 0].decode("latin-1").splitlines()
    status = _STATUS.match(lines[0]) if lines else None
    if end is None or status is None:
        raise ArticleError("not an HTTP response")
    fields = (line.partition(":") for line in lines[1:])
    return ResponseHead(
        int(status[1]), {name.strip().lower(): value.strip() for name, _, value in fields}, end.end()
    )


def decode_body(head: ResponseHead, data: bytes, limit: int) -> bytes:
    """Return the decoded body of a response, at most `limit` + 1 bytes. Raises ArticleError.

    data: the bytes after the head
    """
    if "chunked" in head.headers.get("transfer-encoding", "").lower():
        data = _join_chunks(data)
    return _decompress_body(data, head.headers.get("content-encoding", "").strip().lower(), limit + 1)


def _join_chunks(data: bytes) -> bytes:
    """Return a body without its chunk headers; unchanged if it is not chunked."""
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


def _decompress_body(data: bytes, encoding: str, limit: int) -> bytes:
    if encoding in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
        return _inflate(data, zlib.MAX_WBITS + 16, limit)
    if encoding == "deflate" and not data.lstrip().startswith(b"<"):
        is_zlib = len(data) > 1 and data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
        return _inflate(data, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, limit)
    if encoding in ("br", "zstd", "compress") and not data.lstrip().startswith(b"<"):
        raise ArticleError(f"compressed with {encoding}, which is not supported")
    return data


def _inflate(data: bytes, window: int, limit: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data, limit)
    except zlib.error:
        raise ArticleError("broken compression in HTTP") from None
