"""Whether two articles of an index would share a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.key_table import KeyTable
from newsgrep.engine.segment.opening import open_segment
from newsgrep.engine.segment.sections import Array, SectionReader

#: To look hashes up one by one pays if there are this many times fewer of them than a segment has.
_LOOK_UP_COST = 200


def shared_key(folder: Path, old: Sequence[SegmentInfo], new: Sequence[SegmentInfo]) -> str | None:
    """Return a key that an article of the new segments shares with another live article; None if none does.

    The hashes of keys are compared. The keys themselves are read only where hashes are the same, as they are
    for an article that was changed: its former version is deleted.
    """
    if not new:
        return None
    known = np.sort(np.concatenate([_keys(folder, info).hashes() for info in new]))
    suspects = {*known[1:][known[1:] == known[:-1]].tolist()}
    for info in old:
        suspects.update(_common(_keys(folder, info), known))
    return _shared_among(folder, (*old, *new), suspects) if suspects else None


def _keys(folder: Path, info: SegmentInfo) -> KeyTable:
    return KeyTable(SectionReader(folder / f"{info.name}.col"))


def _common(table: KeyTable, hashes: Array) -> Iterator[int]:
    """Yield the hashes, of some ascending ones, that a table of keys has."""
    if len(hashes) * _LOOK_UP_COST < len(table):
        yield from (one for one in hashes.tolist() if any(True for _ in table.with_hash(one)))
    else:
        yield from np.intersect1d(table.hashes(), hashes).tolist()


def _shared_among(folder: Path, segments: Sequence[SegmentInfo], hashes: set[int]) -> str | None:
    """Return a key of one of these hashes that two live articles have."""
    seen: set[str] = set()
    for info in segments:
        reader, live = open_segment(folder, info)
        for one in hashes:
            for document in reader.keys.with_hash(one):
                if live is None or live[document]:
                    key = reader.article(document).key
                    if key in seen:
                        return key
                    seen.add(key)
    return None
