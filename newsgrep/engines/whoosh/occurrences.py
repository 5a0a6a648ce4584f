"""Where the leaves of a query stand in a segment, as arrays of occurrences.

An occurrence is one number, (document << SHIFT) + place, so that occurrences of any leaves can be compared,
and those that follow one another differ by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsgrep.analysis import Analyzer
from newsgrep.codec.layout import Array, changes
from newsgrep.codec.segment import Documents
from newsgrep.engines.whoosh.slots import Slot, Sought, slots_of
from newsgrep.engines.whoosh.state import Part
from newsgrep.query.tree import Leaf, Node, Or, Word

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


def leaves_of(node: Node, analyzer: Analyzer) -> Iterator[Leaf]:
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


def _leaf_intervals(part: Part, leaf: Leaf, analyzer: Analyzer, among: Documents | None) -> Intervals:
    slots = slots_of(part.reader, leaf, analyzer)
    if not slots or not all(slots):
        return Intervals(np.zeros(0, np.int64), np.zeros(0, np.int64))
    first = in_field(part, stretches(part, slots, among), leaf.field, len(slots))
    return Intervals(first, first + (len(slots) - 1))


def stretches(part: Part, slots: Sequence[Slot], among: Documents | None = None) -> Occurrences:
    """Return where the slots stand one after the other, as occurrences of the first of them."""
    if len(slots) == 1:
        return _united([of_term(part, sought, among) for sought in slots[0]])
    reader = part.reader
    candidates = _marks_of_all(part, slots, among)
    sizes = [sum(reader.document_frequency(sought.term) for sought in slot) for slot in slots]
    found: Occurrences | None = None
    for number in sorted(range(len(slots)), key=sizes.__getitem__):
        keys = _united([_of_term_in(part, sought, candidates) for sought in slots[number]]) - number
        found = keys if found is None else _in_both(found, keys)
        if not len(found):
            break
        candidates = part.marks(found >> SHIFT)
    return np.zeros(0, np.int64) if found is None else found


def of_term(part: Part, sought: Sought, among: Documents | None = None) -> Occurrences:
    """Return where a term stands; in the documents `among` only, if given."""
    if among is not None:
        return _of_term_in(part, sought, part.marks(part.kept(among)))
    if part.live is not None:
        return _of_term_in(part, sought, part.live)
    reader, term = part.reader, sought.term
    documents, counts = reader.documents(term), reader.counts(term).astype(np.int64)
    forms = reader.forms(term) if sought.forms is not None else None
    keys = (np.repeat(documents, counts) << SHIFT) + reader.places(term)
    return keys if forms is None else keys[np.isin(forms, sought.forms or ())]


def _of_term_in(part: Part, sought: Sought, marks: npt.NDArray[np.bool_]) -> Occurrences:
    """Return where a term stands in the documents that are marked."""
    reader, term = part.reader, sought.term
    documents = reader.documents(term)
    chosen = np.flatnonzero(marks[documents])
    counts = reader.counts(term)
    ends = np.cumsum(counts, dtype=np.int64)[chosen]
    counts = counts[chosen].astype(np.int64)
    first_new = np.cumsum(counts) - counts
    inside = np.repeat(ends - counts - first_new, counts)
    inside += np.arange(len(inside))
    forms = reader.forms(term) if sought.forms is not None else None
    keys = np.repeat(documents[chosen], counts) << SHIFT
    keys += reader.places(term).take(inside)
    return keys if forms is None else keys[np.isin(forms[inside], sought.forms or ())]


def in_field(part: Part, first: Occurrences, field: str, words: int) -> Occurrences:
    """Return those stretches of so many words that lie in a field; all of them, if none is named."""
    if not field:
        return first
    return first[part.reader.in_field(field, first >> SHIFT, first & _PLACE, words)]


def _united(several: Sequence[Occurrences]) -> Occurrences:
    """Unite ascending arrays that have nothing in common."""
    return several[0] if len(several) == 1 else np.sort(np.concatenate(several), kind="stable")


def _marks_of_all(part: Part, slots: Sequence[Slot], among: Documents | None) -> npt.NDArray[np.bool_]:
    """Mark the documents of a segment that have something for every slot."""
    reader = part.reader
    common = part.live if among is None else part.marks(part.kept(among))
    for slot in slots:
        marks = np.zeros(reader.document_count, np.bool_)
        for sought in slot:
            marks[reader.documents(sought.term)] = True
        common = marks if common is None else common & marks
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
