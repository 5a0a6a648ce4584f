"""The commit point: the table of contents that names the segments of a generation.

It is Whoosh's own file, `_MAIN_<generation>.toc`, written by Whoosh, so that Whoosh opens the index. It holds
two pickles, and a pickle may call any function: to open someone else's index would run their code. So it is
read here, by an Unpickler that knows the one class of newsgrep's segments and refuses every other name. The
other pickle, the schema, is skipped, as newsgrep knows its schema.
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

#: The version of the table that Whoosh 3 writes.
VERSION = -111


def latest_generation(folder: Path) -> int:
    """Return the generation of the newest table of contents in a folder, -1 if there is none."""
    try:
        names = [file.name for file in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return -1
    return max((int(match[1]) for name in names if (match := _FILE.match(name))), default=-1)


def read_segments(folder: Path, generation: int) -> list[SegmentInfo]:
    """Return the segments of a generation.

    Raises FileNotFoundError if the table does not exist, ForeignIndexError if its segments are of another
    codec, and IndexDamagedError if it names anything that newsgrep never writes. Other damage raises many
    exceptions: see `damage_reported` in directory.py.
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
        raise IndexDamagedError(f"the table of contents in {folder} has another generation than its name")
    stream.number()
    return [_checked(segment) for segment in _AllowList(stream.file).load()]


class ForeignIndexError(Exception):
    """A Whoosh index that newsgrep did not write, or wrote in another format."""


class _Stream:
    """Reads numbers as Whoosh writes them: big-endian, or seven bits a byte."""

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
    """The attributes of a pickled segment, without its behaviour."""


class _AllowList(pickle.Unpickler):
    """Unpickles newsgrep's segment class and no other name."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the plain class for a segment. Raises IndexDamagedError for any other name."""
        if (module, name) == ("newsgrep.engine.whoosh_compat.codec", "ArraySegment"):
            return _Segment
        if (module, name) == ("whoosh.codec.whoosh3", "W3Segment"):
            raise ForeignIndexError
        raise IndexDamagedError(
            f"the index names {module}.{name}, which newsgrep never writes: not opened",
            "it may be hostile; make a new one with: newsgrep index --rebuild PATH",
        )


def _checked(segment: object) -> SegmentInfo:
    """Return a segment as plain data. Raises ValueError for a name that is no file name of a segment."""
    values = vars(segment)
    info = SegmentInfo(
        f"{values['indexname']}_{values['segid']}", int(values["doccount"]), bytes(values["deleted"])
    )
    if not _SEGMENT_NAME.match(info.name):
        raise ValueError(f"a segment is named {info.name!r}")
    if info.checksum != values["checksum"]:
        raise ValueError("the table of contents has a broken checksum")
    return info
