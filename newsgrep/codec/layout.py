"""The container of a segment: named sections in one file, each with a checksum.

    magic, 8 bytes · section · section · … · directory, JSON · length of the directory, 8 bytes
    · CRC-32 of the directory, 4 bytes · magic, 8 bytes

Sections begin at multiples of 8 bytes, so that each can be used as an array in place. The directory maps a
name to offset, length in bytes, dtype and CRC-32. Numbers are little-endian. Nothing is pickled.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsgrep.errors import IndexDamagedError

MAGIC = b"newsgrp1"
_TAIL = struct.Struct("<QI8s")

Array = npt.NDArray[Any]


class SectionWriter:
    """Writes a file of sections; it is whole once `close` has returned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._file.write(MAGIC)
        self._directory: dict[str, list[Any]] = {}
        self._open: list[Any] | None = None

    def start(self, name: str, dtype: str) -> None:
        """Begin a section of numbers of a type such as "<u4", or of bytes, "|u1"."""
        self._file.write(b"\0" * (-self._file.tell() % 8))
        self._open = self._directory[name] = [self._file.tell(), 0, dtype, 0]

    def append(self, values: Array | bytes) -> None:
        """Go on with the section begun last; numbers are cast to its type."""
        assert self._open is not None
        data = (
            values
            if isinstance(values, bytes)
            else np.ascontiguousarray(values, self._open[2]).data.cast("B")
        )
        self._file.write(data)
        self._open[1] += len(data)
        self._open[3] = zlib.crc32(data, self._open[3])

    def add(self, name: str, values: Array | bytes, dtype: str = "|u1") -> None:
        """Write a whole section."""
        self.start(name, dtype)
        self.append(values)

    def close(self) -> None:
        """Write the directory, and have it all on the disk."""
        directory = json.dumps(self._directory).encode()
        self._file.write(directory + _TAIL.pack(len(directory), zlib.crc32(directory), MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close and delete the unfinished file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class SectionReader:
    """Reads a file of sections through a memory map; sections are read-only arrays into it."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises IndexDamagedError where its frame is broken, FileNotFoundError if it is gone."""
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(MAGIC) + _TAIL.size:
                raise _damaged(path, "is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, checksum, magic = _TAIL.unpack_from(self._map, size - _TAIL.size)
        start = size - _TAIL.size - length
        if self._map[: len(MAGIC)] != MAGIC or magic != MAGIC or start < len(MAGIC):
            raise _damaged(path, "is cut short or is no segment")
        directory = self._map[start : size - _TAIL.size]
        if zlib.crc32(directory) != checksum:
            raise _damaged(path, "has a broken directory")
        self._directory: dict[str, list[Any]] = json.loads(directory)

    def __getitem__(self, name: str) -> Array:
        """Return a section as an array."""
        offset, length, dtype, _ = self._directory[name]
        return np.frombuffer(self._map, dtype, length // np.dtype(dtype).itemsize, offset)

    def data(self, name: str) -> memoryview:
        """Return a section as bytes."""
        offset, length, _, _ = self._directory[name]
        return memoryview(self._map)[offset : offset + length]

    def broken_sections(self) -> Iterable[str]:
        """Yield the names of the sections whose checksums are wrong. Reads the whole file."""
        for name, (_, _, _, checksum) in self._directory.items():
            if zlib.crc32(self.data(name)) != checksum:
                yield name


def _damaged(path: Path, what: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"the segment {path} {what}", "make the index anew with: newsgrep index --rebuild PATH"
    )
