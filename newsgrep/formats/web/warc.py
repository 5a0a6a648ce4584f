"""WARC archives of a crawl, such as CC-NEWS: an article for each web page, read record by record.

Responses with status 200 and `resource` records are read if they are HTML, `conversion` records if they are
plain text (WET); requests, pictures, redirects and the like are ignored. If neither the page nor its URL has
a date, the time of the crawl is used, and marked as such. After a broken record, reading goes on at the next.
Keys have the URL of the record. ARC, the older form of web archives, is read in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import one_line
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.extras import MissingLibraryError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.page.metadata import clean_line, first_date, first_url, site_of
from newsgrep.formats.page.page import Page, fallback_date, page_article
from newsgrep.formats.web import httpmessage
from newsgrep.formats.web.warcrecords import HEADER_LIMIT, CutOffError, Record, is_arc, read_records
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_HTML = frozenset(["text/html", "application/xhtml+xml"])


def claims(beginning: str) -> bool:
    """Whether a file begins with a record of WARC or ARC."""
    return re.match(r"WARC/\d", beginning) is not None or is_arc(beginning)


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each web page. Raises ArticleError where a library is missing."""
    make = ArticleMaker(context)
    context = context._replace(dates=context.dates.alone())
    is_empty = True
    for record in read_records(stream):
        is_empty = False
        if isinstance(record, ArticleError):
            yield Unreadable(context.path, record.message)
            continue
        name = clean_line(record.url) or clean_line(record.name) or "record"
        try:
            if article := _article(record, context):
                yield article._replace(key=make.key(name))
        except CutOffError:
            continue  # the iterator yields the error next
        except MissingLibraryError:
            raise
        except ArticleError as error:
            yield Unreadable(context.path, f"{error.message}: entry {name}")
    if is_empty:
        raise ArticleError("empty file")


def _article(record: Record, context: ReadContext) -> Article | None:
    """Return the article of a record, None for a record of another kind. Raises ArticleError.

    The article has the key of the file.
    """
    media_type = httpmessage.media_type_of(record.content_type)
    if record.kind == "response" and first_url([record.url]):
        return _article_of_response(record, context)
    if record.kind == "resource" and media_type in _HTML:
        return _article_of_page(
            record,
            record.read(_readable_size(record, context)),
            httpmessage.charset_of(record.content_type),
            context,
        )
    if record.kind == "conversion" and media_type == "text/plain":
        return _article_of_text(record, context)
    return None


def _article_of_response(record: Record, context: ReadContext) -> Article | None:
    """Return the article of an HTTP response, None if it has no web page."""
    beginning = record.read(HEADER_LIMIT)
    head = httpmessage.parse_head(beginning)
    if head.status != 200 or head.media_type not in _HTML:
        return None
    data = beginning[head.length :] + record.read(_readable_size(record, context))
    return _article_of_page(
        record, httpmessage.decode_body(head, data, context.limits.page_bytes), head.charset, context
    )


def _article_of_page(record: Record, data: bytes, charset: str, context: ReadContext) -> Article:
    crawled = first_date([record.crawled])
    return page_article(Page(data, charset, clean_line(record.url), crawled), context, context.key())


def _article_of_text(record: Record, context: ReadContext) -> Article:
    """Return the article of a text that a crawler extracted: each line is a paragraph, none a headline."""
    text = decode_web(
        record.read(_readable_size(record, context)), context.encoding, on_remark=context.remark
    )
    body = "\n\n".join(filter(None, map(one_line, text.split("\n"))))
    if not body:
        raise ArticleError("no article text")
    url = clean_line(record.url)
    date, date_from = fallback_date(url, first_date([record.crawled]))
    return Article(
        key=context.key(),
        path=context.path,
        body=body,
        date=date,
        date_from=date_from,
        url=url,
        source=site_of(url),
    )


def _readable_size(record: Record, context: ReadContext) -> int:
    """Return the number of bytes left in a record. Raises ArticleError if it is larger than any page."""
    if record.left > context.limits.page_bytes:
        raise too_large("page", context.limits.page_bytes)
    return record.left
