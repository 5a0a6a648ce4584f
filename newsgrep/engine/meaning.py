"""The interface to engines and writers for the vectors of a model that the user chose."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.query.nodes import Node


class Meaning(Struct, frozen=True):
    """The model that the articles of an index have vectors of, which the user chose.

    name:       the hash of its files
    dimensions: numbers of a vector
    folder:     where it was when it was last used
    """

    name: str
    dimensions: int
    folder: str


class MeaningWriter:
    """The part of a writer that handles vectors. A writer without vectors inherits these methods unchanged.

    meaning: the model that articles have vectors of, if there is one
    """

    meaning: Meaning | None = None

    def choose_meaning(self, meaning: Meaning | None) -> None:
        """Have the index remember a model from this change on; None to remove its vectors.

        Raises UsageError if the engine has no vectors.
        """
        raise UsageError("an index on a server has no vectors of a model", "use --meaning on one in a folder")

    def make_vectors(
        self, vectors_of: Callable[[Sequence[Article]], Any], progress: Callable[[int, int], None]
    ) -> int:
        """Make the vectors that the published articles lack, and return how many. Needs no commit.

        vectors_of: returns the vector of each given article
        progress:   called with the number of vectors made, and the number to make
        """
        return 0

    def count_without_vector(self) -> int:
        """Return how many of the published articles lack a vector of the chosen model."""
        return 0


class NearMatch(Struct, frozen=True):
    """An article that is found by its words, or by the vector of a model, or by both.

    has_words: whether the query matches it
    gain:      what its score gains by its vector
    """

    score: float
    article: Article
    has_words: bool
    gain: float


class NearMatches(Struct, frozen=True):
    """The matches by words and by vectors: how many articles, and the requested ones, in order."""

    total: int
    articles: Iterator[NearMatch]


class MeaningEngine(ABC):
    """An engine that may have vectors of a model for its articles."""

    @abstractmethod
    def search_near(
        self, query: Node, within: Node, vector: Any, *, limit: int | None, offset: int
    ) -> NearMatches:
        """Return the matches of a query and the articles nearest to a vector, in one order.

        within: which articles may be found by their vectors
        vector: of the query, of length 1

        Raises UsageError if no article has a vector yet.
        """

    @abstractmethod
    def vectors_of(self, articles: Sequence[Article]) -> Any:
        """Return the vector of each article, a row each; NaN for an article without a vector."""
