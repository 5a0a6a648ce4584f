"""What a state of the index says of a segment; to know that, no array is needed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it takes as long to import as half of what indexing a few articles needs
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment as a state of the index names it.

    name:     the beginning of its files' names
    doccount: the number of its documents
    deleted:  those of them that are deleted, ascending, as little-endian 32-bit numbers
    """

    name: str
    doccount: int
    deleted: bytes = b""

    def live(self) -> npt.NDArray[np.bool_] | None:
        """Mark the documents that are not deleted; None where none is."""
        if not self.deleted:
            return None
        import numpy as np

        live = np.ones(self.doccount, np.bool_)
        live[np.frombuffer(self.deleted, "<u4")] = False
        return live

    @property
    def checksum(self) -> int:
        """A checksum of all that the record says."""
        return zlib.crc32(f"{self.name} {self.doccount} ".encode() + self.deleted)

    @property
    def live_count(self) -> int:
        """The number of documents that are not deleted."""
        return self.doccount - len(self.deleted) // 4

    def without(self, documents: Iterable[int]) -> SegmentInfo:
        """Return the segment with further documents deleted."""
        import numpy as np

        gone = np.union1d(np.frombuffer(self.deleted, "<u4"), np.fromiter(documents, "<u4"))
        return replace(self, deleted=gone.astype("<u4").tobytes())
