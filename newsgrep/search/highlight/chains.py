"""Which stretches of a text stand near one another: what is to be marked of a proximity query.

>>> word_at = lambda *places: [Stretches(1, sum(1 << place for place in places))]
>>> [bin(bits) for (bits,) in taking_part([word_at(0, 4, 20), word_at(5, 9)], 2, ordered=False)]
['0b10000', '0b100000']

Sets of places are whole numbers with a bit for each place, so that a step is a few shifts however often the
words stand in the text. A stretch takes part if some of the parts make a chain that ends with it and the
others make a chain that begins with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Stretches(NamedTuple):
    """Stretches of so many words each, by the places where they begin."""

    words: int
    starts: int


#: What a part of a proximity query may be: stretches of several lengths.
Part = Sequence[Stretches]

#: By the set of parts in a chain, a bit each, and the part at its end: the starts that such a chain reaches.
_Reached = dict[tuple[int, int], list[int]]


def taking_part(parts: Sequence[Part], distance: int, *, ordered: bool) -> list[list[int]]:
    """Return, of all stretches of each part, the starts of those in a chain of all parts.

    In a chain each begins at most `distance` words after the end of the one before it; in the order of the
    parts if `ordered`.
    """
    every = (1 << len(parts)) - 1
    ending = _reached(parts, distance, ordered=ordered, backwards=False)
    beginning = _reached(parts, distance, ordered=ordered, backwards=True)
    found = [[0] * len(part) for part in parts]
    for (before, number), starts in ending.items():
        after = beginning.get((every ^ before | 1 << number, number))
        for place, (one, other) in enumerate(zip(starts, after or (), strict=False)):
            found[number][place] |= one & other
    return found


def _reached(parts: Sequence[Part], distance: int, *, ordered: bool, backwards: bool) -> _Reached:
    """Return what chains reach that are followed from their beginnings on, or backwards from their ends."""
    order = [*range(len(parts))][:: -1 if backwards else 1]
    reached: _Reached = {
        (1 << number, number): [one.starts for one in parts[number]]
        for number in (order[:1] if ordered else order)
    }
    sets = {chain for chain, _ in reached}
    for size in range(1, len(parts)):
        larger: set[int] = set()
        for chain in sets:
            near = _near(parts, reached, chain, distance, backwards)
            left = [number for number in order if not chain >> number & 1]
            for number in [order[size]] if ordered else left:
                shifts = [one.words - 1 if backwards else 0 for one in parts[number]]
                union = chain | 1 << number
                reached[union, number] = [
                    one.starts & (near >> shift) for one, shift in zip(parts[number], shifts, strict=True)
                ]
                larger.add(union)
        sets = larger
    return reached


def _near(parts: Sequence[Part], reached: _Reached, chain: int, distance: int, backwards: bool) -> int:
    """Return the places near the far end of the chains of a set of parts."""
    edge = 0
    for number, part in enumerate(parts):
        for one, starts in zip(part, reached.get((chain, number), ()), strict=False):
            edge |= starts if backwards else starts << (one.words - 1)
    return _spread(edge, distance, backwards)


def _spread(places: int, distance: int, backwards: bool) -> int:
    """Return the places that are 1 to `distance` after some places, or before them."""
    near, width = (places >> 1 if backwards else places << 1), 1
    while width < distance:
        step = min(width, distance - width)
        near |= near >> step if backwards else near << step
        width += step
    return near
