"""Evaluation of a query tree with arrays: which documents match, their scores, and the best ones.

Matching and scoring are separate: `match` computes with sets of documents, as ascending arrays, and `scores`
looks up the contributions of the terms for the documents that matched. A term query, and term queries near
each other, are each one BM25F term, whose idf follows from the number of documents that have it. AND and OR
add up the scores of those parts that match, a weight multiplies, and filters score 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import assert_never

import numpy as np

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.base import Rerank
from newsgrep.engine.embedded.document_filters import documents_of_filter
from newsgrep.engine.embedded.ordering import most_relevant
from newsgrep.engine.embedded.scoring import Scorer, Scores
from newsgrep.engine.embedded.snapshot import Snapshot, mark
from newsgrep.engine.embedded.term_postings import PostingsReader
from newsgrep.engine.embedded.verified import VerifiedDocuments
from newsgrep.engine.segment.reader import Documents
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
from newsgrep.tuning import DEFAULT_TUNING, SearchTuning


class Evaluator:
    """Answers query trees from a snapshot of the index; keeps the postings that it has read."""

    def __init__(
        self,
        snapshot: Snapshot,
        scorer: Scorer,
        analyzer: Analyzer,
        verified: VerifiedDocuments,
        tuning: SearchTuning = DEFAULT_TUNING.search,
    ) -> None:
        self.snapshot = snapshot
        self.scorer = scorer
        self._tuning = tuning
        self._reader = PostingsReader(snapshot, analyzer, tuning)
        #: Caches: the postings of a query that is ranked as one term, and the documents of an AtLeast.
        self.postings = cache(self._reader.postings)
        self._at_least = cache(self._reader.at_least)
        #: The words that a compound word is made of.
        self.words_of = cache(partial(words_of, analyzer=analyzer))
        self._analyzer = analyzer
        self._verified = verified

    def best(self, node: Node, wanted: int | None, how: Rerank | None) -> tuple[int, Documents, Scores]:
        """Return how many documents match, a superset of the `wanted` best ones, ascending, and their scores.

        If `wanted` is None, returns all matches. `how` says how to rerank the best ones, None not to.
        """
        documents = self.match(node)
        total, scores = len(documents), self.scores(node, documents)
        if wanted and total > wanted:
            is_best = scores >= np.partition(scores, total - wanted)[total - wanted]
            documents, scores = documents[is_best], scores[is_best]
        return total, documents, self._reranked(node, documents, scores, how)

    def match(self, node: Node) -> Documents:
        """Return the documents that a query matches, ascending."""
        match node:
            case And(parts):
                return self._match_all(parts)
            case Or(parts):
                return self._union([self.match(part) for part in parts])
            case Not(part):
                return np.flatnonzero(self.snapshot.live & ~mark(self.match(part), self.snapshot.size))
            case Weighted(part, _):
                return self.match(part)
            case Verified(candidates):
                return self._verified.among(self.match(candidates), node)
            case AtLeast():
                return self._at_least(node)
            case FilterNode():
                return documents_of_filter(self.snapshot, node)
            case Near() | TermNode():
                words = self.words_of(node) if isinstance(node, Word) and node.any_part else ()
                return self._union([self.postings(term).documents for term in words or (node,)])
            case _:
                assert_never(node)

    def count(self, node: Node) -> int:
        """Return how many documents match."""
        if isinstance(node, Word) and len(self.words_of(node)) == 1:  # rewriting counts many words
            return self._reader.count(node)
        return len(self.match(node))

    def scores(self, node: Node, documents: Documents) -> Scores:
        """Return the scores of documents. The documents are ascending, and the query matches each of them."""
        match node:
            case And(parts):
                return _sum([self.scores(part, documents) for part in parts])
            case Or(parts):
                return self._scores_of_any(parts, documents)
            case Weighted(part, weight):
                return weight * self.scores(part, documents)
            case AtLeast(_, part) | Verified(part):
                return self.scores(part, documents)
            case Not() | FilterNode():
                return np.zeros(len(documents))
            case Word() if len(words := self.words_of(node)) > 1:
                apart = _sum([self._term_scores(word, documents) for word in words])
                return self.scorer.compound(self._term_scores(node, documents), apart)
            case Near() | TermNode():
                return self._term_scores(node, documents)
            case _:
                assert_never(node)

    def ranked(self, node: Node, documents: Documents, how: Rerank | None) -> Scores:
        """Return the scores of ascending matches; `how` says how to rerank the best ones, None not to."""
        return self._reranked(node, documents, self.scores(node, documents), how)

    def _reranked(self, node: Node, documents: Documents, scores: Scores, how: Rerank | None) -> Scores:
        if how is None:
            return scores
        from newsgrep.engine.embedded.reranking import gains

        best = most_relevant(self.snapshot, documents, scores, self._tuning.reranked)
        reranked = scores.copy()
        if len(best):
            reranked[best] += gains(self.snapshot, self._analyzer, node, documents[best], scores[best], how)
        return reranked

    def _scores_of_any(self, parts: Sequence[Node], documents: Documents) -> Scores:
        """Add up the scores of the parts that each document matches, scoring a part only where it matches."""
        matches = [(part, self.match(part)) for part in parts]
        if len(documents) < max(len(matching) for _, matching in matches):  # an AND leaves few documents
            total = np.zeros(len(documents))
            for part, matching in matches:
                is_match = mark(matching, self.snapshot.size)[documents]
                total[is_match] += self.scores(part, documents[is_match])
            return total
        total = np.zeros(self.snapshot.size)
        for part, matching in matches:
            np.add.at(total, matching, self.scores(part, matching))
        return total.take(documents)

    def _term_scores(self, term: TermQuery | Near, documents: Documents) -> Scores:
        return self.scorer.score(self.postings(term), documents)

    def _match_all(self, parts: Sequence[Node]) -> Documents:
        """Intersect, the shortest list first; NOT removes documents from the intersection of the others.

        Verified parts come last, so that no article is read that another part excludes.
        """
        plain = (part.candidates if isinstance(part, Verified) else part for part in parts)
        wanted = sorted((self.match(part) for part in plain if not isinstance(part, Not)), key=len)
        common = wanted[0] if wanted else np.flatnonzero(self.snapshot.live)
        for documents in wanted[1:]:
            common = common[mark(documents, self.snapshot.size)[common]]
        for part in parts:
            if isinstance(part, Not):
                common = common[~mark(self._among(common, part.part), self.snapshot.size)[common]]
        for part in parts:
            if isinstance(part, Verified):
                common = self._verified.among(common, part)
        return common

    def _among(self, documents: Documents, node: Node) -> Documents:
        """Return the given documents that a query matches. Reads no other document to verify it."""
        if isinstance(node, Verified):
            return self._verified.among(self._among(documents, node.candidates), node)
        return documents[mark(self.match(node), self.snapshot.size)[documents]]

    def _union(self, lists: Sequence[Documents]) -> Documents:
        if len(lists) == 1:
            return lists[0]
        marks = np.zeros(self.snapshot.size, np.bool_)
        for documents in lists:
            marks[documents] = True
        return np.flatnonzero(marks)


def _sum(scores: Sequence[Scores]) -> Scores:
    """Add up scores of the same documents in the order of the parts, as another order may round otherwise."""
    total = scores[0]
    for one in scores[1:]:
        total = total + one
    return total
