"""What a walk has met: another root, a link or a second name on the disk may lead to the same file again.

Only what can be met twice is remembered:

- every folder, so that none is listed twice;
- files with several names on the disk, files below a linked folder, and files that a link or a root led to.

Any other file has one name in one folder, which is listed once. The walk passes over a link to such a file,
and a root that is such a file, if the file lies below another root: it is read there under its own name. (A
file that is mounted at a second place counts as two.)
"""

from __future__ import annotations

import os
from collections import defaultdict

from newsgrep.sources.selection import FileFilter
from newsgrep.spill import IntegerSet


class MetFiles:
    """The files and folders that a walk has met, and the roots below which it is going to meet others.

    has_files: whether a file is remembered, and not folders alone
    """

    def __init__(self) -> None:
        self.has_files = False
        self._seen: dict[int, IntegerSet] = defaultdict(IntegerSet)  # inodes by device
        #: How files below a root are chosen, and its path in the folder that globs are relative to.
        self._roots: dict[str, tuple[FileFilter, str]] = {}
        self._walked: set[str] = set()

    def expect(self, root: str, file_filter: FileFilter, start: str) -> None:
        """Note a folder that will be walked: a link may lead into it before.

        start: its path in the folder that globs are relative to, with a slash; '' if it is that one
        """
        self._roots.setdefault(os.path.realpath(root), (file_filter, start))

    def begin(self, root: str) -> None:
        """Note that the walk of a folder begins."""
        self._walked.add(os.path.realpath(root))

    def is_new(self, status: os.stat_result, path: str) -> bool:
        """Remember a file or folder; return whether it was not remembered before."""
        # Windows gives no inode number while a folder is listed.
        return self._seen[status.st_dev].add(status.st_ino or hash(path))

    def is_new_file(self, status: os.stat_result, location: str, is_link: bool, is_linked: bool) -> bool:
        """Whether a file that was met in a folder was not yielded before.

        While `has_files` is not set, a file with one name is new, and need not be asked for, if no link led
        to it (`is_link`) or to its folder (`is_linked`).
        """
        if is_link:
            return self.is_new_target(status, location)
        if is_linked or status.st_nlink != 1:
            self.has_files = True
            return self.is_new(status, location)
        return not self.has_files or status.st_ino not in self._seen[status.st_dev]

    def is_new_target(self, status: os.stat_result, location: str, *, is_link: bool = True) -> bool:
        """Whether nothing else yields the file that a link or a root leads to, before or later."""
        if self._roots and self._is_read_by_name(os.path.realpath(location), is_link=is_link):
            return False
        self.has_files = True
        return self.is_new(status, location)

    def has(self, location: str) -> bool:
        """Whether a file was met, or is a link to a file that is read under its own name."""
        try:
            status = os.stat(location)  # noqa: PTH116
        except OSError:
            return False
        real = os.path.realpath(location)
        is_met = status.st_ino in self._seen[status.st_dev]
        return is_met or (real != location and self._is_read_by_name(real, is_link=True))

    def leads_out(self, location: str) -> bool:
        """Whether a link leads out of the roots."""
        real = os.path.realpath(location)
        return real not in self._roots and self._root_above(real) is None

    def _is_read_by_name(self, real: str, *, is_link: bool) -> bool:
        """Whether a file, by its path without links, lies below a root and is not left out there.

        A root that is a file is read as this root, unless the walk of the folder above it has begun.
        """
        above = self._root_above(real)
        if above is None or not (is_link or above in self._walked):
            return False
        file_filter, start = self._roots[above]
        return file_filter.reads(start + real[len(above) :].replace(os.sep, "/").lstrip("/"))

    def _root_above(self, real: str) -> str | None:
        """Return the nearest root above a path without links."""
        above = real
        while above != (above := os.path.dirname(above)):  # noqa: PTH120
            if above in self._roots:
                return above
        return None
