"""WARC archives of a crawl, such as CC-NEWS: an article a web page, read record by record.

Read are responses with status 200 and `resource` records whose type is HTML, and `conversion` records of
plain text (WET); requests, pictures, redirects and the like are passed over. The day of the crawl stands
in where neither the page nor its address has one, and is marked so. A broken record costs what comes up
to the next one. Keys are made of the addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.charsets import decode_web
from newsgrep.formats.extras import MissingLibraryError
from newsgrep.formats.keys import Keys
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import lede_of, one_line
from newsgrep.formats.web import httpmessage
from newsgrep.formats.web.facts import address_of, date_of, line_of
from newsgrep.formats.web.warcrecords import HEADER_LIMIT, CutOffError, Record, records
from newsgrep.formats.web.webpage import PAGE_LIMIT, Page, article_of, date_without_field, host_of, too_large
from newsgrep.results import Unreadable

_HTML = frozenset(["text/html", "application/xhtml+xml"])


def claims(beginning: str) -> bool:
    """Whether a file begins with a WARC record."""
    return re.match(r"WARC/\d", beginning) is not None


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each web page; raises ArticleError where a library is missing."""
    keys = Keys(origin)
    is_empty = True
    for record in records(stream):
        is_empty = False
        if isinstance(record, ArticleError):
            yield Unreadable(origin.path, record.message)
            continue
        name = line_of(record.address) or line_of(record.name) or "record"
        try:
            if article := _article(record, origin):
                yield article._replace(key=keys.of(name))
        except CutOffError:
            continue  # the next of the records tells it
        except MissingLibraryError:
            raise
        except ArticleError as error:
            yield Unreadable(origin.path, f"{error.message}: {name}")
    if is_empty:
        raise ArticleError("empty file")


def _article(record: Record, origin: Origin) -> Article | None:
    """Return the article of a record, None for a record of another kind; raises ArticleError.

    Its key is still that of the file.
    """
    media_type = httpmessage.media_type(record.content_type)
    if record.kind == "response" and address_of([record.address]):
        return _response(record, origin)
    if record.kind == "resource" and media_type in _HTML:
        return _page(record, record.read(_bounded(record)), httpmessage.charset(record.content_type), origin)
    if record.kind == "conversion" and media_type == "text/plain":
        return _extracted(record, origin)
    return None


def _response(record: Record, origin: Origin) -> Article | None:
    """Return the article of a response of HTTP, None for one that is no page."""
    beginning = record.read(HEADER_LIMIT)
    head = httpmessage.head_of(beginning)
    if head.status != 200 or head.media_type not in _HTML:
        return None
    data = beginning[head.length :] + record.read(_bounded(record))
    return _page(record, httpmessage.body_of(head, data, PAGE_LIMIT), head.charset, origin)


def _page(record: Record, data: bytes, charset: str, origin: Origin) -> Article:
    crawled = date_of([record.crawled])
    return article_of(Page(data, charset, line_of(record.address), crawled), origin, origin.key())


def _extracted(record: Record, origin: Origin) -> Article:
    """Return the text that a crawler took from a page: lines, of which none is told to be the headline."""
    text = decode_web(record.read(_bounded(record)), origin.encoding)
    body = "\n\n".join(filter(None, map(one_line, text.split("\n"))))
    if not body:
        raise ArticleError("no article text")
    url = line_of(record.address)
    date, date_from = date_without_field(url, date_of([record.crawled]))
    return Article(
        key=origin.key(),
        path=origin.path,
        body=body,
        title=lede_of(body),
        title_from=LEDE,
        date=date,
        date_from=date_from,
        url=url,
        source=host_of(url),
    )


def _bounded(record: Record) -> int:
    """Return how much of a record is still to be read; raises ArticleError for a larger one than any page."""
    if record.left > PAGE_LIMIT:
        raise ArticleError(too_large())
    return record.left
