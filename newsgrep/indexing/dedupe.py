"""Duplicates: which of the articles that are the same is stored.

All articles have an order: standard input first, then files by path, and within a file the order of its
records. In this order an article is a duplicate if an article before it that is stored has the same text, and
else it is stored. So which texts are searchable depends only on what there is, and not on when it came.

A run decides in that order, too. What it adds, changes or removes may change the decision for articles
behind it that share the fingerprint of the text, and for no others. Those are decided again when their turn
comes, which may affect further ones behind them. So the cost of a run depends on how many articles changed
and on how many share a fingerprint with them, and not on the size of the index.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from newsgrep.indexing.catalog.rows import ArticleRow, path_bytes, path_of
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.fingerprints import Fingerprints
from newsgrep.spill import IntegerSet
from newsgrep.tuning import DEFAULT_TUNING, SpillTuning

#: The place of an article in the order of all: path of its file in UTF-8, empty for standard input, ordinal.
Place = tuple[bytes, int]


def place_of(path: str, ordinal: int) -> Place:
    """Return the place of an article among all."""
    return path_bytes(path), ordinal


class Deduplicator:
    """Decides which articles are duplicates, in the order of all articles."""

    def __init__(self, catalog: CatalogWriter, tuning: SpillTuning = DEFAULT_TUNING.spill) -> None:
        self._catalog = catalog
        #: Fingerprints of the texts that this run has stored so far: all come before the next one.
        self._stored = IntegerSet(tuning)
        self._to_recheck: list[tuple[Place, int, ArticleRow]] = []
        self._queued: set[int] = set()

    def is_duplicate(
        self, fingerprints: Fingerprints, place: Place, *, keeps: bool, file: int = 0, row: int = 0
    ) -> bool:
        """Decide whether an article that was parsed is a duplicate. With `keeps`, it never is.

        `file` is the number of its file, if the rows of that file are being replaced, and `row` the id of its
        own row. The stored articles behind it that share a fingerprint are decided again when their turn
        comes.
        """
        text = fingerprints[1]
        if not keeps and self.has_stored(text):
            return True
        sharing = self._sharing(fingerprints, row, duplicates=False)
        others = [(other, known) for other, known in sharing if known.file != file]
        if not keeps and any(other < place for other, _ in others):
            return True
        if text is not None:
            self._stored.add(text)
        self._queue(others, place)
        return False

    def set_duplicate(self, row: ArticleRow, place: Place, duplicate: bool) -> None:
        """Change whether an article of the catalog is a duplicate.

        The articles behind it that share a fingerprint with it are decided again when their turn comes.
        """
        self._catalog.set_duplicate(row, duplicate)
        self._queue(self._sharing(row.fingerprints, row.id, duplicates=duplicate), place)

    def released(self, row: ArticleRow, path: str, *, but: int = 0) -> None:
        """Recheck the duplicates of an article that is not stored any more. All of them are behind it.

        Duplicates in the file with the number `but` are left out: they are decided when they are parsed.
        """
        sharing = self._sharing(row.fingerprints, row.id, duplicates=True)
        found = [(place, other) for place, other in sharing if other.file != but]
        self._queue(found, place_of(path, row.ordinal))

    def recheck(self, path: str, rows: Iterable[ArticleRow]) -> None:
        """Recheck the articles of a file."""
        for row in rows:
            self._push(place_of(path, row.ordinal), row)

    def settled(self, row: ArticleRow) -> None:
        """Recheck an article no longer, as another version has taken the place of this row."""
        self._queued.discard(row.id)

    def has_stored(self, text: int | None) -> bool:
        """Whether this run has stored an article with the fingerprint of a text."""
        return text is not None and text in self._stored

    def next_file(self, before: str | None) -> str | None:
        """Return the path of the first file with articles to decide again, if it comes before another one.

        None stands for the end of all files; it is returned where there is no such file.
        """
        if not self._to_recheck:
            return None
        path = self._to_recheck[0][0][0]
        if before is not None and path >= path_bytes(before):
            return None
        return path_of(path)

    def take(self, path: str) -> list[ArticleRow]:
        """Return the articles of a file to decide again, in their order, and forget them.

        Those of files before it have been taken.
        """
        rows = []
        while self._to_recheck and self._to_recheck[0][0][0] == path_bytes(path):
            _, _, row = heapq.heappop(self._to_recheck)
            if row.id in self._queued:
                self._queued.discard(row.id)
                rows.append(row)
        return rows

    def is_duplicate_now(self, row: ArticleRow, place: Place) -> bool:
        """Return whether an article of the catalog is the same as a stored one before it."""
        if self.has_stored(row.text):
            return True
        return any(other < place for other, _ in self._sharing(row.fingerprints, row.id, duplicates=False))

    def _sharing(
        self, fingerprints: Fingerprints, row: int, *, duplicates: bool
    ) -> Iterator[tuple[Place, ArticleRow]]:
        """Yield the articles of the catalog that have the same text, with their places.

        Of duplicates, also those with the same address, which is what an earlier newsgrep went by.
        """
        if self._catalog.is_new:
            return
        if not duplicates:
            fingerprints = (None, fingerprints[1])
        for path, other in self._catalog.sharing(fingerprints, row, duplicates=duplicates):
            yield place_of(path, other.ordinal), other

    def _queue(self, found: Iterable[tuple[Place, ArticleRow]], place: Place) -> None:
        for other, row in found:
            if other > place:
                self._push(other, row)

    def _push(self, place: Place, row: ArticleRow) -> None:
        if row.id not in self._queued:
            self._queued.add(row.id)
            heapq.heappush(self._to_recheck, (place, row.id, row))
