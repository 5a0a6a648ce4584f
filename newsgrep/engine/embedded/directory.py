"""What lies in an index folder, and how one state of it replaces the last.

A state is a generation: Whoosh's table of contents `_MAIN_<g>.toc` with the segment files it names, and
two files of newsgrep's own with the same number, the header (format, language, time) and the manifest.
They are written and synced first; renaming the table of contents into place publishes the generation.
Whatever belongs to no published generation is a killed run's litter, swept at the next update.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any, TypeVar

from newsgrep.engine.embedded import commit_point as toc
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.errors import (
    IndexDamagedError,
    IndexIncompatibleError,
    IndexMissingError,
    NewsgrepError,
)
from newsgrep.tuning import SegmentTuning
from newsgrep.zstd import ZstdError

if TYPE_CHECKING:
    from newsgrep.engine.segment.reader import SegmentReader
    from newsgrep.indexing.manifest import Manifest

_T = TypeVar("_T")

FORMAT_VERSION = 6

REBUILD_HINT = "make it anew with: newsgrep index --rebuild PATH"
_OF_GENERATION = re.compile(r"(?:newsgrep_(\d+)\.json|manifest_(\d+)\.jsonl\.gz|_MAIN_(\d+)\.toc)(?:$|\.)")
_OF_SEGMENT = re.compile(rf"({toc.NAME}_[0-9a-z]+)\.")

#: Each attempt to open fails only if a commit came between; as many in a row do not come by chance.
_OPEN_ATTEMPTS = 50

#: What reading bytes that are not what was written can raise.
_DAMAGE = (
    UnpicklingError,
    EOFError,
    struct.error,
    zlib.error,
    ZstdError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OverflowError,
    AssertionError,
    MemoryError,
)


@dataclass(frozen=True, slots=True)
class Header:
    """What must be known before an index is read."""

    format: int
    language: str
    committed_at: str

    def to_json(self) -> str:
        """Return the header as text, with a checksum."""
        values = asdict(self)
        return json.dumps({**values, "checksum": _checksum(values)})

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Header:
        """Return the header that `to_json` wrote. Raises ValueError where it is not the same any more."""
        if values.pop("checksum") != _checksum(values):
            raise ValueError("the header has a broken checksum")
        return cls(**values)


def _checksum(values: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())


@dataclass(frozen=True, slots=True)
class Generation:
    """A published state: its number, its header and its segments."""

    number: int
    header: Header
    segments: list[SegmentInfo]


@contextmanager
def damage_reported(folder: Path) -> Iterator[None]:
    """Turn what reading damaged files raises into IndexDamagedError; a denied file is an error of its own."""
    try:
        yield
    except _DAMAGE as error:
        raise IndexDamagedError(
            f"the index in {folder} is damaged: {error or type(error).__name__}", REBUILD_HINT
        ) from error
    except PermissionError as error:
        raise NewsgrepError(f"the index in {folder} cannot be read: {error.strerror}") from error
    except FileNotFoundError:
        raise  # a commit may have come between
    except OSError as error:  # no gzip file, or a place in a file that is not there
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise NewsgrepError(
                f"the index in {folder} cannot be read: {error.strerror}",
                "allow more with ulimit -n, or make fewer of it with: newsgrep optimize",
            ) from error
        raise IndexDamagedError(
            f"the index in {folder} is damaged: {error.strerror or error}", REBUILD_HINT
        ) from error


class Folder:
    """An index folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def generation(self) -> int:
        """Return the number of the published generation, -1 where there is none."""
        return toc.latest_generation(self.path)

    def header_file(self, generation: int) -> Path:
        """Return where a generation's header is."""
        return self.path / f"newsgrep_{generation}.json"

    def manifest_file(self, generation: int) -> Path:
        """Return where a generation's manifest is."""
        return self.path / f"manifest_{generation}.jsonl.gz"

    def segment_file(self, segment: SegmentInfo, suffix: str) -> Path:
        """Return where one of the files of a segment is."""
        return self.path / f"{segment.name}{suffix}"

    def read(self) -> Generation:
        """Return the published generation.

        Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
        """
        number = self.generation()
        if number < 0:
            raise IndexMissingError(f"there is no index in {self.path}", "make one with: newsgrep index PATH")
        try:
            header = self._read_header(number)
            with damage_reported(self.path):
                return Generation(number, header, toc.read_segments(self.path, number))
        except FileNotFoundError as error:
            if self.generation() != number:
                return self.read()
            raise self._foreign() from error
        except toc.ForeignIndexError as error:
            raise self._foreign() from error

    def read_manifest(self, generation: int) -> Manifest:
        """Return a generation's manifest, or the newest one where a commit has swept it.

        Raises IndexDamagedError where it is broken or gone.
        """
        from newsgrep.indexing import manifest  # which a search does without

        return self._read_of_manifest(generation, manifest.Manifest)

    def read_copies(self, generation: int, key: str) -> list[str]:
        """Return the keys of an article's copies, from the manifest. Raises what `read_manifest` raises."""
        from newsgrep.indexing import manifest

        return self._read_of_manifest(generation, lambda file: manifest.load_copies(file, key))

    def _read_of_manifest(self, generation: int, read: Callable[[Path], _T]) -> _T:
        for number in (generation, self.generation()):
            with suppress(FileNotFoundError), damage_reported(self.path):
                return read(self.manifest_file(number))
        raise IndexDamagedError(f"{self.manifest_file(generation)} is gone from the index", REBUILD_HINT)

    def open_segments(self, tuning: SegmentTuning) -> tuple[Generation, list[SegmentReader]]:
        """Open the published generation for searching.

        A commit may replace a generation while it is being opened; the newer one is opened then.
        Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
        """
        from newsgrep.engine.segment.reader import (  # which an update does without
            SegmentReader,
            allow_segments,
        )

        for _ in range(_OPEN_ATTEMPTS):
            generation = self.read()
            allow_segments(len(generation.segments))
            try:
                with damage_reported(self.path):
                    return generation, [
                        SegmentReader(self.path / record.name, tuning) for record in generation.segments
                    ]
            except FileNotFoundError as error:
                if self.generation() == generation.number:
                    raise IndexDamagedError(
                        f"{error.filename} is gone from the index", REBUILD_HINT
                    ) from error
        raise IndexDamagedError(f"the index in {self.path} changes faster than it can be read", "try again")

    def _read_header(self, generation: int) -> Header:
        with damage_reported(self.path):
            values: dict[str, Any] = json.loads(self.header_file(generation).read_text("utf-8"))
            version = values["format"]
            if version == FORMAT_VERSION:
                return Header.from_values(values)
        raise IndexIncompatibleError(
            f"the index in {self.path} has format {version}, this newsgrep reads format {FORMAT_VERSION}",
            REBUILD_HINT,
        )

    def _foreign(self) -> IndexIncompatibleError:
        return IndexIncompatibleError(
            f"the index in {self.path} was made by another program or an earlier format", REBUILD_HINT
        )

    def write_header(self, generation: int, language: str) -> None:
        """Write and sync a generation's header."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        header = Header(FORMAT_VERSION, language, now)
        self.header_file(generation).write_text(header.to_json(), "utf-8")
        sync(self.header_file(generation))

    def sweep(self, segments: Iterable[SegmentInfo] | None) -> None:
        """Delete what belongs to no published generation; segments only where the published are given."""
        generation = self.generation()
        names = None if segments is None else {record.name for record in segments}
        for file in self.path.iterdir():
            of_generation, of_segment = _OF_GENERATION.match(file.name), _OF_SEGMENT.match(file.name)
            if of_generation:
                number = next(int(group) for group in of_generation.groups() if group)
                gone = number != generation or not file.name.endswith((".json", ".gz", ".toc"))
            else:
                gone = names is not None and of_segment is not None and of_segment[1] not in names
            if gone:
                file.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have the system write a file or a folder's entries to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
