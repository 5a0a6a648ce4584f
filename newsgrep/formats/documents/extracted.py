"""What is extracted from a document, and the marks of links in its lines.

>>> marked = mark_link("https://example.org/1") + "Talks resume"
>>> split_link(marked), plain_line(marked)
(('https://example.org/1', 'Talks resume'), 'Talks resume')
"""

from __future__ import annotations

import re

from msgspec import Raw, Struct

#: Marks around the address of a link, before its text: code points for private use, which no text has.
_BEGIN, _END = "\ue000", "\ue001"
_LINK = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")


#: The number of a row, from 1, and its cells.
Row = tuple[int, list[str | int | float | bool]]


class Sheet(Struct, frozen=True):
    """A sheet of a workbook.

    rows:   the rows that are not empty, in encoded batches, so that only batches that are read are decoded
    merged: of cells that are merged over several rows: the first and the last row, and the column from 0
    """

    name: str
    rows: tuple[Raw, ...] = ()
    merged: tuple[tuple[int, int, int], ...] = ()


class Chapter(Struct, frozen=True):
    """A chapter of a book, or an article of a magazine.

    name:     the name of its file
    headline: what the table of contents calls it, else its first heading
    section:  the part of the table of contents that it is in
    url:      the address that it came from
    lines:    the paragraphs, with a blank line between two
    error:    why it cannot be read; nothing but its name is set then
    """

    name: str
    headline: str = ""
    section: str = ""
    url: str = ""
    lines: tuple[str, ...] = ()
    error: str = ""


class Extracted(Struct, frozen=True):
    """The text of a document and its properties, each empty if there is none.

    lines:    the paragraphs; a blank line where the document leaves space
    headline: the paragraph that the document marks as its title
    title:    from the properties, as are author, created (in ISO form) and language
    pages:    for each page the index of its first line, and its number
    sheets:   the sheets of a workbook that have cells
    chapters: the chapters of a book that have a text, or that cannot be read
    message:  a mail as internet mail (RFC 5322)
    missing:  the library that is not installed; nothing else is set then
    error:    why the document cannot be read; nothing else is set then
    """

    lines: tuple[str, ...] = ()
    headline: str = ""
    title: str = ""
    author: str = ""
    created: str = ""
    language: str = ""
    pages: tuple[tuple[int, int], ...] = ()
    sheets: tuple[Sheet, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    message: bytes = b""
    missing: str = ""
    error: str = ""


def mark_link(address: str) -> str:
    """Return the mark of a link, to put before its text."""
    return f"{_BEGIN}{_LINK.sub('', address)}{_END}"


def split_link(line: str) -> tuple[str, str]:
    """Return the first link in a line, '' for none, and the line without its marks."""
    found = _LINK.search(line)
    return found[1] if found else "", plain_line(line)


def plain_line(line: str) -> str:
    """Return a line without marks of links."""
    return _LINK.sub("", line) if _BEGIN in line else line
