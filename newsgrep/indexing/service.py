"""Bring an index up to date with files and folders, with what is piped in, or article by article."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct, field

from newsgrep.analysis.languages import checked_language
from newsgrep.arguments import check_number, check_text
from newsgrep.config import Place
from newsgrep.indexing.change import USUAL_MEMORY, Change, ChangeOptions, open_change
from newsgrep.indexing.former_texts import USUAL_HISTORY
from newsgrep.indexing.known_filters import remember_filters
from newsgrep.indexing.pipeline import IndexRun, Progress
from newsgrep.indexing.plan import FormerRows, Plan
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.rebuilding import check_unrepeatable, dropped_by
from newsgrep.indexing.remembered import SourceOptions
from newsgrep.indexing.scan import RunOptions
from newsgrep.indexing.sources import check_named, check_remembered
from newsgrep.results import IndexReport
from newsgrep.sources.walk import Walk
from newsgrep.tuning import DEFAULT_TUNING, Tuning

#: Megabytes: with less, indexing would begin a segment for every few articles.
LEAST_MEMORY = 100


class IndexOptions(Struct, frozen=True):
    """How to index.

    reading:         how files are read, where they are not read as before
    keep_duplicates: store articles though they are duplicates of others
    forget:          do without the options that are remembered for what is indexed
    again:           read files though they are unchanged
    checksum:        compare the bytes of files, whatever their size and times of change are
    delete_excluded: delete the articles of files that the globs leave out
    wait:            seconds to wait for another writer
    rebuild:         forget what the index holds, readable or not
    discard_piped:   rebuild though articles are lost that were piped in, or added by a program
    dry_run:         report what would be done, and write nothing
    jobs:            processes that work, 0 for one a core
    memory:          megabytes that indexing may take, about
    language:        words are stemmed in it, or in several with commas; empty keeps that of the index
    share:           let other users read the index, as far as umask allows
    history:         former texts of an article that are kept, where its text is changed
    meaning:         the folder of the model that makes vectors of articles, as meanings.py reads it
    on_vectors:      called with the vectors that are made, and to make
    """

    reading: ReadOptions = field(default_factory=ReadOptions)
    keep_duplicates: bool = False
    forget: bool = False
    again: bool = False
    checksum: bool = False
    delete_excluded: bool = False
    wait: float = 0.0
    rebuild: bool = False
    discard_piped: bool = False
    dry_run: bool = False
    jobs: int = 0
    memory: int = USUAL_MEMORY // 1_000_000
    language: str = ""
    share: bool = False
    history: int = USUAL_HISTORY
    meaning: str = ""
    on_vectors: Callable[[int, int], None] = lambda *_: None

    def change(self) -> ChangeOptions:
        """Return how to open the index for the run."""
        return ChangeOptions(
            self.wait, self.rebuild, self.dry_run, self.jobs, self.memory * 1_000_000, self.language,
            self.share,
        )  # fmt: skip


class Input(Struct, frozen=True):
    """What to index.

    roots:      files and folders, which have to exist
    listed:     more of them, which may be gone; they are taken once
    piped:      a stream of articles
    remembered: all sources that were indexed before, and these:
    sources:    files and folders with the options that they are remembered with from now on
    """

    roots: Sequence[Path] = ()
    listed: Iterable[Path] = ()
    piped: io.BufferedReader | None = None
    remembered: bool = False
    sources: Sequence[tuple[Path, SourceOptions]] = ()


def index_paths(
    place: Place,
    wanted: Input,
    options: IndexOptions,
    progress: Progress,
    tuning: Tuning = DEFAULT_TUNING,
) -> IndexReport:
    """Bring the index at a place up to date with files and folders, or with other input.

    Raises UsageError for a root that does not exist, an unknown language, and options that are remembered and
    cannot be followed here; and what `open_writer` raises.
    """
    started = time.monotonic()
    _check_input(place, wanted, options)
    for filters in (options.reading.filters, *(source.reading.filters for _, source in wanted.sources)):
        if filters and not options.dry_run:
            remember_filters(filters)
    with open_change(place, options.change(), tuning) as change:
        is_first = change.writer.generation == 0
        has_other_model = bool(options.meaning) and _choose_model(change, options)
        run_options = RunOptions(options.again, options.checksum, options.delete_excluded, options.history)
        run = IndexRun(change, run_options, progress, tuning)
        _read(run, change, wanted, options)
        if options.rebuild:
            run.report.dropped = dropped_by(change.catalog, change.home)
        run.commit(always=has_other_model)
        run.report.total = change.catalog.stored
        run.report.has_lost_times = change.catalog.former.is_lost
        if is_first and run.report.total and not (options.language or options.dry_run):
            from newsgrep.indexing.scripts import other_language

            run.report.unstemmed = other_language(change.published())
        run.report.seconds = time.monotonic() - started
        if change.writer.meaning:
            _make_vectors(change, run.report, options)
    run.report.dry_run = options.dry_run
    return run.report


def _read(run: IndexRun, change: Change, wanted: Input, options: IndexOptions) -> None:
    """Find the files that are wanted, and read those that are new or changed: steps 1 to 4 of a run."""
    catalog, home = change.catalog, change.home
    given = SourceOptions(options.reading, options.keep_duplicates)
    former = FormerRows(catalog.former.sources()) if options.rebuild else None
    plan = Plan(catalog, home, run.report, given, forgets=options.forget, former=former)
    for path, source in wanted.sources:
        plan.set_options(path, source)
    reading, folder = options.reading, catalog.file.parent
    walk = Walk(home, reading.file_filter, folder, reading.limits, plan.is_source)
    run.scan(walk, plan, plan.remembered() if wanted.remembered else plan.named(wanted.roots), wanted.listed)
    run.remove_missing()
    if wanted.piped:
        run.take_stdin(wanted.piped, given)
    if options.rebuild and not options.discard_piped:
        check_unrepeatable(catalog)
    run.read_files()
    run.check_mappings()


def _choose_model(change: Change, options: IndexOptions) -> bool:
    """Have the index use a model for vectors from now on; return whether it is another one than before."""
    from newsgrep.indexing.meanings import choose_model

    return choose_model(change.writer, options.meaning, rebuild=options.rebuild, jobs=options.jobs)


def _make_vectors(change: Change, report: IndexReport, options: IndexOptions) -> None:
    from newsgrep.indexing.meanings import make_vectors

    make_vectors(change.writer, report, options.on_vectors, options.jobs)


def _check_input(place: Place, wanted: Input, options: IndexOptions) -> None:
    """Raise UsageError for missing files, and if no source is remembered."""
    check_named(place, [*wanted.roots, *(path for path, _ in wanted.sources)])
    if wanted.remembered and not wanted.sources:
        check_remembered(place)


def check_options(options: IndexOptions) -> None:
    """Raise UsageError for numbers and languages that cannot be meant, before anything is read."""
    check_text("language", options.language)
    if options.language:
        checked_language(options.language)
    check_number("jobs", options.jobs)
    check_number("history", options.history, unit=" texts")
    check_number("memory", options.memory, least=LEAST_MEMORY, unit=" megabytes")
    check_number("wait", options.wait, unit=" seconds", whole=False)


def optimize_index(place: Place, *, wait: float = 0.0) -> None:
    """Make an index as small and as fast to search as it can be. Raises what `open_writer` raises."""
    with open_change(place, ChangeOptions(wait=wait)) as change:
        change.commit(optimize=True)
