"""Remarks on articles that were read, in words."""

from __future__ import annotations

from collections.abc import Iterable

from newsgrep import remarks as kinds
from newsgrep.output.control_characters import printable_line
from newsgrep.output.quantities import count, location
from newsgrep.remarks import Remark

#: For each kind of remark, the thing that it counts, and its text; `{place}` is the place of the first.
_WORDS = {
    kinds.TEXT_FOUND: (
        "article",
        "{number} with the text from {detail}, the only long field; --map body=KEY names another",
    ),
    kinds.TEXT_NOT_READ: (
        "article",
        "{number} without text, as several fields are long: {detail}; --map body={first} reads the first"
        " ({place})",
    ),
    kinds.NO_TEXT: ("article", "{number} with a title and no text, for example {place}"),
    kinds.NO_ARTICLE: ("file", "{number} of {detail} with no article, for example {place}"),
    kinds.OWN_FILE: ("file", "passed over {number} with output of newsgrep, for example {place}"),
    kinds.PAGE_OF_ISSUE: (
        "file",
        "left {number} of scanned issues to the METS or DIDL file that has the articles, for example {place}",
    ),
    kinds.UNEVEN_ROW: (
        "row",
        "{number} with more or fewer fields than the {detail} columns, read anyway, for example {place}",
    ),
    kinds.NO_HEADER: (
        "table",
        "{number} without a header, for example {place}; --map {detail} names columns by number",
    ),
    kinds.SHEET_PASSED_OVER: (
        "sheet",
        "passed over {number} of workbooks without articles, for example of {place}",
    ),
    kinds.TABLE_PASSED_OVER: (
        "table",
        "passed over {number} of databases without a known column of texts: {detail}, for example of {place}",
    ),
    kinds.ELEMENT_PASSED_OVER: (
        "document",
        "passed over {detail} in {number} in XML, where others are articles, for example in {place}",
    ),
    kinds.FULL_CELL: ("row", "{number} with a text that Excel cut at 32,767 characters, for example {place}"),
    kinds.SHORT_TEXT: (
        "article",
        "{number} with less than a third of the words that the export gives, for example {place}",
    ),
    kinds.ENCODING_DOUBTED: (
        "text",
        "read {number} as {detail}, as --encoding says, though it is UTF-8 by its bytes: {place}; "
        "--encoding utf-8 reads it so",
    ),
    kinds.ENCODING_GUESSED: (
        "text",
        "guessed the encoding of {number}: {detail}, for example {place}; --encoding names another",
    ),
    kinds.BROKEN_SEQUENCES: (
        "text",
        "{number} with broken {detail}, read with U+FFFD in its place, for example {place}",
    ),
    kinds.FILES_NOT_READ: (
        "note",
        "{number} with files that are not read, for example {place}; save the files beside the export",
    ),
    kinds.WORDLESS: ("message", "left out {number} without a text, for example in {place}"),
    kinds.WIKI_PAGE: ("page", "left out {number} of wikis: {detail}, for example in {place}"),
    kinds.UNPUBLISHED: ("post", "left out {number} not published, for example in {place}"),
}

#: Lines of a summary on remarks of one kind, at most.
_MOST_OF_KIND = 5


def remark_lines(remarks: Iterable[Remark]) -> list[str]:
    """Return a line for each remark, except on texts that were not read; of a kind, the most frequent."""
    by_kind: dict[str, list[Remark]] = {}
    for remark in remarks:
        if remark.kind != kinds.TEXT_NOT_READ:
            by_kind.setdefault(remark.kind, []).append(remark)
    return [line for of_kind in by_kind.values() for line in _lines_of_kind(of_kind)]


def _lines_of_kind(remarks: list[Remark]) -> list[str]:
    shown = sorted(remarks, key=lambda remark: -remark.count)[:_MOST_OF_KIND]
    lines = [_line(remark) for remark in remarks if remark in shown]
    if len(remarks) > len(lines):
        rest = sum(remark.count for remark in remarks) - sum(remark.count for remark in shown)
        thing, _ = _WORDS[remarks[0].kind]
        lines.append(f"… and {count(rest, f'more {thing}')} of this kind")
    return lines


def unread_text_lines(remarks: Iterable[Remark]) -> list[str]:
    """Return a line for each set of long fields of records that were indexed without a text."""
    return [f"newsgrep: {_line(remark)}" for remark in remarks if remark.kind == kinds.TEXT_NOT_READ]


def _line(remark: Remark) -> str:
    thing, words = _WORDS[remark.kind]
    return printable_line(
        words.format(
            number=count(remark.count, thing),
            detail=remark.detail or "others",
            first=remark.detail.partition(",")[0] or "KEY",
            place=location(remark.path, remark.line, remark.member),
        )
    )
