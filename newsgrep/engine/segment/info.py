"""A segment as the commit point names it. Reading it needs no numpy, unless documents are deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:  # importing numpy takes half as long as indexing a few articles
    import numpy as np
    import numpy.typing as npt


#: The suffixes of the files of a segment; see reader.py.
FILES = (".trm", ".gap", ".frq", ".pos", ".frm", ".art", ".col")


class SegmentInfo(Struct, frozen=True):
    """A segment as a commit point names it.

    name:     prefix of the names of its files
    doccount: number of its documents, deleted ones too
    deleted:  the deleted documents, ascending, as little-endian 32-bit numbers
    """

    name: str
    doccount: int
    deleted: bytes = b""

    def live(self) -> npt.NDArray[np.bool_] | None:
        """Mark the documents that are not deleted; None if no document is deleted.

        Raises ValueError if the deleted documents are not ascending, or not of the segment.
        """
        if not self.deleted:
            return None
        import numpy as np

        deleted = np.frombuffer(self.deleted, "<u4").astype(np.int64)
        if np.any(np.diff(deleted) <= 0) or deleted[-1] >= self.doccount:
            raise ValueError(f"{self.name} has deleted documents that are none of its own")
        live = np.ones(self.doccount, np.bool_)
        live[deleted] = False
        return live

    @property
    def live_count(self) -> int:
        """The number of documents that are not deleted."""
        return self.doccount - len(self.deleted) // 4

    def without(self, documents: Iterable[int]) -> SegmentInfo:
        """Return the segment with further documents deleted."""
        import numpy as np

        deleted = np.union1d(np.frombuffer(self.deleted, "<u4"), np.fromiter(documents, "<u4"))
        return replace(self, deleted=deleted.astype("<u4").tobytes())
