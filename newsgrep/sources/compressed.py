"""Compressed streams, of one part or several, expanded as they are read: gzip, bzip2, xz and Zstandard."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import BinaryIO, cast

from newsgrep.sources.limits import Source, trouble

#: Bytes of Zstandard that are expanded at once: made for it, they come to 32 MB.
_ZSTD_CHUNK = 1024


def expanded(source: io.BufferedReader, compression: str) -> Source:
    """Return a stream of what a compressed one holds; it raises what `translated` translates."""
    match compression:
        case ".gz":
            return gzip.GzipFile(fileobj=source)
        case ".bz2":
            return bz2.BZ2File(source)
        case ".xz":
            return lzma.LZMAFile(cast(BinaryIO, source))
        case _:
            return _Zstandard(source)


class _Zstandard:
    """A stream of Zstandard frames; zstandard's own reader takes a frame that is cut off for the end."""

    def __init__(self, source: io.BufferedReader) -> None:
        import zstandard

        self._source = source
        self._error = zstandard.ZstdError
        self._decompressor = zstandard.ZstdDecompressor()
        self._frame = self._decompressor.decompressobj()
        self._begun = False
        self._waiting = memoryview(b"")

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes. Raises OSError for what is cut off or damaged."""
        while not self._waiting:
            data = self._frame.unused_data or self._source.read(_ZSTD_CHUNK)
            if self._frame.eof:
                self._frame, self._begun = self._decompressor.decompressobj(), False
            if not data:
                if self._begun:
                    raise EOFError
                return b""
            self._begun = True
            try:
                self._waiting = memoryview(self._frame.decompress(data))
            except self._error as error:
                raise trouble(f"damaged: {error}") from None
        part, self._waiting = self._waiting[:size], self._waiting[size:]
        return bytes(part)
