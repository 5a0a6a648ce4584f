"""Whether two articles of an index would share a key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from newsgrep.engine.segment.hash_table import KEYS, HashTable
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.opening import open_segment
from newsgrep.engine.segment.sections import SectionReader


def shared_key(folder: Path, old: Sequence[SegmentInfo], new: Sequence[SegmentInfo]) -> str | None:
    """Return a key that an article of the new segments shares with another live article; None if none does.

    Compares the hashes of keys, and reads the keys themselves only if hashes are equal. They are equal for an
    article that was changed, whose former version is deleted.
    """
    if not new:
        return None
    known = np.sort(np.concatenate([_keys(folder, info).hashes() for info in new]))
    suspects = {*known[1:][known[1:] == known[:-1]].tolist()}
    for info in old:
        suspects.update(_keys(folder, info).known(known).tolist())
    return _shared_among(folder, (*old, *new), suspects) if suspects else None


def _keys(folder: Path, info: SegmentInfo) -> HashTable:
    return HashTable(SectionReader(folder / f"{info.name}.col"), KEYS)


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
