"""No form of the language is undocumented, and no documented form is missing."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from newsgrep.cli.forms import FORMS, Form
from newsgrep.cli.help import QUERY
from newsgrep.query import parse
from newsgrep.query.fields import EXACT, FIELD_OF
from newsgrep.query.lexer import Kind, tokens
from newsgrep.query.nodes import Expanded, Node, render, walk

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
ROWS = [form for forms in FORMS.values() for form in forms]

#: What a person may write for an operator or a mark; a part of an example each.
SPELT = ["AND", "OR", "NOT", " -", "+", "(", ")", " W/", " NEAR/", " PRE/", '"~', "ATLEAST", "=", "exact:"]
SPELT += ["^", '"', "*", "?", "~1", "~ ", "/gan", ">", ".."]


def node_types(alias: object) -> set[type]:
    """The types that a union of types, perhaps of further unions, is made of."""
    return set().union(*map(node_types, typing.get_args(alias))) if typing.get_args(alias) else {alias}


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.example)
def test_an_example_can_be_read(form: Form) -> None:
    """And what is shown of it reads the same."""
    tree = parse(form.example)
    assert parse(render(tree)) == tree


def test_every_node_has_an_example() -> None:
    """But for the one that no text reads as."""
    found = {type(node) for form in ROWS for node in walk(parse(form.example))}
    assert node_types(Node) - found == {Expanded}


def test_every_token_has_an_example() -> None:
    """All that the lexer knows."""
    assert {token.kind for form in ROWS for token in tokens(form.example)} == set(Kind)


@pytest.mark.parametrize("spelt", SPELT)
def test_every_spelling_of_an_operator_has_an_example(spelt: str) -> None:
    """Each way to write one."""
    assert any(spelt in f"{form.example} " for form in ROWS)


@pytest.mark.parametrize("name", [*FIELD_OF, EXACT])
def test_every_name_of_a_field_is_told(name: str) -> None:
    """In an example, or beside the example of another name."""
    words = " ".join(f"{form.example} {form.meaning}" for form in ROWS).replace("(", " ").split()
    assert any(word.startswith(f"{name}:") for word in words)


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.example)
def test_the_help_and_the_readme_have_it(form: Form) -> None:
    """In a line of the help with its meaning, and in a row of the README's table."""
    assert any(line.split() == f"{form.example} {form.meaning}".split() for line in QUERY.splitlines())
    table = README.split("| query | finds |", 1)[1].split("\n\n", 1)[0]
    assert any(row.startswith(f"| `{form.example}` | ") for row in table.splitlines())


def test_the_help_fits_a_terminal() -> None:
    """80 columns."""
    assert max(map(len, QUERY.splitlines())) <= 80
