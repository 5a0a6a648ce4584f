"""The pager: what a terminal shows goes through `less`, which leaves what fits on the screen as it is.

It is the command in NEWSGREP_PAGER, else in PAGER, else `less`, with the flags FRX unless LESS has others; of
these, R is needed for colours, and given in any case. An empty command, or `cat`, stands for none.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from typing import IO

from newsgrep.cli.standard_streams import BYTES_OR_ESCAPES

#: The commands whose output is read, and may be long.
PAGED = frozenset(
    ("search", "new", "show", "diff", "sources", "saved", "timeline", "facets", "terms", "kwic", "sample")
    + ("names", "quotes", "story", "thread", "similar", "duplicates", "receipt", "status", "config", "help")
)


class _ToTerminal(io.TextIOWrapper):
    """A stream to the pager. What is written is for a terminal, as the pager shows it there."""

    def isatty(self) -> bool:
        return True


class Pager:
    """A running pager, which has taken the place of standard output, and of standard error."""

    def __init__(self, command: str) -> None:
        """Start a command. Raises OSError."""
        width = os.environ.get("COLUMNS", "")
        if not width.isdecimal() or not int(width):
            os.environ["COLUMNS"] = str(shutil.get_terminal_size().columns)
        environment = {"LESS": "FX", "LV": "-c", "LESSCHARSET": "utf-8", **os.environ}
        environment["LESS"] = f"-R {environment['LESS']}"
        self._process = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)
        assert self._process.stdin is not None
        self._streams = sys.stdout, sys.stderr
        sys.stdout.flush()
        sys.stdout = _stream_to(self._process.stdin)
        if sys.stderr.isatty():  # so that hits and notices are in one order
            sys.stderr = _stream_to(self._process.stdin, line_buffering=True)

    def close(self) -> None:
        """End the output, and wait until the user has read it: Ctrl-C is for the pager then."""
        pipe = self._process.stdin
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, _ToTerminal):
                with contextlib.suppress(OSError):
                    stream.close()
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
        sys.stdout, sys.stderr = self._streams
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._process.wait()
        signal.signal(signal.SIGINT, before)


def start_pager() -> Pager | None:
    """Start the pager if standard output is a terminal and there is one."""
    command = _command() if sys.stdout.isatty() else ""
    return Pager(command) if command else None


def _command() -> str:
    """Return the command of the pager; empty for none, and where it is not installed."""
    named = next((os.environ[name] for name in ("NEWSGREP_PAGER", "PAGER") if name in os.environ), "less")
    words = named.split()
    if not words or words == ["cat"] or os.environ.get("TERM") == "dumb":
        return ""
    return named if shutil.which(words[0]) else ""


def _stream_to(pipe: IO[bytes], *, line_buffering: bool = False) -> _ToTerminal:
    copy = open(os.dup(pipe.fileno()), "wb")  # noqa: PTH123, SIM115
    return _ToTerminal(copy, "utf-8", BYTES_OR_ESCAPES, line_buffering=line_buffering)
