"""A snapshot of the index: its segments as one space of documents, in the order of the segments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct

from newsgrep.article import ATTACHED_TO, Article, instant
from newsgrep.engine.segment.columns import day_text
from newsgrep.engine.segment.hash_table import hashes_of
from newsgrep.engine.segment.memory import raise_mmap_threshold
from newsgrep.engine.segment.reader import Documents, SegmentReader
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.stories import UNDATED

#: One bool for each document.
Marks = np.ndarray[Any, np.dtype[np.bool_]]


#: Segments that are open, each with its live documents; None if all are.
OpenSegments = Sequence[tuple[SegmentReader, Marks | None]]


class SegmentView(Struct, frozen=True):
    """A segment within a snapshot.

    base:  number of its first document in the snapshot
    live:  which of its documents are not deleted; None if all are
    above: token line of the folder that its paths start from, below the home of the snapshot; empty for
           this home
    index: number of its index, of several that are searched as one
    """

    reader: SegmentReader
    base: int
    live: Marks | None
    above: bytes = b""
    index: int = 0

    @property
    def size(self) -> int:
        """The number of documents, deleted ones included."""
        return self.reader.document_count

    def mark(self, documents: Documents) -> Marks:
        """Return one bool for each document of the segment, true for the given ones."""
        return mark(documents, self.size)

    def document_of_key(self, key: str) -> int:
        """Return the live document with a key, as the snapshot numbers it; -1 if there is none."""
        document = self.reader.document_of_key(key)
        is_live = document >= 0 and (self.live is None or bool(self.live[document]))
        return self.base + document if is_live else -1

    def live_among(self, documents: Documents) -> Documents:
        """Return the given documents without the deleted ones."""
        return documents if self.live is None else documents[self.live[documents]]

    def of_live(self, values: Array) -> Array:
        """Return the values of the live documents, given one for each document of the segment."""
        return values if self.live is None else values[self.live]


class Snapshot:
    """The segments of one generation of an index. Documents are numbered from 0 across all segments."""

    def __init__(self, segments: OpenSegments) -> None:
        self.segments: list[SegmentView] = []
        self.size = 0
        raise_mmap_threshold()
        for reader, live in segments:
            self.segments.append(SegmentView(reader, self.size, live))
            self.size += reader.document_count

    @cached_property
    def live(self) -> Marks:
        """Which documents are not deleted."""
        marks = [np.ones(s.size, np.bool_) if s.live is None else s.live for s in self.segments]
        return np.concatenate(marks) if marks else np.zeros(0, np.bool_)

    @cached_property
    def live_count(self) -> int:
        """The number of documents that are not deleted."""
        return sum(s.size if s.live is None else int(np.count_nonzero(s.live)) for s in self.segments)

    @cached_property
    def average_length(self) -> float:
        """The mean length of the live documents, weighted by field; 1 if there are none."""
        total = 0
        for segment in self.segments:
            total += int(segment.of_live(segment.reader.columns["length"][:]).sum(dtype=np.int64))
        return total / max(1, self.live_count) or 1.0

    def column(self, name: str) -> Array:
        """Return a column, such as `day` or `length`, of all documents."""
        columns = [segment.reader.columns[name][:] for segment in self.segments]
        return columns[0] if len(columns) == 1 else np.concatenate(columns or [np.zeros(0, np.uint32)])

    def by_segment(self, documents: Documents) -> Iterator[tuple[SegmentView, Documents]]:
        """Yield each segment with its documents among the given ascending ones, numbered in the segment."""
        bounds = np.searchsorted(documents, [*(segment.base for segment in self.segments), self.size])
        for segment, (start, end) in zip(self.segments, pairwise(bounds.tolist()), strict=True):
            yield segment, documents[start:end] - segment.base

    def instants(self, documents: Documents) -> Array:
        """Return when the date of each given document begins, in seconds since 1970; UNDATED if it has none.

        The documents must ascend.
        """
        found = [np.zeros(0, np.int64)]
        for segment, inside in self.by_segment(documents):
            days = segment.reader.columns["day"].take(inside)
            found.append(np.where(days > 0, _instants(segment, inside, days), UNDATED))
        return np.concatenate(found)

    def days(self) -> tuple[str, str] | None:
        """Return the first and the last day of the live documents, None where none has a date."""
        found = [day for segment in self.segments for day in _first_and_last_day(segment)]
        return (min(found), max(found)) if found else None

    def documents_with_ids(self, ids: Collection[str]) -> list[int]:
        """Return the live documents with any of these Message-IDs, and perhaps others with equal hashes."""
        hashes, found = hashes_of(ids), list[int]()
        for segment in self.segments:
            if table := segment.reader.message_ids():
                documents = np.unique(table.documents_of(hashes))
                found += (segment.live_among(documents) + segment.base).tolist()
        return found

    def documents_attached(self, mails: Iterable[str]) -> list[int]:
        """Return the live documents that are attached to mails with these keys, and perhaps others."""
        return self.documents_with_ids([ATTACHED_TO + key for key in mails])

    def key_hashes(self, documents: Documents) -> Array:
        """Return the hash of the key of each of the given ascending documents."""
        found = [segment.reader.keys.hashes()[inside] for segment, inside in self.by_segment(documents)]
        return np.concatenate([np.zeros(0, np.uint64), *found])

    def article(self, document: int) -> Article:
        """Return the stored article of a document."""
        segment, number = self.place_of(document)
        return segment.reader.article(number)

    def place_of(self, document: int) -> tuple[SegmentView, int]:
        """Return the segment of a document, and the number of the document in it."""
        segment = next(segment for segment in reversed(self.segments) if segment.base <= document)
        return segment, document - segment.base

    def document_of_key(self, key: str) -> int:
        """Return the live document with a key, -1 if there is none."""
        found = (segment.document_of_key(key) for segment in self.segments)
        return next((document for document in found if document >= 0), -1)

    def marks_of_keys(self, keys: Iterable[str]) -> Marks:
        """Mark the documents with any of these keys, deleted ones too.

        Compares only the hashes of keys. For a million keys in a million articles, the chance that two
        different keys have the same hash is about one in ten million. To read the articles would take as long
        as a thousand searches.
        """
        return marks_of_hashes(self.segments, keys)


def marks_of_hashes(segments: Iterable[SegmentView], keys: Iterable[str]) -> Marks:
    """Mark the documents of segments whose key has the same hash as any of the given keys."""
    hashes = hashes_of(keys)
    tables = [segment.reader.keys for segment in segments]
    marks = [mark(table.documents_of(hashes), len(table)) for table in tables]
    return np.concatenate([np.zeros(0, np.bool_), *marks])


def mark(documents: Documents, size: int) -> Marks:
    """Return `size` bools, true at the given documents."""
    marks = np.zeros(size, np.bool_)
    marks[documents] = True
    return marks


def _first_and_last_day(segment: SegmentView) -> list[str]:
    """Return the first and the last day of the live documents of a segment; empty if none has a date."""
    days = segment.of_live(segment.reader.columns["day"][:])
    days = days[days > 0]
    path = segment.reader.files[".col"].path
    return [day_text(path, int(day)) for day in (days.min(), days.max())] if len(days) else []


def _instants(segment: SegmentView, documents: Documents, days: Array) -> Array:
    """Return when the dates of documents begin; in a segment without the column `instant`, their days."""
    column = segment.reader.columns.get("instant")
    if column is not None:
        return column.take(documents)
    distinct, codes = np.unique(days, return_inverse=True)
    path = segment.reader.files[".col"].path
    starts = [instant(day_text(path, day)) if day else 0 for day in distinct.tolist()]
    return np.array(starts, np.int64)[codes]
