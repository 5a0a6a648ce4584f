"""Reuters Corpus Volume 1, and Volume 2 in other languages: one article a file, in zips of a day."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import SEVERAL, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons
from newsgrep.formats.context import ReadContext
from newsgrep.formats.keys import KeyAllocator
from newsgrep.formats.text import one_clean_line, one_line
from newsgrep.formats.wire.nitf import LANGUAGE
from newsgrep.formats.wire.xmltree import (
    Node,
    first_text,
    outermost,
    paragraphs,
    read_items,
    root_name,
    with_dateline,
)
from newsgrep.results import Unreadable


def claims(beginning: str) -> bool:
    """Whether the root of the document is a news item of the corpus."""
    return root_name(beginning) == "newsitem"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each news item. Raises ArticleError where there is none, or the XML is broken."""
    return read_items(stream, "newsitem", context, _article)


def _article(item: Node, context: ReadContext, keys: KeyAllocator) -> Article:
    line = item.sourceline or 1
    title = first_text(item, "headline", "title")
    content = next(outermost(item, "text"), None)
    found = paragraphs(content) if content is not None else []
    body = with_dateline(first_text(item, "dateline"), found)
    if not body and not title:
        raise ArticleError("no text", line)
    described = {node.get("element"): one_clean_line(node.get("value", "")) for node in outermost(item, "dc")}
    date, date_text = context.dates.read_first([item.get("date"), described.get("dc.date.published")])
    return Article(
        date=date,
        date_text=date_text,
        key=keys.assign(one_line(item.get("itemid", "")) or f"L{line}"),
        path=context.path,
        body=body,
        title=title,
        authors=persons(first_text(item, "byline")),
        source=described.get("dc.source") or described.get("dc.publisher", ""),
        language=one_line(item.get(LANGUAGE, "")),
        section=SEVERAL.join(_topics(item)),
        line=line,
    )


def _topics(item: Node) -> Iterator[str]:
    """Yield the codes of the topics of a news item."""
    for codes in outermost(item, "codes"):
        if "topics" in codes.get("class", ""):
            names = (one_clean_line(code.get("code", "")) for code in outermost(codes, "code"))
            yield from filter(None, names)
