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
    """How segments are built, written, merged and read."""


@dataclass(frozen=True, slots=True)
class SearchTuning:
    """How queries are evaluated.

    expansion_limit:        most words that a pattern is expanded to, the most frequent first. To add up the
                            postings of 2,000 words takes about as long as to find them among 70,000
    maxscore_min_documents: documents from which on an OR is answered by MaxScore; in a smaller index all
                            matches are scored
    maxscore_memory:        bytes that MaxScore may take for the frequencies of its terms; an OR that would
                            need more has all matches scored
    occurrences_per_step:   occurrences of the terms of a phrase that are compared at a time, about; they
                            take some 30 bytes each
    """

    expansion_limit: int = 2_000
    maxscore_min_documents: int = 2_000
    maxscore_memory: int = 64_000_000
    occurrences_per_step: int = 1 << 19


@dataclass(frozen=True, slots=True)
class Tuning:
    """All of them."""

    sources: SourceLimits = field(default_factory=SourceLimits)
    indexing: IndexingTuning = field(default_factory=IndexingTuning)
    segment: SegmentTuning = field(default_factory=SegmentTuning)
    search: SearchTuning = field(default_factory=SearchTuning)


#: What is used where nothing else is passed.
DEFAULT_TUNING = Tuning()
