"""Bytes that are gathered in parts, up to a limit.

>>> story = BoundedBytes(5)
>>> story.add(b"Gan"), story.add(b"ja"), story.take()
(None, None, b'Ganja')
>>> story.add(b"Nakhchivan"), story.take()
(None, None)
"""

from __future__ import annotations


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
