"""Duplicates: decide which one of several equal articles is stored.

All articles have an order: standard input first, then files by path, and within a file the order of its
records. In this order, an article is a duplicate if a stored article before it has the same text; else it is
stored. So it depends only on the articles that there are, not on when they came, which ones are stored.

A run decides in this order, too. An article that it adds, changes or removes can affect only later articles
that share the fingerprint of its text. They are queued, and decided again when their turn comes, which may
affect later ones in turn. So the cost of a run depends on how many articles changed and on how many share a
fingerprint with them, not on the size of the index.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence

from newsgrep.indexing.catalog.rows import ArticleRow, decoded_path, path_bytes
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.fingerprints import Fingerprints
from newsgrep.spill import IntegerSet
from newsgrep.tuning import DEFAULT_TUNING, SpillTuning

#: The place of an article in the order of all: the path of its file (see `path_bytes`), and its ordinal.
OrderKey = tuple[bytes, int]


def order_key(path: str, ordinal: int) -> OrderKey:
    """Return the place of an article among all."""
    return path_bytes(path), ordinal


class Deduplicator:
    """Decides which articles are duplicates, in the order of all articles."""

    def __init__(self, catalog: CatalogWriter, tuning: SpillTuning = DEFAULT_TUNING.spill) -> None:
        self._catalog = catalog
        #: Fingerprints of the texts that this run has stored so far: all come before the next one.
        self._stored = IntegerSet(tuning)
        self._to_recheck: list[tuple[OrderKey, int, ArticleRow]] = []
        self._queued: set[int] = set()

    def is_duplicate(
        self,
        fingerprints: Fingerprints,
        place: OrderKey,
        *,
        keep_duplicates: bool,
        file: int = 0,
        row: int = 0,
    ) -> bool:
        """Decide whether an article that was parsed is a duplicate. With `keep_duplicates`, it never is.

        If it is none, queues the stored articles after it that share its fingerprint.
        file: the number of its file, if this run replaces the rows of that file: they do not count
        row:  the id of its own row, which does not count
        """
        text = fingerprints[1]
        if not keep_duplicates and self.has_stored(text):
            return True
        sharing = self._sharing(fingerprints, row, duplicates=False)
        others = [(other, known) for other, known in sharing if known.file != file]
        if not keep_duplicates and any(other < place for other, _ in others):
            return True
        if text is not None:
            self._stored.add(text)
        self._queue(others, place)
        return False

    def set_duplicate(self, row: ArticleRow, place: OrderKey, duplicate: bool) -> None:
        """Change whether an article of the catalog is a duplicate.

        Queues the articles after it that share a fingerprint with it.
        """
        self._catalog.set_duplicate(row, duplicate)
        self._queue(self._sharing(row.fingerprints, row.id, duplicates=duplicate), place)

    def queue_duplicates_of(self, row: ArticleRow, path: str, *, except_file: int = 0) -> None:
        """Queue the duplicates of an article that is no longer stored. All of them come after it.

        except_file: the number of a file whose duplicates are left out, as they are decided when it is parsed
        """
        sharing = self._sharing(row.fingerprints, row.id, duplicates=True)
        found = [(place, other) for place, other in sharing if other.file != except_file]
        self._queue(found, order_key(path, row.ordinal))

    def queue_duplicates_of_all(self, removed: Sequence[tuple[str, ArticleRow]]) -> None:
        """Queue the duplicates of articles that are no longer stored, given with the paths of their files."""
        for kind in () if self._catalog.is_new else ("text", "address"):
            first: dict[int, OrderKey] = {}
            for path, row in removed:
                fingerprint, place = getattr(row, kind), order_key(path, row.ordinal)
                if fingerprint is not None:
                    first[fingerprint] = min(place, first.get(fingerprint, place))
            for path, other in self._catalog.duplicates_with(kind, first):
                self._queue([(order_key(path, other.ordinal), other)], first[getattr(other, kind)])

    def recheck(self, path: str, rows: Iterable[ArticleRow]) -> None:
        """Queue articles of a file, to be decided again."""
        for row in rows:
            self._push(order_key(path, row.ordinal), row)

    def settled(self, row: ArticleRow) -> None:
        """Take an article from the queue, as another version has replaced its row."""
        self._queued.discard(row.id)

    def has_stored(self, text: int | None) -> bool:
        """Whether this run has stored an article with the fingerprint of a text."""
        return text is not None and text in self._stored

    def next_file(self, before: str | None) -> str | None:
        """Return the path of the first file with queued articles, if it comes before another file; else None.

        before: the path of the other file, None for the end of all files
        """
        if not self._to_recheck:
            return None
        path = self._to_recheck[0][0][0]
        if before is not None and path >= path_bytes(before):
            return None
        return decoded_path(path)

    def take(self, path: str) -> list[ArticleRow]:
        """Take the articles of a file from the queue, and return them in their order.

        The articles of files before it must have been taken.
        """
        rows = []
        while self._to_recheck and self._to_recheck[0][0][0] == path_bytes(path):
            _, _, row = heapq.heappop(self._to_recheck)
            if row.id in self._queued:
                self._queued.discard(row.id)
                rows.append(row)
        return rows

    def is_duplicate_now(self, row: ArticleRow, place: OrderKey) -> bool:
        """Return whether an article of the catalog is the same as a stored one before it."""
        if self.has_stored(row.text):
            return True
        return any(other < place for other, _ in self._sharing(row.fingerprints, row.id, duplicates=False))

    def _sharing(
        self, fingerprints: Fingerprints, row: int, *, duplicates: bool
    ) -> Iterator[tuple[OrderKey, ArticleRow]]:
        """Yield the articles of the catalog that have the same text, with their places.

        Of duplicates, also those with the same address: an earlier newsgrep compared addresses, too.
        """
        if self._catalog.is_new:
            return
        if not duplicates:
            fingerprints = (None, fingerprints[1])
        for path, other in self._catalog.sharing(fingerprints, row, duplicates=duplicates):
            yield order_key(path, other.ordinal), other

    def _queue(self, found: Iterable[tuple[OrderKey, ArticleRow]], place: OrderKey) -> None:
        for other, row in found:
            if other > place:
                self._push(other, row)

    def _push(self, place: OrderKey, row: ArticleRow) -> None:
        if row.id not in self._queued:
            self._queued.add(row.id)
            heapq.heappush(self._to_recheck, (place, row.id, row))
