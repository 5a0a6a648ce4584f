"""EPUB, the format of magazines, newsletters and books: one article per chapter, which is a file within."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import HEADLINE, Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.bylines.persons import bare_name
from newsgrep.clean_text import clean, one_clean_line
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.documents.document import document_article
from newsgrep.formats.documents.extracted import Extracted
from newsgrep.formats.documents.first_bytes import ZIP, begins_as
from newsgrep.formats.documents.isolated import extract
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_MARK = "mimetypeapplication/epub+zip"
#: A program that makes magazines of web pages, and names itself as their author.
_NO_AUTHOR = "calibre"


def claims(beginning: str) -> bool:
    """Whether a file begins as EPUB does."""
    return begins_as(beginning, ZIP) and _MARK in beginning[:120]


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each chapter. Raises ArticleError if there is none."""
    book = extract("epub", read_bounded(stream, context.limits.record_bytes, "document"), context.limits)
    if not book.chapters:
        raise ArticleError("no text")
    make, source = ArticleMaker(context), one_clean_line(book.title)
    is_author = bare_name(book.author) not in (_NO_AUTHOR, bare_name(source))
    for chapter in book.chapters:
        found = Extracted(
            headline=chapter.headline, author=book.author if is_author else "", created=book.created
        )
        try:
            if chapter.error:
                raise ArticleError(chapter.error)
            article = document_article(found, [clean(line) for line in chapter.lines], context)
        except ArticleError as error:
            yield Unreadable(context.path, f"{one_clean_line(chapter.name)}: {error.message}")
            continue
        is_title_alone = article.title_from == HEADLINE and article.body in ("", article.title)
        if not is_title_alone:  # the page of a part of the book may have only its title
            yield article._replace(
                key=make.key(one_clean_line(chapter.name)),
                url=one_clean_line(chapter.url),
                source=source,
                section=one_clean_line(chapter.section),
                language=one_clean_line(book.language),
            )
