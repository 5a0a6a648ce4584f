"""Combining the clauses of one level by AND and OR.

An operator, or its absence, links a clause to the one before it. AND and OR at one level are refused, since
people disagree on which binds closer; the error shows both readings.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.analysis.tokenizer import has_run_on_letters
from newsgrep.query.lexer import QueryToken, TokenKind
from newsgrep.query.nodes import (
    And,
    AtLeast,
    DateRange,
    FilterNode,
    Has,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    OfMail,
    Or,
    Recorded,
    Tagged,
    TermNode,
    Verified,
    Weighted,
    Word,
    map_children,
    walk,
)
from newsgrep.query.rendering import render

_LONGEST_HINT = 300
_SHORT_HINT = "(a AND b) OR c, or a AND (b OR c)"


class Clause(Struct, frozen=True):
    """A clause of one level, and its link to the one before it.

    link:      AND or OR if written, otherwise None
    start:     the written link, or the first token of the clause itself
    required:  whether it must match with `any_word`, too: `+x`, `-x`, a filter
    """

    node: Node
    link: TokenKind | None
    start: QueryToken
    required: bool


def combine_clauses(clauses: Sequence[Clause], *, any_word: bool) -> Node:
    """Return the node of the clauses of one level; raises QuerySyntaxError where AND and OR are mixed."""
    _refuse_mixture(clauses, any_word=any_word)
    return _combine_alternatives(clauses) if any_word else _combine_linked(clauses)


def combine(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node:
    """Return the AND or OR of nodes, with parts of the same kind merged; a single node is returned itself."""
    parts: list[Node] = []
    for node in nodes:
        parts.extend(node.parts if isinstance(node, kind) else (node,))
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def match_any_part(node: Node, whole: Collection[Node] = ()) -> Node:
    """Return a query in which each compound word matches by any of its words, as `--any` reads it.

    Words in `whole` stay whole, and so do words of a script that is indexed by letters, and words below a
    Not, an AtLeast or a Near, where a compound has a single position.
    """
    match node:
        case Word(text):
            return replace(node, any_part=node not in whole and not has_run_on_letters(text))
        case And() | Or() | Weighted():
            return map_children(node, lambda child: match_any_part(child, whole))
        case Not() | Near() | AtLeast() | Verified() | TermNode() | FilterNode():
            return node
        case _:
            assert_never(node)


def only_selects(node: Node) -> bool:
    """Return whether a node consists of filters alone."""
    selecting = And | Or | Not | Keyword | LengthRange | DateRange | Has | Recorded | Tagged | OfMail
    return all(isinstance(part, selecting) for part in walk(node))


def _refuse_mixture(clauses: Sequence[Clause], *, any_word: bool) -> None:
    links = [clause for clause in clauses[1:] if clause.link or not any_word]
    odd = [clause for clause in links if (clause.link == TokenKind.OR) != (links[0].link == TokenKind.OR)]
    if not odd:
        return
    unwritten = TokenKind.OR if any_word else TokenKind.AND
    hint = ", or ".join(render(reading) for reading in _readings(clauses, unwritten))
    if len(hint) > _LONGEST_HINT:
        hint = _SHORT_HINT
    raise odd[0].start.error("AND and OR are mixed without brackets", f"write {hint}")


def _readings(clauses: Sequence[Clause], unwritten: TokenKind) -> tuple[Node, Node]:
    """Return two trees of the clauses: AND binds closer, OR binds closer. A missing link is `unwritten`."""
    close = [{kind, None} if kind == unwritten else {kind} for kind in (TokenKind.AND, TokenKind.OR)]
    ands, ors = (_runs(clauses, links) for links in close)
    return (
        combine(Or, [combine(And, _nodes(run)) for run in ands]),
        combine(And, [combine(Or, _nodes(run)) for run in ors]),
    )


def _combine_alternatives(clauses: Sequence[Clause]) -> Node:
    """Combine a level with `any_word`: the alternatives, AND the clauses that are required.

    Beside a clause with a plus sign the alternatives only rank: a MatchAll among them matches every article.
    """
    alternatives: list[Node] = []
    required: list[Node] = []
    for run in _runs(clauses, {TokenKind.AND, TokenKind.OR}):
        (required if len(run) == 1 and run[0].required else alternatives).append(_combine_linked(run))
    if alternatives and not all(isinstance(node, Not) or only_selects(node) for node in required):
        alternatives.append(MatchAll())
    return combine(And, [combine(Or, alternatives), *required] if alternatives else required)


def _runs(clauses: Sequence[Clause], close: Collection[TokenKind | None]) -> list[list[Clause]]:
    """Split the clauses into runs that are linked by one of the links in `close`."""
    runs = [[clauses[0]]]
    for clause in clauses[1:]:
        if clause.link in close:
            runs[-1].append(clause)
        else:
            runs.append([clause])
    return runs


def _combine_linked(clauses: Sequence[Clause]) -> Node:
    """Combine clauses that are all linked by OR, or all by AND, written or not."""
    return combine(Or if clauses[-1].link == TokenKind.OR else And, _nodes(clauses))


def _nodes(clauses: Sequence[Clause]) -> list[Node]:
    return [clause.node for clause in clauses]
