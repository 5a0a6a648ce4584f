"""Files for what does not fit the memory. They have no name, and are gone with whoever has them open."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from newsgrep.errors import NewsgrepError


def open_scratch() -> IO[bytes]:
    """Open a new file to write and to read. Raises NewsgrepError where that cannot be."""
    with trouble_told():
        return tempfile.TemporaryFile(buffering=0, dir=_folder())


@contextmanager
def trouble_told() -> Iterator[None]:
    """Turn what writing raises into a NewsgrepError: it is no trouble of a file that is being read."""
    try:
        yield
    except OSError as error:
        raise NewsgrepError(
            f"a temporary file in {_folder() or tempfile.gettempdir()} cannot be written: {error.strerror}",
            "make room there, or name another folder with TMPDIR; the index is as it was",
        ) from error


def write_all(file: IO[bytes], data: bytes | memoryview) -> int:
    """Write at the end of a file; return where that begins. Raises NewsgrepError where it cannot be."""
    with trouble_told():
        start = file.seek(0, os.SEEK_END)
        left = memoryview(data).cast("B")
        while left:
            left = left[file.write(left) :]
    return start


def _folder() -> str | None:
    """Return where there is room for what does not fit the memory, of which /tmp may be a part."""
    return None if os.environ.get("TMPDIR") or not Path("/var/tmp").is_dir() else "/var/tmp"  # noqa: S108
