"""Items taken a few at a time, so that what is done with each is done step by step for all of them.

A processor does a little work many times over in two thirds of the time that it takes where other work comes
between, as far as the items stay in its caches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


def slices_of(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Yield all items in their order, `size` at a time, and at the end those that are left.

    >>> list(slices_of("abcde", 2))
    ['ab', 'cd', 'e']
    """
    return (items[start : start + size] for start in range(0, len(items), size))


def batched_by_size(
    items: Iterable[_Item], length_of: Callable[[_Item], int], length: int
) -> Iterator[list[_Item]]:
    """Yield all items in their order, in lists of at least this length; the last may be shorter."""
    some: list[_Item] = []
    so_far = 0
    for item in items:
        some.append(item)
        so_far += length_of(item)
        if so_far >= length:
            yield some
            some, so_far = [], 0
    if some:
        yield some


class Ahead(Generic[_Item]):
    """Items that can be looked at before they are taken."""

    def __init__(self, items: Iterable[_Item]) -> None:
        self._items = iter(items)
        self._seen: deque[_Item] = deque()

    def next(self, number: int) -> list[_Item]:
        """Return the next `number` items, fewer at the end, without taking them."""
        self._seen.extend(islice(self._items, max(0, number - len(self._seen))))
        return [*islice(self._seen, number)]

    def first(self) -> _Item | None:
        """Return the next item without taking it; None at the end."""
        return self._seen[0] if self._seen else next(iter(self.next(1)), None)

    def take(self, number: int = 1) -> None:
        """Take the next `number` items, which `next` or `first` has returned."""
        for _ in range(number):
            self._seen.popleft()
