"""The clauses of one level, joined by AND and OR.

A written operator or its absence links a clause to the one before it. AND and OR at one level are refused,
since people disagree on which binds closer; the error shows both readings.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.lexer import Kind
from newsgrep.query.nodes import And, DateRange, Keyword, LengthRange, Node, Not, Or, render, walk

_LONGEST_HINT = 300
_SHOWN_HINT = "(a AND b) OR c, or a AND (b OR c)"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of one level and how it hangs on the one before it.

    link:      AND or OR where written, otherwise None
    position:  of the written link, or of the clause itself
    bound:     holds whatever the others do, with `any_word` too: `+x`, `-x`, a filter
    """

    node: Node
    link: Kind | None
    position: int
    bound: bool


def combine_clauses(clauses: Sequence[Clause], query: str, *, any_word: bool) -> Node:
    """Return the clauses of one level as a node; raises QuerySyntaxError where AND and OR are mixed."""
    _refuse_mixture(clauses, query, any_word=any_word)
    return _either(clauses) if any_word else _together(clauses)


def combine(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node:
    """Return the AND or OR of nodes, without one of the same kind inside it; a single node stays itself."""
    parts: list[Node] = []
    for node in nodes:
        parts.extend(node.parts if isinstance(node, kind) else (node,))
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def only_selects(node: Node) -> bool:
    """Return whether a node is made of filters alone."""
    selecting = And | Or | Not | Keyword | LengthRange | DateRange
    return all(isinstance(part, selecting) for part in walk(node))


def _refuse_mixture(clauses: Sequence[Clause], query: str, *, any_word: bool) -> None:
    links = [clause for clause in clauses[1:] if clause.link or not any_word]
    odd = [clause for clause in links if (clause.link == Kind.OR) != (links[0].link == Kind.OR)]
    if not odd:
        return
    unwritten = Kind.OR if any_word else Kind.AND
    hint = ", or ".join(render(reading) for reading in _readings(clauses, unwritten))
    if len(hint) > _LONGEST_HINT:
        hint = _SHOWN_HINT
    message = "AND and OR are mixed without brackets"
    raise QuerySyntaxError(message, query, odd[0].position, f"write {hint}")


def _readings(clauses: Sequence[Clause], unwritten: Kind) -> tuple[Node, Node]:
    """Return the clauses with AND as the closer link, and with OR; nothing written counts as `unwritten`."""
    close = [{kind, None} if kind == unwritten else {kind} for kind in (Kind.AND, Kind.OR)]
    ands, ors = (_runs(clauses, links) for links in close)
    return (
        combine(Or, [combine(And, _nodes(run)) for run in ands]),
        combine(And, [combine(Or, _nodes(run)) for run in ors]),
    )


def _either(clauses: Sequence[Clause]) -> Node:
    """Join a level under `any_word`: alternatives, and beside them what binds."""
    alternatives: list[Node] = []
    bound: list[Node] = []
    for run in _runs(clauses, {Kind.AND, Kind.OR}):
        (bound if len(run) == 1 and run[0].bound else alternatives).append(_together(run))
    return combine(And, [combine(Or, alternatives), *bound] if alternatives else bound)


def _runs(clauses: Sequence[Clause], close: Collection[Kind | None]) -> list[list[Clause]]:
    """Part the clauses into runs that hang together by one of the links in `close`."""
    runs = [[clauses[0]]]
    for clause in clauses[1:]:
        if clause.link in close:
            runs[-1].append(clause)
        else:
            runs.append([clause])
    return runs


def _together(clauses: Sequence[Clause]) -> Node:
    """Join clauses that all hang together by OR, or all by AND, written or not."""
    return combine(Or if clauses[-1].link == Kind.OR else And, _nodes(clauses))


def _nodes(clauses: Sequence[Clause]) -> list[Node]:
    return [clause.node for clause in clauses]
