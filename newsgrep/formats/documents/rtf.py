"""RTF: one article, or an export of a news database."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.documents.document import read_document
from newsgrep.results import Unreadable


def claims(beginning: str) -> bool:
    """Whether a file begins as RTF does."""
    return beginning.startswith("{\\rtf")


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of a document, or those of an export. Raises ArticleError."""
    yield from read_document("rtf", stream, context)
