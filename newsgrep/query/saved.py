"""Saved searches within a query: `@karabakh`. The caller gives a function that finds their trees."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from newsgrep.errors import NewsgrepError
from newsgrep.query.lexer import QueryToken
from newsgrep.query.nodes import Node, OfMail, replace_leaves, walk
from newsgrep.query.shown import quoted

#: Returns the tree of the saved search with a name. Raises NewsgrepError.
Saved = Callable[[str], Node]


def read_saved(token: QueryToken, saved: Saved | None, *, before: str) -> Node:
    """Return the tree of the saved search that a WORD token names; raises QuerySyntaxError if there is none.

    before: the field or sign that applies to the token, empty for none
    """
    hint = f"to search for the text, write {quoted(token.text)}"
    if before:
        message = f"a saved search cannot follow {before}"
    elif saved is None:
        message = "saved searches belong to an index, and none is asked here"
    else:
        try:
            name = token.text[1:].rstrip("?!.,;:…")
            return _with_name(saved(name), name)
        except NewsgrepError as error:
            # An error of a search within this one has the hint already.
            link = " " if error.hint.endswith("?") else "; "
            message, hint = error.message, error.hint if error.__cause__ else f"{error.hint}{link}{hint}"
    raise token.error(message, hint)


def _with_name(node: Node, name: str) -> Node:
    """Return a tree whose filters of mails name the saved search they come from, for errors."""
    own = (leaf for leaf in walk(node) if isinstance(leaf, OfMail) and not leaf.saved)
    return replace_leaves(node, {leaf: replace(leaf, saved=name) for leaf in own})
