"""Web pages: one article per page, or all articles of a page that a news database exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader, BytesIO

from newsgrep.article import Article
from newsgrep.formats import exports
from newsgrep.formats.attachment import Attachment
from newsgrep.formats.page.page import Page, page_article
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_CLAIM = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body|title|div|p|h1)\b",
    re.I | re.S,
)


def claims(beginning: str) -> bool:
    """Whether a file begins as HTML does."""
    return _CLAIM.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Attachment | Unreadable]:
    """Yield the article of a page, or all articles in the export of a news database. Raises ArticleError."""
    data = stream.read(context.limits.page_bytes + 1)
    if (reader := exports.reader_of_page(data)) is not None:
        data += stream.read(max(0, context.limits.record_bytes + 1 - len(data)))
        yield from reader.read(BufferedReader(BytesIO(data)), context)
    else:
        yield page_article(Page(data), context, context.key())
