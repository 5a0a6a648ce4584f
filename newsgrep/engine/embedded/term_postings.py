"""Postings of the queries that BM25F ranks as one term: a term query, or term queries near each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.embedded.alternatives import Alternative, Alternatives, alternatives_of
from newsgrep.engine.embedded.intervals import IntervalFinder, Intervals
from newsgrep.engine.embedded.proximity import chain_ends
from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.query.nodes import AtLeast, Near, TermQuery
from newsgrep.tuning import SearchTuning


class Postings(Struct, frozen=True):
    """Ascending live documents, and the frequency in each, weighted by field."""

    documents: Documents
    frequencies: Array

    def frequencies_at(self, documents: Documents, size: int) -> Array:
        """Return the frequency in each of the given documents, 0 in a document without a posting.

        size: number of documents of the snapshot
        """
        if documents is self.documents:
            return self.frequencies
        dense = np.zeros(size, self.frequencies.dtype)
        dense[self.documents] = self.frequencies
        return dense.take(documents)


class PostingsReader:
    """Reads the postings of term queries from a snapshot of the index."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, tuning: SearchTuning) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._intervals = IntervalFinder(analyzer, tuning)

    def postings(self, query: TermQuery | Near) -> Postings:
        """Return the postings of a term query, whose documents are numbered in the snapshot.

        A compound word matches where its words stand together. The frequency of a Near is the number of
        intervals that end a chain of its parts, each weighted by its field.
        """
        segments = [(segment, self._in_segment(segment, query)) for segment in self._snapshot.segments]
        return _concatenated([(segment, one) for segment, one in segments if len(one.documents)])

    def _in_segment(self, segment: SegmentView, query: TermQuery | Near) -> Postings:
        """Return the postings in a segment, whose documents are numbered in the segment."""
        if isinstance(query, Near):
            return _postings_of(segment, chain_ends(segment, query, self._intervals))
        alternatives = alternatives_of(segment.reader, query, self._analyzer)
        return self._of_alternatives(segment, query.field, alternatives)

    def _of_alternatives(
        self, segment: SegmentView, field: str, alternatives: Sequence[Alternatives]
    ) -> Postings:
        """Return the postings of the phrases that have one of the alternatives at each position."""
        if len(alternatives) != 1 or field:
            first = self._intervals.phrase(segment, alternatives, (field,))
            return _postings_of(segment, Intervals(first, first))
        complete = [one for one in alternatives[0] if one.forms is None]
        restricted = [one for one in alternatives[0] if one.forms is not None]
        postings = [_postings_of_term(segment, one.term) for one in complete]
        if restricted:
            occurrences = self._intervals.phrase(segment, [tuple(restricted)], ("",))
            postings.append(_postings_of(segment, Intervals(occurrences, occurrences)))
        return postings[0] if len(postings) == 1 else _summed(segment, postings)

    def count(self, query: TermQuery) -> int:
        """Return how many documents match a term query."""
        return sum(self._count_in_segment(segment, query) for segment in self._snapshot.segments)

    def _count_in_segment(self, segment: SegmentView, query: TermQuery) -> int:
        alternatives = alternatives_of(segment.reader, query, self._analyzer)
        match alternatives:
            case [(Alternative(term=term, forms=None),)] if segment.live is None and not query.field:
                return segment.reader.document_frequency(term)  # no posting need be read
        return len(self._of_alternatives(segment, query.field, alternatives).documents)

    def at_least(self, query: AtLeast) -> Documents:
        """Return the documents in which a term query, or any of several, matches often enough."""
        documents = [np.zeros(0, np.int64)]
        for segment in self._snapshot.segments:
            mentions = self._intervals.find(segment, query.part).documents
            begins = np.flatnonzero(mark_changes(mentions))
            counts = np.diff(begins, append=len(mentions))
            documents.append(mentions[begins[counts >= query.count]] + segment.base)
        return np.concatenate(documents)


def _no_postings() -> Postings:
    return Postings(np.zeros(0, np.int64), np.zeros(0, np.int64))


def _postings_of_term(segment: SegmentView, term: int) -> Postings:
    """Return the postings of a term in any field and surface form."""
    documents, frequencies = segment.reader.documents(term), segment.reader.weights(term)
    if segment.live is None:
        return Postings(documents, frequencies)
    is_live = segment.live[documents]
    return Postings(documents[is_live], frequencies[is_live])


def _postings_of(segment: SegmentView, intervals: Intervals) -> Postings:
    """Count the intervals of each document, weighted by field."""
    documents = intervals.documents
    if not len(documents):
        return _no_postings()
    begins = np.flatnonzero(mark_changes(documents))
    frequencies = np.add.reduceat(segment.reader.fields.weights(documents, intervals.positions), begins)
    return Postings(documents[begins], frequencies)


def _summed(segment: SegmentView, terms: Sequence[Postings]) -> Postings:
    """Add up the frequencies of terms that count as one."""
    total = np.zeros(segment.size, np.int64)
    for postings in terms:
        total[postings.documents] += postings.frequencies
    documents = np.flatnonzero(total)
    return Postings(documents, total[documents])


def _concatenated(segments: Sequence[tuple[SegmentView, Postings]]) -> Postings:
    """Concatenate the postings of segments, with documents numbered in the snapshot."""
    if not segments:
        return _no_postings()
    if len(segments) == 1 and not segments[0][0].base:
        return segments[0][1]
    return Postings(
        np.concatenate([postings.documents + segment.base for segment, postings in segments]),
        np.concatenate([postings.frequencies for _, postings in segments]),
    )
