"""Paths in a query, `path:`, as the user sees them: from the current folder, or from the root.

An index has paths relative to its home. A typed path is looked for as one of these first; if no article has
it, as a path from the current folder. So a path that a search has printed finds its article.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import replace

from newsgrep.article import stored_path
from newsgrep.engine.base import Engine
from newsgrep.errors import UsageError
from newsgrep.query.nodes import Has, Keyword, MatchAll, Node, replace_leaves, walk
from newsgrep.query.rendering import render
from newsgrep.search.request import SearchRequest, parse_request

_FIELD = "path"


def with_stored_paths(tree: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query with paths as the index has them, and a notice on each path that this changes."""
    others, notices = _stored_filters(tree, engine)
    return replace_leaves(tree, others), notices


def from_home(request: SearchRequest, engine: Engine) -> SearchRequest:
    """Return a request to save, with paths as the index has them, which mean the same from any folder.

    Raises UsageError for a path that cannot be replaced in the text of its query.
    """
    before = _own_tree(request)
    others, _ = _stored_filters(before, engine)
    queries = request.queries
    for node, found in others.items():
        queries = tuple(_with_path(query, node, found) for query in queries)
    kept = replace(request, queries=queries)
    if _own_tree(kept) != replace_leaves(before, others):
        node, found = next(iter(others.items()))
        raise UsageError(
            f"{render(node)} starts from the current folder, and paths of a search that is saved start from "
            f"{engine.home}",
            f"write {render(found)}",
        )
    return kept


def _with_path(query: str, typed: Node, stored: Node) -> str:
    """Return the text of a query with the stored path in place of the typed one, in quotes or not."""
    if not (isinstance(typed, Keyword) and isinstance(stored, Keyword)):
        return query
    path = rf'(?<!\w)({_FIELD}:"?){re.escape(typed.text)}\*?(?=["\s)]|\Z)'
    return re.sub(path, lambda match: f"{match[1]}{stored.text}{'*' * stored.prefix}", query)


def _own_tree(request: SearchRequest) -> Node:
    """Return the tree of a request, with `*` in place of each saved search that it names."""
    return parse_request(request, lambda _: MatchAll()).tree


def _stored_filters(tree: Node, engine: Engine) -> tuple[dict[Node, Node], list[str]]:
    """Return the filters that replace typed paths which the index has in another form, and notices."""
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
    return others, notices


def _is_path(node: Keyword) -> bool:
    """Return whether a filter is a path with a slash, which may start from the current folder."""
    return node.field == _FIELD and "/" in node.text
