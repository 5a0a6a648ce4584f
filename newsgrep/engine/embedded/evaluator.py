"""Evaluation of a query tree with arrays: which documents match, how well, and which are the best.

Matching and scoring are apart: `match` computes with sets of documents, as ascending arrays, and `scores`
looks up what those documents earn. Leaves and what is near one another are each one BM25F term, with an idf
from the number of documents that have them. AND and OR add up their parts, each where it matches; a weight
multiplies; what only filters earns nothing. Of an OR or an AND of such terms, `find` leaves out documents
that cannot be among the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, assert_never

import numpy as np
import numpy.typing as npt

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.bm25f import COMPOUND_SHARE, K1, B, idf
from newsgrep.engine.embedded.filters import filtered
from newsgrep.engine.embedded.maxscore import ScoreBounds, near_best
from newsgrep.engine.embedded.snapshot import State
from newsgrep.engine.embedded.term_queries import DensePostings, LeafReader, Postings
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
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
    Weighted,
    Word,
)

#: Scores as 64-bit floating-point numbers.
Scores = Array

#: In an index of fewer documents there is nothing to gain by leaving some out.
_WORTH_SKIPPING = 2_000

#: Bytes that the terms of a query may take when they are spread out.
_MOST_SPREAD = 64_000_000

#: Weights that sums in 32 bits bear.
_LIGHTEST, _HEAVIEST = 1e-6, 1e6


#: What chooses documents and earns them nothing.
_FILTERS = (Not, FilterNode)


class _Several(NamedTuple):
    """Terms with their weights, any or every one of them, and what filters."""

    terms: Sequence[tuple[TermQuery | Near, float]]
    filters: Sequence[Node]
    every: bool


class Evaluator:
    """Answers query trees from one state of the index."""

    def __init__(self, state: State, analyzer: Analyzer) -> None:
        self.state = state
        self._leaves = LeafReader(state, analyzer)
        self._known: dict[TermQuery | Near, Postings] = {}
        self._spread: dict[TermQuery | Near, DensePostings] = {}
        self._counted: dict[AtLeast, Documents] = {}

    def find(self, node: Node, wanted: int) -> tuple[int, Documents]:
        """Return how many documents match, and those that may be among the `wanted` best, ascending."""
        if wanted and self.state.size >= max(_WORTH_SKIPPING, 4 * wanted):
            if several := self._several(node):
                return self._best(several, wanted)
            if term := self._single_term(node):
                return self._best_of_one(term[0], wanted)
        matching = self.match(node)
        return len(matching), matching

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
            case FilterNode():
                return filtered(self.state, node)
            case AtLeast():
                return self._at_least(node)
            case Word(any_part=True) if len(words := self.words_of(node)) > 1:
                return self._union([self.postings(word).documents for word in words])
            case Near() | TermNode():
                return self.postings(node).documents
            case _:
                assert_never(node)

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
            case Not() | FilterNode():
                return np.zeros(len(documents))
            case Word() if len(words := self.words_of(node)) > 1:
                together = self._leaf_scores(node, documents)
                apart = _added([self._leaf_scores(word, documents) for word in words])
                return COMPOUND_SHARE * together + (1 - COMPOUND_SHARE) * apart
            case Near() | TermNode():
                return self._leaf_scores(node, documents)
            case _:
                assert_never(node)

    def _scores_where_matching(self, node: Node, documents: Documents) -> Scores:
        """Do what `scores` does for documents of which some may not match; those earn nothing."""
        if isinstance(node, _FILTERS) or self._single_term(node):
            return self.scores(node, documents)
        marks = self._marks(self.match(node))[documents]
        earned = np.zeros(len(documents))
        earned[marks] = self.scores(node, documents[marks])
        return earned

    def _several(self, node: Node) -> _Several | None:
        """Return a query as the BM25F terms that it is, any or all of them, and what filters.

        None if it is anything else, or the terms are too many to be spread out.
        """
        if not isinstance(node, And | Or):
            return None
        filters = [part for part in node.parts if isinstance(part, _FILTERS)] if isinstance(node, And) else []
        terms = [self._single_term(part) for part in node.parts if part not in filters]
        simple = [term for term in terms if term is not None]
        if not simple or len(simple) < len(terms) or len(terms) * self.state.size > _MOST_SPREAD:
            return None
        return _Several(simple, filters, isinstance(node, And))

    def _single_term(self, node: Node) -> tuple[TermQuery | Near, float] | None:
        """Return the one BM25F term that a part of a query is, and its weight; None if it is more or less."""
        match node:
            case Weighted(part, weight) if _LIGHTEST <= weight <= _HEAVIEST:
                term = self._single_term(part)
                return None if term is None or isinstance(part, Weighted) else (term[0], weight)
            case And() | Or() | Not() | AtLeast() | Weighted() | FilterNode():
                return None
            case Word() if len(self.words_of(node)) != 1:
                return None
            case Near() | TermNode():
                return node, 1.0
            case _:
                assert_never(node)

    def _best(self, several: _Several, wanted: int) -> tuple[int, Documents]:
        spreads = [(self._spread_out(term), weight) for term, weight in several.terms]
        there = [(spread, weight) for spread, weight in spreads if spread.articles]
        if not there or (several.every and len(there) < len(spreads)):
            return 0, np.zeros(0, np.int64)
        allowed = [self._marks(self.match(part)) for part in several.filters]

        def earned(documents: Documents) -> npt.NDArray[np.float32]:
            penalty = self.state.length_penalty(documents).astype(np.float32)
            scores = np.zeros(len(documents), np.float32)
            for spread, weight in there:
                frequencies = spread.frequencies.take(documents).astype(np.float32)
                most = np.float32(weight * self.idf(spread.articles) * (K1 + 1))
                scores += most * frequencies / (frequencies + penalty)
            return scores

        reach = ScoreBounds(
            [spread.frequencies for spread, _ in there], [w * self._bound(s) for s, w in there]
        )
        if several.every:
            reach.restrict([spread.frequencies for spread, _ in there])
        reach.restrict(allowed)
        return reach.best(wanted, earned)

    def _best_of_one(self, term: TermQuery | Near, wanted: int) -> tuple[int, Documents]:
        postings = self.postings(term)
        documents = postings.documents
        if len(documents) > 4 * wanted:
            frequencies = postings.frequencies.astype(np.float32)
            penalty = self.state.length_penalty(documents).astype(np.float32)
            scores = frequencies / (frequencies + penalty)
            documents = documents[near_best(scores, wanted)]
        return len(postings.documents), documents

    def _bound(self, term: DensePostings) -> float:
        """Return the most that a document can earn from a term."""
        shortest = K1 * (1 - B + B * term.shortest / self.state.average_length)
        return self.idf(term.articles) * term.peak * (K1 + 1) / (term.peak + shortest)

    def words_of(self, leaf: Word) -> list[Word]:
        """Return the words that a compound word is made of."""
        return self._leaves.words_of(leaf)

    def postings(self, term: TermQuery | Near) -> Postings:
        """Return the postings of a leaf, or of leaves near one another."""
        if term not in self._known:
            self._known[term] = self._leaves.postings(term)
        return self._known[term]

    def _spread_out(self, term: TermQuery | Near) -> DensePostings:
        if term not in self._spread:
            self._spread[term] = self._leaves.spread(term)
        return self._spread[term]

    def idf(self, articles: int) -> float:
        """Return how much it tells that a term is there which so many articles have."""
        return idf(self.state.live_count, articles)

    def _at_least(self, node: AtLeast) -> Documents:
        if node not in self._counted:
            self._counted[node] = self._leaves.at_least(node)
        return self._counted[node]

    def _leaf_scores(self, term: TermQuery | Near, documents: Documents) -> Scores:
        if spread := self._spread.get(term):
            frequencies = spread.frequencies.take(documents).astype(np.float64)
            return self._earned(frequencies, documents, spread.articles)
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
        earned[found] = self._earned(frequencies, documents[found], len(postings.documents))
        return earned

    def _earned(self, frequencies: Scores, documents: Documents, articles: int) -> Scores:
        """Return what documents earn from a term that they have so often, and so many articles have."""
        penalty = self.state.length_penalty(documents)
        return np.asarray(self.idf(articles) * frequencies * (K1 + 1) / (frequencies + penalty))

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
