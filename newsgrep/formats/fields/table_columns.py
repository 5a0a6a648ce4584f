"""Tables: find the columns in the header, and make an article from each row.

>>> columns, has_header = read_columns(["Headline", "Text"], 1, ReadContext("a.csv"))
>>> columns.record(["Talks resume", "They met."]), has_header
({'Headline': 'Talks resume', 'Text': 'They met.'}, True)

The columns of a table without a header are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from newsgrep.article import Article
from newsgrep.clean_text import one_clean_line
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.fields.keypaths import find_key_paths, is_summary
from newsgrep.formats.records.csvrows import peek
from newsgrep.read_context import ReadContext
from newsgrep.remarks import NO_HEADER
from newsgrep.results import Unreadable

#: The record of each row, or the error why it has none, and the line of the row.
Records = Iterator[tuple[Mapping[str, object] | ArticleError, int]]

LONGEST_NAME = 60
_MOST_NAMES_SHOWN = 10
#: If this many rows have no text, and none before has one, the table counts as one without texts.
_MOST_WITHOUT_TEXT = 100
#: How a field of data begins, which is not the name of a column: a number, a date or an address.
_DATUM = re.compile(r"[a-z]+://|\d+(?:[./:-]\d+)*(?:\Z|[ T]\d)")


class TableColumns:
    """The columns of a table.

    names:           the names in the header
    line:            the line of the header
    text:            the index of the column with the texts; of the last column if none is known
    has_known_names: whether a column is known to hold the text or the title
    has_known_text:  whether a column is known to hold the text; a summary does not count
    """

    __slots__ = ("_are_unique", "has_known_names", "has_known_text", "line", "names", "text")

    def __init__(self, names: Sequence[str], line: int, mapping: Mapping[str, tuple[str, ...]]) -> None:
        self.names, self.line = names, line
        self._are_unique = len(set(names)) == len(names)
        paths = find_key_paths(names, mapping)
        self.has_known_names = bool(paths["body"] or paths["title"])
        self.has_known_text = any(not is_summary(path.alias) for path in paths["body"])
        self.text = names.index(paths["body"][0].key) if paths["body"] else len(names) - 1

    def record(self, row: Sequence[object]) -> Mapping[str, object]:
        """Return a row as a record. If columns have the same name, the first of them counts."""
        fields = zip(self.names, row, strict=False)
        if self._are_unique:
            return dict(fields)
        record: dict[str, object] = {}
        for name, value in fields:
            record.setdefault(name, value)
        return record


def known_fields(names: Collection[str], mapping: Mapping[str, tuple[str, ...]] | None = None) -> set[str]:
    """Return the fields of an article that columns with the given names are known to hold."""
    return {field for field, paths in find_key_paths(names, mapping).items() if paths}


def read_columns(first: Sequence[str], line: int, context: ReadContext) -> tuple[TableColumns, bool]:
    """Return the columns of a table by its first row, and whether that row is a header."""
    names = [one_clean_line(name) for name in first]
    has_header = not _is_row(names, context)
    if not has_header:
        names = [str(number) for number in range(1, len(first) + 1)]
        if not known_fields(names, context.mapping):
            context.remark(NO_HEADER, _likely_columns(first), line)
    return TableColumns(names, line, context.mapping), has_header


def table_articles(
    records: Records, columns: TableColumns, builder: ArticleBuilder, context: ReadContext, sheet: str = ""
) -> Iterator[Article | Unreadable]:
    """Yield the article of each row. Raises ArticleError for a table without a text.

    sheet: the name of the sheet of a workbook, which is part of the keys; '' for another table
    """
    # Rows without a text wait here until a row has one: perhaps the table has no column of texts at all.
    waiting: list[Unreadable] = []
    has_text = False
    sample: list[Mapping[str, object]] = []
    if not columns.has_known_text:
        first, records = peek(records)
        width = len(columns.names)
        sample = [one for one, _ in first if not isinstance(one, ArticleError) and len(one) == width]
    builder.learn_text(sample)
    for record, line in records:
        item = builder.build_or_report(record, line, place=f"{sheet}!{line}" if sheet else "")
        if isinstance(item, Article):
            has_text = True
            yield from waiting
            waiting.clear()
            yield item
        elif has_text or columns.has_known_names:
            yield item
        else:
            waiting.append(item)
            if len(waiting) == _MOST_WITHOUT_TEXT:
                break
    if waiting:
        raise ArticleError(_why_no_text(columns.names), columns.line)


def _is_row(fields: Sequence[str], context: ReadContext) -> bool:
    """Whether the first row is data and not a header: it has fields that cannot be names of columns.

    The names `0`, `1`, … are a header: pandas gives them to columns without names, and '' to its index.
    """
    numbered = fields[1:] if fields and not fields[0] else fields
    if len(numbered) > 1 and all(name == str(number) for number, name in enumerate(numbered)):
        return False
    return len(known_fields(fields, context.mapping)) < 2 and any(
        len(field) > LONGEST_NAME or _DATUM.match(field) for field in fields
    )


def _likely_columns(row: Sequence[str]) -> str:
    """Return a likely value of --map for a table without a header: the longest texts of its first row.

    >>> _likely_columns(["2020-10-30", "Talks resume", "The talks in Baku were resumed."])
    'title=2,body=3'
    """
    texts = [at for at, field in enumerate(row, 1) if field.strip() and not _DATUM.match(field)]
    longest = sorted(texts or [1], key=lambda at: -len(row[at - 1]))
    body, *titles = longest[:2]
    return "".join(f"title={at}," for at in titles) + f"body={body}"


def _why_no_text(names: Sequence[str]) -> str:
    """Return the reason why no row of a table has a text, with the names of its columns."""
    shown = ", ".join(name[:LONGEST_NAME] or '""' for name in names[:_MOST_NAMES_SHOWN])
    more = ", …" if len(names) > _MOST_NAMES_SHOWN else ""
    return f"no text: the columns are {shown}{more}; --map body=COLUMN names it"
