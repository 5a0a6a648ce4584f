"""Announce queries to an engine before they are asked: a server answers many in one request."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TypeVar

from newsgrep.engine.base import Engine, Sort
from newsgrep.query.nodes import Node, Pattern, Prefix, walk

_Query = TypeVar("_Query", bound=Node)


class AnnouncedEngine(ABC):
    """An engine that answers announced queries sooner, as it sends a server many in one request.

    An announced query need not be asked. Its errors are raised when it is asked, not when it is announced.
    """

    @abstractmethod
    def announce_counts(self, queries: Sequence[Node]) -> None:
        """Announce that the queries are going to be counted."""

    @abstractmethod
    def announce_patterns(self, patterns: Sequence[Pattern | Prefix]) -> None:
        """Announce that the patterns are going to be expanded, and the prefixes searched for."""

    @abstractmethod
    def announce_searches(
        self, queries: Sequence[Node], *, sort: Sort, limit: int | None, offset: int, seed: int = 0
    ) -> None:
        """Announce searches of one page each, as `Engine.search` takes them.

        They replace the searches that an earlier call announced.
        """


def announce_counts(engine: Engine, queries: Sequence[Node]) -> None:
    """Announce to an engine that the queries are going to be counted, if that helps it."""
    if isinstance(engine, AnnouncedEngine):
        engine.announce_counts(queries)


def announce_patterns(engine: Engine, queries: Iterable[Node]) -> None:
    """Announce to an engine that the patterns of the queries are going to be expanded, if that helps it."""
    if isinstance(engine, AnnouncedEngine):
        found = (node for query in queries for node in walk(query))
        engine.announce_patterns([node for node in found if isinstance(node, Pattern | Prefix)])


def matched(engine: Engine, queries: Iterable[_Query]) -> list[_Query]:
    """Return the given queries that match any article. Asks a server for many at once."""
    asked = list(queries)
    announce_counts(engine, asked)
    return [query for query in asked if engine.count(query)]
