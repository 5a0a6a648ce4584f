"""Numbers that are nearly always small: stored narrow, with the rare large ones aside.

A value that does not fit, or is the largest that would, is written as the largest, and its place and true
value go to two more sections. `<name>` holds the narrow numbers, `<name>.at` ascending places, `<name>.is`
the values at them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsgrep.engine.segment.sections import Array, Section, SectionReader, SectionWriter

Wide = npt.NDArray[np.int64]


class PatchedWriter:
    """Collects the exceptions of a section that is written piece by piece."""

    def __init__(self, name: str, dtype: str) -> None:
        self.name = name
        self.dtype = dtype
        self.length = 0
        self._largest = int(np.iinfo(np.dtype(dtype)).max)
        self._at: list[Wide] = []
        self._is: list[Wide] = []

    def narrow(self, values: Array) -> Array:
        """Return the values as they go to the section, noting the exceptions."""
        large = np.flatnonzero(values >= self._largest)
        if len(large):
            self._at.append(large.astype(np.int64) + self.length)
            self._is.append(values[large].astype(np.int64))
            values = np.minimum(values, self._largest)
        self.length += len(values)
        return values

    def finish(self, writer: SectionWriter) -> None:
        """Write the exceptions."""
        writer.add(f"{self.name}.at", np.concatenate([np.zeros(0, np.int64), *self._at]), "<u8")
        writer.add(f"{self.name}.is", np.concatenate([np.zeros(0, np.int64), *self._is]), "<u4")


class PatchedReader:
    """Reads such a section."""

    def __init__(self, reader: SectionReader, name: str) -> None:
        self._narrow = reader.section(name)
        self._at = reader.section(f"{name}.at")
        self._is = reader.section(f"{name}.is")

    def __len__(self) -> int:
        return len(self._narrow)

    def slice(self, start: int, end: int) -> Array:
        """Return the numbers from start to end, narrow where none of them is large."""
        return with_exceptions(self._narrow[start:end], start, self._at, self._is)


def with_exceptions(values: Array, start: int, at: Section, true_values: Section) -> Array:
    """Return numbers, of which the first is the one at `start`, with the true values at ascending places."""
    first, last = at.first_from(start), at.first_from(start + len(values))
    if first == last:
        return values
    wide = values.astype(np.uint32)
    wide[at[first:last] - np.uint64(start)] = true_values[first:last]
    return wide
