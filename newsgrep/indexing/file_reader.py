"""From a file to its articles, and to what is left out of it."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path

from msgspec.structs import replace

from newsgrep.article import MAIL, Article, split_key
from newsgrep.bounded_bytes import too_large
from newsgrep.dates.date_reader import DateReader
from newsgrep.dates.reading import read_date
from newsgrep.encodings.decoding import HEAD, is_binary, is_other_than_utf_8
from newsgrep.errors import ArticleError, reason_of
from newsgrep.formats import choose_format, format_named, read_stream
from newsgrep.formats.attachment import Attachment
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.read_context import ReadContext
from newsgrep.remarks import ENCODING_DOUBTED, ENCODING_GUESSED, NO_ARTICLE, OWN_FILE, PAGE_OF_ISSUE
from newsgrep.results import GuessedEncoding, Skipped, Unreadable, UnreadDate
from newsgrep.sources.file_bytes import open_regular
from newsgrep.sources.file_names import kind_of
from newsgrep.sources.no_articles import (
    is_list_of_checksums,
    is_list_of_pages,
    is_page_of_issue,
    is_part_of_export,
    is_placeholder,
    read_beside,
    without_annotations,
)
from newsgrep.sources.own_files import is_dump, is_file_of_tags, is_own_file
from newsgrep.sources.streams import Stream, open_streams, whole_stream
from newsgrep.spill import Queue

#: Bytes of a block, as POSIX counts them. A file is sparse if less than a hundredth of it is on the disk; a
#: file that the file system compresses may take a tenth.
_BLOCK, _SPARSE = 512, 100
#: Formats of files that may be part of a scanned issue: its pages, and XML without articles of its own.
_OF_ISSUES = ("alto", "page", "xml")

#: What a file gives.
Item = Article | UnreadDate | GuessedEncoding | Unreadable | Skipped
#: What the reader of a format gives.
_Read = Article | Attachment | Unreadable


class FileReader:
    """Reads one file."""

    def __init__(
        self,
        options: ReadOptions,
        path: str,
        location: str,
        statistics: ReadStatistics | None = None,
        may_pass: bool = False,
    ) -> None:
        """Take how to read it, and which file.

        path:       as the index stores it
        location:   where to open it; empty for a stream that is no file
        statistics: notes what is read
        may_pass:   whether to pass over what newsgrep printed from other files below the root of the walk;
                    False to read a file again as it was read before
        """
        self._options = options
        self._path = path
        self._location = location
        self._may_pass = may_pass
        self._statistics = statistics or ReadStatistics(options.mapping)
        self._inside = ""

    def read(self, inside: str, data: bytes | None = None) -> Iterator[Item]:
        """Yield the articles of the file, and what is left out of it.

        inside: its path below the root of the walk, which globs are matched against
        data:   what is in it, if it has been read
        """
        self._inside = inside
        wants = partial(self._options.file_filter.wants_member, inside)
        limits, opened = self._options.limits, self._statistics.opened
        try:
            for found in open_streams(self._location, self._path, wants, data, limits, opened):
                if isinstance(found, Stream):
                    yield from self.read_stream(found)
                else:
                    yield found
        except OSError as error:
            yield Unreadable(self._path, reason_of(error), rest_is_lost=True)

    def read_piped(self, stream: io.BufferedReader) -> Iterator[Item]:
        """Yield the articles of a stream without a name, in the format that its first bytes show.

        If they show none, it is read as JSON Lines, and not as plain text: programs pipe articles, so an
        error is more useful.
        """
        options, path = self._options, self._path
        head = stream.peek(HEAD)[:HEAD]
        suffix = ".jsonl" if choose_format("", head) == format_named("text") else ""
        wants = partial(options.file_filter.wants_member, path)
        found = whole_stream(path, suffix, stream, wants, options.limits.file_bytes, options.limits)
        items = self.read_stream(found)
        return _if_any(items, path) if suffix and head.strip() and not options.format else items

    def read_stream(self, found: Stream) -> Iterator[Item]:
        """Yield the articles of a stream of the file."""
        guessed = Counter[str]()

        def remark(kind: str, detail: str, line: int) -> None:
            guessed.update([detail] * (kind == ENCODING_GUESSED))
            self._statistics.remark(self._path, found.member, kind, detail, line)

        yield from self._read_stream(found, remark)
        yield from (GuessedEncoding(self._path, encoding, texts) for encoding, texts in guessed.items())

    def _read_stream(self, found: Stream, remark: Callable[[str, str, int], None]) -> Iterator[Item]:
        path, location, options, watch = self._path, self._location, self._options, self._statistics
        if is_file_of_tags(location) or is_part_of_export(location):
            return
        dates = DateReader(options.dates)
        stands_alone = not location or found.member
        beside = found.beside or (None if stands_alone else partial(read_beside, location))
        context = ReadContext(
            path, found.member, options.mapping, options.encoding, options.format, watch.record,
            options.limits, dates, beside, remark,
        )  # fmt: skip
        try:
            stream, suffix = self._filtered(found)
            head = stream.peek(HEAD)[:HEAD]
            if why := self._why_no_article(head):
                context.remark(*why, 0)
                return
            chosen = choose_format(suffix, head, context)
            if not stands_alone and (why := self._why_not_alone(chosen.name)):
                context.remark(*why, 0)
                return
            watch.begin(found.member, chosen, head)
            _doubt_encoding(context, head)
            remarked, is_empty = watch.remarked, True
            items = read_stream(chosen, stream, context)
            for item in _unless_nothing_is_readable(items, options.limits.most_unreadable):
                is_empty = False
                watch.has_articles = watch.has_articles or isinstance(item, Article)
                if isinstance(item, Attachment):
                    yield from self._read_attached(item, found)
                else:
                    yield from _of_member(item, found.member)
            watch.end(context.key(), dates)
            if is_empty and watch.remarked == remarked:
                context.remark(NO_ARTICLE, chosen.label, 0)
        except ArticleError as error:
            yield Unreadable(path, error.message, error.line, found.member, rest_is_lost=True)
        except OSError as error:
            yield Unreadable(path, reason_of(error), member=found.member, rest_is_lost=True)

    def _is_read(self, other: str) -> bool:
        """Whether the globs let the run read another file, which lies near this one."""
        relative = os.path.relpath(other, self._root)
        name = os.path.basename(other)  # noqa: PTH119
        return self._options.file_filter.reads(name if relative.startswith("..") else relative)

    def _why_no_article(self, head: bytes) -> tuple[str, str] | None:
        """Return the remark on a file without articles of its own, by its beginning; None for any other.

        Raises ArticleError for a pointer of Git LFS, whose file is not there.
        """
        options = self._options
        if is_placeholder(head):
            raise ArticleError("a pointer of Git LFS, not the file itself: fetch it with git lfs pull")
        is_copy = self._may_pass and is_dump(head, self._location, self._root)
        if not options.mapping and (is_own_file(head) or is_copy):
            return OWN_FILE, ""
        if not options.format and is_list_of_checksums(head):
            return NO_ARTICLE, "checksums"
        return None

    def _why_not_alone(self, format_name: str) -> tuple[str, str] | None:
        """Return the remark on a file whose text is read with a file beside it; None for any other."""
        location, largest = self._location, self._options.limits.record_bytes
        if format_name in _OF_ISSUES and is_page_of_issue(location, largest, self._is_read):
            return PAGE_OF_ISSUE, ""
        if format_name == "mets" and is_list_of_pages(location, largest, self._is_read):
            return PAGE_OF_ISSUE, ""
        plain = without_annotations(location) if format_name == "tei" else ""
        if plain and Path(plain).is_file() and self._is_read(plain):
            return NO_ARTICLE, "TEI with annotations"
        return None

    @property
    def _root(self) -> str:
        """The folder that globs are relative to."""
        return os.path.abspath(self._location).removesuffix(self._inside) or "."  # noqa: PTH100

    def _filtered(self, found: Stream) -> tuple[io.BufferedReader, str]:
        """Return the reader and suffix of a stream, or of what its filter prints. Raises ArticleError."""
        command = self._options.filters.get(found.suffix)
        if not command:
            return found.reader, found.suffix
        from newsgrep.sources.converters import run_filter

        file = Path(self._location) if _is_whole(found, self._location) else None
        text = run_filter(command, file, found.reader, self._options.limits)
        return io.BufferedReader(io.BytesIO(text)), ".txt"

    def _read_attached(self, attached: Attachment, mail: Stream) -> Iterator[Item]:
        """Yield the articles of an attachment of a mail.

        They get the line of the mail, as an attachment begins on no line of the file; the date of the mail,
        if they have none; and its sender and recipients, unless they are mails.
        """
        before = len(attached.mail) + 1 if attached.mail else 0
        for found in mail.below(attached):
            if not isinstance(found, Stream):
                yield found
                continue
            for item in self._attachment_reader.read_stream(found):
                if not isinstance(item, Article):
                    yield item
                    continue
                article = item._replace(line=attached.line, body_line=0)
                if attached.date and not (item.date or item.date_text):
                    article = article._replace(date=attached.date, date_from=MAIL)
                if not (item.senders or item.recipients):
                    article = article._replace(senders=attached.senders, recipients=attached.recipients)
                if not item.attached_as:  # else it is attached to a mail within this one
                    article = article._replace(attached_as=split_key(item.key)[1][before:])
                yield article

    @cached_property
    def _attachment_reader(self) -> FileReader:
        """The reader of attachments. A format that the user named is the format of the mails only."""
        options = replace(self._options, format="")
        return FileReader(options, self._path, self._location, self._statistics)


def attached_streams(options: ReadOptions, found: Stream, path: str) -> Iterator[Stream]:
    """Yield the streams of the attachments of all mails in a stream; nothing if it has no mails."""
    if found.suffix in options.filters:
        return
    context = ReadContext(path, found.member, format=options.format, limits=options.limits)
    chosen = choose_format(found.suffix, found.reader.peek(HEAD)[:HEAD], context)
    if chosen.has_attachments:
        for item in chosen.reader.read(found.reader, context):
            if isinstance(item, Attachment):
                yield from (inner for inner in found.below(item) if isinstance(inner, Stream))


def check_size(options: ReadOptions, location: str, size: int) -> None:
    """Raise ArticleError for a file that is too large for its format, binary, or sparse.

    Reads only its first bytes. Else the whole file would be read for its digest first: a sparse file may be
    of any size.
    """
    limits, kind = options.limits, kind_of(location)
    if size <= min(limits.text_bytes, limits.page_bytes) or kind.suffix in options.filters:
        return
    if not kind.is_plain:
        return
    try:
        with open(location, "rb", opener=open_regular) as file:  # noqa: PTH123
            head, is_sparse = file.read(HEAD), _is_sparse(file.fileno())
    except OSError as error:
        raise ArticleError(reason_of(error)) from None
    context = ReadContext("", encoding=options.encoding, format=options.format)
    chosen = choose_format(kind.suffix, head, context)
    if chosen.whole and size > (largest := getattr(limits, chosen.whole)):
        raise too_large("file", largest)
    is_text = chosen.is_text and not chosen.whole
    if is_text and not options.encoding and is_binary(head):
        raise ArticleError("binary file")
    if is_sparse:
        raise ArticleError("a sparse file: nearly all of it is a hole, without data")


def _is_sparse(file: int) -> bool:
    """Return whether nearly all of an open file is a hole.

    Some network file systems count no blocks, and others count them late: so there must be a hole, too.
    """
    found = os.fstat(file)
    if found.st_blocks * _BLOCK * _SPARSE >= found.st_size:
        return False
    return os.lseek(file, 0, os.SEEK_HOLE) < found.st_size


def _unless_nothing_is_readable(items: Iterator[_Read], most: int) -> Iterator[_Read]:
    """Yield the items of a stream. Raises ArticleError if none of the first ones can be read."""
    for number, item in enumerate(items, 1):
        yield item
        if not isinstance(item, Unreadable):
            yield from items
        elif number == most:
            raise ArticleError(
                f"the rest is not read, as none of the first {most:,} records can be", item.line
            )


def _doubt_encoding(context: ReadContext, head: bytes) -> None:
    """Add a remark if the first bytes of a file are UTF-8, and the user named another encoding."""
    if context.encoding and is_other_than_utf_8(context.encoding, head):
        context.remark(ENCODING_DOUBTED, context.encoding, 0)


def _of_member(item: Article | Unreadable, member: str) -> Iterator[Item]:
    """Yield an item with the name of its member, and after an article its date, if not understood."""
    yield replace(item, member=member) if isinstance(item, Unreadable) and member else item
    if isinstance(item, Article) and item.date_text:
        yield _unread_date(item, member)


def _if_any(items: Iterator[Item], path: str) -> Iterator[Item]:
    """Yield the items of a stream in no known format; only an error if there is no article among them."""
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
    """Whether a stream has all bytes of its file as they are, so that a filter can read the file instead."""
    return bool(location) and not stream.member and not kind_of(location).compression
