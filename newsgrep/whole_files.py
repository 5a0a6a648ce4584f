"""Write files and folders as a whole or not at all, so that no reader sees a part of one.

A lock makes writers wait for one another.
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
    """Check, before long work, that a file can be created at a place. Raises UsageError with a hint."""
    if file.is_dir() or not file.absolute().parent.is_dir():
        reason = "it is a folder" if file.is_dir() else f"there is no folder {file.parent}"
        raise UsageError(f"{file} cannot be written: {reason}", hint)


def unwritable(file: Path, error: OSError, instead: str = "") -> UsageError:
    """Return the error for a file that cannot be written.

    instead: the hint for a folder that may not be written to at all
    """
    hint = "look at the permissions of its folder, and at the space on its disk"
    if instead and error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        hint = instead
    return UsageError(f"{file} cannot be written: {reason_of(error)}", hint)


def read_named(file: Path, most: int = 100_000_000) -> bytes:
    """Return the bytes of a file that the user names. Raises OSError, also for more than `most` bytes.

    Without a limit, a file without an end, such as /dev/zero, would fill the memory.
    """
    with file.open("rb") as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most // 1_000_000} MB", os.fspath(file))
    return data


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Add the name of a file to system errors in the block, which lack it, for example, for a full disk."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or os.fspath(file)
        raise


@contextmanager
def changing(file: Path) -> Iterator[None]:
    """Lock the folder of a file, so that no other process changes the file between reading and writing it.

    All that change the file have to use such a block. Raises OSError if there is no such folder.
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
    """Yield a stream of text in UTF-8. What is written to it replaces a file when the block ends.

    If the block raises, the file is not changed. Until the end, the text is in a hidden file beside it.

    mode: the permissions of the file

    Raises OSError.
    """
    import tempfile  # takes 4 ms to import

    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        error.filename = os.fspath(file)  # the user does not know the hidden file
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
    """Yield a stream as `whole_file` does, for a file that the user names.

    The file keeps its permissions; a new file gets those of the umask. A link stays a link. A device or a
    pipe is written to directly.

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


@contextmanager
def changing_beside(file: Path, instead: str = "") -> Iterator[None]:
    """Lock a file beside an index, or the file that a link there leads to, as `changing` does.

    instead: the hint for a folder that may not be written to at all

    Raises UsageError where it cannot be written.
    """
    with ExitStack() as lock:
        try:
            lock.enter_context(changing(_behind(file)))
        except OSError as error:
            raise unwritable(file, error, instead) from error
        yield


def write_beside(file: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file beside an index, whole or not at all, in a block of `changing_beside`.

    A file that is there keeps its permissions. A link stays a link, and the file that it leads to is written:
    people keep such files in a folder of dotfiles. It has to end as the link does, as the folder may be from
    a stranger, whose link could lead to a file that a shell reads.

    mode: the permissions of a new file

    Raises UsageError where it cannot be written.
    """
    target = _behind(file)
    if target.suffix != file.suffix:
        raise UsageError(
            f"{file} cannot be written: it is a link to {target}, whose name does not end in {file.suffix}",
            f"give that file a name in {file.suffix}, or delete the link",
        )
    try:
        with whole_file(target, target.stat().st_mode & 0o777 if target.exists() else mode) as out:
            out.buffer.write(data)
    except OSError as error:
        raise unwritable(file, error) from error


def _behind(file: Path) -> Path:
    """Return where a link leads, or the file itself; of links in a circle, one of them."""
    return Path(os.path.realpath(file))


def _umask() -> int:
    """Return the umask. There is no way to read it but to set it."""
    os.umask(mask := os.umask(0o077))
    return mask


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder to write to. Its contents are moved to a new or empty folder when the block ends.

    If the block raises, nothing is left. Until then, the contents are in a hidden folder in the new one.

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
                error.filename = os.fspath(folder)  # the user does not know the hidden folder
            raise
        for entry in [*unfinished.iterdir()]:
            entry.rename(folder / entry.name)
        undoing.pop_all()
        unfinished.rmdir()
