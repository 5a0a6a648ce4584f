"""How a command ended: the exit code that the shell sees."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """Exit codes, with grep's meaning."""

    FOUND = 0
    NOTHING = 1
    ERROR = 2
    INTERRUPTED = 130


#: What each exit code means, for the help.
MEANINGS = {
    Outcome.FOUND: "found, or done",
    Outcome.NOTHING: "nothing was found",
    Outcome.ERROR: "an error, or something that could not be read, though the rest was done",
    Outcome.INTERRUPTED: "interrupted, with Ctrl-C",
}
