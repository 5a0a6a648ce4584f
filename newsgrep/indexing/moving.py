"""Follow a source that was moved or renamed."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from newsgrep.engine.base import IndexEngine
from newsgrep.errors import UsageError
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.options import Input
from newsgrep.indexing.plan import nearest_source, sources_below
from newsgrep.indexing.remembered import SourceOptions
from newsgrep.indexing.sources import no_source, source_path


def moved_source(engine: IndexEngine, old: Path, new: Path) -> Input:
    """Return what to index to read a source from where it is now, and those below it, with their options.

    Raises UsageError for a path that is no source, or that is still there.
    """
    home = engine.home
    with catalog_of(engine) as catalog:
        path = source_path(catalog, os.fspath(old), home)
        own, was = catalog.find_source(path), home / path
        if own is None:
            raise _no_source_to_move(catalog, path, home, new)
        if os.path.lexists(was):
            raise UsageError(
                f"{old} is still there, and was not moved",
                f"to index the other as well: newsgrep index {shlex.quote(os.fspath(new))}",
            )
        rows = [own, *sources_below(catalog, path, home)]
    places = [(new / os.path.relpath(home / row.path, was), row) for row in rows]
    options = [
        (place, SourceOptions.from_json(row.options, row.path))
        for place, row in places
        if row is own or os.path.lexists(place)
    ]
    return Input([new], listed=[was], sources=options)


def _no_source_to_move(catalog: Catalog, path: str, home: Path, new: Path) -> UsageError:
    above = nearest_source(catalog, path, home)
    if above is None:
        return no_source(catalog, path, home)
    named = shlex.join([os.path.relpath(home / above.path), os.fspath(new)])
    return UsageError(
        f"{path} is no source; it lies in {above.path}", f"to read both anew: newsgrep index {named}"
    )
