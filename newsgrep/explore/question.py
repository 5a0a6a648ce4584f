"""A question: query trees, ready to be asked of an engine, and what a person should know about them."""

from __future__ import annotations

from msgspec import Struct

from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Node
from newsgrep.search.request import ParsedRequest
from newsgrep.search.rewrite import prepare


class Question(Struct, frozen=True):
    """A prepared query.

    name:    how a table calls it: its name in a file of queries, else its text
    tree:    with stopwords left out and patterns replaced by words
    notices: of the parser and of the preparation
    """

    name: str
    tree: Node
    notices: tuple[str, ...] = ()


def ask(engine: Engine, request: ParsedRequest) -> Question:
    """Prepare a request for an engine."""
    tree, notices = prepare(request.tree, engine)
    return Question(request.name or request.text, tree, (*request.notices, *notices))
