"""Rows come out in their order, also those that are on the disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.outofcore import sorter
from newsgrep.outofcore.sorter import Sorter

#: Also what is not valid Unicode, as file names may be, and numbers as large as prints.
rows = st.tuples(
    st.text(st.characters(), max_size=3), st.integers(0, 2**64 - 1) | st.integers(0, 2), st.booleans()
)


@given(st.lists(rows, max_size=40), st.integers(1, 10), st.integers(1, 4))
def test_rows_are_sorted_and_forgotten(some: list[tuple[str, int, bool]], held: int, block: int) -> None:
    """However many are held, all come back as they were, and none twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorter, "_HELD", held)
        patch.setattr(sorter, "_BLOCK", block)
        there = Sorter()
        for _ in "again":
            for row in some:
                there.add(row)
            assert len(there) == len(some)
            assert list(there.drain()) == sorted(some)
            assert (len(there), list(there.drain())) == (0, [])


def test_a_full_disk_ends_it(monkeypatch: pytest.MonkeyPatch, told_of_a_full_disk) -> None:
    """When rows are brought to it."""
    monkeypatch.setattr(sorter, "_HELD", 5)
    there = Sorter()
    with told_of_a_full_disk():
        any(there.add((number,)) for number in range(5))
