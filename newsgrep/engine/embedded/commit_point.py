"""The table of contents: which segments make up a generation of the index.

It is Whoosh's own file, `_MAIN_<generation>.toc`, written by Whoosh, so that Whoosh opens the index. Two
pickles are in it, and a pickle may name any function to call: opening a stranger's index would run a
stranger's code. So it is read here, by an Unpickler that knows the one name that newsgrep's segments need and
refuses everything else; the other pickle, the schema, is passed over, as newsgrep knows its schema.
"""

from __future__ import annotations

import pickle
import re
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.errors import IndexDamagedError

NAME = "MAIN"
_FILE = re.compile(rf"_{NAME}_(\d+)\.toc$")
_SEGMENT_NAME = re.compile(rf"{NAME}_[0-9a-z]{{1,64}}$")
_ENDIANNESS = -12345

#: The table's version that Whoosh 3 writes.
VERSION = -111


def latest_generation(folder: Path) -> int:
    """Return the number of the newest table of contents in a folder, -1 where there is none."""
    try:
        names = [file.name for file in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return -1
    return max((int(match[1]) for name in names if (match := _FILE.match(name))), default=-1)


def read_segments(folder: Path, generation: int) -> list[SegmentInfo]:
    """Return the segments of a generation.

    Raises FileNotFoundError where it is gone, ForeignIndexError where the table has segments of another
    codec, and IndexDamagedError where it is broken or names what newsgrep never writes.
    """
    with (folder / f"_{NAME}_{generation}.toc").open("rb") as file:
        stream = _Stream(BytesIO(file.read()))
    for _ in ("int", "long", "float"):
        stream.varint()
    if stream.number() != _ENDIANNESS or stream.number() != VERSION:
        raise ForeignIndexError
    for _ in ("major", "minor", "patch"):
        stream.varint()
    stream.skip(stream.varint())
    if stream.number() != generation:
        raise IndexDamagedError(f"the table of contents in {folder} is of another generation than its name")
    stream.number()
    return [_checked(segment) for segment in _AllowList(stream.file).load()]


class ForeignIndexError(Exception):
    """A Whoosh index that newsgrep did not write, or not in this format."""


class _Stream:
    """Whoosh's way to write numbers: big-endian, or seven bits a byte."""

    def __init__(self, file: BytesIO) -> None:
        self.file = file

    def varint(self) -> int:
        value = shift = 0
        while True:
            (byte,) = self.file.read(1)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def number(self) -> int:
        (value,) = struct.unpack("!i", self.file.read(4))
        return int(value)

    def skip(self, length: int) -> None:
        self.file.seek(length, 1)


class _Segment:
    """What a pickled segment is read into: its attributes, and no behaviour."""


class _AllowList(pickle.Unpickler):
    """Knows one name: newsgrep's segment."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a plain holder for a segment; refuse every other name."""
        if (module, name) == ("newsgrep.engine.whoosh_compat.codec", "ArraySegment"):
            return _Segment
        if (module, name) == ("whoosh.codec.whoosh3", "W3Segment"):
            raise ForeignIndexError
        raise IndexDamagedError(
            f"the index names {module}.{name}, which newsgrep never writes: not opened",
            "it may be hostile; make a new one with: newsgrep index --rebuild PATH",
        )


def _checked(segment: object) -> SegmentInfo:
    """Return a segment as plain data, its name fit to be a file's."""
    values = vars(segment)
    record = SegmentInfo(
        f"{values['indexname']}_{values['segid']}", int(values["doccount"]), bytes(values["deleted"])
    )
    if not _SEGMENT_NAME.match(record.name):
        raise ValueError(f"a segment is named {record.name!r}")
    if record.checksum != values["checksum"]:
        raise ValueError("the table of contents has a broken checksum")
    return record
