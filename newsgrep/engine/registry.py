"""From the address of an index to its engine: a folder is an index of the embedded engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsgrep.engine.base import Engine, NoWorkers, WorkerPool, Writer, WriterOptions


def open_engine(address: Path) -> Engine:
    """Open the index at an address for searching.

    Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
    """
    from newsgrep.engine.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(address)


def open_engines(addresses: Sequence[Path]) -> Engine:
    """Open the indexes at several addresses, to be searched as one.

    Paths and keys of articles are as one index of all would have them, in the folder above all of them.
    Raises UsageError where the languages of the indexes differ, and what opening one raises.
    """
    from newsgrep.engine.embedded.joined import JoinedEngine

    return JoinedEngine(addresses)


def open_writer(address: Path, options: WriterOptions, pool: WorkerPool | None = None) -> Writer:
    """Begin a change of the index at an address; a new one is made where there is none.

    `pool` has worker processes that the engine may use. Raises IndexLockedError if another process still
    writes after `options.wait` seconds, IndexIncompatibleError for an index of another language, and without
    `options.rebuild` IndexDamagedError for one that cannot be read.
    """
    from newsgrep.engine.embedded.writer import EmbeddedWriter

    return EmbeddedWriter(address, options, pool or NoWorkers())
