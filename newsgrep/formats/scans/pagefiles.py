"""The files beside the one that describes a scanned issue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.text import too_large

#: The section of advertisements, whatever a library calls them.
ADVERTISEMENT = "advertisement"
#: Between paragraphs.
_GAP = "\n\n"


class Paragraph(NamedTuple):
    """A paragraph, and the number of the page in the issue that it is on."""

    text: str
    page: int


def joined(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the body of an article, and where pages begin in it, as `Article.pages` has them.

    >>> joined([Paragraph("It rose.", 2), Paragraph("Oil, too.", 3)])
    ('It rose.\\n\\nOil, too.', ((0, 2), (10, 3)))
    """
    texts, pages = [], []
    offset = page = 0
    for paragraph in paragraphs:
        if paragraph.page != page:
            page = paragraph.page
            pages.append((offset, page))
        texts.append(paragraph.text)
        offset += len(paragraph.text) + len(_GAP)
    return _GAP.join(texts), tuple(pages)


def read_page_file(name: str, context: ReadContext) -> bytes:
    """Return the bytes of a file, by its name relative to the one that is read.

    Raises ArticleError where there is none, where nothing beside the file can be read, and for a large one.
    """
    largest = context.limits.record_bytes
    data = context.beside(name, largest) if context.beside else None
    if data is None:
        raise ArticleError("no such file")
    if len(data) > largest:
        raise too_large("file", largest)
    return data
