"""The files of an index folder, and how one generation replaces the last.

A generation g is Whoosh's table of contents `_MAIN_<g>.toc` with the segment files that it names, and the
header `newsgrep_<g>.json` (format, language, time, ranking parameters). These are written and synced first;
renaming the table of contents into place publishes the generation. Files of no published generation are left
over from a killed run; the next writer deletes them.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from newsgrep.engine.bm25f import DEFAULT_RANKING, RankingParameters
from newsgrep.engine.embedded import commit_point
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.errors import (
    IndexDamagedError,
    IndexIncompatibleError,
    IndexMissingError,
    NewsgrepError,
)
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning
from newsgrep.zstd import ZstdError

if TYPE_CHECKING:
    from newsgrep.engine.segment.reader import SegmentReader

_T = TypeVar("_T")

FORMAT_VERSION = 6

REBUILD_HINT = "make it anew with: newsgrep index --rebuild PATH"
_OF_GENERATION = re.compile(r"(?:newsgrep_(\d+)\.json|_MAIN_(\d+)\.toc)(?:$|\.)")
_OF_SEGMENT = re.compile(rf"({commit_point.NAME}_[0-9a-z]+)\.")

#: An attempt to open fails only if a commit interferes; so many in a row are no coincidence.
_OPEN_ATTEMPTS = 50

#: Exceptions that reading damaged bytes can raise.
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


class IndexHeader(Struct, frozen=True):
    """What must be known before an index is read.

    Segments store frequencies and lengths weighted by field, so that an index cannot be searched with other
    ranking parameters than those it was made with.
    """

    format: int
    language: str
    committed_at: str
    ranking: RankingParameters

    def to_json(self) -> str:
        """Return the header as JSON, with a checksum."""
        values = {**asdict(self), "ranking": asdict(self.ranking)}
        return json.dumps({**values, "checksum": _checksum(values)})

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> IndexHeader:
        """Return the header that `to_json` wrote. Raises ValueError if the checksum does not match."""
        if values.pop("checksum") != _checksum(values):
            raise ValueError("the header has a broken checksum")
        return cls(**{**values, "ranking": RankingParameters(**values["ranking"])})


def _checksum(values: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())


class Generation(Struct, frozen=True):
    """A published generation of the index: its number, its header and its segments."""

    number: int
    header: IndexHeader
    segments: list[SegmentInfo]


@contextmanager
def damage_reported(folder: Path) -> Iterator[None]:
    """Translate what reading damaged files raises into IndexDamagedError, and other errors of files."""
    try:
        yield
    except _DAMAGE as error:
        raise IndexDamagedError(
            f"the index in {folder} is damaged: {error or type(error).__name__}", REBUILD_HINT
        ) from error
    except PermissionError as error:
        raise NewsgrepError(f"the index in {folder} cannot be read: {error.strerror}") from error
    except FileNotFoundError:
        raise  # a commit may have deleted it
    except OSError as error:  # not a gzip file, or an offset beyond the end of a file
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise NewsgrepError(
                f"the index in {folder} cannot be read: {error.strerror}",
                "allow more open files with ulimit -n, or merge its segments with: newsgrep optimize",
            ) from error
        raise IndexDamagedError(
            f"the index in {folder} is damaged: {error.strerror or error}", REBUILD_HINT
        ) from error


class IndexDirectory:
    """The folder of an index, to be searched with the given ranking parameters."""

    def __init__(self, path: Path, ranking: RankingParameters = DEFAULT_RANKING) -> None:
        self.path = path
        self.ranking = ranking

    def generation(self) -> int:
        """Return the number of the published generation, -1 if there is none."""
        return commit_point.latest_generation(self.path)

    def header_file(self, generation: int) -> Path:
        """Return the path of a generation's header."""
        return self.path / f"newsgrep_{generation}.json"

    def segment_file(self, segment: SegmentInfo, suffix: str) -> Path:
        """Return the path of one of a segment's files."""
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
                return Generation(number, header, commit_point.read_segments(self.path, number))
        except FileNotFoundError as error:
            if self.generation() != number:
                return self.read()
            raise self._foreign() from error
        except commit_point.ForeignIndexError as error:
            raise self._foreign() from error

    def open_segments(
        self, tuning: SegmentTuning = DEFAULT_TUNING.segment
    ) -> tuple[Generation, list[SegmentReader]]:
        """Open the published generation for searching.

        A commit may replace a generation while it is being opened; the newer one is opened then.
        Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
        """
        from newsgrep.engine.segment.reader import SegmentReader, allow_segments  # an update needs no numpy

        for _ in range(_OPEN_ATTEMPTS):
            generation = self.read()
            allow_segments(len(generation.segments))
            try:
                with damage_reported(self.path):
                    return generation, [
                        SegmentReader(self.path / info.name, tuning) for info in generation.segments
                    ]
            except FileNotFoundError as error:
                if self.generation() == generation.number:
                    raise IndexDamagedError(
                        f"{error.filename} is gone from the index", REBUILD_HINT
                    ) from error
        raise IndexDamagedError(f"the index in {self.path} changes faster than it can be read", "try again")

    def _read_header(self, generation: int) -> IndexHeader:
        with damage_reported(self.path):
            values: dict[str, Any] = json.loads(self.header_file(generation).read_text("utf-8"))
            version = values["format"]
            if version == FORMAT_VERSION:
                header = IndexHeader.from_values(values)
                self._check_ranking(header.ranking)
                return header
        raise IndexIncompatibleError(
            f"the index in {self.path} has format {version}, this newsgrep reads format {FORMAT_VERSION}",
            REBUILD_HINT,
        )

    def _check_ranking(self, stored: RankingParameters) -> None:
        """Raise IndexIncompatibleError if an index was made with other ranking parameters."""
        ours = asdict(self.ranking)
        differences = [
            f"{name} {value}, not {ours[name]}"
            for name, value in asdict(stored).items()
            if value != ours[name]
        ]
        if differences:
            raise IndexIncompatibleError(
                f"the index in {self.path} was made with other ranking parameters: {'; '.join(differences)}",
                REBUILD_HINT,
            )

    def _foreign(self) -> IndexIncompatibleError:
        return IndexIncompatibleError(
            f"the index in {self.path} was made by another program or an earlier format", REBUILD_HINT
        )

    def write_header(self, generation: int, language: str) -> None:
        """Write and sync the header of a generation."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        header = IndexHeader(FORMAT_VERSION, language, now, self.ranking)
        self.header_file(generation).write_text(header.to_json(), "utf-8")
        sync(self.header_file(generation))

    def sweep(self, segments: Iterable[SegmentInfo] | None) -> None:
        """Delete the files of other generations than the published one, and of other segments than these.

        With `segments` None the files of all segments are kept.
        """
        generation = self.generation()
        names = None if segments is None else {info.name for info in segments}
        for file in self.path.iterdir():
            of_generation, of_segment = _OF_GENERATION.match(file.name), _OF_SEGMENT.match(file.name)
            if of_generation:
                number = next(int(group) for group in of_generation.groups() if group)
                gone = number != generation or not file.name.endswith((".json", ".toc"))
            else:
                gone = names is not None and of_segment is not None and of_segment[1] not in names
            if gone:
                file.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Write a file, or the entries of a folder, from the caches of the system to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
