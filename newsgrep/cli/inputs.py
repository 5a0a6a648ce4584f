"""The input of `newsgrep index`: paths, lists of paths, and standard input."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from newsgrep.cli.standard_streams import notify, standard_input
from newsgrep.errors import UsageError
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.indexing.options import Input

#: Stands for standard input.
DASH = Path("-")

_LIST_HINT = "give a list of paths, one per line"

#: Bytes of a list of files to read at once, and the length from which a line is no path.
_BUFFER_SIZE, _TOO_LONG = 1 << 16, 1 << 16


def input_from(
    paths: tuple[Path, ...],
    files_from: Path | None,
    null: bool,
    retry: Path | None,
    home: Callable[[], Path],
    *,
    encoding: str | None,
) -> Input:
    """Return the input that the arguments and options name; without any, what was indexed before.

    home:     returns the folder to which the paths in the file of --retry are relative
    encoding: the value of --encoding; if there is one, --retry takes only files whose encoding failed

    Raises UsageError for arguments that contradict one another.
    """
    from newsgrep.indexing.options import Input

    if null and files_from is None:
        raise UsageError("-0 has no meaning without --files-from", "leave it out")
    if retry is not None:
        if paths or files_from is not None:
            raise UsageError("--retry reads its own list of files", "leave out PATH and --files-from")
        return Input(listed=_files_to_retry(retry, home(), encoding))
    if not paths and files_from is None:
        return Input(remembered=True)
    has_stdin = DASH in paths
    if has_stdin and files_from == DASH:
        raise UsageError(
            "standard input cannot hold both articles and file names", "put one of them into a file"
        )
    return Input(
        roots=[path for path in paths if path != DASH],
        listed=() if files_from is None else _paths_in(files_from, null),
        piped=_piped_bytes() if has_stdin else None,
    )


def _files_to_retry(file: Path, home: Path, encoding: str | None) -> list[Path]:
    """Return the files to read again, and say how many are passed over. Raises UsageError for none."""
    from newsgrep.indexing.errors_file import complained_of

    listed = complained_of(file, home, _piped_bytes() if file == DASH else None)
    wanted = [path for path, is_of_encoding in listed.items() if is_of_encoding or not encoding]
    if len(wanted) == len(listed):
        return wanted
    if not wanted:
        raise UsageError(
            f"no file of {file} failed for its encoding", "leave out --encoding, or name the files themselves"
        )
    others = count(len(listed) - len(wanted), "file")
    notify(f"passed over {others} of {file} with another failure than the encoding")
    return wanted


def _piped_bytes() -> io.BufferedReader:
    """Return standard input as a stream of bytes. Raises UsageError if it is closed."""
    stream: BinaryIO = standard_input().buffer
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream))


def _paths_in(file: Path, null: bool) -> Iterator[Path]:
    """Return the paths that a file lists, one per line or separated by NUL; read them as they are needed."""
    try:
        stream = _piped_bytes() if file == DASH else file.open("rb")
        beginning = stream.peek(1)
    except OSError as error:
        raise _unreadable_list(file, error) from None
    if not null and b"\0" in beginning:  # reported before the index is written
        stream.close()
        raise _separated_by_nul(file)
    return (Path(os.fsdecode(name)) for name in _names(file, stream, null) if name)


def _names(file: Path, stream: io.BufferedReader, null: bool) -> Iterator[bytes]:
    """Yield the names in a list of files, then close it."""
    rest = b""
    with stream:
        while block := _read_block(file, stream):
            if not null and b"\0" in block:
                raise _separated_by_nul(file)
            if len(block) == _BUFFER_SIZE and not block.strip(b"\0"):  # as in /dev/zero, which does not end
                raise UsageError(f"{file} has no paths between its NULs", _LIST_HINT)
            *names, rest = (rest + block).split(b"\0" if null else b"\n")
            if len(rest) > _TOO_LONG:
                raise UsageError(f"{file} has a line longer than any path", _LIST_HINT)
            yield from names if null else (name.removesuffix(b"\r") for name in names)
    yield rest if null else rest.removesuffix(b"\r")


def _read_block(file: Path, stream: io.BufferedReader) -> bytes:
    try:
        return stream.read(_BUFFER_SIZE)
    except OSError as error:
        raise _unreadable_list(file, error) from None


def _separated_by_nul(file: Path) -> UsageError:
    return UsageError(f"{file} separates paths with NUL", "add -0: newsgrep index --files-from FILE -0")


def _unreadable_list(file: Path, error: OSError) -> UsageError:
    return UsageError(f"{file}: {(error.strerror or 'cannot be read').lower()}", _LIST_HINT)
