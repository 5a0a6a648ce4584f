"""Streams of articles in a file: the file itself, what is compressed in it, or the members of an archive.

    for found in open_streams("/news/old.tar.gz", "old.tar.gz", wants):
        ...   # a Stream, to be read before the next; or an Unreadable, or a Skipped

Nothing is unpacked to the disk, and of a stream no more is held than its reader asks for; an archive within
an archive is read in the same way, but a .zip, whose list of members is at its end, is held in memory for it.
Every limit of `limits` is kept, and what was read before one was met stays.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.formats import text
from newsgrep.results import SPECIAL, Skipped, Unreadable
from newsgrep.sources import limits
from newsgrep.sources.limits import Budget, CountedFile, Metered, reason_of, trouble
from newsgrep.sources.names import COMPRESSIONS, Kind, fault_of, is_hidden, kind_of, suffix_of, tidy

if TYPE_CHECKING:  # with what unpacks archives, which takes long to import
    from newsgrep.sources.archives import Member

#: Says of the name of a member whether to read it, whatever its suffix (True), to leave it out (False), or
#: to go by its suffix.
Wants = Callable[[str], bool | None]


class Stream(NamedTuple):
    """One stream of articles.

    member: its name within the file, empty where it is all of it
    suffix: of its name, without that of a compression
    """

    member: str
    suffix: str
    reader: io.BufferedReader


Found = Stream | Unreadable | Skipped


def open_streams(location: str, path: str, wants: Wants, data: bytes | None = None) -> Iterator[Found]:
    """Yield the streams of a file, each to be read before the next, and what is left out of it.

    `location` is where to open it, `path` the name that the index stores, and `data` what is in the file, if
    it has been read. Raises OSError where the file cannot be opened.
    """
    kind = kind_of(location)
    if data is not None and kind.is_plain:
        yield Stream("", kind.suffix, io.BufferedReader(io.BytesIO(data), text.HEAD))
        return
    with io.FileIO(location) if data is None else io.BytesIO(data) as raw:
        container = _Container(path, wants, Budget(raw.seek(0, io.SEEK_END)))
        raw.seek(0)
        yield from container.within(CountedFile(raw), "", kind)


class _Container:
    """One file that is being read: what holds for all that is in it."""

    def __init__(self, path: str, wants: Wants, budget: Budget) -> None:
        self._path = path
        self._wants = wants
        self._budget = budget
        self._names: dict[tuple[str, str], int] = {}

    def within(self, raw: CountedFile | Metered, name: str, kind: Kind, depth: int = 0) -> Iterator[Found]:
        """Yield the streams of a file or of a member, which has a name and lies in so many archives."""
        if kind.compression:
            raw = self._expanded(raw, kind.compression)
        stream: io.BufferedReader = io.BufferedReader(raw, limits.CHUNK)
        if kind.suffix in COMPRESSIONS:
            yield Unreadable(self._path, "compressed twice", member=name)
        elif not kind.is_archive:
            yield Stream(name, kind.suffix, stream)
        elif depth == limits.DEPTH:
            yield Unreadable(self._path, f"more than {limits.DEPTH} archives within one another", member=name)
        else:
            yield from self._of_archive(stream, name, kind.suffix, depth)

    def _expanded(self, raw: CountedFile | Metered, compression: str) -> Metered:
        from newsgrep.sources.compressed import expanded

        source = expanded(io.BufferedReader(raw, limits.CHUNK), compression)
        return Metered(source, self._budget, lambda: raw.given)

    def _of_archive(self, stream: io.BufferedReader, name: str, suffix: str, depth: int) -> Iterator[Found]:
        opened: Metered | None = None
        try:
            for member in self._members(stream, suffix):
                if self._budget.is_spent:
                    return  # as the reader of the last member has told
                self._budget.enter_member()
                inner = self._unique(tidy(member.name), name)
                whole_name = f"{name}/{inner}" if name else inner
                if fault := fault_of(inner):
                    yield Unreadable(self._path, fault, member=whole_name)
                elif not self._is_passed_over(inner, whole_name):
                    if not self._is_to_be_read(member, inner, whole_name):
                        kind = SPECIAL if member.special else suffix_of(inner)
                        yield Skipped(f"{self._path}#{whole_name}", kind)
                        continue
                    opened = member.open()
                    yield from self.within(opened, whole_name, kind_of(inner), depth + 1)
        except OSError as error:
            if opened is None or opened.fault is None:  # what broke off a member was told with it
                yield Unreadable(self._path, reason_of(error), member=name)

    def _members(self, stream: io.BufferedReader, suffix: str) -> Iterator[Member]:
        from newsgrep.sources.archives import of_tar, of_zip

        if suffix == ".tar":
            return of_tar(stream, self._budget)
        if stream.seekable():
            return of_zip(stream, self._budget)
        data = stream.read(text.LIMIT + 1)
        if len(data) > text.LIMIT:
            raise trouble(f"a .zip within another file, and larger than {text.LIMIT >> 20} MB")
        return of_zip(io.BytesIO(data), self._budget)

    def _unique(self, inner: str, outer: str) -> str:
        """Return the name of a member, with ~2, ~3 and so on behind it where there are several of it."""
        self._names[outer, inner] = number = self._names.get((outer, inner), 0) + 1
        stem, dot, suffix = inner.rpartition(".")
        return inner if number == 1 else f"{stem}~{number}{dot}{suffix}" if stem else f"{inner}~{number}"

    def _is_passed_over(self, inner: str, name: str) -> bool:
        """Whether a member is left out without a word, as in a folder: hidden, or not wanted."""
        return is_hidden(inner) or self._wants(name) is False

    def _is_to_be_read(self, member: Member, inner: str, name: str) -> bool:
        return not member.special and (self._wants(name) is True or kind_of(inner).is_readable)
