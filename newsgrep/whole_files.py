"""Writing files as a whole or not at all, so that no reader sees a part of one; one writer after another."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from newsgrep.errors import UsageError


def check_place(file: Path, hint: str) -> None:
    """See to it, before long work, that a file may be written at a place. Raises UsageError with a hint."""
    if file.is_dir() or not file.absolute().parent.is_dir():
        reason = "it is a folder" if file.is_dir() else f"there is no folder {file.parent}"
        raise UsageError(f"{file} cannot be written: {reason}", hint)


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
        error.filename = os.fspath(file)  # a person knows nothing of the hidden one
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
