"""MHTML: a web page that a browser saved in one file with its pictures. The file is a MIME message.

The message has the address of the page, and the time of saving, which is used if the page has no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.errors import ArticleError
from newsgrep.formats.mail.eml import parse_message
from newsgrep.formats.mail.headers import raw_header
from newsgrep.formats.page.metadata import first_date, first_url
from newsgrep.formats.page.page import Page, page_article
from newsgrep.read_context import ReadContext

_HEADERS = re.compile(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_SAVED = re.compile(r"^(?:from:[^\n]*saved by|snapshot-content-location:)", re.I | re.M)
_MOST_PARTS = 2000


def claims(beginning: str) -> bool:
    """Whether the text begins with the headers of a page that a browser saved."""
    headers = _HEADERS.match(beginning)
    return headers is not None and _SAVED.search(headers[0]) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of the page. Raises ArticleError where there is none."""
    message = parse_message(read_bounded(stream, context.limits.record_bytes, "file"))
    part = _page_part(message)
    if part is None:
        raise ArticleError("no web page in the file")
    data = part.get_payload(decode=True)
    url = first_url([raw_header(message, "Snapshot-Content-Location"), raw_header(part, "Content-Location")])
    page = Page(
        data if isinstance(data, bytes) else b"",
        part.get_content_charset(""),
        url,
        first_date([raw_header(message, "Date")]),
    )
    yield page_article(page, context, context.key())


def _page_part(message: Message) -> Message | None:
    """Return the first part of a message that is HTML, None for none."""
    for number, part in enumerate(message.walk()):
        if number == _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    return None
