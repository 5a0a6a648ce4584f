"""Evaluation of a query tree with arrays: which documents match, how well, and which are the best.

Matching and scoring are apart: `match` computes with sets of documents, as ascending arrays, and `scores`
looks up what those documents earn. Leaves and what is near one another are each one BM25F term, with an idf
from the number of documents that have them. AND and OR add up their parts, each where it matches; a weight
multiplies; what only filters earns nothing.

`best` leaves out documents that cannot be among the best k of an OR, by MaxScore (Turtle and Flood, "Query
evaluation: strategies and optimizations", 1995): once the words that can still come cannot lift a new
document over the k-th best so far, only documents that are near it are looked up in them, and fewer with
each word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsgrep.analysis import Analyzer
from newsgrep.codec.layout import Array
from newsgrep.codec.segment import Documents
from newsgrep.engines.whoosh.filters import filtered
from newsgrep.engines.whoosh.leaves import LeafReader, Postings
from newsgrep.engines.whoosh.state import State
from newsgrep.query.tree import (
    And,
    AtLeast,
    Dates,
    Everything,
    Leaf,
    Length,
    Near,
    Node,
    Not,
    Or,
    Tag,
    Weighted,
    Word,
)
from newsgrep.ranking import COMPOUND_SHARE, K1, B, idf

#: Scores as 64-bit floating-point numbers.
Scores = Array

#: Below this many documents to rank there is nothing to gain by leaving some out.
_WORTH_SKIPPING = 2_000

#: Looking a document up in a term costs as much as scoring this many of the term's.
_LOOK_UP = 8

#: Bounds and sums are rounded differently; a document this near to the k-th best is looked up.
_ROUNDING = 1e-5

#: Weights that sums in 32 bits bear.
_LIGHTEST, _HEAVIEST = 1e-6, 1e6


class Evaluator:
    """Answers query trees from one state of the index."""

    def __init__(self, state: State, analyzer: Analyzer) -> None:
        self.state = state
        self._leaves = LeafReader(state, analyzer)
        self._known: dict[Leaf | Near, Postings] = {}
        self._counted: dict[AtLeast, Documents] = {}
        self._penalty: Scores | None = None

    def match(self, node: Node) -> Documents:
        """Return the documents that a query matches, ascending."""
        match node:
            case And(parts):
                return self._match_all(parts)
            case Or(parts):
                return self._union([self.match(part) for part in parts])
            case Not(part):
                return self._all_but(self.match(part))
            case Weighted(part, _):
                return self.match(part)
            case Tag() | Length() | Dates() | Everything():
                return filtered(self.state, node)
            case AtLeast():
                return self._at_least(node)
            case Word(any_part=True) if len(words := self.words_of(node)) > 1:
                return self._union([self.postings(word).documents for word in words])
            case _:
                return self.postings(node).documents

    def scores(self, node: Node, documents: Documents) -> Scores:
        """Return what each of some ascending documents, all of which a query matches, earns from it."""
        match node:
            case And(parts):
                return _added([self.scores(part, documents) for part in parts])
            case Or(parts):
                return _added([self._scores_where_matching(part, documents) for part in parts])
            case Weighted(part, weight):
                return weight * self.scores(part, documents)
            case AtLeast(_, part):
                return self.scores(part, documents)
            case Not() | Tag() | Length() | Dates() | Everything():
                return np.zeros(len(documents))
            case Word() if len(words := self.words_of(node)) > 1:
                together = self._leaf_scores(node, documents)
                apart = _added([self._leaf_scores(word, documents) for word in words])
                return COMPOUND_SHARE * together + (1 - COMPOUND_SHARE) * apart
            case _:
                return self._leaf_scores(node, documents)

    def _scores_where_matching(self, node: Node, documents: Documents) -> Scores:
        """Do what `scores` does for documents of which some may not match; those earn nothing."""
        if isinstance(node, Not | Tag | Length | Dates | Everything) or self._single_term(node):
            return self.scores(node, documents)
        marks = self._marks(self.match(node))[documents]
        earned = np.zeros(len(documents))
        earned[marks] = self.scores(node, documents[marks])
        return earned

    def best(self, node: Node, matching: Documents, count: int) -> Documents:
        """Return those of the matching documents that may be among the best `count`, ascending."""
        if not isinstance(node, Or) or not count or len(matching) < max(_WORTH_SKIPPING, 4 * count):
            return matching
        terms = [self._single_term(part) for part in node.parts]
        simple = [term for term in terms if term is not None]
        return self._candidates(simple, count) if len(simple) == len(terms) else matching

    def _single_term(self, node: Node) -> tuple[Leaf | Near, float] | None:
        """Return the one BM25F term that a part of a query is, and its weight; None if it is more or less."""
        match node:
            case Weighted(part, weight) if _LIGHTEST <= weight <= _HEAVIEST:
                term = self._single_term(part)
                return None if term is None or isinstance(part, Weighted) else (term[0], weight)
            case And() | Or() | Not() | AtLeast() | Weighted() | Tag() | Length() | Dates() | Everything():
                return None
            case Word() if len(self.words_of(node)) != 1:
                return None
            case _:
                return node, 1.0

    def _candidates(self, terms: Sequence[tuple[Leaf | Near, float]], count: int) -> Documents:
        """Return the documents that the bounds of the terms leave a chance to be among the best."""
        bounds = sorted(
            ((weight * self._bound(term), number) for number, (term, weight) in enumerate(terms)),
            reverse=True,
        )
        to_come = sum(bound for bound, _ in bounds)
        sums = np.zeros(self.state.size, np.float32)
        threshold = 0.0
        candidates: Documents | None = None
        for bound, number in bounds:
            term, weight = terms[number]
            near = threshold * (1 - _ROUNDING)
            if candidates is None and to_come < near:
                candidates = np.flatnonzero(sums > near - to_come)
            documents = self.postings(term).documents
            if candidates is None or len(candidates) * _LOOK_UP > len(documents):
                sums[documents] += self._all_scores(term) * np.float32(weight)
            else:
                sums[candidates] += (weight * self._leaf_scores(term, candidates)).astype(np.float32)
            some = sums[documents if candidates is None else candidates]
            to_come = max(0.0, to_come - bound)
            # Of any documents, the k-th best is no better than the k-th best of all.
            if len(some) >= count:
                threshold = max(threshold, _kth_largest(some, count))
            if candidates is not None:
                candidates = candidates[some > threshold * (1 - _ROUNDING) - to_come]
        if candidates is None:
            candidates = np.flatnonzero(sums > max(0.0, threshold * (1 - _ROUNDING)))
        return candidates

    def _bound(self, term: Leaf | Near) -> float:
        """Return the most that a document can earn from a term."""
        postings = self.postings(term)
        shortest = K1 * (1 - B + B * postings.shortest / self.state.average_length)
        return (
            self.idf(postings) * postings.peak * (K1 + 1) / (postings.peak + shortest)
            if postings.peak
            else 0.0
        )

    def words_of(self, leaf: Word) -> list[Word]:
        """Return the words that a compound word is made of."""
        return self._leaves.words_of(leaf)

    def postings(self, term: Leaf | Near) -> Postings:
        """Return the postings of a leaf, or of leaves near one another."""
        if term not in self._known:
            self._known[term] = self._leaves.postings(term)
        return self._known[term]

    def idf(self, postings: Postings) -> float:
        """Return how much it tells that a term is there."""
        return idf(self.state.live_count, len(postings.documents))

    def _at_least(self, node: AtLeast) -> Documents:
        if node not in self._counted:
            self._counted[node] = self._leaves.at_least(node)
        return self._counted[node]

    def _length_penalty(self) -> Scores:
        """Return k1 · (1 − b + b · length / average length) of each document."""
        if self._penalty is None:
            lengths = self.state.column("length").astype(np.float64)
            lengths *= K1 * B / self.state.average_length
            lengths += K1 * (1 - B)
            self._penalty = lengths
        return self._penalty

    def _all_scores(self, term: Leaf | Near) -> npt.NDArray[np.float32]:
        """Return what each document of a term earns from it."""
        postings = self.postings(term)
        scores = postings.frequencies.astype(np.float32)
        scores /= scores + self._length_penalty()[postings.documents]
        scores *= np.float32(self.idf(postings) * (K1 + 1))
        return scores

    def _leaf_scores(self, term: Leaf | Near, documents: Documents) -> Scores:
        postings = self.postings(term)
        earned = np.zeros(len(documents))
        if not len(postings.documents) or not len(documents):
            return earned
        if len(documents) * 4 > len(postings.documents):
            place_of = np.full(self.state.size, -1, np.int32)
            place_of[postings.documents] = np.arange(len(postings.documents), dtype=np.int32)
            places: Array = place_of[documents]
            found = places >= 0
        else:
            places = np.searchsorted(postings.documents, documents)
            places[places == len(postings.documents)] = 0
            found = postings.documents[places] == documents
        frequencies = postings.frequencies[places[found]].astype(np.float64)
        penalty = self._length_penalty()[documents[found]]
        earned[found] = self.idf(postings) * frequencies * (K1 + 1) / (frequencies + penalty)
        return earned

    def _match_all(self, parts: tuple[Node, ...]) -> Documents:
        """Intersect, the rarest first; what NOT leaves out is subtracted rather than built from the rest."""
        wanted = sorted((self.match(part) for part in parts if not isinstance(part, Not)), key=len)
        common = wanted[0] if wanted else np.flatnonzero(self.state.live)
        for documents in wanted[1:]:
            common = (
                common[self._marks(documents)[common]]
                if len(common) * 16 > len(documents)
                else _both(common, documents)
            )
        for part in parts:
            if isinstance(part, Not):
                common = common[~self._marks(self.match(part.part))[common]]
        return common

    def _marks(self, documents: Documents) -> npt.NDArray[np.bool_]:
        marks = np.zeros(self.state.size, np.bool_)
        marks[documents] = True
        return marks

    def _union(self, several: list[Documents]) -> Documents:
        marks = np.zeros(self.state.size, np.bool_)
        for documents in several:
            marks[documents] = True
        return np.flatnonzero(marks)

    def _all_but(self, documents: Documents) -> Documents:
        rest = self.state.live.copy()
        rest[documents] = False
        return np.flatnonzero(rest)


def _kth_largest(values: Array, count: int) -> float:
    return float(np.partition(values, len(values) - count)[len(values) - count])


def _added(several: list[Scores]) -> Scores:
    """Add scores of the same documents, always in the same order."""
    total = several[0]
    for scores in several[1:]:
        total = total + scores
    return total


def _both(few: Documents, many: Documents) -> Documents:
    """Intersect a short ascending array with a long one."""
    places = np.searchsorted(many, few)
    places[places == len(many)] = 0
    return few[many[places] == few] if len(many) else few[:0]
