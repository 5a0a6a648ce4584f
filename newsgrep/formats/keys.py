"""Unique keys for the articles of one stream.

>>> keys = KeyAllocator(ReadContext("wire.sgm"))
>>> keys.assign("7"), keys.assign("7")
('wire.sgm#7', 'wire.sgm#7~2')
"""

from __future__ import annotations

from newsgrep.formats.context import ReadContext
from newsgrep.spill import IntegerSet


class KeyAllocator:
    """Assigns keys, and remembers a hash of each name that was used."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._used = IntegerSet()
        self._times_used: dict[str, int] = {}

    def assign(self, name: str) -> str:
        """Return the key of a record by its name, with ~2, ~3 … appended where others had the name before."""
        unique = name
        while not self._used.add(hash(unique)):
            number = self._times_used[name] = self._times_used.get(name, 1) + 1
            unique = f"{name}~{number}"
        return self._context.key(unique)
