"""Up to which run of an index a reader has seen the hits of a search.

It is remembered for each reader, index and search, in a file of its own below `$XDG_STATE_HOME/newsgrep`.
The file is replaced whole, after the hits were printed. So a run that is interrupted loses nothing. Of two at
once, the second waits until the first has remembered what it printed.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from newsgrep.config.settings_files import remember_value, remembered_value, state_folder
from newsgrep.errors import NewsgrepError, reason_of


@contextmanager
def one_at_a_time(reader: str, searches: Iterable[str]) -> Iterator[None]:
    """Keep other runs from asking for these searches of a reader; wait for those that do.

    Goes on without a lock if none can be made: then `remember_seen` fails, too, and its error says so.
    """
    folder = state_folder()
    with ExitStack() as held:
        for name in sorted({_lock_name(reader, search) for search in searches}):  # in one order: no deadlock
            try:
                (folder / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                lock = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError:
                continue
            held.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def seen_times(reader: str, search: str, places: Iterable[str]) -> dict[str, int]:
    """Return the time of the last run that a reader has seen of a search, by the place of each index.

    It is 0 where the reader has seen none, in seconds since 1970 else.
    """
    return {place: _time(remembered_value(_name(reader, search, place))) for place in places}


def remember_seen(reader: str, search: str, times: Mapping[str, int]) -> None:
    """Remember that a reader has seen a search up to a run of each index. Raises NewsgrepError."""
    for place, time in times.items():
        name = _name(reader, search, place)
        try:
            remember_value(name, {"reader": reader, "search": search, "index": place, "time": time})
        except OSError as error:
            raise NewsgrepError(
                f"{state_folder() / name} cannot be written: {reason_of(error)}",
                "the same hits are shown the next time",
            ) from error


def _name(reader: str, search: str, place: str) -> str:
    import hashlib  # here, as `--help` does not need it

    name = json.dumps([reader, search, place]).encode()
    return f"seen/{hashlib.sha256(name).hexdigest()[:32]}.json"


def _lock_name(reader: str, search: str) -> str:
    return _name(reader, search, "").removesuffix("json") + "lock"


def _time(state: object) -> int:
    """Return the time in a remembered state, 0 if it has none: rather show hits again than lose them."""
    time = state.get("time") if isinstance(state, dict) else None
    return time if isinstance(time, int) else 0
