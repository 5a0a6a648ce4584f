"""How a command ended: the exit code that the shell sees."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """Exit codes, with grep's meaning."""

    FOUND = 0
    NOTHING = 1
    ERROR = 2
    INTERRUPTED = 130
