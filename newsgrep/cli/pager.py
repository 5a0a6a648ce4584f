"""The pager, through which output goes to a terminal, by default `less`.

The pager is the command in NEWSGREP_PAGER, else in PAGER, else `less`; an empty command, or `cat`, means no
pager. `less` gets the flags FX, so that it ends at once if the output fits on the screen, unless LESS has
others; and R in any case, which colours need.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from typing import Any

from newsgrep.cli.standard_streams import BYTES_OR_ESCAPES

#: The commands whose output people read, and which may be long.
PAGED = frozenset(
    ("search", "new", "show", "diff", "sources", "saved", "timeline", "facets", "terms", "kwic", "sample")
    + ("names", "quotes", "story", "thread", "similar", "duplicates", "receipt", "status", "config", "help")
)


_STANDARD_ERROR = 2


class _ToTerminal(io.TextIOWrapper):
    """A stream to the pager. It counts as a terminal, as the pager shows its text on one."""

    def isatty(self) -> bool:
        return True


class _Pipe(io.RawIOBase):
    """A pipe to the pager. The first byte that is written starts the pager."""

    def __init__(self, pager: Pager) -> None:
        self._pager = pager
        self._descriptor: int | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self._descriptor is None:
            self._descriptor = self._pager.open()
        return self._descriptor

    def write(self, data: Any) -> int:
        return os.write(self.fileno(), data)

    def close(self) -> None:
        if not self.closed and self._descriptor is not None:
            os.close(self._descriptor)
        super().close()


class _MessagePipe(_Pipe):
    """A pipe for messages. Until the pager runs, they go to the terminal directly."""

    def fileno(self) -> int:
        return super().fileno() if self._pager.is_running else _STANDARD_ERROR


class Pager:
    """A pager that replaces standard output and standard error until it is closed.

    It starts with the first output. Until then, the command alone has the terminal: it may read what the user
    types, and Ctrl-C ends it.
    """

    def __init__(self, command: str) -> None:
        """Take the command of the pager."""
        width = os.environ.get("COLUMNS", "")
        if not width.isdecimal() or not int(width):
            os.environ["COLUMNS"] = str(shutil.get_terminal_size().columns)
        self._command = command
        self._is_interrupted = False
        self._process: subprocess.Popen[bytes] | None = None
        self._streams = sys.stdout, sys.stderr
        sys.stdout.flush()
        sys.stdout = _stream_to(_Pipe(self))
        if sys.stderr.isatty():  # so that hits and notices stay in order
            sys.stderr = _stream_to(_MessagePipe(self), line_buffering=True)

    @property
    def is_running(self) -> bool:
        """Whether the pager was started, as there was something to show."""
        return self._process is not None

    def open(self) -> int:
        """Start the pager if it does not run yet, and return a new descriptor that writes to it."""
        if self._is_interrupted:
            return os.open(os.devnull, os.O_WRONLY)
        if self._process is None:
            environment = {"LESS": "FX", "LV": "-c", "LESSCHARSET": "utf-8", **os.environ}
            environment["LESS"] = f"-R {environment['LESS']}"
            self._process = subprocess.Popen(
                self._command, shell=True, stdin=subprocess.PIPE, env=environment
            )
        assert self._process.stdin is not None
        return os.dup(self._process.stdin.fileno())

    def interrupt(self) -> None:
        """Restore the standard streams and discard the output, unless the pager runs already."""
        if self._process is None:
            self._is_interrupted = True
            sys.stdout, sys.stderr = self._streams

    def close(self) -> None:
        """End the output, and wait until the user leaves the pager. Ctrl-C is left to the pager."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, _ToTerminal):
                with contextlib.suppress(OSError):
                    stream.close()
        sys.stdout, sys.stderr = self._streams
        if self._process is None:
            return
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._process.wait()
        signal.signal(signal.SIGINT, before)


def start_pager() -> Pager | None:
    """Return a pager if standard output is a terminal and a pager is installed, else None."""
    command = _command() if sys.stdout.isatty() else ""
    return Pager(command) if command else None


def _command() -> str:
    """Return the command of the pager; empty if there is none, or it is not installed."""
    named = next((os.environ[name] for name in ("NEWSGREP_PAGER", "PAGER") if name in os.environ), "less")
    words = named.split()
    if not words or words == ["cat"] or os.environ.get("TERM") == "dumb":
        return ""
    return named if shutil.which(words[0]) else ""


def _stream_to(pipe: _Pipe, *, line_buffering: bool = False) -> _ToTerminal:
    return _ToTerminal(io.BufferedWriter(pipe), "utf-8", BYTES_OR_ESCAPES, line_buffering=line_buffering)
