"""Proximity: chains of stretches, one of each part, each begun at most so many words after the last's end.

Chains are not enumerated, of which there may be very many. Only where they can end is computed: for every
set of parts, the stretches that end a chain of those parts, in any order, from the sets with one part less.
Which stretches end soon enough before another begins is found out once: ordered by their ends, they are those
from one number to another. Whether any of them is of a set follows from two running counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.embedded.snapshot import Part
from newsgrep.engine.embedded.spans import Intervals, intervals
from newsgrep.engine.segment.positions import AUTHOR_GAP
from newsgrep.engine.segment.reader import FIELD_ORDER, Documents
from newsgrep.engine.segment.sections import changes
from newsgrep.query.nodes import Near

Marks = npt.NDArray[np.bool_]


def chain_ends(part: Part, near: Near, analyzer: Analyzer) -> Intervals:
    """Return the stretches of a segment that end a chain of all parts, each of them once, ascending."""
    among: Documents | None = None
    parts: list[Intervals] = []
    for node in near.parts:
        parts.append(intervals(part, node, analyzer, among))
        documents = parts[-1].documents
        among = documents[changes(documents)]
        if not len(among):
            return parts[-1]
    common = part.marks(parts[-1].documents)
    together = [one.chosen(common[one.documents]) for one in parts]
    return _Stretches(part, together, near.distance).ends(near.ordered)


class _Stretches:
    """The stretches of all parts together, ordered by their ends."""

    def __init__(self, part: Part, parts: Sequence[Intervals], distance: int) -> None:
        first = np.concatenate([one.first for one in parts])
        last = np.concatenate([one.last for one in parts])
        order = np.lexsort((first, last))
        owner = np.repeat(np.arange(len(parts)), [len(one) for one in parts])[order]
        self._all = Intervals(first[order], last[order])
        self._of_part: list[Marks] = [owner == number for number in range(len(parts))]
        # What each may follow: from the first that ends soon enough to the first that ends too late.
        self._since = np.searchsorted(self._all.last, self._all.first - self._reach(part, distance))
        self._until = np.searchsorted(self._all.last, self._all.first)

    def _reach(self, part: Part, distance: int) -> npt.NDArray[np.int64]:
        """Return how far each may be from the one before; the gap parts authors, who have no long names."""
        if distance <= AUTHOR_GAP:
            return np.full(len(self._all), distance)
        fields = part.reader.position_fields(self._all.documents, self._all.places)
        return np.asarray(np.where(fields == FIELD_ORDER.index("author"), AUTHOR_GAP, distance))

    def ends(self, ordered: bool) -> Intervals:
        found = self._ordered() if ordered else self._unordered()
        ending = self._all.chosen(found)
        order = np.lexsort((ending.last, ending.first))
        first, last = ending.first[order], ending.last[order]
        new = changes(first) | changes(last)
        return Intervals(first[new], last[new])

    def _ordered(self) -> Marks:
        reached = self._of_part[0]
        for following in self._of_part[1:]:
            reached = following & self._follows(reached)
        return reached

    def _unordered(self) -> Marks:
        """Go through the sets of parts by size; a set is a number with a bit for each part."""
        count = len(self._of_part)
        reached: dict[int, Marks] = {1 << number: marks for number, marks in enumerate(self._of_part)}
        for _ in range(count - 1):
            larger: dict[int, Marks] = {}
            for parts, marks in reached.items():
                follows = self._follows(marks)
                for number in range(count):
                    if not parts >> number & 1:
                        ending = follows & self._of_part[number]
                        union = parts | 1 << number
                        larger[union] = larger[union] | ending if union in larger else ending
            reached = larger
        return reached[(1 << count) - 1]

    def _follows(self, marks: Marks) -> Marks:
        """Mark the stretches that begin soon enough after the end of a marked one."""
        counts = np.zeros(len(marks) + 1, np.int32)
        np.cumsum(marks, out=counts[1:])
        return np.asarray(counts[self._until] > counts[self._since], np.bool_)
