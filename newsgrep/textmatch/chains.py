"""Finds the occurrences of the parts of a proximity query that are near enough to one another to match.

>>> word_at = lambda *positions: [FixedIntervals(1, sum(1 << position for position in positions))]
>>> [bin(bits) for (bits,) in chained([word_at(0, 4, 20), word_at(5, 9)], 2, ordered=False)]
['0b10000', '0b100000']

A set of positions is an integer with a bit for each, so that a step takes a few shifts, however often the
words occur in the text. An interval is in a chain of all parts if there are two chains: one ends with it, and
the other begins with it and has all parts that the first one lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from msgspec import Struct


class FixedIntervals(Struct, frozen=True):
    """Intervals of `length` positions each, as the set of their first positions."""

    length: int
    starts: int


#: The occurrences of a part of a proximity query; its alternatives may differ in length.
PartOccurrences = Sequence[FixedIntervals]

#: (set of parts in a chain as bits, number of the part at its end) -> for each alternative of that part the
#: first positions of the intervals at which such a chain ends.
_ChainEnds = dict[tuple[int, int], list[int]]


def chained(parts: Sequence[PartOccurrences], distance: int, *, ordered: bool) -> list[list[int]]:
    """Return the first positions of the intervals that are in a chain of all parts, for each part.

    In a chain each interval begins at most `distance` positions after the end of the one before it; if
    `ordered`, the intervals are in the order of the parts.
    """
    all_parts = (1 << len(parts)) - 1
    ends = _chain_ends(parts, distance, ordered=ordered, backwards=False)
    beginnings = _chain_ends(parts, distance, ordered=ordered, backwards=True)
    found = [[0] * len(part) for part in parts]
    for (before, number), starts in ends.items():
        after = beginnings.get((all_parts ^ before | 1 << number, number))
        for alternative, (one, other) in enumerate(zip(starts, after or (), strict=False)):
            found[number][alternative] |= one & other
    return found


def _chain_ends(
    parts: Sequence[PartOccurrences], distance: int, *, ordered: bool, backwards: bool
) -> _ChainEnds:
    """Return where chains end, followed from their first interval on or, if `backwards`, from the last."""
    order = [*range(len(parts))][:: -1 if backwards else 1]
    ends: _ChainEnds = {
        (1 << number, number): [one.starts for one in parts[number]]
        for number in (order[:1] if ordered else order)
    }
    sets = {chain for chain, _ in ends}
    for size in range(1, len(parts)):
        larger: set[int] = set()
        for chain in sets:
            near = _near_ends(parts, ends, chain, distance, backwards)
            left = [number for number in order if not chain >> number & 1]
            for number in [order[size]] if ordered else left:
                shifts = [one.length - 1 if backwards else 0 for one in parts[number]]
                union = chain | 1 << number
                ends[union, number] = [
                    one.starts & (near >> shift) for one, shift in zip(parts[number], shifts, strict=True)
                ]
                larger.add(union)
        sets = larger
    return ends


def _near_ends(
    parts: Sequence[PartOccurrences], ends: _ChainEnds, chain: int, distance: int, backwards: bool
) -> int:
    """Return the positions where an interval that continues the chains of a set of parts may be."""
    edge = 0
    for number, part in enumerate(parts):
        for one, starts in zip(part, ends.get((chain, number), ()), strict=False):
            edge |= starts if backwards else starts << (one.length - 1)
    return _within(edge, distance, backwards)


def _within(positions: int, distance: int, backwards: bool) -> int:
    """Return the positions that are 1 to `distance` after the given ones, or, `backwards`, before them."""
    near, width = (positions >> 1 if backwards else positions << 1), 1
    while width < distance:
        step = min(width, distance - width)
        near |= near >> step if backwards else near << step
        width += step
    return near


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_One = TypeVar("_One", bound=_Spanned)


def apart(parts: Sequence[Sequence[_One]]) -> list[list[_One]]:
    """Return the occurrences of each part that can be combined with one of every other part without overlap.

    A set of parts is a number with a bit for each. For each set, the earliest end of such a choice is found
    from the earliest ends for smaller sets; the latest start likewise.
    """
    everything = (1 << len(parts)) - 1
    beyond = 1 + max(one.end for part in parts for one in part)
    end, start = [0] * (everything + 1), [beyond] * (everything + 1)
    for chosen in range(1, everything + 1):
        last = [(part, chosen ^ 1 << number) for number, part in enumerate(parts) if chosen >> number & 1]
        end[chosen] = min(
            (one.end for part, others in last for one in part if one.start >= end[others]), default=beyond
        )
        start[chosen] = max(
            (one.start for part, others in last for one in part if one.end <= start[others]), default=-1
        )
    return [
        [one for one in part if _has_room(one, everything ^ 1 << number, end, start)]
        for number, part in enumerate(parts)
    ]


def _has_room(one: _Spanned, others: int, end: Sequence[int], start: Sequence[int]) -> bool:
    """Return whether the other parts can be chosen so that each is before an occurrence, or after it."""
    before = others
    while end[before] > one.start or start[others ^ before] < one.end:
        if not before:
            return False
        before = before - 1 & others
    return True


class Occurrence(Struct, frozen=True, order=True):
    """Where a part of a proximity query occurs: first position, length in positions, number of the part."""

    position: int
    length: int
    part: int

    @property
    def end(self) -> int:
        """The position after the last one."""
        return self.position + self.length


def disjoint_chains(
    occurrences: Iterable[Occurrence], parts: int, distance: int, *, ordered: bool
) -> Iterator[tuple[Occurrence, ...]]:
    """Yield chains of all parts that do not overlap, each as soon as it is complete.

    occurrences: sorted
    """
    all_parts = (1 << parts) - 1
    # For each set of parts, as bits: of its chains that have ended, the one that ended last.
    ended: dict[int, tuple[Occurrence, ...]] = {}
    running: list[tuple[int, tuple[Occurrence, ...]]] = []
    for position, here in groupby(occurrences, key=lambda one: one.position):
        ended |= sorted((one for one in running if one[1][-1].end <= position), key=_end)
        running = [one for one in running if one[1][-1].end > position]
        for one in here:
            bit = 1 << one.part
            if not ordered or one.part == 0:
                running.append((bit, (one,)))
            for before, chain in ended.items():
                follows = before == bit - 1 if ordered else not before & bit
                if follows and position - chain[-1].end < distance:
                    running.append((before | bit, (*chain, one)))
        whole = [chain for chain_parts, chain in running if chain_parts == all_parts]
        if whole:
            yield min(whole, key=lambda chain: chain[-1].end)
            ended, running = {}, []


def _end(running: tuple[int, tuple[Occurrence, ...]]) -> int:
    return running[1][-1].end
