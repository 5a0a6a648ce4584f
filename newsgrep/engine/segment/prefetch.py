"""A step of work done ahead in a thread, while what came of the step before is used.

It is worth it where both are work with large arrays, which lets other threads run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")


def prefetch(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield some items, each made while the one before is used. Raises what goes wrong in making them."""
    following = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(next, following, end)
        while (item := made.result()) is not end:
            made = thread.submit(next, following, end)
            yield item  # type: ignore[misc]
