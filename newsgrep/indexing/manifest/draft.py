"""Writing manifests."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from newsgrep.indexing.manifest import columns
from newsgrep.indexing.manifest.copies import Copies
from newsgrep.indexing.manifest.records import FileRecord

#: Files, and articles, whose records are held as they are: what is less is packed in the end alone, when
#: others work.
_HELD_FILES, _HELD_ARTICLES = 30_000, 500_000

#: The key of the last object, which tells how many others there are.
END = "objects"


class Draft:
    """A manifest in the making. Of the records that it is given, it holds some, and has the others in a file.

    Where the others are in no file, they are held as compressed lines, some 50 bytes a file.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Begin, for the manifest that is to be this file."""
        self._file = file
        self._spool: BinaryIO | None = None
        self._lines: list[bytes] = []
        self._sizes: list[int] = []
        self._pending: list[FileRecord] = []
        self._articles = 0
        self._parted: str | None = None
        self._copies = Copies()

    def add(self, record: FileRecord) -> None:
        """Take the record of a file in, which comes after those before it; or of the rest of one."""
        if record.path == self._parted:
            self.add_part(record)
            return
        self._copies.note(record)
        self._pending.append(record)
        self._articles += len(record.articles)
        if len(self._pending) == _HELD_FILES or self._articles >= _HELD_ARTICLES:
            self._pack()

    def add_part(self, record: FileRecord) -> None:
        """Take in the record of a file with some of its articles, the first or the next."""
        self._parted = record.path
        self._copies.note(record)
        self._pack()
        self._pending.append(record)
        self._pack()

    def __iter__(self) -> Iterator[FileRecord]:
        """Yield the records; a file of very many articles has several, one after the other."""
        for line in self._packed():
            yield from columns.records_in(json.loads(zlib.decompress(line, wbits=31)))
        yield from self._pending

    def _packed(self) -> Iterator[bytes]:
        if self._spool is None:
            yield from self._lines
            return
        self._spool.seek(0)
        for size in self._sizes:
            yield self._spool.read(size)

    def _pack(self) -> None:
        pending, self._pending, self._articles = self._pending, [], 0
        for line in columns.lines_of(pending):
            self._sizes.append(len(line))
            if self._file is None:
                self._lines.append(line)
                continue
            if self._spool is None:
                self._spool = _spool_of(self._file).open("w+b")
            self._spool.write(line)

    def write(self, file: Path) -> None:
        """Write the manifest. JSON escapes carry file names that are not valid Unicode."""
        count = len(self._sizes)
        with file.open("wb") as out:
            copies = (columns.to_json([key, copies]) + "\n" for key, copies in self._copies.by_original(self))
            for some in iter(lambda: "".join(islice(copies, columns.FILES)), ""):
                out.write(columns.compressed(some))
            if self._spool is not None:
                self._spool.seek(0)
                shutil.copyfileobj(self._spool, out)
            out.writelines(self._lines)
            for line in columns.lines_of(self._pending):
                out.write(line)
                count += 1
            out.write(columns.compressed(columns.to_json({END: count}) + "\n"))
        self.close()

    def close(self) -> None:
        """Let go of the records, and of the file with what was packed, which is deleted."""
        self._pending, self._lines, self._sizes = [], [], []
        if self._file is not None and self._spool is not None:
            self._spool.close()
            _spool_of(self._file).unlink(missing_ok=True)


def _spool_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.part")


def draft_of(records: Iterable[FileRecord]) -> Draft:
    """Return a draft of some records, in whatever order they come."""
    draft = Draft()
    for record in sorted(records, key=attrgetter("path")):
        draft.add(record)
    return draft
