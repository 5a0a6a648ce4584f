"""Proximity and ATLEAST: which parts they take.

    ganja W/5 missile          NEAR/5 is the same, PRE/5 asks for this order
    ganja W/S missile          in one sentence; W/P is in one paragraph
    "ganja missile"~5          any order, like W/5
    ATLEAST3 (missile OR drone)

A part is a term query or an Or of term queries: it has positions in a text. All parts are of one field, since
no position in one field is near one in another.
"""

from __future__ import annotations

import re
from typing import assert_never

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.fields import FILTERS
from newsgrep.query.lexer import QueryToken
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
    Unit,
    Verified,
    Weighted,
    Word,
    positive_terms,
)

#: The largest distance in words, the most parts of one chain, and the largest number of mentions.
LARGEST_DISTANCE = 500
MOST_PARTS = 8
LARGEST_COUNT = 1000


class Chain:
    """Collects the parts of a chain with one operator. Raises each error at the token that causes it."""

    def __init__(self, first: Node, start: QueryToken) -> None:
        self._operator: QueryToken | None = None
        self._parts: list[Node] = []
        self._rejected: tuple[Node, QueryToken] | None = None
        if _has_positions(first):
            self._parts.append(first)
        else:
            self._rejected = first, start

    def add_operator(self, operator: QueryToken) -> None:
        """Add an operator, such as W/5."""
        if _unit(operator) == "word":
            _distance(operator, operator.text.split("/")[1])
        if self._rejected:
            raise _rejection(*self._rejected, operator)
        if self._operator is None:
            self._operator = operator
        elif _meaning(operator) != _meaning(self._operator):
            first = self._operator.text
            message = f"{first} and {operator.text} cannot be combined in one chain"
            hint = f"use one operator throughout, or write a {first} b AND b {operator.text} c"
            raise operator.error(message, hint)
        if len(self._parts) == MOST_PARTS:
            message = f"a proximity search has at most {MOST_PARTS} parts"
            raise operator.error(message, "put AND between shorter chains")

    def add_part(self, node: Node, start: QueryToken) -> None:
        """Add the part after the operator, which begins with the token `start`."""
        assert self._operator is not None
        if not _has_positions(node):
            raise _rejection(node, start, self._operator)
        field, other = _fields(self._parts[0]).pop(), _fields(node).pop()
        if field != other:
            text = self._operator.text
            message = f"{text} cannot combine {_field_name(field)} and {_field_name(other)}"
            hint = f"write {field or other}:(a {text} b), or the same field before each part"
            raise start.error(message, hint)
        self._parts.append(node)

    def near(self) -> Near:
        """Return the chain as a node."""
        assert self._operator is not None
        return Near(tuple(self._parts), *_meaning(self._operator))


def read_slop(token: QueryToken, words: list[TermQuery], field: str) -> Near:
    """Return a Near of the words of a phrase; raises QuerySyntaxError for a single word or a wrong number."""
    found = re.fullmatch(r"~([0-9]+)", token.text)
    if field in FILTERS:
        message = f"{field}: cannot have a proximity"
        raise token.error(message, f"remove {token.text[:20]}")
    if found is None:
        hint = 'write "ganja missile"~5 for within five words; a word alone may be fuzzy: missle~1'
        raise token.error("the proximity of a phrase has no number", hint)
    distance = _distance(token, found[1])
    if len(words) < 2:
        hint = "remove ~, or put more words between the quotes; a word without quotes may be fuzzy: missle~1"
        raise token.error("proximity needs two or more words", hint)
    if len(words) > MOST_PARTS:
        hint = "put some in a phrase of their own"
        raise token.error(f"a proximity search has at most {MOST_PARTS} parts", hint)
    return Near(tuple(words), distance)


def at_least(operator: QueryToken, part: Node, start: QueryToken) -> AtLeast:
    """Return an AtLeast of a part; raises QuerySyntaxError for a part that cannot be counted."""
    count = _bounded(operator.text.lower().removeprefix("atleast").removeprefix("/"), LARGEST_COUNT)
    if not count:
        message = f"the number of mentions must be from 1 to {LARGEST_COUNT}"
        raise operator.error(message, "write ATLEAST3 missile")
    if not _has_positions(part):
        hint = f"write {operator.text} (a OR b), with words, phrases or patterns of one field"
        message = f"{operator.text} counts a word, a phrase or words joined by OR, and nothing else"
        raise start.error(message, hint)
    return AtLeast(count, part)


def _unit(operator: QueryToken) -> Unit:
    letter = operator.text.partition("/")[2][0].upper()
    return "sentence" if letter == "S" else "paragraph" if letter == "P" else "word"


def _meaning(operator: QueryToken) -> tuple[int, bool, Unit]:
    """Return the distance, whether the order counts, and the unit."""
    name, _, number = operator.text.partition("/")
    unit = _unit(operator)
    return int(number) if unit == "word" else 0, name.upper() == "PRE", unit


def _distance(token: QueryToken, digits: str) -> int:
    distance = _bounded(digits, LARGEST_DISTANCE)
    if not distance:
        message = f"the distance must be from 1 to {LARGEST_DISTANCE} words"
        raise token.error(message, "write a W/5 b for within five words")
    return distance


def _bounded(digits: str, largest: int) -> int:
    """Return the number if it is from 1 to `largest`, else 0."""
    short = digits.lstrip("0")
    number = int(short) if 0 < len(short) <= len(str(largest)) else 0
    return number if number <= largest else 0


def _has_positions(node: Node) -> bool:
    """Return whether a node has positions in the text of one field."""
    parts = node.parts if isinstance(node, Or) else (node,)
    return all(isinstance(part, TermQuery) for part in parts) and len(_fields(node)) == 1


def _fields(node: Node) -> set[str]:
    return {leaf.field for leaf in positive_terms(node)}


def _field_name(field: str) -> str:
    return f"{field}:" if field else "a word without a field"


def _rejection(node: Node, start: QueryToken, operator: QueryToken) -> QuerySyntaxError:
    """Return the error for a part without positions, or with positions in several fields."""
    text = operator.text
    match node:
        case Weighted():
            message = f"the parts of {text} cannot have weights of their own"
            hint = f"give a weight to the whole: write (a {text} b)^2"
        case Near() | AtLeast():
            message = f"{text} cannot combine parts that have a proximity or ATLEAST of their own"
            hint = f"write a {text} b {text} c, or a {text} b AND ATLEAST3 a"
        case Or() if len(_fields(node)) > 1:
            message, hint = f"{text} cannot combine words of several fields", f"write title:(a {text} b)"
        case And(parts) if any(isinstance(part, Word) and part.text in ("or", "Or") for part in parts):
            message = f"{text} combines words joined by OR, and or is a word here"
            hint = f"write (a OR b) {text} c, with OR in capitals"
        case And() | Or() | Not() | Verified() | TermNode() | FilterNode():
            message = f"{text} combines words, phrases and words joined by OR, and nothing else"
            hint = f"write a {text} (b OR c); for anything else, write (a {text} b) NOT c"
        case _:
            assert_never(node)
    return start.error(message, hint)
