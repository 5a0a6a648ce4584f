"""An index that is open for a change: the writer of its engine, its catalog, and worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path

from newsgrep.config import FOLDER, IndexPlace
from newsgrep.engine.base import IndexEngine, Writer, WriterOptions, check_same_language
from newsgrep.engine.meaning import Meaning
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexMissingError, NewsgrepError, UsageError, reason_of
from newsgrep.indexing.catalog.catalog_files import sweep_catalogs
from newsgrep.indexing.catalog.former import FormerCatalog
from newsgrep.indexing.catalog.opening import catalog_writer, dry_catalog, open_catalog
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.options import IndexOptions
from newsgrep.indexing.pool import Pool
from newsgrep.tuning import DEFAULT_TUNING, Tuning

#: About how many megabytes a process needs to work well; libraries take a third of them.
_MEMORY_A_JOB = 100

#: How many bytes a run needs besides the segments: for pages of the catalog, sets and batches.
_OWN_MEMORY = 100_000_000


#: Files beside an index, and what is in them. The signature is that of https://bford.info/cachedir/.
_MARKS = {
    ".gitignore": "# The index of newsgrep, which newsgrep index makes\n*\n",
    "CACHEDIR.TAG": (
        "Signature: 8a477f597d28d172789f06886806bc55\n# The index of newsgrep, which can be made again\n"
    ),
}


class Change:
    """What a change writes to. Without `commit` nothing changes.

    home:      the folder that relative paths of articles start from
    published: opens the published index on the first call: before the commit, as it was before this change
    """

    def __init__(
        self,
        catalog: CatalogWriter,
        writer: Writer,
        pool: Pool,
        published: Callable[[], IndexEngine],
        *,
        is_new: bool = False,
    ) -> None:
        """Hold what a change writes to; `is_new` if it makes the index."""
        self._is_new = is_new
        self.catalog = catalog
        self.writer = writer
        self.pool = pool
        self.home = writer.home
        self.published = published

    def commit(self, *, optimize: bool = False) -> None:
        """Write the rows of the new generation to the disk, and publish it."""
        self.writer.prepare()
        if self._is_new:
            mark_as_cache(self.catalog.file.parent)
        self.catalog.commit()
        self.writer.keep_catalog(self.catalog.file)
        self.writer.commit(articles=self.catalog.stored, optimize=optimize)
        sweep_catalogs(self.catalog.file.parent, self.writer.generation)


@contextmanager
def open_change(
    place: IndexPlace, options: IndexOptions, tuning: Tuning = DEFAULT_TUNING
) -> Iterator[Change]:
    """Open the index at a place for a change, or a new one.

    Raises UsageError for `share` with an index on a server, and what `open_writer` raises.
    """
    if options.share and not isinstance(place, Path):
        raise UsageError(
            f"sharing is about the files of a folder; the server decides who may read {place}",
            "leave it out, and give those who search there the permissions that docs/opensearch.md lists",
        )
    pool = Pool(options.jobs or usual_jobs(options.memory), tuning.indexing)
    with ExitStack() as stack:
        begin = _begin_dry if options.dry_run else _begin
        writer, catalog = begin(stack, place, options, pool, tuning)
        if options.rebuild:
            _follow(catalog, place, stack)
        stack.callback(pool.close)  # before the writer deletes what the workers wrote
        is_new = (
            isinstance(place, Path) and not options.dry_run and (not writer.generation or options.rebuild)
        )

        @cache
        def published_engine() -> IndexEngine:
            engine = open_engine(place)
            stack.callback(engine.close)
            return engine

        yield Change(catalog, writer, pool, published_engine, is_new=is_new)


def _begin(
    stack: ExitStack, place: IndexPlace, options: IndexOptions, pool: Pool, tuning: Tuning
) -> tuple[Writer, CatalogWriter]:
    """Open the writer of the engine and the catalog, and delete what killed runs left."""
    memory = options.memory * 1_000_000
    left = max(memory - _OWN_MEMORY, memory // 2)
    rebuild = options.rebuild
    writer_options = WriterOptions(
        options.wait, rebuild, options.language, options.share, left, tuning.segment
    )
    writer = stack.enter_context(open_writer(place, writer_options, pool))
    folder, published = writer.catalog_folder, writer.generation - 1
    if options.follower is not None:
        options.follower.settle(published)
    opened = catalog_writer(
        folder, published, writer.articles, place, rebuild=rebuild, tuning=tuning.indexing
    )
    catalog = stack.enter_context(opened)
    writer.sweep()
    return writer, catalog


def _begin_dry(
    stack: ExitStack, place: IndexPlace, options: IndexOptions, pool: Pool, tuning: Tuning
) -> tuple[Writer, CatalogWriter]:
    """Open a writer that writes nothing, and a copy of the catalog."""
    engine = _published(place, options)
    if engine is not None:
        stack.callback(engine.close)
    writer = _DryWriter(place, engine)
    opened = dry_catalog(
        writer.catalog_folder, writer.generation - 1, writer.articles, place, tuning=tuning.indexing
    )
    return writer, stack.enter_context(opened)


def _follow(catalog: CatalogWriter, place: IndexPlace, stack: ExitStack) -> None:
    """Let a new catalog take over what the one that it replaces remembers, if that can be read.

    If not, the rebuild goes on: it is the way out of a damaged index, and of one of another version.
    """
    try:
        engine = open_engine(place)
        stack.callback(engine.close)
        former = open_catalog(engine.catalog_folder(), engine.generation, engine.articles, place)
        catalog.follow(FormerCatalog(stack.enter_context(closing(former))))
    except IndexMissingError:
        return
    except NewsgrepError:
        catalog.follow(FormerCatalog(is_lost=True))


def mark_as_cache(folder: Path) -> None:
    """Write the files that make git and backups leave out an index, which can be made again.

    Raises NewsgrepError if they cannot be written.
    """
    for name, text in _MARKS.items():
        try:
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            continue  # the user may have changed it
        except OSError as error:
            raise NewsgrepError(f"{folder / name} cannot be written: {reason_of(error)}") from error
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)


def _published(place: IndexPlace, options: IndexOptions) -> IndexEngine | None:
    """Open what is published at a place; None if nothing is, or if this change replaces it."""
    if options.rebuild:
        return None
    try:
        engine = open_engine(place)
    except IndexMissingError:
        return None
    check_same_language(place, engine.language, options.language)
    return engine


class _DryWriter(Writer):
    """A writer that writes nothing."""

    def __init__(self, place: IndexPlace, engine: IndexEngine | None) -> None:
        """Take where the index is, and what is published there."""
        folder = place if isinstance(place, Path) else Path.cwd() / FOLDER
        self.generation = engine.generation + 1 if engine else 0
        self.articles = engine.articles if engine else 0
        self.home = engine.home if engine else folder.parent
        self.catalog_folder = engine.catalog_folder() if engine else folder
        self.meaning = engine.meaning if engine else None

    def add_encoded(self, data: bytes) -> None: ...

    def delete(self, key: str) -> None: ...

    def choose_meaning(self, meaning: Meaning | None) -> None: ...

    def commit(self, *, articles: int | None = None, optimize: bool = False) -> None: ...

    def close(self) -> None: ...


def usual_jobs(memory: int) -> int:
    """Return for how many processes this number of megabytes is enough: at most one for each core."""
    return max(1, min(_cores(), memory // _MEMORY_A_JOB))


def _cores() -> int:
    """Return how many cores this process may use; some systems only tell how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
