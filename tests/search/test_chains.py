"""Chains of near occurrences: those that `chained` marks, taken apart into chains that do not overlap."""

from __future__ import annotations

from itertools import combinations, pairwise, product
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.textmatch.chains import Occurrence, apart, disjoint_chains

occurrences = st.sets(
    st.builds(Occurrence, st.integers(0, 12), st.integers(1, 2), st.integers(0, 2)), max_size=9
)


def is_chain(chain: tuple[Occurrence, ...], distance: int, ordered: bool) -> bool:
    """Whether each occurrence begins 1 to `distance` positions after the end of the one before."""
    near = all(
        1 <= after.position - before.position - before.length + 1 <= distance
        for before, after in pairwise(chain)
    )
    parts = [one.part for one in chain]
    return near and len({*parts}) == len(parts) and (not ordered or parts == sorted(parts))


@given(occurrences, st.integers(1, 4), st.booleans())
def test_chains_are_found_where_there_are_any(found, distance, ordered):
    """Each has every part once; none overlaps the next; and there is one if any three occurrences are one."""
    chains = list(disjoint_chains(sorted(found), 3, distance, ordered=ordered))
    assert all(len(chain) == 3 and is_chain(chain, distance, ordered) for chain in chains)
    assert all(before[-1].position < after[0].position for before, after in pairwise(chains))
    is_any = any(is_chain(chain, distance, ordered) for chain in product(found, repeat=3))
    assert bool(chains) == is_any


class Stretch(NamedTuple):
    """Part of a text, as of a match."""

    start: int
    end: int

    def is_apart_from(self, other: Stretch) -> bool:
        """Whether the two have no character in common."""
        return self.end <= other.start or other.end <= self.start


stretches = st.lists(
    st.builds(lambda start, length: Stretch(start, start + length), st.integers(0, 9), st.integers(1, 3)),
    min_size=1,
    max_size=4,
)


@given(st.lists(stretches, min_size=1, max_size=4))
def test_one_occurrence_is_not_two_parts(parts):
    """Those are returned that are in a choice of one of each part in which no two overlap, and no others."""
    choices = [
        choice
        for choice in product(*parts)
        if all(one.is_apart_from(other) for one, other in combinations(choice, 2))
    ]
    assert [set(part) for part in apart(parts)] == [
        {choice[number] for choice in choices} for number in range(len(parts))
    ]
