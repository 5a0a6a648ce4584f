"""What the index takes in of one file: article by article, against what it had of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from newsgrep.engine.base import Update
from newsgrep.indexing.manifest import FileRecord
from newsgrep.indexing.manifest.records import NO_DIGESTS, Gathered, digests_of
from newsgrep.indexing.parse import Arrival, Ready
from newsgrep.outofcore.numberset import NumberSet
from newsgrep.results import IndexReport, Skipped, Unreadable

#: Articles of a file whose record is written before there are others.
_PART = 100_000

#: Articles that are taken out together.
_KEYS = 100_000

#: Says of an article, by the name of its record and its prints, whether it is a copy of one that is stored.
IsCopy = Callable[[str, bytes], bool]


class Intake:
    """Takes articles in, and those of before out that have to go."""

    def __init__(self, update: Update, report: IndexReport) -> None:
        self._gone: list[str] = []
        self._taken: _Taken | None = None
        self._update = update
        self._report = report

    def take_file(
        self,
        items: Iterable[Ready],
        record: FileRecord,
        before: FileRecord | None,
        is_copy: IsCopy,
        keep_part: Callable[[FileRecord], None] | None = None,
    ) -> FileRecord:
        """Take in what a file gives; `record` is the file as it is now, and `before` what the index has.

        Returns the record of what it gave. What it does not give any more is taken out by `remove_gone`. If
        `keep_part` is given, it is called with the record of some articles as soon as there are very many,
        and what is returned is the record of the rest.
        """
        taken = self._taken = _Taken(record, before)
        for item in items:
            match item:
                case Arrival():
                    self._take(taken, item, is_copy)
                    if keep_part and len(taken) == _PART:
                        keep_part(taken.as_record())
                        taken.clear()
                case Skipped():
                    taken.skipped[item.suffix] = taken.skipped.get(item.suffix, 0) + 1
                case Unreadable():
                    taken.unreadable.append((item.line, item.reason, item.member))
        return taken.as_record()

    @property
    def held(self) -> int:
        """Articles of the file taken last that are remembered: those that it gave, and those of before."""
        return 0 if self._taken is None else self._taken.held

    def _take(self, taken: _Taken, article: Arrival, is_copy: IsCopy) -> None:
        """Add an article, replace it, or leave it as the index has it; or leave it out, as a copy."""
        name = article.name
        if not taken.is_new(name):
            reason = f"there is an article {taken.record.key(name)} before it"
            taken.unreadable.append((article.line, reason, ""))
            return
        taken.append(name, article)
        known = taken.known(name)
        if is_copy(name, article.prints):
            taken.copies.add(name)
            if known is not None:
                self._drop(taken.record.key(name))
                self._report.removed += 1
        elif known == article.digest:
            self._report.same += 1
        else:
            if known is None:
                self._report.added += 1
            else:
                self._report.changed += 1
                self._drop(taken.record.key(name))
            self._update.add(article.data)

    def remove(self, record: FileRecord, names: Iterable[str]) -> None:
        """Take out some of the articles of a file, as far as they are in the index."""
        for name in names:
            if name not in record.copies:
                self._drop(record.key(name))
                self._report.removed += 1

    def remove_gone(self) -> None:
        """Take out what the file taken last does not give any more."""
        if self._taken is not None and self._taken.before:
            self.remove(self._taken.before, self._taken.gone())

    def _drop(self, key: str) -> None:
        self._gone.append(key)
        if len(self._gone) == _KEYS:
            self.take_out()

    def take_out(self) -> None:
        """Take out what has to go and is not out yet."""
        gone, self._gone = self._gone, []
        if gone:
            self._update.remove(gone)


class _Taken:
    """What was taken of a file so far."""

    def __init__(self, record: FileRecord, before: FileRecord | None) -> None:
        self.record = record
        self.before = before
        self._known = digests_of(before) if before else NO_DIGESTS
        self._given = bytearray(len(self._known))
        self._names: NumberSet | None = None
        self.clear()

    def clear(self) -> None:
        """Forget what was taken, but for the names."""
        self._articles = Gathered()
        self.copies: set[str] = set()
        self.unreadable: list[tuple[int, str, str]] = []
        self.skipped: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._articles)

    @property
    def held(self) -> int:
        """Articles that are remembered."""
        return len(self) + len(self._known)

    def is_new(self, name: str) -> bool:
        """Whether there was no article of this name before; it is remembered.

        The names of one stream differ as they come, as do those of members. Only where there is a `#` in one
        may that of a member and that of a record be together what another member is called.
        """
        if "#" not in name:
            return True
        if self._names is None:
            self._names = NumberSet()
        return self._names.add(hash(name))

    def append(self, name: str, article: Arrival) -> None:
        """Remember an article."""
        self._articles.append(name, article.digest, article.prints)

    def known(self, name: str) -> bytes | None:
        """Return the digest of an article that is in the index, by its name; it is not gone then."""
        place = self._known.place(name) if self._given else -1
        if place < 0:
            return None
        self._given[place] = True
        copies = self.before.copies if self.before else ()
        return None if name in copies else self._known.digests(place, place + 1)

    def gone(self) -> Iterator[str]:
        """Yield the names that are known and were not given."""
        return (name for name, given in zip(self._known, self._given, strict=True) if not given)

    def as_record(self) -> FileRecord:
        """Return the record of the file with what was taken of it."""
        record = self.record
        return FileRecord(  # which `_replace` takes four times as long for
            record.path,
            record.size,
            record.mtime_ns,
            record.digest,
            self._articles.articles,
            tuple(self.unreadable),
            self._articles.prints,
            frozenset(self.copies),
            record.keeps,
            record.reading,
            self.skipped,
        )
