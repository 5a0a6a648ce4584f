"""Immutable values: equality, hashing, arguments and representation."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from newsgrep.query.nodes import And, Expanded, Fuzzy, MatchAll, Not, Phrase, Wildcard, Word


def test_values_are_equal_if_their_class_and_fields_are() -> None:
    """Two nodes of different classes with the same fields are not, and can both be keys of one dict."""
    assert Word("a", "title") == Word("a", field="title") != Word("a")
    assert Phrase("a") != Word("a")
    assert Phrase("a") != "a"
    assert len({Phrase("a"): 1, Word("a"): 2, Word("a", ""): 3}) == 2
    assert MatchAll() == MatchAll()


def test_a_value_shows_its_fields() -> None:
    """As a call that makes it."""
    tree = And((Word("a"), Not(Fuzzy("b", 1))))
    assert eval(repr(tree)) == tree  # the names are those of this module


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), {}),
        (("a", "b", "c"), {"field": "d"}),
        (("a", 1), {"edits": 2}),
        (("a", 1), {"x": 2}),
        (("a",), {}),
    ],
)
def test_wrong_arguments_are_refused(arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Too few, too many, one given twice, and an unknown one."""
    with pytest.raises(TypeError, match="Fuzzy takes the arguments text, edits, field"):
        Fuzzy(*arguments, **named)


def test_a_value_cannot_be_changed() -> None:
    """Neither set nor deleted; replace returns another value."""
    word = Word("a")
    with pytest.raises(AttributeError):
        word.text = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del word.text
    assert (word.replace(text="b"), word) == (Word("b"), Word("a"))


def test_a_value_can_be_copied_and_pickled() -> None:
    """Worker processes are sent such values."""
    tree = Not(Expanded(("a", "b"), Wildcard("?", "title")))
    assert pickle.loads(pickle.dumps(tree)) == copy.deepcopy(tree) == tree
