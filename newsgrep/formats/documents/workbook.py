"""The sheets of a workbook through calamine: XLSX, XLSB, XLS and ODS, which it tells apart itself."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Raw
from msgspec.msgpack import encode
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Extracted, Row, Sheet
from newsgrep.formats.documents.first_bytes import OLE
from newsgrep.formats.documents.zipped import PASSWORD, open_zip

#: The most bytes of all cells as they are encoded. A larger table can be saved as CSV, which has no limit.
_MOST_CELLS = 128 * 2**20
#: The most bytes of a member of XML, which calamine reads piece by piece.
_MOST_XML = 256 * 2**20
_BATCH, _SAMPLE = 64, 1024
#: What a workbook with a password has: a name in one of a newer Excel, a record FILEPASS in an older one.
_ENCRYPTED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08\x10\0\0\x06\x05\0.{12}(?:\x86\0\0\0)?\x2f\0",
    re.S,
)
#: What a formula that failed shows.
_FAILED = frozenset(["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"])
_HALF_A_SECOND = dt.timedelta(milliseconds=500)
_LARGEST_INTEGER = 2**53


def extract(data: bytes) -> Extracted:
    """Return the sheets of a workbook that have cells, hidden ones too. Raises ArticleError."""
    if data.startswith(OLE):
        if _ENCRYPTED.search(data):
            raise ArticleError(PASSWORD)
    elif not data.startswith(b"PK"):
        raise ArticleError(_why_none(data))
    else:
        open_zip(data, "a workbook", _MOST_XML)
    try:
        return Extracted(sheets=tuple(_sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)))))
    except PasswordError:
        raise ArticleError(PASSWORD) from None
    except CalamineError as error:
        raise ArticleError(f"not a workbook, or damaged: {' '.join(str(error).split())[:80]}") from None
    except BaseException as error:  # a panic of Rust is no Exception
        if type(error).__name__ == "PanicException":
            raise ArticleError("a damaged workbook") from None
        raise


def _why_none(data: bytes) -> str:
    """Return the reason why a file is no workbook: some programs give web pages its suffix."""
    if b"<" in data.lstrip()[:4]:
        return "a web page or XML, and no workbook: save it as .xlsx in a spreadsheet program"
    if data and b"\0" not in data[:_SAMPLE]:
        return "a text, and no workbook: --format csv reads a table"
    return "not a workbook, or damaged"


def _sheets(book: CalamineWorkbook) -> Iterator[Sheet]:
    left = _MOST_CELLS
    for place, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(place)
        batches = []
        rows = _rows(sheet)
        while batch := list(itertools.islice(rows, _BATCH)):
            batches.append(encoded := encode(batch))
            left -= len(encoded)
            if left < 0:
                raise ArticleError(f"more than {_MOST_CELLS >> 20} MB of cells: save it as CSV")
        if batches:
            ranges = sheet.merged_cell_ranges or ()  # calamine does not give them for ODS
            merged = sorted((top + 1, end + 1, column) for (top, column), (end, _) in ranges if end > top)
            yield Sheet(about.name, tuple(map(Raw, batches)), tuple(merged))


def _rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows that are not empty, without empty cells at the end."""
    before = [""] * (sheet.start[1] if sheet.start else 0)  # columns that calamine leaves out
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [*before, *map(_value, row)]
        while cells and cells[-1] == "":
            cells.pop()
        if len(cells) > len(before):
            yield number, cells


def _value(cell: object) -> str | int | float | bool:
    """Return the value of a cell: text, a number, or a day or a time in ISO form."""
    if isinstance(cell, str):
        return "" if cell in _FAILED else cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST_INTEGER:
        return int(cell)
    if isinstance(cell, dt.datetime):  # a time is a fraction of a day, which is not exact
        cell = (cell + _HALF_A_SECOND).replace(microsecond=0)
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return cell if isinstance(cell, int | float) else str(cell)
