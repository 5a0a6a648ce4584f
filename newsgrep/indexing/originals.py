"""Export the originals of articles: the bytes that each was read from, with their sums.

An article that is a file of its own is copied, and so is the member of an archive. Of JSON Lines and WARC the
record is taken alone. Of other files of many articles, the file or member is copied once for all of them.
"""

from __future__ import annotations

import hashlib
import io
import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

import msgspec
from msgspec import Struct

from newsgrep.article import Article, moved_path, split_key
from newsgrep.encodings.decoding import HEAD, decode_head
from newsgrep.engine.base import IndexEngine
from newsgrep.errors import ArticleError, UsageError, reason_of
from newsgrep.formats import choose_format
from newsgrep.formats.scans.issue import page_name
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import FROM_FILE, FileRow
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

#: How the line begins that begins a record, by format, and the suffix of a file of one record.
_RECORDS = {"jsonl": (b"", ".json"), "warc": (b"WARC/", ".warc")}

#: What follows the name of a mail in the name of the folder of what is attached to it.
_ATTACHED = ".attached"
_PIECE = 1 << 20
#: Bytes of a part of a file's name.
_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^\w.\-+=,@~() ]|^\.+|[. ]+$")


class Original(Struct, frozen=True):
    """The original of an article, a line of the manifest.

    file: where it was written, below the folder
    kind: file, member (of an archive), record, or container for what holds other articles, too
    """

    key: str
    path: str
    file: str
    kind: str
    bytes: int
    sha256: str


class ExportReport(Struct):
    """What was exported.

    articles: how many have their original in the folder
    files:    how many files these are
    problems: articles whose original is not to be had, by key, and why
    """

    articles: int = 0
    files: int = 0
    problems: list[Unreadable] = []


def export_originals(
    wanted: Iterable[tuple[IndexEngine, Iterable[str]]], home: Path, target: Path
) -> ExportReport:
    """Write the originals of articles to a new folder, with a manifest and their SHA-256 sums, or nothing.

    wanted: indexes, each with keys of articles as it stores them
    home:   the folder that the paths in the manifest, and of problems, start from

    Raises UsageError for a folder that holds something, and OSError where not all can be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} exists, and is no empty folder", "name a new folder")
    with (
        whole_folder(target) as folder,
        (folder / MANIFEST).open("xb") as manifest,
        (folder / SUMS).open("x", encoding="utf-8", errors="surrogateescape", newline="\n") as sums,
    ):
        written = _Folder(folder, home, manifest, sums)
        for engine, keys in wanted:
            by_path: dict[str, set[str]] = {}
            for key in keys:
                path, name = split_key(key)
                by_path.setdefault(path, set()).add(name)
            with catalog_of(engine) as catalog:
                export = _Export(catalog, engine.home, written)
                for path, names in by_path.items():
                    export.file(path, names)
    return written.report


class _Folder:
    """The folder that is written, with its manifest and its list of sums."""

    def __init__(self, path: Path, home: Path, manifest: BinaryIO, sums: TextIO) -> None:
        """Begin; the paths in the manifest start from `home`."""
        self.home = home
        self.report = ExportReport()
        self._path = path
        self._taken: set[str] = {MANIFEST, SUMS}
        self._manifest, self._sums = manifest, sums

    def holds(self, path: str) -> bool:
        """Return whether a file is one that is written."""
        return Path(path).is_relative_to(self._path)

    def write(
        self, path: str, inside: str, names: set[str], kind: str, source: io.BufferedIOBase, folder: str
    ) -> None:
        """Write bytes to a file of their own, and a line of the manifest for each article.

        It is named after the path, or is in a folder of another name.
        """
        name = self._free_name("/".join(filter(None, (folder or path, inside))))
        place = self._path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        sum_, size = hashlib.sha256(), 0
        with place.open("xb") as file:
            while piece := source.read(_PIECE):
                file.write(piece)
                sum_.update(piece)
                size += len(piece)
        self._sums.write(f"{sum_.hexdigest()}  {name}\n")
        for article in sorted(names):
            key = f"{path}#{article}" if article else path
            row = Original(_text(key), _text(path), name, kind, size, sum_.hexdigest())
            self._manifest.write(msgspec.json.encode(row) + b"\n")
        self.report.files += 1
        self.report.articles += len(names)

    def _free_name(self, path: str) -> str:
        """Return a name below the folder that is not taken, safe on every system."""
        wanted = "/".join(_safe(part) for part in path.split("/") if part not in ("", "."))
        name, number = wanted, 1
        while name.casefold() in self._taken:
            number += 1
            stem, suffix = os.path.splitext(wanted)  # noqa: PTH122  of a text, not of a path here
            name = f"{stem}~{number}{suffix}"
        self._taken.add(name.casefold())
        return name


class _Export:
    """Writes originals of an index, file by file."""

    def __init__(self, catalog: Catalog, home: Path, folder: _Folder) -> None:
        """Take the catalog of the index, the folder that its paths start from, and the one to write to."""
        self._catalog = catalog
        self._home = home
        self._folder = folder
        self._pages: set[str] = set()

    def file(self, path: str, names: set[str]) -> None:
        """Write the originals of some articles of a file; empty is the name of a file that is one article."""
        left = set(names)
        row = self._catalog.find_file(path)
        named = self._named(path) if row and row.origin == FROM_FILE else path
        try:
            reading = self._how_read(path, row)
            for taken in self._originals(path, names, reading):
                left -= taken
            reason = "it is not in the file any more"
        except ArticleError as error:
            reason = error.message
        except OSError as error:
            if error.filename is None or self._folder.holds(error.filename):
                raise
            reason = reason_of(error)
        self._folder.report.problems += [Unreadable(named, reason, member=name) for name in sorted(left)]

    def _how_read(self, path: str, row: FileRow | None) -> ReadOptions:
        """Return how a file was read. Raises ArticleError if it is none, or is not as it was indexed."""
        if row is None or row.origin != FROM_FILE:
            raise ArticleError("it was piped in or added by a program, so there is no original")
        if file_digest(self._home / path) != row.digest:
            raise ArticleError("the file has changed since it was indexed: run newsgrep index first")
        return options_before(row)

    def _originals(self, path: str, names: set[str], reading: ReadOptions) -> Iterator[set[str]]:
        """Write originals; yield the names of the articles whose original was written."""
        location = self._home / path
        left = set(names)
        if names != {""} and (not kind_of(path).is_archive or any("#" in name for name in names)):
            for stream in self._streams(path, reading):
                for taken in self._attached(path, stream, names, reading):
                    yield taken
                    left -= taken
        names = left
        if names == {""}:
            yield self._copy(path, "", names, "file", location)
            return
        for stream in self._streams(path, reading) if names else ():
            member = stream.member
            mine = {n for n in names if not member or n == member or n.startswith(f"{member}#")}
            if mine == {member}:
                yield self._write(path, member, mine, "member", stream.reader)
            elif mine and (starts := _record_starts(stream, reading)):
                yield from self._records(path, stream, mine, reading, *starts)
            elif mine:
                yield self._container(path, stream, mine, reading)

    def _streams(self, path: str, reading: ReadOptions) -> Iterator[Stream]:
        wants = partial(reading.file_filter.wants_member, path)
        for found in open_streams(os.fspath(self._home / path), path, wants, limits=reading.limits):
            if isinstance(found, Stream):
                yield found

    def _attached(
        self, path: str, stream: Stream, names: set[str], reading: ReadOptions
    ) -> Iterator[set[str]]:
        """Write what is attached to the mails of a stream, in which some of the names are."""
        try:
            for found in attached_streams(reading, stream, path):
                member = found.member
                mine = {name for name in names if name == member or name.startswith(f"{member}#")}
                mail = path if kind_of(path).is_archive else f"{path}{_ATTACHED}"  # no file has the name
                inside = member.replace("#", f"{_ATTACHED}/")
                if found.suffix in MAILS and mine:
                    data = found.reader.read()
                    if member in mine:
                        content = io.BytesIO(data)
                        yield self._write(path, inside, {member}, "member", content, mail)
                    inner = found._replace(reader=io.BufferedReader(io.BytesIO(data)))
                    yield from self._attached(path, inner, mine - {member}, reading)
                elif mine:
                    kind = "member" if mine == {member} else "container"
                    yield self._write(path, inside, mine, kind, found.reader, mail)
        except ArticleError:  # the file is copied whole, where it is not read any further
            return

    def _records(
        self, path: str, stream: Stream, names: set[str], reading: ReadOptions, start: bytes, suffix: str
    ) -> Iterator[set[str]]:
        recorder = _Recorder(stream.reader, start)
        location = os.fspath(self._home / path)
        for item in FileReader(reading, path, location).read_stream(stream._replace(reader=recorder)):
            if isinstance(item, Article) and (name := split_key(item.key)[1]) in names:
                record = io.BytesIO(bytes(recorder.record))
                yield self._write(path, f"{name.replace('/', '_')}{suffix}", {name}, "record", record)

    def _container(self, path: str, stream: Stream, names: set[str], reading: ReadOptions) -> set[str]:
        location, member = self._home / path, stream.member
        for name, page in _pages(stream, reading, location):
            self._page(f"{path}/{member}" if member else path, name, page)
        if member:
            return self._write(path, member, names, "container", stream.reader)
        return self._copy(path, "", names, "container", location)

    def _page(self, issue: str, name: str, page: bytes) -> None:
        """Write a page of a scanned issue beside the file that describes it; several may name the same."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(issue), name))
        if place not in self._pages:
            self._pages.add(place)
            self._write(issue, "", set(), "page", io.BytesIO(page), place)

    def _copy(self, path: str, inside: str, names: set[str], kind: str, location: Path) -> set[str]:
        with open(location, "rb", opener=open_regular) as file:  # noqa: PTH123
            return self._write(path, inside, names, kind, file)

    def _write(
        self,
        path: str,
        inside: str,
        names: set[str],
        kind: str,
        source: io.BufferedIOBase,
        folder: str = "",
    ) -> set[str]:
        """Write what articles of a file came from, and return their names; see `_Folder.write`."""
        self._folder.write(self._named(path), inside, names, kind, source, self._named(folder))
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
        """Return a line; one that begins a record is the first of what is kept."""
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

    What it names and is no page stays where it is: an original may be passed on.
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


def _safe(part: str) -> str:
    """Return a part of a path that names a file on every system; one that is changed ends in a hash."""
    safe = _UNSAFE.sub("_", part).encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore")
    if safe == part:
        return part
    stem, suffix = os.path.splitext(safe)  # noqa: PTH122
    return f"{stem}-{hashlib.sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}{suffix}"


def _text(name: str) -> str:
    """Return a name as JSON holds it, whose bytes need not be UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
