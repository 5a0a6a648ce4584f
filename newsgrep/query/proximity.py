"""Words that stand near one another, and what may be counted: which parts they take.

    ganja W/5 missile          NEAR/5 is the same, PRE/5 asks for this order
    "ganja missile"~5          any order, like W/5
    ATLEAST3 (missile OR drone)

A part is a leaf or an Or of leaves: it has places in a text. All parts are of one field, since a place in one
field is near none in another.
"""

from __future__ import annotations

import re
from typing import assert_never

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.fields import FILTERS
from newsgrep.query.lexer import Token
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
    Weighted,
    positive_terms,
)

#: How many words apart, how many parts, and how many mentions can be asked for.
LARGEST_DISTANCE = 500
MOST_PARTS = 8
LARGEST_COUNT = 1000

_SLOP = re.compile(r"~([0-9]+)")


class Chain:
    """Parts with the same operator between them, as they are read; each fault is refused where it stands."""

    def __init__(self, query: str, first: Node, start: Token) -> None:
        self._query = query
        self._operator: Token | None = None
        self._parts: list[Node] = []
        self._unfit: tuple[Node, Token] | None = None
        if _fits(first):
            self._parts.append(first)
        else:
            self._unfit = first, start

    def link(self, operator: Token) -> None:
        """Take an operator, such as W/5."""
        _distance(operator, operator.text.split("/")[1], self._query)
        if self._unfit:
            raise _unfit(*self._unfit, operator, self._query)
        if self._operator is None:
            self._operator = operator
        elif _meaning(operator) != _meaning(self._operator):
            message = f"{self._operator.text} and {operator.text} stand in one chain"
            first = self._operator.text
            hint = f"use the same for all, or write a {first} b AND b {operator.text} c"
            raise QuerySyntaxError(message, self._query, operator.position, hint)
        if len(self._parts) == MOST_PARTS:
            message = f"proximity takes at most {MOST_PARTS} parts"
            raise QuerySyntaxError(message, self._query, operator.position, "put an AND between two chains")

    def part(self, node: Node, start: Token) -> None:
        """Take the part after the operator, which begins with the token `start`."""
        assert self._operator is not None
        if not _fits(node):
            raise _unfit(node, start, self._operator, self._query)
        field, other = _fields(self._parts[0]).pop(), _fields(node).pop()
        if field != other:
            message = f"a word of {_named(field)} is near none of {_named(other)}"
            text = self._operator.text
            hint = f"write {field or other}:(a {text} b), or the field before each part"
            raise QuerySyntaxError(message, self._query, start.position, hint)
        self._parts.append(node)

    def near(self) -> Near:
        """Return the chain as a node."""
        assert self._operator is not None
        ordered, distance = _meaning(self._operator)
        return Near(tuple(self._parts), distance, ordered)


def read_slop(token: Token, words: list[TermQuery], field: str, query: str) -> Near:
    """Return the words of a phrase that need only stand near; raises QuerySyntaxError for one word alone."""
    found = _SLOP.fullmatch(token.text)
    if field in FILTERS:
        message = f"{field}: takes no proximity"
        raise QuerySyntaxError(message, query, token.position, f"leave {token.text[:20]} out")
    if found is None:
        hint = 'write "ganja missile"~5 for within five words; a word alone may be fuzzy: missle~1'
        raise QuerySyntaxError("the proximity of a phrase has no number", query, token.position, hint)
    distance = _distance(token, found[1], query)
    if len(words) < 2:
        hint = (
            "leave ~ out, or put more words between the quotes; a word without quotes may be fuzzy: missle~1"
        )
        raise QuerySyntaxError("proximity takes two words or more", query, token.position, hint)
    if len(words) > MOST_PARTS:
        hint = "put some in a phrase of their own"
        raise QuerySyntaxError(f"proximity takes at most {MOST_PARTS} parts", query, token.position, hint)
    return Near(tuple(words), distance)


def at_least(operator: Token, part: Node, start: Token, query: str) -> AtLeast:
    """Return a part that must be mentioned so often; raises QuerySyntaxError for one that is not counted."""
    count = _bounded(operator.text.lower().removeprefix("atleast").removeprefix("/"), LARGEST_COUNT)
    if not count:
        message = f"the number of mentions is from 1 to {LARGEST_COUNT}"
        raise QuerySyntaxError(message, query, operator.position, "write ATLEAST3 missile")
    if not _fits(part):
        hint = f"write {operator.text} (a OR b), with words, phrases or patterns of one field"
        message = f"{operator.text} takes a word, a phrase or a bracket of ORs"
        raise QuerySyntaxError(message, query, start.position, hint)
    return AtLeast(count, part)


def _meaning(operator: Token) -> tuple[bool, int]:
    """Return whether the order counts, and the distance."""
    name, _, number = operator.text.partition("/")
    return name.upper() == "PRE", int(number)


def _distance(token: Token, digits: str, query: str) -> int:
    distance = _bounded(digits, LARGEST_DISTANCE)
    if not distance:
        message = f"the distance is from 1 to {LARGEST_DISTANCE} words"
        raise QuerySyntaxError(message, query, token.position, "W/1 is the next word, W/5 at most five on")
    return distance


def _bounded(digits: str, largest: int) -> int:
    """Return a number from 1 on, 0 for any that is not in these bounds."""
    short = digits.lstrip("0")
    number = int(short) if 0 < len(short) <= len(str(largest)) else 0
    return number if number <= largest else 0


def _fits(node: Node) -> bool:
    """Return whether a node has places in the text of one field."""
    parts = node.parts if isinstance(node, Or) else (node,)
    return all(isinstance(part, TermQuery) for part in parts) and len(_fields(node)) == 1


def _fields(node: Node) -> set[str]:
    return {leaf.field for leaf in positive_terms(node)}


def _named(field: str) -> str:
    return f"{field}:" if field else "any field"


def _unfit(node: Node, start: Token, operator: Token, query: str) -> QuerySyntaxError:
    """Return the error for a part that has no place in a text, or places in several fields."""
    text = operator.text
    match node:
        case Weighted():
            message, hint = f"a weight stands beside {text}", f"weigh the whole: (a {text} b)^2"
        case Near() | AtLeast():
            message = f"{text} stands beside brackets with proximity or a number of mentions"
            hint = f"write a {text} b {text} c, or a {text} b AND ATLEAST3 a"
        case Or() if len(_fields(node)) > 1:
            message, hint = f"{text} stands beside words of several fields", f"write title:(a {text} b)"
        case And() | Or() | Not() | TermNode() | FilterNode():
            message = f"{text} takes words, phrases and brackets of ORs"
            hint = f"write a {text} (b OR c); what else there is goes outside: (a {text} b) NOT c"
        case _:
            assert_never(node)
    return QuerySyntaxError(message, query, start.position, hint)
