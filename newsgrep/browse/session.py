"""A session on the terminal itself, whatever the standard streams are; it is always given back.

The keys of marked articles leave on standard output, so the interface is drawn on /dev/tty. Textual draws on
the streams `sys.__stdin__` and `sys.__stderr__`, which are the terminal while it runs.
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
from newsgrep.config import Place
from newsgrep.errors import UsageError

_STREAMS = ("__stdin__", "__stdout__", "__stderr__")
#: Variables that say how large the terminal was when the shell began.
_SIZES = ("COLUMNS", "LINES")


def run(folders: Sequence[Place], wanted: Wanted) -> BrowseApp:
    """Run the reader until it ends, and return it with what was marked and written.

    folders: of the indexes

    Raises UsageError without a terminal, KeyboardInterrupt after Ctrl-C, and RuntimeError after an error of
    the interface. SIGTERM ends the program as it does others, once the terminal is given back.
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
    """Have the interpreter's own streams lead to the terminal."""
    if os.environ.get("TERM") == "dumb":  # such as a shell within Emacs
        raise _no_terminal("newsgrep browse needs a terminal that can place text, and TERM is dumb")
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
