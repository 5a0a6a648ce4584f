"""The plan of a run: which sources it reads, and how each.

A source is a file or folder that was named to be indexed. The catalog remembers each with its options. A file
belongs to the source that is nearest above it, and is read with the options of that source. Options that are
given for a path now take the place of those remembered, for it and for every source below it.

A path within a source, if the options are the same for both, is no source of its own.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.article import STDIN, stored_path
from newsgrep.errors import UsageError, reason_of
from newsgrep.indexing.catalog.ranges import EVERY_PATH, PathRange, ranges_below
from newsgrep.indexing.catalog.rows import SourceRow
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.remembered import flags_of, from_json, to_json
from newsgrep.results import IndexReport, Unreadable

#: What is reported of a source that is gone, beside the reason.
_STAYS = "its articles stay until newsgrep sources --remove removes them, or --move names where it is now"


class Root(Struct, frozen=True):
    """A file or folder to walk.

    path:    where it lies
    options: how it is read
    base:    the folder that its globs are relative to
    has_new_mapping: whether it has a mapping that it did not have before
    """

    path: Path
    options: ReadOptions
    base: Path
    has_new_mapping: bool = False


class SourceLookup(Protocol):
    """Where the remembered sources are looked up: the catalog, or the one before a rebuild."""

    def find_source(self, path: str) -> SourceRow | None:
        """Return the source at a path, None if there is none."""

    def sources(self, ranges: Iterable[PathRange] = (EVERY_PATH,)) -> Iterator[SourceRow]:
        """Yield the sources whose encoded paths lie in the given ranges."""


class Plan:
    """Finds the sources of a run, and has the catalog remember them.

    given:   the options of this run
    forgets: whether to ignore the options that are remembered for the paths of this run
    rebuild: whether to find the sources in the former index, which is rebuilt
    """

    def __init__(
        self,
        catalog: CatalogWriter,
        home: Path,
        report: IndexReport,
        given: ReadOptions,
        *,
        forgets: bool = False,
        rebuild: bool = False,
    ) -> None:
        self.differs = False
        self._catalog = catalog
        self._home = home
        self._report = report
        self._given = given
        self._forgets = forgets
        self._is_new = rebuild
        self._rows: SourceLookup = catalog.former if rebuild else catalog
        self._set: set[str] = set()
        self._folders: dict[tuple[int, int] | None, str] | None = None

    def named(self, roots: Iterable[Path]) -> list[Root]:
        """Return what to walk for the given paths; a source within another comes before it."""
        return _deepest_first(one for root in roots for one in self.at(root))

    def remembered(self) -> list[Root]:
        """Return what to walk for all sources; one that is gone is reported.

        In a rebuild, raises UsageError for a source that is gone.
        """
        roots = []
        for row in list(self._rows.sources()):
            location = self._home / row.path
            if row.path == STDIN or nearest_source(self._rows, row.path, self._home):
                continue
            try:
                location.stat()
            except OSError as error:
                if self._is_new:
                    raise UsageError(
                        f"{row.path}: {reason_of(error)}, and a rebuild would lose its articles",
                        f"name what to rebuild from, or: newsgrep sources --remove {shlex.quote(row.path)}",
                    ) from None
                gone = Unreadable(row.path, f"{reason_of(error)}; {_STAYS}")
                self._report.unreadable.append(gone)
                self._report.gone.append(gone)
            else:
                roots.append(location)
        return self.named(roots)

    def at(self, root: Path) -> list[Root]:
        """Return what to walk for a path: itself, and the sources below it, these first.

        For a folder above the home, the home is a root of its own, as paths below it are stored relative.
        """
        roots, home = _deepest_first(self._at(root)), _normal(self._home)
        above = next((one for one in roots if _normal(one.path) in home.parents), None)
        if above is None or any(_normal(one.path) == home for one in roots):
            return roots
        inside = home.relative_to(_normal(above.base)).as_posix()
        if above.options.file_filter.enters(inside):
            roots.append(Root(self._home, above.options, above.base, above.has_new_mapping))
        return _deepest_first(roots)

    def each(self, paths: Iterable[Path]) -> Iterator[tuple[Path, list[Root]]]:
        """Yield paths, each with what to walk for it, as `at` returns it.

        A file after another one of its folder is read like that one, if the source of both is above them. To
        look for the source of each file takes five times as long.
        """
        like: Root | None = None
        above = ""
        for path in paths:
            if like and path.parent == like.path.parent and self._is_read_like(like, path, above + path.name):
                self._report_options(stored_path(path, self._home), like.options)
                yield path, [replace(like, path=path)]
                continue
            roots, like = self.at(path), None
            if [one.path for one in roots] == [path]:
                above = self._inside(path.parent, os.fspath(roots[0].base))
                above = "" if above == "." else f"{above}/"
                like = roots[0] if self._is_read_like(roots[0], path, above + path.name) else None
            yield path, roots

    def _is_read_like(self, root: Root, path: Path, inside: str) -> bool:
        """Whether a path is a file that is read with the options of a root in its folder.

        inside: the path of the file below the base of the root
        """
        is_file = not path.is_symlink() and path.is_file()
        is_source = is_file and self._catalog.find_source(stored_path(path, self._home)) is not None
        return is_file and not is_source and root.options.file_filter.reads(inside)

    def _at(self, root: Path) -> Iterator[Root]:
        root = self._by_known_name(root)
        path = stored_path(root, self._home)
        own, above = self._rows.find_source(path), nearest_source(self._rows, path, self._home)
        options, known = self._given, None
        if own and not self._forgets:
            known = from_json(own.options, path)
            options = known.with_given(self._given)
        elif above and not self._forgets:
            known = before = from_json(above.options, above.path)
            inside = self._inside(root, above.path)
            wanted = before.with_given(self._given)
            chosen = before.file_filter
            is_read = chosen.enters(inside) if root.is_dir() else chosen.reads(inside)
            if wanted == before and is_read and not self._is_new:
                self._report_options(path, before)
                yield Root(root, before, self._home / above.path)
                yield from self._below(root, path)
                return
            if is_read:
                outer = inside if root.is_dir() else inside.rpartition("/")[0]
                options = before.within(outer).with_given(self._given)
            else:  # the user named it, so that globs that leave it out no longer count
                options = before.without_globs().with_given(self._given)
        yield self._root(root, path, options, known)
        yield from self._below(root, path)

    def set_options(self, root: Path, options: ReadOptions) -> None:
        """Make a path a source with these options, whatever it was before."""
        path = stored_path(self._by_known_name(root), self._home)
        self._set.add(path)
        self._remember(path, options)
        if self._is_new:
            self._catalog.former.set_options(path, to_json(options))

    def forget(self, path: str) -> None:
        """Make the catalog forget a source."""
        self.differs |= self._catalog.forget_source(path)

    def forget_gone(self, path: str) -> None:
        """Make the catalog forget a source that is gone, and those below it."""
        for row in list(sources_below(self._rows, path, self._home)):
            self.forget(row.path)
        self.forget(path)

    def is_source(self, status: os.stat_result) -> bool:
        """Whether a folder is a source, under whatever name."""
        return (status.st_dev, status.st_ino) in self._known_folders()

    # Steps

    def _below(self, root: Path, path: str) -> Iterator[Root]:
        """Yield what to walk of the sources below a path, with the options that are given for it."""
        if not root.is_dir():
            return
        given, filter_ = self._given, self._given.file_filter
        for row in list(sources_below(self._rows, path, self._home)):
            location = self._home / row.path
            inside = self._inside(location, path)
            is_gone = not os.path.lexists(location)
            if self._forgets or is_gone or filter_.excludes_path(inside):
                self.forget(row.path)
                continue
            before = from_json(row.options, row.path)
            outer = inside if location.is_dir() else inside.rpartition("/")[0]
            yield self._root(location, row.path, before.with_given(given.within(outer)), before)

    def _root(self, location: Path, path: str, options: ReadOptions, before: ReadOptions | None) -> Root:
        """Remember a source with its options, and return what to walk for it. `before`: its former ones."""
        self._remember(path, options)
        self._report_options(path, options)
        mapping = options.mapping
        is_new = bool(mapping) and (before is None or before.mapping != mapping)
        return Root(location, options, location if location.is_dir() else location.parent, is_new)

    def _remember(self, path: str, options: ReadOptions) -> None:
        text = to_json(options)
        before = self._catalog.find_source(path)
        if before is None or before.options != text:
            self._catalog.set_source(path, text)
            self.differs = True
        self._note_folder(path)

    def _report_options(self, path: str, options: ReadOptions) -> None:
        """Report that a source is read with options that were not given now."""
        if options != self._given and path not in self._set and os.path.lexists(self._home / path):
            self._report.remembered[path] = flags_of(options)

    def _inside(self, path: Path, folder: str) -> str:
        """Return the path relative to a source."""
        return _normal(path).relative_to(_normal(self._home / folder)).as_posix()

    # The same folder under another name

    def _by_known_name(self, root: Path) -> Path:
        """Return a path by the name under which a source holds it already, if it is another one."""
        if self._rows.find_source(stored_path(root, self._home)):
            return root
        real = Path(os.path.realpath(root))
        for folder in (real, *real.parents):
            known = self._known_folders().get(_identity(folder))
            if known is not None:
                found = Path(os.path.normpath(self._home / known / real.relative_to(folder)))
                if stored_path(found, self._home) != stored_path(root, self._home):
                    self._report.known_as[os.fspath(root)] = stored_path(found, self._home)
                    return found
                return root
        return root

    def _known_folders(self) -> dict[tuple[int, int] | None, str]:
        """Return the paths of the sources that are folders, by device and inode."""
        if self._folders is None:
            self._folders = {}
            for row in self._rows.sources():
                self._note_folder(row.path)
        return self._folders

    def _note_folder(self, path: str) -> None:
        if self._folders is None or path == STDIN:
            return
        location = self._home / path
        if location.is_dir():
            self._folders.setdefault(_identity(location), path)


def nearest_source(rows: SourceLookup, path: str, home: Path) -> SourceRow | None:
    """Return the nearest source above a path, None if there is none."""
    folders = (home / path).absolute().parents if path != STDIN else ()
    rows_above = (rows.find_source(stored_path(folder, home)) for folder in folders)
    return next(filter(None, rows_above), None)


def sources_below(rows: SourceLookup, path: str, home: Path) -> Iterator[SourceRow]:
    """Yield the sources strictly below a path."""
    return (row for row in rows.sources(ranges_below(path, home)) if row.path != path)


def _normal(path: Path) -> Path:
    """Return a path from the root of the system, without `..`; links are not resolved."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def _deepest_first(roots: Iterable[Root]) -> list[Root]:
    """Return roots in such an order that one within another comes before it."""
    return sorted(roots, key=lambda one: -len(_normal(one.path).parts))


def _identity(file: Path) -> tuple[int, int] | None:
    """Return device and inode of a file, which its names share; None for one that cannot be seen."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
