"""The file format of a segment: named sections in one file, with a CRC-32 checksum for every block.

    magic (8 bytes) | section | section | … | checksums | directory (JSON)
    | length of the directory (8 bytes) | CRC-32 of the directory (4 bytes) | magic (8 bytes)

Every section begins at a multiple of 8 bytes, so that it can be used as an array in place. The directory maps
the name of a section to [offset, length in bytes, dtype, number of its first checksum]. A section has one
checksum for each BLOCK bytes. A reader verifies a block when it first uses it: damage is always reported, and
opening a segment costs nothing for blocks that nobody reads. Numbers are little-endian; nothing is pickled.

A checksum detects accidental damage only: an attacker can compute it, too. So a reader trusts no number. The
directory must describe sections that lie in the file, and a request for more than a section has raises
IndexDamagedError.

Nor does a checksum detect a file of another segment. So each file of a segment has an empty section, whose
name contains the name of the file; a file that an earlier version wrote has none.
"""

from __future__ import annotations

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

import msgspec
import numpy as np

from newsgrep.errors import IndexDamagedError
from newsgrep.index_files import create_file, open_for_reading

MAGIC = b"newsgrp1"
BLOCK = 1 << 14
_TAIL = struct.Struct("<QI8s")

#: The name of the checksums in the directory.
_CHECKSUMS = ""

#: The prefix of the section whose name holds the name of its file.
_NAMED = "file "

#: The most bytes of a directory; it has up to some fifty entries of 60 bytes each.
_LARGEST_DIRECTORY = 1 << 16

#: The types of offsets, which are wide where a segment is large.
OFFSETS = ("<u4", "<u8")

#: The types that a section may have.
_WIDE = (f"<{kind}{size}" for kind in "ui" for size in (2, 4, 8))
_TYPES = frozenset((*_WIDE, "|u1", "|i1", "|b1", "<f4", "<f8"))

_decode_directory = msgspec.json.Decoder(dict[str, tuple[int, int, str, int]]).decode

#: A numpy array of numbers; where the type matters, the docstring gives it. numpy.typing has a
#: shorter name for it, and takes as long to import as nine modules of newsgrep.
Array = np.ndarray[Any, np.dtype[Any]]


class SectionWriter:
    """Writes a file of sections. The file is complete once `close` has returned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = create_file(path)
        self._file.write(MAGIC)
        self._directory: dict[str, list[Any]] = {}
        self._entry: list[Any] = []
        self._checksums = array("I")
        self._checksum = self._filled = 0

    def name_file(self) -> None:
        """Write the name of the file into it, so that readers refuse it under another name."""
        self.start(f"{_NAMED}{self.path.name}", "|u1")

    def start(self, name: str, dtype: str) -> None:
        """Begin a section of numbers of a type such as "<u4", or of bytes: "|u1"."""
        self._end_block()
        self._file.write(b"\0" * (-self._file.tell() % 8))
        self._entry = self._directory[name] = [self._file.tell(), 0, dtype, len(self._checksums)]

    def append(self, values: Array | bytes) -> None:
        """Append to the section begun last; numbers are cast to its type."""
        plain = (
            values if isinstance(values, bytes) else np.ascontiguousarray(values, self._entry[2]).tobytes()
        )
        data = memoryview(plain)
        self._file.write(data)
        self._entry[1] += data.nbytes
        offset = 0
        while offset < data.nbytes:
            piece = data[offset : offset + BLOCK - self._filled]
            self._checksum = zlib.crc32(piece, self._checksum)
            self._filled += len(piece)
            offset += len(piece)
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
        """Write the checksums and the directory, and sync the file to the disk."""
        self._end_block()
        checksums = np.array(self._checksums, np.uint32)
        self.add(_CHECKSUMS, checksums, "<u4")
        self._entry[3] = zlib.crc32(checksums.astype("<u4").tobytes())
        import json  # takes 1 ms to import, and a search writes nothing

        directory = json.dumps(self._directory).encode()
        self._file.write(directory + _TAIL.pack(len(directory), zlib.crc32(directory), MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close and delete the unfinished file."""
        with suppress(OSError):  # closing writes what is buffered, and the disk may be full
            self._file.close()
        self.path.unlink(missing_ok=True)


class Section:
    """A section as an array. Each method verifies the blocks it reads, and raises IndexDamagedError."""

    def __init__(self, name: str, path: Path, values: Array, checksums: Array) -> None:
        self._name = name
        self.path = path
        self._values = values
        self._bytes = values.data.cast("B") if len(values) else memoryview(b"")
        self._checksums = checksums
        self._verified: set[int] = set()
        self._is_all_verified = False
        self._length = len(values)
        self._size = values.itemsize
        self._numbers = values.data if len(values) else memoryview(b"")
        self._numbers_per_block = BLOCK // self._size

    def __len__(self) -> int:
        return self._length

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the numbers."""
        return self._values.dtype

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Array: ...
    def __getitem__(self, index: int | slice) -> int | Array:
        """Return the number at an index, or a slice as an array."""
        if isinstance(index, slice):
            start = index.start or 0
            end = self._length if index.stop is None else index.stop
            if not 0 <= start <= end <= self._length:
                raise self._out_of_range(end)
            self._verify_bytes(start * self._size, end * self._size)
            return self._values[start:end]
        if not 0 <= index < self._length:
            raise self._out_of_range(index)
        block = index // self._numbers_per_block
        if block not in self._verified:
            self._verify_block(block)
        number: int = self._numbers[index]
        return number

    def take(self, indices: Array) -> Array:
        """Return the numbers at the given indices, which must be >= 0."""
        if len(indices) and int(indices.max()) >= self._length:
            raise self._out_of_range(int(indices.max()))
        if not self._is_all_verified:
            self._verify_indices(indices)
        return self._values.take(indices)

    def take_rows(self, rows: Array, width: int) -> Array:
        """Return the rows of `width` numbers at places >= 0. A row must not be longer than a block."""
        if len(rows) and (int(rows.max()) + 1) * width > self._length:
            raise self._out_of_range((int(rows.max()) + 1) * width - 1)
        if not self._is_all_verified:
            self._verify_indices(rows * width)
            self._verify_indices(rows * width + (width - 1))
        return self._values[: self._length // width * width].reshape(-1, width).take(rows, axis=0)

    def bisect_right(self, value: int) -> int:
        """Return how many numbers of an ascending section are less than or equal to a value."""
        index = bisect_right(self._numbers, value)
        # The blocks that bisect looked at are unverified. If both neighbours of the result are right, so is
        # the result; if not, verifying everything finds the damage.
        if (index and self[index - 1] > value) or (index < self._length and self[index] <= value):
            self._verify_all()
        return index

    def bisect_left(self, value: int) -> int:
        """Return how many whole numbers of an ascending section are less than a value."""
        return self.bisect_right(value - 1)

    def data(self, start: int, end: int) -> memoryview:
        """Return the bytes from `start` to `end`."""
        if not 0 <= start <= end <= len(self._bytes):
            raise self._out_of_range(end)
        self._verify_bytes(start, end)
        return self._bytes[start:end]

    def _out_of_range(self, index: int) -> IndexDamagedError:
        return damaged(self.path, f"is damaged: {self._name} has {self._length:,} numbers, and no {index:,}")

    def count_damaged_blocks(self) -> int:
        """Return how many blocks do not match their checksums. Reads the whole section."""
        blocks = (self._bytes[i * BLOCK : (i + 1) * BLOCK] for i in range(len(self._checksums)))
        return sum(zlib.crc32(block) != known for block, known in zip(blocks, self._checksums, strict=True))

    def _verify_indices(self, indices: Array) -> None:
        """Verify the blocks of the given indices; all blocks if there are at least as many indices."""
        if len(indices) < len(self._checksums):
            for block in {*(indices // self._numbers_per_block).tolist()} - self._verified:
                self._verify_block(block)
        else:
            self._verify_all()

    def _verify_all(self) -> None:
        self._verify_bytes(0, self._length * self._size)
        self._is_all_verified = True

    def _verify_bytes(self, start: int, end: int) -> None:
        if start < end:
            for block in range(start // BLOCK, (end - 1) // BLOCK + 1):
                if block not in self._verified:
                    self._verify_block(block)

    def _verify_block(self, block: int) -> None:
        start = block * BLOCK
        if zlib.crc32(self._bytes[start : start + BLOCK]) != self._checksums[block]:
            raise damaged(self.path, f"is damaged: {self._name}, block {block}")
        self._verified.add(block)


class SectionReader:
    """Reads a file of sections through a memory map."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises IndexDamagedError if the magic numbers, the directory or the checksums are damaged, and
        FileNotFoundError if the file is gone.
        """
        self.path = path
        with open_for_reading(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(MAGIC) + _TAIL.size:
                raise damaged(path, "is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, checksum, magic = _TAIL.unpack_from(self._map, size - _TAIL.size)
        start = size - _TAIL.size - length
        if self._map[: len(MAGIC)] != MAGIC or magic != MAGIC or start < len(MAGIC):
            raise damaged(path, "is cut short or is no segment")
        directory = self._map[start : size - _TAIL.size]
        if zlib.crc32(directory) != checksum or length > _LARGEST_DIRECTORY:
            raise damaged(path, "has a broken directory")
        try:
            self._directory = _decode_directory(directory)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise damaged(path, "has a broken directory") from error
        self._check_directory(start)
        for name in self._directory:
            if name.startswith(_NAMED) and name != f"{_NAMED}{path.name}":
                raise damaged(path, f"is another file, {name.removeprefix(_NAMED)}, under this name")
        self._checksums = self._array(_CHECKSUMS)
        if zlib.crc32(self._checksums.tobytes()) != self._directory[_CHECKSUMS][3]:
            raise damaged(path, "has broken checksums")

    def _check_directory(self, end: int) -> None:
        """Raise IndexDamagedError if the directory has a section that does not fit before `end`."""
        if _CHECKSUMS not in self._directory or self._directory[_CHECKSUMS][2] != "<u4":
            raise damaged(self.path, "has no checksums")
        count = self._directory[_CHECKSUMS][1] // 4
        for name, (offset, length, dtype, first) in self._directory.items():
            is_right = dtype in _TYPES and 0 <= offset <= end and 0 <= length <= end - offset
            if not is_right or length % int(dtype[2:]) or offset % 8:
                raise damaged(self.path, f"has no section {name} as its directory says")
            if name != _CHECKSUMS and not 0 <= first <= count - -(-length // BLOCK):
                raise damaged(self.path, f"has too few checksums for {name}")

    def _array(self, name: str) -> Array:
        offset, length, dtype, _ = self._directory[name]
        return np.frombuffer(self._map, dtype, length // np.dtype(dtype).itemsize, offset)

    def names(self) -> Iterator[str]:
        """Yield the names of the sections."""
        return (name for name in self._directory if name != _CHECKSUMS)

    def section(self, name: str, *types: str, count: int = -1) -> Section:
        """Return a section, which verifies its blocks as they are used.

        types: the types that it may have; any if none is given
        count: how many numbers it must have; any number if negative

        Raises IndexDamagedError if there is no such section.
        """
        if name not in self._directory:
            raise damaged(self.path, f"has no section {name}")
        _, length, dtype, first = self._directory[name]
        if (types and dtype not in types) or (count >= 0 and length != count * int(dtype[2:])):
            raise damaged(self.path, f"has a section {name} of another type or length")
        return Section(
            name, self.path, self._array(name), self._checksums[first : first + -(-length // BLOCK)]
        )

    def read(self, name: str, *types: str, count: int = -1) -> Array:
        """Return a whole section as an array, verified. Raises as `section` does."""
        return self.section(name, *types, count=count)[:]

    def release(self) -> None:
        """Let the system reuse the memory of pages read so far; they are read again when needed."""
        self._map.madvise(mmap.MADV_DONTNEED)


def damaged(path: Path, reason: str) -> IndexDamagedError:
    """Return the error that a segment file is damaged, for a reason such as "is cut short"."""
    return IndexDamagedError(f"the segment {path} {reason}", "rebuild it with: newsgrep index --rebuild PATH")


def mark_changes(values: Array) -> Array:
    """Mark the entries that differ from the one before; the first always does."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed
