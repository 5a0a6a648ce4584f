"""Bring an index up to date with files and folders, with what is piped in, or article by article."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsgrep.analysis.languages import check_language
from newsgrep.article import Article
from newsgrep.engine.base import Writer, WriterOptions, check_same_language
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexMissingError
from newsgrep.indexing.catalog import CatalogWriter, catalog_writer, dry_catalog, sweep_catalogs
from newsgrep.indexing.pipeline import IndexRun, Progress
from newsgrep.indexing.pool import Pool
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.scan import RunOptions
from newsgrep.results import IndexReport
from newsgrep.sources.walk import Walk, check_roots
from newsgrep.tuning import DEFAULT_TUNING, Tuning

#: Bytes of memory that indexing may take, where nothing else is asked for.
MEMORY = 900_000_000

#: Bytes that a process takes at least, about, to work well: a third are libraries.
_MEMORY_A_JOB = 100_000_000

#: Bytes that a run takes beside the segments it builds: the catalog's pages, sets, batches.
_OWN_MEMORY = 100_000_000


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How to index.

    reading:         how files are read
    keep_duplicates: store articles though they are duplicates of others
    again:           read files though they are unchanged
    wait:            seconds to wait for another writer
    rebuild:         forget what the index holds, readable or not
    dry_run:         report what would be done, and write nothing
    jobs:            processes that work, 0 for one a core
    memory:          megabytes that indexing may take, about
    language:        what to stem words in; empty for that of the index, or English for a new one
    """

    reading: ReadOptions = field(default_factory=ReadOptions)
    keep_duplicates: bool = False
    again: bool = False
    wait: float = 0.0
    rebuild: bool = False
    dry_run: bool = False
    jobs: int = 0
    memory: int = MEMORY // 1_000_000
    language: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """What to index.

    roots:  files and folders, which have to exist
    listed: more of them, which may be gone; they are taken once
    piped:  a stream of articles
    """

    roots: Sequence[Path] = ()
    listed: Iterable[Path] = ()
    piped: io.BufferedReader | None = None


class _Change:
    """An index that is open for a change: catalog, writer and worker processes."""

    def __init__(self, catalog: CatalogWriter, writer: Writer, pool: Pool) -> None:
        self.catalog = catalog
        self.writer = writer
        self.pool = pool


def index_paths(
    folder: Path,
    roots: Sequence[Path] | Input,
    options: IndexOptions,
    progress: Progress,
    tuning: Tuning = DEFAULT_TUNING,
) -> IndexReport:
    """Bring the index in `folder` up to date with files and folders, or with other input.

    Raises UsageError for a root that does not exist or an unknown language, and what `open_writer` raises.
    """
    if options.language:
        check_language(options.language)
    started = time.monotonic()
    wanted = roots if isinstance(roots, Input) else Input(roots)
    check_roots(wanted.roots)
    walk = Walk(folder.parent, options.reading.choice, folder)
    with _change(folder, options, tuning) as change:
        run_options = RunOptions(options.reading, options.keep_duplicates, options.again)
        run = IndexRun(
            change.catalog, change.writer, change.pool, folder.parent, run_options, progress, tuning
        )
        run.scan(walk, wanted.roots, wanted.listed)
        run.remove_missing()
        if wanted.piped:
            run.take_stdin(wanted.piped)
        run.read_files()
        run.commit()
        _, run.report.total, _ = change.catalog.totals()
    run.report.seconds = time.monotonic() - started
    run.report.dry_run = options.dry_run
    return run.report


def optimize_index(folder: Path, *, wait: float = 0.0) -> None:
    """Make an index as small and as fast to search as it can be. Raises what `open_writer` raises."""
    with _change(folder, IndexOptions(wait=wait)) as change:
        change.catalog.commit()
        change.writer.commit(optimize=True)


@contextmanager
def _change(folder: Path, options: IndexOptions, tuning: Tuning = DEFAULT_TUNING) -> Iterator[_Change]:
    """Open an index for a change; without a commit nothing changes."""
    memory = options.memory * 1_000_000
    with ExitStack() as closing:
        pool = Pool(options.jobs or usual_jobs(memory), tuning.indexing)
        if options.dry_run:
            published = _published(folder, options)
            writer: Writer = _DryWriter(published + 1)
            catalog = closing.enter_context(dry_catalog(folder, published, tuning.indexing))
        else:
            left = max(memory - _OWN_MEMORY, memory // 2)
            writer_options = WriterOptions(options.wait, options.rebuild, options.language, left)
            writer = closing.enter_context(open_writer(folder, writer_options, pool))
            published = writer.generation - 1
            catalog = closing.enter_context(
                catalog_writer(folder, published, rebuild=options.rebuild, tuning=tuning.indexing)
            )
        closing.callback(pool.close)  # before the writer deletes what they wrote
        yield _Change(catalog, writer, pool)
        if not options.dry_run:
            sweep_catalogs(folder, writer.generation)


def _published(folder: Path, options: IndexOptions) -> int:
    """Return the generation of an index, -1 where there is none or it is going to be replaced."""
    if options.rebuild:
        return -1
    try:
        engine = open_engine(folder)
    except IndexMissingError:
        return -1
    check_same_language(engine.language, options.language)
    generation = engine.generation
    engine.close()
    return generation


class _DryWriter(Writer):
    """A writer that writes nothing."""

    def __init__(self, generation: int) -> None:
        self.generation = generation

    def add(self, article: Article) -> None:
        """Add nothing."""

    def add_encoded(self, data: bytes) -> None:
        """Add nothing."""

    def delete(self, key: str) -> None:
        """Delete nothing."""

    def commit(self, *, optimize: bool = False) -> None:
        """Publish nothing."""

    def close(self) -> None:
        """Close nothing."""


def usual_jobs(memory: int) -> int:
    """Return how many processes work with so much memory: one a core, where it is enough for them."""
    return max(1, min(_cores(), memory // _MEMORY_A_JOB))


def _cores() -> int:
    """Return how many cores this process may use; not every system tells more than how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
