"""ALTO and PAGE XML: a scanned page as one article, if no METS file says which articles are on it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import GUESS, Article
from newsgrep.formats.scans.pagefiles import day_in_path, joined_paragraphs
from newsgrep.formats.scans.pagetext import PageText
from newsgrep.markup.xml_stream import root_name
from newsgrep.read_context import ReadContext


class ScannedPage:
    """The reader of a format of pages, which its root element identifies."""

    def __init__(self, root: str) -> None:
        self._root = root

    def claims(self, beginning: str) -> bool:
        """Whether the document has this root."""
        return root_name(beginning) == self._root

    def read(self, stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
        """Yield the article of a page, nothing for an empty one. Raises ArticleError for broken XML."""
        page = PageText.read(stream, context)
        if article := article_of_page(page, context):
            yield article


def article_of_page(page: PageText, context: ReadContext, name: str = "") -> Article | None:
    """Return the article of a page that stands alone, None for an empty one.

    name: the name of the page, if its file has several
    """
    body, pages = joined_paragraphs(page.with_numbers(context.member or context.path))
    if not body:
        return None
    return Article(
        key=context.key(name),
        path=context.path,
        body=body,
        date=day_in_path(f"{context.path}/{context.member}"),
        date_from=GUESS,
        language=page.language,
        pages=pages,
    )


ALTO, PAGE = ScannedPage("alto"), ScannedPage("PcGts")
