"""The container of a segment: named sections in one file, with a checksum for every block of them.

    magic, 8 bytes · section · section · … · checksums · directory, JSON
    · length of the directory, 8 bytes · CRC-32 of the directory, 4 bytes · magic, 8 bytes

Sections begin at multiples of 8 bytes, so that each can be used as an array in place. The directory maps a
name to offset, length in bytes, dtype, and the number of its first checksum; a section has one CRC-32 for
every BLOCK bytes, and a reader checks a block when it first uses it, so that damage is reported and never
answered from, at the cost of what is read and not of what is there. Numbers are little-endian. Nothing is
pickled.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from newsgrep.errors import IndexDamagedError

MAGIC = b"newsgrp1"
BLOCK = 1 << 14
_TAIL = struct.Struct("<QI8s")

#: The name of the checksums in the directory.
_CHECKSUMS = ""

Array = npt.NDArray[Any]


class SectionWriter:
    """Writes a file of sections; it is whole once `close` has returned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._file.write(MAGIC)
        self._directory: dict[str, list[Any]] = {}
        self._open: list[Any] = []
        self._checksums = array("I")
        self._checksum = self._filled = 0

    def start(self, name: str, dtype: str) -> None:
        """Begin a section of numbers of a type such as "<u4", or of bytes, "|u1"."""
        self._end_block()
        self._file.write(b"\0" * (-self._file.tell() % 8))
        self._open = self._directory[name] = [self._file.tell(), 0, dtype, len(self._checksums)]

    def append(self, values: Array | bytes) -> None:
        """Go on with the section begun last; numbers are cast to its type."""
        plain = values if isinstance(values, bytes) else np.ascontiguousarray(values, self._open[2]).tobytes()
        data = memoryview(plain)
        self._file.write(data)
        self._open[1] += data.nbytes
        place = 0
        while place < data.nbytes:
            piece = data[place : place + BLOCK - self._filled]
            self._checksum = zlib.crc32(piece, self._checksum)
            self._filled += len(piece)
            place += len(piece)
            if self._filled == BLOCK:
                self._end_block()

    def _end_block(self) -> None:
        if self._filled:
            self._checksums.append(self._checksum)
        self._checksum = self._filled = 0

    def add(self, name: str, values: Array | bytes, dtype: str = "|u1") -> None:
        """Write a whole section."""
        self.start(name, dtype)
        self.append(values)

    def close(self) -> None:
        """Write the checksums and the directory, and have it all on the disk."""
        self._end_block()
        checksums = np.array(self._checksums, np.uint32)
        self.add(_CHECKSUMS, checksums, "<u4")
        self._open[3] = zlib.crc32(checksums.astype("<u4").tobytes())
        directory = json.dumps(self._directory).encode()
        self._file.write(directory + _TAIL.pack(len(directory), zlib.crc32(directory), MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close and delete the unfinished file."""
        with suppress(OSError):  # what is left to write may have no room
            self._file.close()
        self.path.unlink(missing_ok=True)


class Section:
    """A section as an array whose blocks are checked as they are used.

    Every way to its numbers raises IndexDamagedError where a block on that way is broken.
    """

    def __init__(self, name: str, path: Path, values: Array, checksums: Array) -> None:
        self._name = name
        self._path = path
        self._values = values
        self._bytes = values.data.cast("B") if len(values) else memoryview(b"")
        self._checksums = checksums
        self._checked: set[int] = set()
        self._is_whole = False
        self._length = len(values)
        self._size = values.itemsize
        self._numbers = values.data if len(values) else memoryview(b"")
        self._in_block = BLOCK // self._size

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Array: ...
    def __getitem__(self, place: int | slice) -> int | Array:
        """Return a number, or the array of a stretch of them."""
        if isinstance(place, slice):
            start, end, _ = place.indices(self._length)
            self._check(start * self._size, end * self._size)
            return self._values[start:end]
        block = place // self._in_block
        if block not in self._checked:
            self._check_block(block)
        number: int = self._numbers[place]
        return number

    def take(self, places: Array) -> Array:
        """Return the numbers at some places."""
        if not self._is_whole:
            self._check_at(places)
        return self._values.take(places)

    def first_above(self, value: int) -> int:
        """Return how many of ascending numbers there are that are not greater than one."""
        place = bisect_right(self._numbers, value)
        # What was looked at on the way is not checked: that this is the place, its neighbours alone show.
        if (place and self[place - 1] > value) or (place < self._length and self[place] <= value):
            self._check_all()
        return place

    def first_from(self, value: int) -> int:
        """Return how many of ascending whole numbers there are that are less than one."""
        return self.first_above(value - 1)

    def data(self, start: int, end: int) -> memoryview:
        """Return a stretch of bytes."""
        self._check(start, end)
        return self._bytes[start:end]

    def broken_blocks(self) -> int:
        """Return how many blocks are broken; reads them all."""
        pieces = (self._bytes[block * BLOCK : (block + 1) * BLOCK] for block in range(len(self._checksums)))
        return sum(zlib.crc32(piece) != whole for piece, whole in zip(pieces, self._checksums, strict=True))

    def _check_at(self, places: Array) -> None:
        """Check what is used for some places, or all of it where they are many."""
        if len(places) < len(self._checksums):
            for block in {*(places // self._in_block).tolist()} - self._checked:
                self._check_block(block)
        else:
            self._check_all()

    def _check_all(self) -> None:
        self._check(0, self._length * self._size)
        self._is_whole = True

    def _check(self, start: int, end: int) -> None:
        if start < end:
            for block in range(start // BLOCK, (end - 1) // BLOCK + 1):
                if block not in self._checked:
                    self._check_block(block)

    def _check_block(self, block: int) -> None:
        start = block * BLOCK
        if zlib.crc32(self._bytes[start : start + BLOCK]) != self._checksums[block]:
            raise damaged(self._path, f"is damaged: {self._name}, block {block}")
        self._checked.add(block)


class SectionReader:
    """Reads a file of sections through a memory map."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises IndexDamagedError where its frame is broken, FileNotFoundError if it is gone.
        """
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(MAGIC) + _TAIL.size:
                raise damaged(path, "is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, checksum, magic = _TAIL.unpack_from(self._map, size - _TAIL.size)
        start = size - _TAIL.size - length
        if self._map[: len(MAGIC)] != MAGIC or magic != MAGIC or start < len(MAGIC):
            raise damaged(path, "is cut short or is no segment")
        directory = self._map[start : size - _TAIL.size]
        if zlib.crc32(directory) != checksum:
            raise damaged(path, "has a broken directory")
        self._directory: dict[str, list[Any]] = json.loads(directory)
        self._checksums = self._array(_CHECKSUMS)
        if zlib.crc32(self._checksums.tobytes()) != self._directory[_CHECKSUMS][3]:
            raise damaged(path, "has broken checksums")

    def _array(self, name: str) -> Array:
        offset, length, dtype, _ = self._directory[name]
        return np.frombuffer(self._map, dtype, length // np.dtype(dtype).itemsize, offset)

    def names(self) -> Iterator[str]:
        """Yield the names of the sections."""
        return (name for name in self._directory if name != _CHECKSUMS)

    def section(self, name: str) -> Section:
        """Return a section, to be checked as it is used."""
        _, length, _, first = self._directory[name]
        return Section(
            name, self.path, self._array(name), self._checksums[first : first + -(-length // BLOCK)]
        )

    def whole(self, name: str) -> Array:
        """Return a section as an array, checked."""
        return self.section(name)[:]

    def release(self) -> None:
        """Tell the system that the memory which holds what was read may go; it is read anew when needed."""
        self._map.madvise(mmap.MADV_DONTNEED)


def damaged(path: Path, what: str) -> IndexDamagedError:
    """Return the error that says what is wrong with a file."""
    return IndexDamagedError(f"the segment {path} {what}", "make it anew with: newsgrep index --rebuild PATH")


def changes(values: Array) -> npt.NDArray[np.bool_]:
    """Mark the entries that differ from the one before; the first always does."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed
