"""Items taken a few at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.batching import batched_by_size


@given(st.lists(st.text(max_size=9)), st.integers(0, 20))
def test_all_items_come_in_their_order(items, length):
    """Whatever their number and length; no list is empty."""
    lists = list(batched_by_size(items, len, length))
    assert [item for some in lists for item in some] == items
    assert all(lists)


@pytest.mark.parametrize(("length", "taken"), [(1, 1), (4, 1), (5, 2), (12, 3), (99, 5)])
def test_no_more_is_taken_than_is_given_together(length, taken):
    """As many items as are so long together, or what there is."""
    items = iter(["abcd"] * 5)
    assert next(batched_by_size(items, len, length)) == ["abcd"] * taken
    assert len(list(items)) == 5 - taken
