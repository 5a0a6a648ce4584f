"""Standard output, for data alone, and standard error, for messages to the user."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from typing import IO, AnyStr, TextIO

from newsgrep.errors import UsageError

#: Escapes for control characters except line feed: a message may contain a file name or text of an article.
_ESCAPES = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 10}
#: The error handler with which standard output takes any string, so that the next program in a pipe can open
#: a file of any name.
BYTES_OR_ESCAPES = "newsgrep.bytes_or_escapes"
#: Characters, or bytes, of standard input that are read at once.
_LARGEST = 100_000_000


def _bytes_or_escapes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Encode a surrogate that stands for a byte as this byte, and another surrogate as an escape."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.backslashreplace_errors(error)


codecs.register_error(BYTES_OR_ESCAPES, _bytes_or_escapes)


def prepare_streams() -> None:
    """Set the standard streams to UTF-8, whatever the locale. Other bytes of file names stay as they are."""
    _open_closed()
    if sys.stdout is None:
        sys.stdout = open(1, "w", closefd=False)  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False)  # noqa: PTH123, SIM115
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, BYTES_OR_ESCAPES),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _open_closed() -> None:
    """Open /dev/null for each of the three standard streams that the parent process has closed.

    Otherwise the next file that is opened, possibly a file of an index, would get this descriptor, and
    messages would be written to it. Worker processes inherit the descriptors. A closed standard output is
    opened for reading only: as in other programs, writing to it is an error.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:  # os.open returns the lowest free descriptor: this one
            mode = os.O_RDONLY if descriptor == 1 else os.O_RDWR
            os.set_inheritable(os.open(os.devnull, mode), True)


def standard_input() -> TextIO:
    """Return standard input. On a terminal, first say that the program reads what the user types.

    Raises UsageError if the parent process has closed it.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed", "leave out <&-, or read from a pipe or a file")
    terminal = sys.__stderr__  # sys.stderr may be the pager
    if sys.stdin.isatty() and terminal is not None and terminal.isatty():
        with contextlib.suppress(OSError):
            print("newsgrep: reading what you type; Ctrl-D ends it", file=terminal)
    return sys.stdin


def read_whole(stream: IO[AnyStr]) -> AnyStr:
    """Return the rest of standard input. Raises UsageError for one that may have no end, as /dev/zero."""
    data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise UsageError(f"standard input is longer than {_LARGEST // 1_000_000} MB", "pipe less into it")
    return data


def write_message(line: str, *, is_command: bool = False) -> None:
    """Write a line to standard error, with control characters escaped. Ignore an error of the stream.

    On a terminal, wrap it between words; in a pipe or a file it stays one line.

    is_command: whether it is a command that the user may copy; it stays one line on a terminal, too
    """
    text = line.translate(_ESCAPES)
    with contextlib.suppress(OSError):
        if sys.stderr.isatty() and not is_command:
            from newsgrep.cli.wrapping import terminal_columns, wrapped

            text = wrapped(text, terminal_columns(sys.stderr))
        sys.stderr.write(text + "\n")


def notify(*notices: str, query: str = "") -> None:
    """Write notices to standard error, each once, after the name of the program.

    query: the name of the query that they are about, if there are several queries
    """
    name = f"{' '.join(query.split())}: " if query else ""
    for notice in dict.fromkeys(notices):
        write_message(f"newsgrep: {name}{notice}")


def discard_output() -> None:
    """Discard buffered output, so that the interpreter does not try to write it at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def finish_output() -> None:
    """Flush standard output; if that fails, discard what is buffered."""
    try:
        sys.stdout.flush()
    except OSError:
        discard_output()


def wants_links(choice: str, stream: TextIO) -> bool:
    """Return whether to make names of files hyperlinks in the output to a stream.

    choice: auto, always or never
    """
    if choice != "auto":
        return choice == "always"
    if not stream.isatty():
        return False
    from newsgrep.output.links import has_links

    return has_links(os.environ)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Return whether to colour the output to a stream.

    choice: auto, always or never; for auto, NO_COLOR decides, then FORCE_COLOR, then whether the stream is a
            terminal; an empty variable counts as unset
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
