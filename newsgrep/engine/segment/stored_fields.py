"""Articles as they are shown, in compressed blocks.

Articles follow one another, each as its `data`, in blocks of about BLOCK bytes, each compressed by itself
with Zstandard, so that showing one article costs one small block. `article starts` are offsets in the
uncompressed whole, `block starts` the same for blocks, and `block offsets` places in the compressed data.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import zstandard

from newsgrep.article import Article, article_of
from newsgrep.engine.segment.sections import SectionReader, SectionWriter

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future  # which a search does without

BLOCK = 12_288

#: Level 1 looks for shorter matches in texts of this size than in larger ones, which takes a sixth longer. An
#: article may be much larger, and matches reach back as far as this, in bits.
_LEVEL, _SHORTEST_MATCH, _WINDOW = 1, 6, 19
_PARAMETERS = zstandard.ZstdCompressionParameters.from_level(
    _LEVEL, source_size=BLOCK, min_match=_SHORTEST_MATCH, window_log=_WINDOW
)

#: Bytes of articles that are compressed together.
_TOGETHER = 1 << 19


class _Compressing(NamedTuple):
    """Blocks that are being compressed in a thread, and what is going to come of it."""

    blocks: list[bytes | bytearray | memoryview]
    future: Future[zstandard.BufferWithSegmentsCollection]


class ArticleWriter:
    """Writes the articles of a segment one after the other."""

    def __init__(self, writer: SectionWriter, threads: Executor) -> None:
        """Begin; most of them are compressed in one of the threads."""
        self._writer = writer
        self._compressor = zstandard.ZstdCompressor(compression_params=_PARAMETERS)
        self._threads = threads
        self._blocks: list[bytes | bytearray | memoryview] = []
        self._blocks_size = 0
        self._compressing: _Compressing | None = None
        self._article_starts = array("Q", [0])
        self._block_starts = array("Q", [0])
        self._block_offsets = array("Q", [0])
        self._pending: list[bytes] = []
        self._pending_size = 0
        writer.start("articles", "|u1")

    def add(self, data: bytes) -> None:
        """Write an article, given by its data."""
        self._pending.append(data)
        self._pending_size += len(data)
        self._article_starts.append(self._article_starts[-1] + len(data))
        if self._pending_size >= BLOCK:
            self._flush()

    def _flush(self) -> None:
        """Make a block of what is pending, and have it compressed when there are enough."""
        if not self._pending:
            return
        self._blocks.append(b"".join(self._pending))
        self._blocks_size += self._pending_size
        self._pending.clear()
        self._pending_size = 0
        if self._blocks_size >= _TOGETHER:
            self._write_compressed()
            future = self._threads.submit(self._compressor.multi_compress_to_buffer, self._blocks, threads=1)
            self._compressing = _Compressing(self._blocks, future)
            self._blocks, self._blocks_size = [], 0

    def _write_compressed(self) -> None:
        """Write the blocks that are compressed in the thread, when they are."""
        if self._compressing:
            (blocks, future), self._compressing = self._compressing, None
            compressed = future.result()
            for number, block in enumerate(blocks):
                self.add_block(compressed[number].tobytes(), len(block))

    def _write_all(self) -> None:
        """Write what there is."""
        self._flush()
        self._write_compressed()
        for block in self._blocks:
            self.add_block(self._compressor.compress(block), len(block))
        self._blocks, self._blocks_size = [], 0

    def add_block(self, data: bytes | memoryview, size: int) -> None:
        """Write a compressed block that holds `size` bytes."""
        self._writer.append(bytes(data))
        self._block_offsets.append(self._block_offsets[-1] + len(data))
        self._block_starts.append(self._block_starts[-1] + size)

    def copy(self, reader: ArticleReader) -> None:
        """Write all articles of another segment, its blocks as they are."""
        self._write_all()
        base = self._article_starts[-1]
        self._article_starts.extend((reader.article_starts[1:] + np.uint64(base)).tolist())
        for number in range(len(reader.block_starts) - 1):
            size = reader.block_starts[number + 1] - reader.block_starts[number]
            self.add_block(reader.block(number), size)

    def finish(self) -> None:
        """Write what is pending, and the tables."""
        self._write_all()
        self._writer.add("article_starts", np.frombuffer(self._article_starts, np.uint64), "<u8")
        self._writer.add("block_starts", np.frombuffer(self._block_starts, np.uint64), "<u8")
        self._writer.add("block_offsets", np.frombuffer(self._block_offsets, np.uint64), "<u8")


class ArticleReader:
    """Reads the articles of a segment, keeping the block that was read last."""

    def __init__(self, reader: SectionReader) -> None:
        self._data = reader.section("articles")
        self.article_starts = reader.section("article_starts")
        self.block_starts = reader.section("block_starts")
        self._block_offsets = reader.section("block_offsets")
        self._decompress = zstandard.ZstdDecompressor().decompress
        self._number = -1
        self._block = b""

    def block(self, number: int) -> memoryview:
        """Return a block as it is stored."""
        return self._data.data(self._block_offsets[number], self._block_offsets[number + 1])

    def data(self, document: int) -> bytes:
        """Return an article's data."""
        start, end = self.article_starts[document], self.article_starts[document + 1]
        number = self.block_starts.first_above(start) - 1
        if number != self._number:
            self._block, self._number = self._decompress(self.block(number)), number
        base = self.block_starts[number]
        return self._block[start - base : end - base]

    def each(self) -> Iterator[bytes]:
        """Yield the data of all articles, with a block in memory at a time."""
        numbers = np.searchsorted(self.article_starts[:], self.block_starts[:]).tolist()
        for number, (first, end) in enumerate(pairwise(numbers)):
            block, base = self._decompress(self.block(number)), self.block_starts[number]
            for start, stop in pairwise(self.article_starts[first : end + 1].tolist()):
                yield block[start - base : stop - base]

    def __getitem__(self, document: int) -> Article:
        """Return an article."""
        return article_of(self.data(document))
