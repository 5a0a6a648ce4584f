"""How the C library keeps and returns the memory of large arrays."""

from __future__ import annotations

import ctypes  # numpy imports it, too

import numpy as np

#: glibc asks the system for every array above a threshold of 128 KB, page by page, until an array of a larger
#: size is freed: then the threshold rises to that size, and freed memory is used again.
_THRESHOLD = 1 << 24


def raise_mmap_threshold(limit: int = _THRESHOLD) -> None:
    """Make glibc keep the memory of freed arrays of up to `limit` bytes (at most 16 MB) for new ones.

    This avoids page faults in work with many arrays of some megabytes. Each thread keeps about twice
    `limit`. With another C library it does nothing. See M_MMAP_THRESHOLD in mallopt(3).
    """
    np.empty(min(limit, _THRESHOLD), np.uint8)  # never written to, so that it takes no time


def trim_heap() -> None:
    """Return free memory inside the heap to the system: malloc_trim(3). Does nothing without glibc.

    It takes some hundredths of a second; call it between two tasks that take much memory.
    """
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
