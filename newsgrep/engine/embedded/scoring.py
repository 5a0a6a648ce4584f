"""Scores of documents by BM25F, over the postings of one snapshot."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from newsgrep.engine.bm25f import DEFAULT_RANKING, RankingParameters, idf
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.embedded.term_postings import Postings
from newsgrep.engine.segment.reader import Documents

#: Scores as 64-bit floating-point numbers.
Scores = np.ndarray[Any, np.dtype[np.float64]]


class Scorer:
    """Computes the score contributions of terms. N and the average length count live documents only."""

    def __init__(self, snapshot: Snapshot, ranking: RankingParameters = DEFAULT_RANKING) -> None:
        self.ranking = ranking
        self._snapshot = snapshot

    @cached_property
    def _length_penalties(self) -> Scores:
        """The length penalty of every document; cached, because every query needs it."""
        lengths = self._snapshot.column("length").astype(np.float64)
        return self.ranking.length_penalty(lengths, self._snapshot.average_length)

    def score(self, postings: Postings, documents: Documents) -> Scores:
        """Return what a term adds to the score of each given document; 0 for a document without the term."""
        frequencies = postings.frequencies_at(documents, self._snapshot.size).astype(np.float64)
        rarity = idf(self._snapshot.live_count, len(postings.documents))
        return self.ranking.contribution(frequencies, self._length_penalties.take(documents), rarity)

    def compound(self, phrase: Scores, words: Scores) -> Scores:
        """Return the scores of a compound from the scores of its phrase and the sum for its words."""
        share = self.ranking.compound_share
        return share * phrase + (1 - share) * words
