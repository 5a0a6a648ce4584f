"""Where the leaves of a query stand in a segment, as arrays of occurrences.

An occurrence is one number, (document << SHIFT) + place, so that occurrences of any leaves can be compared,
and those that follow one another differ by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.embedded.alternatives import Alternative, Alternatives, slots_of
from newsgrep.engine.embedded.snapshot import Part
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array, changes
from newsgrep.query.nodes import Node, Or, TermQuery, Word

SHIFT = 32
_PLACE = (1 << SHIFT) - 1

#: Occurrences, as 64-bit numbers.
Occurrences = Array


@dataclass(frozen=True, slots=True)
class Intervals:
    """Stretches of words, ascending: the occurrences of the first and of the last word of each."""

    first: Occurrences
    last: Occurrences

    def __len__(self) -> int:
        return len(self.first)

    @property
    def documents(self) -> Documents:
        """The document of each stretch."""
        return self.first >> SHIFT

    @property
    def places(self) -> Array:
        """The place of the first word of each."""
        return self.first & _PLACE

    def chosen(self, marks: Array) -> Intervals:
        """Return those that are marked."""
        return Intervals(self.first[marks], self.last[marks])


def intervals(part: Part, node: Node, analyzer: Analyzer, among: Documents | None = None) -> Intervals:
    """Return where a leaf or an Or of leaves stands; in the documents `among` only, if given.

    Each stretch is there once, whichever of the leaves it is of.
    """
    several = [_leaf_intervals(part, leaf, analyzer, among) for leaf in leaves_of(node, analyzer)]
    if len(several) == 1:
        return several[0]
    first = np.concatenate([one.first for one in several])
    last = np.concatenate([one.last for one in several])
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    new = changes(first) | changes(last)
    return Intervals(first[new], last[new])


def leaves_of(node: Node, analyzer: Analyzer) -> Iterator[TermQuery]:
    """Yield the leaves that any of which will do: of an Or, and of a compound word that any part of fits."""
    match node:
        case Or(parts):
            for part in parts:
                yield from leaves_of(part, analyzer)
        case Word(text, field, any_part=True):
            words = [token.word for token in analyzer.terms(text)]
            yield from (Word(word, field) for word in words) if words else (node,)
        case _:
            yield node  # type: ignore[misc]  # by the tree's own rules nothing else stands here


def _leaf_intervals(part: Part, leaf: TermQuery, analyzer: Analyzer, among: Documents | None) -> Intervals:
    slots = slots_of(part.reader, leaf, analyzer)
    if not slots or not all(slots):
        return Intervals(np.zeros(0, np.int64), np.zeros(0, np.int64))
    first = in_field(part, stretches(part, slots, among), leaf.field, len(slots))
    return Intervals(first, first + (len(slots) - 1))


def stretches(part: Part, slots: Sequence[Alternatives], among: Documents | None = None) -> Occurrences:
    """Return where the slots stand one after the other, as occurrences of the first of them."""
    if len(slots) == 1:
        return _united([of_term(part, sought, among) for sought in slots[0]])
    candidates = _marks_of_all(part, slots, among)
    step = _step(part, slots)
    terms = [[_Occurrences(part, sought, step) for sought in slot] for slot in slots]
    ranges = range(-(-len(candidates) // step))
    found = [_in_range(number, candidates[number * step : (number + 1) * step], terms) for number in ranges]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _step(part: Part, slots: Sequence[Alternatives]) -> int:
    """Return how many documents are looked at together, so that what is made of them is in the caches."""
    documents, terms = part.reader.document_count, [sought.term for slot in slots for sought in slot]
    occurrences = sum(map(part.reader.occurrence_count, terms))
    if len(terms) > _FEW_TERMS or occurrences <= _TOGETHER:
        return max(1, documents)
    return -(-documents * _TOGETHER // occurrences)


#: Occurrences that are looked at together, about. To take each of very many terms apart would take longer.
_TOGETHER, _FEW_TERMS = 1 << 19, 16


class _Occurrences:
    """Where a term stands, in one range of `step` documents after another."""

    def __init__(self, part: Part, sought: Alternative, step: int) -> None:
        self._reader, self._sought = part.reader, sought
        self.count, self.step = part.reader.occurrence_count(sought.term), step
        self._documents, self._counts = part.reader.documents(sought.term), part.reader.counts(sought.term)
        self._postings, self._places = [0, len(self._documents)], [0, self.count]
        if step < part.reader.document_count:
            ranges = range(0, part.reader.document_count + step, step)
            self._postings = np.searchsorted(self._documents, ranges).tolist()
            sizes = (self._counts[start:end].sum(dtype=np.int64) for start, end in pairwise(self._postings))
            self._places = [*accumulate(map(int, sizes), initial=0)]

    def of_range(self, number: int, marks: npt.NDArray[np.bool_] | None) -> Occurrences:
        """Return where it stands in the documents of a range, in those that are marked or in all."""
        postings = slice(self._postings[number], self._postings[number + 1])
        documents, counts = self._documents[postings], self._counts[postings]
        between = self._places[number], self._places[number + 1]
        places = self._reader.positions(self._sought.term, *between)
        forms = (
            self._reader.occurrence_forms(self._sought.term, *between)
            if self._sought.forms is not None
            else None
        )
        chosen = None
        if marks is not None:
            numbers = documents - number * self.step if number else documents
            chosen = np.flatnonzero(marks.take(numbers))
        if chosen is not None and len(chosen) < len(documents):
            keys, inside = _chosen(documents, counts, chosen)
            places, forms = places.take(inside), forms if forms is None else forms.take(inside)
        else:
            keys = np.repeat(documents << SHIFT, counts)
        keys += places
        return keys if forms is None else keys[np.isin(forms, self._sought.forms or ())]


def _chosen(documents: Documents, counts: Array, chosen: Array) -> tuple[Occurrences, Array]:
    """Return the beginnings of their documents for the occurrences of chosen postings, and which those are.

    Of all postings `documents` has the documents, and `counts` the numbers of occurrences.
    """
    ends = np.cumsum(counts, dtype=np.int64).take(chosen)
    counts = counts.take(chosen)
    # How far each stands behind its place among the chosen goes into the low bits: repeating takes the time.
    keys = documents.take(chosen) << SHIFT
    keys |= ends - np.cumsum(counts, dtype=np.int64)
    keys = np.repeat(keys, counts)
    inside = keys & _PLACE
    keys -= inside
    inside += np.arange(len(inside))
    return keys, inside


def _in_range(
    number: int, marks: npt.NDArray[np.bool_], slots: Sequence[Sequence[_Occurrences]]
) -> Occurrences:
    """Return where the slots stand one after the other in the marked documents of a range."""
    found: Occurrences | None = None
    for place in sorted(range(len(slots)), key=lambda place: sum(term.count for term in slots[place])):
        keys = _united([term.of_range(number, marks) for term in slots[place]]) - place
        found = keys if found is None else _in_both(found, keys)
        if not len(found):
            break
        marks = np.zeros(len(marks), np.bool_)
        marks[(found >> SHIFT) - number * slots[0][0].step] = True
    return np.zeros(0, np.int64) if found is None else found


def of_term(part: Part, sought: Alternative, among: Documents | None = None) -> Occurrences:
    """Return where a term stands; in the documents `among` only, if given."""
    marks = part.live if among is None else part.marks(part.kept(among))
    return _Occurrences(part, sought, max(1, part.reader.document_count)).of_range(0, marks)


def in_field(part: Part, first: Occurrences, field: str, words: int) -> Occurrences:
    """Return those stretches of so many words that lie in a field; all of them, if none is named."""
    if not field:
        return first
    return first[part.reader.in_field(field, first >> SHIFT, first & _PLACE, words)]


def _united(several: Sequence[Occurrences]) -> Occurrences:
    """Unite ascending arrays that have nothing in common."""
    return several[0] if len(several) == 1 else np.sort(np.concatenate(several), kind="stable")


def _marks_of_all(
    part: Part, slots: Sequence[Alternatives], among: Documents | None
) -> npt.NDArray[np.bool_]:
    """Mark the documents of a segment that have something for every slot."""
    reader = part.reader
    common = part.live if among is None else part.marks(part.kept(among))
    for slot in sorted(slots, key=lambda slot: sum(reader.document_frequency(one.term) for one in slot)):
        marks = np.zeros(reader.document_count, np.bool_)
        for documents in (reader.documents(sought.term) for sought in slot):
            # To look at a mark takes half as long as to set one.
            kept = documents if common is None else documents.take(np.flatnonzero(common.take(documents)))
            marks[kept] = True
        common = marks
    return np.zeros(reader.document_count, np.bool_) if common is None else common


def _in_both(few: Array, many: Array) -> Array:
    """Return what is in both of two ascending arrays without repetitions."""
    if len(few) * _LOOK_UP < len(many):
        places = np.searchsorted(many, few)
        places[places == len(many)] = 0
        return np.asarray(few[many[places] == few])
    # A stable sort merges what is in order already.
    both = np.concatenate([few, many])
    both.sort(kind="stable")
    return np.asarray(both[:-1][both[1:] == both[:-1]])


#: Looking a number up among others takes as long as merging so many of them.
_LOOK_UP = 16
