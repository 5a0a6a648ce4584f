"""Follow a source that was moved or renamed, or several with the folder above them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Container
from pathlib import Path

from newsgrep.engine.base import IndexEngine
from newsgrep.errors import UsageError
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.options import Input
from newsgrep.indexing.plan import nearest_source, sources_below
from newsgrep.indexing.remembered import from_json
from newsgrep.indexing.sources import no_source, source_path


def moved_source(engine: IndexEngine, old: Path, new: Path) -> Input:
    """Return the input of a run that follows a moved source, and those below it, with their options.

    old: a source, or a folder above several: the run follows those that are gone there and are below `new`

    Raises UsageError for a path that is no source and has none below it, or where nothing was moved.
    """
    home = engine.home
    with catalog_of(engine) as catalog:
        path = source_path(catalog, os.fspath(old), home)
        own, below = catalog.find_source(path), list(sources_below(catalog, path, home))
        above = nearest_source(catalog, path, home)
        if own is None and (above or not below):
            raise _no_source_to_move(catalog, path, home, new)
        rows = [own, *below] if own else below
        tops = [own] if own else [row for row in below if nearest_source(catalog, row.path, home) is None]
    places = {row.path: new / os.path.relpath(home / row.path, home / path) for row in rows}
    gone = [row.path for row in tops if not os.path.lexists(home / row.path)]
    if not gone:
        raise UsageError(
            f"{old} is still there, and was not moved",
            f"to index the other as well: newsgrep index {shlex.quote(os.fspath(new))}",
        )
    moved = [one for one in gone if own or os.path.lexists(places[one])]
    if not moved:
        raise UsageError(
            f"{places[gone[0]]} is not there, nor is another source of {old}",
            f"name the folder that stands for {old} now",
        )
    options = [
        (places[row.path], from_json(row.options, row.path))
        for row in rows
        if row.path in moved or (_is_below(row.path, moved) and os.path.lexists(places[row.path]))
    ]
    return Input([places[one] for one in moved], listed=[home / one for one in moved], sources=options)


def _is_below(path: str, folders: Container[str]) -> bool:
    return any(os.fspath(folder) in folders for folder in Path(path).parents)


def _no_source_to_move(catalog: Catalog, path: str, home: Path, new: Path) -> UsageError:
    above = nearest_source(catalog, path, home)
    if above is None:
        return no_source(catalog, path, home)
    named = shlex.join([os.path.relpath(home / above.path), os.fspath(new)])
    return UsageError(
        f"{path} is no source; it lies in {above.path}", f"to read both anew: newsgrep index {named}"
    )
