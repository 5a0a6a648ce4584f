"""The commit point of a generation: a header, and the table of contents that publishes it.

The header `newsgrep_<g>.json` says all that a reader has to know: the segments with their deleted documents,
how many articles there are, the language, the ranking parameters. It ends with a checksum of all its bytes.
The table of contents `_MAIN_<g>.toc` says the same to Whoosh. newsgrep does not read it, as it holds pickles,
and a pickle may call any function. But the header has its size and its checksum, so that the two always
agree. Renaming the table of contents into place publishes the generation.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Annotated, BinaryIO, TypeVar

import msgspec
from msgspec import Meta, Struct

from newsgrep.engine.bm25f import RankingParameters
from newsgrep.engine.meaning import Meaning
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.errors import NewsgrepError, reason_of

NAME = "MAIN"
_CONTENTS = re.compile(rf"_{NAME}_(\d{{1,18}})\.toc(\.[\d.]+)?")
_HEADER = re.compile(r"newsgrep_(\d{1,18})\.json")
_BASIS_NAME = re.compile(r"([0-9a-f]{16})?")
_SEGMENT_NAME = re.compile(rf"{NAME}_[0-9a-z]{{1,64}}")

#: The most bytes of a header, which lists the deleted documents of all segments.
_LARGEST_HEADER = 1 << 28

_CHECKSUM = b',"checksum":'
_PIECE = 1 << 20

_T = TypeVar("_T")

_Count = Annotated[int, Meta(ge=0, lt=1 << 53)]


class IndexHeader(Struct, frozen=True, kw_only=True):
    """What must be known before an index is read.

    Segments store frequencies and lengths weighted by field. So a search must use the ranking parameters that
    the index was made with.

    articles:          how many there are, deleted ones not counted
    analysis:          the version of the analysis of its words
    basis:             name of the basis of the segments' vectors; empty if they have none
    meaning:           the model that the user chose, if articles have vectors of one
    contents_size:     bytes of the table of contents
    contents_checksum: its CRC-32
    """

    format: int
    language: str
    committed_at: str
    ranking: RankingParameters
    articles: _Count
    segments: tuple[SegmentInfo, ...]
    contents_size: _Count
    contents_checksum: _Count
    analysis: int = 1
    basis: str = ""
    meaning: Meaning | None = None

    def encoded(self) -> bytes:
        """Return the header as JSON, with a checksum of all that is before it."""
        return _with_checksum(msgspec.json.encode(self)[:-1])


class _Version(Struct, frozen=True):
    """What a header of any format has."""

    format: int


def format_of(data: bytes) -> int:
    """Return the format that a header names. Raises ValueError if it names none."""
    return _decoded(data, _Version).format


def decoded_index_header(data: bytes) -> IndexHeader:
    """Decode and check a header. Raises ValueError if it is damaged."""
    before = data.rpartition(_CHECKSUM)[0]
    if data != _with_checksum(before):
        raise ValueError("the header has a broken checksum")
    header = _decoded(data, IndexHeader)
    names = [info.name for info in header.segments]
    if len({*names}) < len(names) or not all(map(_SEGMENT_NAME.fullmatch, names)):
        raise ValueError("the header has a broken name of a segment")
    if not _BASIS_NAME.fullmatch(header.basis):
        raise ValueError("the header has a broken name of a basis")
    model = header.meaning
    if model and not (model.name and _BASIS_NAME.fullmatch(model.name) and 0 < model.dimensions < 1 << 16):
        raise ValueError("the header has a broken name of a model")
    if header.articles != sum(info.live_count for info in header.segments):
        raise ValueError("the header has another number of articles than its segments")
    return header


def _with_checksum(body: bytes) -> bytes:
    return body + _CHECKSUM + b"%d}" % zlib.crc32(body)


def _decoded(data: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"the header cannot be read: {error}") from error


def read_header(file: BinaryIO) -> bytes:
    """Return the bytes of a header. Raises ValueError for a file that is too large to be one."""
    data = file.read(_LARGEST_HEADER + 1)
    if len(data) > _LARGEST_HEADER:
        raise ValueError("the header is too large")
    return data


def size_and_checksum(file: BinaryIO) -> tuple[int, int]:
    """Return the number of the bytes of an open file, and their CRC-32."""
    size = checksum = 0
    while piece := file.read(_PIECE):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
    return size, checksum


def latest_generation(folder: Path) -> int:
    """Return the generation of the newest table of contents in a folder, -1 if there is none."""
    return max(_generations(folder)[0], default=-1)


def lost_generation(folder: Path) -> int:
    """Return the newest generation, newer than the published one, whose table of contents is gone; else -1.

    A header is written while its table of contents has a temporary name. So if there is a header and no table
    of contents of either name, the generation was published, and then someone deleted the table.
    """
    published, begun, headers = _generations(folder)
    return max((number for number in headers - begun if number > max(published, default=-1)), default=-1)


def not_allowed(folder: Path, error: PermissionError) -> NewsgrepError:
    """Return the error for an index that this user may not read."""
    return NewsgrepError(
        f"the index in {folder} cannot be read: {reason_of(error)}",
        "ls -l shows its permissions; its owner may let others read it with: newsgrep index --share",
    )


def _generations(folder: Path) -> tuple[set[int], set[int], set[int]]:
    """Return the generations that have a table of contents, a temporary one, and a header."""
    published: set[int] = set()
    begun: set[int] = set()
    headers: set[int] = set()
    try:
        names = [file.name for file in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        names = []
    except PermissionError as error:
        raise not_allowed(folder, error) from error
    for name in names:
        if match := _CONTENTS.fullmatch(name):
            (begun if match[2] else published).add(int(match[1]))
        elif match := _HEADER.fullmatch(name):
            headers.add(int(match[1]))
    return published, begun, headers
