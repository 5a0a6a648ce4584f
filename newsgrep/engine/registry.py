"""Opens the engine for the place of an index: embedded for a folder, OpenSearch for an address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from newsgrep.config import Address, IndexPlace
from newsgrep.engine.base import Engine, IndexEngine, NoWorkers, WorkerPool, Writer, WriterOptions
from newsgrep.errors import UsageError


def open_engine(place: IndexPlace) -> IndexEngine:
    """Open the index at a place for searching.

    Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError, and for a server
    IndexUnreachableError or IndexDeniedError.
    """
    if isinstance(place, Address):
        from newsgrep.engine.opensearch.engine import OpenSearchEngine

        return OpenSearchEngine.open(place)
    from newsgrep.engine.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(place)


def language_at(place: IndexPlace) -> str:
    """Return the language of the index at a place. Takes less time than opening the index.

    Raises the errors of `open_engine`.
    """
    if isinstance(place, Address):
        return _language_at_server(place)
    from newsgrep.engine.embedded.directory import IndexDirectory

    return IndexDirectory(place).read().header.language


@lru_cache(maxsize=8)
def _language_at_server(address: Address) -> str:
    """Return the language of an index on a server. Asks the server once for all queries of a file."""
    return open_engine(address).language


def open_engines(places: Sequence[IndexPlace]) -> Engine:
    """Open the indexes at several places, to be searched as one.

    Paths and keys of articles start from the folder above all indexes, as if one index there held them all.
    Raises UsageError if the languages of the indexes differ, and the errors of `open_engine`.
    """
    from newsgrep.engine.embedded.joined import JoinedEngine

    folders = [place.absolute() for place in places if isinstance(place, Path)]
    if len(folders) != len(places):
        address = next(place for place in places if isinstance(place, Address))
        raise UsageError(
            f"{address} is an index on a server, which is not searched together with others",
            f"search one after the other, or index all files there: newsgrep index --index {address} PATH",
        )
    return JoinedEngine(folders)


def open_writer(place: IndexPlace, options: WriterOptions, pool: WorkerPool | None = None) -> Writer:
    """Begin a change of the index at a place. Makes the index if there is none.

    pool: worker processes that the engine may use

    Raises IndexLockedError if another process still writes after `options.wait` seconds,
    IndexIncompatibleError for an index in another language, and without `options.rebuild` IndexDamagedError
    for an index that cannot be read.
    """
    if isinstance(place, Address):
        from newsgrep.engine.opensearch.writer import OpenSearchWriter

        return OpenSearchWriter(place, options, pool or NoWorkers())
    from newsgrep.engine.embedded.writer import EmbeddedWriter

    return EmbeddedWriter(place, options, pool or NoWorkers())
