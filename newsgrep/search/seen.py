"""What a reader has seen of a search: up to which run of an index.

It is remembered for each reader, index and search, in a file of its own below `$XDG_STATE_HOME/newsgrep`.
The file is replaced whole, after the hits were printed. So a run that is interrupted loses nothing, and two
at once do not harm each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from newsgrep.config.files import read_state, state_folder, write_state
from newsgrep.errors import NewsgrepError, reason_of


def seen_times(reader: str, search: str, places: Iterable[str]) -> dict[str, int]:
    """Return the time of the last run that a reader has seen of a search, by the place of each index.

    It is 0 where the reader has seen none, in seconds since 1970 else.
    """
    return {place: _time(read_state(_name(reader, search, place))) for place in places}


def remember_seen(reader: str, search: str, times: Mapping[str, int]) -> None:
    """Remember that a reader has seen a search up to a run of each index. Raises NewsgrepError."""
    for place, time in times.items():
        name = _name(reader, search, place)
        try:
            write_state(name, {"reader": reader, "search": search, "index": place, "time": time})
        except OSError as error:
            raise NewsgrepError(
                f"{state_folder() / name} cannot be written: {reason_of(error)}",
                "the same hits are shown the next time",
            ) from error


def _name(reader: str, search: str, place: str) -> str:
    name = json.dumps([reader, search, place]).encode()
    return f"seen/{hashlib.sha256(name).hexdigest()[:32]}.json"


def _time(state: object) -> int:
    """Return the time in what is remembered; 0 for none, so that what may have been seen is shown again."""
    time = state.get("time") if isinstance(state, dict) else None
    return time if isinstance(time, int) else 0
