"""What to tell when a search found nothing, or may have missed what was meant."""

from __future__ import annotations

from collections.abc import Iterator

from newsgrep.analysis import Analyzer
from newsgrep.engines import Engine
from newsgrep.query.tree import And, Dates, Everything, Node, Not, show, wanted_leaves
from newsgrep.searching import prepare

#: Clauses to count at most.
_MOST_COUNTED = 8

_ANY_DATE = Dates(None, None)


def on_nothing(engine: Engine, query: Node) -> str:
    """Return in how many articles each clause is found by itself, empty where that tells nothing new."""
    if not engine.count(Everything()):
        return "the index holds no articles; newsgrep index PATH adds some"
    leaves = list(dict.fromkeys((*wanted_leaves(query), *_dates(query))))
    if len(leaves) < 2:
        return ""
    counts = [f"{show(leaf)} in {engine.count(leaf)}" for leaf in leaves[:_MOST_COUNTED]]
    return f"articles with each alone: {', '.join(counts)}{', …' if len(leaves) > _MOST_COUNTED else ''}"


def on_undated(engine: Engine, query: Node) -> str:
    """Return how many articles a date clause leaves out only because they have no date, empty if none."""
    prepared, _ = prepare(query, Analyzer(engine.language))
    parts = list(_conjuncts(prepared))
    rest = [part for part in parts if not isinstance(part, Dates)]
    undated = Not(_ANY_DATE)
    if len(rest) == len(parts) or not engine.count(undated):
        return ""
    number = engine.count(And((*rest, undated)))
    return f"left out: {number} without a date" if number else ""


def _conjuncts(node: Node) -> Iterator[Node]:
    """Yield the clauses that must all hold."""
    if isinstance(node, And):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _dates(query: Node) -> list[Dates]:
    return [part for part in _conjuncts(query) if isinstance(part, Dates)]
