"""A random order of articles that depends on their keys and a seed alone, and so is the same everywhere."""

from __future__ import annotations

from typing import Any

import numpy as np

_Hashes = np.ndarray[Any, np.dtype[np.uint64]]

#: The constants of SplitMix64 (Steele, Lea and Flood 2014), which passes the usual tests of randomness.
_INCREMENT, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def random_ranks(key_hashes: _Hashes, seed: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return a random rank for each article, computed from the hash of its key.

    seed: any whole number; another seed gives another order
    """
    start = np.uint64(seed * _INCREMENT % 2**64)
    mixed = _mixed(_mixed(np.asarray(key_hashes, np.uint64)) ^ start)
    return (mixed >> np.uint64(1)).astype(np.int64)  # ranks of other orders are signed, too


def _mixed(numbers: _Hashes) -> _Hashes:
    numbers = numbers + np.uint64(_INCREMENT)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(_FIRST)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(_SECOND)
    return numbers ^ (numbers >> np.uint64(31))
