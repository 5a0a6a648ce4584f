"""Which segments to merge: few enough for fast searches, rarely enough for fast updates.

A tiered policy, as in Lucene's TieredMergePolicy and bleve's mergeplan. A tier holds the segments of about
the same size; FACTOR segments of a tier are merged into one of the next. So a document is written log(size)
times in all, and a tier never keeps FACTOR segments. A segment that is mostly deleted is rewritten by itself.
Memory bounds how many segments are merged into one; searches are as fast with a few segments more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from newsgrep.engine.segment.info import SegmentInfo

#: How many segments of a tier are merged into one.
FACTOR = 12

#: Segments of up to this many documents are all in the lowest tier.
_SMALL = 256

#: Bytes of memory that merging each segment takes, by the segment's name.
MemoryCosts = Mapping[str, int]


def to_merge(segments: Sequence[SegmentInfo], costs: MemoryCosts, memory: int) -> list[list[SegmentInfo]]:
    """Return groups of segments to merge, each in the order of the index and of at most `memory` bytes."""
    tiers: dict[int, list[SegmentInfo]] = defaultdict(list)
    for segment in segments:
        tiers[_tier(segment)].append(segment)
    groups: list[list[SegmentInfo]] = []
    for tier in tiers.values():
        for start in range(0, len(tier) - len(tier) % FACTOR, FACTOR):
            within_memory = _divided(tier[start : start + FACTOR], costs, memory)
            groups += (group for group in within_memory if len(group) > 1)
    grouped = {segment.name for group in groups for segment in group}
    mostly_deleted = [segment for segment in segments if segment.live_count * 2 < segment.doccount]
    return groups + [[segment] for segment in mostly_deleted if segment.name not in grouped]


def to_optimize(segments: Sequence[SegmentInfo], costs: MemoryCosts, memory: int) -> list[list[SegmentInfo]]:
    """Return the groups whose merging leaves as few segments as memory allows, and no deleted documents."""
    return [group for group in _divided(segments, costs, memory) if len(group) > 1 or group[0].deleted]


def _divided(segments: Sequence[SegmentInfo], costs: MemoryCosts, memory: int) -> Iterator[list[SegmentInfo]]:
    """Yield consecutive segments in groups of at most `memory` bytes; a larger segment is a group alone."""
    group: list[SegmentInfo] = []
    total = 0
    for segment in segments:
        cost = costs[segment.name]
        if group and total + cost > memory:
            yield group
            group, total = [], 0
        group.append(segment)
        total += cost
    if group:
        yield group


def _tier(segment: SegmentInfo) -> int:
    """Return how often the number of live documents can be divided by FACTOR until it is small."""
    size, tier = segment.live_count, 0
    while size > _SMALL:
        size //= FACTOR
        tier += 1
    return tier
