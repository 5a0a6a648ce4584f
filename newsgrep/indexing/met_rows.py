"""Which rows of the catalog a scan has met: the files that are still there."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Collection

from newsgrep.indexing.catalog.rows import FileRow, path_bytes

#: How many rows of files have a byte each.
_BYTES = 1 << 27


class MetRows:
    """The rows of files that a scan has met, by their ids, or by the groups that they belong to."""

    def __init__(self, last_id: int) -> None:
        """Take the largest id of a row. Rows with larger ids are of this run."""
        self._last_id = last_id
        #: A byte for each id, and a set for larger ids. Usually there are none, but in the catalog of a
        #: stranger an id may be any number.
        self._bytes = bytearray(min(last_id + 1, _BYTES))
        self._beyond: set[int] = set()
        #: First and last path of the groups, in their order.
        self._groups: list[tuple[bytes, bytes]] = []

    def add(self, ids: Collection[int]) -> None:
        """Note rows as met."""
        if max(ids) < len(self._bytes):
            for id_ in ids:
                self._bytes[id_] = True
        else:
            self._beyond.update(ids)

    def add_group(self, first: bytes, last: bytes) -> None:
        """Note the rows of the files from one path to another as met."""
        insort(self._groups, (first, last))

    def has(self, id_: int, path: bytes) -> bool:
        """Whether a row was met, given by its id and the encoded path of the file."""
        if self._bytes[id_] if id_ < len(self._bytes) else id_ in self._beyond:
            return True
        at = bisect_right(self._groups, (path, b"\xff"))
        return at > 0 and path <= self._groups[at - 1][1]

    def has_file(self, file: FileRow) -> bool:
        """Whether the file of a row was met; True for a version that this run has written."""
        return file.id > self._last_id or self.has(file.id, path_bytes(file.path))
