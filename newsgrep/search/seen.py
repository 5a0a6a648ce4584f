"""What a reader has seen of a search: up to which run of an index.

It is remembered for each reader, index and search, in a file of its own below `$XDG_STATE_HOME/newsgrep`.
The file is replaced whole, after the hits were printed. So a run that is interrupted loses nothing, and two
at once do not harm each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from newsgrep.config.files import state_folder
from newsgrep.errors import NewsgrepError, reason_of
from newsgrep.whole_files import whole_file


def seen_times(reader: str, search: str, places: Iterable[str]) -> dict[str, int]:
    """Return the time of the last run that a reader has seen of a search, by the place of each index.

    It is 0 where the reader has seen none, in seconds since 1970 else.
    """
    return {place: _read(_file(reader, search, place)) for place in places}


def remember_seen(reader: str, search: str, times: Mapping[str, int]) -> None:
    """Remember that a reader has seen a search up to a run of each index. Raises NewsgrepError."""
    for place, time in times.items():
        file = _file(reader, search, place)
        state = {"reader": reader, "search": search, "index": place, "time": time}
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with whole_file(file) as out:
                json.dump(state, out)
        except OSError as error:
            raise NewsgrepError(
                f"{file} cannot be written: {reason_of(error)}", "the same hits are shown the next time"
            ) from error


def _file(reader: str, search: str, place: str) -> Path:
    name = json.dumps([reader, search, place]).encode()
    return state_folder() / "seen" / f"{hashlib.sha256(name).hexdigest()[:32]}.json"


def _read(file: Path) -> int:
    """Return the time in a file; 0 where there is none, so that what may have been seen is shown again."""
    try:
        time = json.loads(file.read_text("utf-8"))["time"]
    except (OSError, ValueError, LookupError, TypeError):
        return 0
    return time if isinstance(time, int) else 0
