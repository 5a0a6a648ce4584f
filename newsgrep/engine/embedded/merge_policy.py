"""Which segments to merge: few enough that searches stay fast, seldom enough that updates do.

Segments are merged when FACTOR of them are of one tier, that is of about the same size, so that a document is
written again once a tier: log(size) times in all, and there are never more than FACTOR segments a tier. A
segment of which most is deleted is written anew by itself. What is merged together is bounded by the memory
that this takes: a few more segments are searched as fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from newsgrep.engine.segment.info import SegmentInfo

FACTOR = 12

#: Segments up to this many documents are all of the lowest tier.
_SMALL = 256

#: The bytes of memory that each segment takes to be merged, by its name.
Weights = Mapping[str, int]


def to_merge(segments: Sequence[SegmentInfo], weights: Weights, most: int) -> list[list[SegmentInfo]]:
    """Return the groups of segments to merge, each in the order of the index, and of `most` bytes at most."""
    tiers: dict[int, list[SegmentInfo]] = defaultdict(list)
    for record in segments:
        tiers[_tier(record)].append(record)
    groups: list[list[SegmentInfo]] = []
    for tier in tiers.values():
        full = len(tier) - len(tier) % FACTOR
        for start in range(0, full, FACTOR):
            groups += (
                group for group in _parted(tier[start : start + FACTOR], weights, most) if len(group) > 1
            )
    grouped = {record.name for group in groups for record in group}
    hollow = [record for record in segments if record.live_count * 2 < record.doccount]
    return groups + [[record] for record in hollow if record.name not in grouped]


def to_optimize(segments: Sequence[SegmentInfo], weights: Weights, most: int) -> list[list[SegmentInfo]]:
    """Return the groups that leave as few segments as memory allows, and nothing deleted."""
    return [group for group in _parted(segments, weights, most) if len(group) > 1 or group[0].deleted]


def _parted(segments: Sequence[SegmentInfo], weights: Weights, most: int) -> Iterator[list[SegmentInfo]]:
    """Yield segments in groups of so many bytes at most, or by themselves where one has more."""
    group: list[SegmentInfo] = []
    weight = 0
    for record in segments:
        size = weights[record.name]
        if group and weight + size > most:
            yield group
            group, weight = [], 0
        group.append(record)
        weight += size
    if group:
        yield group


def _tier(record: SegmentInfo) -> int:
    """Return how often the size can be divided by FACTOR until it is small."""
    size, tier = record.live_count, 0
    while size > _SMALL:
        size //= FACTOR
        tier += 1
    return tier
