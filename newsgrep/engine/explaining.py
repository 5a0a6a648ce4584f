"""Which terms of a query add to the score of an article: the same for every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

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
)


def scored_terms(
    node: Node, matches: Callable[[Node], bool], weight: float = 1.0
) -> Iterator[tuple[TermQuery | Near, float]]:
    """Yield what is ranked as one term in the parts of a query that match an article, each with its weight.

    matches: tells of a part whether it matches the article; the query does
    """
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                if matches(part):
                    yield from scored_terms(part, matches, weight)
        case Weighted(part, factor):
            yield from scored_terms(part, matches, weight * factor)
        case AtLeast(_, part) | Verified(part):
            yield from scored_terms(part, matches, weight)
        case Not() | FilterNode():
            return
        case Near() | TermNode():
            yield node, weight
        case _:
            assert_never(node)
