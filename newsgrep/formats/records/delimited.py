"""CSV and TSV: one article a row, below a header with names that are in the table of aliases.

>>> claims("Headline;Published Date;Article Text\\n")
True

The delimiter, one of comma, semicolon, tab and bar, is detected from the header, or named in a line `sep=;`
before it. The columns of a table without a header are numbered, unless they are those that trafilatura
writes. A row with fewer fields than the header is read as far as it goes; what a row has too much belongs to
its text. How rows and quotes are told apart is in csvrows.py.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.context import ReadContext
from newsgrep.formats.decoding import has_undecodable, read_lines
from newsgrep.formats.records.csvrows import Rows, peek
from newsgrep.formats.records.keypaths import find_key_paths, is_summary
from newsgrep.formats.records.record import ArticleBuilder
from newsgrep.remarks import NO_HEADER, UNEVEN_ROW
from newsgrep.results import Unreadable

_DELIMITERS = ",;\t|"
#: The columns of `trafilatura --csv`, which has tabs, `null` and no header.
_TRAFILATURA = (
    *("url", "id", "fingerprint", "hostname", "title", "image", "date", "text", "comments", "license"),
    "pagetype",
)
_FINGERPRINT = re.compile(r"[0-9a-f]{8,40}|null", re.I)
_LONGEST_NAME, _MOST_NAMES_SHOWN = 60, 10
_LONGEST_HEADER = 100_000
#: So many rows without a text, and none with one, make a table without a text.
_MOST_WITHOUT_TEXT = 100
#: The line that tells Excel the delimiter.
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?[,;\s]*", re.I)
#: The beginning of a field that is no name of a column: a number, a date or an address.
_DATUM = re.compile(r"[a-z]+://|\d+(?:[./:-]\d+)*(?:\Z|[ T]\d)")


def claims(beginning: str) -> bool:
    """Whether the first line is a header: short names, one of them for a text, and another that is known."""
    first, _, rest = beginning.lstrip("\n").partition("\n")
    if _named_delimiter(first):
        return True
    names = _split_line(first, _delimiter_of(first, {}))
    known = {field for field, paths in find_key_paths(names).items() if paths}
    return (
        len(known) > 1
        and not known.isdisjoint(("body", "title"))
        and all(len(name) <= _LONGEST_NAME for name in names)
    )


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each row. Raises ArticleError for a table without text, and an unclosed quote."""
    builder, table = ArticleBuilder(context), _Table(read_lines(stream, context), context)
    # Rows without a text, before any with one: there may be no column of texts.
    waiting: list[Unreadable] = []
    has_text = False
    if not table.has_known_text:
        builder.learn_text(table.first_records())
    for row, line in table:
        try:
            article = builder.build(table.record(row, line), line)
        except ArticleError as error:
            problem = Unreadable(context.path, error.message, line)
            if has_text or table.has_known_names:
                yield problem
                continue
            waiting.append(problem)
            if len(waiting) == _MOST_WITHOUT_TEXT:
                break
        else:
            has_text = True
            yield from waiting
            waiting.clear()
            yield article
    if waiting:
        raise ArticleError(_why_no_text(table.names), table.header_line)


class _Table:
    """The rows of a table below its header, each with its first line. Iterating may raise ArticleError."""

    def __init__(self, lines: Iterator[str], context: ReadContext) -> None:
        """Read the header. Raises ArticleError if there is none."""
        self._context = context
        before, first, delimiter = 0, "", ""
        for first in lines:
            if named := _named_delimiter(first):
                delimiter = named
            elif not first.isspace():
                break
            before += 1
        else:
            raise ArticleError("empty file")
        self.names: Sequence[str] = ()
        if _is_trafilatura(_split_line(first, "\t")):
            self.names, delimiter = _TRAFILATURA, "\t"
        self._delimiter = delimiter or _delimiter_of(first, context.mapping)
        lines = itertools.chain([first], lines)
        self._rows = iter(Rows(lines, self._delimiter, before, context.limits.record_bytes))
        self.header_line = before + 1
        if not self.names:
            header, self.header_line = next(self._rows, ([], before + 1))
            self.names = [text.one_line(text.clean(text.replace_surrogates(name))) for name in header]
            if self._is_row(self.names):
                self.names = [str(number) for number in range(1, len(header) + 1)]
                self._rows = itertools.chain([(header, self.header_line)], self._rows)
                if not any(find_key_paths(self.names, context.mapping).values()):
                    context.remark(NO_HEADER, _likely_columns(header), self.header_line)
        self._are_unique = len(set(self.names)) == len(self.names)
        paths = find_key_paths(self.names, context.mapping)
        self.has_known_names = bool(paths["body"] or paths["title"])
        self.has_known_text = any(not is_summary(path.alias) for path in paths["body"])
        # The column in which a delimiter that is not quoted is most likely: that of the text.
        self._text = self.names.index(paths["body"][0].key) if paths["body"] else len(self.names) - 1

    def __iter__(self) -> Iterator[tuple[list[str], int]]:
        """Yield the fields and the first line of each row."""
        return iter(self._rows)

    def first_records(self) -> list[Mapping[str, object]]:
        """Return the records of some rows, which are read again."""
        rows, self._rows = peek(self._rows)
        return [dict(zip(self.names, row, strict=False)) for row, _ in rows if len(row) == len(self.names)]

    def record(self, row: list[str], line: int) -> Mapping[str, object]:
        """Return the fields of a row by column, the first of columns of one name. Raises ArticleError."""
        while len(row) > len(self.names) and not row[-1].strip():
            row.pop()
        if any(map(has_undecodable, row)):
            raise ArticleError(f"broken {(self._context.encoding or 'utf-8').upper()}")
        extra = len(row) - len(self.names)
        if extra:
            self._context.remark(UNEVEN_ROW, str(len(self.names)), line)
        if extra > 0:
            end = self._text + extra + 1
            row[self._text : end] = [self._delimiter.join(row[self._text : end])]
        fields = zip(self.names, row, strict=False)
        if self._are_unique:
            return dict(fields)
        record: dict[str, str] = {}
        for name, value in fields:
            record.setdefault(name, value)
        return record

    def _is_row(self, fields: Sequence[str]) -> bool:
        """Whether the first row has fields that are no names of columns."""
        known = sum(map(bool, find_key_paths(fields, self._context.mapping).values()))
        return known < 2 and any(len(field) > _LONGEST_NAME or _DATUM.match(field) for field in fields)


def _likely_columns(row: Sequence[str]) -> str:
    """Return what --map may name in a table without a header: the longest texts of its first row.

    >>> _likely_columns(["2020-10-30", "Talks resume", "The talks in Baku were resumed."])
    'title=2,body=3'
    """
    texts = [at for at, field in enumerate(row, 1) if field.strip() and not _DATUM.match(field)]
    longest = sorted(texts or [1], key=lambda at: -len(row[at - 1]))
    body, *titles = longest[:2]
    return "".join(f"title={at}," for at in titles) + f"body={body}"


def _why_no_text(names: Sequence[str]) -> str:
    """Return why no row of a table has a text."""
    shown = ", ".join(name[:_LONGEST_NAME] or '""' for name in names[:_MOST_NAMES_SHOWN])
    more = ", …" if len(names) > _MOST_NAMES_SHOWN else ""
    return f"no text: the columns are {shown}{more}; --map body=COLUMN names it"


def _named_delimiter(line: str) -> str:
    """Return the delimiter that a line such as `sep=;` names, '' for another line."""
    match = _SEPARATOR_LINE.fullmatch(line)
    return match[1] if match else ""


def _delimiter_of(first: str, mapping: Mapping[str, tuple[str, ...]]) -> str:
    """Return the delimiter that splits the first line into most known names, then into most names."""

    def known_names(delimiter: str) -> tuple[int, int]:
        names = _split_line(first, delimiter)
        return sum(map(bool, find_key_paths(names, mapping).values())), len(names)

    return max(_DELIMITERS, key=known_names)


def _split_line(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line, as far as it can be split."""
    with contextlib.suppress(csv.Error):
        return next(csv.reader([line[:_LONGEST_HEADER]], delimiter=delimiter), [])
    return []


def _is_trafilatura(fields: list[str]) -> bool:
    """Whether the fields of a first line are a URL, an identifier, a fingerprint and so on."""
    return (
        len(fields) >= _TRAFILATURA.index("text")
        and fields[0].startswith(("http://", "https://", "null"))
        and _FINGERPRINT.fullmatch(fields[2]) is not None
    )
