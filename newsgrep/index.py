"""Index: the public API, which the command line uses, too.

A module that only one method needs is imported in it, so that a search does not load what indexing needs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from newsgrep.arguments import check_names, path_argument, several
from newsgrep.article import STDIN, key_with_path
from newsgrep.config import Address, IndexPlace, index_place
from newsgrep.errors import IndexMissingError
from newsgrep.explore.explorer import Explorer
from newsgrep.search.tagging import Tagging
from newsgrep.tuning import DEFAULT_TUNING, Tuning

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.engine.base import IndexEngine
    from newsgrep.indexing.articles import ArticlesWriter
    from newsgrep.indexing.catalog.reader import Catalog
    from newsgrep.indexing.export_folder import ExportReport
    from newsgrep.indexing.options import IndexOptions, Input, UpdateOptions
    from newsgrep.indexing.progress import Progress
    from newsgrep.query.nodes import Keys, Recorded
    from newsgrep.results import Hit, IndexedSource, IndexReport, IndexStats, TextVersion

#: A path of a file or folder, as Python takes it.
AnyPath = str | os.PathLike[str]


class Index(Tagging, Explorer):
    """The index in a folder or at an address: search it, bring it up to date, look articles up by key.

    It is opened when it is first read, and shows the state at that time. After `refresh`, and after a change
    through this object, it shows the newest state. The folder need not have an index: the first change makes
    one, and until then a search raises IndexMissingError. Every method that reads the index raises
    IndexIncompatibleError for an index of another version and IndexDamagedError for a damaged one.

    It is a context manager. Threads may search the index of a folder together, each with its own results.
    """

    def __init__(self, place: AnyPath | Address, *, tuning: Tuning = DEFAULT_TUNING) -> None:
        """Take the folder or the address of the index, which need not exist.

        In a folder with other files, the index is the folder `.newsgrep`.
        """
        self.place = index_place(place)
        self.title = str(self.place)
        self._tuning = tuning
        self._opened: IndexEngine | None = None
        self._missed = 0

    def __repr__(self) -> str:
        return f"Index({self.title!r})"

    def close(self) -> None:
        """Release the index. Earlier results stay readable, and keep its files open."""
        self._opened = None
        self._closed = True

    @property
    def folders(self) -> tuple[IndexPlace, ...]:
        """The folder or the address of the index, as one of several."""
        return (self.place,)

    def refresh(self) -> None:
        """Show the newest state of the index, which another process may have changed."""
        self._opened = None

    def open(self) -> IndexEngine:
        """Open the index if it is not open yet, and return its engine. Raises IndexMissingError."""
        self._refuse_closed()
        if (opened := self._opened) is None:  # read once: another thread may refresh the index right now
            from newsgrep.engine.registry import open_engine

            self._opened = opened = open_engine(self.place)
        return opened

    @cached_property
    def shown_path(self) -> Callable[[str], str]:
        """The function that returns a stored path as a path from the current folder."""
        from newsgrep.search.shown_paths import relative_to_cwd

        return relative_to_cwd(self.home)

    @property
    def home(self) -> Path:
        """The folder that the paths of articles start from."""
        if isinstance(self.place, Path):
            return self.place.absolute().parent
        try:
            return self.open().home
        except IndexMissingError:
            return Path.cwd()

    def keys_recorded(self, node: Recorded, *, may_exclude: bool = True) -> Keys:
        """Return the stored keys of the articles that match a filter such as `added:7d`."""
        from newsgrep.search.recorded import recorded_keys

        with self._catalog() as catalog:
            return recorded_keys(catalog, node, may_exclude=may_exclude)

    def _catalog(self) -> AbstractContextManager[Catalog]:
        from newsgrep.indexing.inspection import catalog_of

        return catalog_of(self.open())

    def run_times(self) -> dict[str, int]:
        """Return the time of the last run, by the place of the index."""
        with self._catalog() as catalog:
            return {self._name: catalog.last_time()}

    def keys_since(self, times: Mapping[str, int], *, may_exclude: bool = True) -> Keys:
        """Return the stored keys of the articles that runs added after a time."""
        from newsgrep.search.recorded import keys_since

        with self._catalog() as catalog:
            return keys_since(catalog, times.get(self._name, 0), may_exclude=may_exclude)

    @property
    def _name(self) -> str:
        """The place of the index as an absolute name."""
        return str(self.place.resolve() if isinstance(self.place, Path) else self.place)

    # Articles by key

    def _find(self, key: str) -> Article | None:
        from newsgrep.search.lookup import find_article

        return find_article(self.open(), key, self._catalog)

    def __getitem__(self, key: str) -> Article:
        """Return the article with a key. Raises ArticleNotFoundError, a KeyError, with a suggestion."""
        if (article := self._find(key)) is None:
            from newsgrep.search.lookup import not_found

            self._missed += 1
            with self._catalog() as catalog:
                shown = partial(self._shown, catalog)
                raise not_found(self.open(), catalog, key, shown, missed=self._missed)
        return article

    @contextmanager
    def duplicates_finder(self) -> Iterator[Callable[[Article], list[str]]]:
        from newsgrep.indexing.inspection import duplicates_of

        with self._catalog() as catalog:
            yield lambda article: [self._shown(catalog, key) for key in duplicates_of(catalog, article.key)]

    def all_duplicates(self) -> list[tuple[str, str]]:
        """Return the shown keys of each article that is not stored, and of the one stored in its place."""
        from newsgrep.indexing.inspection import all_duplicates

        with self._catalog() as catalog:
            return [(self._shown(catalog, a), self._shown(catalog, b)) for a, b in all_duplicates(catalog)]

    def _shown(self, catalog: Catalog, key: str) -> str:
        """Return a stored key in the form in which a hit shows it."""
        from newsgrep.indexing.inspection import path_of_key

        return key_with_path(key, self.shown_path(path_of_key(catalog, key)))

    def texts(self, key: str) -> list[TextVersion]:
        """Return the former and current texts of an article, and of others with its address, oldest first."""
        from newsgrep.indexing.versions import versions_of

        with self._catalog() as catalog:
            return versions_of(catalog, self[key], self.open().get, partial(self._shown, catalog))

    # State

    def stats(self) -> IndexStats:
        """Return statistics of the index: numbers, days, authors, unreadable files."""
        from newsgrep.indexing.inspection import index_stats

        return index_stats(self.open())

    def sources(self) -> list[IndexedSource]:
        """Return the files and folders that were named to be indexed, in order, with their options."""
        from newsgrep.indexing.sources import sources_of

        return sources_of(self.open())

    def check(self) -> list[str]:
        """Read the whole index and return its problems, each as one line; none if it has no damage."""
        from newsgrep.indexing.inspection import index_problems

        return list(index_problems(self.open()))

    def export(self, target: AnyPath, keys: str | Hit | Iterable[str | Hit]) -> ExportReport:
        """Write the originals of articles to a new folder, with a manifest and their SHA-256 sums.

        keys: of articles, or hits of this index, such as all that `search` returns

        Raises ArticleNotFoundError for a key of no article, UsageError for a folder that is not empty, and
        OSError if it cannot be written.
        """
        from newsgrep.indexing.originals import export_originals
        from newsgrep.search.arguments import keys_argument

        stored = (self[key].key for key in keys_argument(keys))
        return export_originals([(self.open(), stored)], self.home, path_argument("target", target))

    # Changes

    def update(
        self,
        paths: AnyPath | Iterable[AnyPath] | None = None,
        *,
        progress: Progress | None = None,
        **options: Unpack[UpdateOptions],
    ) -> IndexReport:
        """Bring the index up to date with files and folders, in one commit, and return what was changed.

        Unchanged files are not read. Articles of files that no longer exist in these folders are deleted.
        Without paths, all sources that were indexed before are updated. Each is read with the options that
        it was last indexed with; an option that is given replaces the remembered one.

        keep_duplicates: store articles that are the same as others
        forget:   forget the options that are remembered for these paths
        checksum: compare the bytes of files, not their sizes and times
        delete_excluded: delete the articles of files that the globs leave out
        rebuild:  begin with an empty index, whatever is in the folder; refused if that would lose articles
                  that were piped in or added by a program, unless discard_piped is given
        dry_run:  only report what the run would do
        language: one or several for stemming (english,russian), or none; fixed when an index is made
        share:    let other users read the index, as far as umask allows
        jobs:     number of processes; 0, the default, for one per core, as far as memory allows
        memory:   megabytes to use, about (900)
        history:  former texts of an article to keep, where its file comes with another text (10); see texts
        meaning:  folder of a model that makes vectors of articles, for `search`, or none; it is remembered
        wait:     seconds to wait for another process that is writing
        progress: called with articles read, bytes read and bytes to read
        include, exclude, no_follow, format, mapping, encoding, dates, filters: see read_articles

        Raises UsageError for a path that does not exist or wrong options, and IndexLockedError and the like.
        """
        from newsgrep.indexing.options import Input, UpdateOptions, index_options

        check_names(options, UpdateOptions.__annotations__, self.update)
        roots = [] if paths is None else [path_argument("paths", path) for path in several(paths)]
        wanted = Input(roots, remembered=paths is None)
        report = self.update_from(wanted, index_options(**options), progress)
        report.unreadable = [one.in_python() for one in report.unreadable]
        return report

    def update_from(
        self, source: Input, options: IndexOptions, progress: Progress | None = None
    ) -> IndexReport:
        """Bring the index up to date with files, folders, lists of files or a stream, as `update` does."""
        from newsgrep.indexing.updating import index_paths

        self._refuse_closed()
        try:
            options = self._following(options)
            report = index_paths(self.place, source, options, progress or (lambda *_: None), self._tuning)
        finally:
            self.refresh()
        return self._with_tags_problem(report, share=options.share and not options.dry_run)

    def remove_source(self, path: AnyPath, *, wait: float = 0.0, dry_run: bool = False) -> IndexReport:
        """Remove a source, with the articles that no other source has, and return what was removed.

        path: of the source, which need not exist; `-` for what was piped in; for the others see `update`

        Raises UsageError for a path that is not a source, and what `update` raises.
        """
        from newsgrep.indexing.options import IndexOptions
        from newsgrep.indexing.sources import remove_source

        path_argument("path", path)
        self.open()
        options = self._following(IndexOptions(wait=wait, dry_run=dry_run, jobs=1))
        try:
            report = remove_source(self.place, os.fspath(path), options)
        finally:
            self.refresh()
        return self._with_tags_problem(report)

    def move_source(
        self, old: AnyPath, new: AnyPath, *, wait: float = 0.0, dry_run: bool = False,
        progress: Progress | None = None,
    ) -> IndexReport:  # fmt: skip
        """Follow a source that was moved or renamed, in one commit, and return what was changed.

        The index keeps its options, and the times, former texts and deletions of its articles. `old` is the
        former path of the source, or of a folder above several sources; `new` is the path now; for the others
        see `update`.

        Raises UsageError for an old path that is not a source or still exists, and what `update` raises.
        """
        from newsgrep.indexing.moving import moved_source
        from newsgrep.indexing.options import IndexOptions

        wanted = moved_source(self.open(), path_argument("old", old), path_argument("new", new))
        return self.update_from(wanted, IndexOptions(wait=wait, dry_run=dry_run), progress)

    def delete(self, keys: str | Hit | Iterable[str | Hit], *, wait: float = 0.0) -> IndexReport:
        """Delete articles for good: no run indexes them again. Return what was done. Files are not changed.

        keys: of articles, or hits of this index, such as all that `search` returns

        Raises ArticleNotFoundError for a key of no article; then nothing is deleted. For `wait`, and for what
        else is raised, see `update`.
        """
        from newsgrep.search.arguments import keys_argument

        self.open()
        wanted = list(keys_argument(keys))
        with self.writer(wait=wait) as writer:
            self.refresh()  # to the state that nobody else changes now
            for key in writer.withdraw(wanted):  # it may be a Message-ID
                writer.withdraw([self.shown_key(self[key])])
        return writer.report

    def undelete(self, keys: str | Iterable[str], *, wait: float = 0.0) -> IndexReport:
        """Index deleted articles again, as far as their files still have them; return what was done.

        Raises ArticleNotFoundError for a key that is not of a deleted article; then nothing is indexed.
        """
        from newsgrep.indexing.options import IndexOptions, Input
        from newsgrep.search.deleted_mails import with_deleted_mails

        with self._catalog() as catalog:
            wanted = dict.fromkeys(with_deleted_mails(several(keys), catalog, self.home))
        with self.writer(wait=wait) as writer:
            paths = writer.restore(wanted)
        files = [self.home / path for path in sorted(paths - {STDIN})]
        return self.update_from(Input(listed=files), IndexOptions(wait=wait))

    def deleted(self) -> list[tuple[str, int]]:
        """Return the key of each article that was deleted, and when, in seconds since 1970."""
        with self._catalog() as catalog:
            return [(self._shown(catalog, row.key), row.withdrawn) for row in catalog.withdrawn.rows()]

    def writer(self, *, wait: float = 0.0, language: str = "") -> AbstractContextManager[ArticlesWriter]:
        """Return a writer for articles that are in no file, which a `with` block opens: `add` and `delete`.

        The change is committed when the block ends, and discarded if it ends with an exception. The articles
        stay until they are deleted or the index is rebuilt; an added article replaces one with the same key.
        For `wait` and `language` see `update`.

        The block raises IndexLockedError, IndexIncompatibleError or IndexDamagedError.
        """
        from newsgrep.indexing.articles import WriterBlock
        from newsgrep.indexing.options import IndexOptions

        return WriterBlock(self._opened_writer(IndexOptions(wait=wait, language=language)))

    @contextmanager
    def _opened_writer(self, options: IndexOptions) -> Iterator[ArticlesWriter]:
        from newsgrep.indexing.articles import articles_writer

        self._refuse_closed()
        options = self._following(options, moves=False)
        with articles_writer(self.place, options, self._tuning) as writer:
            yield writer
        self.refresh()

    def optimize(self, *, wait: float = 0.0) -> None:
        """Make the index as small and as fast to search as it can be. Raises IndexMissingError."""
        from newsgrep.indexing.options import IndexOptions
        from newsgrep.indexing.updating import optimize_index

        self.open()
        optimize_index(self.place, self._following(IndexOptions(wait=wait), moves=False))
        self.refresh()

    def copy_to(self, target: Index, *, wait: float = 0.0) -> int:
        """Copy this index to a place where there is none yet, and return the number of its articles.

        Raises UsageError for a place that is not possible, and what `open` and `update` raise.
        """
        from newsgrep.indexing.copying import copy_index

        return copy_index(self.open(), target.place, wait=wait, tuning=self._tuning)


def open_index(place: AnyPath | Address | None = None) -> Index:
    """Return the index in a folder, or at the address of a server; by default the one of the command line.

    That is the index that NEWSGREP_INDEX names, else the nearest `.newsgrep` in the current folder or above
    it. Nothing is read yet, and the folder need not exist.
    """
    return Index(index_place(place))
