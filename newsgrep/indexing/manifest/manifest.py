"""Reading manifests, and replacing one by another."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import weakref
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from newsgrep.errors import IndexDamagedError
from newsgrep.indexing.manifest.columns import COUNT, PATHS, joined, records_in
from newsgrep.indexing.manifest.draft import END, Draft, draft_of
from newsgrep.indexing.manifest.records import FileRecord

#: Files and articles whose records are held, in whole blocks; a single block may have more.
_HELD = 60_000

#: Bytes that are read at once.
_CHUNK = 1 << 18

_BEGINNING = re.compile(rb'\{"%b":(\d+),"%b":\[("(?:[^"\\]|\\.)*")' % (COUNT.encode(), PATHS.encode()))


class _Block(NamedTuple):
    """Some files that are written together, or a file of so many articles that it has several lines.

    path:  of the first file
    row:   the number of files before
    lines: where each line begins in the manifest, and its size
    """

    path: str
    row: int
    lines: list[tuple[int, int]]


class Manifest(Mapping[str, FileRecord]):
    """The records of an index's files by path, in the order of paths.

    They are on the disk, also when another manifest has taken the place of this, and but for a few that were
    looked at last, not in memory. Files are numbered in their order, from 0.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Open a manifest; without a file, the one of no files.

        Raises OSError, EOFError, LookupError, TypeError, ValueError or zlib.error where it is damaged, and
        IndexDamagedError later where that shows only when a record is looked at.
        """
        self._file = file
        self._blocks: list[_Block] = []
        self._size = 0
        self._held: dict[int, dict[str, tuple[int, FileRecord]]] = {}
        self._weight = 0
        if file is not None:
            self._descriptor = os.open(file, os.O_RDONLY)
            weakref.finalize(self, os.close, self._descriptor)
            self._find_blocks()
        self._first = [block.path for block in self._blocks]

    def _find_blocks(self) -> None:
        lines, end = 0, -1
        for offset, size, data in _members(self._descriptor):
            if data[:1] in (b"", b"["):  # what copies articles have
                continue
            beginning = _BEGINNING.match(data)
            if beginning is None:
                end = json.loads(data)[END]
                continue
            lines += 1
            path: str = json.loads(beginning[2])
            if self._blocks and path == self._blocks[-1].path:
                self._blocks[-1].lines.append((offset, size))
                continue
            if self._blocks and path < self._blocks[-1].path:
                raise ValueError("the manifest is out of order")
            self._blocks.append(_Block(path, self._size, [(offset, size)]))
            self._size += int(beginning[1])
        if lines != end:  # each line is compressed by itself
            raise EOFError("the manifest is cut off")

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for _, record in self.rows():
            yield record.path

    def __getitem__(self, path: str) -> FileRecord:
        found = self.find(path)
        if found is None:
            raise KeyError(path)
        return found[1]

    def find(self, path: str) -> tuple[int, FileRecord] | None:
        """Return the number of a file and its record, None where there is no such file."""
        number = bisect_right(self._first, path) - 1
        return self._block(number).get(path) if number >= 0 else None

    def rows(self) -> Iterator[tuple[int, FileRecord]]:
        """Yield the number of each file and its record, in their order."""
        for number in range(len(self._blocks)):
            yield from self._block(number).values()

    def copy(self, file: Path) -> None:
        """Write the same as another file."""
        if self._file is None:
            Draft().write(file)
            return
        with os.fdopen(os.dup(self._descriptor), "rb") as held, file.open("wb") as out:
            held.seek(0)
            shutil.copyfileobj(held, out)

    def _block(self, number: int) -> dict[str, tuple[int, FileRecord]]:
        """Return the files of a block."""
        held = self._held
        if number not in held:
            held[number] = self._read(number)
            self._weight += _weight(held[number])
            while len(held) > 1 and self._weight > _HELD:
                self._weight -= _weight(held.pop(next(iter(held))))
        return held[number]

    def _read(self, number: int) -> dict[str, tuple[int, FileRecord]]:
        block = self._blocks[number]
        try:
            several = (record for line in block.lines for record in records_in(self._line(*line)))
            records = [joined(several)] if len(block.lines) > 1 else list(several)
        except (EOFError, LookupError, TypeError, ValueError, zlib.error) as error:
            raise IndexDamagedError(
                f"{self._file} is damaged: {error}", "make the index anew with: newsgrep index --rebuild PATH"
            ) from error
        return {record.path: (row, record) for row, record in enumerate(records, block.row)}

    def _line(self, offset: int, size: int) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(zlib.decompress(os.pread(self._descriptor, size, offset), wbits=31))
        return line


def _weight(block: dict[str, tuple[int, FileRecord]]) -> int:
    return sum(1 + len(record.articles) for _, record in block.values())


def _members(descriptor: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield where each member of a gzip file begins, its size, and what is in it.

    Raises EOFError where the last one has no end, or where there is none, and zlib.error for a broken one.
    """
    offset, data = 0, os.read(descriptor, _CHUNK)
    if not data:
        raise EOFError("the manifest is empty")
    while data:
        member, size, pieces = zlib.decompressobj(wbits=31), 0, []
        while not member.eof:
            if not data:
                raise EOFError("the manifest is cut off")
            pieces.append(member.decompress(data))
            size += len(data) - len(member.unused_data)
            data = member.unused_data or os.read(descriptor, _CHUNK)
        yield offset, size, b"".join(pieces)
        offset += size


def save(records: Manifest | Draft | Iterable[FileRecord], file: Path) -> None:
    """Write a manifest: a draft, the same as another one, or one of some records."""
    if isinstance(records, Draft):
        records.write(file)
    elif isinstance(records, Manifest):
        records.copy(file)
    else:
        draft_of(records).write(file)


def load_copies(file: Path, key: str) -> list[str]:
    """Return the keys of the copies of an article. Raises what opening a manifest raises."""
    start = json.dumps([key])[:-1] + ","
    try:
        with gzip.open(file, "rt", encoding="ascii") as lines:
            of_articles = takewhile(lambda line: line.startswith("["), lines)
            return next((json.loads(line)[1] for line in of_articles if line.startswith(start)), [])
    except gzip.BadGzipFile as error:
        raise ValueError(str(error)) from error
