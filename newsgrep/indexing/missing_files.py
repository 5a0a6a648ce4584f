"""The files of the catalog that a walk did not meet: which are gone, and which are left out now."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsgrep.indexing.catalog.ranges import ranges_below
from newsgrep.indexing.catalog.rows import FROM_FILE, decoded_path, path_bytes
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.met_rows import MetRows
from newsgrep.indexing.plan import Root
from newsgrep.results import IndexReport
from newsgrep.sources.walk import Walk
from newsgrep.spill import SortedRows
from newsgrep.tuning import SpillTuning


class MissingFiles:
    """Collects the files whose articles leave the index.

    paths: their encoded paths
    """

    def __init__(
        self,
        catalog: CatalogWriter,
        home: Path,
        met: MetRows,
        report: IndexReport,
        tuning: SpillTuning,
        *,
        delete_excluded: bool,
    ) -> None:
        """Take the rows that the walk has met, and whether files that are left out now leave the index."""
        self.paths = SortedRows(tuning)
        self._added = 0
        self._catalog = catalog
        self._home = os.fspath(home)
        self._met = met
        self._report = report
        self._delete_excluded = delete_excluded
        self._walk: Walk | None = None
        self._root: Root | None = None

    def begin(self, walk: Walk, root: Root) -> None:
        """Note that the walk of a root begins."""
        self._walk, self._root = walk, root

    def add(self, path: str) -> None:
        """Add a file, whatever is on the disk."""
        self.paths.add(path_bytes(path))
        self._added += 1

    def look_for(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Find out what became of files that the walk of the root did not meet, by their rows of FileKeys.

        Another name of a file that the walk met counts as gone: its articles would never change again.
        """
        for path, id_, *_, stored, _ in rows:
            if self._met.has(id_, path):
                continue
            name = decoded_path(path)
            if self._add_if_gone(name):
                continue
            if self._is_left_out(name):
                self._leave_out(name, stored)
            elif self._walk is not None and self._walk.knows_by_other_name(name, self._place_of(name)):
                self.add(name)

    def look_for_listed(self, path: str) -> bool:
        """Look for a listed file that is gone, and for what lay below it if it was a folder.

        Returns whether the catalog had any of them.
        """
        before = self._added
        self._add_if_gone(path)
        for keys in self._catalog.file_keys(ranges_below(path, Path(self._home))):
            self.look_for(zip(*keys, strict=True))
        return self._added > before

    def _add_if_gone(self, path: str) -> bool:
        """Add a file of the catalog if it is gone; return whether it is."""
        row = self._catalog.find_file(path) if _is_gone(self._place_of(path)) else None
        if row is None or row.origin != FROM_FILE:
            return False
        self.add(path)
        return True

    def _is_left_out(self, path: str) -> bool:
        """Whether the walk leaves out a file that is there: by the globs, or as a link leads to it."""
        root = self._root
        assert root is not None
        chosen = root.options.file_filter
        base = os.path.normpath(root.base.absolute())
        inside = os.path.relpath(self._place_of(path), base)
        if inside.startswith(".."):
            return False  # of another source
        is_named = root.path.name == inside and not root.path.is_dir()
        if chosen.excludes_path(inside) or not (is_named or chosen.reads(inside)):
            return True
        real = os.path.join(os.path.realpath(base), inside)  # noqa: PTH118
        return not chosen.follows and os.path.realpath(self._place_of(path)) != real

    def _leave_out(self, path: str, articles: int) -> None:
        """Report a file that is left out now, or delete its articles, as the options say.

        Nothing is lost by forgetting a file that has no article, as one that could not be read.
        """
        if self._delete_excluded or not articles:
            self.add(path)
            return
        report = self._report
        report.excluded += 1
        report.excluded_articles += articles
        report.excluded_example = report.excluded_example or path

    def _place_of(self, path: str) -> str:
        """Return where a file of the catalog lies."""
        return os.path.normpath(os.path.join(self._home, path))  # noqa: PTH118


def _is_gone(file: str) -> bool:
    """Return whether a file is gone, or a folder is in its place; False if the system does not say."""
    try:
        return stat.S_ISDIR(os.lstat(file).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
