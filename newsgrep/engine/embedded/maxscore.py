"""MaxScore: the best documents of an OR, without scoring those that cannot be among them.

Every term has an upper bound of what it adds to a score. The sum of the bounds of the terms that a document
has is an upper bound of the document's score. These sums are computed for all documents at once, quantised to
a byte. The documents of the largest sums are scored first; of the others only those are scored whose sums
reach the k-th best of these scores.

After Turtle and Flood, "Query evaluation: strategies and optimizations" (1995), who go through documents one
by one; arrays favour going through them set of terms by set of terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array

#: Scores of the given documents.
ScoreFunction = Callable[[Documents], npt.NDArray[np.float64]]

#: Sums of the same numbers in another order are rounded differently, by less than this share of them.
_ROUNDING = 1e-6

#: Documents that are scored first for each one that is wanted: they raise the k-th best score at little cost.
_SCORED_FIRST = 10

#: From this many terms on a byte is too coarse for the bounds.
_MOST_TERMS_IN_A_BYTE = 64

#: Documents of the sample that the level of the first ones is estimated from, and how many must reach it.
_SAMPLED, _REACHED_BY = 10_000, 8


class UpperBounds:
    """Quantised upper bound of each document's score; 0 for a document that has none of the terms."""

    def __init__(self, frequencies: Sequence[Array], term_bounds: Sequence[float]) -> None:
        """Add up the bounds of the terms that each document has.

        frequencies: of each term, its frequency in every document
        term_bounds: of each term, the most that it adds to a score
        """
        dtype = np.uint8 if len(term_bounds) < _MOST_TERMS_IN_A_BYTE else np.uint16
        largest = np.iinfo(dtype).max
        self._step = sum(term_bounds) / (largest - len(term_bounds))
        self._sums: Array = np.zeros(len(frequencies[0]), dtype)
        has_term, added = np.empty(len(self._sums), np.bool_), np.empty(len(self._sums), dtype)
        for of_term, bound in zip(frequencies, term_bounds, strict=True):
            steps = dtype(min(int(bound / self._step) + 1, largest))  # rounded up
            np.greater(of_term, 0, out=has_term)
            np.multiply(has_term.view(np.uint8), steps, out=added)
            np.add(self._sums, added, out=self._sums)

    def best(self, count: int, score: ScoreFunction) -> tuple[int, Documents]:
        """Return how many documents have a term, and a superset of the `count` best ones, ascending."""
        total = int(np.count_nonzero(self._sums))
        level = self._level_of(count * _SCORED_FIRST)
        candidates = np.flatnonzero(self._sums >= level)
        while level > 1 and len(candidates) < count:
            level //= 2
            candidates = np.flatnonzero(self._sums >= level)
        if len(candidates) < count:
            return total, candidates
        scores = score(candidates)
        least = kth_largest(scores, count) * (1 - _ROUNDING)
        may_reach = self._sums >= max(1, int(least / self._step))
        may_reach[candidates] = False
        others = np.flatnonzero(may_reach)
        added = score(others)
        kept, added_kept = scores >= least, added >= least
        candidates = np.concatenate([candidates[kept], others[added_kept]])
        scores = np.concatenate([scores[kept], added[added_kept]])
        return total, np.sort(candidates[scores >= kth_largest(scores, count) * (1 - _ROUNDING)])

    def _level_of(self, wanted: int) -> int:
        """Return a high level that some `wanted` documents reach, estimated from a sample."""
        sample = self._sums[:: max(1, len(self._sums) // _SAMPLED)]
        return _highest_level(sample, max(_REACHED_BY, wanted * len(sample) // len(self._sums)))


def _highest_level(sums: Array, wanted: int) -> int:
    """Return the highest level that so many sums reach, 1 if they are fewer."""
    reaching = np.cumsum(np.bincount(sums)[::-1])[::-1]  # by level, the number of sums that reach it
    return max(1, int(np.count_nonzero(reaching >= wanted)) - 1)


def kth_largest(values: Array, count: int) -> float:
    """Return the k-th largest of some numbers, for k = `count`; there are at least as many."""
    return float(np.partition(values, len(values) - count)[len(values) - count])
