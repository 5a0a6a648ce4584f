"""Export the originals of articles: the bytes that each was read from, with their sums.

An article that is a file of its own is copied, and so is the member of an archive. From JSON Lines and WARC,
only the record is taken. Any other file or member with many articles is copied once for all of them.
"""

from __future__ import annotations

import io
import os
import posixpath
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from newsgrep.article import Article, moved_path, split_key
from newsgrep.encodings.decoding import HEAD, decode_head
from newsgrep.engine.base import IndexEngine
from newsgrep.errors import ArticleError, UsageError, reason_of
from newsgrep.formats import choose_format
from newsgrep.formats.scans.issue import page_name
from newsgrep.indexing.catalog.rows import FROM_FILE, FileRow
from newsgrep.indexing.export_folder import ExportFolder, ExportReport
from newsgrep.indexing.file_reader import FileReader, attached_streams
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.recheck import options_before
from newsgrep.markup.xml_stream import root_name
from newsgrep.results import Unreadable
from newsgrep.sources.file_bytes import file_digest, open_regular
from newsgrep.sources.file_names import MAILS, kind_of
from newsgrep.sources.no_articles import named_pages, read_beside
from newsgrep.sources.own_files import MANIFEST, SUMS
from newsgrep.sources.streams import Stream, open_streams
from newsgrep.whole_files import whole_folder

#: By format: the beginning of the first line of a record, and the suffix of a file of one record.
_RECORDS = {"jsonl": (b"", ".json"), "warc": (b"WARC/", ".warc")}

#: The ending of a folder for attachments; the name of the mail comes before it.
_ATTACHED = ".attached"
#: How many bytes are read ahead.
_PIECE = 1 << 20


def export_originals(
    wanted: Iterable[tuple[IndexEngine, Iterable[str]]], home: Path, target: Path
) -> ExportReport:
    """Write the originals of articles to a new folder, with a manifest and SHA-256 sums; all or nothing.

    wanted: indexes, each with keys of articles as it stores them
    home:   the folder that the paths in the manifest and in the problems start from

    Raises UsageError for a folder that holds something, and OSError where not all can be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} exists, and is no empty folder", "name a new folder")
    with (
        whole_folder(target) as folder,
        (folder / MANIFEST).open("xb") as manifest,
        (folder / SUMS).open("x", encoding="utf-8", errors="surrogateescape", newline="\n") as sums,
    ):
        written = ExportFolder(folder, home, manifest, sums)
        for engine, keys in wanted:
            by_path: dict[str, set[str]] = {}
            for key in keys:
                path, name = split_key(key)
                by_path.setdefault(path, set()).add(name)
            with catalog_of(engine) as catalog:
                for path, names in by_path.items():
                    _FileExport(path, catalog.find_file(path), engine.home, written).write(names)
    return written.report


class _FileExport:
    """Writes the originals of articles of one file."""

    def __init__(self, path: str, row: FileRow | None, home: Path, folder: ExportFolder) -> None:
        """Take the file as its index has it, the folder that its path starts from, and where to write to."""
        self._path = path
        self._row = row
        self._home = home
        self._location = home / path
        self._folder = folder
        self._reading = ReadOptions()

    def write(self, names: set[str]) -> None:
        """Write the originals of the named articles; a file that is one article has an empty name."""
        left = set(names)
        try:
            self._reading = self._how_read()
            for taken in self._originals(names):
                left -= taken
            reason = "it is not in the file any more"
        except ArticleError as error:
            reason = error.message
        except OSError as error:
            if error.filename is None or self._folder.holds(error.filename):
                raise
            reason = reason_of(error)
        is_file = self._row is not None and self._row.origin == FROM_FILE
        named = self._named(self._path) if is_file else self._path
        self._folder.report.problems += [Unreadable(named, reason, member=name) for name in sorted(left)]

    def _how_read(self) -> ReadOptions:
        """Return how the file was read. Raises ArticleError if it is none, or is not as it was indexed."""
        if self._row is None or self._row.origin != FROM_FILE:
            raise ArticleError("it was piped in or added by a program, so there is no original")
        if file_digest(self._location) != self._row.digest:
            raise ArticleError("the file has changed since it was indexed: run newsgrep index first")
        return options_before(self._row)

    def _originals(self, names: set[str]) -> Iterator[set[str]]:
        """Write originals; yield the names of the articles whose original was written."""
        left = set(names)
        if names != {""} and (not kind_of(self._path).is_archive or any("#" in name for name in names)):
            for stream in self._streams():
                for taken in self._attached(stream, names):
                    yield taken
                    left -= taken
        names = left
        if names == {""}:
            yield self._copy(names, "file")
            return
        for stream in self._streams() if names else ():
            member = stream.member
            mine = {n for n in names if not member or n == member or n.startswith(f"{member}#")}
            if mine == {member}:
                yield self._write(mine, "member", stream.reader, member)
            elif mine and (starts := _record_starts(stream, self._reading)):
                yield from self._records(stream, mine, *starts)
            elif mine:
                yield self._container(stream, mine)

    def _streams(self) -> Iterator[Stream]:
        wants = partial(self._reading.file_filter.wants_member, self._path)
        limits = self._reading.limits
        for found in open_streams(os.fspath(self._location), self._path, wants, limits=limits):
            if isinstance(found, Stream):
                yield found

    def _attached(self, stream: Stream, names: set[str]) -> Iterator[set[str]]:
        """Write the attachments of mails in a stream that hold some of the named articles."""
        path = self._path
        try:
            for found in attached_streams(self._reading, stream, path):
                member = found.member
                mine = {name for name in names if name == member or name.startswith(f"{member}#")}
                mail = path if kind_of(path).is_archive else f"{path}{_ATTACHED}"  # no file has the name
                inside = member.replace("#", f"{_ATTACHED}/")
                if found.suffix in MAILS and mine:
                    data = found.reader.read()
                    if member in mine:
                        yield self._write({member}, "member", io.BytesIO(data), inside, mail)
                    inner = found._replace(reader=io.BufferedReader(io.BytesIO(data)))
                    yield from self._attached(inner, mine - {member})
                elif mine:
                    kind = "member" if mine == {member} else "container"
                    yield self._write(mine, kind, found.reader, inside, mail)
        except ArticleError:  # it cannot be read further: the whole file is copied
            return

    def _records(self, stream: Stream, names: set[str], start: bytes, suffix: str) -> Iterator[set[str]]:
        recorder = _Recorder(stream.reader, start)
        reader = FileReader(self._reading, self._path, os.fspath(self._location))
        for item in reader.read_stream(stream._replace(reader=recorder)):
            if isinstance(item, Article) and (name := split_key(item.key)[1]) in names:
                record = io.BytesIO(bytes(recorder.record))
                yield self._write({name}, "record", record, f"{name.replace('/', '_')}{suffix}")

    def _container(self, stream: Stream, names: set[str]) -> set[str]:
        member = stream.member
        for name, page in _pages(stream, self._reading, self._location):
            self._page(f"{self._path}/{member}" if member else self._path, name, page)
        if member:
            return self._write(names, "container", stream.reader, member)
        return self._copy(names, "container")

    def _page(self, issue: str, name: str, page: bytes) -> None:
        """Write a page of a scanned issue beside the file that describes it."""
        place = self._named(posixpath.normpath(posixpath.join(posixpath.dirname(issue), name)))
        if not self._folder.has_page(place):
            self._folder.write("", (), "page", io.BytesIO(page), place)

    def _copy(self, names: set[str], kind: str) -> set[str]:
        with open(self._location, "rb", opener=open_regular) as file:  # noqa: PTH123
            return self._write(names, kind, file)

    def _write(
        self, names: set[str], kind: str, source: io.BufferedIOBase, inside: str = "", folder: str = ""
    ) -> set[str]:
        """Write the original of the named articles, and return their names.

        inside: the path of the original within the folder; empty if it is the whole file
        folder: the folder to write to; by default it is named after the path of the file
        """
        place = "/".join(filter(None, (self._named(folder or self._path), inside)))
        self._folder.write(self._named(self._path), names, kind, source, place)
        return names

    def _named(self, path: str) -> str:
        """Return a path as the manifest has it."""
        return moved_path(path, self._home, self._folder.home)


class _Recorder(io.BufferedReader):
    """A stream that keeps the bytes of the record that is being read."""

    def __init__(self, stream: io.BufferedReader, start: bytes) -> None:
        """Take a stream, and what the first line of a record begins with."""
        super().__init__(stream, _PIECE)
        self.record = bytearray()
        self._start = start
        self._in_line = False

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return a line, and keep it; the first line of a record drops what was kept before."""
        line = super().readline(size)
        if not self._in_line and line.startswith(self._start):
            self.record.clear()
        self._in_line = bool(line) and not line.endswith(b"\n")
        self.record += line
        return line

    def read(self, size: int | None = -1, /) -> bytes:
        """Return bytes of a record."""
        data = super().read(size)
        self.record += data
        return data


def _pages(stream: Stream, reading: ReadOptions, location: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the scanned issue that a stream describes, by their names; none of anything else.

    Exports no other file that it names: the originals may be passed on to others.
    """
    if root_name(decode_head(stream.reader.peek(HEAD)[:HEAD])) not in ("mets", "DIDL"):
        return
    read = stream.beside or partial(read_beside, os.fspath(location))
    largest = reading.limits.record_bytes
    issue = read(posixpath.basename(stream.member or location.name), largest) or b""
    for name in filter(None, map(page_name, named_pages(issue))):
        page = read(name, largest) or b""
        if root_name(decode_head(page[:HEAD])) in ("alto", "text"):
            yield name, page


def _record_starts(stream: Stream, reading: ReadOptions) -> tuple[bytes, str] | None:
    """Return how a record begins, and the suffix of its file; None where records cannot be told apart."""
    if stream.suffix in reading.filters or reading.encoding:
        return None
    if reading.format:
        return _RECORDS.get(reading.format)
    try:
        head = stream.reader.peek(HEAD)[:HEAD]
        chosen = choose_format(stream.suffix, head)
    except ArticleError:
        return None
    is_utf_8 = b"\0" not in head  # what has to be recoded is not read line by line
    return _RECORDS.get(chosen.name) if is_utf_8 else None
