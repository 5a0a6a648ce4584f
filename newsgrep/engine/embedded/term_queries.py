"""What a query ranks by, as postings: which documents have a leaf, or leaves near each other, how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.embedded.alternatives import slots_of
from newsgrep.engine.embedded.expansion import expand
from newsgrep.engine.embedded.proximity import chain_ends
from newsgrep.engine.embedded.snapshot import Part, State
from newsgrep.engine.embedded.spans import Intervals, in_field, intervals, stretches
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array, changes
from newsgrep.query.nodes import AtLeast, Expanded, Fuzzy, Near, Node, Or, Regex, TermQuery, Wildcard, Word


@dataclass(frozen=True, slots=True)
class Postings:
    """Documents, ascending, of the state or of a segment, and the frequency weighted by field in each.

    peak and shortest bound them: the largest frequency, and the length of the shortest document.
    """

    documents: Documents
    frequencies: Array
    peak: float
    shortest: float


@dataclass(frozen=True, slots=True)
class DensePostings:
    """The same, spread out: the frequency in every document of a state, 0 where there is none.

    articles is the number of documents that have it.
    """

    frequencies: Array
    articles: int
    peak: float
    shortest: float


class LeafReader:
    """Looks the leaves of a query up in a state of the index."""

    def __init__(self, state: State, analyzer: Analyzer) -> None:
        self._state = state
        self._analyzer = analyzer

    def postings(self, node: TermQuery | Near) -> Postings:
        """Return the documents that have a leaf, or the parts of a Near near one another.

        A compound word is where its words stand together. The frequency of a Near is the number of stretches
        that end a chain of its parts, each weighted by its field.
        """
        return _joined(self._in_parts(node))

    def spread(self, node: TermQuery | Near) -> DensePostings:
        """Return the same, spread out."""
        there = self._in_parts(node)
        peak = max((postings.peak for _, postings in there), default=0.0)
        frequencies = self._state.blank(np.min_scalar_type(int(peak)))
        for part, postings in there:
            frequencies[part.base : part.base + part.reader.document_count][postings.documents] = (
                postings.frequencies
            )
        shortest = min((postings.shortest for _, postings in there), default=0.0)
        return DensePostings(
            frequencies, sum(len(postings.documents) for _, postings in there), peak, shortest
        )

    def _in_parts(self, node: TermQuery | Near) -> list[tuple[Part, Postings]]:
        """Return the postings in each segment that has any, with its own numbers of documents."""
        node = self._spelt(node)  # type: ignore[assignment]
        if isinstance(node, Word) and not node.field and len(words := self._analyzer.terms(node.text)) == 1:
            term = words[0].term.encode()
            several = ((part, part.reader.find_term(term)) for part in self._state.parts)
            found = [(part, _whole_term(part, number)) for part, number in several if number >= 0]
        elif isinstance(node, Near):
            found = [(p, _weighed(p, chain_ends(p, node, self._analyzer))) for p in self._state.parts]
        else:
            found = [(part, self._leaf_in(part, node)) for part in self._state.parts]
        return [one for one in found if len(one[1].documents)]

    def at_least(self, node: AtLeast) -> Documents:
        """Return the documents that mention a leaf, or any of several leaves, so many times or more."""
        wanted = self._spelt(node.part)
        found = [np.zeros(0, np.int64)]
        for part in self._state.parts:
            mentions = intervals(part, wanted, self._analyzer).documents
            begins = np.flatnonzero(changes(mentions))
            counts = np.diff(begins, append=len(mentions))
            found.append(mentions[begins[counts >= node.count]] + part.base)
        return np.concatenate(found)

    def words_of(self, leaf: Word) -> list[Word]:
        """Return the words that a compound word is made of."""
        return [Word(token.word, leaf.field) for token in self._analyzer.terms(leaf.text)]

    def _spelt(self, node: Node) -> Node:
        """Put the words that they fit in the place of patterns."""
        match node:
            case Wildcard() | Fuzzy() | Regex():
                return Expanded(expand(self._state, node).words, node)
            case Or(parts):
                return Or(tuple(self._spelt(part) for part in parts))
            case Near(parts, distance, ordered):
                return Near(tuple(self._spelt(part) for part in parts), distance, ordered)
            case _:
                return node

    def _leaf_in(self, part: Part, leaf: TermQuery) -> Postings:
        slots = slots_of(part.reader, leaf, self._analyzer)
        if not slots or not all(slots):
            return _NOTHING
        if len(slots) > 1 or leaf.field:
            first = in_field(part, stretches(part, slots), leaf.field, len(slots))
            return _weighed(part, Intervals(first, first))
        whole = [sought for sought in slots[0] if sought.forms is None]
        several = [_whole_term(part, sought.term) for sought in whole]
        if len(whole) < len(slots[0]):
            chosen = stretches(part, [tuple(sought for sought in slots[0] if sought.forms is not None)])
            several.append(_weighed(part, Intervals(chosen, chosen)))
        return several[0] if len(several) == 1 else _summed(part, several)


_NOTHING = Postings(np.zeros(0, np.int64), np.zeros(0, np.int64), 0.0, 0.0)


def _whole_term(part: Part, term: int) -> Postings:
    """Return the postings of a term in any field and spelling."""
    reader = part.reader
    documents, weights = reader.documents(term), reader.weights(term)
    peak, shortest = float(reader.term_max_weight[term]), float(reader.term_min_length[term])
    if part.live is not None:
        kept = part.live[documents]
        documents, weights = documents[kept], weights[kept]
    return Postings(documents, weights, peak, shortest)


def _weighed(part: Part, found: Intervals) -> Postings:
    """Count stretches by document, each weighted by its field."""
    documents = found.documents
    if not len(documents):
        return _NOTHING
    begins = np.flatnonzero(changes(documents))
    frequencies = np.add.reduceat(part.reader.position_weights(documents, found.places), begins)
    documents = documents[begins]
    return Postings(documents, frequencies, *_bounds(part, documents, frequencies))


def _bounds(part: Part, documents: Documents, frequencies: Array) -> tuple[float, float]:
    return float(frequencies.max()), float(part.reader.columns["length"].take(documents).min())


def _summed(part: Part, several: Iterable[Postings]) -> Postings:
    """Add the frequencies of terms that count as one."""
    total = np.zeros(part.reader.document_count, np.int64)
    for postings in several:
        total[postings.documents] += postings.frequencies
    documents = np.flatnonzero(total)
    if not len(documents):
        return _NOTHING
    frequencies = total[documents]
    return Postings(documents, frequencies, *_bounds(part, documents, frequencies))


def _joined(there: Sequence[tuple[Part, Postings]]) -> Postings:
    """Put the postings of several segments one after the other, as those of the state."""
    if not there:
        return _NOTHING
    if len(there) == 1 and not there[0][0].base:
        return there[0][1]
    return Postings(
        np.concatenate([postings.documents + part.base for part, postings in there]),
        np.concatenate([postings.frequencies for _, postings in there]),
        max(postings.peak for _, postings in there),
        min(postings.shortest for _, postings in there),
    )
