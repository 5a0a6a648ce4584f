"""How a command ended, as the number that the shell sees."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """Exit codes, which are grep's."""

    FOUND = 0
    NOTHING = 1
    ERROR = 2
    INTERRUPTED = 130
