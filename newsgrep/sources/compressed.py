"""Decompression of a stream as it is read: gzip, bzip2, xz and Zstandard, of one part or several."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import BinaryIO, cast

from newsgrep.sources.limits import ByteSource, stream_error

#: Compressed bytes that are decompressed at once: a bomb expands so many to 32 MB.
_ZSTD_CHUNK = 1024


def decompress(source: io.BufferedReader, compression: str) -> ByteSource:
    """Return a stream of the decompressed bytes; its errors are those that `translate_errors` catches."""
    match compression:
        case ".gz":
            return gzip.GzipFile(fileobj=source)
        case ".bz2":
            return bz2.BZ2File(source)
        case ".xz":
            return lzma.LZMAFile(cast(BinaryIO, source))
        case _:
            return _ZstandardStream(source)


class _ZstandardStream:
    """A stream of Zstandard frames. zstandard's own reader does not notice that a frame is cut off."""

    def __init__(self, source: io.BufferedReader) -> None:
        import zstandard

        self._source = source
        self._error = zstandard.ZstdError
        self._decompressor = zstandard.ZstdDecompressor()
        self._frame = self._decompressor.decompressobj()
        self._in_frame = False
        self._pending = memoryview(b"")

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, b"" at the end. Raises EOFError if cut off, OSError if damaged."""
        while not self._pending:
            data = self._frame.unused_data or self._source.read(_ZSTD_CHUNK)
            if self._frame.eof:
                self._frame, self._in_frame = self._decompressor.decompressobj(), False
            if not data:
                if self._in_frame:
                    raise EOFError
                return b""
            self._in_frame = True
            try:
                self._pending = memoryview(self._frame.decompress(data))
            except self._error as error:
                raise stream_error(f"damaged: {error}") from None
        part, self._pending = self._pending[:size], self._pending[size:]
        return bytes(part)
