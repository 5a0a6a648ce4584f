"""Standard output, for data alone, and standard error, for the person."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TextIO

#: Control characters but the line feed, spelt out: what is told may hold a file's name or an article's text.
_SPELT_OUT = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 10}


def prepare() -> None:
    """Read and write UTF-8 whatever the locale; bytes of file names that are not Unicode stay themselves."""
    _open_closed()
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "surrogateescape"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    if sys.stdout is None:
        sys.stdout = open(1, "w", closefd=False)  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False)  # noqa: PTH123, SIM115


def _open_closed() -> None:
    """Have something at the numbers of the three streams, where whoever started the program closed one.

    Else the next file to be opened, which may be one of an index, got its number, and what is said; and
    worker processes would have nothing there either.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:  # the lowest number that is free is this one
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def say(line: str) -> None:
    """Write a line to standard error."""
    with contextlib.suppress(OSError):
        sys.stderr.write(line.translate(_SPELT_OUT) + "\n")


def discard_output() -> None:
    """Throw away what is still to be written, so that the interpreter does not try at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def finish_output() -> None:
    """Write what is still to be written, if that can be done."""
    try:
        sys.stdout.flush()
    except OSError:
        discard_output()


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether to colour what goes to a stream.

    An explicit `always` or `never` beats NO_COLOR, which beats FORCE_COLOR, which beats the look at whether
    the stream is a terminal. A variable that is empty counts as not set.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
