"""Text read bit by bit, for files of any size: in chunks, in lines, or made UTF-8.

Bytes that are not of their encoding come out as lone surrogates (Python's `surrogateescape`), so that the
record with them in it is lost and no other. Memory is that of a chunk, or of the longest line.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from newsgrep.errors import ArticleError
from newsgrep.formats import text

#: How many bytes are decoded at once; it is also what an older encoding is told by.
CHUNK = 2**18
#: The share of NULs, one in so many bytes, up to which a file with them is text all the same.
_FEW_NULS = 100


def decoded(stream: io.BufferedReader, encoding: str = "") -> Iterator[str]:
    """Yield the text of a stream in pieces with LF line ends; raises ArticleError for a binary file.

    `encoding` is the one that a person says it has. Without one, a stream that is ASCII up to some place is
    UTF-8 if the chunk with that place is, and else of an older encoding.
    """
    encoding = encoding or _encoding_of(stream)
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    decoder: codecs.IncrementalDecoder | None = None if encoding == "utf-8" else _decoder(encoding)
    first = True
    while data := stream.read(CHUNK):
        if decoder is None and not data.isascii():
            encoding = _settled(data)
            decoder = _decoder(encoding)
        try:
            piece = decoder.decode(data) if decoder else data.decode("ascii")
        except UnicodeError as error:
            raise text.broken(encoding, error) from None
        if encoding == "cp1252":
            piece = text.from_1252(piece)
        yield newlines.decode(piece.removeprefix("\ufeff") if first else piece)
        first = False
    try:
        yield newlines.decode(decoder.decode(b"", final=True) if decoder else "", final=True)
    except UnicodeError as error:
        raise text.broken(encoding, error) from None


def lines(stream: io.BufferedReader, encoding: str = "") -> Iterator[str]:
    """Yield the lines of a stream, each with its LF; raises ArticleError for a line beyond the limit."""
    begun: list[str] = []
    size = 0
    for piece in decoded(stream, encoding):
        for line in io.StringIO(piece):
            begun.append(line)
            size += len(line)
            if line.endswith("\n"):
                yield "".join(begun)
                begun, size = [], 0
            elif size > text.LIMIT:
                raise ArticleError(text.too_large("line"))
    if begun:
        yield "".join(begun)


def recoded(stream: io.BufferedReader, encoding: str = "") -> io.BufferedReader:
    """Return a stream of UTF-8 for one of another encoding; bytes that were broken stay broken."""
    return io.BufferedReader(_Recoded(decoded(stream, encoding)))


def is_broken(piece: str) -> bool:
    """Whether bytes of a text were not of its encoding."""
    return not piece.isascii() and text.whole(piece) != piece


class _Recoded(io.RawIOBase):
    """The pieces of a text as UTF-8."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        """Say that it can be read from."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as the next piece goes; return the number of bytes, 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece.encode("utf-8", "surrogateescape")
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _encoding_of(stream: io.BufferedReader) -> str:
    """Return the Unicode encoding that a stream begins like; one with a few NULs in it is UTF-8."""
    head = stream.peek(text.HEAD)[: text.HEAD]
    try:
        return text.encoding_of(head)
    except ArticleError:
        if head.count(0) * _FEW_NULS > len(head) and head.count(0) > 1:
            raise
        return "utf-8"


def _settled(data: bytes) -> str:
    """Return the encoding of the first bytes that are not all ASCII."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        plain = data.replace(b"\0", b" ")
        return text.older_encoding_of(data) if text.is_older(plain) else "utf-8"
    return "utf-8"


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Return a decoder; raises ArticleError for an encoding that Python does not know as one of text."""
    try:
        b"".decode(encoding)
        return codecs.getincrementaldecoder(encoding)("surrogateescape")
    except LookupError:
        raise ArticleError(f"no encoding {text.one_line(encoding)[:40]} is known") from None
