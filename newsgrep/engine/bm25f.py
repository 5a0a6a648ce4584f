"""BM25F, the ranking function: one term's contribution to the score of an article.

    contribution = weight · idf · f · (k1 + 1) / (f + penalty)
    penalty      = k1 · (1 − b + b · length / average length)
    idf          = ln(1 + (N − n + 0.5) / (n + 0.5))

f adds the frequencies of a term in all fields, each multiplied by the field's weight, *before* saturation, so
that a word in both title and body counts as one word seen often and not as two (Robertson, Zaragoza and
Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004). length adds the fields' lengths with
the same weights. N is the number of articles, n the number of those that have the term in any field. The idf
is Lucene's, which is never negative. The score of an article is the sum over the terms of the query.

This module is the only place with the formula, besides the script that a server of OpenSearch runs
(opensearch/scoring.py). Its functions take numbers as well as arrays of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import asdict

if TYPE_CHECKING:
    import numpy.typing as npt

_Number = TypeVar("_Number", float, "npt.NDArray[Any]")

#: How much one occurrence in a field counts. Segments store frequencies and lengths weighted by these.
WEIGHTS = {"title": 3, "body": 1, "author": 1}


class RankingParameters(Struct, frozen=True):
    """What the ranking depends on besides the articles; the header of an index has them.

    k1:             how slowly the contribution of a term saturates with its frequency
    b:              how much long articles are penalised: 0 not at all, 1 in full
    compound_share: share of the phrase in the score of a compound such as `Nagorno-Karabakh`; the single
                    words have the rest
    field_weights:  how much one occurrence in a field counts
    """

    k1: float = 1.5
    b: float = 0.75
    compound_share: float = 0.5
    field_weights: Mapping[str, int] = field(default_factory=lambda: dict(WEIGHTS))

    def length_penalty(self, length: _Number, average_length: float) -> _Number:
        """Return k1 · (1 − b + b · length / average length)."""
        return self.k1 * (1 - self.b) + length * (self.k1 * self.b / average_length)

    def contribution(self, frequency: _Number, penalty: _Number, weighted_idf: float) -> _Number:
        """Return what a term adds to a score, from 0 up to weighted_idf · (k1 + 1).

        frequency:    weighted frequency of the term in the article
        penalty:      `length_penalty` of the article
        weighted_idf: `idf` of the term times its weight in the query
        """
        saturated: _Number = frequency * (self.k1 + 1) / (frequency + penalty)
        return saturated * weighted_idf


#: The parameters that newsgrep ranks with.
DEFAULT_RANKING = RankingParameters()


def ranking_differences(stored: RankingParameters) -> str:
    """Return how the parameters of an index differ from DEFAULT_RANKING, on one line; '' if they do not."""
    ours = asdict(DEFAULT_RANKING)
    return "; ".join(
        f"{name} {value}, not {ours[name]}" for name, value in asdict(stored).items() if value != ours[name]
    )


def idf(articles: int, matching: int) -> float:
    """Return the inverse document frequency of a term that `matching` of all `articles` have."""
    return log(1 + (articles - matching + 0.5) / (matching + 0.5))
