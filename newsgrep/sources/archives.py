"""The members of a .zip and of a .tar, in their order, without unpacking anything to the disk."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self, cast

from newsgrep.sources import limits
from newsgrep.sources.limits import Budget, Metered, Source, translated, trouble

#: The largest header of a tar that is read: names are kept in them.
_LARGEST_HEADER = 2**20
_HEADERS_IN_PARTS = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE) + (
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)

#: The largest directory of a zip, some 130 bytes a member; it is held in memory.
_LARGEST_DIRECTORY = 2**26
_END_OF_ZIP = b"PK\x05\x06"
_END_OF_ZIP_SIZE = 22
_LONGEST_COMMENT = 2**16


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name as it is written, how to open it, and whether it is a link or a device.

    What cannot be opened is told by the first read, as OSError.
    """

    name: str
    open: Callable[[], Metered]
    special: bool = False


def of_tar(stream: io.BufferedReader, budget: Budget) -> Iterator[Member]:
    """Yield the members of a tar that are not folders; each can be read until the next. Raises OSError."""
    with translated():
        archive = tarfile.open(  # noqa: SIM115
            fileobj=stream, mode="r|", bufsize=limits.CHUNK, tarinfo=_Header, errors="surrogateescape"
        )
    while True:
        with translated():
            member = archive.next()
        if member is None:
            return
        archive.members = []  # type: ignore[attr-defined]  # which would keep all of them
        if member.size < 0:
            raise trouble("damaged: broken tar header")
        if not member.isdir():
            special = not member.isfile() or member.issparse()
            yield Member(member.name, _opener(archive, member, budget), special)


def _opener(archive: tarfile.TarFile, member: tarfile.TarInfo, budget: Budget) -> Callable[[], Metered]:
    def opened() -> Metered:
        return Metered(cast(Source, archive.extractfile(member)), budget)

    return opened


class _Header(tarfile.TarInfo):
    """A header of a tar. tarfile takes a broken one for the end of the archive, and reads one of any size."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Return the header in a block of 512 bytes. Raises OSError for a broken one."""
        if len(buf) < tarfile.BLOCKSIZE:
            raise trouble("cut off: it has no end")
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            if buf.strip(b"\0"):
                raise trouble("damaged: broken tar header") from None
            raise
        if header.type in _HEADERS_IN_PARTS and header.size > _LARGEST_HEADER:
            raise trouble("damaged: tar header too large")
        return header


def of_zip(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Yield the members of a zip, which is read at any place, but for folders. Raises OSError."""
    size = stream.seek(0, io.SEEK_END)
    _check_directory(stream, size)
    with translated():
        archive = zipfile.ZipFile(stream)
    members = archive.infolist()
    if sum(member.compress_size for member in members) > size:
        raise trouble("its members overlap, as in what is made to fill a disk")
    for member in members:
        if not member.is_dir():
            yield Member(member.filename, _zip_opener(archive, member, budget))


def _zip_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Callable[[], Metered]:
    def opened() -> Metered:
        return Metered(_ZipMember(archive, member), budget, lambda: member.compress_size)

    return opened


class _ZipMember:
    """A member of a zip, opened when it is read."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self._archive = archive
        self._member = member
        self._stream: Source | None = None

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        if self._stream is None:
            self._check()
            self._stream = cast(Source, self._archive.open(self._member))
        return self._stream.read1(size)

    def _check(self) -> None:
        """Raise OSError for what is not to be read; no more than the sizes that are told here ever is."""
        member = self._member
        if member.flag_bits & 1:
            raise trouble("encrypted")
        if member.file_size > limits.STREAM_SIZE:
            raise trouble(limits.too_large())
        if member.file_size > max(limits.FLOOR, limits.RATIO * member.compress_size):
            raise trouble(limits.made_to_fill())


def _check_directory(stream: BinaryIO, size: int) -> None:
    """See to it that the list of a zip's members, which zipfile reads as a whole, is of a size to hold."""
    start = max(0, size - _END_OF_ZIP_SIZE - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read()
    place = tail.rfind(_END_OF_ZIP)
    if place < 0 or len(tail) - place < _END_OF_ZIP_SIZE:
        raise trouble("cut off, or no zip: it has no end")
    (length,) = struct.unpack_from("<L", tail, place + 12)
    if length == 0xFFFF_FFFF:  # as told in the record of larger files, which comes 20 bytes before
        length = _length_in_large(stream, tail, place)
    if length > _LARGEST_DIRECTORY:
        raise trouble(f"more than {limits.MEMBERS:,} members")


def _length_in_large(stream: BinaryIO, tail: bytes, place: int) -> int:
    """Return the size of the directory of a zip of more than 4 GB."""
    locator = tail[place - 20 : place] if place >= 20 else b""
    if not locator.startswith(b"PK\x06\x07"):
        raise trouble("damaged: no end")
    (offset,) = struct.unpack_from("<Q", locator, 8)
    stream.seek(min(offset, 2**62))
    record = stream.read(56)
    if len(record) < 56:
        raise trouble("damaged: no end")
    (length,) = struct.unpack_from("<Q", record, 40)
    return int(length)
