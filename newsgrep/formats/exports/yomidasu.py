"""Yomidasu, the database of the Yomiuri Shimbun: a saved list of articles, each with its text.

The cells of a table have the number, the day, the headline, the edition, the section, the page and the length
of an article; the paragraphs of its text stand below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import one_line
from newsgrep.dates.reading import iso_date
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.exports.record import ExportRecord, Found, make_articles
from newsgrep.markup.html_text import plain_text
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_PAGE = re.compile(r"<title>\s*ヨミダス")
_ARTICLE = re.compile(r'<table class="contentsTable"', re.I)
_CELL = re.compile(r"<th\b[^<>]*>(.*?)</th>", re.I | re.S)
_PARAGRAPH = re.compile(r'<p class="mb10"[^<>]*>(.*?)</p>', re.I | re.S)
_LINE_END = re.compile(r"<br\b[^<>]*>", re.I)
_SOURCE = "読売新聞"


def claims(beginning: str) -> bool:
    """Whether a page begins as one of Yomidasu."""
    return beginning.lstrip().startswith("<") and is_page(beginning)


def is_page(markup: str) -> bool:
    """Whether a page is of Yomidasu."""
    return _PAGE.search(markup) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of a list. Raises ArticleError if there is none."""
    data = read_bounded(stream, context.limits.record_bytes, "export")
    _, *pieces = _ARTICLE.split(decode_web(data, context.encoding, on_remark=context.remark))
    if not pieces:
        raise ArticleError("no article of Yomidasu in the page")
    yield from make_articles(map(_record, pieces), context)


def _record(piece: str) -> ExportRecord:
    """Return the record of an article from a piece of the page, which ends at the table of the next one."""
    head, _, _ = piece.partition("</table>")
    cells = [one_line(plain_text(cell)) for cell in _CELL.findall(head)]
    _, day, title, _, section, *_ = [*cells, *[""] * 5]
    lines = (line for text in _PARAGRAPH.findall(piece) for line in _LINE_END.split(text))
    return ExportRecord(
        title=title,
        date=Found(day, iso_date(day.replace(".", "-"))),
        source=_SOURCE,
        section=section,
        language="ja",
        body="\n\n".join(filter(None, (one_line(plain_text(line)) for line in lines))),
    )
