"""Zstandard: `compression.zstd` of the standard library from Python 3.14 on, and its backport before."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CompressionParameter = zstd.CompressionParameter
ZstdCompressor = zstd.ZstdCompressor
ZstdError = zstd.ZstdError
ZstdFile = zstd.ZstdFile
compress = zstd.compress
decompress = zstd.decompress

#: Frames of an index have windows of at most 2**21 bytes. Decompressing a frame takes as much memory.
_INDEX_OPTIONS: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


def decompress_frame(data: bytes | memoryview, most: int) -> bytes:
    """Decompress one frame of an index.

    Raises ZstdError if the data is not one whole frame, or has more than `most` bytes; then it takes no more
    memory than that.
    """
    decompressor = zstd.ZstdDecompressor(options=_INDEX_OPTIONS)
    result = decompressor.decompress(data, most + 1)
    if not decompressor.eof or len(result) > most or decompressor.unused_data:
        raise ZstdError("a compressed block is not as long as it has to be")
    return result
