"""From the words and filters of the command line to one query tree."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from newsgrep import dates
from newsgrep.errors import UsageError
from newsgrep.query import literal, notices, parse
from newsgrep.query.leaves import read_leaf
from newsgrep.query.lexer import Kind, Token
from newsgrep.query.tree import And, Dates, Everything, Node, Or


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed to say which articles are wanted.

    words:    the arguments, parts of one query; a lone `-` stands for standard input
    queries:  those given with -e: any of them may match
    literal:  no character is read as the query language
    any_word: words without an operator between them are alternatives
    authors:  any of these wrote it
    """

    words: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    literal: bool = False
    any_word: bool = False
    since: str | None = None
    until: str | None = None
    last: str | None = None
    authors: tuple[str, ...] = ()


def read_question(asked: Asked) -> tuple[Node, list[str]]:
    """Return the tree and lines to tell the person; raises UsageError or QuerySyntaxError."""
    texts = _texts(asked)
    read = literal if asked.literal else parse
    nodes = [read(text, any_word=asked.any_word) for text in texts]
    filters = _filters(asked)
    if not nodes and not filters:
        raise UsageError("no query is given", "for example: newsgrep search Ganja missile")
    told = [] if asked.literal else [line for text in texts for line in notices(text)]
    return _joined(And, [_joined(Or, nodes or [Everything()]), *filters]), told


def _texts(asked: Asked) -> list[str]:
    """Return the queries as text, one at most where -e is not used."""
    if asked.words and asked.queries:
        raise UsageError(
            f"a query stands beside -e: {' '.join(asked.words)}", "give each query an -e of its own"
        )
    if asked.words == ("-",):
        return [sys.stdin.read().strip()]
    return [" ".join(asked.words)] if asked.words else list(asked.queries)


def _filters(asked: Asked) -> list[Node]:
    found: list[Node] = []
    if asked.authors:
        found.append(_joined(Or, [_author(name) for name in asked.authors]))
    if asked.since is not None or asked.until is not None or asked.last is not None:
        period = _period(asked, dt.date.today())
        found.append(Dates(period.first, period.last))
    return found


def _author(name: str) -> Node:
    """Read a name: one word or a prefix, or words that follow one another."""
    kind = Kind.PHRASE if len(name.split()) > 1 else Kind.WORD
    return read_leaf(Token(kind, name, 0), "author", query=name, today=None)


def _period(asked: Asked, today: dt.date) -> dates.Period:
    if asked.last is None:
        return dates.between(
            None if asked.since is None else dates.read_since(asked.since, today),
            None if asked.until is None else dates.read_until(asked.until, today),
        )
    if asked.since is not None or asked.until is not None:
        raise UsageError("--last is a period of its own", "leave it out, or --since and --until")
    return dates.read_last(asked.last, today)


def _joined(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))
