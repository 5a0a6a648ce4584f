"""Compressed streams, of one part or several, expanded as they are read: gzip, bzip2, xz and Zstandard."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import BinaryIO, cast

from newsgrep.sources.limits import Source


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
            from newsgrep.zstd import ZstdFile

            return ZstdFile(source)
