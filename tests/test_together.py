"""Items taken a few at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep import together as togethers
from newsgrep.together import together


@given(st.lists(st.text(max_size=9)))
def test_all_items_come_in_their_order(items):
    """Whatever their number and length; no list is empty."""
    lists = list(together(items, len))
    assert [item for some in lists for item in some] == items
    assert all(lists)


@pytest.mark.parametrize(("most", "length", "taken"), [(1, 99, 1), (3, 99, 3), (9, 99, 5), (9, 12, 4)])
def test_no_more_is_taken_than_is_given_together(monkeypatch, most, length, taken):
    """So many items, or those that are so long in all, or what there is."""
    monkeypatch.setattr(togethers, "_MOST", most)
    monkeypatch.setattr(togethers, "_LENGTH", length)
    items = iter(["abcd"] * 5)
    assert next(together(items, len)) == ["abcd"] * taken
    assert len(list(items)) == 5 - taken
