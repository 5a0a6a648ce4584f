"""Walking files and folders, in the same order on every system, to the sources of articles.

Folders are listed by name, files and folders together. Symbolic links are followed, and no folder
or file is given out twice, whatever leads to it: another root, a link, or a second name on the disk.
"""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from newsgrep.errors import ArticleError, UsageError
from newsgrep.formats import READABLE_SUFFIXES
from newsgrep.formats.text import trouble
from newsgrep.outofcore.numberset import NumberSet
from newsgrep.outofcore.sorter import Sorter
from newsgrep.results import SPECIAL, Skipped, Unreadable
from newsgrep.sources.names import kind_of, suffix_of

_Globs = re.Pattern[str] | None


class Source(NamedTuple):
    """A file to read: the path to store, its size in bytes and its last change.

    root is the folder that the walk began in, with a slash behind, and inside_at where in `path` begins what
    is below it. There are as many of these as files: what follows from the rest is made when it is needed.
    """

    path: str
    size: int
    mtime_ns: int
    root: str
    inside_at: int

    @property
    def inside(self) -> str:
        """Its path below the root of the walk, as globs see it."""
        return self.path[self.inside_at :]

    @property
    def location(self) -> str:
        """Where to open it."""
        return self.root + self.path[self.inside_at :]

    @property
    def file(self) -> Path:
        """Where to open it, as a path."""
        return Path(self.location)


#: What a walk comes upon.
Found = Source | Unreadable | Skipped


class FileFilter:
    """Which files are read below a folder, and which members of an archive.

    include, exclude: globs, which see the path relative to the root and the bare name
    suffixes:         those to read beside the usual ones
    """

    def __init__(
        self, include: Sequence[str] = (), exclude: Sequence[str] = (), suffixes: Collection[str] = ()
    ) -> None:
        self.include = _globs(include)
        self.exclude = _globs(exclude)
        self._suffixes = frozenset(suffixes)

    def excludes(self, inside: str, name: str) -> bool:
        """Whether a file or a folder is left out, whatever it is."""
        return _matches(self.exclude, inside, name)

    def includes(self, inside: str, name: str) -> bool:
        """Whether a file is asked for by a glob."""
        return _matches(self.include, inside, name)

    def is_readable(self, name: str) -> bool:
        """Whether a name says that a file can be read."""
        if suffix_of(name) in READABLE_SUFFIXES:
            return True
        kind = kind_of(name)
        return kind.is_readable or kind.suffix in self._suffixes

    def wants_member(self, archive: str, name: str) -> bool | None:
        """Whether to read a member of an archive, whatever its suffix; None where that is to tell.

        Globs see it as if the archive, of this path below the root, were a folder.
        """
        inside, bare = f"{archive}/{name}", name.rpartition("/")[2]
        if self.excludes(inside, bare):
            return False
        return True if self.includes(inside, bare) or kind_of(bare).suffix in self._suffixes else None


def check_roots(roots: Sequence[Path]) -> None:
    """Raise UsageError for a root that does not exist."""
    for root in roots:
        try:
            root.stat()
        except OSError as error:
            raise UsageError(f"{root}: {trouble(error)}", "name files or folders that exist") from None


def stored_path(file: Path, home: Path) -> str:
    """Return the path that an index whose home is `home` stores for a file.

    It has slashes, and is relative to the home below it, else absolute; links are not resolved.
    """
    absolute, above = _absolute(file), _absolute(home)
    return (absolute.relative_to(above) if absolute.is_relative_to(above) else absolute).as_posix()


def digest_and_data(source: Source) -> tuple[str, bytes | None]:
    """Return what `digest` does, and the bytes themselves where they are few; raises ArticleError."""
    data = _read_at_once(source) if source.size <= FEW else None
    if data is None:
        return digest(source.file), None
    return hashlib.sha256(data).hexdigest()[:_DIGITS], data


def _read_at_once(source: Source) -> bytes | None:
    """Return what is in a file, with as few calls of the system as can be; None if it is not of its size."""
    try:
        file = os.open(source.location, os.O_RDONLY)
        try:
            data = os.read(file, source.size + 1)
        finally:
            os.close(file)
    except OSError as error:
        raise ArticleError(trouble(error)) from None
    return data if len(data) == source.size else None


#: Bytes of a file that are read at once, rather than from the disk twice.
FEW = 1 << 20

#: Hexadecimal digits of a digest.
_DIGITS = 32


def digest(file: Path) -> str:
    """Return a digest of a file's bytes, 32 hexadecimal digits of its SHA-256; raises ArticleError."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:_DIGITS]
    except OSError as error:
        raise ArticleError(trouble(error)) from None


#: Entries of a folder that are held as the system tells of them, which takes some 300 bytes each.
_SEVERAL = 50_000


class _Named:
    """An entry of a folder that has very many, of which no more than the name is kept."""

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """Its name in the folder."""
        return os.path.basename(self.path)  # noqa: PTH119

    def is_dir(self) -> bool:
        """Whether it is a folder, or leads to one."""
        return os.path.isdir(self.path)  # noqa: PTH112

    def is_file(self) -> bool:
        """Whether it is a regular file, or leads to one."""
        return os.path.isfile(self.path)  # noqa: PTH113

    def is_symlink(self) -> bool:
        """Whether it is a link."""
        return os.path.islink(self.path)  # noqa: PTH114

    def stat(self) -> os.stat_result:
        """Return what the system knows of it, or of what it leads to."""
        return os.stat(self.path)  # noqa: PTH116


_Entry = os.DirEntry[str] | _Named


class Walk:
    """One walk over several roots, which remembers what it has seen."""

    def __init__(self, home: Path, choice: FileFilter, leave_out: Path) -> None:
        self.home = home
        self.choice = choice
        # By device.
        self._seen: dict[int, NumberSet] = defaultdict(NumberSet)
        with contextlib.suppress(OSError):
            self._is_new(leave_out.stat(), os.fspath(leave_out))

    def from_root(self, root: Path) -> Iterator[Found]:
        """Yield what one root leads to."""
        top, stored = os.fspath(root), stored_path(root, self.home)
        try:
            status = root.stat()
            if stat.S_ISDIR(status.st_mode):
                yield from self._below(top, "" if stored == "." else stored.rstrip("/") + "/")
            elif not stat.S_ISREG(status.st_mode):
                yield Unreadable(stored, "not a regular file")
            elif not self.choice.excludes(root.name, root.name) and self._is_new(status, top):
                folder, inside_at = top[: -len(root.name)], len(stored) - len(root.name)
                yield Source(stored, status.st_size, status.st_mtime_ns, folder, inside_at)
        except OSError as error:
            yield Unreadable(stored, trouble(error))

    def _below(self, top: str, prefix: str) -> Iterator[Found]:
        """Walk a folder, with a stack that no depth exhausts; stored paths begin with `prefix`."""
        folder = os.path.join(top, "")  # noqa: PTH118
        pending = [("", self._entries(top, Path(top).stat()))]
        while pending:
            above, entries = pending[-1]
            entry = next(entries, None)
            if entry is None:
                pending.pop()
                continue
            inside = above + entry.name
            if entry.name[0] == "." or self.choice.excludes(inside, entry.name):
                continue
            try:
                if entry.is_dir():
                    pending.append((f"{inside}/", self._entries(entry.path, entry.stat())))
                elif found := self._file(entry, folder, prefix, inside):
                    yield found
            except OSError as error:
                yield Unreadable(prefix + inside, trouble(error))

    def _entries(self, folder: str, status: os.stat_result) -> Iterator[_Entry]:
        """Return what a folder holds, by name; nothing for a folder that was seen before."""
        if not self._is_new(status, folder):
            return iter(())
        with os.scandir(folder) as entries:
            several: list[_Entry] = list(islice(entries, _SEVERAL))
            if len(several) < _SEVERAL:
                several.sort(key=lambda entry: f"{entry.name}/" if entry.is_dir() else entry.name)
                return iter(several)
            names = Sorter()
            for entry in chain(several, entries):
                names.add((entry.name,))
        return (_Named(os.path.join(folder, name)) for (name,) in names.drain())  # noqa: PTH118

    def _file(self, entry: _Entry, folder: str, prefix: str, inside: str) -> Found | None:
        path = prefix + inside
        if not entry.is_file():
            broken = entry.is_symlink() and not Path(entry.path).exists()
            return Unreadable(path, "broken link") if broken else Skipped(path, SPECIAL)
        if self.choice.include is None:
            if not self.choice.is_readable(entry.name):
                return Skipped(path, suffix_of(entry.name))
        elif not self.choice.includes(inside, entry.name):
            return None
        status = entry.stat()
        if not self._is_new(status, entry.path):
            return None
        return Source(path, status.st_size, status.st_mtime_ns, folder, len(prefix))

    def _is_new(self, status: os.stat_result, path: str) -> bool:
        """Whether a file or folder is met for the first time."""
        # Windows gives no inode number while listing a folder.
        return self._seen[status.st_dev].add(status.st_ino or hash(path))


def _globs(patterns: Sequence[str]) -> _Globs:
    """Return one expression for some globs, None for no globs."""
    tidy = (pattern.removeprefix("./").rstrip("/") for pattern in patterns)
    return re.compile("|".join(map(fnmatch.translate, tidy))) if patterns else None


def _matches(globs: _Globs, inside: str, name: str) -> bool:
    return globs is not None and bool(globs.fullmatch(inside) or globs.fullmatch(name))


def _absolute(file: Path) -> Path:
    return Path(os.path.normpath(file.absolute()))
