"""ODT, the documents of LibreOffice and others, zipped or as one file of XML: one article."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.documents.document import read_document
from newsgrep.results import Unreadable

_KIND = "application/vnd.oasis.opendocument.text"


def claims(beginning: str) -> bool:
    """Whether a file begins as ODT does."""
    if beginning.startswith("PK\x03\x04"):
        return f"mimetype{_KIND}" in beginning[:120]
    return "<office:document " in beginning and f'office:mimetype="{_KIND}' in beginning


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of a document, or those of an export. Raises ArticleError."""
    yield from read_document("odt", stream, context)
