"""A session on the terminal itself, whatever the standard streams are. It always restores the terminal.

The keys of marked articles go to standard output, so the interface is drawn on /dev/tty. textual uses the
streams `sys.__stdin__` and `sys.__stderr__`, which are replaced by the terminal while it runs.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from typing import TextIO

from newsgrep.browse.app import BrowseApp
from newsgrep.browse.wanted import Wanted
from newsgrep.config import IndexPlace
from newsgrep.errors import UsageError

_STREAMS = ("__stdin__", "__stdout__", "__stderr__")
#: Variables with the size that the terminal had when the shell started.
_SIZES = ("COLUMNS", "LINES")


def run(folders: Sequence[IndexPlace], wanted: Wanted) -> BrowseApp:
    """Run the reader until it ends, and return it; it has the marked keys and the command lines.

    folders: of the indexes

    Raises UsageError without a terminal, KeyboardInterrupt after Ctrl-C, and RuntimeError after an error of
    the interface. SIGTERM and SIGHUP end the program once the terminal is restored.
    """
    with _terminal():
        app = BrowseApp(folders, wanted)
        app.run()
    if app.ended_by is not None:
        signal.signal(app.ended_by, signal.SIG_DFL)
        os.kill(os.getpid(), app.ended_by)
    if app.is_interrupted:
        raise KeyboardInterrupt
    if app.return_code:
        raise RuntimeError("the interface ended with the error above")
    return app


@contextmanager
def _terminal() -> Iterator[None]:
    """Let the original streams of the interpreter lead to the terminal while the block runs."""
    if os.environ.get("TERM") == "dumb":  # such as a shell within Emacs
        raise _no_terminal("newsgrep browse needs a terminal that can move the cursor, and TERM is dumb")
    with ExitStack() as stack:
        if os.name == "posix":
            streams = [_opened(mode) for mode in ("r", "w", "w")]
            for name, stream in zip(_STREAMS, streams, strict=True):
                stack.enter_context(stream)
                stack.callback(setattr, sys, name, getattr(sys, name))
                setattr(sys, name, stream)
        elif sys.__stdin__ is None or not sys.__stdin__.isatty():
            raise _no_terminal()
        sizes = {name: os.environ.pop(name) for name in _SIZES if name in os.environ}
        stack.callback(os.environ.update, sizes)
        yield


def _opened(mode: str) -> TextIO:
    try:
        descriptor = os.open("/dev/tty", os.O_RDONLY if mode == "r" else os.O_WRONLY)
    except OSError as error:
        raise _no_terminal() from error
    return TextIOWrapper(os.fdopen(descriptor, f"{mode}b"), encoding="utf-8", errors="replace")


def _no_terminal(message: str = "newsgrep browse needs a terminal") -> UsageError:
    return UsageError(message, "without one: newsgrep search QUERY")
