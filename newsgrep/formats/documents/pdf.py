"""PDF with text in it: one article."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.documents.document import read_document
from newsgrep.results import Unreadable


def claims(beginning: str) -> bool:
    """Whether a file begins as PDF does."""
    return beginning.startswith("%PDF-")


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of a document, or those of an export. Raises ArticleError."""
    yield from read_document("pdf", stream, context)
