"""Bring an index up to date with files and folders, with what is piped in, or article by article."""

from __future__ import annotations

import time

from newsgrep.config import IndexPlace
from newsgrep.indexing.change import Change, open_change
from newsgrep.indexing.known_filters import remember_filters
from newsgrep.indexing.options import IndexOptions, Input
from newsgrep.indexing.pipeline import IndexRun
from newsgrep.indexing.plan import Plan
from newsgrep.indexing.progress import Progress
from newsgrep.indexing.rebuilding import check_unrepeatable, dropped_by
from newsgrep.indexing.sources import check_named, check_remembered
from newsgrep.results import IndexReport
from newsgrep.sources.walk import Walk
from newsgrep.tuning import DEFAULT_TUNING, Tuning


def index_paths(
    place: IndexPlace,
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
    check_named(place, [*wanted.roots, *(path for path, _ in wanted.sources)])
    if wanted.remembered and not wanted.sources:
        check_remembered(place)
    for filters in (options.reading.filters, *(source.filters for _, source in wanted.sources)):
        if filters and not options.dry_run:
            remember_filters(filters)
    with open_change(place, options, tuning) as change:
        is_first = change.writer.generation == 0
        has_other_model = False
        if options.meaning:
            from newsgrep.indexing.meanings import choose_model

            has_other_model = choose_model(change.writer, options)
        run = IndexRun(change, options, progress, tuning)
        _read(run, change, wanted, options)
        if options.rebuild:
            run.report.dropped = dropped_by(change.catalog, change.home)
        run.commit(always=has_other_model)
        run.report.total = change.catalog.stored
        run.report.has_lost_times = change.catalog.former.is_lost
        if is_first and run.report.total and not (options.language or options.dry_run):
            from newsgrep.indexing.other_language import other_language

            run.report.unstemmed = other_language(change.published())
        run.report.seconds = time.monotonic() - started
        if change.writer.meaning:
            from newsgrep.indexing.meanings import make_missing_vectors

            make_missing_vectors(change.writer, run.report, options)
    run.report.dry_run = options.dry_run
    return run.report


def _read(run: IndexRun, change: Change, wanted: Input, options: IndexOptions) -> None:
    """Find the files that are wanted, and read those that are new or changed: steps 1 to 4 of a run."""
    catalog, home, given = change.catalog, change.home, options.reading
    plan = Plan(catalog, home, run.report, given, forgets=options.forget, rebuild=options.rebuild)
    for path, source in wanted.sources:
        plan.set_options(path, source)
    walk = Walk(home, given.file_filter, catalog.file.parent, given.limits, plan.is_source)
    run.scan(walk, plan, plan.remembered() if wanted.remembered else plan.named(wanted.roots), wanted.listed)
    run.remove_missing()
    if wanted.piped:
        run.take_stdin(wanted.piped, given)
    if options.rebuild and not options.discard_piped:
        check_unrepeatable(catalog)
    run.read_files()
    run.check_mappings()


def optimize_index(place: IndexPlace, options: IndexOptions) -> None:
    """Make an index as small and as fast to search as it can be. Raises what `open_writer` raises."""
    with open_change(place, options) as change:
        change.commit(optimize=True)
