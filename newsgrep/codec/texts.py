"""Tables of texts: one after the other, with where each ends; and finding a place among ascending values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from newsgrep.codec.layout import Array, SectionReader

#: Texts of a table that are kept decoded.
_KNOWN_TEXTS = 4_096


class Texts:
    """The texts of a table, read from the sections `<name>_text` and `<name>_ends`."""

    def __init__(self, reader: SectionReader, name: str) -> None:
        self._data = reader.section(f"{name}_text")
        self._ends = reader.section(f"{name}_ends")
        self._known: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        text = self._known.get(number)
        if text is None:
            ends = self._ends[max(0, number - 1) : number + 1].tolist()
            text = bytes(self._data.data(ends[0] if number else 0, ends[-1]))
            # Every search for a text begins with the same few.
            if len(self._known) < _KNOWN_TEXTS:
                self._known[number] = text
        return text

    def whole(self) -> tuple[bytes, Array]:
        """Return all texts, one after the other, and where each ends."""
        return bytes(self._data.data(0, len(self._data))), self._ends[:]


_Ordered = TypeVar("_Ordered", int, bytes)


def bisect(count: int, value_at: Callable[[int], _Ordered], wanted: _Ordered) -> int:
    """Return the place of the first of `count` ascending values that is not less than the wanted one."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if value_at(middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low
