"""Positions number the words of an article so that each field has a range of its own.

    body      0 … body_length
    title     from body_length + FIELD_GAP
    authors   after another FIELD_GAP, AUTHOR_GAP between one author and the next

Because of the gaps no phrase matches across the end of a field.
"""

from __future__ import annotations

import numpy as np

from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment.columns import Columns
from newsgrep.engine.segment.sections import Array

FIELD_GAP = 1_000
AUTHOR_GAP = 100

#: The fields of an article in the order of their positions.
FIELD_ORDER = ("body", "title", "author")
_WEIGHTS = np.array([WEIGHTS[field] for field in FIELD_ORDER])


class PositionFields:
    """The fields of positions in the documents of a segment.

    Every method takes positions, and the document of each.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def numbers(self, documents: Array, positions: Array) -> Array:
        """Return the field of each position, as an index into FIELD_ORDER."""
        body = self._columns["body_length"].take(documents).astype(np.int64)
        title_end = body + FIELD_GAP + self._columns["title_length"].take(documents)
        return np.where(positions < body, 0, np.where(positions < title_end, 1, 2))

    def weights(self, documents: Array, positions: Array) -> Array:
        """Return the weight of the field of each position."""
        return np.asarray(_WEIGHTS[self.numbers(documents, positions)])

    def within(self, field: str, documents: Array, positions: Array, length: int) -> Array:
        """Mark the positions from which `length` words lie in a field, or in the lead."""
        of_lead = field in ("title", "lead")
        inside = self.numbers(documents, positions) == FIELD_ORDER.index("title" if of_lead else field)
        if of_lead:
            in_lede = positions + length <= self._columns["lede_length"].take(documents).astype(np.int64)
            if field == "title":
                in_lede &= self._columns["lede_is_title"].take(documents) > 0
            inside |= in_lede
        return np.asarray(inside)
