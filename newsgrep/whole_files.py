"""Writing files and folders as a whole or not at all, so that no reader sees a part of one.

One writer comes after another.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from newsgrep.errors import UsageError, reason_of


def check_place(file: Path, hint: str) -> None:
    """See to it, before long work, that a file may be written at a place. Raises UsageError with a hint."""
    if file.is_dir() or not file.absolute().parent.is_dir():
        reason = "it is a folder" if file.is_dir() else f"there is no folder {file.parent}"
        raise UsageError(f"{file} cannot be written: {reason}", hint)


def unwritable(file: Path, error: OSError, instead: str = "") -> UsageError:
    """Return the error for a file that cannot be written.

    instead: what to do where its folder may not be written to at all
    """
    hint = "look at the permissions of its folder, and at the space on its disk"
    if instead and error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        hint = instead
    return UsageError(f"{file} cannot be written: {reason_of(error)}", hint)


def read_named(file: Path, most: int = 100_000_000) -> bytes:
    """Return the bytes of a file that the user names. Raises OSError, also for more bytes than there may be.

    Else what has no end, as /dev/zero, would be read until the memory is full.
    """
    with file.open("rb") as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most // 1_000_000} MB", os.fspath(file))
    return data


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Have an error of the system name the file that is written, as it does not where a disk is full."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or os.fspath(file)
        raise


@contextmanager
def changing(file: Path) -> Iterator[None]:
    """Keep other processes from changing a file from reading to writing it, by a lock on its folder.

    Who changes it in such a block waits for those who do. Raises OSError if there is no such folder.
    """
    with naming(file):
        folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextmanager
def whole_file(file: Path, mode: int = 0o600) -> Iterator[TextIO]:
    """Give a stream of text in UTF-8, which takes the place of a file when the block ends.

    If the block raises, the file stays as it is. What is written meanwhile is in a hidden file beside it.

    mode: the permissions of the file

    Raises OSError.
    """
    import tempfile  # takes 4 ms to import

    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        error.filename = os.fspath(file)  # the user knows nothing of the hidden one
        raise
    temporary = Path(name)
    try:
        with naming(file), os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(mode)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def named_file(file: Path) -> Iterator[TextIO]:
    """Give a stream as whole_file does, for a file that the user names.

    It keeps its permissions, or gets those of the umask. A link stays one; a device or a pipe is written to.

    Raises OSError.
    """
    if file.exists() and not file.is_file():
        with naming(file), file.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    target = file.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    with whole_file(target, mode) as out:
        yield out


def _umask() -> int:
    """Return which rights new files are not given; there is no way to ask but to set it."""
    os.umask(mask := os.umask(0o077))
    return mask


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write to, whose contents are in a new or an empty one when the block ends.

    If the block raises, nothing is left of it. What is written meanwhile is in a hidden folder within it.

    Raises OSError.
    """
    import shutil  # takes time to import

    unfinished = folder / ".unfinished"
    with naming(folder), ExitStack() as undoing:
        if not folder.exists():
            folder.mkdir(parents=True)
            undoing.callback(folder.rmdir)
        unfinished.mkdir()
        undoing.callback(shutil.rmtree, unfinished)
        try:
            yield unfinished
        except OSError as error:
            if Path(error.filename or "").is_relative_to(unfinished):
                error.filename = os.fspath(folder)  # the user knows nothing of the hidden one
            raise
        for entry in [*unfinished.iterdir()]:
            entry.rename(folder / entry.name)
        undoing.pop_all()
        unfinished.rmdir()
