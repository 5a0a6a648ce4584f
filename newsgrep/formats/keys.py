"""Keys of the articles of one stream: no two the same, whatever names their records bear.

>>> keys = Keys(Origin("wire.sgm"))
>>> keys.of("7"), keys.of("7")
('wire.sgm#7', 'wire.sgm#7~2')
"""

from __future__ import annotations

from newsgrep.formats.origin import Origin
from newsgrep.spill import IntegerSet


class Keys:
    """Gives out keys, and keeps which names are taken."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._before = origin.key() + "#"
        self._taken = IntegerSet()
        self._repeated: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return the key of a record by its name: with ~2, ~3 and so on behind it if others had it before."""
        unique = name
        while not self._taken.add(hash(unique)):
            number = self._repeated[name] = self._repeated.get(name, 1) + 1
            unique = f"{name}~{number}"
        return self._before + unique if unique else self._origin.key()
