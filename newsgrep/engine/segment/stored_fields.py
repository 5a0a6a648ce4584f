"""Stored fields: the articles of a segment in compressed blocks.

Articles stand one after the other, each as the bytes that encode it, in blocks of about BLOCK bytes. Each
block is one Zstandard frame, so that showing an article costs the decompression of one small block.

    stored_fields      the compressed blocks
    article_offsets    ("<u8", documents + 1) where each article begins in the uncompressed data, and its end
    block_offsets      ("<u8", blocks + 1) the same for each block
    compressed_offsets ("<u8", blocks + 1) where each block begins in `stored_fields`, and its end
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from newsgrep.article import LARGEST_ARTICLE, Article, decode_article
from newsgrep.engine.segment.sections import SectionReader, SectionWriter, damaged
from newsgrep.errors import IndexDamagedError
from newsgrep.zstd import CompressionParameter, ZstdCompressor, ZstdError, decompress_frame

BLOCK = 12_288

#: Level 1 with matches of 6 bytes or more: for small inputs zstd would look for shorter ones, which takes a
#: sixth longer. One article may be much larger than a block, and matches reach back 2**19 bytes in it.
_OPTIONS: dict[int, int] = {
    CompressionParameter.compression_level: 1,
    CompressionParameter.min_match: 6,
    CompressionParameter.window_log: 19,
}


class StoredFieldsWriter:
    """Writes the articles of a segment one after the other."""

    def __init__(self, writer: SectionWriter) -> None:
        self._writer = writer
        self._compressor = ZstdCompressor(options=_OPTIONS)
        self._article_offsets = array("Q", [0])
        self._block_offsets = array("Q", [0])
        self._compressed_offsets = array("Q", [0])
        self._pending: list[bytes] = []
        self._pending_size = 0
        writer.start("stored_fields", "|u1")

    def add(self, data: bytes) -> None:
        """Write an article, given as bytes."""
        self._pending.append(data)
        self._pending_size += len(data)
        self._article_offsets.append(self._article_offsets[-1] + len(data))
        if self._pending_size >= BLOCK:
            self._end_block()

    def _end_block(self) -> None:
        """Compress and write the pending articles as a block."""
        if self._pending:
            block = b"".join(self._pending)
            self._write_block(self._compressor.compress(block, ZstdCompressor.FLUSH_FRAME), len(block))
            self._pending.clear()
            self._pending_size = 0

    def _write_block(self, compressed: bytes, size: int) -> None:
        self._writer.append(compressed)
        self._compressed_offsets.append(self._compressed_offsets[-1] + len(compressed))
        self._block_offsets.append(self._block_offsets[-1] + size)

    def copy(self, reader: StoredFieldsReader) -> None:
        """Write all articles of another segment, copying its blocks as they are."""
        self._end_block()
        base = self._article_offsets[-1]
        self._article_offsets.extend((reader.article_offsets[1:] + np.uint64(base)).tolist())
        for block, (start, end) in enumerate(pairwise(reader.block_offsets[:].tolist())):
            self._write_block(bytes(reader.compressed_block(block)), end - start)

    def finish(self) -> None:
        """Write the last block, and the offsets."""
        self._end_block()
        self._writer.add("article_offsets", np.frombuffer(self._article_offsets, np.uint64), "<u8")
        self._writer.add("block_offsets", np.frombuffer(self._block_offsets, np.uint64), "<u8")
        self._writer.add("compressed_offsets", np.frombuffer(self._compressed_offsets, np.uint64), "<u8")


class StoredFieldsReader:
    """Reads the articles of a segment. The block that was read last stays decompressed."""

    def __init__(self, reader: SectionReader) -> None:
        self._path = reader.path
        self._compressed = reader.section("stored_fields", "|u1")
        self.article_offsets = reader.section("article_offsets", "<u8")
        self.block_offsets = reader.section("block_offsets", "<u8")
        self._compressed_offsets = reader.section("compressed_offsets", "<u8", count=len(self.block_offsets))
        #: Where the block that was read last begins, and the block.
        self._last = (0, b"")

    def compressed_block(self, number: int) -> memoryview:
        """Return a block as it is stored."""
        return self._compressed.data(self._compressed_offsets[number], self._compressed_offsets[number + 1])

    def data(self, document: int) -> bytes:
        """Return a document's article as bytes."""
        start, end = self.article_offsets[document], self.article_offsets[document + 1]
        base, block = self._last  # read once, as another thread may read another block right now
        if not base <= start < base + len(block):
            number = self.block_offsets.bisect_right(start) - 1
            base, block = self._last = self.block_offsets[number], self._block(number)
        if not 0 <= start - base <= end - base <= len(block):
            raise self._damaged(document)
        return block[start - base : end - base]

    def _block(self, number: int) -> bytes:
        """Decompress a block. Raises IndexDamagedError if it is too large or does not fit the offsets."""
        size = self.block_offsets[number + 1] - self.block_offsets[number]
        if not 0 <= size <= BLOCK + LARGEST_ARTICLE:
            raise damaged(self._path, f"is damaged: block {number} has {size:,} bytes")
        try:
            block = decompress_frame(self.compressed_block(number), size)
        except ZstdError as error:
            raise damaged(self._path, f"is damaged: {error}") from error
        if len(block) != size:
            raise damaged(self._path, f"is damaged: block {number} has {len(block):,} bytes, not {size:,}")
        return block

    def _damaged(self, document: int) -> IndexDamagedError:
        return damaged(self._path, f"is damaged: article {document} is not in one block")

    def article(self, document: int) -> Article:
        """Return a document's article. Raises IndexDamagedError."""
        data = self.data(document)
        try:
            return decode_article(data)
        except ValueError as error:
            raise damaged(self._path, f"is damaged: article {document}: {error}") from error

    def each(self) -> Iterator[bytes]:
        """Yield all articles as bytes, with one block in memory at a time."""
        first_of_block = np.searchsorted(self.article_offsets[:], self.block_offsets[:]).tolist()
        if first_of_block[:1] != [0] or first_of_block[-1] != len(self.article_offsets) - 1:
            raise self._damaged(0)
        for number, (first, end) in enumerate(pairwise(first_of_block)):
            block, base = self._block(number), self.block_offsets[number]
            for start, stop in pairwise(self.article_offsets[first : end + 1].tolist()):
                if not 0 <= start - base <= stop - base <= len(block):
                    raise self._damaged(first)
                yield block[start - base : stop - base]
