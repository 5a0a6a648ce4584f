"""Bytes that are read, or gathered in parts, up to a limit.

>>> story = BoundedBytes(5)
>>> story.add(b"Gan"), story.add(b"ja"), story.take()
(None, None, b'Ganja')
>>> story.add(b"Nakhchivan"), story.take()
(None, None)
"""

from __future__ import annotations

from typing import BinaryIO

from newsgrep.errors import ArticleError

#: Bytes that are read first, so that a small file does not cost a buffer of the largest size.
_FIRST_READ = 2**16


class BoundedBytes:
    """One record after another, of which no more than `largest` bytes are held in memory."""

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, part: bytes) -> None:
        """Add the next bytes of the record."""
        self._size += len(part)
        if self._size > self.largest:
            self._parts.clear()
        else:
            self._parts.append(part)

    def take(self) -> bytes | None:
        """Return the record, None if it is too large, and begin another one."""
        data = None if self._size > self.largest else b"".join(self._parts)
        self._parts.clear()
        self._size = 0
        return data


def read_bounded(stream: BinaryIO, largest: int, what: str) -> bytes:
    """Return the rest of a stream, named `what` in errors. Raises ArticleError beyond `largest` bytes."""
    data = stream.read(_FIRST_READ)
    if len(data) == _FIRST_READ:
        data += stream.read(max(0, largest + 1 - _FIRST_READ))
    if len(data) > largest:
        raise too_large(what, largest)
    return data


def too_large(what: str, largest: int, line: int = 0) -> ArticleError:
    """Return the error for a file, a record, a field … of more than `largest` bytes."""
    return ArticleError(f"{what} larger than {largest >> 20} MB", line)
