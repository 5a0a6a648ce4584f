"""Intervals of positions at which term queries match, in one segment.

An occurrence is one 64-bit number, (document << SHIFT) + position, so that the occurrences of any terms can
be compared, and occurrences at consecutive positions differ by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import assert_never

import numpy as np
from msgspec import Struct

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.embedded.alternatives import Alternative, Alternatives, alternatives_of
from newsgrep.engine.embedded.snapshot import Marks, SegmentView
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.query.nodes import (
    And,
    AtLeast,
    FilterNode,
    Near,
    Node,
    Not,
    Or,
    TermNode,
    TermQuery,
    Verified,
    Weighted,
    Word,
)
from newsgrep.query.words import words_of
from newsgrep.tuning import SearchTuning

SHIFT = 32
_POSITION = (1 << SHIFT) - 1

#: A phrase of more alternative terms is compared in one step, as the cost of a step grows with their number.
_MOST_TERMS_IN_STEPS = 16

#: Ascending occurrences.
Occurrences = Array


class Intervals(Struct, frozen=True):
    """Ascending intervals of positions, as the occurrences of the first and of the last word of each."""

    first: Occurrences
    last: Occurrences

    def __len__(self) -> int:
        return len(self.first)

    @property
    def documents(self) -> Documents:
        """The document of each interval."""
        return self.first >> SHIFT

    @property
    def positions(self) -> Array:
        """The position of the first word of each interval."""
        return self.first & _POSITION

    def where(self, marks: Marks) -> Intervals:
        """Return the intervals that are marked."""
        return Intervals(self.first[marks], self.last[marks])


class IntervalFinder:
    """Finds the intervals of term queries in the segments of a snapshot."""

    def __init__(self, analyzer: Analyzer, tuning: SearchTuning) -> None:
        self.analyzer = analyzer
        self._tuning = tuning

    def find(self, segment: SegmentView, query: Node, among: Documents | None = None) -> Intervals:
        """Return where a term query or an Or of term queries matches; `among` restricts the documents.

        An interval that several of the term queries match is returned once.
        """
        fields: dict[tuple[Alternatives, ...], list[str]] = {}
        for one in self._term_queries(query):
            terms = tuple(alternatives_of(segment.reader, one, self.analyzer))
            fields.setdefault(terms, []).append(one.field)
        alternatives = []
        for terms, names in fields.items():  # the same words in several fields are read once
            first = self.phrase(segment, terms, tuple(names), among)
            alternatives.append(Intervals(first, first + (len(terms) - 1)))
        if len(alternatives) == 1:
            return alternatives[0]
        first = np.concatenate([intervals.first for intervals in alternatives])
        last = np.concatenate([intervals.last for intervals in alternatives])
        return distinct_intervals(first, last)

    def _term_queries(self, query: Node) -> Iterator[TermQuery]:
        """Yield the term queries of an Or, or the words of an `any_part` compound; any of them may match."""
        match query:
            case Or(parts):
                for part in parts:
                    yield from self._term_queries(part)
            case Word(any_part=True):
                yield from words_of(query, self.analyzer) or (query,)
            case TermNode():
                yield query
            case FilterNode() | Near() | AtLeast() | Verified() | Weighted() | And() | Not():
                raise TypeError(f"a query that has no positions in an article: {query}")
            case _:
                assert_never(query)

    def phrase(
        self,
        segment: SegmentView,
        alternatives: Sequence[Alternatives],
        fields: tuple[str, ...],
        among: Documents | None = None,
    ) -> Occurrences:
        """Return where the alternatives stand at consecutive positions of any of the given fields.

        Returns the occurrence of the first word of each match. The empty field stands for any field.
        """
        if not alternatives or not all(alternatives):
            return np.zeros(0, np.int64)
        if len(alternatives) == 1:
            first = _union([_occurrences_of(segment, one, among) for one in alternatives[0]])
        else:
            first = self._consecutive(segment, alternatives, among)
        if "" in fields:
            return first
        documents, positions, size = first >> SHIFT, first & _POSITION, len(alternatives)
        inside = np.zeros(len(first), np.bool_)
        for field in fields:
            inside |= segment.reader.fields.within(field, documents, positions, size)
        return first[inside]

    def _consecutive(
        self, segment: SegmentView, alternatives: Sequence[Alternatives], among: Documents | None
    ) -> Occurrences:
        marks = _marks_of(segment, among)
        step = self._documents_per_step(segment, alternatives)
        terms = [[_TermOccurrences(segment, one, step) for one in position] for position in alternatives]
        matches = [
            _consecutive_in_step(
                number, None if marks is None else marks[start : start + step], terms, start, step
            )
            for number, start in enumerate(range(0, segment.size, step))
        ]
        return np.concatenate(matches) if matches else np.zeros(0, np.int64)

    def _documents_per_step(self, segment: SegmentView, alternatives: Sequence[Alternatives]) -> int:
        """Return how many documents to compare at a time, which bounds memory and makes use of the caches."""
        terms = [one.term for position in alternatives for one in position]
        occurrences = sum(map(segment.reader.occurrence_count, terms))
        if len(terms) > _MOST_TERMS_IN_STEPS or occurrences <= self._tuning.occurrences_per_step:
            return max(1, segment.size)
        return -(-segment.size * self._tuning.occurrences_per_step // occurrences)


class _TermOccurrences:
    """The occurrences of a term, read in steps of `step` documents."""

    def __init__(self, segment: SegmentView, alternative: Alternative, step: int) -> None:
        reader, term = segment.reader, alternative.term
        self._reader, self._alternative = reader, alternative
        self.count = reader.occurrence_count(term)
        self._documents, self._counts = reader.documents(term), reader.counts(term)
        #: Where the postings of each step begin, and its occurrences.
        self._postings, self._occurrences = [0, len(self._documents)], [0, self.count]
        if step < segment.size:
            starts = range(0, segment.size + step, step)
            self._postings = np.searchsorted(self._documents, starts).tolist()
            sizes = (self._counts[start:end].sum(dtype=np.int64) for start, end in pairwise(self._postings))
            self._occurrences = [*accumulate(map(int, sizes), initial=0)]

    def in_step(self, number: int, marks: Marks | None, first_document: int = 0) -> Occurrences:
        """Return the occurrences in the documents of a step.

        `marks` restricts the documents: marks[i] says whether document `first_document` + i counts. None
        stands for all documents.
        """
        postings = slice(self._postings[number], self._postings[number + 1])
        documents, counts = self._documents[postings], self._counts[postings]
        bounds = self._occurrences[number], self._occurrences[number + 1]
        term, forms = self._alternative.term, self._alternative.forms
        positions = self._reader.positions(term, *bounds)
        forms_found = self._reader.occurrence_forms(term, *bounds) if forms is not None else None
        wanted = None if marks is None else np.flatnonzero(marks.take(documents - first_document))
        if wanted is not None and len(wanted) < len(documents):
            occurrences, indices = _occurrences_of_postings(documents, counts, wanted)
            positions = positions.take(indices)
            forms_found = forms_found if forms_found is None else forms_found.take(indices)
        else:
            occurrences = np.repeat(documents << SHIFT, counts)
        occurrences += positions
        return occurrences if forms_found is None else occurrences[np.isin(forms_found, forms or ())]


def _occurrences_of(
    segment: SegmentView, alternative: Alternative, among: Documents | None = None
) -> Occurrences:
    """Return the occurrences of a term in live documents; `among` restricts the documents."""
    marks = _marks_of(segment, among)
    return _TermOccurrences(segment, alternative, max(1, segment.size)).in_step(0, marks)


def _marks_of(segment: SegmentView, among: Documents | None) -> Marks | None:
    """Mark the live documents, of `among` if it is given. Without `among`, returns None if all are live."""
    return segment.live if among is None else segment.mark(segment.live_among(among))


def distinct_intervals(first: Occurrences, last: Occurrences) -> Intervals:
    """Return intervals in ascending order, each of them once."""
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    is_new = mark_changes(first) | mark_changes(last)
    return Intervals(first[is_new], last[is_new])


def _in_both(one: Array, other: Array) -> Array:
    """Return the numbers that are in both of two ascending arrays without repetitions."""
    both = np.concatenate([one, other])
    both.sort(kind="stable")  # merges two sorted runs
    return np.asarray(both[:-1][both[1:] == both[:-1]])


def _occurrences_of_postings(documents: Documents, counts: Array, wanted: Array) -> tuple[Occurrences, Array]:
    """Return the occurrences of the wanted postings, at position 0, and their indices among all occurrences.

    documents, counts: document and number of occurrences of each posting
    wanted:            ascending indices of postings
    """
    ends = np.cumsum(counts, dtype=np.int64).take(wanted)
    counts = counts.take(wanted)
    shifts = ends - np.cumsum(counts, dtype=np.int64)
    indices = np.repeat(shifts, counts)
    indices += np.arange(len(indices))
    return np.repeat(documents.take(wanted) << SHIFT, counts), indices


def _consecutive_in_step(
    number: int,
    marks: Marks | None,
    terms: Sequence[Sequence[_TermOccurrences]],
    first_document: int,
    size: int,
) -> Occurrences:
    """Return where terms of all positions stand in a row, in the marked documents of a step.

    Reads the rarest position first, and the other positions only in the documents that are left.
    """
    starts: Occurrences | None = None
    for offset in sorted(range(len(terms)), key=lambda offset: sum(term.count for term in terms[offset])):
        shifted = _union([term.in_step(number, marks, first_document) for term in terms[offset]]) - offset
        starts = shifted if starts is None else _in_both(starts, shifted)
        if not len(starts):
            break
        marks = np.zeros(size, np.bool_)
        marks[(starts >> SHIFT) - first_document] = True
    return np.zeros(0, np.int64) if starts is None else starts


def _union(disjoint: Sequence[Occurrences]) -> Occurrences:
    """Merge ascending arrays that have no number in common."""
    return disjoint[0] if len(disjoint) == 1 else np.sort(np.concatenate(disjoint), kind="stable")
