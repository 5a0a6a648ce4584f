"""The bytes of a file and their digest, with as few system calls as possible."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.errors import ArticleError, reason_of
from newsgrep.sources.file_names import log_of
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

if TYPE_CHECKING:
    from newsgrep.sources.walk import Source

#: Hexadecimal digits of a digest.
_DIGITS = 32


def open_regular(file: str | os.PathLike[str], flags: int = os.O_RDONLY) -> int:
    """Open a file for reading, and return its descriptor. Raises OSError for what is no regular file.

    Does not wait for a pipe that has taken the place of the file since it was found.
    """
    descriptor = os.open(file, flags | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(file))
    return descriptor


def file_digest(file: Path) -> str:
    """Return the first 32 hexadecimal digits of the SHA-256 of a file. Raises ArticleError."""
    try:
        with open(file, "rb", opener=open_regular) as stream:  # noqa: PTH123
            return hashlib.file_digest(stream, "sha256").hexdigest()[:_DIGITS]
    except OSError as error:
        raise ArticleError(reason_of(error)) from None


def digest_and_data(
    source: Source, limits: SourceLimits = DEFAULT_TUNING.sources
) -> tuple[str, bytes | None]:
    """Return the digest of a file, and its bytes where the file is small. Raises ArticleError.

    The digest of a database of SQLite covers the changes beside it, too, which are not yet written into it.
    """
    data = _read_small(source) if source.size <= limits.small_file_bytes else None
    digest = (
        file_digest(Path(source.location)) if data is None else hashlib.sha256(data).hexdigest()[:_DIGITS]
    )
    log = log_of(source.location)
    if log and os.path.exists(log):  # noqa: PTH110
        digest = hashlib.sha256(f"{digest} {file_digest(Path(log))}".encode()).hexdigest()[:_DIGITS]
    return digest, data


def _read_small(source: Source) -> bytes | None:
    """Return the bytes of a file; None if its size has changed since the walk."""
    try:
        file = open_regular(source.location)
        try:
            data = os.read(file, source.size + 1)
        finally:
            os.close(file)
    except OSError as error:
        raise ArticleError(reason_of(error)) from None
    return data if len(data) == source.size else None
