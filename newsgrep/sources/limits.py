"""Limits on what a file may expand to, and a stream that keeps them.

News compresses three to twenty times, and hardly ever a hundred. Deflate reaches a thousand, and other
methods more, on data that was made to fill a disk.
"""

from __future__ import annotations

import errno
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from newsgrep.tuning import SourceLimits

#: Bytes that are read from a stream at once.
BUFFER_SIZE = 2**17


class ByteSource(Protocol):
    """A stream that returns the bytes it has, without waiting for more: an error would lose them."""

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none only at the end."""


class ExpansionBudget:
    """What the streams and archives of one file have expanded to, against the limits.

    `size` is the size of the file in bytes.
    """

    def __init__(self, size: int, limits: SourceLimits) -> None:
        self.limits = limits
        self._members = 0
        self._expanded = 0
        self._most = min(limits.file_bytes, size * limits.expansion_ratio + limits.expansion_floor)

    @property
    def is_spent(self) -> bool:
        """Whether the file has expanded to more than it may."""
        return self._expanded > self._most

    def count_bytes(self, size: int) -> None:
        """Count decompressed bytes. Raises OSError beyond the limit."""
        self._expanded += size
        if self.is_spent:
            raise stream_error("the streams of this file expand to too much in all")

    def count_member(self) -> None:
        """Count a member of an archive. Raises OSError beyond the limit."""
        self._members += 1
        if self._members > self.limits.archive_members:
            raise too_many_members(self.limits)

    def check_stream(self, expanded: int, compressed: int) -> None:
        """Raise OSError for a stream that expands to too many bytes, or too many times its size."""
        limits = self.limits
        if expanded > limits.stream_bytes:
            raise stream_error(f"expands to more than {limits.stream_bytes >> 30} GB")
        if expanded > max(limits.expansion_floor, limits.expansion_ratio * compressed):
            raise stream_error(
                f"expands more than {limits.expansion_ratio} times: made to fill a disk, not a news archive"
            )


class LimitedStream(io.RawIOBase):
    """A stream within an expansion budget. Its only error is OSError, raised after all bytes before it.

    consumed:   returns how many compressed bytes were read so far; None if nothing is decompressed here
    bytes_read: bytes that this stream has returned
    error:      the error that ended it
    """

    def __init__(
        self, source: ByteSource, budget: ExpansionBudget, consumed: Callable[[], int] | None = None
    ) -> None:
        super().__init__()
        self._source = source
        self._budget = budget
        self._consumed = consumed
        self.error: OSError | None = None
        self.bytes_read = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, and return the number of bytes; fewer only before the end and before an error."""
        if self.error:
            raise self.error
        view, filled = memoryview(buffer).cast("B"), 0
        try:
            with translate_errors():
                while filled < len(view) and (data := self._source.read1(len(view) - filled)):
                    self.bytes_read += len(data)
                    if self._consumed is not None:
                        self._budget.check_stream(self.bytes_read, self._consumed())
                        self._budget.count_bytes(len(data))
                    view[filled : filled + len(data)] = data
                    filled += len(data)
        except OSError as error:
            self.error = error
            if not filled:
                raise
        return filled


class CountingFile(io.RawIOBase):
    """An open file, or its bytes in memory, that counts the bytes read. Closing it leaves the file open."""

    def __init__(self, file: io.FileIO | io.BytesIO) -> None:
        super().__init__()
        self._file = file
        self.bytes_read = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to an offset, and return it."""
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        """Read what the system gives."""
        size = self._file.readinto(buffer) or 0
        self.bytes_read += size
        return size


def stream_error(reason: str) -> OSError:
    """Return the error of a stream that cannot be read any further. `reason` is a few words."""
    return OSError(errno.EIO, reason)


def too_many_members(limits: SourceLimits) -> OSError:
    """Return the error of an archive that has more members than are read."""
    return stream_error(f"more than {limits.archive_members:,} members")


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn what the standard library raises for a damaged archive into OSError."""
    try:
        yield
    except EOFError:
        raise stream_error("cut off: the compressed data has no end") from None
    except _damage_errors() as error:
        is_cut_off = "unexpected end" in str(error)
        raise stream_error("cut off" if is_cut_off else f"damaged: {_one_short_line(error)}") from None
    except NotImplementedError:
        raise stream_error("compressed by a method that is not supported") from None
    except OSError as error:
        if error.errno is None:  # gzip and bz2 raise it
            raise stream_error(f"damaged: {_one_short_line(error)}") from None
        raise


def _damage_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions for damaged data; their modules are slow to import, and needed here only."""
    import lzma
    import tarfile
    import zipfile

    from newsgrep.zstd import ZstdError

    return zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, ZstdError


def _one_short_line(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
