"""Diff: compare the parsed articles of one file with its rows in the catalog, and write the changes.

What could not be read does not count as deleted. If the rest of a file, or of a member of an archive, is
lost, the articles that the catalog has of it stay. If nothing of a file can be read, all its articles stay. A
single record that cannot be read has no name: its article is removed, like those that the file no longer has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from newsgrep.article import key_of
from newsgrep.indexing.catalog.history import is_line
from newsgrep.indexing.catalog.rows import ArticleRow, DateNote, FileRow, Problem
from newsgrep.indexing.dedupe import order_key
from newsgrep.indexing.parse import Parsed, ParsedArticle
from newsgrep.indexing.target import Target
from newsgrep.results import GuessedEncoding, Skipped, Unreadable, UnreadDate
from newsgrep.spill import IntegerSet

#: How many dates of one file are listed at most.
_MOST_DATES = 10_000


class FileNotes:
    """What the catalog notes about a file, besides its articles.

    problems: what could not be read, in the order of the file
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._skipped = Counter[str]()
        self._guessed = Counter[str]()
        self._undated = 0
        self._dates: list[DateNote] = []

    def take(self, item: Unreadable | Skipped | UnreadDate | GuessedEncoding) -> None:
        """Note an item that is no article. All dates are counted, and the first ones are listed."""
        match item:
            case Unreadable():
                self.problems.append((item.line, item.reason, item.member))
            case Skipped():
                self._skipped[item.suffix] += 1
            case GuessedEncoding():
                self._guessed[item.encoding] += item.texts
            case UnreadDate():
                self._undated += 1
                if len(self._dates) < _MOST_DATES:
                    self._dates.append((item.line, item.text, item.member, item.is_ambiguous))

    def of(self, row: FileRow) -> FileRow:
        """Return the row of the file with these notes."""
        return row._replace(
            problems=tuple(self.problems),
            skipped=self._skipped,
            undated=self._undated,
            dates=tuple(self._dates),
            guessed=self._guessed,
        )


class FileDiff:
    """Takes the articles of a file one by one.

    before:  the file as the catalog has it, None for a new one
    renamed: number of a file that is gone and had the same bytes, 0 where there is none
    """

    def __init__(self, target: Target, row: FileRow, before: FileRow | None, renamed: int = 0) -> None:
        self._target = target
        self._catalog, self._dedupe, self._report = target.catalog, target.dedupe, target.report
        self._row = row
        self._has_rows = before is not None and before.stored + before.duplicates > 0
        #: Whether its bytes have changed; if not, the same bytes are read with other options.
        self._is_changed = before is not None and before.digest != row.digest
        self._renamed = renamed
        self._ordinal = self._stored = self._duplicates = 0
        self._unchanged = IntegerSet(target.tuning)
        self._unchanged_count = 0
        self._names = IntegerSet(target.tuning)
        self._notes = FileNotes()
        #: The streams whose end was not read, by name: the index of the problem, and the number of articles
        #: that stay.
        self._lost: dict[str, list[int]] = {}
        self._has_read = False
        #: Whether an article is named after its line; and the counts before this file.
        self._knows_lines = False
        self._before = replace(target.report)

    def take(self, items: Iterable[Parsed]) -> FileRow:
        """Write what the file gives, remove what it no longer gives, and return its row with the counts.

        The row has no digest if articles stay that were not read: they are not from its present bytes.
        """
        queued = {row.name for row in self._dedupe.take(self._row.path)}  # decided as they are parsed
        for item in items:
            if isinstance(item, ParsedArticle):
                self._take_article(item)
                continue
            if isinstance(item, Unreadable) and item.rest_is_lost:
                self._lost.setdefault(item.member, [len(self._notes.problems), 0])
            self._notes.take(item)
        if self._has_rows:
            self._settle_the_rest(queued)
            self._count_moved()
        digest = "" if any(kept for _, kept in self._lost.values()) else self._row.digest
        row = self._row._replace(digest=digest, stored=self._stored, duplicates=self._duplicates)
        return self._notes.of(row)

    def _take_article(self, article: ParsedArticle) -> None:
        """Add an article, replace it, leave it as it is, or leave it out as a duplicate."""
        self._has_read = True
        self._knows_lines = self._knows_lines or (self._has_rows and is_line(article.name))
        if self._is_taken(article):
            return
        if self._target.is_withdrawn(self._row.path, article):
            return
        old = self._catalog.find_article(self._row.file, article.name) if self._has_rows else None
        place = order_key(self._row.path, self._ordinal)
        is_duplicate = self._dedupe.is_duplicate(
            article.fingerprints, place, keep_duplicates=self._row.keep_duplicates, file=self._row.file
        )
        is_moved = (
            old is not None
            and not (old.duplicate or is_duplicate or old.digest == article.digest)
            and self._target.keeper.is_only_moved(self._row.path, old, article)
        )
        self._write_row(article, old, is_duplicate, is_moved=is_moved)
        self._target.write(self._row.path, article, old, is_duplicate=is_duplicate)
        if is_moved:
            self._report.changed -= 1
            self._report.same += 1
        if old and not old.duplicate and (is_duplicate or old.fingerprints != article.fingerprints):
            self._dedupe.queue_duplicates_of(old, self._row.path, except_file=self._row.file)
        self._ordinal += 1
        if is_duplicate:
            self._duplicates += 1
        else:
            self._stored += 1

    def _is_taken(self, article: ParsedArticle) -> bool:
        """Return whether an earlier article of this file has the same name; report the article if so.

        The readers give different names to the records of a stream, and to members. Only with a `#` in a name
        may a member and its record together be named like another member.
        """
        if "#" not in article.name:
            return False
        if not self._names.add(hash(article.name)):
            reason = f"there is an article {key_of(self._row.path, article.name)} before it"
            self._notes.take(Unreadable(self._row.path, reason, article.line))
            return True
        return False

    def _write_row(
        self, article: ParsedArticle, old: ArticleRow | None, is_duplicate: bool, *, is_moved: bool
    ) -> None:
        """Write the row of an article, unless it is as it was."""
        if old and (old.digest, old.ordinal, old.duplicate) == (article.digest, self._ordinal, is_duplicate):
            self._unchanged.add(old.id)
            self._unchanged_count += 1
            return
        row = self._target.row_of(
            self._row, self._ordinal, article, old,
            is_duplicate=is_duplicate, is_moved=is_moved, renamed=self._renamed,
        )  # fmt: skip
        is_known = row.added != self._catalog.now and row.text is not None and is_line(row.name)
        if old and old.digest != row.digest and self._is_changed and not is_known:
            self._target.keeper.keep(self._row.path, old, article)
        self._catalog.add_article(row)

    def _settle_the_rest(self, queued: set[str]) -> None:
        """Remove the articles that the file no longer gives; those that could not be read stay.

        queued: the names of the articles that were queued to be decided again
        """
        self._catalog.flush()
        if self._catalog.count_before(self._row.file) == self._unchanged_count:
            return
        problems = self._notes.problems
        if problems and not self._has_read:
            self._lost.setdefault("", [0, 0])
        undecided = []
        for old in self._catalog.articles_before(self._row.file):
            if old.id in self._unchanged:
                continue
            lost = self._lost_stream(old.name)
            if lost is None:
                self._target.remove(self._row.path, old, except_file=self._row.file)
                continue
            self._keep(old)
            self._lost[lost][1] += 1
            if old.name in queued or (not old.duplicate and self._dedupe.has_stored(old.text)):
                undecided.append(old.name)
        self._catalog.flush()
        kept = (self._catalog.find_article(self._row.file, name) for name in undecided)
        self._dedupe.recheck(self._row.path, (row for row in kept if row))
        for place, number in self._lost.values():
            line, reason, member = problems[place]
            others = bool(self._has_read and not member)
            problems[place] = line, f"{reason}{stay(number, others=others)}", member

    def _count_moved(self) -> None:
        """Count the articles as unchanged that are named after their line, and moved to another line."""
        if not self._knows_lines:
            return
        before, report = self._before, self._report
        moved = self._catalog.moved_within(self._row.file)
        changed = report.changed - before.changed
        came = changed + report.added - before.added - moved
        went = changed + report.removed - before.removed - moved
        changed = min(changed, came, went)
        report.same += moved
        report.changed = before.changed + changed
        report.added = before.added + came - changed
        report.removed = before.removed + went - changed

    def _lost_stream(self, name: str) -> str | None:
        """Return the name of the stream that an article was in, if the end of it is lost; else None."""
        ends = (0, *(found.start() for found in re.finditer("[#/]", name)), len(name))
        return next((name[:end] for end in ends if name[:end] in self._lost), None)

    def _keep(self, old: ArticleRow) -> None:
        """Keep an article that was not read, and place it after those that were."""
        if old.ordinal != self._ordinal:
            self._catalog.add_article(old._replace(ordinal=self._ordinal))
        self._ordinal += 1
        self._stored += not old.duplicate
        self._duplicates += old.duplicate
        self._report.same += not old.duplicate


def stay(number: int, *, others: bool = False) -> str:
    """Return the end of a reason: how many articles of what was not read stay; '' for none."""
    if not number:
        return ""
    whose = "its other" if others else "its"
    return (
        f"; {whose} article stays as it was"
        if number == 1
        else f"; {whose} {number:,} articles stay as they were"
    )
