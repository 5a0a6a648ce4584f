"""Standard output, for data alone, and standard error, for messages to the user."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from typing import TextIO

from newsgrep.errors import UsageError

#: Control characters other than line feed as escapes: a message may hold a file name or text of an article.
_ESCAPES = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 10}
#: What writes to standard output any string, so that the next program in a pipe can open a file of any name.
BYTES_OR_ESCAPES = "newsgrep.bytes_or_escapes"


def _bytes_or_escapes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write a surrogate that stands for a byte as that byte, and any other as a backslash escape."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.backslashreplace_errors(error)


codecs.register_error(BYTES_OR_ESCAPES, _bytes_or_escapes)


def prepare_streams() -> None:
    """Read and write UTF-8 whatever the locale. Bytes of file names that are not Unicode pass unchanged."""
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

    Otherwise the next file opened, possibly one of an index, would get its descriptor and be written the
    messages. Worker processes inherit the descriptors. To write to a closed standard output is an error, as
    with other programs: it can only be read.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:  # os.open returns the lowest free descriptor: this one
            mode = os.O_RDONLY if descriptor == 1 else os.O_RDWR
            os.set_inheritable(os.open(os.devnull, mode), True)


def standard_input() -> TextIO:
    """Return standard input. If the user types it, say that it is read.

    Raises UsageError if the parent process has closed it.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed", "leave out <&-, or read from a pipe or a file")
    terminal = sys.__stderr__  # sys.stderr may be the pager
    if sys.stdin.isatty() and terminal is not None and terminal.isatty():
        with contextlib.suppress(OSError):
            print("newsgrep: reading what is typed; Ctrl-D ends it", file=terminal)
    return sys.stdin


def write_message(line: str, *, is_command: bool = False) -> None:
    """Write a line to standard error, control characters escaped; ignore that it cannot be written.

    A terminal gets it wrapped between words. In a pipe or a file it stays one line.

    is_command: whether it is a command to copy, which stays one line on a terminal, too
    """
    text = line.translate(_ESCAPES)
    with contextlib.suppress(OSError):
        if sys.stderr.isatty() and not is_command:
            from newsgrep.cli.wrapping import terminal_columns, wrapped

            text = wrapped(text, terminal_columns(sys.stderr))
        sys.stderr.write(text + "\n")


def notify(*notices: str, query: str = "") -> None:
    """Write notices to standard error, each once, after the name of the program.

    query: the name of the query that they are about, where there are several
    """
    name = f"{' '.join(query.split())}: " if query else ""
    for notice in dict.fromkeys(notices):
        write_message(f"newsgrep: {name}{notice}")


def discard_output() -> None:
    """Discard what is still buffered, so that the interpreter does not try to write it at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def finish_output() -> None:
    """Flush standard output if possible, else discard what is buffered."""
    try:
        sys.stdout.flush()
    except OSError:
        discard_output()


def wants_links(choice: str, stream: TextIO) -> bool:
    """Return whether names of files are hyperlinks in the output to a stream."""
    if choice != "auto":
        return choice == "always"
    if not stream.isatty():
        return False
    from newsgrep.output.links import has_links

    return has_links(os.environ)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Return whether to colour the output to a stream.

    `always` and `never` take precedence over NO_COLOR, that over FORCE_COLOR, and that over whether the
    stream is a terminal. An empty variable counts as unset.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
