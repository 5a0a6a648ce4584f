"""Which segments to merge: few enough that searches stay fast, seldom enough that updates do.

Segments are merged when FACTOR of them are of one tier, that is of about the same size, so that a document is
written again once a tier: log(size) times in all, and there are never more than FACTOR segments a tier. A
segment of which most is deleted is written anew by itself. None is made of more than LARGEST documents: to
merge takes memory for each, and a few more segments are searched as fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from newsgrep.codec.record import SegmentRecord

FACTOR = 12

LARGEST = 1_200_000

#: Segments up to this many documents are all of the lowest tier.
_SMALL = 256


def to_merge(segments: Sequence[SegmentRecord], largest: int = LARGEST) -> list[list[SegmentRecord]]:
    """Return the groups of segments to merge, each in the order of the index, into `largest` at most."""
    tiers: dict[int, list[SegmentRecord]] = defaultdict(list)
    for record in segments:
        tiers[_tier(record)].append(record)
    groups: list[list[SegmentRecord]] = []
    for tier in tiers.values():
        full = len(tier) - len(tier) % FACTOR
        for start in range(0, full, FACTOR):
            groups += _up_to(largest, tier[start : start + FACTOR])
    grouped = {record.name for group in groups for record in group}
    hollow = [record for record in segments if record.live_count * 2 < record.doccount]
    return groups + [[record] for record in hollow if record.name not in grouped]


def _up_to(largest: int, segments: Sequence[SegmentRecord]) -> Iterator[list[SegmentRecord]]:
    """Yield groups of several segments that have so many documents together at most."""
    group: list[SegmentRecord] = []
    for record in segments:
        if sum(one.live_count for one in [*group, record]) > largest:
            if len(group) > 1:
                yield group
            group = []
        group.append(record)
    if len(group) > 1:
        yield group


def all_in_one(segments: Sequence[SegmentRecord]) -> list[list[SegmentRecord]]:
    """Return all segments as a group to merge, unless they are one whole segment already."""
    return [list(segments)] if len(segments) > 1 or any(record.deleted for record in segments) else []


def _tier(record: SegmentRecord) -> int:
    """Return how often the size can be divided by FACTOR until it is small."""
    size, tier = record.live_count, 0
    while size > _SMALL:
        size //= FACTOR
        tier += 1
    return tier
