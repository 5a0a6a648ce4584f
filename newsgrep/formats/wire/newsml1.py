"""NewsML 1, in which agencies sent text and pictures before NewsML-G2: one article per news item.

The text is NITF, XHTML, or bare paragraphs or lines within `<DataContent>`. If there are several texts, such
as a story and the captions of its pictures, the longest counts. A picture has only a headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import one_clean_line, one_line
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.wire.nitf import (
    LANGUAGE,
    nitf_authors,
    nitf_body,
    nitf_headline,
    nitf_within,
    with_dateline,
)
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, outermost, root_name
from newsgrep.markup.xml_text import character_data, first_text, paragraphs, texts_of
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_DATES = ("ThisRevisionCreated", "FirstCreated", "DateId")


def claims(beginning: str) -> bool:
    """Whether the root of the document is NewsML 1's."""
    return root_name(beginning) == "NewsML"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each news item. Raises ArticleError if there is none, or the XML is broken."""
    items = iterate_elements(stream, "NewsItem", context)
    return ArticleMaker(context).each(items, _article, none="no <NewsItem> element in the file")


def _article(item: XmlNode, make: ArticleMaker) -> Article:
    inner = nitf_within(item)
    body = max(map(_text, outermost(item, "DataContent")), key=len, default="")
    return make(
        first_text(item, "PublicIdentifier", "NewsItemId"),
        title=first_text(item, "HeadLine") or nitf_headline(inner),
        body=with_dateline(first_text(item, "DateLine"), body.split("\n\n")) if body else "",
        dates=texts_of(item, *_DATES),
        authors=persons(first_text(item, "ByLine")) or nitf_authors(inner),
        source=_formal_name(item, "Provider")
        or _formal_name(item, "Source")
        or first_text(item, "CreditLine", "ProviderId"),
        language=_formal_name(item, "Language") or one_line(item.get(LANGUAGE, "")),
        line=item.sourceline or 1,
    )


def _text(content: XmlNode) -> str:
    """Return the text of a content element: its NITF, else its paragraphs, else its lines."""
    if found := nitf_body(nitf_within(content)):
        return found
    return "\n\n".join(paragraphs(content)) if len(content) else character_data(content)


def _formal_name(item: XmlNode, name: str) -> str:
    """Return the first formal name in the elements `name`, or in the parties within; '' for none."""
    nodes = (inner for node in outermost(item, name) for inner in (node, *outermost(node, "Party")))
    names = (one_clean_line(node.get("FormalName", "")) for node in nodes)
    return next(filter(None, names), "")
