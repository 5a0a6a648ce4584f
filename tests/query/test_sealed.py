"""The nodes of a query are a sealed union: mypy names every `match` that a new node is forgotten in."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsgrep
from newsgrep.query import nodes, parse
from newsgrep.query.nodes import And, Near, Not, Or, Word, children, map_children, walk

PACKAGE = Path(newsgrep.__file__).parent
NODE_CLASSES = {
    name
    for name, value in vars(nodes).items()
    if inspect.isclass(value) and value.__module__ == nodes.__name__
}


def matches_over_nodes() -> Iterator[tuple[str, ast.Match]]:
    """Yield every `match` statement of the package whose patterns name a node class, with its place."""
    for module in sorted(PACKAGE.rglob("*.py")):
        for statement in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(statement, ast.Match):
                patterns = [node for case in statement.cases for node in ast.walk(case.pattern)]
                named = {ast.unparse(node.cls) for node in patterns if isinstance(node, ast.MatchClass)}
                if named & NODE_CLASSES:
                    yield f"{module.relative_to(PACKAGE)}:{statement.lineno}", statement


@pytest.mark.parametrize(
    "statement", [pytest.param(statement, id=place) for place, statement in matches_over_nodes()]
)
def test_a_match_over_nodes_ends_in_assert_never(statement: ast.Match) -> None:
    """Its last case takes whatever is left, and does nothing but call assert_never."""
    last = statement.cases[-1]
    assert ast.unparse(last.pattern) == "_"
    assert [ast.unparse(line) for line in last.body] == [f"assert_never({ast.unparse(statement.subject)})"]


def test_every_node_class_is_in_the_union() -> None:
    """Apart from the two bases, which only group term queries and filters."""
    members = {member.__name__ for member in typing.get_args(nodes.Node)}
    assert members == NODE_CLASSES - {"TermNode", "FilterNode"}


def test_walking_yields_each_node_before_its_children() -> None:
    """From the left to the right."""
    tree = parse("a NOT (b OR c W/5 d)")
    assert list(walk(tree)) == [
        tree,
        Word("a"),
        Not(Or((Word("b"), Near((Word("c"), Word("d")), 5)))),
        Or((Word("b"), Near((Word("c"), Word("d")), 5))),
        Word("b"),
        Near((Word("c"), Word("d")), 5),
        Word("c"),
        Word("d"),
    ]


@pytest.mark.parametrize(
    "text", ["a", "date:2020", "a b", "a OR b", "-a", "a^2", "ATLEAST2 a", "a W/5 b", "*"]
)
def test_mapping_the_children_keeps_the_node(text: str) -> None:
    """It is equal when the function returns what it is given, and has the new children otherwise."""
    tree = parse(text)
    assert map_children(tree, lambda child: child) == tree
    mapped = map_children(tree, lambda child: And((child, child)))
    assert children(mapped) == tuple(And((child, child)) for child in children(tree))
    assert type(mapped) is type(tree)
