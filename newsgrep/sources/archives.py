"""The members of a zip and of a tar archive, in their order, without unpacking anything to the disk."""

from __future__ import annotations

import io
import posixpath
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Self, cast

from msgspec import Struct

from newsgrep.sources.limits import (
    BUFFER_SIZE,
    ByteSource,
    ExpansionBudget,
    LimitedStream,
    stream_error,
    too_many_members,
    translate_errors,
)
from newsgrep.sources.no_articles import articles_in

#: The size in bytes of the largest tar header that is read. tar keeps long names in separate headers.
_LARGEST_HEADER = 2**20
_LONG_HEADERS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)

#: The largest central directory of a zip, some 130 bytes a member; zipfile reads it into memory.
_LARGEST_DIRECTORY = 2**26
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_OF_DIRECTORY_SIZE = 22
_ZIP64_LOCATOR = b"PK\x06\x07"
_LONGEST_COMMENT = 2**16


#: Reads a file beside another: given its relative name and a limit, returns at most one byte more than the
#: limit, or None if there is no such file.
Beside = Callable[[str, int], bytes | None]


class Member(Struct, frozen=True):
    """A member of an archive.

    name:       as the archive has it
    open:       returns a stream of its bytes; if it is damaged, the first read raises OSError, not `open`
    is_special: whether it is a link or a device
    beside:     reads another member by its name relative to this one; None in an archive of tar
    """

    name: str
    open: Callable[[], LimitedStream]
    is_special: bool = False
    beside: Beside | None = None


def tar_members(stream: io.BufferedReader, budget: ExpansionBudget) -> Iterator[Member]:
    """Yield the members of a tar but no folders; read each before you ask for the next. Raises OSError."""
    with translate_errors():
        archive = tarfile.open(  # noqa: SIM115
            fileobj=stream, mode="r|", bufsize=BUFFER_SIZE, tarinfo=_TarHeader, errors="surrogateescape"
        )
    while True:
        with translate_errors():
            member = archive.next()
        if member is None:
            return
        archive.members = []  # type: ignore[attr-defined]  # else it grows with every member
        if member.size < 0:
            raise stream_error("damaged: broken tar header")
        if not member.isdir():
            is_special = not member.isfile() or member.issparse()
            yield Member(member.name, partial(_open_tar_member, archive, member, budget), is_special)


def _open_tar_member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, budget: ExpansionBudget
) -> LimitedStream:
    return LimitedStream(cast(ByteSource, archive.extractfile(member)), budget)


class _TarHeader(tarfile.TarInfo):
    """A tar header, checked: tarfile takes a broken one for the end of the archive, and reads any size."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Return the header in a block of 512 bytes. Raises OSError for a broken one."""
        if len(buf) < tarfile.BLOCKSIZE:
            raise stream_error("cut off: the archive has no end")
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            if buf.strip(b"\0"):
                raise stream_error("damaged: broken tar header") from None
            raise
        if header.type in _LONG_HEADERS and header.size > _LARGEST_HEADER:
            raise stream_error("damaged: tar header too large")
        return header


def zip_members(stream: BinaryIO, budget: ExpansionBudget) -> Iterator[Member]:
    """Yield the members of a zip that may hold articles. The stream must be seekable. Raises OSError."""
    size = stream.seek(0, io.SEEK_END)
    if _directory_size(stream, size) > _LARGEST_DIRECTORY:
        raise too_many_members(budget.limits)
    with translate_errors():
        archive = zipfile.ZipFile(stream)
    members = archive.infolist()
    if sum(member.compress_size for member in members) > size:
        raise stream_error("its members overlap: made to fill a disk, not a news archive")
    has_articles = articles_in(
        (member.filename for member in members), partial(_beginning_of, archive, budget)
    )
    for member in members:
        # is_dir() would fail on an empty name, which a damaged directory may have.
        if not member.filename.endswith("/") and has_articles(member.filename):
            open_member = partial(_open_zip_member, archive, member, budget)
            yield Member(member.filename, open_member, beside=partial(_read_beside, archive, member, budget))


def _beginning_of(archive: zipfile.ZipFile, budget: ExpansionBudget, name: str, size: int) -> bytes:
    try:
        return io.BufferedReader(_open_zip_member(archive, archive.getinfo(name), budget)).read(size)
    except OSError:  # the reader of the member reports it
        return b""


def _read_beside(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: ExpansionBudget, name: str, largest: int
) -> bytes | None:
    try:
        beside = archive.getinfo(posixpath.normpath(posixpath.join(posixpath.dirname(member.filename), name)))
    except KeyError:
        return None
    return io.BufferedReader(_open_zip_member(archive, beside, budget)).read(largest + 1)


def _open_zip_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: ExpansionBudget
) -> LimitedStream:
    return LimitedStream(_ZipMember(archive, member, budget), budget, lambda: member.compress_size)


class _ZipMember:
    """A member of a zip, opened by the first read."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: ExpansionBudget) -> None:
        self._archive = archive
        self._member = member
        self._budget = budget
        self._stream: ByteSource | None = None

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes. Raises OSError for a member that is encrypted or too large."""
        if self._stream is None:
            member = self._member
            if member.flag_bits & 1:
                raise stream_error("encrypted")
            # zipfile never returns more bytes than the directory gives for a member.
            self._budget.check_stream(member.file_size, member.compress_size)
            self._stream = cast(ByteSource, self._archive.open(member))
        return self._stream.read1(size)


def _directory_size(stream: BinaryIO, size: int) -> int:
    """Return the size in bytes of the central directory of a zip of `size` bytes. Raises OSError."""
    stream.seek(max(0, size - _END_OF_DIRECTORY_SIZE - _LONGEST_COMMENT))
    tail = stream.read()
    start = tail.rfind(_END_OF_DIRECTORY)
    if start < 0 or len(tail) - start < _END_OF_DIRECTORY_SIZE:
        raise stream_error("cut off, or not a zip: the list of members at its end is missing")
    (length,) = struct.unpack_from("<L", tail, start + 12)
    if length != 0xFFFF_FFFF:
        return int(length)
    # Zip64: a locator of 20 bytes before the end record says where the larger one is.
    locator = tail[start - 20 : start] if start >= 20 else b""
    if not locator.startswith(_ZIP64_LOCATOR):
        raise stream_error("damaged: the Zip64 locator is missing")
    (offset,) = struct.unpack_from("<Q", locator, 8)
    stream.seek(min(offset, 2**62))
    record = stream.read(56)
    if len(record) < 56:
        raise stream_error("damaged: the Zip64 end record is missing")
    (length,) = struct.unpack_from("<Q", record, 40)
    return int(length)
