"""Numbers that trade memory against time, as one frozen value that is passed to what needs them.

A test that wants small batches passes its own `Tuning`. What belongs to the file formats, such as the size of
a checksummed block, is not here: it cannot be chosen freely.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """How much is read from files and archives, in bytes where nothing else is said.

    record_bytes:     the largest record that is held in memory: a line of JSON Lines, a mail, an SGML story
    text_bytes:       the largest file that is one text; several copies of it exist while it is read
    page_bytes:       the largest web page or feed; news pages have a tenth of a megabyte
    chunk_bytes:      decoded at once; the encoding of a file is told from the first chunk beyond ASCII
    small_file_bytes: files up to this size are read once, for the digest and for the articles
    folder_entries:   directory entries that are sorted in memory, at some 300 bytes each
    stream_bytes:     what one compressed stream may expand to
    file_bytes:       what all compressed streams of one file may expand to
    expansion_ratio:  how many times its compressed size a stream may expand to; news compresses 3 to 20 times
    expansion_floor:  up to this size the ratio is not checked
    archive_depth:    archives within one another, the outermost included
    archive_members:  members of one file, in all its archives
    filter_seconds:   the longest time that a filter command may take for a file
    """

    record_bytes: int = 64 * 2**20
    text_bytes: int = 32 * 2**20
    page_bytes: int = 16 * 2**20
    chunk_bytes: int = 2**18
    small_file_bytes: int = 2**20
    folder_entries: int = 50_000
    stream_bytes: int = 2**36
    file_bytes: int = 2**38
    expansion_ratio: int = 250
    expansion_floor: int = 2**26
    archive_depth: int = 2
    archive_members: int = 500_000
    filter_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class IndexingTuning:
    """How an index run batches its work."""


@dataclass(frozen=True, slots=True)
class SegmentTuning:
    """How segments are built, written, merged and read."""


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
