"""Web pages: how they begin, and the article of each; pagearticle.py, which needs lxml, finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader, BytesIO

from msgspec import Struct

from newsgrep.article import CRAWL, FIELD, URL, Article
from newsgrep.bounded_bytes import too_large
from newsgrep.dates.reading import date_in_url
from newsgrep.extras import missing_library
from newsgrep.formats import exports
from newsgrep.formats.attachment import Attachment
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_CLAIM = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body|title|div|p|h1)\b",
    re.I | re.S,
)


class Page(Struct, frozen=True):
    """The bytes of a web page, and what is known about them.

    charset: the charset that the server named
    url:     where it was fetched, '' where the page has to say it
    crawled: when it was fetched, in ISO form
    """

    data: bytes
    charset: str = ""
    url: str = ""
    crawled: str = ""


def claims(beginning: str) -> bool:
    """Whether a file begins as HTML does."""
    return _CLAIM.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Attachment | Unreadable]:
    """Yield the article of a page, or all articles of an export of a news database. Raises ArticleError."""
    data = stream.read(context.limits.page_bytes + 1)
    if (reader := exports.reader_of_page(data)) is not None:
        data += stream.read(max(0, context.limits.record_bytes + 1 - len(data)))
        yield from reader.read(BufferedReader(BytesIO(data)), context)
    else:
        yield page_article(Page(data), context, context.key())


def page_article(page: Page, context: ReadContext, key: str) -> Article:
    """Return the article of a page, with a key. Raises ArticleError where there is none, or no lxml."""
    if len(page.data) > context.limits.page_bytes:
        raise too_large("page", context.limits.page_bytes)
    try:
        from newsgrep.formats.web.pagearticle import article_of
    except ImportError:
        raise missing_library("trafilatura", "html") from None
    return article_of(page, context, key)


def fallback_date(url: str, crawled: str) -> tuple[str, str]:
    """Return the date of a page without one, and its origin: from its URL, else from the crawl."""
    if day := date_in_url(url):
        return day, URL
    return (crawled, CRAWL) if crawled else ("", FIELD)
