"""Chains of near occurrences: those that `chained` marks, taken apart into chains that do not overlap."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.textmatch.chains import Occurrence, disjoint_chains

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
