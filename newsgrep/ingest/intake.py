"""What the index takes in of one file: article by article, against what it had of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

from newsgrep.article import Article
from newsgrep.duplicates import prints_of
from newsgrep.engines import Update
from newsgrep.ingest.reading import Item
from newsgrep.manifest import Digests, FileRecord
from newsgrep.numberset import NumberSet
from newsgrep.results import IndexReport, Skipped, Unreadable

#: Says of an article, by the name of its record and its prints, whether it is a copy of one that is stored.
IsCopy = Callable[[str, bytes], bool]


class Intake:
    """Takes articles in, and remembers which of those of before have to go."""

    def __init__(self, update: Update, report: IndexReport) -> None:
        self.removed_keys: list[str] = []
        self._update = update
        self._report = report

    def take_file(
        self, items: Iterable[Item], record: FileRecord, before: FileRecord | None, is_copy: IsCopy
    ) -> FileRecord:
        """Take in what a file gives; `record` is the file as it is now, and `before` what the index has.

        Returns the record of what it gave. What it does not give any more is not taken out here.
        """
        taken = _Taken(record, before)
        for item in items:
            match item:
                case Article():
                    self._take(taken, item, is_copy)
                case Skipped():
                    taken.skipped[item.suffix] += 1
                case Unreadable():
                    taken.unreadable.append((item.line, item.reason, item.member))
        return taken.as_record()

    def _take(self, taken: _Taken, article: Article, is_copy: IsCopy) -> None:
        """Add an article, replace it, or leave it as the index has it; or leave it out, as a copy."""
        name = article.key[len(article.path) + 1 :]
        if not taken.names.add(hash(name)):
            taken.unreadable.append((article.line, f"there is an article {article.key} before it", ""))
            return
        prints, digest = prints_of(article), article_digest(article)
        taken.articles.append(name, digest)
        taken.prints += prints
        known = taken.known(name)
        if is_copy(name, prints):
            taken.copies.add(name)
            if known is not None:
                self._remove([article.key])
        elif known == digest:
            self._report.same += 1
        else:
            self._add(article, known is not None)

    def _add(self, article: Article, is_known: bool) -> None:
        if is_known:
            self._report.changed += 1
            self.removed_keys.append(article.key)
        else:
            self._report.added += 1
        self._update.add(article)

    def remove(self, record: FileRecord, names: Iterable[str]) -> None:
        """Take out some of the articles of a file, as far as they are in the index."""
        self._remove([record.key(name) for name in names if name not in record.copies])

    def _remove(self, keys: list[str]) -> None:
        self.removed_keys += keys
        self._report.removed += len(keys)


class _Taken:
    """What was taken of a file so far."""

    def __init__(self, record: FileRecord, before: FileRecord | None) -> None:
        self._record = record
        self._before = before
        self.articles = Digests()
        self.names = NumberSet()
        self.prints = bytearray()
        self.copies: set[str] = set()
        self.unreadable: list[tuple[int, str, str]] = []
        self.skipped: Counter[str] = Counter()

    def known(self, name: str) -> str | None:
        """Return the digest of an article that is in the index, by its name."""
        before = self._before
        return before.articles.get(name) if before and name not in before.copies else None

    def as_record(self) -> FileRecord:
        """Return the record of the file with what was taken of it."""
        record = self._record
        return FileRecord(
            path=record.path,
            size=record.size,
            mtime_ns=record.mtime_ns,
            digest=record.digest,
            articles=self.articles,
            unreadable=tuple(self.unreadable),
            prints=bytes(self.prints),
            copies=frozenset(self.copies),
            keeps=record.keeps,
            reading=record.reading,
            skipped=dict(self.skipped),
        )


def article_digest(article: Article) -> str:
    """Return a digest of all that is known of an article, its place in the file included."""
    return hashlib.sha256(article.data).hexdigest()[:16]
