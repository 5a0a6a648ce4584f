"""Decompression of a stream as it is read: gzip, bzip2, xz and Zstandard, of one part or several.

Other bytes after the last part are another file, or the damaged rest of this one. They are an error, which is
raised after all bytes before them were returned. Python's modules for bzip2 and xz ignore such bytes.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable

from newsgrep.sources.limits import BUFFER_SIZE, ByteSource, stream_error

#: What each part of a file begins with.
_BZ2, _XZ = b"BZh", b"\xfd7zXZ\0"


def decompress(source: io.BufferedReader, compression: str) -> ByteSource:
    """Return a stream of the decompressed bytes. It raises the errors that `translate_errors` translates."""
    match compression:
        case ".gz":
            return gzip.GzipFile(fileobj=source)
        case ".bz2":
            return _Parts(source, bz2.BZ2Decompressor, _BZ2)
        case ".xz":
            return _Parts(source, lzma.LZMADecompressor, _XZ, padding=b"\0")
        case _:
            from newsgrep.zstd import ZstdFile

            return ZstdFile(source)


class _Parts:
    """The parts of a file of bzip2 or xz, one after the other, with padding between them."""

    def __init__(
        self,
        source: io.BufferedReader,
        begin: Callable[[], bz2.BZ2Decompressor | lzma.LZMADecompressor],
        mark: bytes,
        padding: bytes = b"",
    ) -> None:
        self._source = source
        self._begin = begin
        self._mark = mark
        self._padding = padding
        self._part = begin()
        self._rest = b""  # bytes that were read and are not decompressed yet

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none only at the end. Raises EOFError where the data has no end."""
        while True:
            if self._part.eof and not self._next_part():
                return b""
            data = b""
            if self._part.needs_input:
                data, self._rest = self._rest or self._source.read1(BUFFER_SIZE), b""
                if not data:
                    raise EOFError
            if found := self._part.decompress(data, size):
                return found

    def _next_part(self) -> bool:
        """Begin the next part, if there is one. Raises OSError where something else follows."""
        rest, more = self._part.unused_data.lstrip(self._padding), b"-"
        while more and len(rest) < len(self._mark):
            more = self._source.read1(BUFFER_SIZE)
            rest = (rest + more).lstrip(self._padding)
        if not rest:
            return False
        if not rest.startswith(self._mark):
            raise stream_error("damaged: what follows the end of the compressed data is something else")
        self._part, self._rest = self._begin(), rest
        return True
