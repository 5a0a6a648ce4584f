"""Making the next item in a thread while the current one is used.

This pays where both work on large arrays, as numpy lets other threads run meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from newsgrep.tasks import Task

_Item = TypeVar("_Item")


def prefetch(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield the items in order, making one ahead. An error in making an item is raised in its place."""
    iterator = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as thread:
        following = Task(thread, next, iterator, end)
        while (item := following.result()) is not end:
            following = Task(thread, next, iterator, end)
            yield item
