"""How much a file may expand to, and what reading it can meet; a stream that is held to it.

News compresses three to twenty times, and hardly ever a hundred; deflate reaches a thousand, and the
others more, on what was made to fill a disk.
"""

from __future__ import annotations

import errno
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from newsgrep.formats import text

#: Bytes that one stream, and all of a file, may expand to: the largest archives of news are not so large.
STREAM_SIZE = 2**36
FILE_SIZE = 2**38

#: How many times its compressed size a stream may expand to, beyond a size that costs next to nothing.
RATIO = 250
FLOOR = 2**26

#: Archives within one another, the outermost among them.
DEPTH = 2

#: Members of one file, in all its archives; sets of news have been seen with 220,000 in one.
MEMBERS = 500_000

#: Bytes read from a stream at once.
CHUNK = 2**17


class Source(Protocol):
    """What bytes are read from: a piece at a time, as what a library gathers before an error is lost."""

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none only at the end."""


class Budget:
    """What is left of what one file may expand to; `size` is that of the file."""

    def __init__(self, size: int) -> None:
        self._members = 0
        self._expanded = 0
        self._most = min(FILE_SIZE, size * RATIO + FLOOR)

    @property
    def is_spent(self) -> bool:
        """Whether the file has expanded to all that it may."""
        return self._expanded > self._most

    def expand(self, size: int) -> None:
        """Count bytes that were expanded. Raises OSError beyond the limit."""
        self._expanded += size
        if self.is_spent:
            raise trouble("its streams expand to too much in all")

    def enter_member(self) -> None:
        """Count a member. Raises OSError beyond the limit."""
        self._members += 1
        if self._members > MEMBERS:
            raise trouble(f"more than {MEMBERS:,} members")


class Metered(io.RawIOBase):
    """A stream that is held to the limits, and whose only error is OSError, after all that came before it.

    taken: returns the compressed bytes that were read for it so far, where it is expanded
    given: the bytes it gave so far; fault: the error it ended with
    """

    def __init__(self, source: Source, budget: Budget, taken: Callable[[], int] | None = None) -> None:
        super().__init__()
        self._source = source
        self._budget = budget
        self._taken = taken
        self.fault: OSError | None = None
        self.given = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, but for the last bytes before the end or an error."""
        if self.fault:
            raise self.fault
        view, filled = memoryview(buffer).cast("B"), 0
        try:
            with translated():
                while filled < len(view) and (data := self._source.read1(len(view) - filled)):
                    self._charge(len(data))
                    view[filled : filled + len(data)] = data
                    filled += len(data)
        except OSError as error:
            self.fault = error
            if not filled:
                raise
        return filled

    def _charge(self, size: int) -> None:
        self.given += size
        if self._taken is None:
            return
        if self.given > STREAM_SIZE:
            raise trouble(too_large())
        if self.given > FLOOR and self.given > RATIO * self._taken():
            raise trouble(made_to_fill())
        self._budget.expand(size)


class CountedFile(io.RawIOBase):
    """An open file, or what was read of one, that counts what it gives. To close it leaves it open."""

    def __init__(self, file: io.FileIO | io.BytesIO) -> None:
        super().__init__()
        self._file = file
        self.given = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def seekable(self) -> bool:
        """It is read at any place."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place, and return it."""
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        """Read what the system gives."""
        size = self._file.readinto(buffer) or 0
        self.given += size
        return size


class StreamError(OSError):
    """What a stream says of itself, in words that are to be told as they are."""


def trouble(reason: str) -> StreamError:
    """Return the error of a stream that cannot be read on."""
    return StreamError(errno.EIO, reason)


def reason_of(error: OSError) -> str:
    """Return why a file or a stream cannot be read."""
    return str(error.strerror) if isinstance(error, StreamError) else text.trouble(error)


def too_large() -> str:
    """Return the reason given for a stream that is larger than any is read."""
    return f"expands to more than {STREAM_SIZE >> 30} GB"


def made_to_fill() -> str:
    """Return the reason given for a stream that expands as only what is made for it does."""
    return f"expands more than {RATIO} times, as what is made to fill a disk does"


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the standard library raises for a damaged archive into OSError."""
    try:
        yield
    except EOFError:
        raise trouble("cut off: the compressed data has no end") from None
    except _damage() as error:
        reason = "cut off" if "unexpected end" in str(error) else f"damaged: {_told(error)}"
        raise trouble(reason) from None
    except NotImplementedError:
        raise trouble("compressed by a method that is not read") from None
    except OSError as error:
        if error.errno is None:  # of gzip and of bz2
            raise trouble(f"damaged: {_told(error)}") from None
        raise


def _damage() -> tuple[type[Exception], ...]:
    """Return what is raised for damaged data."""
    import lzma  # all of it is slow to import, and most files are no archives
    import tarfile
    import zipfile

    from newsgrep.zstd import ZstdError

    return zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, ZstdError


def _told(error: Exception) -> str:
    """Return what a library says, short and on one line."""
    return " ".join(str(error).split())[:80] or type(error).__name__
