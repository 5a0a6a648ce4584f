"""The numbers of scanned pages in files of pages, if they can be relied on.

Many programs give every page the number 0 or 1, as each is a file of its own. So the page of such a file has
the number 1 only if its name ends with 1. A number that is printed on the page comes first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from newsgrep.markup.xml_stream import XmlNode

_LAST_NUMBER = re.compile(r"(\d+)\D*\Z")
#: The most digits in the number of a page.
_MOST_DIGITS = 6


class Sheets:
    """The pages of a file.

    counted: the number that Transkribus gave the only page, 0 for none
    """

    def __init__(self) -> None:
        self.counted = 0
        self._node: XmlNode | None = None
        self._begins: list[int] = []
        self._numbers: list[int] = []
        self._printed = 0

    def add(self, node: XmlNode | None, block: int) -> None:
        """Note the page element around a block of text; `block` is the number of the block."""
        if node is not None and node is not self._node:
            self._node = node
            self._begins.append(block)
            self._numbers.append(whole_number(node.get("PHYSICAL_IMG_NR", "")))
            self._printed = whole_number(node.get("PRINTED_IMG_NR", ""))

    def numbers(self, name: str) -> Callable[[int], int]:
        """Return a function from the number of a block to the number of its page, 0 if it is not known.

        name: the name of the file
        """
        if len(self._numbers) < 2:
            physical = self._numbers[0] if self._numbers else 0
            only = self.counted or self._printed or number_of_only(physical, name)
            return lambda block: only
        known = in_order(self._numbers)
        return lambda block: known[max(0, bisect_right(self._begins, block) - 1)]


def whole_number(text: str) -> int:
    """Return a number above 0 in digits; 0 for any other text."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def number_of_only(number: int, name: str) -> int:
    """Return the number of the only page of a file; 0 if every page may have got this number.

    >>> number_of_only(1, "issue_0001.xml"), number_of_only(1, "scan-b.xml"), number_of_only(7, "scan-b.xml")
    (1, 0, 7)
    """
    last = _LAST_NUMBER.search(PurePosixPath(name).stem)
    return number if number > 1 or (last and int(last[1][-_MOST_DIGITS:]) == number) else 0


def in_order(numbers: Sequence[int]) -> Sequence[int]:
    """Return the numbers of the pages of a file if they go up from 1 or more, else count the pages from 1."""
    goes_up = numbers[0] > 0 and all(before < after for before, after in pairwise(numbers))
    return numbers if goes_up else range(1, len(numbers) + 1)
