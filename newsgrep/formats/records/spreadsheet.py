"""Workbooks of Excel and OpenDocument: one article per row, below a header with names that aliases.py lists.

Rows above the header, as exports of media monitoring have them, are skipped. Of several sheets, those with
such a header are read, hidden ones too; if no sheet has one, each is read like a CSV table. The name of an
article is its identifier, else its row: `Sheet1!17`. A cell that is merged over several rows counts for each
of them.
"""

from __future__ import annotations

import collections
import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader

from msgspec.msgpack import Decoder

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import one_line
from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Row, Sheet
from newsgrep.formats.documents.first_bytes import OLE, ZIP, begins_as
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.fields.table_columns import LONGEST_NAME, known_fields, read_columns, table_articles
from newsgrep.read_context import ReadContext
from newsgrep.remarks import FULL_CELL, SHEET_PASSED_OVER
from newsgrep.results import Unreadable

#: How the beginnings of workbooks look as text: of ODS, of Office since 2007, and of Excel before 2007.
_ODS = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_PARTS = ("xl/workbook", "xl/worksheets/", "xl/styles", "xl/sharedStrings", "xl/theme/", "xl/_rels/")
_STREAM = "\ufffd".join("Workbook")
#: How many rows are searched for a header.
_MOST_ABOVE = 50
#: A row with the names of this many fields of an article is certainly a header.
_SURE = 2
#: The most characters that Excel keeps in a cell.
_FULL = 32_767
_decode = Decoder(list[Row]).decode


def claims(beginning: str) -> bool:
    """Whether a file begins as a workbook does."""
    if begins_as(beginning, ZIP):
        return _ODS in beginning[:120] or any(part in beginning for part in _PARTS)
    return begins_as(beginning, OLE) and _STREAM in beginning


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each row of each sheet. Raises ArticleError for a workbook without any text."""
    from newsgrep.formats.documents.isolated import extract  # tables of text do without it

    data = read_bounded(stream, context.limits.record_bytes, "workbook")
    sheets = extract("workbook", data, context.limits).sheets
    if not sheets:
        raise ArticleError("no rows")
    builder = ArticleBuilder(context)
    begins = [_begin(sheet, context) for sheet in sheets]
    least = min(max(known for known, _ in begins), _SURE)
    unread: list[ArticleError] = []
    for sheet, (known, start) in zip(sheets, begins, strict=True):
        if known < least:
            context.remark(SHEET_PASSED_OVER, "")
            continue
        try:
            for item in _articles(sheet, start, builder, context):
                if isinstance(item, Unreadable) and len(sheets) > 1:
                    item = Unreadable(item.path, f"sheet {sheet.name}: {item.reason}", item.line)
                yield item
        except ArticleError as error:
            unread.append(error)
    if len(unread) == sum(known >= least for known, _ in begins):
        raise unread[0]
    for _ in unread:
        context.remark(SHEET_PASSED_OVER, "")


def _articles(
    sheet: Sheet, start: int, builder: ArticleBuilder, context: ReadContext
) -> Iterator[Article | Unreadable]:
    """Yield the articles of a sheet, whose header is the row `start`. Raises ArticleError for no text."""
    rows = itertools.dropwhile(lambda row: row[0] < start, _rows(sheet))
    first = next(rows)
    columns, has_header = read_columns(_names(first[1]), start, context)
    below = rows if has_header else itertools.chain([first], rows)
    records = ((columns.record(cells), number) for number, cells in _whole(below, sheet.merged, context))
    yield from table_articles(records, columns, builder, context, sheet.name)


def _begin(sheet: Sheet, context: ReadContext) -> tuple[int, int]:
    """Return how many known fields the header of a sheet has, and the row of the header.

    In a sheet without a known header, the row is the first one with several cells, else the first row.
    """
    best = (0, False, -sys.maxsize)
    for number, cells in itertools.islice(_rows(sheet), _MOST_ABOVE):
        names = _names(cells)
        known = known_fields(names, context.mapping)
        has_several = sum(cell != "" for cell in cells) > 1
        is_header = has_several and not known.isdisjoint(("title", "body"))
        is_header = is_header and all(len(name) <= LONGEST_NAME for name in names)
        best = max(best, (len(known) * is_header, has_several, -number))
    return best[0], -best[2]


def _names(cells: Sequence[object]) -> list[str]:
    """Return the cells of a header as text; an empty cell becomes the letters of its column."""
    return [one_line(str(cell)) or _letters(place) for place, cell in enumerate(cells)]


def _letters(place: int) -> str:
    """Return the name of a column by its place.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    return (_letters(place // 26 - 1) if place > 25 else "") + chr(ord("A") + place % 26)


def _rows(sheet: Sheet) -> Iterator[Row]:
    return itertools.chain.from_iterable(map(_decode, sheet.rows))


def _whole(
    rows: Iterable[Row], merged: Iterable[tuple[int, int, int]], context: ReadContext
) -> Iterator[Row]:
    """Yield rows; fill in cells that are merged with one above, and remark texts that Excel cut."""
    waiting = collections.deque(merged)
    held: dict[int, tuple[int, str | int | float | bool]] = {}
    for number, cells in rows:
        for column, (last, value) in list(held.items()):
            if number > last:
                del held[column]
            elif column >= len(cells):
                cells += [""] * (column - len(cells)) + [value]
            elif cells[column] == "":
                cells[column] = value
        while waiting and waiting[0][0] <= number:
            first, last, column = waiting.popleft()
            if first == number and column < len(cells):
                held[column] = last, cells[column]
        if any(isinstance(cell, str) and _is_full(cell) for cell in cells):
            context.remark(FULL_CELL, "", number)
        yield number, cells


def _is_full(text: str) -> bool:
    """Whether a text has the length at which Excel cuts texts, in units of UTF-16."""
    return len(text) <= _FULL <= 2 * len(text) and len(text.encode("utf-16-le", "surrogatepass")) == 2 * _FULL
