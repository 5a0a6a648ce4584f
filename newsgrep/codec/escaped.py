"""Numbers that are nearly always small: stored narrow, with the rare large ones aside.

A value that does not fit, or is the largest that would, is written as the largest, and its place and true
value go to two more sections. `<name>` holds the narrow numbers, `<name>.at` ascending places, `<name>.is`
the values at them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsgrep.codec.layout import Array, SectionReader, SectionWriter

Wide = npt.NDArray[np.int64]


class EscapedWriter:
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


class EscapedReader:
    """Reads such a section."""

    def __init__(self, reader: SectionReader, name: str) -> None:
        self._narrow = reader.section(name)
        self._at = reader.section(f"{name}.at")
        self._is = reader.section(f"{name}.is")

    def __len__(self) -> int:
        return len(self._narrow)

    def slice(self, start: int, end: int) -> Array:
        """Return the numbers from start to end, narrow where none of them is large."""
        values = self._narrow[start:end]
        if not len(self._at):
            return values
        first, last = self._at.first_from(start), self._at.first_from(end)
        if first == last:
            return values
        wide = values.astype(np.uint32)
        wide[self._at[first:last] - np.uint64(start)] = self._is[first:last]
        return wide
