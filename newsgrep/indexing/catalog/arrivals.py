"""When articles came that a person deleted: one that is taken in again is not new."""

from __future__ import annotations

from newsgrep.indexing.catalog.optional import OptionalTable
from newsgrep.indexing.catalog.rows import name_bytes, path_bytes
from newsgrep.indexing.catalog.schema import ARRIVALS
from newsgrep.indexing.catalog.withdrawn import is_line

#: Path and name of an article, encoded, the fingerprint of its text, and when it was first indexed.
Arrival = tuple[bytes, bytes, int | None, int]


class Arrivals(OptionalTable):
    """When the deleted articles of a catalog came."""

    NAME, SCRIPT, COLUMNS = "arrivals", ARRIVALS, "path, name, text, added"

    def rows(self) -> list[Arrival]:
        """Return all, as `add` takes them."""
        return [(path, name, text, added) for path, name, text, added in self._select("1")]

    def add(self, arrival: Arrival) -> None:
        """Remember when an article came."""
        self._insert(*arrival)

    def first(self, path: str, name: str, text: int | None) -> list[int]:
        """Return the times at which an article came, or one with its text, in seconds since 1970."""
        if not self._has_table:
            return []
        condition = "(path = ? AND name = ? AND ?) OR text = ?"
        values = (path_bytes(path), name_bytes(name), not is_line(name), text)
        return [added for *_, added in self._select(f"({condition})", values)]
