"""Walk files and folders, and yield the files to read in the order of their paths.

Within one root the stored paths ascend strictly, by code points: a folder sorts as if its name ended in a
slash, so that `a-b` < `a.txt` < `a/x`. An index run can therefore merge a walk with a catalog sorted by path.

Symbolic links are followed, unless the filter says otherwise, and no file or folder is yielded twice (see
met_files.py). A linked folder that is a source of its own is passed over, as it is read there. Neither file
systems that store nothing, such as /proc, nor indexes are entered.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from msgspec import Struct

from newsgrep.article import stored_path
from newsgrep.batching import Ahead
from newsgrep.config import holds_index
from newsgrep.errors import UsageError, nearest_path, reason_of
from newsgrep.formats import READABLE_SUFFIXES
from newsgrep.results import LINK, SPECIAL, SYSTEM, Skipped, Unreadable
from newsgrep.sources.entries import Entries, FolderEntry, entries_of
from newsgrep.sources.file_names import DATABASES, HIDDEN_BEGINNINGS, is_hidden, log_of, suffix_of
from newsgrep.sources.filesystems import system_devices
from newsgrep.sources.met_files import MetFiles
from newsgrep.sources.own_files import own_folder
from newsgrep.sources.selection import FileFilter
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

#: How many entries of a folder are looked at together.
_TOGETHER = 512

#: The suffixes of what is one file. A database is not, as a log may be beside it.
_USUAL_SUFFIXES = READABLE_SUFFIXES - {*DATABASES}


class Source(Struct, frozen=True, gc=False):
    """A file to read.

    path:        as the index stores it
    size:        in bytes
    mtime_ns:    time of the last change
    root:        the folder that was walked, or that the file lies in, with a slash at its end
    relative_at: offset in `path` of the part below `root`
    ctime_ns:    time of the last change of the file or its properties
    start:       path of `root` in the folder that globs are relative to, with a slash; '' if it is that one
    """

    path: str
    size: int
    mtime_ns: int
    root: str
    relative_at: int
    ctime_ns: int = 0
    start: str = ""

    @property
    def relative(self) -> str:
        """The path that globs are matched against."""
        return self.start + self.path[self.relative_at :]

    @property
    def location(self) -> str:
        """Where to open the file."""
        return self.root + self.path[self.relative_at :]


class FolderFiles(Struct, frozen=True, gc=False):
    """Files of a folder that follow one another in a walk, each of which is one file to read.

    folder:   path of the folder as the index stores it, with a slash at its end; '' for the home
    names:    of the files
    statuses: what the system says of each
    others:   as in Source
    """

    folder: str
    names: list[str]
    statuses: list[os.stat_result]
    root: str
    relative_at: int
    start: str

    def sources(self) -> list[Source]:
        """Return the files one by one."""
        folder, root, at, start = self.folder, self.root, self.relative_at, self.start
        return [
            Source(folder + name, status.st_size, status.st_mtime_ns, root, at, status.st_ctime_ns, start)
            for name, status in zip(self.names, self.statuses, strict=True)
        ]


WalkItem = Source | Unreadable | Skipped


def one_by_one(found: Iterable[WalkItem | FolderFiles]) -> Iterator[WalkItem]:
    """Yield what a walk finds, the files of a folder one by one."""
    for item in found:
        if isinstance(item, FolderFiles):
            yield from item.sources()
        else:
            yield item


def check_roots(roots: Sequence[Path]) -> None:
    """Raise UsageError for a root that does not exist."""
    for root in roots:
        try:
            root.stat()
        except OSError as error:
            raise UsageError(f"{root}: {reason_of(error)}", _hint_for(root, error)) from None


def _hint_for(root: Path, error: OSError) -> str:
    """Return a hint for a path that cannot be read. Of an address (https://…), a Path has lost one slash."""
    scheme, colon, rest = root.as_posix().partition(":/")
    if not (colon and scheme.isalpha() and len(scheme) > 1):
        with contextlib.suppress(OSError):
            if isinstance(error, FileNotFoundError) and (near := nearest_path(root)):
                return f"did you mean {near}?"
        return "name files or folders that exist"
    address = f"{scheme}://{rest.lstrip('/')}"
    return f"newsgrep reads files; pass an address on: curl -sL {quote(address)} | newsgrep index -"


class _Folder(NamedTuple):
    """A folder that is being walked.

    relative:  its path relative to the root, with a slash at its end, '' for the root
    entries:   those that are still to be visited
    is_linked: whether a symbolic link below the root led to it
    """

    relative: str
    entries: Ahead[tuple[str, FolderEntry]]
    is_linked: bool


class _Top(NamedTuple):
    """The root that is being walked.

    prefix: the stored path of the root, with a slash at its end, '' for the home
    start:  its path in the folder that globs are relative to, with a slash at its end; '' if it is that one
    root:   where it lies, with a slash at its end
    system: devices that are not entered
    """

    prefix: str
    start: str
    root: str
    system: frozenset[int]


class Walk:
    """A walk over several roots, which remembers what it has met.

    A root that is a file is read whatever its suffix. Below a folder, the walk reads files with a readable
    suffix, or, if the filter has globs to include, those that match one. It does not report hidden and
    excluded files.

    outside: stored paths of the links that were followed out of the roots
    """

    def __init__(
        self,
        home: Path,
        file_filter: FileFilter,
        index_dir: Path,
        limits: SourceLimits = DEFAULT_TUNING.sources,
        is_source: Callable[[os.stat_result], bool] = lambda _: False,
    ) -> None:
        """Prepare. Stored paths are relative to `home`; the folder `index_dir` is never entered.

        is_source: says whether a folder is a source of its own; no link into it is followed
        """
        self.outside: list[str] = []
        self._is_source = is_source
        self._home = home
        self._filter = file_filter
        self._most_entries = limits.folder_entries
        self._met = MetFiles()
        with contextlib.suppress(OSError):
            self._met.is_new(index_dir.stat(), os.fspath(index_dir))

    def expect(self, root: Path, file_filter: FileFilter, base: Path | None = None) -> None:
        """Note a root that will be walked: a link may lead into it before."""
        if root.is_dir():
            self._met.expect(os.fspath(root), file_filter, _start_of(root, base))

    def knows_by_other_name(self, path: str, location: str) -> bool:
        """Whether a file that is there, and that the walk did not meet, is read under another name.

        That is a link to a file that the walk met, or a path that the index would store in another form now.
        """
        return stored_path(Path(location), self._home) != path or self._met.has(location)

    def from_root(
        self, root: Path, file_filter: FileFilter | None = None, base: Path | None = None
    ) -> Iterable[WalkItem | FolderFiles]:
        """Return the files of one root, a file or a folder, which is walked as the caller iterates.

        file_filter: of this root, in place of the one for all
        base:        the folder that globs are relative to; without it the root, or the folder of a file
        """
        top, stored = os.fspath(root), stored_path(root, self._home)
        self._filter = file_filter or self._filter
        start = _start_of(root, base)
        shown = stored
        try:
            status = root.stat()
            if stat.S_ISDIR(status.st_mode):
                shown = f"{stored}/"
                if not self._met.is_new(status, top):
                    return ()
                if holds_index(top):
                    return [Unreadable(stored, "the files of an index are no articles")]
                self.expect(root, self._filter, base)
                self._met.begin(top)
                return self._walk_folder(root, entries_of(top, self._most_entries), start, status.st_dev)
            if not stat.S_ISREG(status.st_mode):
                return [Unreadable(stored, "not a regular file")]
            above = start.removesuffix(f"{root.name}/")
            is_link = root.is_symlink()
            if self._filter.excludes_path(above + root.name) or not self._met.is_new_target(
                status, top, is_link=is_link
            ):
                return ()
            return [_source(stored, status, top[: -len(root.name)], len(stored) - len(root.name), above)]
        except OSError as error:
            return [Unreadable(shown, reason_of(error))]

    def _walk_folder(
        self, root: Path, entries: Entries, start: str, device: int
    ) -> Iterator[WalkItem | FolderFiles]:
        """Yield the files below a root, which lies at `start` within the folder that globs are relative to.

        The open folders are in a list: recursion would exhaust Python's stack in a deep tree. One loop visits
        all entries, without a call for each, as there may be millions.
        """
        stored = stored_path(root, self._home)
        prefix = "" if stored == "." else stored.rstrip("/") + "/"
        top = _Top(prefix, start, os.path.join(root, ""), system_devices() - {device})  # noqa: PTH118
        file_filter = self._filter
        pending = [_Folder("", Ahead(entries), is_linked=False)]
        while pending:
            above, ahead, is_linked = pending[-1]
            some = ahead.next(_TOGETHER)
            if files := None if is_linked else self._usual_files(some, above, top):
                ahead.take(len(some))
                yield files
                continue
            for key, entry in some:
                ahead.take()
                relative = above + key
                if (
                    (key[0] in HIDDEN_BEGINNINGS and is_hidden(key))  # a call for every file would take long
                    or file_filter.exclude
                    and file_filter.excludes(start + relative.rstrip("/"), entry.name)
                ):
                    continue
                found: WalkItem | _Folder | None
                try:
                    if key[-1] != "/":
                        found = self._meet_file(entry, relative, top, is_linked)
                    else:
                        found = self._meet_folder(entry, relative, top, is_linked)
                        if isinstance(found, _Folder):
                            pending.append(found)
                            break
                except OSError as error:
                    found = Unreadable(prefix + relative, reason_of(error))  # a folder keeps its slash
                if found is not None:
                    yield found
            if not some:
                pending.pop()

    def _usual_files(self, some: list[tuple[str, FolderEntry]], above: str, top: _Top) -> FolderFiles | None:
        """Return the files that some entries of a folder are; None if any entry needs a closer look.

        None does if no globs apply and all entries are files of known formats with one name on the disk, as
        in most folders. To check one property of all entries after the other takes a quarter off the time of
        a run without changes.
        """
        names = [name for name, _ in some]
        suffixes = {name[name.rfind(".") :] for name in names}
        if (
            not names
            or self._filter.has_globs
            or self._met.has_files
            or not suffixes <= _USUAL_SUFFIXES
            or any(name[0] in HIDDEN_BEGINNINGS and is_hidden(name) for name in names)
            or any(entry.is_symlink() for _, entry in some)
        ):
            return None
        try:
            statuses = [entry.stat() for _, entry in some]
        except OSError:
            return None
        if (
            not all(map(stat.S_ISREG, {status.st_mode for status in statuses}))
            or {status.st_nlink for status in statuses} != {1}
            or not top.system.isdisjoint({status.st_dev for status in statuses})
        ):
            return None
        return FolderFiles(top.prefix + above, names, statuses, top.root, len(top.prefix), top.start)

    def _meet_folder(
        self, entry: FolderEntry, relative: str, top: _Top, is_linked: bool
    ) -> _Folder | Skipped | None:
        """Return a folder to walk, a Skipped to report, or None to pass over it. Raises OSError."""
        path, is_link, location = top.prefix + relative.rstrip("/"), entry.is_symlink(), os.fspath(entry)
        if is_link and not self._filter.follows:
            return Skipped(path, LINK)
        status = entry.stat()
        if status.st_dev in top.system:
            return Skipped(path, SYSTEM)
        if is_link and self._is_source(status) or not self._met.is_new(status, location):
            return None
        if kind := own_folder(location):
            return Skipped(path, kind)
        if is_link and self._met.leads_out(location):
            self.outside.append(path)
        return _Folder(relative, Ahead(entries_of(location, self._most_entries)), is_linked or is_link)

    def _meet_file(self, entry: FolderEntry, relative: str, top: _Top, is_linked: bool) -> WalkItem | None:
        """Return a file to read, an item to report, or None to pass over it. Raises OSError."""
        prefix, start, root, system = top
        path, is_link, met = prefix + relative, entry.is_symlink(), self._met
        if is_link and not self._filter.follows:
            return Skipped(path, LINK)
        if not self._is_wanted(entry, start, relative):
            return self._skipped(entry, path)
        status = entry.stat()
        if status.st_dev in system:
            return Skipped(path, SYSTEM)
        if is_link or is_linked or met.has_files or status.st_nlink != 1:
            if not met.is_new_file(status, os.fspath(entry), is_link, is_linked):
                return None
            if is_link and met.leads_out(os.fspath(entry)):
                self.outside.append(path)
        return _source(path, status, root, len(prefix), start)

    def _is_wanted(self, entry: FolderEntry, start: str, relative: str) -> bool:
        """Whether an entry is a file that the filter lets through. Raises OSError."""
        if not entry.is_file():
            return False
        name, chosen = entry.name, self._filter
        if chosen.include is None:
            return (
                name[name.rfind(".") :] in READABLE_SUFFIXES  # nearly all files: saves a fifth of the time
                or chosen.is_readable(name)
                or chosen.is_readable(os.path.abspath(entry))  # noqa: PTH100
            )
        return chosen.includes(start + relative, name)

    def _skipped(self, entry: FolderEntry, path: str) -> WalkItem | None:
        """Return what to report of an entry that is not wanted, None for nothing. Raises OSError."""
        if entry.is_file():
            is_reported = self._filter.include is None and not is_hidden(entry.name)
            return Skipped(path, suffix_of(entry.name)) if is_reported else None
        is_broken = entry.is_symlink() and not Path(entry).exists()
        return Unreadable(path, "broken link") if is_broken else Skipped(path, SPECIAL)


def _start_of(root: Path, base: Path | None) -> str:
    """Return the path of a root in the folder that globs are relative to, with a slash at its end."""
    return f"{stored_path(root, base)}/" if base is not None and base != root else ""


def _source(path: str, status: os.stat_result, root: str, relative_at: int, start: str) -> Source:
    times = status.st_mtime_ns, status.st_ctime_ns
    if log := log_of(path):
        times = _latest(times, root + log[relative_at:])
    return Source(path, status.st_size, times[0], root, relative_at, times[1], start)


def _latest(times: tuple[int, int], log: str) -> tuple[int, int]:
    """Return the times of change of a database: its own, or those of the log beside it if they are later."""
    with contextlib.suppress(FileNotFoundError):
        status = os.stat(log)  # noqa: PTH116
        return max(times[0], status.st_mtime_ns), max(times[1], status.st_ctime_ns)
    return times
