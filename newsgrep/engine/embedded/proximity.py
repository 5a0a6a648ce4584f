"""Proximity: chains of intervals, one of each part, each within a distance after the one before.

There may be very many chains, so that they are not enumerated. Only the intervals that end a chain are
computed: for every set of parts, the intervals that end a chain of those parts in any order follow from the
sets with one part less. Which intervals end soon enough before another begins is computed once: ordered by
their ends, these are consecutive. Whether any of them ends a chain follows from two running counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsgrep.engine.embedded.intervals import IntervalFinder, Intervals, distinct_intervals
from newsgrep.engine.embedded.snapshot import Marks, SegmentView
from newsgrep.engine.segment.positions import AUTHOR_GAP, FIELD_ORDER
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.query.nodes import Near


def chain_ends(segment: SegmentView, near: Near, finder: IntervalFinder) -> Intervals:
    """Return the intervals of a segment that end a chain of all parts, ascending, each of them once.

    Raises TypeError for a Near of sentences or paragraphs.
    """
    if near.unit != "word":
        raise TypeError(f"a {near.unit} is verified in the stored text, and not in the index: {near}")
    among: Documents | None = None
    parts: list[Intervals] = []
    for part in near.parts:
        parts.append(finder.find(segment, part, among))
        documents = parts[-1].documents
        among = documents[mark_changes(documents)]
        if not len(among):
            return parts[-1]
    has_all = segment.mark(parts[-1].documents)
    candidates = [intervals.where(has_all[intervals.documents]) for intervals in parts]
    return _ChainBuilder(segment, candidates, near.distance).ends(near.ordered)


class _ChainBuilder:
    """Builds chains from the intervals of all parts, ordered by their ends."""

    def __init__(self, segment: SegmentView, parts: Sequence[Intervals], distance: int) -> None:
        first = np.concatenate([intervals.first for intervals in parts])
        last = np.concatenate([intervals.last for intervals in parts])
        order = np.lexsort((first, last))
        part_of = np.repeat(np.arange(len(parts)), [len(intervals) for intervals in parts])[order]
        self._intervals = Intervals(first[order], last[order])
        self._is_of_part: list[Marks] = [part_of == number for number in range(len(parts))]
        # Each interval may follow a range of intervals: from the first that ends soon enough before it, up to
        # the first that ends too late, which is excluded.
        earliest = self._intervals.first - self._distances(segment, distance)
        self._follows_from = np.searchsorted(self._intervals.last, earliest)
        self._follows_to = np.searchsorted(self._intervals.last, self._intervals.first)

    def _distances(self, segment: SegmentView, distance: int) -> Array:
        """Return for each interval the largest distance that it may have from the one before.

        Names of different authors are AUTHOR_GAP apart, and may not be near each other.
        """
        if distance <= AUTHOR_GAP:
            return np.full(len(self._intervals), distance)
        fields = segment.reader.fields.numbers(self._intervals.documents, self._intervals.positions)
        return np.asarray(np.where(fields == FIELD_ORDER.index("author"), AUTHOR_GAP, distance))

    def ends(self, ordered: bool) -> Intervals:
        ends = self._intervals.where(self._ends_in_order() if ordered else self._ends_in_any_order())
        return distinct_intervals(ends.first, ends.last)

    def _ends_in_order(self) -> Marks:
        ends = self._is_of_part[0]
        for is_of_next in self._is_of_part[1:]:
            ends = is_of_next & self._may_follow(ends)
        return ends

    def _ends_in_any_order(self) -> Marks:
        """Go through the sets of parts by size. A set is a number with a bit for each part."""
        count = len(self._is_of_part)
        ends_of: dict[int, Marks] = {1 << number: marks for number, marks in enumerate(self._is_of_part)}
        for _ in range(count - 1):
            larger: dict[int, Marks] = {}
            for parts, marks in ends_of.items():
                may_follow = self._may_follow(marks)
                for number in range(count):
                    if not parts >> number & 1:
                        ends = may_follow & self._is_of_part[number]
                        union = parts | 1 << number
                        larger[union] = larger[union] | ends if union in larger else ends
            ends_of = larger
        return ends_of[(1 << count) - 1]

    def _may_follow(self, marks: Marks) -> Marks:
        """Mark the intervals that begin soon enough after the end of a marked one."""
        counts = np.zeros(len(marks) + 1, np.int32)
        np.cumsum(marks, out=counts[1:])
        return np.asarray(counts[self._follows_to] > counts[self._follows_from], np.bool_)
