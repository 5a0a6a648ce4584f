"""Reuters Corpus Volume 1, and Volume 2 in other languages: one article a file, in zips of a day."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import SEVERAL, Article
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import one_clean_line, one_line
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.wire.nitf import LANGUAGE, with_dateline
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, outermost, root_name
from newsgrep.markup.xml_text import first_text, paragraphs
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable


def claims(beginning: str) -> bool:
    """Whether the root of the document is a news item of the corpus."""
    return root_name(beginning) == "newsitem"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each news item. Raises ArticleError if there is none, or the XML is broken."""
    items = iterate_elements(stream, "newsitem", context)
    return ArticleMaker(context).each(items, _article, none="no <newsitem> element in the file")


def _article(item: XmlNode, make: ArticleMaker) -> Article:
    content = next(outermost(item, "text"), None)
    found = paragraphs(content) if content is not None else []
    described = {node.get("element"): one_clean_line(node.get("value", "")) for node in outermost(item, "dc")}
    return make(
        one_line(item.get("itemid", "")),
        title=first_text(item, "headline", "title"),
        body=with_dateline(first_text(item, "dateline"), found),
        dates=[item.get("date"), described.get("dc.date.published")],
        authors=persons(first_text(item, "byline")),
        source=described.get("dc.source") or described.get("dc.publisher", ""),
        language=one_line(item.get(LANGUAGE, "")),
        section=SEVERAL.join(_topics(item)),
        line=item.sourceline or 1,
    )


def _topics(item: XmlNode) -> Iterator[str]:
    """Yield the codes of the topics of a news item."""
    for codes in outermost(item, "codes"):
        if "topics" in codes.get("class", ""):
            names = (one_clean_line(code.get("code", "")) for code in outermost(codes, "code"))
            yield from filter(None, names)
