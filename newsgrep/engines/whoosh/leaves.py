"""The leaves of a query as arrays: which documents have a word, phrase or prefix, and how often.

All segments of a state of the index are one space of documents here, those of the first segment first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from newsgrep.analysis import Analyzer, fold
from newsgrep.codec.layout import Array
from newsgrep.codec.segment import Documents, SegmentReader
from newsgrep.query.tree import Leaf, Phrase, Prefix, Word

#: Occurrences as (document << _SHIFT) + place: one number each, ascending, and comparable across terms.
_SHIFT = 32
_PLACE = (1 << _SHIFT) - 1


@dataclass(frozen=True, slots=True)
class Sought:
    """A term to look up, and which of its spellings; all where `forms` is None."""

    term: int
    forms: tuple[int, ...] | None = None


#: What one place of a phrase may hold.
Slot = tuple[Sought, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Documents, ascending, and the frequency weighted by field in each.

    peak and shortest bound them: the largest frequency, and the length of the shortest document.
    """

    documents: Documents
    frequencies: Array
    peak: float
    shortest: float


@dataclass(frozen=True, slots=True)
class Part:
    """A segment in the space of all documents: from `base` on, those marked in `live` (None: all)."""

    reader: SegmentReader
    base: int
    live: npt.NDArray[np.bool_] | None

    def marks(self, documents: Documents) -> npt.NDArray[np.bool_]:
        """Return an entry for each document of the segment, true for these."""
        marks = np.zeros(self.reader.document_count, np.bool_)
        marks[documents] = True
        return marks


class State:
    """The segments of one state of an index."""

    def __init__(self, readers: Sequence[tuple[SegmentReader, npt.NDArray[np.bool_] | None]]) -> None:
        self.parts: list[Part] = []
        self.size = 0
        for reader, live in readers:
            self.parts.append(Part(reader, self.size, live))
            self.size += reader.document_count

    @cached_property
    def live(self) -> npt.NDArray[np.bool_]:
        """Mark the documents that are not deleted."""
        marks = [np.ones(p.reader.document_count, np.bool_) if p.live is None else p.live for p in self.parts]
        return np.concatenate(marks) if marks else np.zeros(0, np.bool_)

    @cached_property
    def live_count(self) -> int:
        """The number of documents that are not deleted."""
        return sum(
            p.reader.document_count if p.live is None else int(np.count_nonzero(p.live)) for p in self.parts
        )

    @cached_property
    def average_length(self) -> float:
        """The mean weighted length of the live documents."""
        total = sum(
            float(
                np.sum(p.reader.columns["length"][slice(None) if p.live is None else p.live], dtype=np.int64)
            )
            for p in self.parts
        )
        return total / max(1, self.live_count) or 1.0

    def column(self, name: str) -> Array:
        """Return a number of every document."""
        columns = [part.reader.columns[name] for part in self.parts]
        return columns[0] if len(columns) == 1 else np.concatenate(columns or [np.zeros(0, np.uint32)])

    def locate(self, document: int) -> tuple[SegmentReader, int]:
        """Return the segment that has a document, and its number there."""
        part = next(part for part in reversed(self.parts) if part.base <= document)
        return part.reader, document - part.base


class LeafReader:
    """Looks the leaves of a query up in a state of the index."""

    def __init__(self, state: State, analyzer: Analyzer) -> None:
        self._state = state
        self._analyzer = analyzer

    def leaf(self, leaf: Leaf) -> Postings:
        """Return the documents that have a leaf; of a compound word, those where its words stand together."""
        return _joined([self._leaf_in(part, leaf) for part in self._state.parts])

    def words_of(self, leaf: Word) -> list[Word]:
        """Return the words that a compound word is made of."""
        return [Word(token.word, leaf.field) for token in self._analyzer.terms(leaf.text)]

    def _leaf_in(self, part: Part, leaf: Leaf) -> Postings:
        slots = self._slots(part.reader, leaf)
        if not slots or not all(slots):
            return _NOTHING
        if len(slots) > 1:
            return _weighed(part, _phrase(part, slots), leaf.field, len(slots))
        (slot,) = slots
        if leaf.field or any(sought.forms is not None for sought in slot):
            return _weighed(
                part, _united([_occurrences(part, sought, None) for sought in slot]), leaf.field, 1
            )
        if len(slot) == 1:
            return _whole_term(part, slot[0].term)
        return _summed(part, [_whole_term(part, sought.term) for sought in slot])

    def _slots(self, reader: SegmentReader, leaf: Leaf) -> list[Slot]:
        """Return what each place of a leaf may hold in a segment."""
        tokens = self._analyzer.terms(leaf.text)
        match leaf:
            case Prefix() if tokens:
                *first, last = tokens
                return [*(_term_slot(reader, t.term) for t in first), _prefix_slot(reader, fold(last.word))]
            case Word() | Phrase():
                return [_term_slot(reader, token.term) for token in tokens]
            case _:
                return []


_NOTHING = Postings(np.zeros(0, np.int64), np.zeros(0, np.int64), 0.0, 0.0)


def _term_slot(reader: SegmentReader, text: str) -> Slot:
    term = reader.find_term(text.encode())
    return () if term < 0 else (Sought(term),)


def _prefix_slot(reader: SegmentReader, prefix: str) -> Slot:
    """Return the terms with a spelling that begins with a prefix, and which spellings those are."""
    forms: dict[int, list[int]] = {}
    for word in reader.words_with_prefix(prefix.encode()):
        term = reader.term_of_word(word)
        forms.setdefault(term, []).append(word - reader.term_words[term])
    return tuple(
        Sought(
            term,
            None if len(chosen) == reader.term_words[term + 1] - reader.term_words[term] else tuple(chosen),
        )
        for term, chosen in sorted(forms.items())
    )


def _whole_term(part: Part, term: int) -> Postings:
    """Return the postings of a term in any field and spelling."""
    reader = part.reader
    documents, weights = reader.documents(term), reader.weights(term)
    peak, shortest = float(reader.term_weight[term]), float(reader.term_length[term])
    if part.live is not None:
        kept = part.live[documents]
        documents, weights = documents[kept], weights[kept]
    if part.base:
        documents = documents + part.base
    return Postings(documents, weights, peak, shortest)


def _occurrences(part: Part, sought: Sought, among: Documents | None) -> Documents:
    """Return where a term stands, as occurrence numbers; in the documents `among` only, if given."""
    reader, term = part.reader, sought.term
    documents, counts = reader.documents(term), reader.counts(term).astype(np.int64)
    forms = reader.forms(term) if sought.forms is not None else None
    if among is None and part.live is not None:
        among = documents
    if among is not None and part.live is not None:
        among = among[part.live[among]]
    if among is None:
        places = reader.places(term)
    else:
        chosen = np.flatnonzero(part.marks(among)[documents])
        ends = np.cumsum(counts)
        counts = counts[chosen]
        starts = ends[chosen] - counts
        inside = np.arange(int(counts.sum())) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        places = reader.places_at(inside + reader.term_places[term])
        forms = None if forms is None else forms[inside]
        documents = documents[chosen]
    keys = (np.repeat(documents, counts) << _SHIFT) + places
    return keys if forms is None else keys[np.isin(forms, sought.forms or ())]


def _united(several: Sequence[Documents]) -> Documents:
    """Unite ascending arrays that have nothing in common."""
    return several[0] if len(several) == 1 else np.sort(np.concatenate(several))


def _phrase(part: Part, slots: Sequence[Slot]) -> Documents:
    """Return where the slots stand one after the other, as occurrence numbers of the first of them."""
    reader = part.reader
    candidates = _documents_of_all(part, slots)
    if not len(candidates):
        return candidates
    sizes = [sum(reader.document_frequency(sought.term) for sought in slot) for slot in slots]
    found: Documents | None = None
    for number in sorted(range(len(slots)), key=sizes.__getitem__):
        keys = _united([_occurrences(part, sought, candidates) for sought in slots[number]]) - number
        found = keys if found is None else found[_contained(found, keys)]
        if not len(found):
            break
        candidates = _distinct(found >> _SHIFT)
    assert found is not None
    return found


def _documents_of_all(part: Part, slots: Sequence[Slot]) -> Documents:
    """Return the documents of a segment that have something for every slot."""
    reader = part.reader
    common = part.live
    for slot in slots:
        marks = np.zeros(reader.document_count, np.bool_)
        for sought in slot:
            marks[reader.documents(sought.term)] = True
        common = marks if common is None else common & marks
    return np.flatnonzero(common) if common is not None else np.zeros(0, np.int64)


def _contained(needles: Documents, sorted_values: Documents) -> npt.NDArray[np.bool_]:
    """Mark the needles that are among ascending values."""
    if not len(sorted_values):
        return np.zeros(len(needles), np.bool_)
    places = np.searchsorted(sorted_values, needles)
    places[places == len(sorted_values)] = 0
    return np.asarray(sorted_values[places] == needles)


def _distinct(ascending: Documents) -> Documents:
    """Return ascending values without repetitions."""
    return ascending[np.flatnonzero(np.diff(ascending, prepend=-1))]


def _weighed(part: Part, keys: Documents, field: str, words: int) -> Postings:
    """Count occurrences of so many words by document, each weighted by its field; of one field, if named."""
    documents, places = keys >> _SHIFT, keys & _PLACE
    if field:
        kept = part.reader.in_field(field, documents, places, words)
        documents, places = documents[kept], places[kept]
    if not len(documents):
        return _NOTHING
    begins = np.flatnonzero(np.diff(documents, prepend=-1))
    frequencies = np.add.reduceat(part.reader.place_weights(documents, places), begins)
    documents = documents[begins]
    return Postings(documents + part.base, frequencies, *_bounds(part, documents, frequencies))


def _bounds(part: Part, documents: Documents, frequencies: Array) -> tuple[float, float]:
    return float(frequencies.max()), float(part.reader.columns["length"][documents].min())


def _summed(part: Part, several: Iterable[Postings]) -> Postings:
    """Add the frequencies of terms that count as one."""
    total = np.zeros(part.reader.document_count, np.int64)
    for postings in several:
        total[postings.documents - part.base] += postings.frequencies
    documents = np.flatnonzero(total)
    if not len(documents):
        return _NOTHING
    frequencies = total[documents]
    return Postings(documents + part.base, frequencies, *_bounds(part, documents, frequencies))


def _joined(parts: Sequence[Postings]) -> Postings:
    """Put the postings of several segments one after the other."""
    there = [part for part in parts if len(part.documents)]
    if len(there) <= 1:
        return there[0] if there else _NOTHING
    return Postings(
        np.concatenate([part.documents for part in there]),
        np.concatenate([part.frequencies for part in there]),
        max(part.peak for part in there),
        min(part.shortest for part in there),
    )
