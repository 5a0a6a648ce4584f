"""Numbers that trade memory against time, as one frozen value that is passed to what needs them.

A test that wants small batches passes its own `Tuning`. What belongs to the file formats, such as the size of
a checksummed block, is not here: it cannot be chosen freely.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """How files and archives are walked and read."""


@dataclass(frozen=True, slots=True)
class IndexingTuning:
    """How an index run batches its work."""


@dataclass(frozen=True, slots=True)
class SegmentTuning:
    """How segments are built, written, merged and read.

    window_bytes:          text that is tokenised together; small enough for the caches of a processor
    partition_tokens:      tokens that are partitioned by term range together, about
    range_tokens:          tokens of a term range, which are sorted together, unless one term has more. With
                           twice as many, more memory is freed than glibc keeps to be used again
    min_vocabulary_bytes, max_vocabulary_bytes: memory that a vocabulary may take before it is emptied;
                           between the two it is four fifths of what a segment may take
    keyword_block_bytes:   tokens of url and path that are compressed together
    dictionary_batch:      strings of a dictionary that are sorted, or read, together
    merge_occurrences:     occurrences that are merged together; each takes some 100 bytes meanwhile
    """

    window_bytes: int = 1 << 17
    partition_tokens: int = 1 << 18
    range_tokens: int = 1 << 18
    min_vocabulary_bytes: int = 4_000_000
    max_vocabulary_bytes: int = 120_000_000
    keyword_block_bytes: int = 1 << 20
    dictionary_batch: int = 1 << 18
    merge_occurrences: int = 2_000_000


@dataclass(frozen=True, slots=True)
class SearchTuning:
    """How queries are evaluated."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """All of them."""

    sources: SourceLimits = field(default_factory=SourceLimits)
    indexing: IndexingTuning = field(default_factory=IndexingTuning)
    segment: SegmentTuning = field(default_factory=SegmentTuning)
    search: SearchTuning = field(default_factory=SearchTuning)


#: What is used where nothing else is passed.
DEFAULT_TUNING = Tuning()
