"""Lines that are made as they are read: the answer to a question that may have more lines than memory."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Generic, NoReturn, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from newsgrep.arguments import streamed

LineT = TypeVar("LineT", bound=Struct)
MatchT = TypeVar("MatchT")


class LineStream(Generic[LineT]):
    """Lines of the articles that match a query.

    articles: number of articles that match
    notices:  what the user should know about the query, as in `SearchResults`
    """

    def __init__(self, lines: Iterator[LineT], articles: int, notices: tuple[str, ...]) -> None:
        self.articles = articles
        self.notices = notices
        self._lines = lines
        self._is_streamed = False

    @cached_property
    def lines(self) -> tuple[LineT, ...]:
        """All lines, in order. They are made when they are first asked for, and kept.

        Raises UsageError if they were streamed.
        """
        return tuple(self.stream())

    def stream(self) -> Iterator[LineT]:
        """Yield the lines without keeping them, as there may be more than fit in memory.

        Reading them again raises UsageError.
        """
        if "lines" in self.__dict__:
            return iter(self.lines)
        if self._is_streamed:
            raise streamed("lines")
        self._is_streamed = True
        return self._lines

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the lines as dicts, as for a data frame."""
        return [*map(asdict, self.lines)]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.articles:,} articles>"

    def _repr_html_(self) -> str:
        """Return the first lines as a table of HTML, which a notebook shows."""
        from newsgrep.results.html_table import MOST_ROWS, html_table

        if "lines" in self.__dict__:
            first = [*self.lines[:MOST_ROWS]]
        else:
            first = [] if self._is_streamed else [*islice(self._lines, MOST_ROWS)]
            self._lines = chain(first, self._lines)
        return html_table([*map(asdict, first)])

    def __reduce__(self) -> NoReturn:
        name = type(self).__name__
        raise TypeError(f"a {name} makes lines as they are read, and cannot be pickled: take its lines")


def sampled(matches: Iterable[MatchT], size: int, seed: int, key_of: Callable[[MatchT], str]) -> list[MatchT]:
    """Return a random sample of matches in their order: those with the least hashes of seed, number and key.

    key_of: returns the key of the article of a match
    """
    import hashlib

    def rank(numbered: tuple[int, MatchT]) -> bytes:
        number, match = numbered
        name = f"{seed} {number} {key_of(match)}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(name, digest_size=8).digest()

    chosen = heapq.nsmallest(size, enumerate(matches), key=rank)
    return [match for _, match in sorted(chosen, key=itemgetter(0))]
