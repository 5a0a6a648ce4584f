"""A web page before it is parsed. article.py, which needs lxml, finds its article."""

from __future__ import annotations

from msgspec import Struct

from newsgrep.article import CRAWL, FIELD, URL, Article
from newsgrep.bounded_bytes import too_large
from newsgrep.dates.reading import date_in_url
from newsgrep.extras import missing_library
from newsgrep.read_context import ReadContext


class Page(Struct, frozen=True):
    """The bytes of a web page, and what is known about them.

    charset: the charset that the server named
    url:     where it was fetched, '' if only the page itself can tell
    crawled: when it was fetched, in ISO form
    """

    data: bytes
    charset: str = ""
    url: str = ""
    crawled: str = ""


def page_article(page: Page, context: ReadContext, key: str) -> Article:
    """Return the article of a page, with the given key. Raises ArticleError for no article, and no lxml."""
    if len(page.data) > context.limits.page_bytes:
        raise too_large("page", context.limits.page_bytes)
    try:
        from newsgrep.formats.page.article import article_of
    except ImportError:
        raise missing_library("trafilatura", "html") from None
    return article_of(page, context, key)


def fallback_date(url: str, crawled: str) -> tuple[str, str]:
    """Return a date for a page without one, and its origin: its URL, else the time of the crawl."""
    if day := date_in_url(url):
        return day, URL
    return (crawled, CRAWL) if crawled else ("", FIELD)
