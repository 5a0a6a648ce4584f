"""What was read last and stays in memory, for several threads at once."""

from __future__ import annotations

from threading import Lock
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(dict[_Key, _Value]):
    """The values of the last keys that were read; `get` looks one up.

    A thread keeps the value that it looked up or read. It never looks it up again, as another thread may have
    dropped it.
    """

    def __init__(self, most: int) -> None:
        """Keep `most` values at most."""
        super().__init__()
        self._most = most
        self._changing = Lock()

    def keep(self, key: _Key, value: _Value) -> _Value:
        """Keep a value that was read, in the place of the oldest one, and return it."""
        with self._changing:
            while len(self) >= self._most:
                del self[next(iter(self))]
            self[key] = value
        return value
