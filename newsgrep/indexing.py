"""One index run: what is there is compared with what the index holds, and the difference is committed.

A file whose size and time of change are those of the manifest is not opened. One that was touched is
compared by its digest, and one that changed is compared article by article, so that a file of many
articles that grew by ten costs ten. A file that is gone is taken out, if it lay below the paths of this
run; where a new file has its digest, it is the same file renamed.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from newsgrep.analysis import check_language
from newsgrep.article import Article
from newsgrep.corpus import Skipped, Source, digest, find_sources
from newsgrep.engines import MEMORY, Update, check_same_language, open_engine, update_index
from newsgrep.errors import ArticleError, IndexMissingError
from newsgrep.formats import read_articles
from newsgrep.formats.origin import Origin
from newsgrep.manifest import FileRecord, Manifest
from newsgrep.results import IndexReport, Unreadable

#: A file that changed this shortly before it was read may change again within one tick of its clock.
_TICK_NS = 2_000_000_000

#: Told of articles read, bytes read, and bytes to read in all.
Progress = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """What to index, and how.

    wait:     seconds to wait for another writer
    rebuild:  forget what the index holds, readable or not
    dry_run:  report what would be done, and write nothing
    jobs:     worker processes, 0 for one a core
    memory:   megabytes that indexing may take, about
    language: what to stem words in; empty for that of the index, or English for a new one
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    wait: float = 0.0
    rebuild: bool = False
    dry_run: bool = False
    jobs: int = 0
    memory: int = MEMORY // 1_000_000
    language: str = ""


def index_paths(
    folder: Path, roots: Sequence[Path], options: IndexOptions, progress: Progress
) -> IndexReport:
    """Bring the index in `folder` up to date with the files and folders `roots`.

    Raises UsageError for a root that does not exist or an unknown language, and what update_index raises.
    """
    if options.language:
        check_language(options.language)
    started = time.monotonic()
    home = folder.parent
    found = find_sources(roots, home=home, include=options.include, exclude=options.exclude, leave_out=folder)
    with _update(folder, options) as update:
        run = _Run(update, home, progress)
        run.walk(found)
        run.forget_missing(roots)
        run.read_changed()
        run.finish()
    run.report.seconds = time.monotonic() - started
    run.report.dry_run = options.dry_run
    return run.report


def optimize_index(folder: Path, *, wait: float = 0.0) -> None:
    """Make an index as small and as fast to search as it can be. Raises what update_index raises."""
    with update_index(folder, wait=wait) as update:
        update.commit(update.manifest.values(), optimize=True)


class _DryUpdate:
    """An update that writes nothing."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def add(self, article: Article) -> None:
        """Take nothing in."""

    def remove(self, keys: Iterable[str]) -> None:
        """Take nothing out."""

    def commit(self, records: Iterable[FileRecord], *, optimize: bool = False) -> None:
        """Publish nothing."""


def _update(folder: Path, options: IndexOptions) -> AbstractContextManager[Update]:
    if not options.dry_run:
        return update_index(
            folder,
            wait=options.wait,
            rebuild=options.rebuild,
            jobs=options.jobs,
            memory=options.memory * 1_000_000,
            language=options.language,
        )
    try:
        manifest = {} if options.rebuild else _manifest(folder, options.language)
    except IndexMissingError:
        manifest = {}
    return nullcontext(_DryUpdate(manifest))


def _manifest(folder: Path, language: str) -> Manifest:
    with closing(open_engine(folder)) as engine:
        check_same_language(engine.language, language)
        return engine.manifest()


class _Run:
    """The state of one index run, in the order of its methods."""

    def __init__(self, update: Update, home: Path, progress: Progress) -> None:
        self.report = IndexReport()
        self._update = update
        self._home = str(home)
        self._progress = progress
        self._records: Manifest = {}
        self._to_read: list[Source] = []
        self._missing: Manifest = {}
        self._removed_keys: list[str] = []
        self._dirty = False
        self._articles_read = 0
        self._bytes_to_read = 0

    def walk(self, found: Iterable[Source | Unreadable | Skipped]) -> None:
        """Sort what is there into unchanged, to be read, and left out."""
        for one in found:
            match one:
                case Source():
                    record = self._update.manifest.get(one.path)
                    if record and (record.size, record.mtime_ns) == (one.size, one.mtime_ns):
                        self._keep(record)
                    else:
                        self._to_read.append(one)
                        self._bytes_to_read += one.size
                case Unreadable():
                    self.report.unreadable.append(one)
                    if record := self._update.manifest.get(one.path):
                        self._records[record.path] = record
                case Skipped(_, suffix):
                    self.report.skipped[suffix] = self.report.skipped.get(suffix, 0) + 1

    def _keep(self, record: FileRecord) -> None:
        self._records[record.path] = record
        self.report.same += len(record.articles)
        self.report.unreadable += record.problems()

    def forget_missing(self, roots: Sequence[Path]) -> None:
        """Take out the files that are gone below the roots; the others are not this run's affair."""
        tops = [os.path.normpath(root.absolute()) for root in roots]
        to_read = {source.path for source in self._to_read}
        for path, record in self._update.manifest.items():
            if path in self._records or path in to_read:
                continue
            absolute = os.path.normpath(os.path.join(self._home, path))  # noqa: PTH118
            below = any(absolute == top or absolute.startswith(top.rstrip(os.sep) + os.sep) for top in tops)
            if below and _is_gone(absolute):
                self._missing[record.digest] = record
                self._forget(record)
            else:
                self._records[path] = record

    def _forget(self, record: FileRecord) -> None:
        self._removed_keys += record.keys
        self.report.removed += len(record.articles)
        self._dirty = True

    def read_changed(self) -> None:
        """Read the new and the changed files, and take their articles in."""
        for source in self._to_read:
            before = self._update.manifest.get(source.path)
            try:
                bytes_digest = digest(source.file)
            except ArticleError as error:
                self._keep_unread(source, before, error)
                continue
            record = FileRecord(source.path, source.size, _settled(source.mtime_ns), bytes_digest)
            if before and before.digest == bytes_digest:
                self._dirty = self._dirty or before.mtime_ns != record.mtime_ns
                self._keep(replace(before, mtime_ns=record.mtime_ns))
            else:
                self._read(source, record, before)
            self.report.read_bytes += source.size
            self._progress(self._articles_read, self.report.read_bytes, self._bytes_to_read)

    def _keep_unread(self, source: Source, before: FileRecord | None, error: ArticleError) -> None:
        """List a file that the system does not let us read; what the index has of it stays."""
        self.report.unreadable.append(Unreadable(source.path, error.message))
        if before:
            self._records[before.path] = before

    def _read(self, source: Source, record: FileRecord, before: FileRecord | None) -> None:
        known = before.articles if before else {}
        renamed = None if before else self._missing.pop(record.digest, None)
        articles: dict[str, str] = {}
        unreadable: list[tuple[int, str]] = []
        for item in read_articles(source.file, Origin(source.path)):
            if isinstance(item, Unreadable):
                unreadable.append((item.line, item.reason))
                continue
            name = item.key[len(item.path) + 1 :]
            articles[name] = article_digest(item)
            self._take(item, known.get(name), articles[name])
            self._articles_read += 1
            if self._articles_read % 100 == 0:
                self._progress(self._articles_read, self.report.read_bytes, self._bytes_to_read)
        self._removed_keys += replace(record, articles={n: "" for n in known if n not in articles}).keys
        self.report.removed += len(known.keys() - articles.keys())
        if renamed:
            # Read by another suffix, the same bytes may hold another number of articles.
            moved = min(len(articles), len(renamed.articles))
            self.report.renamed += moved
            self.report.added -= moved
            self.report.removed -= moved
        self._records[record.path] = done = replace(record, articles=articles, unreadable=tuple(unreadable))
        self.report.unreadable += done.problems()
        self._dirty = True

    def _take(self, article: Article, known_digest: str | None, new_digest: str) -> None:
        """Add an article, replace it, or leave it as the index has it."""
        if known_digest == new_digest:
            self.report.same += 1
            return
        if known_digest is None:
            self.report.added += 1
        else:
            self.report.changed += 1
            self._removed_keys.append(article.key)
        self._update.add(article)

    def finish(self) -> None:
        """Commit, unless everything is as it was."""
        self.report.total = sum(len(record.articles) for record in self._records.values())
        if self._dirty or not self._update.manifest:
            if self._removed_keys:
                self._update.remove(self._removed_keys)
            self._update.commit(self._records[path] for path in sorted(self._records))


def _is_gone(file: str) -> bool:
    """Whether there is no such file, which is more than that the system does not let us see it."""
    try:
        return stat.S_ISDIR(os.lstat(file).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def article_digest(article: Article) -> str:
    """Return a digest of all that is known of an article, its place in the file included."""
    known = (
        article.key, article.title, article.title_from, "\1".join(article.authors), article.date, article.url,
        article.source, article.section, article.language, article.date_from, str(article.line),
        str(article.body_line), article.body,
    )  # fmt: skip
    text = "\0".join(known)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _settled(mtime_ns: int) -> int:
    """Return a time of change to compare with later; 0, which no file has, where it is too fresh to trust."""
    return mtime_ns if time.time_ns() - mtime_ns > _TICK_NS else 0
