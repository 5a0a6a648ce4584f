"""From the address of an index to its engine: a folder is an index of the embedded engine."""

from __future__ import annotations

from pathlib import Path

from newsgrep.engine.base import Engine, NoWorkers, WorkerPool, Writer, WriterOptions


def open_engine(address: Path) -> Engine:
    """Open the index at an address for searching.

    Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
    """
    from newsgrep.engine.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(address)


def open_writer(address: Path, options: WriterOptions, pool: WorkerPool | None = None) -> Writer:
    """Begin a change of the index at an address; a new one is made where there is none.

    `pool` has worker processes that the engine may use. Raises IndexLockedError if another process still
    writes after `options.wait` seconds, IndexIncompatibleError for an index of another language, and without
    `options.rebuild` IndexDamagedError for one that cannot be read.
    """
    from newsgrep.engine.embedded.writer import EmbeddedWriter

    return EmbeddedWriter(address, options, pool or NoWorkers())
