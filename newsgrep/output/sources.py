"""The sources of an index: as a list, and as objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newsgrep.article import STDIN
from newsgrep.output.tables import Table
from newsgrep.results import IndexedSource

#: Makes a stored path one that opens from the current folder.
ShownPath = Callable[[str], str]


def sources_table(sources: Iterable[IndexedSource], shown: ShownPath) -> Table:
    """Return a row for each source; the last column has `missing` for what is not there."""
    rows = [
        (_name(one, shown), one.articles, one.files, one.options, "missing" * one.is_missing)
        for one in sources
    ]
    return Table(("path", "articles", "files", "options", "state"), rows)


def source_as_object(source: IndexedSource, shown: ShownPath) -> dict[str, object]:
    """Return a source as an object for JSON."""
    return {
        "path": _name(source, shown),
        "articles": source.articles,
        "files": source.files,
        "options": source.options or None,
        "missing": source.is_missing,
    }


def _name(source: IndexedSource, shown: ShownPath) -> str:
    return "-" if source.path == STDIN else shown(source.path)
