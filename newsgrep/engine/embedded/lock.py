"""The write lock of the folder of an index. Whoosh's writers take the same lock."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsgrep.engine.embedded.commit_point import NAME
from newsgrep.errors import IndexLockedError
from newsgrep.index_files import open_for_update

LOCK = f"{NAME}_WRITELOCK"


@contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the write lock of a folder. Writes the process number to the lock file, for messages of others.

    Raises IndexLockedError where another process still has it after `wait` seconds.
    """
    deadline = time.monotonic() + wait
    file = folder / LOCK
    lock = open_for_update(file)
    try:
        while not _try_lock(lock):
            if time.monotonic() >= deadline:
                raise _locked_by(os.pread(lock, 20, 0).decode("ascii", "replace").strip(), file)
            time.sleep(0.1)
        if not os.fstat(lock).st_nlink:
            raise IndexLockedError("another process has just given up making the index", "run it again")
        written = os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)
        os.truncate(lock, written)
        yield
    finally:
        os.close(lock)


def _locked_by(owner: str, file: Path) -> IndexLockedError:
    """Return the error that another writer holds the lock.

    owner: the number of its process as text, empty if unknown
    """
    if owner == str(os.getpid()):
        return IndexLockedError(
            f"this program has a writer of the index open already: {file} is locked",
            "let the first writer end before another one begins",
        )
    process = f"process {owner}" if owner else "another process"
    return IndexLockedError(
        f"{process} is writing to the index: {file} is locked", "wait for it with --wait SECONDS"
    )


def _try_lock(descriptor: int) -> bool:
    """Take the lock; the system releases it when the process ends."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
