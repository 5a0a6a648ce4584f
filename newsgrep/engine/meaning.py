"""The part of the boundary of engines that may have vectors of a model that a person chose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.query.nodes import Node


class Meaning(Struct, frozen=True):
    """The model that the articles of an index have vectors of, which a person chose.

    name:       the hash of its files
    dimensions: numbers of a vector
    folder:     where it was when it was last used
    """

    name: str
    dimensions: int
    folder: str


class NearMatch(NamedTuple):
    """An article that is found by its words, or by the vector of a model, or by both.

    has_words: whether the query matches it
    gain:      what its score gains by its vector
    """

    score: float
    article: Article
    has_words: bool
    gain: float


class NearMatches(Struct, frozen=True):
    """What was found by words and by vectors: how many articles, and the asked-for ones, in order."""

    total: int
    articles: Iterator[NearMatch]


class MeaningEngine(Protocol):
    """An engine that may have vectors of a model for its articles."""

    def search_near(
        self, query: Node, within: Node, vector: Any, *, limit: int | None, offset: int
    ) -> NearMatches:
        """Return the matches of a query and the articles nearest to a vector, in one order.

        within: which articles may be found by their vectors
        vector: of the query, of length 1

        Raises UsageError if no article has a vector yet.
        """

    def vectors_of(self, articles: Sequence[Article]) -> Any:
        """Return the vectors that the index has of articles; NaN for one that it has none of."""
