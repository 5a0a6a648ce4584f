"""ALTO: a scanned page as one article, where no METS file says which articles are on it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import GUESS, Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.scans.altopage import Page
from newsgrep.formats.scans.days import day_in_path
from newsgrep.formats.wire.xmltree import root_name


def claims(beginning: str) -> bool:
    """Whether the root of the document is a page in ALTO."""
    return root_name(beginning) == "alto"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a page, nothing for an empty one. Raises ArticleError for broken XML."""
    page = Page.read(stream, context)
    body = "\n\n".join(page.paragraphs())
    if body:
        date = day_in_path(f"{context.path}/{context.member}")
        yield Article(
            key=context.key(),
            path=context.path,
            body=body,
            date=date,
            date_from=GUESS,
            language=page.language,
        )
