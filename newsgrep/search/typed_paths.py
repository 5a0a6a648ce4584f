"""Paths in a query, `path:`, as the user sees them: from the current folder, or from the root.

An index has paths that start from its home. What is typed is looked for there first, and where no article has
it, as the path of that file. So a path that a search has printed finds its article.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from newsgrep.article import stored_path
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Has, Keyword, Node, map_children, walk
from newsgrep.query.rendering import render

_FIELD = "path"


def with_stored_paths(tree: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query with paths as the index has them, and a notice on each that is not as typed."""
    if not any(map(_is_path, walk(tree))):
        return tree, []
    notices: dict[str, None] = {}

    def stored(node: Node) -> Node:
        if not isinstance(node, Keyword) or not _is_path(node) or engine.count(node):
            return map_children(node, stored)
        path = stored_path(Path(node.text), engine.home)
        if Path(path).is_absolute():
            notices[f"{render(node)} is outside of {engine.home}, which the paths start from"] = None
            return node
        found = Has(_FIELD) if path == "." else replace(node, text=path)
        if not engine.count(found):
            return node
        notices[f"{render(node)} is searched for as {render(found)}: paths start from {engine.home}"] = None
        return found

    return stored(tree), [*notices]


def _is_path(node: Node) -> bool:
    """Whether a filter is by a path that may be typed as it is seen."""
    return isinstance(node, Keyword) and node.field == _FIELD and "/" in node.text
