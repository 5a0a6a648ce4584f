"""A cache of the server's last answers: a command asks for some of them more than once."""

from __future__ import annotations

from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(dict[_Key, _Value]):
    """The values of the last keys that were kept; `get` looks one up."""

    def __init__(self, most: int) -> None:
        """Keep `most` values at most."""
        super().__init__()
        self._most = most

    def keep(self, key: _Key, value: _Value) -> _Value:
        """Keep the value of a new key, and return it. Drops the oldest value if there are too many."""
        while len(self) >= self._most:
            del self[next(iter(self))]
        self[key] = value
        return value
