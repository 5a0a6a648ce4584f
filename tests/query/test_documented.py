"""No form of the language is undocumented, and no documented form is missing."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from newsgrep.cli.forms import FORMS, Form
from newsgrep.cli.help import QUERY
from newsgrep.query import parse
from newsgrep.query.fields import FIELD_OF, MANNERS
from newsgrep.query.lexer import TokenKind, tokens
from newsgrep.query.nodes import Expanded, Keys, Node, Verified, walk
from newsgrep.query.rendering import render

PAGE = (Path(__file__).parents[2] / "docs/query-language.md").read_text("utf-8")
ROWS = [form for forms in FORMS.values() for form in forms]

#: Every spelling of an operator or a sign, each to be a part of an example.
SPELLINGS = [
    "AND",
    "OR",
    "NOT",
    " -",
    "+",
    "(",
    ")",
    " W/",
    " NEAR/",
    " PRE/",
    " W/S",
    " W/P",
    "caps(",
    "caps:",
    '"~',
    "ATLEAST",
    "=",
    "exact:",
]
SPELLINGS += ["^", '"', "*", "?", "~1", "~ ", "/gan", ">", ".."]


def node_types(alias: object) -> set[type]:
    """Return the types in a union of types or of unions."""
    return set().union(*map(node_types, typing.get_args(alias))) if typing.get_args(alias) else {alias}


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.example)
def test_an_example_can_be_read(form: Form) -> None:
    """And is rendered as a text that is read as the same tree."""
    tree = parse(form.example)
    assert parse(render(tree)) == tree


def test_every_node_has_an_example() -> None:
    """But for Expanded, Keys and Verified, which no text is read as."""
    found = {type(node) for form in ROWS for node in walk(parse(form.example))}
    assert node_types(Node) - found == {Expanded, Keys, Verified}


def test_every_token_has_an_example() -> None:
    """Every kind that the lexer knows."""
    assert {token.kind for form in ROWS for token in tokens(form.example)} == set(TokenKind)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_an_operator_has_an_example(spelling: str) -> None:
    """Small letters and signs included."""
    assert any(spelling in f"{form.example} " for form in ROWS)


@pytest.mark.parametrize("name", [*FIELD_OF, *MANNERS])
def test_every_alias_of_a_field_is_documented(name: str) -> None:
    """In an example, or in the meaning of one."""
    words = " ".join(f"{form.example} {form.meaning}" for form in ROWS).replace("(", " ").split()
    assert any(word.startswith(f"{name}:") for word in words)


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.example)
def test_a_form_is_in_the_help_and_on_the_page(form: Form) -> None:
    """In a line of the help with its meaning, and in a row of the table in docs/."""
    assert any(line.split() == f"{form.example} {form.meaning}".split() for line in QUERY.splitlines())
    table = PAGE.split("| query | finds |", 1)[1].split("\n\n", 1)[0]
    assert any(row.startswith(f"| `{form.example}` | ") for row in table.splitlines())


def test_the_help_fits_a_terminal() -> None:
    """80 columns."""
    assert max(map(len, QUERY.splitlines())) <= 80
