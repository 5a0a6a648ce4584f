"""A line that says that a command is at work, where its answer takes longer than a moment."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from threading import Event, Thread

#: Seconds after which the line is shown: before them, it would flicker.
_SILENT = 2.0
_STEP = 1.0
#: The descriptor of standard error. `sys.stderr` may be the pager, which shows nothing before an answer.
_TERMINAL = 2


@contextlib.contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Say on a terminal what is done while the block runs, and for how long; the line goes when it ends.

    The block must print nothing.

    doing: such as `reading articles`, at most 30 characters, so that it fits a narrow terminal
    """
    if not os.isatty(_TERMINAL) or os.environ.get("TERM") == "dumb":
        yield
        return
    ended = Event()
    teller = Thread(target=_tell, args=(doing, ended), daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _tell(doing: str, ended: Event) -> None:
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
