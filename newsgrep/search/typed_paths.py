"""Paths in a query, `path:`, as the user sees them: from the current folder, or from the root.

An index has paths that start from its home. What is typed is looked for there first, and where no article has
it, as the path of that file. So a path that a search has printed finds its article.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from newsgrep.article import stored_path
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Has, Keyword, Node, replace_leaves, walk
from newsgrep.query.rendering import render

_FIELD = "path"


def with_stored_paths(tree: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query with paths as the index has them, and a notice on each that is not as typed."""
    others: dict[Node, Node] = {}
    notices: list[str] = []
    for node in dict.fromkeys(node for node in walk(tree) if isinstance(node, Keyword)):
        if not _is_path(node) or engine.count(node):
            continue
        path = stored_path(Path(node.text), engine.home)
        if Path(path).is_absolute():
            notices.append(f"{render(node)} is outside of {engine.home}, which the paths start from")
            continue
        found = Has(_FIELD) if path == "." else replace(node, text=path)
        if engine.count(found):
            others[node] = found
            shown = f"{render(node)} is searched for as {render(found)}"
            notices.append(f"{shown}: paths start from {engine.home}")
    return replace_leaves(tree, others), notices


def _is_path(node: Keyword) -> bool:
    """Return whether a filter is by a path that may be typed as it is seen."""
    return node.field == _FIELD and "/" in node.text
