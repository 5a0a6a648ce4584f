"""ParsedQuery: the result of parsing a query."""

from __future__ import annotations

from msgspec import Struct

from newsgrep.query.nodes import Node
from newsgrep.query.rendering import render


class ParsedQuery(Struct, frozen=True):
    """A parsed query; `str()` of it is the query as it was understood.

    text:     as it was typed
    tree:     the nodes, see newsgrep.query.nodes
    notices:  a line for each word that may have been meant as an operator

    >>> from newsgrep.query import parse_query
    >>> str(parse_query("ganja w/5 missile or rocket"))
    '(ganja W/5 missile) AND or AND rocket'
    """

    text: str
    tree: Node
    notices: tuple[str, ...] = ()

    def __str__(self) -> str:
        return render(self.tree)
