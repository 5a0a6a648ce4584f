"""Workbooks for tests, as small as programs read them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[object]]
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DAY_ZERO = dt.datetime(1899, 12, 30)


def zipped(members: Mapping[str, str]) -> bytes:
    """A zip of some texts, the first of them not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(members.items()):
            archive.writestr(name, content, None if number else zipfile.ZIP_STORED)
    return stream.getvalue()


def xlsx(*sheets: Rows, hidden: bool = False, merged: Sequence[str] = ()) -> bytes:
    """Sheets of cells: texts, numbers, days and times; None for no cell.

    hidden: whether the last sheet is
    merged: ranges of the first sheet, such as `A2:A3`
    """
    numbers = range(1, len(sheets) + 1)
    state = {numbers[-1]: ' state="hidden"'} if hidden else {}
    listed = "".join(
        f'<sheet name="Sheet{number}" sheetId="{number}" r:id="rId{number}"{state.get(number, "")}/>'
        for number in numbers
    )
    targets = [(f"worksheets/sheet{number}.xml", "worksheet") for number in numbers] + [
        ("styles.xml", "styles")
    ]
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets, 1)
    )
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    ranges = "".join(f'<mergeCell ref="{cells}"/>' for cells in merged)
    ends = {1: f"<mergeCells>{ranges}</mergeCells>"} if merged else {}
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>',
            "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
            "</Relationships>",
            "xl/styles.xml": f'<styleSheet {_MAIN}><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
            '<xf numFmtId="22"/></cellXfs></styleSheet>',
            **{
                f"xl/worksheets/sheet{number}.xml": f"<worksheet {_MAIN}><sheetData>{_rows(sheet)}"
                f"</sheetData>{ends.get(number, '')}</worksheet>"
                for number, sheet in enumerate(sheets, 1)
            },
        }
    )


def _rows(rows: Rows) -> str:
    made = ""
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + place)}{number}", cell) for place, cell in enumerate(row))
        made += f'<row r="{number}">{cells}</row>'
    return made


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f'<c r="{name}" s="2"><v>{(value - _DAY_ZERO) / dt.timedelta(1)}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{name}" s="1"><v>{(value - _DAY_ZERO.date()).days}</v></c>'
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{name}"><v>{value}</v></c>'


def ods(rows: Rows, *, locked: bool = False) -> bytes:
    """One sheet of texts and days; `locked` says that it is behind a password."""
    key = "<m:encryption-data/>" if locked else ""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    content = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {
            "mimetype": kind,
            "content.xml": f'<office:document-content {names} office:version="1.2"><office:body>'
            f'<office:spreadsheet><table:table table:name="Ferries">{content}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:'
            'opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}">{key}</m:file-entry></m:manifest>',
        }
    )


def _ods_cell(value: object) -> str:
    if isinstance(value, dt.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
