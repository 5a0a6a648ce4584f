"""A set of numbers in an array behaves as Python's own does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.outofcore import numberset
from newsgrep.outofcore.numberset import NumberSet

numbers = st.integers(-(2**70), 2**70) | st.integers(0, 20)


@given(st.lists(numbers, max_size=200), st.lists(numbers, max_size=20))
def test_a_set_of_numbers(added: list[int], asked: list[int]) -> None:
    """It tells which are new and which are there; of a number 64 bits count, and 0 counts as 1."""
    there, known = NumberSet(), set()
    for number in added:
        counted = number % 2**64 or 1
        assert there.add(number) == (counted not in known)
        known.add(counted)
    for number in [*added, *asked]:
        assert (number in there) == ((number % 2**64 or 1) in known)


@given(st.lists(numbers, max_size=300), st.lists(numbers, max_size=20))
def test_a_set_on_the_disk(added: list[int], asked: list[int]) -> None:
    """It is no other set where most of it is in a file, a few numbers together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numberset, "_FEW", 5)
        patch.setattr(numberset, "_TABLES", 4)
        patch.setattr(numberset, "_RUN", 3)
        patch.setattr(numberset, "_MERGED", 3)
        test_a_set_of_numbers.hypothesis.inner_test(added, asked)


@pytest.mark.parametrize(
    ("few", "run", "merged"), [(100_000, 1, 8), (1_000, 50_000, 8), (1_000, 20, 100), (64, 7, 3), (64, 2, 2)]
)
def test_many_numbers_in_a_row(monkeypatch: pytest.MonkeyPatch, few: int, run: int, merged: int) -> None:
    """However it grows, in a set or in tables, or in runs that are merged, all are found again."""
    monkeypatch.setattr(numberset, "_MERGED", merged)
    monkeypatch.setattr(numberset, "_CHUNK", 5)
    monkeypatch.setattr(numberset, "_RUN", run)
    monkeypatch.setattr(numberset, "_FEW", few)
    count = 5_000
    there = NumberSet()
    assert all(there.add(number * 2**32) for number in range(1, count))
    assert all(number * 2**32 in there for number in range(1, count))
    assert not any(number * 2**32 + 1 in there for number in range(1, count))


def test_a_full_disk_ends_it(monkeypatch: pytest.MonkeyPatch, told_of_a_full_disk) -> None:
    """When numbers are brought to it."""
    monkeypatch.setattr(numberset, "_FEW", 10)
    monkeypatch.setattr(numberset, "_RUN", 5)
    there = NumberSet()
    with told_of_a_full_disk():
        any(not there.add(number) for number in range(1, 2_000))
