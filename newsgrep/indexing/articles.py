"""Change an index article by article, as a program does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import get_ident
from types import TracebackType

from newsgrep.article import LARGEST_ARTICLE, Article, decode_article, key_of, split_key
from newsgrep.batching import batched_by_size
from newsgrep.config import IndexPlace
from newsgrep.errors import ArticleNotFoundError, UsageError
from newsgrep.indexing.article_check import checked_article
from newsgrep.indexing.catalog.rows import (
    FROM_PROGRAM,
    UNSETTLED,
    ArticleRow,
    FileRow,
)
from newsgrep.indexing.change import Change, open_change
from newsgrep.indexing.former_texts import USUAL_HISTORY
from newsgrep.indexing.key_forms import key_forms
from newsgrep.indexing.options import IndexOptions
from newsgrep.indexing.parse import TOO_LARGE, parsed_article
from newsgrep.indexing.recheck import Rechecker
from newsgrep.indexing.refusals import settle_refusals
from newsgrep.indexing.target import Target
from newsgrep.results import IndexReport
from newsgrep.spill import Queue
from newsgrep.tuning import DEFAULT_TUNING, Tuning


class ArticlesWriter:
    """Adds and deletes single articles; made by `articles_writer`.

    report: what was done so far; after the commit, `unreadable` has what a server has refused

    The engine gets what was added at the commit: until then an article may be replaced or deleted again.
    """

    def __init__(self, change: Change, pending: Queue[bytes], tuning: Tuning) -> None:
        self.report = IndexReport()
        self._change = change
        #: The encoded articles that were added, and how many of each key, the earliest, are not to be stored.
        self._pending = pending
        self._dropped = Counter[str]()
        #: Keys of articles that the index had before, and that were replaced or deleted.
        self._gone: set[str] = set()
        self._catalog = change.catalog
        self._differs = False
        #: Whether anything was added, and so is not in the index before the commit.
        self._adds = False
        self._is_closed = False
        self._thread = get_ident()
        self._batch = tuning.indexing.catalog_batch
        self._target = Target.of(change, self.report, USUAL_HISTORY, tuning.spill)
        self._dedupe = self._target.dedupe
        self._rechecker = Rechecker(self._target)

    def add(self, article: Article) -> None:
        """Add an article; it replaces the one with its key that a program added before.

        It is stored even if it is a duplicate, but not if it was withdrawn. Raises UsageError for an article
        without a key, for a field of a wrong type, for a date that is not valid, and for the key of an
        article of a file, which is indexed from the file.
        """
        self._refuse_misuse()
        article = checked_article(article)
        path, name = split_key(article.key)
        if key_of(path, name) != article.key:
            raise UsageError(f"the key {article.key} ends in a #", "write a name after it, or none")
        file = self._catalog.find_file(path)
        if file and file.origin != FROM_PROGRAM:
            raise UsageError(
                f"the key {article.key} is one of the file {path}, which is indexed", "choose another key"
            )
        old = self._catalog.find_article(file.file, name) if file else None
        file = (file or FileRow(0, self._catalog.new_file_number(), path, FROM_PROGRAM))._replace(
            keep_duplicates=True
        )
        parsed = parsed_article(article)
        if len(parsed.data) > LARGEST_ARTICLE:
            raise UsageError(f"{article.key} is {TOO_LARGE}", "divide it, or leave it out")
        if self._target.is_withdrawn(path, parsed):
            return
        if old and old.digest == parsed.digest:
            self.report.same += 1
            return
        if old:
            if not self._drop_pending(article.key, old):
                self._target.keeper.keep(path, old, parsed)
                self._change.writer.delete(article.key)
                self._gone.add(article.key)
                self.report.changed += 1
            self._dedupe.queue_duplicates_of(old, file.path)
        elif article.key in self._gone:
            self.report.removed -= 1
            self.report.changed += 1
        else:
            self.report.added += 1
        self._adds = True
        self._pending.add(parsed.data)
        ordinal = old.ordinal if old else self._catalog.last_ordinal(file.file) + bool(file.stored)
        self._catalog.add_file(file._replace(stored=file.stored + (old is None)))
        self._catalog.add_article(self._target.row_of(file, ordinal, parsed, old))
        self._catalog.flush()

    def delete(self, key: str) -> bool:
        """Delete an article that a program added, and return whether there was one.

        Raises UsageError for an article of a file or of a pipe: it would come back when that changes.
        """
        found = next(self._found(key), None)
        if found is None:
            return False
        file, row = found
        if file.origin != FROM_PROGRAM:
            raise UsageError(
                f"the article {key_of(file.path, row.name)} is one of {file.path}, which is indexed",
                "Index.delete removes it for good",
            )
        self._take_out(key_of(file.path, row.name), row)
        self._catalog.remove_article(row)
        self._dedupe.queue_duplicates_of(row, file.path)
        self._target.count_without(file, row)
        return True

    def withdraw(self, keys: Iterable[str]) -> list[str]:
        """Delete the stored articles with some keys for good, and return the keys that no stored article has.

        No run indexes them again, nor others with their addresses or texts. Those that are stored stay.
        """
        self._refuse_misuse()
        batches = batched_by_size(keys, lambda _: 1, self._batch)
        return [key for some in batches for key in self._withdraw_batch(some)]

    def _withdraw_batch(self, keys: Sequence[str]) -> list[str]:
        """Do what `withdraw` does, for so few keys that the rows of their articles fit into memory."""
        likeliest = [next(key_forms(key, self._change.home)) for key in keys]
        known = self._catalog.stored_articles(dict.fromkeys(likeliest))
        found, unknown = dict[int, tuple[FileRow, ArticleRow]](), list[str]()
        for key, form in zip(keys, likeliest, strict=True):
            if one := known.get(form) or self._stored(key):
                found[one[1].id] = one
            else:
                unknown.append(key)
        of_file: dict[str, tuple[FileRow, list[ArticleRow]]] = {}
        for file, row in found.values():
            of_file.setdefault(file.path, (file, []))[1].append(row)
            self._take_out(key_of(file.path, row.name), row)
        self._catalog.withdraw(found.values())
        self._dedupe.queue_duplicates_of_all([(file.path, row) for file, row in found.values()])
        for file, rows in of_file.values():
            self._target.count_without(file, *rows)
        return unknown

    def _stored(self, key: str) -> tuple[FileRow, ArticleRow] | None:
        """Return the likeliest stored article that a key may mean, None for none."""
        return next((one for one in self._found(key) if not one[1].duplicate), None)

    def restore(self, keys: Iterable[str]) -> set[str]:
        """Let withdrawn articles be indexed again, and return the paths of the files to read for that.

        Among these are files that may have copies of the articles. The catalog does not know of such copies,
        so these are all files that gave no article. The next run that meets the files reads them. Raises
        ArticleNotFoundError for a key of no withdrawn article.
        """
        self._refuse_misuse()
        paths = {self._restored(key) for key in keys}
        paths.update(self._catalog.paths_without_articles())
        for some in batched_by_size(paths, lambda _: 1, self._batch):
            for file in list(self._catalog.files_at(some)):
                self._catalog.add_file(file._replace(mtime_ns=UNSETTLED, digest=""))
        self._differs |= bool(paths)
        return paths

    def _restored(self, key: str) -> str:
        """Forget that an article was withdrawn, and return the path of its file."""
        for path, name in key_forms(key, self._change.home):
            if self._catalog.withdrawn.remove(path, name):
                return path
        hint = "newsgrep delete --list lists the keys of what was"
        raise ArticleNotFoundError(f"{key} was not deleted", hint)

    def _found(self, key: str) -> Iterator[tuple[FileRow, ArticleRow]]:
        """Yield the articles of the catalog that a key may mean, the likeliest first."""
        self._refuse_misuse()
        for form in key_forms(key, self._change.home):
            if found := self._catalog.article_by_key(key_of(*form)):
                yield found

    def _drop_pending(self, key: str, row: ArticleRow) -> bool:
        """Do not store an article if this block added it; return whether it did."""
        is_pending = self._adds and self._catalog.is_of_this_run(row)
        if is_pending:
            self._dropped[key] += 1
        return is_pending

    def _take_out(self, key: str, row: ArticleRow) -> None:
        """Take an article out of what will be in the index, and count that. Its row is still there."""
        if not self._drop_pending(key, row):
            self._change.writer.delete(key)
            self._gone.add(key)
            self.report.removed += 1
        elif key in self._gone:
            self.report.changed -= 1
            self.report.removed += 1
        else:
            self.report.added -= 1

    def close(self) -> None:
        """Refuse further changes."""
        self._is_closed = True

    def _refuse_misuse(self) -> None:
        """Raise UsageError after the end of the block, and in another thread, where SQLite does not work."""
        if self._is_closed:
            raise UsageError("the writer is closed, as its block has ended", "open another: index.writer()")
        if self._thread != get_ident():
            hint = "pass the articles to that thread through a queue.Queue, and add them there"
            raise UsageError("a writer works only in the thread that opened it", hint)

    def commit(self) -> None:
        """Publish what was added and deleted, if anything was."""
        for data in self._pending:
            key = decode_article(data).key if self._dropped else ""
            if self._dropped[key] > 0:
                self._dropped[key] -= 1
            else:
                self._change.writer.add_encoded(data)
        self._rechecker.files_before(None)
        self._differs |= self._catalog.is_new
        settle_refusals(self._target)
        report = self.report
        if self._differs or report.added or report.changed or report.removed:
            self._change.commit()


class WriterBlock(AbstractContextManager["ArticlesWriter"]):
    """What `Index.writer` returns: a `with` block opens the writer, and commits at its end."""

    def __init__(self, opened: AbstractContextManager[ArticlesWriter]) -> None:
        self._opened = opened

    def __enter__(self) -> ArticlesWriter:
        return self._opened.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._opened.__exit__(kind, error, trace)

    def __getattr__(self, name: str) -> object:
        """Raise AttributeError, as Python does for what the writer alone has, and say what to write."""
        raise AttributeError(
            f"the writer has no {name} before a with block opens it; write: with index.writer() as writer: …"
        )


@contextmanager
def articles_writer(
    place: IndexPlace, options: IndexOptions, tuning: Tuning = DEFAULT_TUNING
) -> Iterator[ArticlesWriter]:
    """Change the index at a place, or a new one, article by article.

    The change is published when the block ends, and discarded if it raises. Raises what `open_writer` raises.
    """
    with open_change(place, options, tuning) as change, Queue[bytes](tuning.spill) as pending:
        writer = ArticlesWriter(change, pending, tuning)
        try:
            yield writer
        finally:
            writer.close()
        writer.commit()
