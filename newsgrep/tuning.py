"""Numbers that trade memory against time, as one frozen value that is passed to what needs them.

A test that wants small batches passes its own `Tuning`. What belongs to the file formats, such as the size of
a checksummed block, is not here: it cannot be chosen freely.
"""

from __future__ import annotations

from msgspec import Struct, field


class SourceLimits(Struct, frozen=True):
    """How files and archives are walked and read."""


class IndexingTuning(Struct, frozen=True):
    """How an index run batches its work."""


class SegmentTuning(Struct, frozen=True):
    """How segments are built, written, merged and read."""


class SearchTuning(Struct, frozen=True):
    """How queries are evaluated, and hits are made.

    hit_batch_cost: the articles of hits are read in batches until their cost reaches this
    hit_base_cost:  the cost of an article beside the code points of its body
    """

    hit_batch_cost: int = 100_000
    hit_base_cost: int = 5_000


class SpillTuning(Struct, frozen=True):
    """When sets and sorted rows go to a temporary database.

    set_size:    integers that a set holds as Python objects, some 70 bytes each
    rows:        rows that are held as Python objects, some 300 bytes each
    cache_bytes: memory of a temporary database
    """

    set_size: int = 1_000_000
    rows: int = 50_000
    cache_bytes: int = 48_000_000


class Tuning(Struct, frozen=True):
    """All of them."""

    sources: SourceLimits = field(default_factory=SourceLimits)
    indexing: IndexingTuning = field(default_factory=IndexingTuning)
    segment: SegmentTuning = field(default_factory=SegmentTuning)
    search: SearchTuning = field(default_factory=SearchTuning)
    spill: SpillTuning = field(default_factory=SpillTuning)


#: What is used where nothing else is passed.
DEFAULT_TUNING = Tuning()
