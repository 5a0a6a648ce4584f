"""NewsML 1, the form before NewsML-G2 in which agencies sent text and pictures: an article a news item.

The text is NITF, XHTML, or bare paragraphs or lines within `<DataContent>`; of several, such as a story with
the captions of its pictures, it is the longest. A picture has only a headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons
from newsgrep.formats.context import ReadContext
from newsgrep.formats.htmltext import is_html, plain_text
from newsgrep.formats.keys import KeyAllocator
from newsgrep.formats.text import clean, one_clean_line, one_line
from newsgrep.formats.wire import nitf
from newsgrep.formats.wire.xmltree import (
    Node,
    first_text,
    outermost,
    paragraphs,
    read_items,
    root_name,
    text_within,
    with_dateline,
)
from newsgrep.results import Unreadable

_DATES = ("ThisRevisionCreated", "FirstCreated", "DateId")


def claims(beginning: str) -> bool:
    """Whether the root of the document is that of NewsML 1."""
    return root_name(beginning) == "NewsML"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each news item. Raises ArticleError where there is none, or the XML is broken."""
    return read_items(stream, "NewsItem", context, _article)


def _article(item: Node, context: ReadContext, keys: KeyAllocator) -> Article:
    line = item.sourceline or 1
    inner = next(outermost(item, "nitf"), None)
    headline = first_text(item, "HeadLine")
    title = headline or (nitf.nitf_headline(inner) if inner is not None else "")
    body = max(map(_text, outermost(item, "DataContent")), key=len, default="")
    if not body and not title:
        raise ArticleError("no text", line)
    dateline = first_text(item, "DateLine")
    identifier = first_text(item, "PublicIdentifier", "NewsItemId")
    byline = first_text(item, "ByLine")
    date, date_text = context.dates.read_first(
        text_within(node) for name in _DATES for node in outermost(item, name)
    )
    return Article(
        date=date,
        date_text=date_text,
        key=keys.assign(identifier or f"L{line}"),
        path=context.path,
        body=with_dateline(dateline, body.split("\n\n")) if body else "",
        title=title,
        authors=persons(byline) or (nitf.nitf_authors(inner) if inner is not None else ()),
        source=_formal_name(item, "Provider")
        or _formal_name(item, "Source")
        or first_text(item, "CreditLine", "ProviderId"),
        language=_formal_name(item, "Language") or one_line(item.get(nitf.LANGUAGE, "")),
        line=line,
    )


def _text(content: Node) -> str:
    """Return the text of some content: that of its NITF, else its paragraphs, else its lines."""
    inner = next(outermost(content, "nitf"), None)
    if inner is not None and (found := nitf.nitf_body(inner)):
        return found
    if len(content):
        return "\n\n".join(paragraphs(content))
    string = clean(content.text or "").strip()
    return plain_text(string) if is_html(string) else string


def _formal_name(item: Node, name: str) -> str:
    """Return the first formal name of the elements of a name and of the parties within; '' for none."""
    nodes = (inner for node in outermost(item, name) for inner in (node, *outermost(node, "Party")))
    names = (one_clean_line(node.get("FormalName", "")) for node in nodes)
    return next(filter(None, names), "")
