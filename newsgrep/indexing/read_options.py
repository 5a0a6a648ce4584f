"""How files are read: by what options, and from a file to its articles."""

from __future__ import annotations

import codecs
import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from newsgrep.article import MAIL, Article
from newsgrep.datewords.orders import ORDERS
from newsgrep.errors import ArticleError, reason_of
from newsgrep.formats import choose_format, format_named, read_articles
from newsgrep.formats.attachment import Attachment
from newsgrep.formats.context import ReadContext
from newsgrep.formats.datefields import DateReader
from newsgrep.formats.dates import read_date
from newsgrep.formats.text import HEAD, is_binary, is_other_than_utf_8, too_large
from newsgrep.indexing.known_filters import digest_of, filters_of
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.remarks import ENCODING_DOUBTED, ENCODING_GUESSED, NO_ARTICLE, OWN_FILE, PAGE_OF_ISSUE
from newsgrep.results import GuessedEncoding, Skipped, Unreadable, UnreadDate
from newsgrep.sources.exports import (
    is_file_of_tags,
    is_own_file,
    is_page_of_issue,
    is_part_of_export,
    read_beside,
)
from newsgrep.sources.file_bytes import open_regular
from newsgrep.sources.names import kind_of
from newsgrep.sources.selection import FileFilter
from newsgrep.sources.streams import Stream, open_streams, whole_stream
from newsgrep.spill import Queue
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

#: Bytes of a block, as POSIX counts them; a file is sparse if so little of it is on the disk. One that its
#: file system compresses may take a tenth.
_BLOCK, _SPARSE = 512, 100
#: Formats of files that may be part of a scanned issue: its pages, and XML without articles of its own.
_OF_ISSUES = ("alto", "xml")

#: What a file gives.
Item = Article | UnreadDate | GuessedEncoding | Unreadable | Skipped
#: What the reader of a format gives.
_Read = Article | Attachment | Unreadable


class ReadOptions(Struct, frozen=True, dict=True):
    """How files are read, where anything but the usual way was asked for.

    mapping, encoding, format: as ReadContext has them
    dates:   the order of day, month and year in numbers, one of ORDERS; '' to go by the dates of a stream
    include, exclude: globs, which see members of archives too
    filters: suffix -> the command that prints the text of such a file
    no_follow: pass over symbolic links below a folder
    limits:  how much is read
    """

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str = ""
    format: str = ""
    dates: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no_follow: bool = False
    limits: SourceLimits = DEFAULT_TUNING.sources

    @cached_property
    def file_filter(self) -> FileFilter:
        """Which files and members are read."""
        return FileFilter(self.include, self.exclude, self.filters, follows=not self.no_follow)

    @cached_property
    def is_usual(self) -> bool:
        """Whether all options have their defaults."""
        return self == ReadOptions()

    def mark(self, name: str) -> str:
        """Return the options that have an effect on a file, as the catalog keeps them; '' for the defaults.

        A file with another mark than before is read again. A command is kept as a digest alone: an index
        never says what to run.
        """
        if self.is_usual:
            return ""
        kind = kind_of(name)
        values: dict[str, Any] = {
            name: getattr(self, name) for name in ("mapping", "encoding", "format", "dates")
        }
        if kind.has_members:
            values |= {"include": self.include, "exclude": self.exclude}
        if kind.has_members and self.filters or kind.suffix in self.filters:
            values["filters"] = digest_of(self.filters)
        values = {name: value for name, value in values.items() if value}
        return json.dumps(values, sort_keys=True) if values else ""

    @staticmethod
    def as_marked(mark: str) -> ReadOptions | None:
        """Return how a file with a mark was read; None where that is not to be known here."""
        if not mark:
            return ReadOptions()
        try:
            values = json.loads(mark)
            reading = ReadOptions(
                mapping={name: tuple(keys) for name, keys in values.get("mapping", {}).items()},
                encoding=values.get("encoding", ""),
                format=values.get("format", ""),
                dates=values.get("dates", ""),
                include=tuple(values.get("include", ())),
                exclude=tuple(values.get("exclude", ())),
                filters=(filters_of(digest) or {}) if (digest := values.get("filters")) else {},
            )
            known = reading.is_known() and bool(reading.filters) == ("filters" in values)
        except (AttributeError, TypeError, ValueError, RecursionError):
            known = False  # of another version, or not written by newsgrep
        return reading if known else None

    def is_known(self) -> bool:
        """Whether there are such an encoding and such a format."""
        try:
            if self.encoding:
                codecs.lookup(self.encoding)
            if self.format:
                format_named(self.format)
            return not self.dates or self.dates in ORDERS
        except LookupError:
            return False

    def check_size(self, location: str, size: int) -> None:
        """Raise ArticleError for a file that is too large for its format, or binary, and read its head alone.

        Else it would be read to its end for its digest first, which of a sparse file has no end in sight.
        """
        kind = kind_of(location)
        if size <= min(self.limits.text_bytes, self.limits.page_bytes) or kind.suffix in self.filters:
            return
        if not kind.is_plain:
            return
        try:
            with open(location, "rb", opener=open_regular) as file:  # noqa: PTH123
                head, is_sparse = file.read(HEAD), _is_sparse(file.fileno())
        except OSError as error:
            raise ArticleError(reason_of(error)) from None
        context = ReadContext("", encoding=self.encoding, format=self.format)
        chosen = choose_format(kind.suffix, head, context)
        if chosen.whole and size > (largest := getattr(self.limits, chosen.whole)):
            raise too_large("file", largest)
        is_text = chosen.is_text and not chosen.whole
        if is_text and not self.encoding and is_binary(head):
            raise ArticleError("binary file")
        if is_sparse:
            raise ArticleError("a sparse file: nearly all of it is a hole, without data")

    def read(
        self, location: str, path: str, inside: str, watch: ReadStatistics, data: bytes | None = None
    ) -> Iterator[Item]:
        """Yield the articles of a file, and what is left out of it.

        `location` is where to open it, `path` the name that the index stores, and `inside` that below the
        root of the walk. `data` is what is in the file, if it has been read.
        """
        try:
            for found in open_streams(
                location,
                path,
                partial(self.file_filter.wants_member, inside),
                data,
                self.limits,
                watch.opened,
            ):
                if isinstance(found, Stream):
                    yield from self.read_stream(found, path, location, watch)
                else:
                    yield found
        except OSError as error:
            yield Unreadable(path, reason_of(error), rest_is_lost=True)

    def read_piped(self, stream: io.BufferedReader, path: str, watch: ReadStatistics) -> Iterator[Item]:
        """Yield the articles of a stream without a name, of the format that its beginning shows.

        What begins as no format is JSON Lines with an error, rather than plain text: articles are piped by
        programs.
        """
        head = stream.peek(HEAD)[:HEAD]
        suffix = ".jsonl" if choose_format("", head) == format_named("text") else ""
        wants = partial(self.file_filter.wants_member, path)
        found = whole_stream(path, suffix, stream, wants, self.limits.file_bytes, self.limits)
        items = self.read_stream(found, path, "", watch)
        return _if_any(items, path) if suffix and head.strip() and not self.format else items

    def read_stream(self, found: Stream, path: str, location: str, watch: ReadStatistics) -> Iterator[Item]:
        """Yield the articles of a stream; `location` is where its file lies, if it has one."""
        guessed = Counter[str]()

        def remark(kind: str, detail: str, line: int) -> None:
            guessed.update([detail] * (kind == ENCODING_GUESSED))
            watch.remark(path, found.member, kind, detail, line)

        yield from self._read_stream(found, path, location, watch, remark)
        yield from (GuessedEncoding(path, encoding, texts) for encoding, texts in guessed.items())

    def _read_stream(
        self,
        found: Stream,
        path: str,
        location: str,
        watch: ReadStatistics,
        remark: Callable[[str, str, int], None],
    ) -> Iterator[Item]:
        if is_file_of_tags(location) or is_part_of_export(location):
            return
        dates = DateReader(self.dates)
        stands_alone = not location or found.member
        beside = found.beside or (None if stands_alone else partial(read_beside, location))
        context = ReadContext(
            path,
            found.member,
            self.mapping,
            self.encoding,
            self.format,
            watch.record,
            self.limits,
            dates,
            beside,
            remark,
        )
        try:
            stream, suffix = found.reader, found.suffix
            if command := self.filters.get(found.suffix):
                from newsgrep.sources.converters import run_filter

                file = Path(location) if _is_whole(found, location) else None
                text = run_filter(command, file, stream, self.limits)
                stream, suffix = io.BufferedReader(io.BytesIO(text)), ".txt"
            head = stream.peek(HEAD)[:HEAD]
            if not self.mapping and is_own_file(head):
                context.remark(OWN_FILE, "", 0)
                return
            chosen = choose_format(suffix, head, context)
            if (
                chosen.name in _OF_ISSUES
                and not stands_alone
                and is_page_of_issue(location, self.limits.record_bytes)
            ):
                context.remark(PAGE_OF_ISSUE, "", 0)
                return
            watch.begin(found.member, chosen, head)
            _doubt_encoding(context, head)
            remarked, is_empty = watch.remarked, True
            for item in _unless_nothing_is_readable(
                read_articles(chosen, stream, context), self.limits.most_unreadable
            ):
                is_empty = False
                if isinstance(item, Attachment):
                    yield from self._read_attached(item, found, path, location, watch)
                else:
                    yield from _of_member(item, found.member)
            watch.end(context.key(), dates)
            if is_empty and watch.remarked == remarked:
                context.remark(NO_ARTICLE, chosen.label, 0)
        except ArticleError as error:
            yield Unreadable(path, error.message, error.line, found.member, rest_is_lost=True)
        except OSError as error:
            yield Unreadable(path, reason_of(error), member=found.member, rest_is_lost=True)

    def _read_attached(
        self, attached: Attachment, mail: Stream, path: str, location: str, watch: ReadStatistics
    ) -> Iterator[Item]:
        """Yield the articles of what is attached to a mail of a stream.

        Their line is that of the mail, as an attachment is in no line of the file; and where there is no date
        in them, it is that of the mail.
        """
        for found in mail.below(attached):
            if not isinstance(found, Stream):
                yield found
                continue
            for item in self._of_attached.read_stream(found, path, location, watch):
                if not isinstance(item, Article):
                    yield item
                    continue
                article = item._replace(line=attached.line, body_line=0)
                if attached.date and not (item.date or item.date_text):
                    article = article._replace(date=attached.date, date_from=MAIL)
                yield article

    def attached_to(self, found: Stream, path: str) -> Iterator[Stream]:
        """Yield the streams of what is attached to the mails of a stream, none where it has no mails."""
        if found.suffix in self.filters:
            return
        context = ReadContext(path, found.member, format=self.format, limits=self.limits)
        chosen = choose_format(found.suffix, found.reader.peek(HEAD)[:HEAD], context)
        if chosen.has_attachments:
            for item in chosen.reader.read(found.reader, context):
                if isinstance(item, Attachment):
                    yield from (inner for inner in found.below(item) if isinstance(inner, Stream))

    @cached_property
    def _of_attached(self) -> ReadOptions:
        """How to read what is attached to a mail: a format that was asked for is that of the mail."""
        return replace(self, format="") if self.format else self


def _is_sparse(file: int) -> bool:
    """Return whether nearly all of an open file is a hole.

    Some file systems, as of networks, count no blocks, and others only once they have written them: so there
    has to be a hole, too.
    """
    found = os.fstat(file)
    if found.st_blocks * _BLOCK * _SPARSE >= found.st_size:
        return False
    return os.lseek(file, 0, os.SEEK_HOLE) < found.st_size


def _unless_nothing_is_readable(items: Iterator[_Read], most: int) -> Iterator[_Read]:
    """Yield the items of a stream. Raises ArticleError where nothing of so many can be read, as of data."""
    for number, item in enumerate(items, 1):
        yield item
        if not isinstance(item, Unreadable):
            yield from items
        elif number == most:
            raise ArticleError(
                f"the rest is not read, as none of the first {most:,} records can be", item.line
            )


def _doubt_encoding(context: ReadContext, head: bytes) -> None:
    """Remark that a file is UTF-8 by its first bytes, and is read in another encoding that the user names."""
    if context.encoding and is_other_than_utf_8(context.encoding, head):
        context.remark(ENCODING_DOUBTED, context.encoding, 0)


def _of_member(item: Article | Unreadable, member: str) -> Iterator[Item]:
    """Yield what a stream gives as that of a member, and the date of it that is not understood."""
    yield replace(item, member=member) if isinstance(item, Unreadable) and member else item
    if isinstance(item, Article) and item.date_text:
        yield _unread_date(item, member)


def _if_any(items: Iterator[Item], path: str) -> Iterator[Item]:
    """Yield what a stream gives that begins as no format, or one error if there is no article in it."""
    with Queue[Item]() as held:
        for item in items:
            if isinstance(item, Article):
                yield from held
                yield item
                yield from items
                return
            held.add(item)
    reason = "it begins as no known format; --format text reads all of it as one article"
    yield Unreadable(path, reason, rest_is_lost=True)


def _unread_date(article: Article, member: str) -> UnreadDate:
    text = article.date_text
    is_ambiguous = len(read_date(text).choices) > 1
    return UnreadDate(article.path, text, article.line, member, is_ambiguous)


def _is_whole(stream: Stream, location: str) -> bool:
    """Whether a stream is all that its file is, so that another program can read it there."""
    return bool(location) and not stream.member and not kind_of(location).compression
