"""Opening the files of an index folder: never through a link, and never anything but a regular file.

A folder from a repository or an archive may contain links with the names of files that newsgrep writes. If
newsgrep followed such a link, it would overwrite a file of the user. So a file is opened relative to the
descriptor of its folder, without following a link; a new file replaces whatever had its name.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from newsgrep.errors import IndexDamagedError


def create_file(path: Path) -> BinaryIO:
    """Create a file for writing; it replaces whatever has its name."""
    with _folder(path) as folder:
        with suppress(FileNotFoundError):
            os.unlink(path.name, dir_fd=folder)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        return os.fdopen(os.open(path.name, flags, 0o666, dir_fd=folder), "wb")


def open_for_update(path: Path) -> int:
    """Open a file for reading and writing, create it if it is missing, and return its descriptor."""
    return _opened(path, os.O_RDWR | os.O_CREAT)


def open_for_reading(path: Path) -> BinaryIO:
    """Open a file for reading."""
    return os.fdopen(_opened(path, os.O_RDONLY), "rb")


def sync(path: Path) -> None:
    """Write a file, or the entries of a folder, from the caches of the system to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW * (not path.is_dir()))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_irregular(path: Path) -> None:
    """Raise IndexDamagedError for a link, a pipe and the like, before a library opens a file by its path."""
    with suppress(FileNotFoundError):
        _refuse_mode(path, path.lstat().st_mode)


def _opened(path: Path, flags: int) -> int:
    """Open a regular file. Raises IndexDamagedError for anything else, and OSError."""
    try:
        with _folder(path) as folder:
            # Without O_NONBLOCK, opening a pipe would wait for someone to write to it.
            opened = os.open(path.name, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _no_file(path, "is a link") from error
        error.filename = os.fspath(path)
        raise
    try:
        _refuse_mode(path, os.fstat(opened).st_mode)
    except BaseException:
        os.close(opened)
        raise
    return opened


def _refuse_mode(path: Path, mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise _no_file(path, "is a link")
    if not stat.S_ISREG(mode):
        raise _no_file(path, "is not a regular file")


@contextmanager
def _folder(path: Path) -> Iterator[int]:
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _no_file(path: Path, reason: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"{path} {reason}, which newsgrep never writes; it was not opened",
        "it may be hostile: look at the folder, delete it, and index again",
    )
