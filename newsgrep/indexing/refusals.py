"""Articles that the engine does not store: they are listed as unreadable, and leave the catalog."""

from __future__ import annotations

from collections.abc import Callable

from newsgrep.engine.base import Refused
from newsgrep.indexing.catalog.rows import FROM_FILE, FileRow
from newsgrep.indexing.dedupe import Deduplicator
from newsgrep.indexing.recheck import Rechecker
from newsgrep.indexing.target import Target
from newsgrep.results import IndexReport, Unreadable


def settle_refusals(target: Target, has_met: Callable[[FileRow], bool] = lambda _: False) -> None:
    """Take the articles that the writer does not store out of the catalog, and note them as unreadable.

    Decides about their duplicates again. The articles are tried again when their file changes.

    has_met: whether a file was met by this run, so that its articles are counted
    """
    while refused := target.writer.refused():
        # The decisions of the run so far count on articles that are not stored.
        target = target._replace(dedupe=Deduplicator(target.catalog, target.tuning))
        target.catalog.index_rows()
        for one in refused:
            _take_out(target, one)
        Rechecker(target, has_met).files_before(None)


def _take_out(target: Target, one: Refused) -> None:
    catalog, report = target.catalog, target.report
    found = catalog.article_by_key(one.key)
    assert found is not None, one.key
    file, row = found
    reason = f"the server does not store {one.key}: {one.reason}"
    report.unreadable.append(Unreadable(file.path, reason, one.line))
    before = catalog.find_article_that_left(file.file, row.name)
    _count(report, was_stored=before is not None and not before.duplicate)
    catalog.remove_article(row)
    if file.origin == FROM_FILE:
        file = file._replace(problems=(*file.problems, (one.line, reason, "")))
    target.count_without(file, row)
    catalog.flush()
    target.dedupe.queue_duplicates_of(row, file.path)


def _count(report: IndexReport, *, was_stored: bool) -> None:
    """Count an article as removed if it was stored, and else no longer as added."""
    if was_stored:
        report.changed -= 1
        report.removed += 1
    elif report.added:
        report.added -= 1
    else:
        report.renamed -= 1
