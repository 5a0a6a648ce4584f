"""Exports of news databases: one module per database, and `record` for what they share.

A database exports several hundred articles as one file: text, HTML, RTF, DOCX or XML. `lines` takes the
lines from HTML, RTF and DOCX; `labels` has the words of these files in several languages, and groups lines.
`reader_of_lines` finds the database of a document, and `reader_of_page` the database of a page, if neither
the suffix nor the first bytes identify it. Text that looks like an article but cannot be read is reported; so
are articles that are missing by the count of the export.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsgrep.formats import FormatModule
    from newsgrep.formats.exports.record import LinesReader

#: The databases that export documents. ProQuest is before Nexis, as both number their documents in one way.
_OF_LINES = ("proquest", "nexis", "factiva")
#: Text in pages of exports that hardly any other page has: the module is imported only for such a page.
_SIGNS = {
    "nexis": (b"<DOCFULL>", b"LXNComment"),
    "factiva": (b"<title>Factiva", b"<title>Dow Jones Factiva", b'Article"><', b'Article">\n'),
    "proquest": (b'name="DocID_',),
    "kikuzo": (b'class="topic-list"',),
    "yomidasu": ("ヨミダス".encode(),),
    "europresse": (b"DocPublicationName", b"titreArticleVisu", b"TitreArticleVisu"),
}


def reader_of_lines(lines: list[str]) -> LinesReader | None:
    """Return the function that reads the lines of a document, None if it is no export of a news database."""
    for name in _OF_LINES:
        module = import_module(f"{__name__}.{name}")
        if module.reads_lines(lines):
            reader: LinesReader = module.articles
            return reader
    return None


def reader_of_page(data: bytes) -> FormatModule | None:
    """Return the format that reads a page, None if it is no export of a news database."""
    for name, signs in _SIGNS.items():
        if any(sign in data for sign in signs):
            module: Any = import_module(f"{__name__}.{name}")
            if module.is_page(data.decode("utf-8", "replace")):
                reader: FormatModule = module
                return reader
    return None
