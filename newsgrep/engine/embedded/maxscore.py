"""The best documents of an OR or an AND, found without scoring those that cannot be among them.

The frequencies of each term are spread out over all documents, so that a step for a document is one in an
array. What a term can add to any score is bounded; what a document can earn, by the sum of the bounds of the
terms that it has. These sums are made for all documents at once, in steps of a byte. Documents of the largest
sums are scored, and then those whose sums reach over the k-th best of them. It is MaxScore (Turtle and Flood,
"Query evaluation: strategies and optimizations", 1995) gone about set of terms by set of terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array

#: Bounds and sums are rounded differently; a document this near to the k-th best is kept.
_ROUNDING = 1e-5

#: So many documents are scored first, if there are more of the largest sums than wanted.
_FIRST = 64

#: Scores in 32 bits of some documents.
Earned = Callable[[Documents], npt.NDArray[np.float32]]


class ScoreBounds:
    """What each document can earn, in whole steps and never too few; 0 for one that is left out."""

    def __init__(self, frequencies: Sequence[Array], bounds: Sequence[float]) -> None:
        """Add up the bounds of the terms that each document has.

        `frequencies` has those of each term by document, and `bounds` the most that each can add to a score.
        """
        kind = np.uint8 if len(bounds) < _MANY else np.uint16
        most = np.iinfo(kind).max
        self._step = sum(bounds) / (most - len(bounds))
        self._reach = np.zeros(len(frequencies[0]), kind)
        self._marks, added = np.empty(len(self._reach), np.bool_), np.empty(len(self._reach), kind)
        for one, bound in zip(frequencies, bounds, strict=True):
            np.greater(one, 0, out=self._marks)
            # One more, for the rounding of the division.
            steps = kind(min(int(bound / self._step) + 1, most))
            np.multiply(self._marks.view(np.uint8), steps, out=added)
            np.add(self._reach, added, out=self._reach)

    def restrict(self, several: Iterable[Array]) -> None:
        """Leave out the documents for which an entry in one of several arrays is 0 or false."""
        for one in several:
            np.greater(one, 0, out=self._marks)
            np.multiply(self._reach, self._marks.view(np.uint8), out=self._reach)

    def best(self, count: int, earned: Earned) -> tuple[int, Documents]:
        """Return how many documents are not left out, and those that may be among the best, ascending.

        `earned` returns scores. All documents are returned that nothing is known against.
        """
        reach = self._reach
        total = int(np.count_nonzero(reach))
        least = self._level(max(count, _FIRST))
        chosen = np.flatnonzero(np.greater_equal(reach, least, out=self._marks))
        scores = earned(chosen)
        if len(chosen) >= count:
            within = max(1, int(_kth_largest(scores, count) * (1 - _ROUNDING) / self._step))
            if within < least:
                others = np.flatnonzero(np.greater_equal(reach, within) & np.less(reach, least))
                chosen = np.concatenate([chosen, others])
                scores = np.concatenate([scores, earned(others)])
            chosen = chosen[near_best(scores, count)]
        return total, np.sort(chosen)

    def _level(self, wanted: int) -> int:
        """Return a high level that so many documents reach, told by a sample; 1 if they are fewer."""
        sample = self._reach[:: max(1, len(self._reach) // _SAMPLED)].copy()
        level = _highest(sample, max(_LEAST, wanted * len(sample) // len(self._reach)))
        while level > 1 and np.count_nonzero(np.greater_equal(self._reach, level, out=self._marks)) < wanted:
            level //= 2
        return level


#: Terms whose bounds are too many to be told apart in a byte.
_MANY = 64

#: Documents that a level is told by, and how many of them must reach it.
_SAMPLED, _LEAST = 20_000, 8


def _highest(reach: Array, wanted: int) -> int:
    """Return the highest level that so many documents reach, 1 if they are fewer."""
    low, high = 1, int(reach.max(initial=1))
    while low < high:
        middle = (low + high + 1) // 2
        if np.count_nonzero(reach >= middle) >= wanted:
            low = middle
        else:
            high = middle - 1
    return low


def near_best(scores: Array, count: int) -> npt.NDArray[np.bool_]:
    """Mark those scores in 32 bits that may be among the `count` best of more bits."""
    return np.asarray(scores >= _kth_largest(scores, count) * (1 - _ROUNDING))


def _kth_largest(values: Array, count: int) -> float:
    return float(np.partition(values, len(values) - count)[len(values) - count])
