"""How a command ended: the exit code that the shell sees."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """Exit codes, with the meaning that they have in grep."""

    FOUND = 0
    NOTHING = 1
    ERROR = 2
    INTERRUPTED = 130


#: What each exit code means, for the help.
MEANINGS = {
    Outcome.FOUND: "found, or done",
    Outcome.NOTHING: "nothing was found",
    Outcome.ERROR: "an error, or something could not be read; the rest was done",
    Outcome.INTERRUPTED: "interrupted with Ctrl-C",
}
