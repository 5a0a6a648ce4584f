"""What `newsgrep index` is to index: paths, lists of paths, and what is piped in."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.indexing.service import Input

#: Stands for standard input.
DASH = Path("-")

#: Bytes of a list of files that are read at once, and more than any path has.
_CHUNK, _TOO_LONG = 1 << 16, 1 << 16


def input_from(
    paths: tuple[Path, ...], files_from: Path | None, null: bool, retry: Path | None, folder: Path
) -> Input:
    """Return what to index in the index of a folder. Raises UsageError for nothing, or too much."""
    from newsgrep.indexing.service import Input

    if null and files_from is None:
        raise UsageError("-0 has no meaning without --files-from", "leave it out")
    if retry is not None:
        if paths or files_from is not None:
            raise UsageError("--retry names its files itself", "name no others")
        from newsgrep.indexing.errors_file import complained_of

        return Input(listed=complained_of(retry, folder.parent))
    if not paths and files_from is None:
        raise UsageError("no file or folder to index is named", "for example: newsgrep index corpus/")
    piped = DASH in paths
    if piped and files_from == DASH:
        raise UsageError("both articles and file names from standard input", "put one of them into a file")
    return Input(
        roots=[path for path in paths if path != DASH],
        listed=() if files_from is None else _listed(files_from, null),
        piped=standard_input() if piped else None,
    )


def standard_input() -> io.BufferedReader:
    """Return the bytes of standard input. Raises UsageError where it was closed."""
    if sys.stdin is None:
        raise UsageError("standard input is closed", "pipe something in")
    stream: BinaryIO = sys.stdin.buffer
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream))


def _listed(file: Path, null: bool) -> Iterator[Path]:
    """Return the paths in a file, one a line, or with NUL between, which is read as they are taken."""
    try:
        stream = standard_input() if file == DASH else file.open("rb")
        beginning = stream.peek(1)
    except OSError as error:
        raise _not_read(file, error) from None
    if not null and b"\0" in beginning:  # before anything is done
        stream.close()
        raise _nul_between(file)
    return (Path(os.fsdecode(name)) for name in _names(file, stream, null) if name)


def _names(file: Path, stream: io.BufferedReader, null: bool) -> Iterator[bytes]:
    """Yield the names in a list of files, and close it."""
    rest = b""
    with stream:
        while chunk := _chunk(file, stream):
            if not null and b"\0" in chunk:
                raise _nul_between(file)
            *names, rest = (rest + chunk).split(b"\0" if null else b"\n")
            if len(rest) > _TOO_LONG:
                raise UsageError(f"{file} has a name longer than any path", "name a list of files")
            yield from names if null else map(_without_return, names)
    yield rest if null else _without_return(rest)


def _without_return(name: bytes) -> bytes:
    return name.removesuffix(b"\r")


def _chunk(file: Path, stream: io.BufferedReader) -> bytes:
    try:
        return stream.read(_CHUNK)
    except OSError as error:
        raise _not_read(file, error) from None


def _nul_between(file: Path) -> UsageError:
    return UsageError(f"{file} has NULs between the names", "newsgrep index --files-from FILE -0")


def _not_read(file: Path, error: OSError) -> UsageError:
    return UsageError(f"{file}: {(error.strerror or 'cannot be read').lower()}", "name a list of files")
