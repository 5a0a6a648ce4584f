"""The streams of articles in a file: the file itself, what is compressed in it, or the members of an archive.

The attachments of mails are streams, too: the reader of the mails opens them one by one (`Stream.below`).

    for item in open_streams("/news/old.tar.gz", "old.tar.gz", wants):
        ...   # a Stream, to be read before the next; or an Unreadable, or a Skipped

Nothing is unpacked to the disk, and no more of a stream is held in memory than its reader asks for. The one
exception is a zip within another archive or compression, which is held whole: its list of members is at its
end. All limits of `SourceLimits` are kept; what was read before one was reached stays.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import ArticleError, reason_of
from newsgrep.formats.attachment import Attachment
from newsgrep.results import SPECIAL, Skipped, Unreadable
from newsgrep.sources.file_bytes import open_regular
from newsgrep.sources.file_names import (
    COMPRESSIONS,
    MAILS,
    FileKind,
    is_hidden,
    kind_of,
    strip_current_folder,
    suffix_of,
    unsafe_name_reason,
)
from newsgrep.sources.limits import BUFFER_SIZE, CountingFile, ExpansionBudget, LimitedStream, stream_error
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

if TYPE_CHECKING:  # tarfile and zipfile take long to import
    from newsgrep.sources.archives import Beside, Member

#: Given the name of a member, returns True to read it whatever its suffix, False to leave it out, and None to
#: decide by the suffix.
WantsMember = Callable[[str], bool | None]


#: The first bytes of what is compressed with gzip; no format of articles begins so.
GZIP_MARK = b"\x1f\x8b"


class Stream(NamedTuple):
    """One stream of articles.

    member: its name within the file, '' where the stream is the whole file
    suffix: of its name, without the suffix of a compression
    below:  yields the streams of an attachment of a mail in this stream, and what is left out of it
    beside: reads another member by its name relative to this one; None where that cannot be
    """

    member: str
    suffix: str
    reader: io.BufferedReader
    below: Callable[[Attachment], Iterator[StreamItem]]
    beside: Beside | None = None


StreamItem = Stream | Unreadable | Skipped


def open_streams(
    location: str,
    path: str,
    wants: WantsMember,
    data: bytes | None = None,
    limits: SourceLimits = DEFAULT_TUNING.sources,
    opened: Callable[[Callable[[], int]], None] | None = None,
) -> Iterator[StreamItem]:
    """Yield the streams of a file, each to be read before the next, and what is left out of the file.

    location: where to open the file
    path:     its path as the index stores it
    data:     the bytes of the file, if they were read already
    opened:   called once the file is open, with a function that returns how many of its bytes were read

    Raises OSError where the file cannot be opened.
    """
    kind = kind_of(location)
    if data is not None and kind.is_plain and not data.startswith(GZIP_MARK):
        yield whole_stream(path, kind.suffix, io.BufferedReader(io.BytesIO(data)), wants, len(data), limits)
        return
    with io.FileIO(location, opener=open_regular) if data is None else io.BytesIO(data) as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        opener = _FileOpener(path, wants, ExpansionBudget(size, limits))
        counting = CountingFile(file)
        if opened:
            opened(lambda: min(counting.bytes_read, size))
        yield from opener.streams_in(counting, "", kind)


def whole_stream(
    path: str,
    suffix: str,
    reader: io.BufferedReader,
    wants: WantsMember,
    size: int,
    limits: SourceLimits = DEFAULT_TUNING.sources,
) -> Stream:
    """Return the stream of a file that is neither compressed nor an archive.

    path:   as the index stores it
    suffix: the suffix by which its format is chosen
    wants:  chooses among the files that are attached to a mail
    size:   of the file, in bytes; what is attached may expand to a multiple of it
    """
    return Stream("", suffix, reader, _FileOpener(path, wants, ExpansionBudget(size, limits)).attached)


def _is_gzip(stream: io.BufferedReader) -> bool:
    """Whether a stream is compressed without a suffix that says so."""
    try:
        return stream.peek(2)[:2] == GZIP_MARK
    except OSError:  # the reader meets and reports it, too
        return False


class _FileOpener:
    """Finds the streams of one file, within one expansion budget."""

    def __init__(self, path: str, wants: WantsMember, budget: ExpansionBudget) -> None:
        self._path = path
        self._wants = wants
        self._budget = budget
        self._times_named: dict[tuple[str, str], int] = {}

    def streams_in(
        self,
        raw: CountingFile | LimitedStream,
        name: str,
        kind: FileKind,
        depth: int = 0,
        beside: Beside | None = None,
        mails: int = 0,
    ) -> Iterator[StreamItem]:
        """Yield the streams of the file, or of a member within `depth` archives and `mails` mails."""
        if kind.compression:
            raw = self._decompressed(io.BufferedReader(raw, BUFFER_SIZE), kind.compression, raw)
        stream: io.BufferedReader = io.BufferedReader(raw, BUFFER_SIZE)
        if not kind.compression and not kind.is_archive and _is_gzip(stream):
            # Crawlers leave out the .gz of a compressed .warc.
            stream = io.BufferedReader(self._decompressed(stream, ".gz", raw), BUFFER_SIZE)
        deepest = self._budget.limits.archive_depth
        if kind.suffix in COMPRESSIONS:
            yield Unreadable(self._path, "compressed twice", member=name, rest_is_lost=True)
        elif not kind.is_archive:
            below = partial(self.attached, depth=depth, mails=mails)
            yield Stream(name, kind.suffix, stream, below, beside)
        elif depth == deepest:
            reason = f"more than {deepest} archives within one another"
            yield Unreadable(self._path, reason, member=name, rest_is_lost=True)
        else:
            yield from self._streams_in_archive(stream, name, kind.suffix, depth, mails)

    def attached(self, found: Attachment, depth: int = 0, mails: int = 0) -> Iterator[StreamItem]:
        """Yield the streams of an attachment of a mail, within `depth` archives and `mails` other mails."""
        member = f"{found.mail}#{found.name}" if found.mail else found.name
        wanted = self._wants(f"{found.mail}/{found.name}" if found.mail else found.name)
        kind, most = kind_of(found.name), self._budget.limits.mail_depth
        if wanted is False:
            return  # unreported, as in a folder
        if not (wanted or kind.is_readable):
            yield Skipped(f"{self._path}#{member}", suffix_of(found.name))
        elif mails + (kind.suffix in MAILS) >= most:
            reason = f"more than {most} mails within one another"
            yield Unreadable(self._path, reason, member=member, rest_is_lost=True)
        else:
            try:
                data = found.open()
            except ArticleError as error:
                yield Unreadable(self._path, error.message, member=member, rest_is_lost=True)
            else:
                raw = CountingFile(io.BytesIO(data))
                yield from self.streams_in(raw, member, kind, depth, mails=mails + 1)

    def _decompressed(
        self, stream: io.BufferedReader, compression: str, raw: CountingFile | LimitedStream
    ) -> LimitedStream:
        """Return the decompressed bytes of a stream; `raw` counts the compressed bytes."""
        from newsgrep.sources.compressed import decompress

        return LimitedStream(decompress(stream, compression), self._budget, lambda: raw.bytes_read)

    def _streams_in_archive(
        self, stream: io.BufferedReader, name: str, archive: str, depth: int, mails: int
    ) -> Iterator[StreamItem]:
        opened: LimitedStream | None = None
        try:
            for member in self._members(stream, archive):
                if self._budget.is_spent:
                    return  # the reader of the last member has reported it
                self._budget.count_member()
                inner = self._unique_name(strip_current_folder(member.name), name)
                full_name = f"{name}/{inner}" if name else inner
                if reason := unsafe_name_reason(inner):
                    yield Unreadable(self._path, reason, member=full_name)
                    continue
                wanted = self._wants(full_name)
                if is_hidden(inner) or wanted is False:
                    continue  # unreported, as in a folder
                if member.is_special or not (wanted or kind_of(inner).is_readable):
                    suffix = SPECIAL if member.is_special else suffix_of(inner)
                    yield Skipped(f"{self._path}#{full_name}", suffix)
                    continue
                opened = member.open()
                kind = kind_of(inner)
                yield from self.streams_in(opened, full_name, kind, depth + 1, member.beside, mails)
        except OSError as error:
            if opened is None or opened.error is None:  # an error within a member is reported with the member
                yield Unreadable(self._path, reason_of(error), member=name, rest_is_lost=True)

    def _members(self, stream: io.BufferedReader, suffix: str) -> Iterator[Member]:
        from newsgrep.sources.archives import tar_members, zip_members

        if suffix == ".tar":
            return tar_members(stream, self._budget)
        if stream.seekable():
            return zip_members(stream, self._budget)
        largest = self._budget.limits.record_bytes
        data = stream.read(largest + 1)
        if len(data) > largest:
            raise stream_error(f"a .zip within another file, and larger than {largest >> 20} MB")
        return zip_members(io.BytesIO(data), self._budget)

    def _unique_name(self, inner: str, outer: str) -> str:
        """Return the name of a member, with ~2, ~3 … before the suffix where the archive repeats it."""
        self._times_named[outer, inner] = number = self._times_named.get((outer, inner), 0) + 1
        if number == 1:
            return inner
        stem, dot, suffix = inner.rpartition(".")
        return f"{stem}~{number}{dot}{suffix}" if stem else f"{inner}~{number}"
