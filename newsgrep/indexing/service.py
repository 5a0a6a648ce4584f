"""Bringing an index up to date with files and folders, and with what is piped in; one commit.

What is done of it, and in what order, is in `newsgrep.indexing`.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from newsgrep.analysis.languages import check_language
from newsgrep.engine.base import MEMORY, Update, check_same_language, open_engine, update_index
from newsgrep.errors import IndexMissingError
from newsgrep.indexing.diff import Extent, Way
from newsgrep.indexing.manifest import Draft, FileRecord, Manifest
from newsgrep.indexing.pipeline import Progress, Run
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.results import IndexReport
from newsgrep.sources.walk import find_sources

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How to index.

    reading:  how files are read
    keep_duplicates: store articles though they are copies of others
    again:    read files though they are unchanged
    wait:     seconds to wait for another writer
    rebuild:  forget what the index holds, readable or not
    dry_run:  report what would be done, and write nothing
    jobs:     processes that work, 0 for one a core
    memory:   megabytes that indexing may take, about
    language: what to stem words in; empty for that of the index, or English for a new one
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


def index_paths(
    folder: Path, roots: Sequence[Path] | Input, options: IndexOptions, progress: Progress
) -> IndexReport:
    """Bring the index in `folder` up to date with files and folders, or with other input.

    Raises UsageError for a root that does not exist or an unknown language, and what update_index raises.
    """
    if options.language:
        check_language(options.language)
    started = time.monotonic()
    wanted = roots if isinstance(roots, Input) else Input(roots)
    home, reading = folder.parent, options.reading
    extent = Extent(wanted.roots)
    listed = extent.noted(wanted.listed)
    found = find_sources(wanted.roots, listed, home=home, file_filter=reading.file_filter, index_dir=folder)
    with _update(folder, options) as update:
        run = Run(update, home, Way(reading, options.keep_duplicates, options.again), progress)
        run.compare(found, extent)
        if wanted.piped:
            run.take_piped(wanted.piped)
        run.read_changed()
        run.finish()
    run.report.seconds = time.monotonic() - started
    run.report.dry_run = options.dry_run
    return run.report


def optimize_index(folder: Path, *, wait: float = 0.0) -> None:
    """Make an index as small and as fast to search as it can be. Raises what update_index raises."""
    with update_index(folder, wait=wait) as update:
        update.commit(update.manifest, optimize=True)


class _NoDraft(Draft):
    """A manifest that is not going to be written, of which nothing is kept."""

    def add(self, record: FileRecord) -> None:
        """Keep nothing."""

    def add_part(self, record: FileRecord) -> None:
        """Keep nothing."""


class _DryUpdate:
    """An update that writes nothing."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def draft(self) -> Draft:
        """Return a manifest that is not going to be written."""
        return _NoDraft()

    def expect(self, size: int) -> None:
        """Expect nothing."""

    def hold(self, size: int) -> None:
        """Leave all memory."""

    def map(self, work: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Do some work here."""
        return map(work, tasks)

    def add(self, article: bytes) -> None:
        """Take nothing in."""

    def remove(self, keys: Iterable[str]) -> None:
        """Take nothing out."""

    def commit(self, records: Manifest | Draft | Iterable[FileRecord], *, optimize: bool = False) -> None:
        """Publish nothing."""


def _update(folder: Path, options: IndexOptions) -> AbstractContextManager[Update]:
    if not options.dry_run:
        return update_index(
            folder,
            wait=options.wait,
            rebuild=options.rebuild,
            jobs=options.jobs,
            memory=options.memory * 1_000_000,
            language=options.language,
        )
    try:
        manifest = Manifest() if options.rebuild else _manifest(folder, options.language)
    except IndexMissingError:
        manifest = Manifest()
    return nullcontext(_DryUpdate(manifest))


def _manifest(folder: Path, language: str) -> Manifest:
    with closing(open_engine(folder)) as engine:
        check_same_language(engine.language, language)
        return engine.manifest()
