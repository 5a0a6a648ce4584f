"""Kikuzo, the database of the Asahi Shimbun: a saved list of articles, each with its text.

A row of a table has the number, the day, the edition, the section, the page and the length of an article;
below it stand the headline and the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from itertools import pairwise

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import one_line
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.exports.record import ExportRecord, find_date, make_articles
from newsgrep.markup.html_text import plain_text
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_CELL = r'<td class="topic-list"[^<>]*>\s*{}\s*</td>'
_ARTICLE = re.compile(_CELL.format(r"\d{5}"), re.I)
#: The day, the edition and the section.
_CELLS = re.compile(r'<td class="topic-list"[^<>]*>(.*?)</td>', re.I | re.S)
_TITLE = re.compile(r'<span class="font002"[^<>]*>(.*?)</span>\s*(?:<br|</td)', re.I | re.S)
_TEXT = re.compile(r'<div class="detail001"[^<>]*>(.*?)</div>', re.I | re.S)
_LINE_END = re.compile(r"<br\b[^<>]*>", re.I)
_SOURCE = "朝日新聞"


def claims(beginning: str) -> bool:
    """Whether a page begins as a list of Kikuzo."""
    return beginning.lstrip().startswith("<") and is_page(beginning)


def is_page(markup: str) -> bool:
    """Whether a page is a list of Kikuzo."""
    return _ARTICLE.search(markup) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of a list. Raises ArticleError if there is none."""
    data = read_bounded(stream, context.limits.record_bytes, "export")
    markup = decode_web(data, context.encoding, on_remark=context.remark)
    starts = [match.end() for match in _ARTICLE.finditer(markup)]
    if not starts:
        raise ArticleError("no article of Kikuzo in the page")
    pieces = (markup[start:end] for start, end in pairwise([*starts, len(markup)]))
    yield from make_articles(map(_record, pieces), context)


def _record(piece: str) -> ExportRecord:
    """Return the record of an article from a piece of the page, which ends at the number of the next one."""
    day, _, section = [*(one_line(plain_text(cell)) for cell in _CELLS.findall(piece)[:3]), "", "", ""][:3]
    title, text = _TITLE.search(piece), _TEXT.search(piece)
    lines = (one_line(plain_text(line)) for line in _LINE_END.split(text[1] if text else ""))
    return ExportRecord(
        title=one_line(plain_text(title[1])) if title else "",
        date=find_date(day.replace(" ", "")),
        source=_SOURCE,
        section=section,
        language="ja",
        body="\n\n".join(filter(None, lines)),
    )
