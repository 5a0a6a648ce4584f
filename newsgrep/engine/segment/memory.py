"""How the memory of large arrays is had."""

from __future__ import annotations

import ctypes  # as numpy does

import numpy as np

#: An array of so many bytes, made and let go of, has glibc keep what is freed, up to that size; until it has
#: seen one, memory for every larger array than of 128 KB comes from the system anew, page by page.
_KEEP = 1 << 24


def raise_mmap_threshold(most: int = _KEEP) -> None:
    """Have memory that is freed used again, instead of given back to the system and asked for anew.

    It is for work with many arrays of up to some megabytes. About twice `most` bytes are kept in each thread.
    Where the C library is another one, nothing comes of it.
    """
    np.empty(min(most, _KEEP), np.uint8)  # never written to, so that it takes no time


def trim_heap() -> None:
    """Give the system the memory that is free, but lies between what is not.

    It takes some hundredths of a second, and is for the end of work that took much memory, before other such
    work begins. Where the C library is not glibc, nothing comes of it.
    """
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
