"""The sources of an index: list them, remove one, and say what to do about one that is gone."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from newsgrep.article import STDIN, stored_path
from newsgrep.config import IndexPlace
from newsgrep.engine.base import IndexEngine
from newsgrep.engine.registry import open_engine
from newsgrep.errors import IndexMissingError, NewsgrepError, UsageError, nearest_name
from newsgrep.indexing.catalog.ranges import ranges_below
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import FROM_FILE, SourceRow, path_bytes
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.change import open_change
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.options import IndexOptions
from newsgrep.indexing.pipeline import IndexRun
from newsgrep.indexing.plan import nearest_source, sources_below
from newsgrep.indexing.remembered import flags_of, from_json
from newsgrep.results import IndexedSource, IndexReport
from newsgrep.sources.walk import check_roots


def sources_of(engine: IndexEngine) -> list[IndexedSource]:
    """Return the sources of an index, in the order of their paths; standard input is the first."""
    with catalog_of(engine) as catalog:
        return list(_sources(catalog, engine.home))


def _sources(catalog: Catalog, home: Path) -> Iterator[IndexedSource]:
    if catalog.find_source(STDIN) is None and (piped := catalog.find_file(STDIN)):
        yield IndexedSource(STDIN, 1, piped.stored, "", is_missing=False)
    for row in catalog.sources():
        files, articles = catalog.totals_in(row.path, home)
        is_missing = row.path != STDIN and not os.path.lexists(home / row.path)
        yield IndexedSource(row.path, files, articles, _flags(row), is_missing)


def _flags(row: SourceRow) -> str:
    """Return the options of a source as flags; as they are stored if they cannot be used here."""
    try:
        return flags_of(from_json(row.options, row.path))
    except UsageError:
        return row.options


def remove_source(place: IndexPlace, path: str, options: IndexOptions) -> IndexReport:
    """Remove a source from an index, with the articles that no other source has; return what was removed.

    path: where it lies or lay, from the current folder or as it is stored, or `-` for what was piped in
    options: how to open the index, and which articles to follow

    Raises UsageError for a path that is no source, and what `open_writer` raises.
    """
    with open_change(place, options) as change:
        catalog, home = change.catalog, change.home
        path = source_path(catalog, path, home)
        if not catalog.forget_source(path) and not (path == STDIN and catalog.find_file(STDIN)):
            raise no_source(catalog, path, home)
        run = IndexRun(change, options, lambda *_: None)
        run.remove_files(_files_of(catalog, path, home))
        run.read_files()
        run.commit()
        run.report.total = catalog.stored
    run.report.dry_run = options.dry_run
    return run.report


def _files_of(catalog: CatalogWriter, path: str, home: Path) -> Iterator[str]:
    """Yield the paths of the files that no source has, once the one at `path` is forgotten."""
    if nearest_source(catalog, path, home):
        return
    own = catalog.find_file(path)
    if own:
        yield own.path
    if path == STDIN:
        return
    kept = [row.path for row in sources_below(catalog, path, home)]
    alone, ranges = set(kept), [one for source in kept for one in ranges_below(source, home)]
    for row in catalog.files(ranges_below(path, home)):
        key = path_bytes(row.path)
        is_kept = row.path in alone or any(since <= key < until for since, until in ranges)
        if row.origin == FROM_FILE and not is_kept:
            yield row.path


def source_path(catalog: Catalog, path: str, home: Path) -> str:
    """Return the stored path of a source, from a path that is stored or starts from the current folder."""
    shown = STDIN if path in ("-", STDIN) else stored_path(Path(path), home)
    return shown if catalog.find_source(shown) or not catalog.find_source(path) else path


def no_source(catalog: Catalog, path: str, home: Path) -> UsageError:
    """Return the error for a path that is no source of an index, with what may have been meant."""
    if path == STDIN:
        return UsageError("nothing of this index was piped in", "newsgrep sources lists what is indexed")
    if above := nearest_source(catalog, path, home):
        glob, source = os.path.relpath(home / path, home / above.path), shlex.quote(above.path)
        return UsageError(
            f"{path} is no source; it lies in {above.path}",
            f"newsgrep index --exclude {shlex.quote(glob)} --delete-excluded {source} removes its articles",
        )
    near = nearest_name(path, (row.path for row in catalog.sources()))
    return UsageError(
        f"{path} is no source of this index",
        f"did you mean {near}?" if near else "newsgrep sources lists them",
    )


def check_named(place: IndexPlace, roots: Sequence[Path]) -> None:
    """Raise UsageError for a root that does not exist; the hint says what to do if the index has it."""
    try:
        check_roots(roots)
    except UsageError as error:
        gone = next(root for root in roots if not os.path.exists(root))  # noqa: PTH110
        hint = ""
        with suppress(NewsgrepError):  # an index that cannot be read is an error of its own, but not here
            hint = _hint_for(place, gone)
        raise UsageError(error.message, hint or error.hint) from None


def _hint_for(place: IndexPlace, gone: Path) -> str:
    """Return how to remove the articles of a path that is gone from the index, empty if it has none."""
    with closing(open_engine(place)) as engine, catalog_of(engine) as catalog:
        path = stored_path(gone, engine.home)
        if catalog.find_source(path):
            named = shlex.quote(os.fspath(gone))
            return (
                f"to remove it from the index: newsgrep sources --remove {named}; "
                f"if it was moved: newsgrep sources --move {named} NEW"
            )
        _, articles = catalog.totals_in(path, engine.home)
        if articles and (above := nearest_source(catalog, path, engine.home)):
            shown = shlex.quote(os.path.relpath(engine.home / above.path))
            return f"to remove it from the index, bring its folder up to date: newsgrep index {shown}"
    return ""


def check_remembered(place: IndexPlace) -> None:
    """Raise UsageError where no source is remembered."""
    example = "for example: newsgrep index corpus/"
    try:
        engine = open_engine(place)
    except IndexMissingError:
        raise UsageError("no file or folder to index is named", example) from None
    with closing(engine), catalog_of(engine) as catalog:
        if not any(row.path != STDIN for row in catalog.sources()):
            raise UsageError("no file or folder to index is named, and the index remembers none", example)
