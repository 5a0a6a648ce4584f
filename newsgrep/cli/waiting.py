"""A line on a terminal that says what a command does while its answer takes long."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from threading import Event, Thread

#: Seconds until the line is shown first: for a shorter time it would only flicker.
_SILENT = 2.0
#: Seconds until the line is shown again.
_STEP = 1.0
#: The descriptor of standard error. `sys.stderr` may be the pager, which shows nothing before an answer.
_TERMINAL = 2


@contextlib.contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Show on a terminal what the command does while the block runs, and for how long. Erase it at the end.

    The block must print nothing.

    doing: such as `reading articles`; at most 30 characters, so that it fits a narrow terminal
    """
    if not os.isatty(_TERMINAL) or os.environ.get("TERM") == "dumb":
        yield
        return
    ended = Event()
    shower = Thread(target=_show, args=(doing, ended), daemon=True)
    shower.start()
    try:
        yield
    finally:
        ended.set()
        shower.join()


def _show(doing: str, ended: Event) -> None:
    """Show a line with the seconds so far, until an event is set; then erase it."""
    begun = time.monotonic()
    is_shown = False
    with contextlib.suppress(OSError):  # the terminal may go away
        while not ended.wait(_STEP):
            seconds = time.monotonic() - begun
            if seconds >= _SILENT:
                is_shown = True
                os.write(_TERMINAL, f"\r{doing}, {seconds:.0f} s".encode())
        if is_shown:
            os.write(_TERMINAL, b"\r\x1b[K")
