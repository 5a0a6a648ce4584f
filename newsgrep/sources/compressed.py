"""Decompression of a stream as it is read: gzip, bzip2, xz and Zstandard, of one part or several."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import BinaryIO, cast

from newsgrep.sources.limits import ByteSource


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
            from newsgrep.zstd import ZstdFile

            return ZstdFile(source)
