"""Numbers that are nearly always small, stored narrow with patched exceptions.

A value that is too large for the narrow type, or equal to its maximum, is written as the maximum, and its
index and true value go to two more sections. `<name>` has the narrow numbers, `<name>.exception_at` the
ascending indices of the exceptions ("<u8"), `<name>.exception_values` their values ("<u4"). This is patched
frame-of-reference coding (PFOR), with one frame for the whole section.
"""

from __future__ import annotations

import numpy as np

from newsgrep.engine.segment.sections import Array, Section, SectionReader, SectionWriter, damaged


class PatchedWriter:
    """Writes a section of patched numbers in several pieces."""

    def __init__(self, file: SectionWriter, name: str, dtype: str) -> None:
        """Begin the section of a narrow type such as "<u2"."""
        self._file = file
        self._name = name
        self._length = 0
        self._maximum = int(np.iinfo(np.dtype(dtype)).max)
        self._exception_at: list[Array] = []
        self._exception_values: list[Array] = []
        file.start(name, dtype)

    def append(self, values: Array) -> None:
        """Write further numbers."""
        large = np.flatnonzero(values >= self._maximum)
        if len(large):
            self._exception_at.append(large.astype(np.int64) + self._length)
            self._exception_values.append(values[large].astype(np.int64))
            values = np.minimum(values, self._maximum)
        self._length += len(values)
        self._file.append(values)

    def finish(self) -> None:
        """Write the exceptions."""
        nothing = np.zeros(0, np.int64)
        self._file.add(f"{self._name}.exception_at", np.concatenate([nothing, *self._exception_at]), "<u8")
        values = np.concatenate([nothing, *self._exception_values])
        self._file.add(f"{self._name}.exception_values", values, "<u4")


class PatchedReader:
    """Reads a section of patched numbers."""

    def __init__(self, reader: SectionReader, name: str) -> None:
        self._narrow = reader.section(name, "|u1", "<u2")
        self._exception_at = reader.section(f"{name}.exception_at", "<u8")
        count = len(self._exception_at)
        self._exception_values = reader.section(f"{name}.exception_values", "<u4", count=count)

    def __len__(self) -> int:
        return len(self._narrow)

    def slice(self, start: int, end: int) -> Array:
        """Return the numbers from `start` to `end`: in the narrow type, or as uint32 with exceptions."""
        return patch(self._narrow[start:end], start, self._exception_at, self._exception_values)


def patch(values: Array, start: int, exception_at: Section, exception_values: Section) -> Array:
    """Return numbers with their exceptions put in, as uint32; the same array if there are none.

    values: numbers in the narrow type, the first of which has the index `start`
    exception_at, exception_values: the indexes of all exceptions, ascending, and their values

    Raises IndexDamagedError if the indexes do not ascend.
    """
    first, last = exception_at.bisect_left(start), exception_at.bisect_left(start + len(values))
    if first == last:
        return values
    wide = values.astype(np.uint32)
    places = exception_at[first:last] - np.uint64(start)
    if int(places.max()) >= len(values):
        raise damaged(exception_at.path, "is damaged: exceptions are not in ascending order")
    wide[places] = exception_values[first:last]
    return wide
