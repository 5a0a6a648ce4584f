"""Sets and sorted rows behave like those of Python, whether they are in memory or in a temporary database."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import NewsgrepError
from newsgrep.spill import IntegerSet, Queue, SortedRows
from newsgrep.tuning import SpillTuning

#: Few are held in memory, and the cache of the database is small.
tunings = st.builds(SpillTuning, st.integers(0, 5), st.integers(1, 5), st.just(10_000))

#: Numbers of 64 bits, some of which come more than once.
signed = st.lists(st.integers(-5, 5) | st.integers(-(2**63), 2**63 - 1))
unsigned = st.lists(st.integers(0, 5) | st.integers(0, 2**64 - 1))
numbers_added_and_asked = st.tuples(signed, signed) | st.tuples(unsigned, unsigned)

keys = st.binary(max_size=2) | st.text(max_size=2).map(str.encode)
values = st.tuples(st.integers(-(2**63), 2**63 - 1), st.text(st.characters(codec="utf-8")), st.binary())


@given(tunings, numbers_added_and_asked)
def test_a_set_of_integers_is_a_set(tuning, added_and_asked):
    """It says of each number whether it is new, and afterwards what is in it."""
    added, asked = added_and_asked
    numbers, known = IntegerSet(tuning), set()
    for number in added:
        assert numbers.add(number) == (number not in known)
        known.add(number)
        assert number in numbers
    assert [number in numbers for number in asked] == [number in known for number in asked]


@given(tunings, st.lists(st.tuples(keys, values)))
def test_sorted_rows_are_the_items_of_a_dict_in_order(tuning, items):
    """A row replaces another with its key; they can be counted and iterated more than once."""
    rows, known = SortedRows(tuning), {}
    for key, some in items:
        rows.add(key, *some)
        known[key] = some
    for _ in range(2):
        assert len(rows) == len(known)
        assert list(rows) == [(key, *known[key]) for key in sorted(known)]


@given(tunings, st.lists(st.text(max_size=3)))
def test_sorted_rows_need_no_values(tuning, names):
    """Names are sorted by their UTF-8, which is the order of their code points."""
    rows = SortedRows(tuning)
    for name in names:
        rows.add(name.encode())
    assert [key.decode() for (key,) in rows] == sorted(set(names))


def test_rows_may_be_added_after_they_were_read():
    """Reading does not end a collection."""
    rows = SortedRows(SpillTuning(rows=2))
    for number in (3, 1, 2):
        rows.add(b"%d" % number, number)
        assert len(list(rows)) == len(rows)
    assert [number for _, number in rows] == [1, 2, 3]


def fill_a_set(tuning: SpillTuning) -> None:
    """Add many numbers that are far apart."""
    numbers = IntegerSet(tuning)
    for number in range(200_000):
        numbers.add(number * 0x9E3779B97F4A7C15 % 2**63)


def fill_rows(tuning: SpillTuning) -> None:
    """Add many rows."""
    rows = SortedRows(tuning)
    for number in range(20_000):
        rows.add(b"%d" % (number * 7919 % 20_000), "text" * 50)


def fill_a_queue(tuning: SpillTuning) -> None:
    """Add more than fits."""
    with Queue(tuning) as queue:
        for number in range(2000):
            queue.add((number, b"x" * 1000))


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 100_000])
@pytest.mark.parametrize("fill", [fill_a_set, fill_rows, fill_a_queue])
def test_no_room_is_an_error_that_names_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path, fill: Callable[[SpillTuning], None], size: int
):
    """It is of this program and not of a file that is read, and says what to do."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    tuning = SpillTuning(set_size=100, rows=100, cache_bytes=100_000, queue_bytes=1000)
    with no_room(size), pytest.raises(NewsgrepError) as caught:
        fill(tuning)
    assert caught.value.message.startswith(f"a temporary file in {tmp_path} cannot be written: ")
    assert "TMPDIR" in caught.value.hint
    fill(tuning)


@given(
    st.lists(st.text() | st.binary() | st.tuples(st.integers(), st.text())), st.sampled_from([1, 100, 10**6])
)
def test_a_queue_gives_back_what_was_added(items, held_bytes):
    """In its order, whether it is in memory or in a file; and more can be added after that."""
    with Queue(SpillTuning(queue_bytes=held_bytes)) as queue:
        for item in items:
            queue.add(item)
        assert list(queue) == items
        queue.add("last")
        assert list(queue) == [*items, "last"]
